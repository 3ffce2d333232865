//! `tightlip config`: what is in force, and who said so.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use tightlip::config::{Settings, Sourced};

use super::args::Common;
use super::exit::{Exit, Failure};
use super::{output, settings};

/// Shows the configuration that is in force.
#[derive(clap::Args, Debug)]
pub(crate) struct Config {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Prints each value and where it comes from.
    Show(Show),
}

/// Prints each value and where it comes from.
#[derive(clap::Args, Debug)]
struct Show {
    /// The folder or file whose configuration it is.
    #[arg(default_value = ".")]
    path: PathBuf,
    #[command(flatten)]
    common: Common,
}

/// Does what the subcommand says.
pub(crate) fn run(args: &Config) -> Result<Exit, Failure> {
    let Command::Show(show) = &args.command;
    let (settings, refused) = settings::load(&show.common, Path::new(&show.path))?;
    let count = settings::rules(&settings)?.as_slice().len();
    output::to_stdout(|out| {
        write_settings(&settings, out)?;
        writeln!(out, "# {count} rules are in force")?;
        refused.iter().try_for_each(|problem| writeln!(out, "# {}: {}", problem.path, problem.message))
    })
}

fn write_settings(settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let text = |value: &str| format!("{value:?}");
    let confidence = serde_json::to_string(&settings.min_confidence.value).map_err(io::Error::other)?;
    one(out, "min_confidence", confidence, &settings.min_confidence.origin)?;
    one(out, "inline_allow", settings.inline_allow.value, &settings.inline_allow.origin)?;
    match &settings.threads {
        Some(threads) => one(out, "threads", threads.value, &threads.origin)?,
        None => writeln!(out, "# threads: as many as there are  (default)")?,
    }
    if let Some(baseline) = &settings.baseline {
        one(out, "baseline", text(&baseline.value.to_string_lossy()), &baseline.origin)?;
    }
    many(out, "rules", &settings.rules, |path| text(&path.to_string_lossy()))?;
    many(out, "only", &settings.only, |word| text(word))?;
    many(out, "skip", &settings.skip, |word| text(word))?;
    many(out, "exclude", settings.exclude.patterns(), |pattern| text(pattern))?;
    match &settings.locked_by {
        Some(policy) => writeln!(out, "# the policy {policy} binds the repository"),
        None => Ok(()),
    }
}

fn one(out: &mut dyn Write, key: &str, value: impl Display, origin: &str) -> io::Result<()> {
    writeln!(out, "{key} = {value}  # {origin}")
}

fn many<T>(out: &mut dyn Write, key: &str, values: &[Sourced<T>], text: impl Fn(&T) -> String) -> io::Result<()> {
    if values.is_empty() {
        return writeln!(out, "{key} = []  # default");
    }
    writeln!(out, "{key} = [")?;
    values.iter().try_for_each(|one| writeln!(out, "  {},  # {}", text(&one.value), one.origin))?;
    writeln!(out, "]")
}
