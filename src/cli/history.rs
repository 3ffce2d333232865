//! `tightlip scan --history`.

use std::env;
use std::path::{Path, PathBuf};

use tightlip::scan::Outcome;
use tightlip::source::past::{History, Narrow};

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
    /// Tells only what refs lead to, and not what their logs or nothing names.
    #[arg(long, requires = "history")]
    reachable: bool,
    /// Tells only what came in on this day or later (YYYY-MM-DD, UTC, by the author's clock).
    #[arg(long, value_name = "DAY", requires = "history")]
    since: Option<jiff::civil::Date>,
    /// Tells only what came in on this day or before.
    #[arg(long, value_name = "DAY", requires = "history")]
    until: Option<jiff::civil::Date>,
    /// Tells only of files at or under this path of the repository, and of no messages.
    #[arg(long, value_name = "PATH", requires = "history")]
    path: Vec<PathBuf>,
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
            narrow: self.narrow(),
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

    fn narrow(&self) -> Narrow {
        let start = |day: jiff::civil::Date| {
            jiff::tz::Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).map_or(i64::MIN, jiff::Timestamp::as_second)
        };
        Narrow {
            reachable: self.reachable,
            since: self.since.map(start),
            until: self.until.map(|day| start(day).saturating_add(24 * 60 * 60 - 1)),
            paths: self.path.iter().map(|path| path.as_os_str().as_encoded_bytes().into()).collect(),
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
