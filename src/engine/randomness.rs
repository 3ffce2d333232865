//! A model of words and identifiers, against which a random token stands out.
//!
//! The table holds what each letter costs after the two before it, in a text made of words, identifiers and names glued from
//! them. `benches/training/randomness.py` makes it and says from which data.

/// How many symbols the model knows: an edge, 26 letters, a digit, anything else.
const SYMBOLS: usize = 29;
const EDGE: usize = 0;
const DIGIT: usize = 27;
const OTHER: usize = 28;

/// Cost of a symbol after two others, in sixteenths of a bit.
static COSTS: &[u8; SYMBOLS * SYMBOLS * SYMBOLS] = include_bytes!("randomness.bin");

/// How much of a text is weighed; longer ones are clear long before.
const WEIGHED: usize = 256;

/// What the text costs in the model of words, in bits a byte: about 3.5 for words and identifiers, above 5.5 for random
/// letters and digits. 0 for an empty text.
#[must_use]
pub fn bits_per_char(text: &[u8]) -> f32 {
    let text = &text[..text.len().min(WEIGHED)];
    if text.is_empty() { 0.0 } else { bits_as_words(text) / text.len() as f32 }
}

/// How many bits the text speaks for a random token, uniformly drawn from the alphabet it uses, and against words and
/// identifiers: below 0 for words, above 12 for most random tokens of 12 characters or more.
#[must_use]
pub fn evidence(text: &[u8]) -> f32 {
    let text = &text[..text.len().min(WEIGHED)];
    bits_as_words(text) - text.len() as f32 * (alphabet(text) as f32).log2()
}

/// [`evidence`] of the text or, if that is more, of one of its parts between separators (`app-7bnx…`, `v1.33c5…`).
#[must_use]
pub fn evidence_of_a_part(text: &[u8]) -> f32 {
    let text = &text[..text.len().min(WEIGHED)];
    let parts = text.split(|byte| matches!(byte, b'_' | b'-' | b'.' | b':' | b'/')).filter(|part| part.len() >= 8);
    parts.map(evidence).fold(evidence(text), f32::max)
}

/// What the whole text costs in the model of words, in bits.
fn bits_as_words(text: &[u8]) -> f32 {
    let (mut before, mut last, mut previous) = (EDGE, EDGE, 0);
    let mut sixteenths = 0u32;
    let mut bits = 0.0;
    let mut put = |symbol: usize| {
        sixteenths += u32::from(COSTS[(before * SYMBOLS + last) * SYMBOLS + symbol]);
        (before, last) = (last, symbol);
    };
    for &byte in text {
        if byte.is_ascii_uppercase() && u8::is_ascii_lowercase(&previous) {
            put(EDGE);
        }
        let (symbol, more) = symbol(byte);
        put(symbol);
        bits += more;
        previous = byte;
    }
    put(EDGE);
    bits + sixteenths as f32 / 16.0
}

/// The symbol of a byte, and the bits it takes to say which byte of that symbol it is.
fn symbol(byte: u8) -> (usize, f32) {
    match byte {
        b'a'..=b'z' => (usize::from(byte - b'a') + 1, 0.0),
        b'A'..=b'Z' => (usize::from(byte - b'A') + 1, 0.0),
        b'0'..=b'9' => (DIGIT, std::f32::consts::LOG2_10),
        b'_' | b'-' | b'.' | b' ' | b':' | b'/' => (EDGE, 1.0),
        _ => (OTHER, 4.0),
    }
}

/// The size of the smallest usual alphabet that holds every byte of the text.
fn alphabet(text: &[u8]) -> u32 {
    let (mut lower, mut upper, mut digit, mut base64, mut url, mut other, mut beyond_f) = (0, 0, 0, 0, 0, 0, false);
    for &byte in text {
        match byte {
            b'a'..=b'z' => (lower, beyond_f) = (26, beyond_f | (byte > b'f')),
            b'A'..=b'Z' => (upper, beyond_f) = (26, beyond_f | (byte > b'F')),
            b'0'..=b'9' => digit = 10,
            b'+' | b'/' | b'=' => base64 = 2,
            b'-' | b'_' => url = 2,
            _ => other = 30,
        }
    }
    if !beyond_f && base64 + url + other == 0 && lower + upper > 0 {
        return if lower == 0 || upper == 0 { 16 } else { 22 };
    }
    (lower + upper + digit + base64 + url + other).max(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_identifiers_speak_against_randomness() {
        for text in ["password", "getUserName", "invalid_password", "correct-horse-battery-staple", "XMLHttpRequest"] {
            assert!(evidence(text.as_bytes()) < -8.0, "{text}");
            assert!(bits_per_char(text.as_bytes()) < 4.0, "{text}");
        }
    }

    #[test]
    fn random_letters_and_digits_speak_for_it() {
        for text in ["7bnxriulj5q0", "u-6U1SbDiM6XIH2DcTC", "33c53cd7bb9f1a0e", "xkqzvjwpfhtq", "4D35385D9F24C0B1"] {
            assert!(evidence(text.as_bytes()) > 12.0, "{text}");
            assert!(bits_per_char(text.as_bytes()) > 5.0, "{text}");
        }
    }

    #[test]
    fn any_bytes_have_a_finite_cost() {
        assert_eq!(bits_per_char(b""), 0.0);
        for byte in 0..=255u8 {
            assert!(bits_per_char(&[byte; 300]).is_finite());
            assert!(evidence(&[byte; 3]).is_finite());
        }
    }
}
