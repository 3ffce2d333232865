//! What is told: a finding, the value it is about, and where that stands.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bstr::{BString, ByteSlice};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::document::{Location, Part};
use crate::rules::{Confidence, Kind, Rule};

/// A value that must not be seen. `Debug` and `Display` show none of it; [`Secret::expose`] is the only way in.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Secret(Box<[u8]>);

impl Secret {
    /// Takes a value in.
    #[must_use]
    pub fn new(value: &[u8]) -> Self {
        Self(value.into())
    }

    /// The value itself, in bytes. What it is given to must not print or store it.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("…")
    }
}

/// Where bytes come from.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Origin {
    /// The path, in the bytes of the file system or of git, relative to where the scan was started.
    pub path: BString,
    /// The commit that it was seen in, where it was seen in one.
    pub commit: Option<Arc<Commit>>,
    /// The id of the git object, in hexadecimal.
    pub object: Option<String>,
}

/// A commit, as far as a report tells of it.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Commit {
    /// Its id, in hexadecimal.
    pub id: String,
    /// Its author's name and address, as the commit has them.
    pub author: String,
    /// When it was authored, in RFC 3339.
    pub date: String,
}

/// One thing that was found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that found it.
    pub rule: Arc<Rule>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Why it is believed. Holds nothing of the value.
    pub reason: Cow<'static, str>,
    /// What the value says that is no secret.
    pub detail: Option<String>,
    /// Where the bytes come from.
    pub origin: Arc<Origin>,
    /// The place in the file as it lies on disk; in a member of an archive, the place in the member.
    pub location: Location,
    /// The part of the file, for files that have parts.
    pub part: Part,
    /// The value.
    pub secret: Secret,
    /// The line it stands in, with nothing in it that could be a value.
    pub excerpt: String,
    /// What stays the same when lines move, the file is renamed, or text elsewhere changes.
    pub fingerprint: Fingerprint,
    /// How many values this stands for: above 1 where a table's column was folded into one finding.
    pub count: u64,
}

impl Finding {
    /// The value as it may be shown: a token's public prefix and `…`; for a person's value its type in brackets.
    #[must_use]
    pub fn redacted(&self) -> String {
        redacted(&self.rule, self.secret.expose())
    }

    /// The order of a report: by path, place, rule.
    pub(crate) fn order(&self) -> impl Ord + '_ {
        (&self.origin, &self.part.member, self.location, &self.part, self.rule.id())
    }
}

/// A rule's value as it may be shown.
#[must_use]
pub fn redacted(rule: &Rule, value: &[u8]) -> String {
    match rule.spec().kind {
        Kind::Pii => mask(rule.id()),
        Kind::Secret => {
            let shown = rule.spec().shown.min(value.len() / 2);
            let prefix: String = value[..shown].to_str_lossy().chars().filter(|one| !one.is_control()).collect();
            format!("{prefix}…")
        }
    }
}

/// What stands for a value of a rule where the value was: `[US_SSN]`.
#[must_use]
pub fn mask(rule_id: &str) -> String {
    format!("[{}]", rule_id.to_ascii_uppercase().replace('-', "_"))
}

/// Tells a finding from all others, in every later scan: 32 hexadecimal digits.
///
/// It is made of what surrounds the value, never of a value that could be guessed: see [`Fingerprint::of`].
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

/// From so many bits of guessing strength on, a value's hash gives nothing away.
const STRONG_BITS: f64 = 80.0;

impl Fingerprint {
    /// The fingerprint of a value that a rule found, in a context that holds no value.
    ///
    /// A value that cannot be guessed (80 bits or more) is hashed with the rule, so that it is the same wherever it
    /// stands. Of all others no bit goes in: they are told by `context`, the line with all values masked.
    #[must_use]
    pub fn of(rule: &Rule, value: &[u8], context: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"tightlip fingerprint 1\0");
        hash.update(rule.id().as_bytes());
        if rule.spec().kind == Kind::Secret && guessing_bits(value) >= STRONG_BITS {
            hash.update(b"\0value\0");
            hash.update(value);
        } else {
            hash.update(b"\0context\0");
            hash.update(context.as_bytes());
        }
        Self(hex(&hash.finalize()[..16]))
    }

    /// The same finding's next occurrence in the same context: the `ordinal`-th, from 0, whose own is itself.
    #[must_use]
    pub fn nth(&self, ordinal: usize) -> Self {
        if ordinal == 0 {
            return self.clone();
        }
        Self(hex(&Sha256::digest(format!("{}#{ordinal}", self.0))[..16]))
    }

    /// Its 32 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A cautious estimate of how many bits it takes to guess a value: entropy over its characters, or its length over
/// half of what its alphabet could carry, whichever is less.
fn guessing_bits(value: &[u8]) -> f64 {
    let mut counts = [0u32; 256];
    value.iter().for_each(|byte| counts[usize::from(*byte)] += 1);
    let length = value.len() as f64;
    let bits: f64 = counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| f64::from(*count))
        .map(|count| count * (length / count).log2())
        .sum();
    let all_digits = value.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_punctuation());
    if all_digits { 0.0 } else { bits }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_nothing() {
        let secret = Secret::new(b"hunter2");
        assert_eq!(format!("{secret:?} {secret}"), "Secret(…) …");
    }

    #[test]
    fn short_and_numeric_values_are_never_strong() {
        assert!(guessing_bits(b"123-45-6789") < STRONG_BITS);
        assert!(guessing_bits(b"correct horse") < STRONG_BITS);
        assert!(guessing_bits("a1B2c3D4e5F6g7H8i9J0k1L2m3N4".as_bytes()) >= STRONG_BITS);
    }
}
