//! Finds the runs of characters that encoded data is made of, and sorts texts by what is worth doing with them.

use std::ops::Range;

/// The most `=` that are taken as a run's padding: base32 has up to six, base64 up to two.
pub const MOST_PADDING: usize = 6;

/// Reports the maximal runs of the characters of base64, base64url, base32 and hex (`A-Z a-z 0-9 + / _ -`) that are at
/// least `min_len` (and one) bytes long, in their order. The reported range includes up to [`MOST_PADDING`] `=`
/// that follow the run, which do not count for its length.
///
/// A window of a text gives the same runs as the whole text for those that start at least one byte after the window's
/// start and end, with their padding, before its end: a run may have any length.
pub fn token_runs(text: &[u8], min_len: usize, mut found: impl FnMut(Range<usize>)) {
    let mut at = 0;
    while let Some(start) = text[at..].iter().position(|&byte| is_token(byte)).map(|skip| at + skip) {
        at = start + text[start..].iter().take_while(|&&byte| is_token(byte)).count();
        if at - start >= min_len {
            found(start..at + padding(&text[at..]));
        }
    }
}

/// Whether the byte is a character of base64, base64url, base32 or hex, padding aside.
#[must_use]
pub const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'_' | b'-')
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
    let mut hints = EscapeHints::default();
    for at in 0..text.len() {
        match &text[at..] {
            [b'\\', b'u' | b'U', ..] => hints.unicode = true,
            [b'\\', b'x', ..] => hints.hex = true,
            [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => hints.percent = true,
            [b'&', b'#', ..] => hints.entity = true,
            [b'=', high, low, ..] if is_upper_hex(*high) && is_upper_hex(*low) => hints.quoted_printable = true,
            _ => {}
        }
    }
    hints
}

fn is_upper_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'A'..=b'F')
}

fn padding(rest: &[u8]) -> usize {
    rest.iter().take(MOST_PADDING).take_while(|&&byte| byte == b'=').count()
}
