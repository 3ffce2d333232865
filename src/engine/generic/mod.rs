//! Credentials of no known format: a value given to a name that says what it is.
//!
//! A keyword starts it; [`judge`] reads the name around the keyword, the syntax behind it and the value, and asks what each
//! of the three says. It knows nothing but the bytes around the keyword and the [`Setting`] they stand in.

mod command;
mod name;
mod quote;
mod site;
mod value;

use std::ops::Range;

pub use crate::document::{Role, Setting, Syntax};
use crate::engine::{randomness, words};
use crate::rules::file::Confidence;
use name::{Grade, Strength};
use site::{Form, Site};
use value::Look;

/// Literals whose presence starts the detector, in lower case; compared without case. A literal may reach over the
/// operator behind a name that is too short or too frequent to be looked for alone.
#[rustfmt::skip]
pub const KEYWORDS: &[&str] = &[
    "pass", "pwd", "pw:", "pw=", "pw =", "pw\"", "secret", "token", "credential", "api_key", "apikey", "api-key",
    "key:", "key=", "key =", "key\"", "key'", "key(", "key>", "key[", "key  ", "auth:", "auth=", "auth =", "auth\"",
    "auth'", "auth(", "authorization", "identified by", "sshpass", "mysql", "mysqldump", "mysqladmin", "mariadb",
    "redis-cli", "docker login", "podman login", "ldapsearch", "curl", "chpasswd", "securestring", "cookie:", "login(",
    "authenticate(", "connect(", "mysqli(", "pdo(", "getconnection(",
];

/// The kind of credential that a name promises.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Generic {
    /// A password, passphrase or passcode.
    Password,
    /// A secret, a private or an encryption key.
    Secret,
    /// An API key.
    ApiKey,
    /// A token.
    Token,
    /// A key of any kind.
    Key,
    /// Credentials and headers of authentication.
    Credential,
}

impl Generic {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Password, Self::Secret, Self::ApiKey, Self::Token, Self::Key, Self::Credential];

    /// The rule's id, which never changes.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Password => "generic-password",
            Self::Secret => "generic-secret",
            Self::ApiKey => "generic-api-key",
            Self::Token => "generic-token",
            Self::Key => "generic-key",
            Self::Credential => "generic-credential",
        }
    }
}

/// A value that was given to a name, and that is believed to be a credential.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Assigned {
    /// The name's bytes in the text.
    pub name: Range<usize>,
    /// The value's bytes in the text, without quotes.
    pub value: Range<usize>,
    /// The kind of credential.
    pub rule: Generic,
    /// How sure it is; never `verified`.
    pub confidence: Confidence,
    /// Why it is believed; holds no part of the value.
    pub reason: &'static str,
}

/// How many bytes before and after a keyword are looked at.
const REACH: usize = 1024;

/// Judges the assignment whose name holds the keyword at `hit`, a range of `text`.
///
/// A pure function of the setting and the 1,024 bytes to either side of the keyword. None when no value is assigned, or
/// when the value is no credential.
#[must_use]
pub fn judge(text: &[u8], hit: Range<usize>, setting: Setting) -> Option<Assigned> {
    if matches!(setting.role, Role::LockFile | Role::Minified | Role::Vendored) || hit.end > text.len() {
        return None;
    }
    let from = hit.start.saturating_sub(REACH);
    let near = &text[from..text.len().min(hit.end.saturating_add(REACH))];
    let hit = hit.start - from..hit.end - from;
    let (site, grade) = match command::locate(near, &hit) {
        Some((site, rule)) => (site, Grade { rule, strength: Strength::Strong }),
        None => named(near, hit, setting)?,
    };
    let (value, grade) = without_scheme(near, site.value.clone(), grade);
    let bytes = &near[value.clone()];
    let look = value::look(bytes, &near[site.name.clone()], site.quoted)?;
    let (confidence, reason) = believe(grade, look, bytes, &site, setting)?;
    let shift = |range: Range<usize>| range.start + from..range.end + from;
    Some(Assigned { name: shift(site.name), value: shift(value), rule: grade.rule, confidence, reason })
}

/// The value without the scheme of an authentication header, which says that a credential follows.
fn without_scheme(text: &[u8], value: Range<usize>, grade: Grade) -> (Range<usize>, Grade) {
    let inside = scheme(&text[value.clone()]);
    let before = (4..=7)
        .any(|back| value.start.checked_sub(back).is_some_and(|start| scheme(&text[start..value.start]) == back));
    match grade.rule {
        Generic::Credential if inside > 0 || before => {
            (value.start + inside..value.end, Grade { strength: Strength::Strong, ..grade })
        }
        _ => (value, grade),
    }
}

/// The assignment to the name that holds the keyword, and what the name says.
fn named(text: &[u8], hit: Range<usize>, setting: Setting) -> Option<(Site, Grade)> {
    let site = site::locate(text, hit, setting)?;
    let grade = name::grade(&text[site.name.clone()])?;
    match site.form {
        Form::Login if grade.rule != Generic::Credential => None,
        Form::Login => Some((site, Grade { rule: Generic::Password, strength: Strength::Strong })),
        _ => Some((site, grade)),
    }
}

/// How long the scheme of an authentication header is with the blank behind it, when the text begins with one.
fn scheme(text: &[u8]) -> usize {
    const SCHEMES: [&[u8]; 6] = [b"basic ", b"bearer ", b"token ", b"apikey ", b"ssws ", b"key "];
    SCHEMES.iter().find(|scheme| words::starts_with(text, scheme)).map_or(0, |scheme| scheme.len())
}

/// What name, value, syntax and file together make believe, and why.
fn believe(
    grade: Grade,
    look: Look,
    value: &[u8],
    site: &Site,
    setting: Setting,
) -> Option<(Confidence, &'static str)> {
    if site.dynamic && look != Look::Random {
        return None;
    }
    let (confidence, reason) = match grade.rule {
        Generic::Password => password(grade.strength, look, site, setting)?,
        _ => secret(grade, look, value, site)?,
    };
    Some((lowered(confidence, look, value, setting.role), reason))
}

/// Whether the value is a password, the name being a password's.
fn password(strength: Strength, look: Look, site: &Site, setting: Setting) -> Option<(Confidence, &'static str)> {
    use Confidence::{High, Low, Medium};
    let plain = matches!(site.form, Form::Assignment | Form::Element | Form::Command);
    let strong = strength == Strength::Strong;
    let own = strong && plain;
    let settled = site.quoted || setting.syntax.is_settings();
    Some(match look {
        Look::Random => (High, "a password's name is given a random value"),
        Look::Mixed if own => (High, "a password's name is given letters with digits or punctuation"),
        Look::Mixed if strong || plain => (Medium, "a password's name stands by letters with digits or punctuation"),
        Look::Hash if plain => (Medium, "a password's name is given the hash of a password"),
        Look::Uuid if plain => (Medium, "a password's name is given a UUID"),
        Look::Digits if own => (Medium, "a password's name is given digits"),
        Look::Word if own && settled => (Medium, "a password's name is given a word"),
        Look::Identifier if own && setting.syntax.is_settings() => (Low, "a password's name is given words"),
        Look::Word | Look::Digits if strong => (Low, "a password's name stands by a word or a number"),
        Look::Fake if own => (Low, "a password's name is given a placeholder"),
        _ => return None,
    })
}

/// Whether the value is a key, a token or another secret.
fn secret(grade: Grade, look: Look, value: &[u8], site: &Site) -> Option<(Confidence, &'static str)> {
    use Confidence::{High, Low, Medium};
    let strong = grade.strength == Strength::Strong;
    let is_token = grade.rule == Generic::Token;
    Some(match look {
        Look::Random if strong && value.len() >= 16 => (High, "a secret's name is given a random value"),
        Look::Random if grade.strength >= Strength::Medium => (Medium, "a secret's name is given a short random value"),
        Look::Random if is_token && site.form == Form::Query => (Medium, "a token in a URL has a random value"),
        Look::Random if value::is_digest(value) && !is_token => (Low, "the value may be a secret or a digest"),
        Look::Random if value::is_long_random(value) => {
            (Medium, "a name that may be a secret's is given a long random value")
        }
        Look::Random => (Low, "a name that may be a secret's is given a random value"),
        Look::Uuid if strong => (Medium, "a secret's name is given a UUID"),
        Look::Mixed if strong && value.len() >= 8 && site.form != Form::Prose => {
            (Medium, "a secret's name is given letters with digits or punctuation")
        }
        Look::Fake if strong && site.form == Form::Assignment => (Low, "a secret's name is given a placeholder"),
        _ => return None,
    })
}

/// The confidence in a file of tests or documentation.
fn lowered(confidence: Confidence, look: Look, value: &[u8], role: Role) -> Confidence {
    let dull = match (role, look) {
        (Role::Test, Look::Word) => randomness::evidence(value) <= 0.0,
        (Role::Test, Look::Uuid | Look::Hash) => true,
        (Role::Docs, Look::Word | Look::Digits | Look::Uuid | Look::Hash) => true,
        _ => false,
    };
    match role {
        Role::Test | Role::Docs if dull => Confidence::Low,
        Role::Test | Role::Docs => confidence.min(Confidence::Medium),
        _ => confidence,
    }
}

#[cfg(test)]
mod tests;
