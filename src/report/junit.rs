//! `junit`: findings as failed tests and what could not be read as errors, for build servers that know nothing else.

use std::io::{self, Write};

use super::Report;
use super::human::problem_text;
use super::text::{escape_markup, path_shown, place_text, value_text, visible};

/// Writes one suite.
///
/// # Errors
/// What the writer answers.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let findings = &report.outcome.findings;
    let unread: Vec<_> = report.outcome.problems.iter().filter(|problem| problem.is_incomplete()).collect();
    let is_clean = findings.is_empty() && unread.is_empty();
    let counts = format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\"",
        findings.len() + unread.len() + usize::from(is_clean),
        findings.len(),
        unread.len()
    );
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"tightlip\" {counts}>\n  <testsuite name=\"tightlip\" {counts}>")?;
    for finding in findings {
        let spec = finding.rule.spec();
        let name = escape_markup(&format!("{} in {}", spec.id, place_text(finding)));
        let class = escape_markup(&path_shown(finding.origin.path.as_ref()));
        let value = visible(&value_text(finding, report.show_secrets));
        let message = escape_markup(&format!("{}: {value}", spec.name));
        let text = escape_markup(&format!("{}\n{}\n{}", visible(&finding.excerpt), spec.why, spec.fix));
        writeln!(out, "    <testcase name=\"{name}\" classname=\"{class}\">")?;
        writeln!(out, "      <failure type=\"{}\" message=\"{message}\">{text}</failure>", spec.id)?;
        writeln!(out, "    </testcase>")?;
    }
    for problem in unread {
        let text = escape_markup(&problem_text(problem));
        writeln!(out, "    <testcase name=\"{text}\" classname=\"tightlip\">")?;
        writeln!(out, "      <error type=\"incomplete\" message=\"{text}\"/>\n    </testcase>")?;
    }
    if is_clean {
        writeln!(out, "    <testcase name=\"nothing found\" classname=\"tightlip\"/>")?;
    }
    writeln!(out, "  </testsuite>\n</testsuites>")
}
