//! The words that an identifier or a text is made of, and word lists to look them up in.

use std::cmp::Ordering;

/// The words of a text: its runs of ASCII letters, cut where a lower-case letter is followed by an upper-case one, and
/// before the last capital of several when a small letter follows (`XMLHttp` is `XML`, `Http`).
#[derive(Clone, Debug)]
pub struct Words<'t> {
    rest: &'t [u8],
}

/// The words of the text, from the first on.
#[must_use]
pub fn words(text: &[u8]) -> Words<'_> {
    Words { rest: text }
}

impl<'t> Iterator for Words<'t> {
    type Item = &'t [u8];

    fn next(&mut self) -> Option<&'t [u8]> {
        let start = self.rest.iter().position(u8::is_ascii_alphabetic)?;
        let text = &self.rest[start..];
        let end = (1..text.len()).find(|&at| ends_at(text, at)).unwrap_or(text.len());
        self.rest = &text[end..];
        Some(&text[..end])
    }
}

/// Whether a word that begins with the text ends before the byte at `at`, which is at least 1.
fn ends_at(text: &[u8], at: usize) -> bool {
    let (before, here) = (text[at - 1], text[at]);
    if !here.is_ascii_alphabetic() {
        return true;
    }
    let before_small = here.is_ascii_uppercase() && text.get(at + 1).is_some_and(u8::is_ascii_lowercase);
    here.is_ascii_uppercase() && (before.is_ascii_lowercase() || before_small)
}

/// Whether the word is in the list, which is sorted and in lower case; the word's case is ignored.
#[must_use]
pub fn listed(list: &[&str], word: &[u8]) -> bool {
    list.binary_search_by(|known| compare(known.as_bytes(), word)).is_ok()
}

/// Compares a lower-case text with one of any case.
fn compare(lower: &[u8], any: &[u8]) -> Ordering {
    lower.iter().copied().cmp(any.iter().map(u8::to_ascii_lowercase))
}

/// Whether the text ends in the lower-case suffix, whatever its case.
#[must_use]
pub fn ends_with(text: &[u8], suffix: &[u8]) -> bool {
    text.len() >= suffix.len() && text[text.len() - suffix.len()..].eq_ignore_ascii_case(suffix)
}

/// Whether the text begins with the lower-case prefix, whatever its case.
#[must_use]
pub fn starts_with(text: &[u8], prefix: &[u8]) -> bool {
    text.len() >= prefix.len() && text[..prefix.len()].eq_ignore_ascii_case(prefix)
}

/// Where the lower-case text first stands in the other, whatever that one's case.
#[must_use]
pub fn find(text: &[u8], lower: &[u8]) -> Option<usize> {
    let first = *lower.first()?;
    let last_start = text.len().checked_sub(lower.len())?;
    memchr::memchr2_iter(first, first.to_ascii_uppercase(), &text[..=last_start])
        .find(|&at| text[at..at + lower.len()].eq_ignore_ascii_case(lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        words(text.as_bytes()).map(|word| std::str::from_utf8(word).expect("ASCII letters")).collect()
    }

    #[test]
    fn identifiers_of_every_style_are_split() {
        assert_eq!(split("dbPassword"), ["db", "Password"]);
        assert_eq!(split("XMLHttpRequest"), ["XML", "Http", "Request"]);
        assert_eq!(split("AWS_SECRET-key.2nd"), ["AWS", "SECRET", "key", "nd"]);
        assert_eq!(split("password2"), ["password"]);
        assert_eq!(split("12 _"), [""; 0]);
    }

    #[test]
    fn lists_are_searched_without_case() {
        assert!(listed(&["api", "key"], b"KEY"));
        assert!(!listed(&["api", "key"], b"keys"));
        assert!(ends_with(b"dbPASSWORD", b"password"));
        assert_eq!(find(b"see EXAMPLE.com", b"example"), Some(4));
        assert_eq!(find(b"", b"x"), None);
    }
}
