//! What git's environment says, and the sources that read a repository.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use tightlip::scan::Outcome;
use tightlip::source::history::{Places, Repository};
use tightlip::source::news::{self, Scanner};
use tightlip::source::staged::Staged;

use super::exit::Failure;
use super::session::Session;

/// What of a repository is scanned, instead of files.
#[derive(clap::Args, Clone, Debug, Default)]
#[group(multiple = false)]
pub(crate) struct Selection {
    /// Scans what the next commit would store: the index, not the files on disk.
    #[arg(long, conflicts_with = "paths")]
    pub(crate) staged: bool,
}

impl Selection {
    /// Scans what is asked for; `None` if that is files.
    pub(crate) fn scan(&self, session: &Session) -> Result<Option<Outcome>, Failure> {
        if !self.staged {
            return Ok(None);
        }
        let here = Here::find()?;
        Ok(Some(session.watch(|| here.staged(session))))
    }
}

/// The repository that a command is run in.
pub(crate) struct Here {
    pub(crate) repository: Repository,
    index: PathBuf,
}

impl Here {
    /// Finds it as git does: from the environment, or from the current folder upwards.
    pub(crate) fn find() -> Result<Self, Failure> {
        let git_dir = match variable("GIT_DIR") {
            Some(git_dir) => git_dir,
            None => discover().ok_or_else(|| Failure::new("this is no git repository, nor in one"))?,
        };
        let alternates = env::var_os("GIT_ALTERNATE_OBJECT_DIRECTORIES").unwrap_or_default();
        let places = Places {
            objects: variable("GIT_OBJECT_DIRECTORY"),
            alternates: env::split_paths(&alternates).filter(|path| !path.as_os_str().is_empty()).collect(),
        };
        let common_dir = variable("GIT_COMMON_DIR");
        let repository = Repository::open(&git_dir, common_dir.as_deref(), &places)
            .map_err(|problem| Failure::new(format!("the repository cannot be read: {problem}")))?;
        let index = variable("GIT_INDEX_FILE").unwrap_or_else(|| repository.git_dir().join("index"));
        Ok(Self { repository, index })
    }

    /// Scans what is staged.
    pub(crate) fn staged(&self, session: &Session) -> Outcome {
        Staged { repository: &self.repository, index: self.index.clone() }.scan(&scanner(session))
    }
}

/// What scanning goes by.
fn scanner(session: &Session) -> Scanner<'_> {
    Scanner { engine: &session.engine, options: &session.options, threads: session.threads }
}

fn variable(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| value != OsStr::new("")).map(PathBuf::from)
}

/// The nearest folder from here upwards that is a working tree or a git directory, as a path of its git directory.
fn discover() -> Option<PathBuf> {
    let current = env::current_dir().ok()?;
    let is_git_dir = |path: &Path| path.join("objects").is_dir() && path.join("refs").is_dir();
    let holds = |folder: &Path| {
        let inner = folder.join(".git");
        if inner.is_file() || inner.join("HEAD").symlink_metadata().is_ok() || is_git_dir(&inner) {
            return Some(inner);
        }
        (is_git_dir(folder) && folder.join("HEAD").symlink_metadata().is_ok()).then(|| folder.to_owned())
    };
    current.ancestors().find_map(holds)
}

/// How many notes there are of what stood there before.
pub(crate) fn already_there(outcome: &Outcome) -> usize {
    outcome.suppressed.iter().filter(|one| one.reason == news::ALREADY_THERE).count()
}
