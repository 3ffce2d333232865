//! Finds the words that hold digits: where numbers such as account, card and phone numbers can stand.

use std::ops::Range;

use super::blocks::{self, BLOCK, lowest};

/// The longest word that is reported, in bytes: one for each bit of its mask.
pub const LONGEST: usize = 64;

/// Reports the words of `text` that hold at least two digits and are at most [`LONGEST`] bytes long, in their order. A
/// word is a maximal run of ASCII letters and digits; `_` and all bytes from 0x80 end it. A longer word is not
/// reported at all.
///
/// `found` gets the word's place in `text`, and a mask of its letters: bit 0 for its first byte.
///
/// A window of a text gives the same words as the whole text for those that start at least one byte after the window's
/// start and at least `LONGEST + 1` bytes before its end: take windows that overlap by as much on either side, and leave
/// out the words that start there.
pub fn digit_words(text: &[u8], mut found: impl FnMut(Range<usize>, u64)) {
    let mut open = Open::default();
    blocks::each(text, |base, block| {
        let digits = blocks::digits(block);
        let letters = blocks::letters(block);
        open.next(base, digits, letters, &mut found);
    });
    open.finish(text.len(), &mut found);
}

/// The word that reaches up to the end of the blocks seen so far, if its length is not 0.
#[derive(Default)]
struct Open {
    /// In bytes; above [`LONGEST`] its letters and digits are no longer kept.
    length: usize,
    letters: u64,
    digits: u64,
}

impl Open {
    /// Reports the words that end in the block at `base`, and keeps the one that reaches up to its end.
    #[inline(always)]
    fn next(&mut self, base: usize, digits: u64, letters: u64, found: &mut impl FnMut(Range<usize>, u64)) {
        let gaps = !(digits | letters);
        if gaps == 0 {
            self.extend(BLOCK, digits, letters);
            return;
        }
        let end = u64::BITS - gaps.leading_zeros();
        let further = further_digits(digits, gaps) & lowest(end);
        let is_in_head = (self.digits != 0) & (digits & (gaps - 1) & !gaps != 0);
        if is_in_head | has_two(self.digits) | (further != 0) {
            self.report(base, digits, letters, further, found);
        }
        *self = Self {
            length: (u64::BITS - end) as usize,
            letters: letters.checked_shr(end).unwrap_or(0),
            digits: digits.checked_shr(end).unwrap_or(0),
        };
    }

    /// Reports the word that ends in the block, and those in it that have a second digit or more in `further`.
    #[inline(never)]
    fn report(
        &mut self,
        base: usize,
        digits: u64,
        letters: u64,
        further: u64,
        found: &mut impl FnMut(Range<usize>, u64),
    ) {
        let gaps = !(digits | letters);
        let head = gaps.trailing_zeros();
        self.extend(head as usize, digits & lowest(head), letters & lowest(head));
        self.finish(base + head as usize, found);
        words(base, further & !lowest(head), letters, gaps, found);
    }

    fn extend(&mut self, more: usize, digits: u64, letters: u64) {
        let shift = u32::try_from(self.length).unwrap_or(u32::MAX);
        self.letters |= letters.checked_shl(shift).unwrap_or(0);
        self.digits |= digits.checked_shl(shift).unwrap_or(0);
        self.length += more;
    }

    fn finish(&self, end: usize, found: &mut impl FnMut(Range<usize>, u64)) {
        if self.length <= LONGEST && has_two(self.digits) {
            found(end - self.length..end, self.letters);
        }
    }
}

/// Reports the words of one block that have any of these digits, which all lie between two gaps.
#[inline(always)]
fn words(base: usize, mut digits: u64, letters: u64, gaps: u64, found: &mut impl FnMut(Range<usize>, u64)) {
    while digits != 0 {
        let first = digits.trailing_zeros();
        let start = u64::BITS - (gaps & lowest(first)).leading_zeros();
        let end = first + (gaps >> first).trailing_zeros();
        found(base + start as usize..base + end as usize, (letters & lowest(end)) >> start);
        digits &= !lowest(end);
    }
}

/// The digits without the first one of each word.
///
/// Subtracting 1 from a number clears its lowest set bit and sets those below. This does so for all words at once, as the
/// gap after a word without digits keeps the subtraction from reaching the next word.
#[inline(always)]
const fn further_digits(digits: u64, gaps: u64) -> u64 {
    let starts = !gaps & (gaps << 1 | 1);
    (digits | gaps).wrapping_sub(starts) & digits
}

/// Whether at least two bits are set.
const fn has_two(bits: u64) -> bool {
    bits & bits.wrapping_sub(1) != 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Words = Vec<(Range<usize>, u64)>;

    fn words_of(text: &[u8]) -> Words {
        let mut words = Vec::new();
        digit_words(text, |range, letters| words.push((range, letters)));
        words
    }

    fn naive(text: &[u8]) -> Words {
        let mut words = Vec::new();
        let mut start = 0;
        for word in text.split(|byte| !byte.is_ascii_alphanumeric()) {
            let digits = word.iter().filter(|byte| byte.is_ascii_digit()).count();
            if digits >= 2 && word.len() <= LONGEST {
                let bit = |(index, byte): (usize, &u8)| u64::from(byte.is_ascii_alphabetic()) << index;
                words.push((start..start + word.len(), word.iter().enumerate().map(bit).sum()));
            }
            start += word.len() + 1;
        }
        words
    }

    #[test]
    fn letters_are_marked() {
        assert_eq!(words_of(b"id: DE89x, 4 b2 _12_ \xc3\xa934"), [(4..9, 0b10011), (17..19, 0), (23..25, 0)]);
    }

    #[test]
    fn words_of_any_length_at_any_place() {
        for before in 0..130 {
            for length in 0..200 {
                let mut text = vec![b' '; before];
                text.extend(b"1a2".iter().cycle().take(length));
                assert_eq!(words_of(&text), naive(&text));
                text.extend(b" 7");
                assert_eq!(words_of(&text), naive(&text));
            }
        }
    }

    #[test]
    fn two_digits_far_apart_are_found_across_blocks() {
        for place in 0..70 {
            for length in 2..=66 {
                let mut text = vec![b'-'; place];
                text.extend(vec![b'x'; length]);
                text[place] = b'1';
                text[place + length - 1] = b'2';
                assert_eq!(words_of(&text), naive(&text));
            }
        }
    }

    proptest! {
        #[test]
        fn equals_the_naive_search(
            text in prop::collection::vec(prop::sample::select(&b"0123aZ9_ \xff-"[..]), 0..400),
        ) {
            prop_assert_eq!(words_of(&text), naive(&text));
        }

        #[test]
        fn equals_the_naive_search_on_long_words(
            text in prop::collection::vec(prop_oneof![40 => Just(b'x'), 4 => Just(b'5'), 1 => any::<u8>()], 0..600),
        ) {
            prop_assert_eq!(words_of(&text), naive(&text));
        }

        #[test]
        fn windows_that_overlap_lose_nothing(
            text in prop::collection::vec(prop_oneof![20 => Just(b'x'), 4 => Just(b'5'), 1 => Just(b' ')], 0..600),
            size in 1..200_usize,
        ) {
            let mut joined = Words::new();
            for core in (0..text.len()).step_by(size) {
                let from = core.saturating_sub(1);
                let window = &text[from..text.len().min(core + size + LONGEST + 1)];
                let moved = words_of(window).into_iter().map(|(range, mask)| (range.start + from..range.end + from, mask));
                joined.extend(moved.filter(|(range, _)| (core..core + size).contains(&range.start)));
            }
            prop_assert_eq!(joined, naive(&text));
        }
    }
}
