//! `csv`: one finding a row (RFC 4180), for spreadsheets.

use std::io::{self, Write};

use super::Report;
use super::json::Line;
use super::text::visible;

const COLUMNS: [&str; 18] = [
    "rule",
    "name",
    "kind",
    "severity",
    "confidence",
    "path",
    "line",
    "column",
    "end_line",
    "end_column",
    "start",
    "end",
    "commit",
    "blob",
    "part",
    "secret",
    "fingerprint",
    "count",
];

/// Writes a header and a row for each finding; the columns are those of `jsonl`.
///
/// # Errors
/// What the writer answers.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{}\r\n", COLUMNS.join(","))?;
    for finding in &report.outcome.findings {
        let line = serde_json::to_value(Line::of(finding, report.show_secrets))?;
        let cells = COLUMNS.map(|column| match &line[column] {
            serde_json::Value::String(text) => field(&visible(text)),
            serde_json::Value::Null => String::new(),
            other => field(&other.to_string()),
        });
        write!(out, "{}\r\n", cells.join(","))?;
    }
    Ok(())
}

/// A field in quotes where it must be. What a spreadsheet would take for a formula is made text by an apostrophe.
fn field(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_breaks_no_row_and_is_no_formula() {
        assert_eq!(field("a,\"b\"\nc"), "\"a,\"\"b\"\"\nc\"");
        assert_eq!(field("=cmd()"), "'=cmd()");
    }
}
