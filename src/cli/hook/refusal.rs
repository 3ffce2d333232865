//! What a refused commit or push shows: what, where, why, and what to do, in a few lines each.

use tightlip::finding::Finding;
use tightlip::report::human::problem_text;
use tightlip::report::text::{count_of, part_text, path_shown, visible};
use tightlip::scan::Outcome;

use super::super::git;
use super::Name;

/// So many findings are told in full.
const IN_FULL: usize = 10;

/// Tells on standard error what was found and what could not be read. Where all is well, nothing is said.
pub(super) fn tell(hook: Name, outcome: &Outcome) {
    for finding in outcome.findings.iter().take(IN_FULL) {
        anstream::eprintln!("{}", text(finding));
    }
    if let Some(more) = outcome.findings.len().checked_sub(IN_FULL).filter(|more| *more > 0) {
        anstream::eprintln!("… and {}", count_of(more as u64, "more finding"));
    }
    for problem in outcome.problems.iter().take(IN_FULL) {
        let label = if problem.is_incomplete() { "not read" } else { "note" };
        anstream::eprintln!("tightlip: {label}: {}", problem_text(problem));
    }
    if let Some(more) = outcome.problems.len().checked_sub(IN_FULL).filter(|more| *more > 0) {
        anstream::eprintln!("tightlip: … and {}; tightlip scan tells all", count_of(more as u64, "more problem"));
    }
    let old = git::already_there(outcome);
    if old > 0 {
        let found = count_of(old as u64, "finding");
        anstream::eprintln!("tightlip: note: {found} in lines that this does not touch; they do not count");
    }
    let what = what(hook);
    if !outcome.findings.is_empty() {
        let found = count_of(outcome.findings.len() as u64, "finding");
        anstream::eprintln!("tightlip: {what} refused: {found}");
    } else if outcome.is_incomplete() {
        anstream::eprintln!("tightlip: {what} refused: not everything could be read, so it cannot be said to be clean");
    }
}

fn what(hook: Name) -> &'static str {
    match hook {
        Name::PreCommit | Name::CommitMsg | Name::PrepareCommitMsg => "commit",
        Name::PrePush | Name::PreReceive => "push",
    }
}

/// A finding in at most nine lines.
fn text(finding: &Finding) -> String {
    let spec = finding.rule.spec();
    let path = path_shown(finding.origin.path.as_ref());
    let mut lines = vec![format!("{path}:{}: {} ({})", finding.location.line, visible(&spec.name), spec.id)];
    let part = part_text(&finding.part);
    if !part.is_empty() {
        lines.push(format!("    in:    {part}"));
    }
    if let Some(commit) = &finding.origin.commit {
        let id: String = commit.id.chars().take(12).collect();
        lines.push(format!("    in:    commit {id} by {}, {}", visible(&commit.author), visible(&commit.date)));
    }
    lines.push(format!("    line:  {}", visible(&finding.excerpt)));
    lines.push(format!("    why:   {}", visible(&spec.why)));
    lines.push(format!("    fix:   {}", visible(&spec.fix)));
    lines.push(format!("    now:   {}", next_step(finding, &path)));
    lines.push(format!(
        "    allow: if it is no real value, write in that line or the one above: tightlip:allow {} <reason>",
        spec.id
    ));
    lines.join("\n")
}

/// What to do about it here and now.
fn next_step(finding: &Finding, path: &str) -> String {
    if finding.origin.commit.is_some() {
        return "take it out of that commit (git rebase -i), and rotate it if it was ever pushed".to_owned();
    }
    if finding.part.field.is_some() {
        return "take it out of the message, and rotate it if it was ever pushed".to_owned();
    }
    let quoted = format!("'{}'", path.replace('\'', "'\\''"));
    format!("move it to a variable or vault, then git add; or leave the file out: git restore --staged -- {quoted}")
}
