//! `tightlip filter`: notebooks cleaned on their way into git, and told apart as text.

mod install;
mod pkt;
mod process;

use std::io::{self, Read, Write};
use std::path::PathBuf;

use bstr::ByteSlice;
use clap::Subcommand;
use tightlip::clean::Source;
use tightlip::document::notebook;
use tightlip::engine::Engine;
use tightlip::scan;

use super::clean::{Cleaner, Status, What, tell};

/// Cleans notebooks on their way into git.
#[derive(clap::Args, Debug)]
pub(crate) struct Filter {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Sets git up to clean notebooks when they are added, and to compare them as text.
    Install(install::Install),
    /// Takes back what install did.
    Uninstall(install::Reach),
    /// Tells whether the filter is set up; the exit status is 1 if it is not.
    Status(install::Reach),
    /// Cleans standard input to standard output, as git's `filter.<name>.clean`.
    Clean(One),
    /// Cleans many files for git, as git's `filter.<name>.process`.
    Process(Many),
    /// Writes a notebook as text, as git's `diff.<name>.textconv`.
    Textconv {
        /// The notebook.
        file: PathBuf,
    },
}

/// One file, by its name.
#[derive(clap::Args, Debug)]
struct One {
    /// The path that git gives, by which the file is judged.
    #[arg(default_value = "stdin.ipynb")]
    path: PathBuf,
    #[command(flatten)]
    what: What,
}

/// As many files as git has.
#[derive(clap::Args, Debug)]
struct Many {
    #[command(flatten)]
    what: What,
}

/// Does what the subcommand says.
pub(crate) fn run(args: &Filter, engine: impl FnOnce() -> Engine, scan: &scan::Options) -> Status {
    let result = match &args.command {
        Command::Install(install) => install::install(install),
        Command::Uninstall(reach) => install::uninstall(reach),
        Command::Status(reach) => install::status(reach),
        Command::Textconv { file } => textconv(file),
        Command::Clean(one) => clean(one, &engine(), scan),
        Command::Process(many) => process(many, &engine(), scan),
    };
    result.unwrap_or_else(|error| {
        anstream::eprintln!("tightlip filter: {error}");
        Status::Failed
    })
}

fn clean(one: &One, engine: &Engine, scan: &scan::Options) -> Result<Status, String> {
    let cleaner = Cleaner::new(engine, scan, &one.what, Source::Keep).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    let shown = one.path.display().to_string();
    let cleaned = clean_bytes(&cleaner, one.path.as_os_str().as_encoded_bytes(), &bytes)
        .map_err(|error| format!("{shown}: {error}"))?;
    let mut out = io::stdout().lock();
    out.write_all(cleaned.as_deref().unwrap_or(&bytes))
        .and_then(|()| out.flush())
        .map_err(|error| error.to_string())?;
    Ok(Status::Clean)
}

fn process(many: &Many, engine: &Engine, scan: &scan::Options) -> Result<Status, String> {
    let cleaner = Cleaner::new(engine, scan, &many.what, Source::Keep).map_err(|error| error.to_string())?;
    let served = process::serve(&mut io::stdin().lock(), &mut io::stdout().lock(), |path, bytes| {
        clean_bytes(&cleaner, path, bytes)
            .inspect_err(|error| anstream::eprintln!("tightlip filter: {}: {error}", path.as_bstr()))
    });
    served.map(|()| Status::Clean).map_err(|error| error.to_string())
}

/// The cleaned content, `None` where it is clean as it is. What stands in source is told, and left to the hook.
fn clean_bytes(cleaner: &Cleaner<'_>, path: &[u8], bytes: &[u8]) -> Result<Option<Vec<u8>>, String> {
    if bytes.is_empty() {
        return Ok(None);
    }
    let cleaned = cleaner.clean(path.as_bstr(), bytes)?;
    if !cleaned.cleaned.report.in_source.is_empty() {
        tell(&path.as_bstr().to_string(), &cleaned, false);
    }
    Ok(cleaned.cleaned.bytes)
}

fn textconv(file: &PathBuf) -> Result<Status, String> {
    let bytes = std::fs::read(file).map_err(|error| error.to_string())?;
    let text = notebook::as_text(&bytes).unwrap_or(bytes);
    let mut out = io::stdout().lock();
    out.write_all(&text).and_then(|()| out.flush()).map_err(|error| error.to_string())?;
    Ok(Status::Clean)
}
