//! `jsonl`: one finding a line; and `json`: the same in one document, with what is not told and what was not read.
//! The keys of a finding and their order are stable; new ones come last.

use std::io::{self, Write};

use serde::Serialize;

use super::Report;
use super::text::{path_text, value_text};

use crate::document::{Location, Part};
use crate::error::ProblemKind;
use crate::finding::Finding;
use crate::rules::{Confidence, Kind, Severity};
use crate::scan::{Outcome, Receipt};

/// A finding as it is written.
#[derive(Debug, Serialize)]
pub struct Line<'f> {
    rule: &'f str,
    name: &'f str,
    kind: Kind,
    severity: Severity,
    confidence: Confidence,
    path: String,
    #[serde(flatten)]
    location: Location,
    commit: Option<&'f str>,
    blob: Option<&'f str>,
    part: Option<&'f Part>,
    secret: String,
    fingerprint: &'f str,
    count: u64,
    class: String,
    reason: &'f str,
    detail: Option<&'f str>,
    author: Option<&'f str>,
    date: Option<&'f str>,
}

impl<'f> Line<'f> {
    /// The finding as it is written, with its value only if `show` says so.
    #[must_use]
    pub fn of(finding: &'f Finding, show: bool) -> Self {
        let spec = finding.rule.spec();
        let commit = finding.origin.commit.as_deref();
        Self {
            rule: &spec.id,
            name: &spec.name,
            kind: spec.kind,
            severity: spec.severity,
            confidence: finding.confidence,
            path: path_text(finding.origin.path.as_ref()),
            location: finding.location,
            commit: commit.map(|commit| &*commit.id),
            blob: finding.origin.object.as_deref(),
            part: (!finding.part.is_whole()).then_some(&finding.part),
            secret: value_text(finding, show),
            fingerprint: finding.fingerprint.as_str(),
            count: finding.count,
            class: finding.rule.class(),
            reason: &finding.reason,
            detail: finding.detail.as_deref(),
            author: commit.map(|commit| &*commit.author),
            date: commit.map(|commit| &*commit.date),
        }
    }
}

/// The version of the document; it changes when a key changes its meaning or goes.
const SCHEMA: &str = "tightlip/1";

/// The whole document.
#[derive(Debug, Serialize)]
struct Document<'o> {
    schema: &'static str,
    tool: Tool,
    summary: Summary,
    findings: Vec<Line<'o>>,
    suppressed: Vec<Allowed<'o>>,
    problems: Vec<Told<'o>>,
}

#[derive(Debug, Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// What of it there is.
#[derive(Debug, Serialize)]
struct Summary {
    files: u64,
    bytes: u64,
    findings: usize,
    suppressed: usize,
    problems: usize,
    /// Whether all that was to be read was read.
    complete: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    history: Option<Receipt>,
}

/// A finding that is not told, and why.
#[derive(Debug, Serialize)]
struct Allowed<'o> {
    #[serde(flatten)]
    finding: Line<'o>,
    suppression: &'o str,
}

/// Something that was not read, or not followed.
#[derive(Debug, Serialize)]
struct Told<'o> {
    path: String,
    kind: ProblemKind,
    message: &'o str,
    /// Whether the scan is not complete because of it.
    incomplete: bool,
}

/// Writes one document.
///
/// # Errors
/// What the writer answers.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let outcome = report.outcome;
    let line = |finding| Line::of(finding, report.show_secrets);
    let document = Document {
        schema: SCHEMA,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        summary: Summary::of(outcome),
        findings: outcome.findings.iter().map(line).collect(),
        suppressed: outcome
            .suppressed
            .iter()
            .map(|one| Allowed { finding: line(&one.finding), suppression: &one.reason })
            .collect(),
        problems: outcome
            .problems
            .iter()
            .map(|problem| Told {
                path: path_text(problem.path.as_ref()),
                kind: problem.kind,
                message: &problem.message,
                incomplete: problem.is_incomplete(),
            })
            .collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

impl Summary {
    fn of(outcome: &Outcome) -> Self {
        Self {
            files: outcome.files,
            bytes: outcome.bytes,
            findings: outcome.findings.len(),
            suppressed: outcome.suppressed.len(),
            problems: outcome.problems.len(),
            complete: !outcome.is_incomplete(),
            history: outcome.receipt,
        }
    }
}

/// Writes one finding a line.
///
/// # Errors
/// What the writer answers.
pub fn write_lines(findings: &[Finding], show: bool, out: &mut dyn Write) -> io::Result<()> {
    for finding in findings {
        serde_json::to_writer(&mut *out, &Line::of(finding, show))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
