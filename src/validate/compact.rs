//! A value without its separators, on the stack: digits as numbers, or letters and digits in capitals.

use std::ops::Deref;

use super::Verdict;
use super::judge::{FORMAT, Judged, require};

/// The longest value that is kept: an IBAN has at most 34 characters.
const CAPACITY: usize = 40;
/// Numbers shorter than this may be runs by chance.
const SHORTEST_RUN: usize = 7;
/// Check digits follow a run: they are left out where it is looked for.
const CHECK_DIGITS: usize = 2;

const RUN: Verdict = Verdict::Example("the same digit or digits in a row");

/// Bytes on the stack; which bytes, the function that makes them says.
#[derive(Clone, Copy)]
pub(super) struct Compact {
    bytes: [u8; CAPACITY],
    length: usize,
}

impl Deref for Compact {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// The values (0 to 9) of the digits of a number that has `least` to `most` of them.
#[inline]
pub(super) fn digits_between(value: &[u8], least: usize, most: usize) -> Judged<Compact> {
    let mut digits = Compact { bytes: [0; CAPACITY], length: 0 };
    digits.length = collect(value, &mut digits.bytes, digit)?;
    require((least..=most).contains(&digits.length), FORMAT)?;
    require(!is_run(&digits), RUN)?;
    Ok(digits)
}

/// The values (0 to 9) of the digits of a number that has `N` of them.
#[inline]
pub(super) fn digits<const N: usize>(value: &[u8]) -> Judged<[u8; N]> {
    let mut digits = [0; N];
    require(collect(value, &mut digits, digit)? == N, FORMAT)?;
    require(!is_run(&digits), RUN)?;
    Ok(digits)
}

/// The ASCII letters, as capitals, and digits of a value that has `least` to `most` of them.
#[inline]
pub(super) fn text_between(value: &[u8], least: usize, most: usize) -> Judged<Compact> {
    let mut text = Compact { bytes: [0; CAPACITY], length: 0 };
    text.length = collect(value, &mut text.bytes, alphanumeric)?;
    require((least..=most).contains(&text.length), FORMAT)?;
    Ok(text)
}

/// The ASCII letters, as capitals, and digits of a value that has `N` of them.
#[inline]
pub(super) fn text<const N: usize>(value: &[u8]) -> Judged<[u8; N]> {
    let mut text = [0; N];
    require(collect(value, &mut text, alphanumeric)? == N, FORMAT)?;
    Ok(text)
}

/// The values of ASCII digits in a text, all `N` of which must be digits.
#[inline]
pub(super) fn digits_in<const N: usize>(text: &[u8]) -> Judged<[u8; N]> {
    let digits: [u8; N] = text.try_into().map_err(|_| FORMAT)?;
    require(digits.iter().all(u8::is_ascii_digit), FORMAT)?;
    let digits = digits.map(|byte| byte - b'0');
    require(!is_run(&digits), RUN)?;
    Ok(digits)
}

/// The number that digit values make, the first being the most significant; wraps beyond 19 digits.
#[inline]
pub(super) fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |number: u64, &digit| number.wrapping_mul(10).wrapping_add(u64::from(digit)))
}

/// Whether the digits before the check digits are all the same, or each is one more or one less than that before it.
#[inline]
pub(super) fn is_run(digits: &[u8]) -> bool {
    let Some(body) = digits.len().checked_sub(CHECK_DIGITS).filter(|_| digits.len() >= SHORTEST_RUN) else {
        return false;
    };
    let step = |pair: &[u8]| (pair[1] + 10 - pair[0]) % 10;
    let first = step(&digits[..2]);
    matches!(first, 0 | 1 | 9) && digits[..body].windows(2).all(|pair| step(pair) == first)
}

/// Puts what `keep` makes of each byte into the buffer, in order, and says how many there are; separators are dropped, and
/// any other byte, or one too many, is not of the format.
#[inline]
fn collect(value: &[u8], buffer: &mut [u8], keep: impl Fn(u8) -> Option<u8>) -> Judged<usize> {
    let mut length = 0;
    let mut at = 0;
    while let Some(&byte) = value.get(at) {
        if let Some(kept) = keep(byte) {
            *buffer.get_mut(length).ok_or(FORMAT)? = kept;
            length += 1;
            at += 1;
        } else {
            let skipped = separator(&value[at..]);
            require(skipped > 0, FORMAT)?;
            at += skipped;
        }
    }
    Ok(length)
}

fn digit(byte: u8) -> Option<u8> {
    let value = byte.wrapping_sub(b'0');
    (value < 10).then_some(value)
}

fn alphanumeric(byte: u8) -> Option<u8> {
    byte.is_ascii_alphanumeric().then(|| byte.to_ascii_uppercase())
}

/// How many bytes of the start are a separator as numbers are written with, 0 where none is.
fn separator(rest: &[u8]) -> usize {
    match rest {
        [b' ' | b'-' | b'.' | b'/' | b'(' | b')' | b'\'' | b'\t' | b'_' | b':' | b'+', ..] => 1,
        [0xC2, 0xA0, ..] => 2,
        [0xE2, 0x80, 0x80..=0x95 | 0xAF, ..] | [0xE2, 0x88, 0x92, ..] => 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_what_separates_and_refuses_what_does_not() {
        assert_eq!(digits::<9>(b"078-05-1120"), Ok([0, 7, 8, 0, 5, 1, 1, 2, 0]));
        assert_eq!(digits::<4>("1\u{a0}2\u{2011}3\u{2212}9".as_bytes()), Ok([1, 2, 3, 9]));
        assert_eq!(digits::<4>(b"12,39"), Err(FORMAT));
        assert_eq!(digits::<4>(b"1239\xC2"), Err(FORMAT));
        assert_eq!(text::<4>(b"a-b 1.2"), Ok(*b"AB12"));
        assert!(digits_between(&[b'7'; 400], 1, 400).is_err());
        assert!(digits_between(b"", 1, 4).is_err());
    }

    #[test]
    fn knows_runs_of_digits_with_their_check_digits() {
        for run in [&b"111111111"[..], b"123456789", b"987654321", b"000000018", b"1234567890", b"90123456782"] {
            assert_eq!(digits_between(run, 1, 20).err(), Some(RUN), "{}", run.escape_ascii());
        }
        for number in [&b"078051120"[..], b"1234", b"11", b"", b"123456123"] {
            assert!(!is_run(&number.iter().map(|digit| digit - b'0').collect::<Vec<_>>()));
        }
    }
}
