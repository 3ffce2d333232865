//! Finds the runs of characters that encoded data is made of, and sorts texts by what is worth doing with them.

use std::ops::Range;

use super::blocks::{self, BLOCK, lowest};

/// The most `=` that are taken as a run's padding: base32 has up to six, base64 up to two.
pub const MOST_PADDING: usize = 6;

/// Reports the maximal runs of the characters of base64, base64url, base32 and hex (`A-Z a-z 0-9 + / _ -`) that are at
/// least `min_len` (and one) bytes long, in their order. The reported range includes up to [`MOST_PADDING`] `=`
/// that follow the run, which do not count for its length.
///
/// A window of a text gives the same runs as the whole text for those that start at least one byte after the window's
/// start and end, with their padding, before its end: a run may have any length.
pub fn token_runs(text: &[u8], min_len: usize, mut found: impl FnMut(Range<usize>)) {
    let min_len = min_len.max(1);
    let mut report = |run: Range<usize>| {
        if run.len() >= min_len {
            found(run.start..run.end + padding(&text[run.end..]));
        }
    };
    let mut open = 0;
    blocks::each(text, |base, block| {
        let tokens = blocks::tokens(block);
        let gaps = !tokens;
        if gaps == 0 {
            return;
        }
        let head = gaps.trailing_zeros();
        report(open..base + head as usize);
        let after = u64::BITS - gaps.leading_zeros();
        let mut middle = tokens & lowest(after) & !lowest(head);
        while has_run(middle, min_len) {
            let start = middle.trailing_zeros();
            let end = start + (gaps >> start).trailing_zeros();
            report(base + start as usize..base + end as usize);
            middle &= !lowest(end);
        }
        open = base + after as usize;
    });
    if open < text.len() {
        report(open..text.len());
    }
}

/// Whether the byte is a character of base64, base64url, base32 or hex, padding aside.
#[must_use]
pub const fn is_token(byte: u8) -> bool {
    blocks::is_token(byte)
}

/// Whether the text has a byte from 0x80.
#[must_use]
pub fn has_non_ascii(text: &[u8]) -> bool {
    !text.is_ascii()
}

/// Whether the text has a NUL byte.
#[must_use]
pub fn has_nul(text: &[u8]) -> bool {
    memchr::memchr(0, text).is_some()
}

/// How many `\n` the text has.
#[must_use]
pub fn count_newlines(text: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', text).count()
}

/// Where line `line` (the first is 0) of the text starts: the byte after the `line`-th `\n`, which is the text's end if
/// nothing follows it. `None` if the text has fewer lines.
#[must_use]
pub fn line_start(text: &[u8], line: usize) -> Option<usize> {
    match line.checked_sub(1) {
        None => Some(0),
        Some(before) => memchr::memchr_iter(b'\n', text).nth(before).map(|newline| newline + 1),
    }
}

/// Which ways of writing characters as others a text shows signs of.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct EscapeHints {
    /// `\u` or `\U`, as in JSON and most programming languages.
    pub unicode: bool,
    /// `\x`, as in most programming languages.
    pub hex: bool,
    /// `%` and two hex digits, as in URLs.
    pub percent: bool,
    /// `&#`, as in HTML and XML.
    pub entity: bool,
    /// `=` and two hex digits in upper case, as in quoted-printable mail.
    pub quoted_printable: bool,
}

impl EscapeHints {
    /// Whether there is any sign at all.
    #[must_use]
    pub fn any(self) -> bool {
        self != Self::default()
    }
}

/// Looks for signs of encoded characters. Two neighbouring windows of a text must share two bytes for none to be lost.
#[must_use]
pub fn escape_hints(text: &[u8]) -> EscapeHints {
    let second = text.get(1..).unwrap_or_default();
    let third = text.get(2..).unwrap_or_default();
    let triples = text.iter().zip(second).zip(third);
    let seen = triples.fold(last_pair(text), |seen, ((&first, &second), &third)| seen | signs(first, second, third));
    EscapeHints {
        unicode: seen & UNICODE != 0,
        hex: seen & HEX != 0,
        percent: seen & PERCENT != 0,
        entity: seen & ENTITY != 0,
        quoted_printable: seen & QUOTED_PRINTABLE != 0,
    }
}

const UNICODE: u8 = 1;
const HEX: u8 = 2;
const PERCENT: u8 = 4;
const ENTITY: u8 = 8;
const QUOTED_PRINTABLE: u8 = 16;

/// The signs of [`EscapeHints`] in three bytes, as bits; without branches, for the compiler to vectorise loops over it.
#[inline(always)]
fn signs(first: u8, second: u8, third: u8) -> u8 {
    let flag = |bit: u8, holds: bool| if holds { bit } else { 0 };
    flag(UNICODE, (first == b'\\') & (second | 0x20 == b'u'))
        | flag(HEX, (first == b'\\') & (second == b'x'))
        | flag(ENTITY, (first == b'&') & (second == b'#'))
        | flag(PERCENT, (first == b'%') & is_hex(second) & is_hex(third))
        | flag(QUOTED_PRINTABLE, (first == b'=') & is_upper_hex(second) & is_upper_hex(third))
}

fn last_pair(text: &[u8]) -> u8 {
    if let [.., first, second] = text { signs(*first, *second, 0) } else { 0 }
}

#[inline(always)]
const fn is_hex(byte: u8) -> bool {
    (byte.wrapping_sub(b'0') < 10) | ((byte | 0x20).wrapping_sub(b'a') < 6)
}

#[inline(always)]
const fn is_upper_hex(byte: u8) -> bool {
    (byte.wrapping_sub(b'0') < 10) | (byte.wrapping_sub(b'A') < 6)
}

/// Whether the mask has a run of at least `length` (not 0) bits.
#[inline(always)]
fn has_run(mut mask: u64, length: usize) -> bool {
    let length = length.min(BLOCK + 1);
    let mut reached = 1;
    while reached < length {
        let step = reached.min(length - reached);
        mask &= mask.checked_shr(step as u32).unwrap_or(0);
        reached += step;
    }
    mask != 0
}

fn padding(rest: &[u8]) -> usize {
    rest.iter().take(MOST_PADDING).take_while(|&&byte| byte == b'=').count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn runs_of(text: &[u8], min_len: usize) -> Vec<Range<usize>> {
        let mut runs = Vec::new();
        token_runs(text, min_len, |range| runs.push(range));
        runs
    }

    fn naive(text: &[u8], min_len: usize) -> Vec<Range<usize>> {
        let mut runs = Vec::new();
        let mut start = 0;
        for run in text.split(|&byte| !is_token(byte)) {
            let end = start + run.len();
            if run.len() >= min_len.max(1) {
                let padding = (0..6).take_while(|index| text.get(end + index) == Some(&b'=')).count();
                runs.push(start..end + padding);
            }
            start = end + 1;
        }
        runs
    }

    #[test]
    fn padding_belongs_to_the_run_and_not_to_its_length() {
        assert_eq!(runs_of(b"x = 'AbC+/_-9==' abcdefgh abc==", 8), [5..15, 17..25]);
        assert_eq!(runs_of(b"abc======== de", 2), [0..9, 12..14]);
        assert_eq!(runs_of(b"a b", 0), [0..1, 2..3]);
        assert_eq!(runs_of(b"", 0), [] as [Range<usize>; 0]);
    }

    #[test]
    fn runs_of_any_length_at_any_place() {
        for before in 0..70 {
            for length in 0..200 {
                let mut text = vec![b' '; before];
                text.extend(vec![b'x'; length]);
                for after in ["", "=", " y", "==z"] {
                    let text = [&text, after.as_bytes()].concat();
                    for min_len in [0, 1, 2, 20, 62, 63, 64, 65, 150] {
                        assert_eq!(runs_of(&text, min_len), naive(&text, min_len));
                    }
                }
            }
        }
    }

    fn naive_hints(text: &[u8]) -> EscapeHints {
        let is_hex = |byte: &u8| byte.is_ascii_hexdigit();
        let is_upper_hex = |byte: &u8| byte.is_ascii_hexdigit() && !byte.is_ascii_lowercase();
        let any = |test: &dyn Fn(&[u8]) -> bool| (0..text.len()).any(|at| test(&text[at..]));
        EscapeHints {
            unicode: any(&|rest| rest.starts_with(b"\\u") || rest.starts_with(b"\\U")),
            hex: any(&|rest| rest.starts_with(b"\\x")),
            percent: any(&|rest| rest.len() > 2 && rest[0] == b'%' && rest[1..3].iter().all(is_hex)),
            entity: any(&|rest| rest.starts_with(b"&#")),
            quoted_printable: any(&|rest| rest.len() > 2 && rest[0] == b'=' && rest[1..3].iter().all(is_upper_hex)),
        }
    }

    #[test]
    fn each_escape_is_seen_at_any_place() {
        for escape in ["\\u", "\\U", "\\x", "%4a", "%F0", "&#", "=3D", "\\", "%g0", "%4", "&", "=3d", "=3"] {
            for before in 0..100 {
                for after in ["", " ", " and more than that, so that it goes on"] {
                    let text = [&"-".repeat(before), escape, after].concat();
                    assert_eq!(escape_hints(text.as_bytes()), naive_hints(text.as_bytes()));
                }
            }
        }
        assert!(!escape_hints(b"").any());
        assert!(escape_hints(b"&#").any());
    }

    #[test]
    fn lines_start_after_newlines() {
        let text = b"a\n\nb\n";
        assert_eq!(count_newlines(text), 3);
        let starts: Vec<Option<usize>> = (0..5).map(|line| line_start(text, line)).collect();
        assert_eq!(starts, [Some(0), Some(2), Some(3), Some(5), None]);
        assert_eq!(line_start(b"", 0), Some(0));
        assert_eq!(line_start(b"", 1), None);
    }

    #[test]
    fn classes() {
        assert!(has_nul(b"a\0") && !has_nul(b"a"));
        assert!(has_non_ascii(b"a\x80") && !has_non_ascii(b"a\x7f"));
    }

    proptest! {
        #[test]
        fn equals_the_naive_search(
            text in prop::collection::vec(prop_oneof![20 => Just(b'x'), 2 => Just(b'='), 1 => any::<u8>()], 0..600),
            min_len in 0..80_usize,
        ) {
            prop_assert_eq!(runs_of(&text, min_len), naive(&text, min_len));
        }

        #[test]
        fn hints_equal_the_naive_search(text in prop::collection::vec(prop::sample::select(&b"\\uUx%&#=3aFz"[..]), 0..12)) {
            prop_assert_eq!(escape_hints(&text), naive_hints(&text));
        }
    }
}
