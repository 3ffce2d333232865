//! Characters written as others: `\n`, `\u0041`, `\x41`, `%41`, `&#65;`, `&quot;`, and `=41` in quoted-printable mail.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::{Found, hex_value};
use crate::document::map::OffsetMap;

/// What quoted-printable mail has somewhere: an encoded `=`, or the soft end of a line.
static MAIL: LazyLock<[Finder<'static>; 3]> = LazyLock::new(|| ["=3D", "=\n", "=\r\n"].map(Finder::new));
/// How far before and after an escape its line is taken along, in bytes.
const BEFORE: usize = 256;
const AFTER: usize = 1024;

/// Hands over the lines that have escapes, with all of them undone. Neighbouring lines are one text.
pub(super) fn find(text: &[u8], found: &mut Found<'_>) {
    let is_mail = MAIL.iter().any(|sign| sign.find(text).is_some());
    let mut cluster: Option<Range<usize>> = None;
    let mut look = |at: usize| {
        let Some(escape) = escape(&text[at..], is_mail) else { return };
        let end = line_end(text, at + escape.source);
        let start = if cluster.as_ref().is_some_and(|known| at < known.end) { at } else { line_start(text, at) };
        match cluster.as_mut() {
            Some(known) if start <= known.end + 1 => known.end = known.end.max(end),
            _ => {
                if let Some(known) = cluster.replace(start..end) {
                    undo(text, known, is_mail, found);
                }
            }
        }
    };
    if is_mail {
        (0..text.len()).filter(|at| matches!(text[*at], b'\\' | b'%' | b'&' | b'=')).for_each(&mut look);
    } else {
        memchr::memchr3_iter(b'\\', b'%', b'&', text).for_each(&mut look);
    }
    if let Some(known) = cluster {
        undo(text, known, is_mail, found);
    }
}

fn line_start(text: &[u8], at: usize) -> usize {
    let earliest = at.saturating_sub(BEFORE);
    memchr::memrchr2(b'\n', b'\r', &text[earliest..at]).map_or(earliest, |end| earliest + end + 1)
}

fn line_end(text: &[u8], at: usize) -> usize {
    let latest = at.saturating_add(AFTER).min(text.len());
    memchr::memchr(b'\n', &text[at..latest]).map_or(latest, |end| at + end)
}

fn undo(text: &[u8], lines: Range<usize>, is_mail: bool, found: &mut Found<'_>) {
    let (mut undone, mut map) = (Vec::with_capacity(lines.len()), OffsetMap::default());
    let mut at = lines.start;
    while at < lines.end {
        match escape(&text[at..], is_mail) {
            Some(Escape { bytes, length, source }) => {
                undone.extend_from_slice(&bytes[..length]);
                map.push(length, at, length, source);
                at += source;
            }
            None => {
                undone.push(text[at]);
                map.push(1, at, 1, 1);
                at += 1;
            }
        }
    }
    found(undone, map);
}

/// An escape: what it stands for, and how long it is.
struct Escape {
    bytes: [u8; 4],
    length: usize,
    source: usize,
}

impl Escape {
    fn byte(byte: u8, source: usize) -> Self {
        Self { bytes: [byte, 0, 0, 0], length: 1, source }
    }

    fn nothing(source: usize) -> Self {
        Self { bytes: [0; 4], length: 0, source }
    }

    fn character(number: u32, source: usize) -> Option<Self> {
        let mut bytes = [0; 4];
        let length = char::from_u32(number)?.encode_utf8(&mut bytes).len();
        Some(Self { bytes, length, source })
    }
}

/// The escape that begins the text.
fn escape(text: &[u8], is_mail: bool) -> Option<Escape> {
    match text {
        [b'\\', rest @ ..] => backslash(rest),
        [b'%', high, low, ..] => Some(Escape::byte(hex_pair(*high, *low)?, 3)),
        [b'&', rest @ ..] => entity(rest),
        [b'=', b'\r', b'\n', ..] if is_mail => Some(Escape::nothing(3)),
        [b'=', b'\n', ..] if is_mail => Some(Escape::nothing(2)),
        [b'=', high @ (b'0'..=b'9' | b'A'..=b'F'), low @ (b'0'..=b'9' | b'A'..=b'F'), ..] if is_mail => {
            Some(Escape::byte(hex_pair(*high, *low)?, 3))
        }
        _ => None,
    }
}

fn backslash(rest: &[u8]) -> Option<Escape> {
    let plain = |byte: u8| Some(Escape::byte(byte, 2));
    match *rest {
        [b'n', ..] => plain(b'\n'),
        [b'r', ..] => plain(b'\r'),
        [b't', ..] => plain(b'\t'),
        [byte @ (b'"' | b'\'' | b'\\' | b'/' | b'`' | b'$'), ..] => plain(byte),
        [b'\n', ..] => Some(Escape::nothing(2 + indent(&rest[1..]))),
        [b'\r', b'\n', ..] => Some(Escape::nothing(3 + indent(&rest[2..]))),
        [b'x', high, low, ..] => Some(Escape::byte(hex_pair(high, low)?, 4)),
        [b'u', b'{', ..] => {
            let digits = rest[2..].iter().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
            (rest.get(2 + digits) == Some(&b'}')).then_some(())?;
            Escape::character(hex_number(&rest[2..2 + digits])?, 4 + digits)
        }
        [b'u', ..] => Escape::character(hex_number(rest.get(1..5)?)?, 6),
        [b'U', ..] => Escape::character(hex_number(rest.get(1..9)?)?, 10),
        _ => None,
    }
}

/// A line that is continued goes on after the next one's indentation.
fn indent(text: &[u8]) -> usize {
    text.iter().take(64).take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

fn entity(rest: &[u8]) -> Option<Escape> {
    let end = rest.iter().take(10).position(|byte| *byte == b';')?;
    let source = end + 2;
    let named = |byte| Some(Escape::byte(byte, source));
    match &rest[..end] {
        b"quot" => named(b'"'),
        b"apos" => named(b'\''),
        b"amp" => named(b'&'),
        b"lt" => named(b'<'),
        b"gt" => named(b'>'),
        b"nbsp" => named(b' '),
        [b'#', b'x' | b'X', digits @ ..] => Escape::character(hex_number(digits)?, source),
        [b'#', digits @ ..] => Escape::character(std::str::from_utf8(digits).ok()?.parse().ok()?, source),
        _ => None,
    }
}

fn hex_pair(high: u8, low: u8) -> Option<u8> {
    Some(hex_value(high)? << 4 | hex_value(low)?)
}

fn hex_number(digits: &[u8]) -> Option<u32> {
    (!digits.is_empty() && digits.len() <= 8).then_some(())?;
    digits.iter().try_fold(0, |number: u32, digit| Some(number << 4 | u32::from(hex_value(*digit)?)))
}

#[cfg(test)]
mod tests {
    use super::super::all;
    use super::*;

    #[test]
    fn each_kind() {
        assert_eq!(all(find, r#"{\"a\": \"b\u0041\x42\"}"#), [r#"{"a": "bAB"}"#]);
        assert_eq!(all(find, "p%40ss"), ["p@ss"]);
        assert_eq!(all(find, "&lt;a&gt; &#65;&#x42;"), ["<a> AB"]);
        assert_eq!(all(find, "to=\n ken=3D1\n"), ["to ken=1"]);
    }

    #[test]
    fn a_continued_line_is_one() {
        assert_eq!(all(find, "key=abc\\\n    def\nnext"), ["key=abcdef\nnext"].map(|text| &text[..10]));
    }

    #[test]
    fn lines_far_apart_are_two_texts_and_plain_ones_none() {
        assert_eq!(all(find, "a\\tb\nplain\nplain\nc\\td"), ["a\tb", "c\td"]);
        assert!(all(find, "100% & more \\q").is_empty());
    }
}
