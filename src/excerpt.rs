//! The line that a value stands in, with nothing left in it that could be a value.

use std::ops::Range;

use bstr::ByteSlice;

/// How much of a line is shown before a value, in bytes.
const BEFORE: usize = 80;
/// How much is shown after it.
const AFTER: usize = 40;
/// A word longer than this is taken for a value.
const LONGEST_WORD: usize = 24;

/// The line around `span` as it may be shown: the values at `spans` are replaced by what stands for each, and so is every
/// other word that could be one: with a digit, an `@`, or of great length. Control characters are left out.
#[must_use]
pub fn excerpt(text: &[u8], span: &Range<usize>, spans: &[(Range<usize>, String)]) -> String {
    let start = line_start(text, span.start).max(span.start.saturating_sub(BEFORE));
    let end = line_end(text, span.end).min(span.end.saturating_add(AFTER)).max(span.end);
    let mut shown = String::new();
    let mut at = start;
    for (value, stand_in) in spans.iter().filter(|(value, _)| value.start < end && value.end > start) {
        if value.start < at {
            continue;
        }
        shown.push_str(&veiled(&text[at..value.start]));
        shown.push_str(stand_in);
        at = value.end;
    }
    shown.push_str(&veiled(&text[at.min(end)..end]));
    shown.trim().to_owned()
}

/// The context that tells a value that may not be stored from others: its line and the lines next to it, veiled.
#[must_use]
pub fn context(text: &[u8], span: &Range<usize>) -> String {
    let reach = |range: Range<usize>| veiled(&text[range]).split_whitespace().collect::<Vec<_>>().join(" ");
    let start = line_start(text, span.start);
    let end = line_end(text, span.end);
    let above = line_start(text, start.saturating_sub(1));
    let below = line_end(text, (end + 1).min(text.len()));
    let before = reach(above..start);
    let line = format!("{}\u{0}{}", reach(start..span.start), reach(span.end..end));
    let after = reach(end..below);
    [before, line, after].join("\n")
}

/// How far a line is followed to either side, in bytes.
const REACH: usize = 512;

fn line_start(text: &[u8], at: usize) -> usize {
    let earliest = at.saturating_sub(REACH);
    memchr::memrchr2(b'\n', b'\r', &text[earliest..at]).map_or(earliest, |end| earliest + end + 1)
}

fn line_end(text: &[u8], at: usize) -> usize {
    let latest = at.saturating_add(REACH).min(text.len());
    memchr::memchr2(b'\n', b'\r', &text[at.min(latest)..latest]).map_or(latest, |end| at + end)
}

/// A text with every word that could be a value replaced by `…`.
fn veiled(text: &[u8]) -> String {
    let text = text.to_str_lossy();
    let mut shown = String::with_capacity(text.len());
    let mut word = String::new();
    for character in text.chars() {
        if character.is_alphanumeric() || matches!(character, '_' | '@' | '+' | '.' | '-' | '\u{fffd}') {
            word.push(character);
            continue;
        }
        push_word(&mut shown, &mut word);
        if !is_unsafe(character) {
            shown.push(character);
        }
    }
    push_word(&mut shown, &mut word);
    shown
}

fn push_word(shown: &mut String, word: &mut String) {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    if digits > 1 || word.len() > LONGEST_WORD || word.contains('@') || word.contains('\u{fffd}') {
        shown.push('…');
    } else {
        shown.push_str(word);
    }
    word.clear();
}

/// Whether a character could command a terminal or turn the direction of a text.
#[must_use]
pub fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_could_be_a_value_is_left() {
        let text = b"first\nuser=bob id=8812345 mail=a@b.test key=VALUE # note\x1b[31m\nlast";
        let at = 44..49;
        assert_eq!(&text[at.clone()], b"VALUE");
        assert_eq!(excerpt(text, &at, &[(at.clone(), "[X]".to_owned())]), "user=bob id=… mail=… key=[X] # note[…");
    }

    #[test]
    fn the_context_does_not_know_the_value() {
        let one = context(b"a\nssn: 123-45-6789 x\nb", &(7..18));
        let other = context(b"a\nssn: 987-65-4321 x\nb", &(7..18));
        assert_eq!(one, other);
        assert_ne!(one, context(b"a\nsin: 987-65-4321 x\nb", &(7..18)));
    }
}
