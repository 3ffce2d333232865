//! Strings in pieces: `"a" + "b"`, `"a" "b"`, `["a", "b"].join("")`, as programmers write what is too long for a line.

use std::ops::Range;

use super::Found;
use crate::document::map::OffsetMap;

/// The longest gap between two pieces, in bytes.
const LONGEST_GAP: usize = 80;
/// How far before the first piece its line is taken along, and after the last.
const AROUND: usize = 120;

/// Hands over lines with strings in pieces, the pieces put together.
pub(super) fn find(text: &[u8], found: &mut Found<'_>) {
    let mut joints: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    while let Some(quote) = memchr::memchr3(b'"', b'\'', b'`', &text[from..]).map(|at| from + at) {
        from = quote + 1;
        let Some(end) = joint(text, quote) else { continue };
        if joints.last().is_some_and(|last| quote > last.end + 4096) {
            join(text, &joints, found);
            joints.clear();
        }
        joints.push(quote..end);
        from = end;
    }
    join(text, &joints, found);
}

/// The end of the joint that begins with the closing quote at `quote`: after the quote that opens the next piece.
fn joint(text: &[u8], quote: usize) -> Option<usize> {
    // A joint parts two characters of a token, so what comes before it and after it says at once that most are none.
    if quote == 0 || !is_token(text[quote - 1]) {
        return None;
    }
    let gap = text[quote + 1..]
        .iter()
        .take(LONGEST_GAP)
        .position(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'+' | b'.' | b'&' | b'\\' | b','))?;
    let between = &text[quote + 1..quote + 1 + gap];
    let next = quote + 1 + gap;
    let prefix = usize::from(matches!(text[next], b'b' | b'r' | b'f' | b'u' | b'L' | b'@'));
    let opens =
        text.get(next + prefix) == Some(&text[quote]) && text.get(next + prefix + 1).copied().is_some_and(is_token);
    let operators = between.iter().filter(|byte| matches!(byte, b'+' | b'.' | b'&')).count();
    let commas = between.iter().filter(|byte| **byte == b',').count();
    let is_joint = match (operators, commas) {
        (0 | 1, 0) => operators == 1 || !between.is_empty(),
        (0, 1) => is_joined_list(text, quote),
        _ => false,
    };
    (opens && is_joint).then_some(next + prefix + 1)
}

/// Whether the list that a comma stands in is put together by `join`, `concat` or `paste`.
fn is_joined_list(text: &[u8], at: usize) -> bool {
    let around = &text[at.saturating_sub(200)..(at + 400).min(text.len())];
    [&b"join("[..], b"concat(", b"Join(", b"paste0("].iter().any(|word| memchr::memmem::find(around, word).is_some())
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'/' | b'=' | b'.')
}

fn join(text: &[u8], joints: &[Range<usize>], found: &mut Found<'_>) {
    let (Some(first), Some(last)) = (joints.first(), joints.last()) else { return };
    let (mut joined, mut map) = (Vec::new(), OffsetMap::default());
    let mut at = first.start.saturating_sub(AROUND);
    let end = last.end.saturating_add(AROUND).min(text.len());
    for joint in joints {
        joined.extend_from_slice(&text[at..joint.start]);
        map.push(joint.start - at, at, 1, 1);
        at = joint.end;
    }
    joined.extend_from_slice(&text[at..end]);
    map.push(end - at, at, 1, 1);
    found(joined, map);
}

#[cfg(test)]
mod tests {
    use super::super::all;
    use super::*;

    #[test]
    fn pieces_are_put_together() {
        assert_eq!(all(find, r#"key = "abc" + "def""#), [r#"key = "abcdef""#]);
        assert_eq!(all(find, "key = ('abc'\n       'def')"), ["key = ('abcdef')"]);
        assert_eq!(all(find, r#"key = "".join(["abc", "def"])"#), [r#"key = "".join(["abcdef"])"#]);
    }

    #[test]
    fn lists_and_ends_of_strings_stay() {
        assert!(all(find, r#"names = ["abc", "def"]; x = "a b " + "c""#).is_empty());
    }
}
