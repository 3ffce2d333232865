//! Finds the words that hold digits: where numbers such as account, card and phone numbers can stand.

use std::ops::Range;

/// The longest word that is reported, in bytes.
pub const LONGEST: usize = 64;

/// The fewest digits that a reported word holds.
pub const FEWEST_DIGITS: u32 = 2;

/// Reports the words of `text` that hold at least [`FEWEST_DIGITS`] digits and are at most [`LONGEST`] bytes long, in
/// their order. A word is a maximal run of ASCII letters and digits; `_` and all bytes from 0x80 end it. A longer word
/// is not reported at all.
///
/// `found` gets the word's bytes in `text`, and a mask of its letters: bit 0 for its first byte.
///
/// A window of a text gives the same words as the whole text for those that start at least one byte after the window's
/// start and at least `LONGEST + 1` bytes before its end.
pub fn digit_words(text: &[u8], mut found: impl FnMut(Range<usize>, u64)) {
    let mut at = 0;
    while let Some(start) = text[at..].iter().position(u8::is_ascii_alphanumeric).map(|skip| at + skip) {
        let length = text[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        at = start + length;
        if length > LONGEST {
            continue;
        }
        let word = &text[start..at];
        let letters = word
            .iter()
            .enumerate()
            .filter(|(_, byte)| byte.is_ascii_alphabetic())
            .fold(0_u64, |mask, (index, _)| mask | 1 << index);
        if length as u32 - letters.count_ones() >= FEWEST_DIGITS {
            found(start..at, letters);
        }
    }
}
