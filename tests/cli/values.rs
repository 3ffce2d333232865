//! Values that are found, made when the tests run so that no scanner stumbles over their source.

/// A GitHub token, proven by its checksum; a different one for each `seed`.
pub(crate) fn token(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d;
    let random: String = (0..30)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(BASE62[(state >> 33) as usize % BASE62.len()])
        })
        .collect();
    let mut check = u64::from(crc32(random.as_bytes()));
    let digits: Vec<char> = (0..6)
        .map(|_| {
            let digit = BASE62[(check % 62) as usize];
            check /= 62;
            char::from(digit)
        })
        .collect();
    format!("{}_{random}{}", "ghp", digits.into_iter().rev().collect::<String>())
}

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |remainder, byte| {
        (0..8).fold(remainder ^ u32::from(*byte), |sum, _| (sum >> 1) ^ if sum & 1 == 1 { 0xEDB8_8320 } else { 0 })
    })
}
