//! How random a short text looks.

/// Shannon's entropy of the bytes of a text, in bits a byte.
pub(super) fn entropy(text: &[u8]) -> f32 {
    let mut counts = [0u32; 256];
    for &byte in text {
        counts[usize::from(byte)] += 1;
    }
    let length = text.len() as f32;
    counts
        .iter()
        .filter(|&&count| count > 0)
        .map(|&count| count as f32 / length)
        .map(|share| -share * share.log2())
        .sum()
}

/// Whether a text is what people type in place of a secret: one character repeated, keys in their order, or a word that
/// says so.
pub(super) fn is_made_up(text: &[u8]) -> bool {
    const WORDS: [&[u8]; 12] = [
        b"example",
        b"placeholder",
        b"changeme",
        b"change_me",
        b"your_",
        b"your-",
        b"redacted",
        b"xxxxxx",
        b"dummy",
        b"insert",
        b"replace",
        b"......",
    ];
    let says_so = |word: &&[u8]| text.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word));
    WORDS.iter().any(says_so) || has_run(text, 8) || text.len() >= 16 && entropy(text) < 2.0
}

/// Whether so many characters in a row are the same or each the next one of its kind.
fn has_run(text: &[u8], length: usize) -> bool {
    let step = |pair: &[u8]| pair[1].wrapping_sub(pair[0]);
    let is_run = |window: &[u8]| {
        let first = step(&window[..2]);
        matches!(first, 0 | 1) && window.windows(2).all(|pair| step(pair) == first)
    };
    text.windows(length).any(is_run)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_and_recognises() {
        assert_eq!(entropy(b"aaaa"), 0.0);
        assert_eq!(entropy(b"abcd"), 2.0);
        assert_eq!(entropy(b""), 0.0);
        for text in
            ["xxxxxxxxxx", "my-Example-key", "abcdefgh0", "k12345678z", "YOUR_TOKEN_HERE", "abababababababababab"]
        {
            assert!(is_made_up(text.as_bytes()), "{text}");
        }
        assert!(!is_made_up(b"zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ"));
    }
}
