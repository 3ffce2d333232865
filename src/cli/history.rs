//! `tightlip scan --history`.

use std::env;
use std::path::{Path, PathBuf};

use tightlip::scan::Outcome;
use tightlip::source::past::History;

use super::exit::Failure;
use super::git::{discover, places, variable};
use super::session::Session;

/// The whole history instead of files.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Selection {
    /// Scans every object of the repository that is named, or that the current folder is in: all branches, tags, notes,
    /// stashes and messages, and what nothing names.
    #[arg(long, group = "source")]
    history: bool,
    /// The repository whose history is scanned.
    #[arg(long, value_name = "PATH", requires = "history", conflicts_with = "paths")]
    repo: Option<PathBuf>,
    /// Does not count it as unfinished that a partial clone lacks objects.
    #[arg(long, requires = "history")]
    allow_partial: bool,
    /// Does not count it as unfinished that a shallow clone's history is cut off.
    #[arg(long, requires = "history")]
    allow_shallow: bool,
}

impl Selection {
    /// Scans the history if that is asked for.
    pub(crate) fn scan(&self, session: &Session, paths: &[PathBuf]) -> Result<Option<Outcome>, Failure> {
        if !self.history {
            return Ok(None);
        }
        let history = History {
            repository: self.repository(paths)?,
            places: places(),
            engine: &session.engine,
            options: &session.options,
            threads: session.threads,
            progress: &session.progress,
            allow_partial: self.allow_partial,
            allow_shallow: self.allow_shallow,
        };
        let mut failed = None;
        let outcome = session.watch(|| {
            history.scan().unwrap_or_else(|problem| {
                failed = Some(problem);
                Outcome::default()
            })
        });
        match failed {
            Some(problem) => Err(Failure::new(format!("the repository cannot be read: {problem}"))),
            None => Ok(Some(outcome)),
        }
    }

    /// The repository that is named, or else the one that the command is run in.
    fn repository(&self, paths: &[PathBuf]) -> Result<PathBuf, Failure> {
        let named = match (&self.repo, paths) {
            (Some(path), _) => Some(path),
            (None, [path]) => Some(path),
            (None, []) => None,
            _ => return Err(Failure::new("the history of one repository is scanned at a time")),
        };
        let none = || Failure::new("this is no git repository, nor in one");
        let git_dir_of = |path: &Path| discover(path).map(|(git_dir, _)| git_dir);
        match named {
            Some(path) => Ok(git_dir_of(&path.canonicalize()?).unwrap_or_else(|| path.clone())),
            None => variable("GIT_DIR").or_else(|| git_dir_of(&env::current_dir().ok()?)).ok_or_else(none),
        }
    }
}
