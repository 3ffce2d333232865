//! What is written in a value's place.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::finding::mask;

/// How many hexadecimal digits of a pseudonym are written: enough to tell a million values apart.
const PSEUDONYM_DIGITS: usize = 12;
/// A value of fewer letters and digits shows none of them.
const LEAST_SHOWN: usize = 8;

/// A way to redact.
#[derive(Clone)]
pub enum Style {
    /// The kind's name in brackets: `[US_SSN]`. Nothing of the value is left.
    Label,
    /// The last four letters and digits stay: `***-**-6789`. For what a person must still recognise.
    Partial,
    /// The kind's name and a pseudonym: the same value has the same one, and without the key nobody can tell which
    /// value it stands for, nor try them all.
    Pseudonym(Key),
}

/// The key of pseudonyms. It is never shown.
#[derive(Clone)]
pub struct Key(Vec<u8>);

impl Key {
    /// A key of any length; 32 random bytes are best.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl std::fmt::Debug for Style {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Label => "Label",
            Self::Partial => "Partial",
            Self::Pseudonym(_) => "Pseudonym(…)",
        })
    }
}

impl Style {
    /// What is written in the place of a value that the rule of this identifier found.
    #[must_use]
    pub fn mask(&self, rule: &str, value: &[u8]) -> String {
        match self {
            Self::Label => mask(rule),
            Self::Partial => partial(value),
            Self::Pseudonym(key) => {
                let label = mask(rule);
                format!("{}:{}]", label.trim_end_matches(']'), pseudonym(key, rule, value))
            }
        }
    }
}

/// HMAC-SHA256 (RFC 2104) of the kind and the value's letters and digits, so that separators do not matter.
fn pseudonym(key: &Key, rule: &str, value: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key.0) else {
        return String::new();
    };
    mac.update(rule.as_bytes());
    mac.update(&[0]);
    for byte in value.iter().filter(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()) {
        mac.update(&[byte.to_ascii_lowercase()]);
    }
    let digest = mac.finalize().into_bytes();
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    digits[..PSEUDONYM_DIGITS].to_owned()
}

fn partial(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value);
    let shown = 4;
    let meaningful = text.chars().filter(|character| character.is_alphanumeric()).count();
    let hidden = if meaningful >= LEAST_SHOWN { meaningful - shown } else { meaningful };
    let mut seen = 0;
    let star = |character: char| {
        seen += usize::from(character.is_alphanumeric());
        if character.is_alphanumeric() && seen <= hidden { '*' } else { character }
    };
    text.chars().map(star).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_the_rules_name() {
        assert_eq!(Style::Label.mask("us-ssn", b"anything"), "[US_SSN]");
    }

    #[test]
    fn a_partial_mask_keeps_separators_and_the_end() {
        assert_eq!(Style::Partial.mask("x", b"12-345-6789"), "**-***-6789");
        assert_eq!(Style::Partial.mask("x", b"12-34"), "**-**");
    }

    #[test]
    fn a_pseudonym_tells_values_apart_and_nothing_of_them() {
        let style = Style::Pseudonym(Key::new(b"one key".to_vec()));
        let mask = style.mask("us-ssn", b"12-345-6789");
        assert_eq!(mask, style.mask("us-ssn", b"123456789"));
        assert_ne!(mask, style.mask("us-ssn", b"123456780"));
        assert_ne!(mask, Style::Pseudonym(Key::new(b"other".to_vec())).mask("us-ssn", b"123456789"));
        assert!(mask.starts_with("[US_SSN:") && mask.len() == 8 + PSEUDONYM_DIGITS + 1);
        assert_eq!(format!("{style:?}"), "Pseudonym(…)");
    }
}
