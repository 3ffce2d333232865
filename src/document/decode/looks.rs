//! Characters that only look like ASCII, and those that a terminal acts upon: what is left is what a reader sees.

use std::ops::Range;

use super::Found;
use crate::document::map::OffsetMap;

/// How far before and after a sign its line is taken along, in bytes.
const BEFORE: usize = 256;
const AFTER: usize = 1024;

/// Hands over lines as they are seen, if they have colours, overstrikes, or look-alikes of spaces, dashes, quotes or
/// letters. Neighbouring lines are one text.
pub(super) fn find(text: &[u8], found: &mut Found<'_>) {
    let mut lines: Option<Range<usize>> = None;
    let mut look = |at: usize| {
        if control_length(&text[at..]) == 0 && look_alike(&text[at..]).is_none() {
            return;
        }
        let (start, end) = (line_start(text, at), line_end(text, at));
        match lines.as_mut() {
            Some(known) if start <= known.end + 1 => known.end = known.end.max(end),
            _ => {
                if let Some(known) = lines.replace(start..end) {
                    undo(text, known, found);
                }
            }
        }
    };
    if memchr::memchr2(0x1b, 0x08, text).is_some() {
        (0..text.len()).filter(|at| matches!(text[*at], 0x1b | 0x08 | 0xc2 | 0xe2 | 0xe3 | 0xef)).for_each(&mut look);
    } else {
        memchr::memchr3_iter(0xc2, 0xe2, 0xef, text).for_each(&mut look);
    }
    if let Some(known) = lines {
        undo(text, known, found);
    }
}

fn line_start(text: &[u8], at: usize) -> usize {
    let earliest = at.saturating_sub(BEFORE);
    memchr::memrchr(b'\n', &text[earliest..at]).map_or(earliest, |end| earliest + end + 1)
}

fn line_end(text: &[u8], at: usize) -> usize {
    let latest = at.saturating_add(AFTER).min(text.len());
    memchr::memchr(b'\n', &text[at..latest]).map_or(latest, |end| at + end)
}

fn undo(text: &[u8], lines: Range<usize>, found: &mut Found<'_>) {
    let (mut seen, mut map) = (Vec::with_capacity(lines.len()), OffsetMap::default());
    let mut at = lines.start;
    while at < lines.end {
        let skipped = control_length(&text[at..]);
        if skipped > 0 {
            at += skipped;
        } else if let Some((ascii, length)) = look_alike(&text[at..]) {
            seen.extend(ascii);
            map.push(usize::from(ascii.is_some()), at, 1, length);
            at += length;
        } else {
            seen.push(text[at]);
            map.push(1, at, 1, 1);
            at += 1;
        }
    }
    found(seen, map);
}

/// How many bytes of a terminal's escape sequence, or of a character that is struck over, begin the text.
fn control_length(text: &[u8]) -> usize {
    match text {
        [0x1b, b'[', rest @ ..] => {
            let parameters = rest.iter().take(32).take_while(|byte| matches!(byte, 0x20..=0x3f)).count();
            2 + parameters + usize::from(rest.get(parameters).is_some_and(|byte| matches!(byte, 0x40..=0x7e)))
        }
        [0x1b, _, ..] => 2,
        [0x08, ..] => 1,
        [_, 0x08, ..] => 2,
        _ => 0,
    }
}

/// The ASCII character that begins the text in another shape, and how long that is; nothing for one that is not seen.
fn look_alike(text: &[u8]) -> Option<(Option<u8>, usize)> {
    let (ascii, length) = match text {
        [0xc2, 0xa0, ..] => (b' ', 2),
        [0xe2, 0x80, 0x80..=0x8a | 0xaf, ..] | [0xe2, 0x81, 0x9f, ..] | [0xe3, 0x80, 0x80, ..] => (b' ', 3),
        [0xe2, 0x80, 0x90..=0x95, ..] | [0xe2, 0x88, 0x92, ..] => (b'-', 3),
        [0xe2, 0x80, 0x98 | 0x99, ..] => (b'\'', 3),
        [0xe2, 0x80, 0x9c..=0x9f, ..] => (b'"', 3),
        [0xc2, 0xad, ..] => return Some((None, 2)),
        [0xe2, 0x80, 0x8b..=0x8f, ..] | [0xe2, 0x81, 0xa0, ..] | [0xef, 0xbb, 0xbf, ..] => return Some((None, 3)),
        [0xef, 0xbc, low @ 0x81..=0xbf, ..] => (low - 0x81 + b'!', 3),
        [0xef, 0xbd, low @ 0x80..=0x9e, ..] => (low - 0x80 + b'`', 3),
        _ => return None,
    };
    Some((Some(ascii), length))
}

#[cfg(test)]
mod tests {
    use super::super::all;
    use super::*;

    #[test]
    fn what_is_seen() {
        assert_eq!(all(find, "a\u{a0}b 12\u{2011}3 \u{201c}q\u{201d} \u{ff14}\u{ff21}"), ["a b 12-3 \"q\" 4A"]);
        assert_eq!(all(find, "\u{1b}[1;32mtok\u{1b}[0men x\u{8}y"), ["token y"]);
        assert_eq!(all(find, "zero\u{200b}width"), ["zerowidth"]);
        assert!(all(find, "plain é text").is_empty());
    }
}
