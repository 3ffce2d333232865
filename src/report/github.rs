//! `github`: workflow commands, which show findings as annotations on the lines of a pull request.

use std::io::{self, Write};

use super::Report;
use super::human::problem_text;
use super::text::{part_text, path_shown, value_text, visible};
use crate::rules::Severity;

/// Writes one command a finding, and one a problem.
///
/// # Errors
/// What the writer answers.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.outcome.findings {
        let spec = finding.rule.spec();
        let command = match spec.severity {
            Severity::Critical | Severity::High => "error",
            Severity::Medium => "warning",
            Severity::Low => "notice",
        };
        let at = finding.location;
        let path = property(&path_shown(finding.origin.path.as_ref()));
        let place = format!(
            "file={path},line={},col={},endLine={},endColumn={}",
            at.line, at.column, at.end_line, at.end_column
        );
        let value = visible(&value_text(finding, report.show_secrets));
        let part = part_text(&finding.part);
        let part = if part.is_empty() { part } else { format!(" ({part})") };
        let message = message(&format!("{value}{part}. {} {}", spec.why, spec.fix));
        writeln!(out, "::{command} {place},title={}::{message}", property(&spec.name))?;
    }
    for problem in &report.outcome.problems {
        let command = if problem.is_incomplete() { "error" } else { "notice" };
        writeln!(out, "::{command} title=tightlip::{}", message(&problem_text(problem)))?;
    }
    Ok(())
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_ends_a_command() {
        assert_eq!(property("a,b:c%\n::error::"), "a%2Cb%3Cc%25%0A%3A%3Aerror%3A%3A".replace("%3Cc", "%3Ac"));
    }
}
