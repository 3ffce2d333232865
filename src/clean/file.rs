//! A file scanned and cleaned in one step.

use std::sync::Arc;

use bstr::BStr;

use super::redact::Style;
use super::{CleanError, Cleaned, Options, Span, notebook, text};
use crate::engine::Engine;
use crate::finding::{Finding, Origin};
use crate::scan::{self, Outcome, scan_bytes};

/// After so many rounds a file that still has something to mask is given up: each round takes what was found away.
const ROUNDS: usize = 5;

/// What became of a file.
#[derive(Debug)]
pub struct CleanedFile {
    /// The bytes after all rounds, and what the first round did.
    pub cleaned: Cleaned,
    /// What was found in the file as it was.
    pub findings: Vec<Finding>,
}

/// Finds what is in the bytes of the file called `path`, and cleans them: as a notebook where the name ends in
/// `.ipynb`, as text otherwise. What is allowed by a mark in the file stays.
///
/// # Errors
/// The file could not be read as what its name says, or a value stands where it cannot be masked. Nothing is lost then.
pub fn file(
    engine: &Engine,
    scan: &scan::Options,
    path: &BStr,
    bytes: &[u8],
    style: &Style,
    options: &Options,
) -> Result<CleanedFile, CleanError> {
    let findings = findings_of(engine, scan, path, bytes);
    let mut cleaned = clean_once(path, bytes, &findings, style, options)?;
    for _ in 1..ROUNDS {
        let Some(current) = &cleaned.bytes else { break };
        let left = findings_of(engine, scan, path, current);
        if left.is_empty() {
            break;
        }
        let Some(next) = clean_once(path, current, &left, style, options)?.bytes else { break };
        cleaned.bytes = Some(next);
    }
    Ok(CleanedFile { cleaned, findings })
}

fn findings_of(engine: &Engine, scan: &scan::Options, path: &BStr, bytes: &[u8]) -> Vec<Finding> {
    let origin = Arc::new(Origin { path: path.to_owned(), ..Origin::default() });
    let mut outcome = Outcome::default();
    scan_bytes(engine, scan, &origin, bytes, &mut outcome);
    outcome.findings
}

fn clean_once(
    path: &BStr,
    bytes: &[u8],
    findings: &[Finding],
    style: &Style,
    options: &Options,
) -> Result<Cleaned, CleanError> {
    let masks: Vec<String> =
        findings.iter().map(|finding| style.mask(finding.rule.id(), finding.secret.expose())).collect();
    let mut spans = Vec::with_capacity(findings.len());
    for (finding, mask) in findings.iter().zip(&masks) {
        let offset = usize::try_from(finding.location.start).unwrap_or(usize::MAX);
        if finding.part.member.is_some() {
            return Err(CleanError { offset, reason: "a value is inside an archive, and cannot be masked" });
        }
        let end = usize::try_from(finding.location.end).unwrap_or(usize::MAX);
        spans.push(Span { start: offset, end, value: finding.secret.expose(), mask });
    }
    if path.to_ascii_lowercase().ends_with(b".ipynb") { notebook(bytes, &spans, options) } else { text(bytes, &spans) }
}
