//! `gitlab`: a Code Quality report, which GitLab shows in merge requests.

use std::io::{self, Write};

use serde::Serialize;

use super::Report;
use super::text::{path_text, value_text, visible};
use crate::rules::Severity;

#[derive(Serialize)]
struct Issue<'f> {
    description: String,
    check_name: &'f str,
    fingerprint: &'f str,
    severity: &'static str,
    location: Place,
}

#[derive(Serialize)]
struct Place {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u64,
}

/// Writes an array with an issue for each finding.
///
/// # Errors
/// What the writer answers.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let issues: Vec<Issue<'_>> = report
        .outcome
        .findings
        .iter()
        .map(|finding| {
            let spec = finding.rule.spec();
            let value = visible(&value_text(finding, report.show_secrets));
            Issue {
                description: format!("{}: {value}. {}", spec.name, spec.fix),
                check_name: &spec.id,
                fingerprint: finding.fingerprint.as_str(),
                severity: match spec.severity {
                    Severity::Critical => "blocker",
                    Severity::High => "critical",
                    Severity::Medium => "major",
                    Severity::Low => "minor",
                },
                location: Place {
                    path: path_text(finding.origin.path.as_ref()),
                    lines: Lines { begin: finding.location.line.max(1) },
                },
            }
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    out.write_all(b"\n")
}
