//! Which lines of a content are new to those before it. No program and no setting of the repository has a say in it.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

/// A line without its end, and where it stands with it.
struct Line<'l> {
    text: &'l [u8],
    range: Range<usize>,
}

/// The stretches of `new` that stand in one of `old` too, in order: whole lines, their ends included. How a line ends
/// does not make it new.
#[must_use]
pub fn kept(new: &[u8], old: &[Vec<u8>]) -> Vec<Range<usize>> {
    let lines: Vec<Line<'_>> = lines(new).collect();
    let mut is_kept = vec![false; lines.len()];
    for old in old {
        let mut input = InternedInput::default();
        input.update_before(self::lines(old).map(|line| line.text));
        input.update_after(lines.iter().map(|line| line.text));
        let diff = Diff::compute(Algorithm::Histogram, &input);
        for (position, kept) in (0..).zip(&mut is_kept) {
            *kept |= !diff.is_added(position);
        }
    }
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (line, _) in lines.into_iter().zip(is_kept).filter(|(_, kept)| *kept) {
        match ranges.last_mut() {
            Some(last) if last.end == line.range.start => last.end = line.range.end,
            _ => ranges.push(line.range),
        }
    }
    ranges
}

/// Whether a stretch lies wholly in one of these, which are in order.
#[must_use]
pub fn is_within(ranges: &[Range<usize>], start: usize, end: usize) -> bool {
    let after = ranges.partition_point(|range| range.start <= start);
    after.checked_sub(1).is_some_and(|at| ranges[at].end >= end)
}

/// How much of a content stands in another, in bytes of lines, wherever they stand.
#[must_use]
pub fn shared(new: &[u8], old: &[u8]) -> usize {
    let mut counts = std::collections::HashMap::<&[u8], usize>::new();
    lines(old).for_each(|line| *counts.entry(line.text).or_default() += 1);
    let taken = lines(new).filter(|line| match counts.get_mut(line.text) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    });
    taken.map(|line| line.range.len()).sum()
}

/// The lines; `\n`, `\r\n` and a lone `\r` end one.
fn lines(text: &[u8]) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let end_length = if rest[length..].starts_with(b"\r\n") { 2 } else { 1 };
        let end = text.len().min(start + length + end_length);
        let line = Line { text: &rest[..length], range: start..end };
        start = end;
        Some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_were_there_are_kept_and_lines_that_moved_are_not() {
        let text = |ranges: &[Range<usize>], new: &[u8]| -> Vec<u8> {
            ranges.iter().flat_map(|range| new[range.clone()].to_vec()).collect()
        };
        let new = b"a\nB\nc\nd\n";
        assert_eq!(text(&kept(new, &[b"a\nb\nc".to_vec()]), new), b"a\nc\n");
        let moved = b"two\nthree\none\n";
        assert_eq!(text(&kept(moved, &[b"one\r\ntwo\r\nthree\r\n".to_vec()]), moved), b"two\nthree\n");
        assert!(kept(new, &[]).is_empty());
        assert_eq!(text(&kept(b"a\nb\n", &[b"a\n".to_vec(), b"b\n".to_vec()]), b"a\nb\n"), b"a\nb\n");
    }

    #[test]
    fn a_stretch_over_a_new_line_is_not_within() {
        let ranges = [0..4, 8..12];
        assert!(is_within(&ranges, 1, 4) && is_within(&ranges, 8, 12));
        assert!(!is_within(&ranges, 3, 9) && !is_within(&ranges, 5, 6) && !is_within(&[], 0, 0));
    }

    #[test]
    fn shared_lines_count_once_each() {
        assert_eq!(shared(b"a\na\nb\n", b"b\na\n"), 4);
    }
}
