//! Texts in blocks of 64 bytes, and tests of all bytes of a block at once, with one bit of the answer for each byte.
//!
//! The tests are loops without branches, which compilers turn into vector instructions on every target.

/// How many bytes a block has: one for each bit of a mask.
pub(super) const BLOCK: usize = 64;

/// The text's blocks in order, with the position of their first byte; the last one is filled up with NUL bytes.
#[inline(always)]
pub(super) fn each(text: &[u8], mut visit: impl FnMut(usize, &[u8; BLOCK])) {
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    for (index, block) in blocks.iter().enumerate() {
        visit(index * BLOCK, block);
    }
    if !rest.is_empty() {
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        visit(text.len() - rest.len(), &last);
    }
}

/// Which bytes of the block are ASCII digits: bit 0 tells of the first byte.
#[inline(always)]
pub(super) fn digits(block: &[u8; BLOCK]) -> u64 {
    mask(block, is_digit)
}

/// Which bytes of the block are ASCII letters.
#[inline(always)]
pub(super) fn letters(block: &[u8; BLOCK]) -> u64 {
    mask(block, is_letter)
}

/// Which bytes of the block are ASCII letters, digits or one of `+ - / _`.
#[inline(always)]
pub(super) fn tokens(block: &[u8; BLOCK]) -> u64 {
    mask(block, is_token)
}

/// The lowest `count` bits (all from 64).
#[inline(always)]
pub(super) const fn lowest(count: u32) -> u64 {
    match 1_u64.checked_shl(count) {
        Some(bit) => bit - 1,
        None => u64::MAX,
    }
}

/// Bit 0 tells of the first byte. The test should have no branches (`|` for `||`).
#[inline(always)]
fn mask(block: &[u8; BLOCK], test: impl Fn(u8) -> bool) -> u64 {
    let mut flags = [0; 16];
    for column in 0..16 {
        let flag = |quarter: usize| if test(block[16 * quarter + column]) { 1_u8 << (2 * quarter) } else { 0 };
        flags[column] = flag(0) | flag(1) | flag(2) | flag(3);
    }
    let both = u128::from_le_bytes(flags);
    transpose(both as u64 | ((both >> 64) as u64) << 1)
}

/// Transposes a matrix of 8 times 8 bits (Henry S. Warren, Hacker's Delight, section 7-3).
#[inline(always)]
const fn transpose(mut bits: u64) -> u64 {
    let swap = (bits ^ (bits >> 7)) & 0x00aa_00aa_00aa_00aa;
    bits ^= swap ^ (swap << 7);
    let swap = (bits ^ (bits >> 14)) & 0x0000_cccc_0000_cccc;
    bits ^= swap ^ (swap << 14);
    let swap = (bits ^ (bits >> 28)) & 0x0000_0000_f0f0_f0f0;
    bits ^ swap ^ (swap << 28)
}

#[inline(always)]
const fn is_digit(byte: u8) -> bool {
    byte.wrapping_sub(b'0') < 10
}

#[inline(always)]
const fn is_letter(byte: u8) -> bool {
    (byte | 0x20).wrapping_sub(b'a') < 26
}

/// Whether the byte is an ASCII letter, a digit or one of `+ - / _`.
#[inline(always)]
pub(super) const fn is_token(byte: u8) -> bool {
    is_digit(byte) | is_letter(byte) | (byte == b'+') | (byte == b'-') | (byte == b'/') | (byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_token_byte(byte: &u8) -> bool {
        byte.is_ascii_alphanumeric() || b"+-/_".contains(byte)
    }

    #[test]
    fn a_mask_has_a_bit_for_each_byte_that_passes() {
        for byte in 0..=u8::MAX {
            for place in 0..BLOCK {
                let mut block = [0; BLOCK];
                block[place] = byte;
                let bit = |holds: bool| u64::from(holds) << place;
                assert_eq!(digits(&block), bit(byte.is_ascii_digit()));
                assert_eq!(letters(&block), bit(byte.is_ascii_alphabetic()));
                assert_eq!(tokens(&block), bit(is_token_byte(&byte)));
            }
        }
    }

    #[test]
    fn blocks_cover_the_text_once() {
        let text: Vec<u8> = (1..=200).collect();
        for length in 0..=text.len() {
            let mut seen = Vec::new();
            each(&text[..length], |start, block| {
                assert_eq!(start, seen.len());
                seen.extend_from_slice(block);
            });
            assert_eq!(seen.len(), length.next_multiple_of(BLOCK));
            assert_eq!(&seen[..length], &text[..length]);
            assert!(seen[length..].iter().all(|&byte| byte == 0));
        }
    }

    #[test]
    fn lowest_bits() {
        assert_eq!(lowest(0), 0);
        assert_eq!(lowest(3), 0b111);
        assert_eq!(lowest(64), u64::MAX);
    }
}
