//! `tightlip scan`.

use std::env;
use std::io;
use std::path::{Path, PathBuf};

use tightlip::error::{Problem, ProblemKind};
use tightlip::scan::Outcome;
use tightlip::source::stdin;
use tightlip::source::worktree::Worktree;

use super::args::Common;
use super::exit::{Exit, Failure};
use super::git::Selection;
use super::history;
use super::session::Session;

/// Scans files, standard input, or what git holds.
#[derive(clap::Args, Debug)]
pub(crate) struct Scan {
    /// Files and folders, the current one if there are none; `-` is standard input.
    pub(crate) paths: Vec<PathBuf>,
    /// Reads what git ignores, too.
    #[arg(long)]
    pub(crate) no_ignore: bool,
    /// The name by which standard input is judged and told.
    #[arg(long, value_name = "NAME", default_value = "-")]
    pub(crate) stdin_name: PathBuf,
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) history: history::Selection,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Scans what is asked for.
pub(crate) fn run(args: &Scan) -> Result<Exit, Failure> {
    let is_input = |path: &&PathBuf| path.as_path() == Path::new("-");
    let root = args.paths.iter().find(|path| !is_input(path)).map_or(Path::new("."), PathBuf::as_path);
    let session = Session::open(&args.common, root)?;
    let folder = env::current_dir()?;
    if let Some(outcome) = args.history.scan(&session, &args.paths)? {
        return session.conclude(outcome);
    }
    if let Some(outcome) = args.selection.scan(&session, &args.paths)? {
        return session.conclude(outcome);
    }
    let outcome = session.watch(|| {
        let mut outcome = files(args, &session, folder);
        if args.paths.iter().any(|path| is_input(&path)) {
            let name = args.stdin_name.as_os_str().as_encoded_bytes();
            outcome.merge(stdin::scan(&session.engine, &session.options, name, &mut io::stdin().lock()));
        }
        note_if_nothing(&mut outcome, !args.paths.is_empty());
        outcome
    });
    session.conclude(outcome)
}

fn files(args: &Scan, session: &Session, folder: PathBuf) -> Outcome {
    let named = args.paths.iter().filter(|path| path.as_path() != Path::new("-")).cloned();
    let paths = if args.paths.is_empty() { vec![PathBuf::from(".")] } else { named.collect() };
    let worktree = Worktree {
        paths,
        folder,
        ignore: !args.no_ignore,
        exclude: session.settings.exclude.clone(),
        threads: session.threads,
        progress: session.progress.clone(),
    };
    worktree.scan(&session.engine, &session.options)
}

/// That nothing was there to be scanned where something was named, or that all of it was excluded, is not clean.
fn note_if_nothing(outcome: &mut Outcome, is_named: bool) {
    let is_excluded = outcome.problems.iter().any(|problem| problem.kind == ProblemKind::Excluded);
    if outcome.files > 0 || outcome.is_incomplete() || !(is_named || is_excluded) {
        return;
    }
    let message = if is_excluded {
        "nothing was scanned: all of it is excluded"
    } else {
        "nothing was scanned: there is no file in what was named"
    };
    outcome.problems.push(Problem::new("".into(), ProblemKind::Missing, message));
}
