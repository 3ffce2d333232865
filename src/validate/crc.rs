//! Cyclic redundancy checks: CRC-32 (ISO-HDLC, as in zip and PNG) and the CRC-24 of OpenPGP armour (RFC 9580, 6.1).

const CRC32: [u32; 256] = {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut remainder = index as u32;
        let mut bit = 0;
        while bit < 8 {
            remainder = (remainder >> 1) ^ if remainder & 1 == 1 { 0xEDB8_8320 } else { 0 };
            bit += 1;
        }
        table[index] = remainder;
        index += 1;
    }
    table
};

/// The CRC-32 of the bytes.
pub(super) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |remainder, &byte| (remainder >> 8) ^ CRC32[usize::from(remainder as u8 ^ byte)])
}

/// The CRC-24 of the bytes.
pub(super) fn crc24(bytes: &[u8]) -> u32 {
    let shift = |remainder: u32, _| (remainder << 1) ^ if remainder & 0x80_0000 == 0 { 0 } else { 0x186_4CFB };
    bytes.iter().fold(0xB7_04CE, |remainder, &byte| (0..8).fold(remainder ^ (u32::from(byte) << 16), shift)) & 0xFF_FFFF
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agree_with_the_catalogue_s_check_values() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc24(b"123456789"), 0x21_CF02);
        assert_eq!(crc24(b""), 0xB7_04CE);
    }
}
