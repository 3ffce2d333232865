//! Allowed in the file itself: `tightlip:allow <rule> [until=YYYY-MM-DD] <reason>` on the value's line or the one before.

use jiff::civil::Date;

use crate::document::region::count_line_ends;
use crate::finding::Finding;

/// What begins an allowance.
const MARK: &[u8] = b"tightlip:allow";

/// A file's findings, judged by its own allowances.
#[derive(Debug, Default)]
pub struct Allowed {
    /// What is to be told.
    pub findings: Vec<Finding>,
    /// What is allowed, with the reason.
    pub suppressed: Vec<(Finding, String)>,
    /// Allowances without rule or reason, expired or unused, told with their line.
    pub faults: Vec<String>,
}

/// A mark in a text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mark {
    /// Where it begins, in bytes of the text.
    pub offset: usize,
    /// The 1-based line it stands in.
    pub line: u64,
    /// What follows it on its line.
    pub said: String,
}

struct Allowance {
    line: u64,
    rule: String,
    reason: String,
    used: bool,
}

/// Judges the findings of a file by the marks in its text.
#[must_use]
pub fn judge(marks: &[Mark], found: Vec<Finding>, today: Date) -> Allowed {
    let mut allowed = Allowed::default();
    let mut allowances = Vec::new();
    for mark in marks {
        match parse(mark, today) {
            Ok(allowance) => allowances.push(allowance),
            Err(fault) => allowed.faults.push(fault),
        }
    }
    for finding in found {
        let speaks_for = |allowance: &&mut Allowance| {
            // A line of a member is no line of the file that the marks are in.
            finding.part.member.is_none()
                && allowance.rule == finding.rule.id()
                && (allowance.line..=allowance.line + 1).contains(&finding.location.line)
        };
        match allowances.iter_mut().find(speaks_for) {
            Some(allowance) => {
                allowance.used = true;
                allowed.suppressed.push((finding, format!("allowed in line {}: {}", allowance.line, allowance.reason)));
            }
            None => allowed.findings.push(finding),
        }
    }
    let unused = allowances.iter().filter(|allowance| !allowance.used);
    allowed.faults.extend(
        unused.map(|one| format!("the allowance for {} in line {} allows nothing: remove it", one.rule, one.line)),
    );
    allowed
}

/// The longest mark that is read, in bytes.
const LONGEST: usize = 512;

/// The marks of a text. A mark stands after a space or punctuation, and a space follows it.
#[must_use]
pub fn marks(text: &[u8]) -> Vec<Mark> {
    let mut found = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for offset in memchr::memmem::find_iter(text, MARK) {
        line += count_line_ends(text, counted..offset);
        counted = offset;
        let rest = &text[offset + MARK.len()..];
        let rest = &rest[..rest.len().min(LONGEST)];
        let said = &rest[..memchr::memchr3(b'\n', b'\r', b'`', rest).unwrap_or(rest.len())];
        let is_quoted = offset.checked_sub(1).is_some_and(|before| matches!(text[before], b'`' | b'"'));
        if !is_quoted {
            found.push(Mark { offset, line, said: String::from_utf8_lossy(said).into_owned() });
        }
    }
    found
}

fn parse(mark: &Mark, today: Date) -> Result<Allowance, String> {
    let Mark { line, said, .. } = mark;
    let line = *line;
    let mut words = said.split_whitespace().filter(|word| !matches!(*word, "*/" | "-->" | "#}" | "%>"));
    let rule = words.next().filter(|word| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    let Some(rule) = rule.filter(|_| said.starts_with([' ', '\t'])) else {
        return Err(format!("the allowance in line {line} names no rule: write `tightlip:allow <rule> <reason>`"));
    };
    let mut words = words.peekable();
    if let Some(until) = words.next_if(|word| word.starts_with("until=")) {
        match until["until=".len()..].parse::<Date>() {
            Ok(until) if until < today => {
                return Err(format!("the allowance for {rule} in line {line} ended on {until}"));
            }
            Ok(_) => {}
            Err(_) => {
                return Err(format!(
                    "the allowance for {rule} in line {line} has no date of the form until=YYYY-MM-DD"
                ));
            }
        }
    }
    let reason: String = words.collect::<Vec<_>>().join(" ");
    if reason.chars().filter(|character| character.is_alphanumeric()).count() < 3 {
        return Err(format!(
            "the allowance for {rule} in line {line} gives no reason: write `tightlip:allow {rule} <reason>`"
        ));
    }
    Ok(Allowance { line, rule: rule.to_owned(), reason, used: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_allowance_needs_rule_and_reason_and_ends() {
        let parse = |said: &str| {
            let mark = Mark { offset: 0, line: 7, said: said.to_owned() };
            parse(&mark, date(2026, 6, 1)).map(|allowance| (allowance.rule, allowance.reason))
        };
        assert_eq!(parse(" us-ssn until=2026-12-31 a made-up one */"), Ok(("us-ssn".into(), "a made-up one".into())));
        assert!(parse(" us-ssn until=2026-01-31 old").is_err_and(|fault| fault.contains("ended")));
        assert!(parse(" us-ssn").is_err_and(|fault| fault.contains("no reason")));
        assert!(parse("").is_err_and(|fault| fault.contains("no rule")));
    }
}
