//! `jsonl`: one finding a line. The keys are stable.

use std::io::{self, Write};

use bstr::{BStr, ByteSlice};
use serde::Serialize;

use crate::document::{Location, Part};
use crate::finding::Finding;
use crate::rules::{Confidence, Kind, Severity};

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
            secret: if show { finding.secret.expose().to_str_lossy().into_owned() } else { finding.redacted() },
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

/// A path as text: bytes that are no UTF-8 are written as `\xNN`.
#[must_use]
pub fn path_text(path: &BStr) -> String {
    path.utf8_chunks().fold(String::new(), |mut text, chunk| {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
        text
    })
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
