//! What can go wrong without stopping a scan.

use bstr::{BStr, BString};
use serde::Serialize;

/// Something that was to be read and was not, or not wholly: the scan is not finished, and says so.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Problem {
    /// What it is about, in the bytes of the file system or of git.
    pub path: BString,
    /// What kind of thing happened.
    pub kind: ProblemKind,
    /// What happened, and what to do, in a sentence that holds nothing of the content.
    pub message: String,
}

/// The kinds of problems, as reports name them.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// It could not be opened or read.
    Unreadable,
    /// It changed, ended or vanished while it was read.
    Changed,
    /// It is not what its name or beginning says, so that it was read as plain text or in part.
    Malformed,
    /// It is encrypted.
    Encrypted,
    /// A limit of size, depth or expansion was reached.
    Limit,
    /// An object of a repository is not there, or its content is damaged.
    Missing,
    /// The scan was stopped before its end.
    Stopped,
    /// The program itself failed over it.
    Internal,
    /// It was left out because the user said so; nothing else is missing.
    Excluded,
    /// A repository's configuration asks for less than the policy lets it; it was not followed there.
    Policy,
    /// A mark that was to allow a finding is not whole, has expired, or allows nothing.
    Allow,
}

impl Problem {
    /// A problem with what is at `path`.
    #[must_use]
    pub fn new(path: &BStr, kind: ProblemKind, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), kind, message: message.into() }
    }

    /// Whether something was not read because of it, so that "clean" cannot be said.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        !matches!(self.kind, ProblemKind::Allow | ProblemKind::Excluded | ProblemKind::Policy)
    }
}
