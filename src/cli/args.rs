//! What a user types.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use tightlip::rules;

/// Keeps credentials and personal data out of git.
#[derive(Debug, Parser)]
#[command(version, about)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Scans files.
    Scan(Scan),
    /// Takes credentials and personal data out of files, in place.
    Clean(super::clean::Clean),
    /// Writes a file's content with every value masked.
    Redact(super::clean::Redact),
    /// Cleans notebooks on their way into git.
    Filter(super::filter::Filter),
}

/// Scans files.
#[derive(Debug, clap::Args)]
pub(crate) struct Scan {
    /// Files and folders; `-` is standard input.
    #[arg(default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,
    /// Reads what git ignores, too.
    #[arg(long)]
    pub(crate) no_ignore: bool,
    /// How many threads may work.
    #[arg(long, default_value_t = 2)]
    pub(crate) threads: usize,
    /// Tells findings at least so sure.
    #[arg(long, default_value = "medium")]
    pub(crate) min_confidence: Confidence,
    /// How findings are written.
    #[arg(long, default_value = "jsonl")]
    pub(crate) format: String,
    /// Writes values as they are.
    #[arg(long)]
    pub(crate) show_secrets: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Confidence {
    Low,
    Medium,
    High,
    Verified,
}

impl From<Confidence> for rules::Confidence {
    fn from(confidence: Confidence) -> Self {
        match confidence {
            Confidence::Low => Self::Low,
            Confidence::Medium => Self::Medium,
            Confidence::High => Self::High,
            Confidence::Verified => Self::Verified,
        }
    }
}
