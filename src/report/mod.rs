//! Findings as people and programs read them: one file a format.

pub mod csv;
pub mod github;
pub mod gitlab;
pub mod group;
pub mod html;
pub mod human;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod sarif;
pub mod text;

use std::io::{self, Write};
use std::time::Duration;

use crate::scan::Outcome;
pub use group::Group;

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Format {
    /// For people.
    #[default]
    Human,
    /// One JSON document.
    Json,
    /// One JSON object a finding and line.
    Jsonl,
    /// SARIF 2.1.0.
    Sarif,
    /// A table for spreadsheets.
    Csv,
    /// A test report for build servers.
    Junit,
    /// A Code Quality report for GitLab.
    Gitlab,
    /// Workflow commands for GitHub Actions.
    Github,
    /// A table for a comment.
    Markdown,
    /// A page.
    Html,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Human,
        Self::Json,
        Self::Jsonl,
        Self::Sarif,
        Self::Csv,
        Self::Junit,
        Self::Gitlab,
        Self::Github,
        Self::Markdown,
        Self::Html,
    ];

    /// Its name, as a user types it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
            Self::Csv => "csv",
            Self::Junit => "junit",
            Self::Gitlab => "gitlab",
            Self::Github => "github",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }
}

/// What is to be written, and how.
#[derive(Clone, Copy, Debug)]
pub struct Report<'o> {
    /// What the scan came to, in order.
    pub outcome: &'o Outcome,
    /// Whether values are written as they are.
    pub show_secrets: bool,
    /// Whether a person's report is coloured, by the escape sequences of terminals.
    pub color: bool,
    /// How long the scan took, for a person's summary; without it there is none.
    pub elapsed: Option<Duration>,
}

impl Report<'_> {
    /// Writes it. The same outcome gives the same bytes, but for the time in a person's summary.
    ///
    /// # Errors
    /// What the writer answers.
    pub fn write(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Human => human::write(self, out),
            Format::Json => json::write(self, out),
            Format::Jsonl => json::write_lines(&self.outcome.findings, self.show_secrets, out),
            Format::Sarif => sarif::write(self, out),
            Format::Csv => csv::write(self, out),
            Format::Junit => junit::write(self, out),
            Format::Gitlab => gitlab::write(self, out),
            Format::Github => github::write(self, out),
            Format::Markdown => markdown::write(self, out),
            Format::Html => html::write(self, out),
        }
    }
}
