//! `tightlip scan`.

use std::path::PathBuf;

use tightlip::error::{Problem, ProblemKind};
use tightlip::scan::Outcome;
use tightlip::source::worktree::Worktree;

use super::args::Common;
use super::exit::{Exit, Failure};
use super::git::Selection;
use super::session::Session;

/// Scans files, standard input, or what git holds.
#[derive(clap::Args, Debug)]
pub(crate) struct Scan {
    /// Files and folders, the current one if there are none; `-` is standard input.
    pub(crate) paths: Vec<PathBuf>,
    /// Reads what git ignores, too.
    #[arg(long)]
    pub(crate) no_ignore: bool,
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Scans what is asked for.
pub(crate) fn run(args: &Scan) -> Result<Exit, Failure> {
    let session = Session::open(&args.common)?;
    let outcome = match args.selection.scan(&session)? {
        Some(outcome) => outcome,
        None => session.watch(|| files(args, &session)),
    };
    session.conclude(outcome)
}

/// Scans files and folders. That paths were named and held nothing is a problem, and not clean.
fn files(args: &Scan, session: &Session) -> Outcome {
    let paths = if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() };
    let worktree =
        Worktree { paths, ignore: !args.no_ignore, threads: session.threads, progress: session.progress.clone() };
    let mut outcome = worktree.scan(&session.engine, &session.options);
    if !args.paths.is_empty() && outcome.files == 0 && !outcome.is_incomplete() {
        let message = "nothing was scanned: there is no file in what was named";
        outcome.problems.push(Problem::new("".into(), ProblemKind::Missing, message));
    }
    outcome
}
