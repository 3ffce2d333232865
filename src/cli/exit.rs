//! How a run ends: its exit status, and what is said when it cannot go on.

use std::process::ExitCode;

/// The exit status of a run that came to its end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Exit {
    /// All was read, and nothing was found.
    Clean,
    /// Something was found.
    Findings,
    /// Nothing was found, but something could not be read.
    Unfinished,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Unfinished => 2,
        })
    }
}

/// Why a run could not begin or go on. Its exit status is 2.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    hint: Option<String>,
}

impl Failure {
    /// A failure told by one sentence that holds nothing of any file's content.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    /// With what the user may do about it.
    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// Says it on standard error.
    pub(crate) fn tell(&self) -> Exit {
        anstream::eprintln!("tightlip: {}", self.message);
        if let Some(hint) = &self.hint {
            anstream::eprintln!("  {hint}");
        }
        Exit::Unfinished
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new(error.to_string())
    }
}
