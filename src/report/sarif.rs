//! `sarif`: the Static Analysis Results Interchange Format, version 2.1.0 (OASIS, errata 01).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use bstr::BStr;
use serde::Serialize;

use super::Report;
use super::text::{part_text, value_text, visible};
use crate::document::Location;
use crate::error::{Problem, ProblemKind};
use crate::finding::Finding;
use crate::rules::{Confidence, Kind, Rule, Severity};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Writes a log with one run.
///
/// # Errors
/// What the writer answers.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [Run::of(report)] };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'r> {
    tool: Tool<'r>,
    invocations: [Invocation<'r>; 1],
    column_kind: &'static str,
    redaction_tokens: [&'static str; 1],
    results: Vec<Entry<'r>>,
}

#[derive(Serialize)]
struct Tool<'r> {
    driver: Driver<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'r> {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'r> {
    id: &'r str,
    name: &'r str,
    short_description: Message,
    full_description: Message,
    help: Help,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<&'r str>,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    tags: Vec<String>,
    #[serde(rename = "security-severity")]
    security_severity: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation<'r> {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification<'r>>,
}

#[derive(Serialize)]
struct Notification<'r> {
    level: &'static str,
    descriptor: NotificationId,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Place<'r>>,
}

#[derive(Serialize)]
struct NotificationId {
    id: ProblemKind,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'r> {
    rule_id: &'r str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Place<'r>; 1],
    partial_fingerprints: Fingerprints<'r>,
    occurrence_count: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression<'r>>,
    properties: EntryProperties<'r>,
}

#[derive(Serialize)]
struct Fingerprints<'r> {
    #[serde(rename = "tightlip/v1")]
    tightlip: &'r str,
}

#[derive(Serialize)]
struct Suppression<'r> {
    kind: &'static str,
    justification: &'r str,
}

#[derive(Serialize)]
struct EntryProperties<'r> {
    confidence: Confidence,
    severity: Severity,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    blob: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'r str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'r> {
    physical_location: Physical<'r>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical<'r> {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region<'r> {
    start_line: u64,
    start_column: u64,
    end_line: u64,
    end_column: u64,
    snippet: Snippet<'r>,
}

#[derive(Serialize)]
struct Snippet<'r> {
    text: &'r str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    fully_qualified_name: String,
}

impl<'r> Run<'r> {
    fn of(report: &Report<'r>) -> Self {
        let outcome = report.outcome;
        let all = || outcome.findings.iter().chain(outcome.suppressed.iter().map(|one| &one.finding));
        let rules: BTreeMap<&str, &Rule> = all().map(|finding| (finding.rule.id(), &*finding.rule)).collect();
        let index: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(index, id)| (*id, index)).collect();
        let told = outcome.findings.iter().map(|finding| Entry::of(report, finding, None, &index));
        let allowed = outcome.suppressed.iter().map(|one| Entry::of(report, &one.finding, Some(&one.reason), &index));
        let invocation = Invocation {
            execution_successful: !outcome.is_incomplete(),
            tool_execution_notifications: outcome.problems.iter().map(Notification::of).collect(),
        };
        Self {
            tool: Tool {
                driver: Driver {
                    name: env!("CARGO_PKG_NAME"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: rules.values().map(|rule| Descriptor::of(rule)).collect(),
                },
            },
            invocations: [invocation],
            column_kind: "unicodeCodePoints",
            redaction_tokens: ["…"],
            results: told.chain(allowed).collect(),
        }
    }
}

impl<'r> Descriptor<'r> {
    fn of(rule: &'r Rule) -> Self {
        let spec = rule.spec();
        let kind = match spec.kind {
            Kind::Secret => "secret",
            Kind::Pii => "pii",
        };
        let (why, fix) = (&spec.why, &spec.fix);
        Self {
            id: &spec.id,
            name: &spec.name,
            short_description: Message { text: spec.name.to_string() },
            full_description: Message { text: why.to_string() },
            help: Help {
                text: format!("Why it matters: {why}\nWhat to do: {fix}"),
                markdown: format!("**Why it matters:** {why}\n\n**What to do:** {fix}"),
            },
            help_uri: (spec.source.starts_with("https://") && !spec.source.contains(char::is_whitespace))
                .then_some(&*spec.source),
            default_configuration: Configuration { level: level(spec.severity) },
            properties: RuleProperties {
                tags: vec!["security".to_owned(), kind.to_owned(), rule.class()],
                security_severity: score(spec.severity),
            },
        }
    }
}

impl<'r> Entry<'r> {
    fn of(report: &Report<'_>, finding: &'r Finding, allowed: Option<&'r str>, index: &BTreeMap<&str, usize>) -> Self {
        let spec = finding.rule.spec();
        let commit = finding.origin.commit.as_deref();
        let value = value_text(finding, report.show_secrets);
        Self {
            rule_id: &spec.id,
            rule_index: index.get(&*spec.id).copied().unwrap_or_default(),
            level: level(spec.severity),
            message: Message { text: format!("{}: {}", spec.name, visible(&value)) },
            locations: [Place::of(finding)],
            partial_fingerprints: Fingerprints { tightlip: finding.fingerprint.as_str() },
            occurrence_count: finding.count.max(1),
            suppressions: allowed
                .map(|justification| Suppression { kind: suppression_kind(justification), justification })
                .into_iter()
                .collect(),
            properties: EntryProperties {
                confidence: finding.confidence,
                severity: spec.severity,
                commit: commit.map(|commit| &*commit.id),
                author: commit.map(|commit| &*commit.author),
                date: commit.map(|commit| &*commit.date),
                blob: finding.origin.object.as_deref(),
                detail: finding.detail.as_deref(),
            },
        }
    }
}

impl<'r> Place<'r> {
    fn of(finding: &'r Finding) -> Self {
        let Location { line, column, end_line, end_column, .. } = finding.location;
        let part = part_text(&finding.part);
        Self {
            physical_location: Physical {
                artifact_location: Artifact::at(finding.origin.path.as_ref()),
                region: Some(Region {
                    start_line: line.max(1),
                    start_column: column.max(1),
                    end_line: end_line.max(line).max(1),
                    end_column: end_column.max(1),
                    snippet: Snippet { text: &finding.excerpt },
                }),
            },
            logical_locations: if part.is_empty() { Vec::new() } else { vec![Logical { fully_qualified_name: part }] },
        }
    }
}

impl Notification<'_> {
    fn of(problem: &Problem) -> Self {
        let locations = if problem.path.is_empty() {
            Vec::new()
        } else {
            let artifact_location = Artifact::at(problem.path.as_ref());
            vec![Place {
                physical_location: Physical { artifact_location, region: None },
                logical_locations: Vec::new(),
            }]
        };
        Self {
            level: if problem.is_incomplete() { "error" } else { "note" },
            descriptor: NotificationId { id: problem.kind },
            message: Message { text: visible(&problem.message) },
            locations,
        }
    }
}

impl Artifact {
    /// The path as a URI reference (RFC 3986): every byte that is not unreserved is escaped, so that any path is one.
    fn at(path: &BStr) -> Self {
        let mut uri = String::with_capacity(path.len());
        for &byte in path.iter() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
                uri.push(char::from(byte));
            } else {
                // Writing to a `String` cannot fail.
                let _ = write!(uri, "%{byte:02X}");
            }
        }
        let is_absolute = uri.starts_with('/');
        let uri = if is_absolute { format!("file://{uri}") } else { uri };
        Self { uri, uri_base_id: (!is_absolute).then_some("%SRCROOT%") }
    }
}

fn suppression_kind(justification: &str) -> &'static str {
    if justification.starts_with("allowed in line") { "inSource" } else { "external" }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

/// A number on the scale of CVSS, by which code hosts sort results.
fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.0",
    }
}
