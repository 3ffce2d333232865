//! `human`: what was found, where, why it matters and what to do, for a person at a terminal or without one.

use std::collections::HashSet;
use std::io::{self, Write};

use super::Report;
use super::text::{count_of, part_text, path_shown, value_text, visible};
use crate::error::{Problem, ProblemKind};
use crate::finding::Finding;
use crate::rules::{Confidence, Severity};
use crate::scan::Receipt;
use crate::suppress::ALREADY_THERE;

/// So many findings of one rule in one file are shown; the others are counted.
const SHOWN_OF_A_KIND: usize = 10;
/// So many problems are shown, and so many of what was excluded.
const SHOWN_PROBLEMS: usize = 50;
const SHOWN_EXCLUDED: usize = 5;

/// Writes all of it.
///
/// # Errors
/// What the writer answers.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let paint = Paint(report.color);
    let mut explained = HashSet::new();
    let mut findings = report.outcome.findings.as_slice();
    while let Some(first) = findings.first() {
        let length = findings.iter().take_while(|one| is_of_a_kind(first, one)).count();
        let (alike, others) = findings.split_at(length);
        for finding in alike.iter().take(SHOWN_OF_A_KIND) {
            write_finding(report, finding, explained.insert(finding.rule.id()), out)?;
        }
        if let Some(further) = length.checked_sub(SHOWN_OF_A_KIND).filter(|further| *further > 0) {
            let path = path_shown(first.origin.path.as_ref());
            let more = format!("{further} more of {} in {path}", first.rule.id());
            writeln!(out, "{}\n", paint.dim(&more))?;
        }
        findings = others;
    }
    write_end(report, out)
}

/// Writes what follows the findings: problems, and the summary.
///
/// # Errors
/// What the writer answers.
pub fn write_end(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_problems(report, out)?;
    if report.elapsed.is_some() { write_summary(report, out) } else { Ok(()) }
}

fn is_of_a_kind(left: &Finding, right: &Finding) -> bool {
    left.rule.id() == right.rule.id() && left.origin == right.origin
}

fn write_finding(report: &Report<'_>, finding: &Finding, explain: bool, out: &mut dyn Write) -> io::Result<()> {
    let paint = Paint(report.color);
    let spec = finding.rule.spec();
    let place =
        format!("{}:{}:{}", path_shown(finding.origin.path.as_ref()), finding.location.line, finding.location.column);
    let sure = format!("{} · {}", paint.severity(spec.severity), confidence_text(finding.confidence));
    writeln!(out, "{}  {}  {sure}", paint.bold(&place), paint.bold(&visible(&spec.name)))?;
    let further = [
        part_text(&finding.part),
        if finding.count > 1 { format!("{} values", finding.count) } else { String::new() },
        finding.detail.as_deref().map(visible).unwrap_or_default(),
        finding.origin.commit.as_deref().map(commit_text).unwrap_or_default(),
    ];
    let further: Vec<String> = further.into_iter().filter(|text| !text.is_empty()).collect();
    if !further.is_empty() {
        writeln!(out, "    {}", further.join(" · "))?;
    }
    writeln!(out, "    {} {}", paint.dim("|"), visible(&finding.excerpt))?;
    if report.show_secrets {
        writeln!(out, "    value: {}", visible(&value_text(finding, true)))?;
    }
    if explain {
        writeln!(out, "    why:   {}", visible(&spec.why))?;
        writeln!(out, "    fix:   {}", visible(&spec.fix))?;
        let allow = format!("tightlip:allow {} <reason>", spec.id);
        writeln!(out, "    allow: {}", paint.dim(&format!("{allow}   (a comment here or on the line above)")))?;
    }
    writeln!(out)
}

fn commit_text(commit: &crate::finding::Commit) -> String {
    let id: String = commit.id.chars().take(12).collect();
    format!("commit {id} by {} on {}", visible(&commit.author), visible(&commit.date))
}

fn write_problems(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let paint = Paint(report.color);
    let is_excluded = |problem: &&Problem| problem.kind == ProblemKind::Excluded;
    let problems = &report.outcome.problems;
    let unread: Vec<&Problem> = problems.iter().filter(|problem| problem.is_incomplete()).collect();
    let notes = problems.iter().filter(|problem| !problem.is_incomplete() && !is_excluded(problem)).collect::<Vec<_>>();
    let excluded = problems.iter().filter(is_excluded).collect::<Vec<_>>();
    write_some(&paint.red("not read"), &unread, SHOWN_PROBLEMS, out)?;
    write_some(&paint.yellow("note"), &notes, SHOWN_PROBLEMS, out)?;
    write_some(&paint.dim("note"), &excluded, SHOWN_EXCLUDED, out)
}

/// Writes so many of them, and how many more there are.
fn write_some(label: &str, problems: &[&Problem], shown: usize, out: &mut dyn Write) -> io::Result<()> {
    problems.iter().take(shown).try_for_each(|problem| writeln!(out, "{label}: {}", problem_text(problem)))?;
    match problems.len().saturating_sub(shown) {
        0 => Ok(()),
        further => writeln!(out, "{label}: {further} more of the kind, which --format json tells"),
    }
}

/// A problem as a sentence.
#[must_use]
pub fn problem_text(problem: &Problem) -> String {
    let message = visible(&problem.message);
    if problem.path.is_empty() { message } else { format!("{}: {message}", path_shown(problem.path.as_ref())) }
}

fn write_summary(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let paint = Paint(report.color);
    let outcome = report.outcome;
    let unread = outcome.problems.iter().filter(|problem| problem.is_incomplete()).count() as u64;
    let excluded = outcome.problems.iter().filter(|problem| problem.kind == ProblemKind::Excluded).count() as u64;
    let found = match outcome.findings.len() as u64 {
        0 if unread > 0 => paint.yellow("nothing found in what could be read"),
        0 => paint.green("nothing found"),
        count => paint.red(&count_of(count, "finding")),
    };
    let mut parts = vec![found];
    let old = outcome.suppressed.iter().filter(|one| one.reason == ALREADY_THERE).count();
    if outcome.suppressed.len() > old {
        parts.push(format!("{} allowed", outcome.suppressed.len() - old));
    }
    if old > 0 {
        parts.push(format!("{old} in what was not touched"));
    }
    if unread > 0 {
        parts.push(paint.red(&format!("{} kept this scan from being complete", count_of(unread, "problem"))));
    }
    if excluded > 0 {
        parts.push(format!("{excluded} excluded"));
    }
    let seconds = report.elapsed.unwrap_or_default().as_secs_f64();
    if let Some(receipt) = &outcome.receipt {
        writeln!(out, "{}", paint.dim(&receipt_text(receipt)))?;
    }
    let read = format!("{}, {} in {seconds:.2} s", count_of(outcome.files, "file"), size_text(outcome.bytes));
    writeln!(out, "{} ({})", parts.join(", "), paint.dim(&read))
}

/// What of a history was seen, and where the time went.
fn receipt_text(receipt: &Receipt) -> String {
    let counts = [
        count_of(receipt.refs, "ref"),
        count_of(receipt.commits, "commit"),
        count_of(receipt.trees, "tree"),
        count_of(receipt.blobs, "blob"),
        count_of(receipt.tags, "tag"),
        format!("{} log entries", receipt.log_entries),
    ];
    let [walk, attribution, second_look] = receipt.times.map(|time| format!("{:.2} s", time.as_secs_f64()));
    format!(
        "history: {}; {} of {} searched, {} read whole; reading {walk}, attribution {attribution}, second look {second_look}",
        counts.join(", "),
        size_text(receipt.searched),
        size_text(receipt.bytes),
        size_text(receipt.read_whole),
    )
}

/// A size as people say it, in powers of 1,000.
fn size_text(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["bytes", "kB", "MB", "GB", "TB"];
    let mut size = bytes as f64;
    let mut unit = 0;
    while size >= 1000.0 && unit + 1 < UNITS.len() {
        size /= 1000.0;
        unit += 1;
    }
    if unit == 0 { format!("{bytes} {}", UNITS[0]) } else { format!("{size:.1} {}", UNITS[unit]) }
}

fn confidence_text(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => "unlikely",
        Confidence::Medium => "probable",
        Confidence::High => "sure",
        Confidence::Verified => "proven",
    }
}

/// Colours, where they are wanted.
struct Paint(bool);

impl Paint {
    fn with(&self, code: &str, text: &str) -> String {
        if self.0 { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn bold(&self, text: &str) -> String {
        self.with("1", text)
    }

    fn dim(&self, text: &str) -> String {
        self.with("2", text)
    }

    fn red(&self, text: &str) -> String {
        self.with("31", text)
    }

    fn green(&self, text: &str) -> String {
        self.with("32", text)
    }

    fn yellow(&self, text: &str) -> String {
        self.with("33", text)
    }

    fn severity(&self, severity: Severity) -> String {
        match severity {
            Severity::Critical => self.with("1;31", "critical"),
            Severity::High => self.red("high"),
            Severity::Medium => self.yellow("medium"),
            Severity::Low => self.dim("low"),
        }
    }
}
