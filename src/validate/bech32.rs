//! Bech32: letters and digits with a checksum over a prefix and them (BIP-173).

/// Whether text with that prefix, before a 1, ends in the right checksum; letters must be of one case.
pub(super) fn holds(text: &[u8], prefix: &[u8]) -> bool {
    const ALPHABET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    if text.iter().any(u8::is_ascii_lowercase) && text.iter().any(u8::is_ascii_uppercase) {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    let Some(data) = lower.strip_prefix(prefix).and_then(|rest| rest.strip_prefix(b"1")) else {
        return false;
    };
    let place = |character: &u8| ALPHABET.iter().position(|known| known == character).map(|index| index as u32);
    let Some(values) = data.iter().map(place).collect::<Option<Vec<u32>>>() else {
        return false;
    };
    let high = prefix.iter().map(|&byte| u32::from(byte >> 5));
    let low = prefix.iter().map(|&byte| u32::from(byte & 31));
    high.chain([0]).chain(low).chain(values).fold(1, step) == 1
}

/// The remainder after one more value of five bits.
fn step(remainder: u32, value: u32) -> u32 {
    const GENERATOR: [u32; 5] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3];
    let top = remainder >> 25;
    let shifted = (remainder & 0x01FF_FFFF) << 5 ^ value;
    GENERATOR.iter().enumerate().filter(|(bit, _)| top >> bit & 1 == 1).fold(shifted, |sum, (_, term)| sum ^ term)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_for_the_standard_s_vectors() {
        assert!(holds(b"A12UEL5L", b"a"));
        assert!(holds(b"abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", b"abcdef"));
        assert!(!holds(b"abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxx", b"abcdef"));
        assert!(!holds(b"A12uEL5L", b"a") && !holds(b"a1b", b"a") && !holds(b"", b"a"));
    }
}
