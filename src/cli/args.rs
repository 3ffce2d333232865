//! What a user types.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use tightlip::report::{Format, Group};
use tightlip::rules;

/// Keeps credentials and personal data out of git.
///
/// Exit status: 0 clean, 1 findings, 2 not finished (an error, or something could not be read).
#[derive(Debug, Parser)]
#[command(version, about)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// One variant a command, each with its own file beside this one.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Scans files, standard input, or what git holds.
    Scan(super::scan::Scan),
    /// Takes credentials and personal data out of files, in place.
    Clean(super::clean::Clean),
    /// Writes a file's content with every value masked.
    Redact(super::clean::Redact),
    /// Cleans notebooks on their way into git.
    Filter(super::filter::Filter),
    /// Has git refuse commits and pushes that add credentials or personal data.
    Hook(super::hook::Hook),
    /// Lists, shows, checks and tries rules.
    Rules(super::rules::Rules),
    /// Shows the configuration that is in force.
    Config(super::config::Config),
    /// Writes a completion script for a shell.
    Completions(super::completions::Completions),
    /// Writes the manual page.
    Man(super::completions::Man),
}

/// What all commands that scan have in common.
#[derive(clap::Args, Clone, Debug, Default)]
pub(crate) struct Common {
    /// How findings are written.
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format_parser())]
    pub(crate) format: Format,
    /// Writes the report to this file, which is replaced as a whole.
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Findings that this file knows are not told again.
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Goes by this configuration instead of the nearest tightlip.toml; if it is a locked policy, by both.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Adds the rules of a pattern file.
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Vec<PathBuf>,
    /// Looks for these only: a rule's id, a kind (`secret`, `pii`), or a class (`pii.bank`).
    #[arg(long, value_name = "RULE|KIND", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// Does not look for these.
    #[arg(long, value_name = "RULE|KIND", value_delimiter = ',')]
    pub(crate) skip: Vec<String>,
    /// Does not read what matches this pattern, in the language of .gitignore.
    #[arg(long, value_name = "PATTERN")]
    pub(crate) exclude: Vec<String>,
    /// Tells findings at least so sure.
    #[arg(long, value_name = "CONFIDENCE")]
    pub(crate) min_confidence: Option<Confidence>,
    /// What is told as one finding: the cells of a table's column, or what has the same value, file or rule.
    #[arg(long, value_name = "BY", default_value = "column", value_parser = group_parser())]
    pub(crate) group: Group,
    /// How many threads may work.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) threads: Option<u16>,
    /// Writes without colours.
    #[arg(long)]
    pub(crate) no_color: bool,
    /// Writes findings and problems only.
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// Writes values as they are, to a terminal or a file that only its owner can read.
    #[arg(long)]
    pub(crate) show_secrets: bool,
    /// Takes an allowance that has ended or allows nothing for a problem that stops.
    #[arg(long)]
    pub(crate) strict: bool,
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|format| format.name()))
        .try_map(|name| Format::ALL.into_iter().find(|format| format.name() == name).ok_or("no such format"))
}

fn group_parser() -> impl TypedValueParser<Value = Group> {
    PossibleValuesParser::new(Group::ALL.iter().map(|group| group.name()))
        .try_map(|name| Group::ALL.into_iter().find(|group| group.name() == name).ok_or("no such group"))
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
