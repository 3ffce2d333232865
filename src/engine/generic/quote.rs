//! Strings as source code and data formats quote them.

use std::ops::Range;

/// A string in quotes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Quoted {
    /// What stands between the quotes.
    pub(super) range: Range<usize>,
    /// Whether the quotes' prefix says that values are put in.
    pub(super) interpolates: bool,
    /// The place behind the closing quote.
    pub(super) after: usize,
}

/// The longest string that is read, in bytes.
const LONGEST: usize = 700;

/// The quote at `at`, which backslashes may precede, and the place behind it.
pub(super) fn run(text: &[u8], at: usize) -> Option<(u8, usize)> {
    let quote = (at..text.len().min(at + 4)).find(|at| text[*at] != b'\\')?;
    matches!(text[quote], b'"' | b'\'' | b'`').then(|| (text[quote], quote + 1))
}

/// Whether a string begins at `at`.
pub(super) fn opens(text: &[u8], at: usize) -> bool {
    text.get(at..).is_some_and(|rest| matches!(rest.first(), Some(b'"' | b'\'' | b'`')))
}

/// Reads the string that begins at `at`, with the prefixes and the escaped quotes of many languages.
pub(super) fn read(text: &[u8], at: usize) -> Option<Quoted> {
    let prefix = (at..text.len().min(at + 3)).find(|at| !b"rRbBfFuUlL@$".contains(&text[*at]))?;
    let interpolates = text[at..prefix].iter().any(|byte| b"fF$".contains(byte));
    let (quote, mut start) = run(text, prefix)?;
    let escapes = start - 1 - prefix;
    if escapes == 0 && text[start..].starts_with(&[quote, quote]) {
        start += 2;
        let end = (start..text.len().min(start + LONGEST)).find(|at| text[*at..].starts_with(&[quote; 3]))?;
        let inner = text[start..end].trim_ascii_start().len();
        let start = end - inner;
        let end = start + text[start..end].trim_ascii_end().len();
        return Some(Quoted { range: start..end, interpolates, after: end + 3 });
    }
    let mut at = start;
    while at < text.len().min(start + LONGEST) {
        match text[at] {
            b'\n' if quote != b'`' => return None,
            b'\\' => {
                let (closing, run) = backslashes(text, at);
                if closing == quote && run == escapes {
                    return Some(Quoted { range: start..at, interpolates, after: at + run + 1 });
                }
                at += if escapes == 0 { 2 } else { run + 1 };
            }
            byte if byte == quote => {
                return (escapes == 0).then_some(Quoted { range: start..at, interpolates, after: at + 1 });
            }
            _ => at += 1,
        }
    }
    None
}

/// How many backslashes stand at `at`, and the byte behind them.
fn backslashes(text: &[u8], at: usize) -> (u8, usize) {
    let run = text[at..].iter().take_while(|byte| **byte == b'\\').count();
    (text.get(at + run).copied().unwrap_or(0), run)
}

/// The place behind the quote, and the backslashes before it, that close a string whose text ends at `end`.
pub(super) fn after(text: &[u8], end: usize) -> usize {
    run(text, end).map_or(end, |(_, after)| after)
}

/// The quote of the string that is open at the end of the line's part, 0 when none is.
pub(super) fn open_at_end(line: &[u8]) -> u8 {
    let mut open = 0u8;
    let mut at = 0;
    while at < line.len() {
        match line[at] {
            b'\\' => at += 1,
            byte @ (b'"' | b'\'' | b'`') => {
                let apostrophe = byte == b'\'' && open == 0 && at > 0 && line[at - 1].is_ascii_alphanumeric();
                if open == byte {
                    open = 0;
                } else if open == 0 && !apostrophe {
                    open = byte;
                }
            }
            _ => {}
        }
        at += 1;
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<&str> {
        read(text.as_bytes(), 0).map(|quoted| &text[quoted.range])
    }

    #[test]
    fn strings_of_many_languages_are_read() {
        assert_eq!(value(r#""plain" + x"#), Some("plain"));
        assert_eq!(value(r#"'it''s'"#), Some("it"));
        assert_eq!(value(r#"rb"raw""#), Some("raw"));
        assert_eq!(value(r#"@"verbatim""#), Some("verbatim"));
        assert_eq!(value(r#""a\"b""#), Some(r#"a\"b"#));
        assert_eq!(value(r#"\"inner\", \"next\""#), Some("inner"));
        assert_eq!(value(r#"\\\"deep\\\" x"#), Some("deep"));
        assert_eq!(value("\"\"\"three\"\"\""), Some("three"));
        assert_eq!(value("\"open"), None);
        assert_eq!(value("\"two\nlines\""), None);
        assert_eq!(value("name"), None);
        assert!(read(b"f'{x}'", 0).is_some_and(|quoted| quoted.interpolates));
    }

    #[test]
    fn an_open_string_is_seen() {
        assert_eq!(open_at_end(b"x = \"a "), b'"');
        assert_eq!(open_at_end(b"x = \"a\" "), 0);
        assert_eq!(open_at_end(b"don't "), 0);
        assert_eq!(open_at_end(br#"x = "a \" 'b' "#), b'"');
    }
}
