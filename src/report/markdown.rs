//! `markdown`: a table for a pull request's comment or a job's summary.

use std::io::{self, Write};

use super::Report;
use super::human::problem_text;
use super::text::{count_of, place_text, severity_text, value_text, visible};

/// So many findings have a row; the others are counted.
const SHOWN: usize = 500;

/// Writes a table of findings, and a list of problems.
///
/// # Errors
/// What the writer answers.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let outcome = report.outcome;
    writeln!(out, "## tightlip: {}\n", count_of(outcome.findings.len() as u64, "finding"))?;
    if !outcome.findings.is_empty() {
        writeln!(out, "| Severity | What | Where | Value | What to do |\n|---|---|---|---|---|")?;
    }
    for finding in outcome.findings.iter().take(SHOWN) {
        let spec = finding.rule.spec();
        let value = visible(&value_text(finding, report.show_secrets));
        let cells = [severity_text(spec.severity), &spec.name, &place_text(finding), &value, &spec.fix].map(cell);
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    if let Some(further) = outcome.findings.len().checked_sub(SHOWN).filter(|further| *further > 0) {
        writeln!(out, "\n{further} more")?;
    }
    if !outcome.problems.is_empty() {
        writeln!(out, "\n### {}\n", count_of(outcome.problems.len() as u64, "problem"))?;
    }
    outcome.problems.iter().take(SHOWN).try_for_each(|problem| writeln!(out, "- {}", cell(&problem_text(problem))))
}

/// A text that means nothing to Markdown, and ends no cell.
fn cell(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' | '@' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_no_markup() {
        assert_eq!(cell("a|[b](c)<d>"), "a\\|\\[b\\](c)&lt;d&gt;");
    }
}
