//! Paths, places and values as text that breaks neither a terminal nor a format.

use std::fmt::Write;

use bstr::{BStr, ByteSlice};

use crate::document::Part;
use crate::excerpt::is_unsafe;
use crate::finding::Finding;
use crate::rules::Severity;

/// A path as text: bytes that are no UTF-8 are written as `\xNN`.
#[must_use]
pub fn path_text(path: &BStr) -> String {
    path.utf8_chunks().fold(String::new(), |mut text, chunk| {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
        text
    })
}

/// A path for people: control characters, and those that turn a text's direction, are escaped too.
#[must_use]
pub fn path_shown(path: &BStr) -> String {
    visible(&path_text(path))
}

/// A text with escapes in place of characters that command a terminal or are not seen.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            '\u{2028}' | '\u{2029}' => shown.extend(character.escape_unicode()),
            _ if character.is_ascii_control() => {
                // Writing to a `String` cannot fail.
                let _ = write!(shown, "\\x{:02x}", u32::from(character));
            }
            _ if is_unsafe(character) => shown.extend(character.escape_unicode()),
            _ => shown.push(character),
        }
    }
    shown
}

/// Where in its file a finding is, beyond line and column: `cell 3, output 0, line 12`. Empty where the file has no parts.
#[must_use]
pub fn part_text(part: &Part) -> String {
    let numbers = [
        ("cell", part.cell.map(|cell| cell.to_string())),
        ("output", part.output.map(|output| output.to_string())),
        ("line", part.line.map(|line| line.to_string())),
        ("row", part.row.map(|row| row.to_string())),
        ("column", part.column.as_deref().map(visible)),
        ("in its", part.field.map(str::to_owned)),
    ];
    let member = part.member.as_deref().map(visible);
    let named = numbers.into_iter().filter_map(|(name, value)| Some(format!("{name} {}", value?)));
    member.into_iter().chain(named).collect::<Vec<_>>().join(", ")
}

/// A finding's value as a report says it: as it is only if `show` says so.
#[must_use]
pub fn value_text(finding: &Finding, show: bool) -> String {
    if show { finding.secret.expose().to_str_lossy().into_owned() } else { finding.redacted() }
}

/// Where a finding is, in one line: `path:line:column, cell 3`.
#[must_use]
pub fn place_text(finding: &Finding) -> String {
    let path = path_shown(finding.origin.path.as_ref());
    let part = part_text(&finding.part);
    let place = format!("{path}:{}:{}", finding.location.line, finding.location.column);
    if part.is_empty() { place } else { format!("{place}, {part}") }
}

/// A text for XML and HTML, in an element or in quotes. Characters that XML has no place for must be gone already.
#[must_use]
pub fn escape_markup(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;").replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

/// A severity's name.
#[must_use]
pub fn severity_text(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "critical",
        Severity::High => "high",
        Severity::Medium => "medium",
        Severity::Low => "low",
    }
}

/// A count with its noun: `1 file`, `2 files`.
#[must_use]
pub fn count_of(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_commands_a_terminal() {
        let path = b"a\x1b[31m\xff\n\xe2\x80\xaeb";
        assert_eq!(path_shown(path.as_bstr()), "a\\x1b[31m\\xff\\n\\u{202e}b");
    }

    #[test]
    fn a_part_is_told_in_words() {
        let part = Part { cell: Some(3), output: Some(0), line: Some(12), ..Part::default() };
        assert_eq!(part_text(&part), "cell 3, output 0, line 12");
        assert_eq!(part_text(&Part { member: Some("a.zip!/b".into()), ..Part::default() }), "a.zip!/b");
    }
}
