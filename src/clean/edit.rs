//! Edits of a byte string: ranges that something else takes the place of.

use std::borrow::Cow;
use std::ops::Range;

use super::Change;

/// A range and what takes its place.
#[derive(Clone)]
pub(super) struct Edit<'a> {
    pub range: Range<usize>,
    pub with: Cow<'a, [u8]>,
}

impl<'a> Edit<'a> {
    pub(super) fn new(range: Range<usize>, with: impl Into<Cow<'a, [u8]>>) -> Self {
        Self { range, with: with.into() }
    }

    pub(super) fn cut(range: Range<usize>) -> Self {
        Self::new(range, &b""[..])
    }
}

/// The bytes after all edits, `None` when they change nothing, and the edits that were applied. Of edits that overlap,
/// the one that begins first and reaches farthest wins.
pub(super) fn apply(bytes: &[u8], mut edits: Vec<Edit<'_>>) -> (Option<Vec<u8>>, Vec<Change>) {
    edits.sort_by_key(|edit| (edit.range.start, std::cmp::Reverse(edit.range.end)));
    let mut result = Vec::with_capacity(bytes.len());
    let mut changes = Vec::new();
    let mut at = 0;
    for edit in edits {
        if edit.range.start < at || bytes[edit.range.clone()] == *edit.with {
            continue;
        }
        result.extend_from_slice(&bytes[at..edit.range.start]);
        result.extend_from_slice(&edit.with);
        at = edit.range.end;
        changes.push(Change { range: edit.range, with: edit.with.into_owned() });
    }
    result.extend_from_slice(&bytes[at..]);
    ((!changes.is_empty()).then_some(result), changes)
}

/// The ranges to cut so that of the items of an object or array only those that are kept remain, with the separators
/// and the white space between them as they were. `inside` is what is between the brackets.
pub(super) fn cuts(items: &[Range<usize>], inside: Range<usize>, keeps: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let kept: Vec<usize> = (0..items.len()).filter(|index| keeps(*index)).collect();
    let (Some(first), Some(last)) = (kept.first(), kept.last()) else {
        return if items.is_empty() { Vec::new() } else { vec![inside] };
    };
    let mut cuts = Vec::new();
    if *first > 0 {
        cuts.push(items[0].start..items[*first].start);
    }
    for pair in kept.windows(2).filter(|pair| pair[1] > pair[0] + 1) {
        cuts.push(items[pair[0] + 1].start..items[pair[1]].start);
    }
    if *last + 1 < items.len() {
        cuts.push(items[*last].end..items[items.len() - 1].end);
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_apply_in_order_and_the_larger_wins() {
        let edits =
            vec![Edit::new(4..5, &b"x"[..]), Edit::cut(3..7), Edit::new(0..1, &b"AA"[..]), Edit::new(8..9, &b"i"[..])];
        let (result, changes) = apply(b"abcdefghi", edits);
        assert_eq!(result.as_deref(), Some(&b"AAbchi"[..]));
        assert_eq!(changes.len(), 2);
        assert_eq!(apply(b"abc", vec![Edit::new(0..1, &b"a"[..])]), (None, Vec::new()));
    }

    #[test]
    fn items_are_cut_with_one_separator_each() {
        let text = b"[ 1, 2,\n 3 ]";
        let items = [2..3, 5..6, 9..10];
        let after = |kept: &[usize]| {
            let edits = cuts(&items, 1..11, |index| kept.contains(&index)).into_iter().map(Edit::cut).collect();
            apply(text, edits).0.unwrap_or_else(|| text.to_vec())
        };
        assert_eq!(after(&[0, 1, 2]), text);
        assert_eq!(after(&[1, 2]), b"[ 2,\n 3 ]");
        assert_eq!(after(&[0, 2]), b"[ 1, 3 ]");
        assert_eq!(after(&[0]), b"[ 1 ]");
        assert_eq!(after(&[]), b"[]");
    }
}
