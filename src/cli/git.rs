//! What git's environment says, and the sources that read a repository.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use tightlip::finding::Origin;
use tightlip::scan::{self, Outcome};
use tightlip::source::commits::{Commits, Range};
use tightlip::source::history::{Oid, Places, Problem, Repository, Target};
use tightlip::source::message;
use tightlip::source::news::Scanner;
use tightlip::source::staged::Staged;
use tightlip::source::unstaged::Unstaged;
use tightlip::suppress;

use super::exit::Failure;
use super::session::Session;

/// What of a repository is scanned, instead of files.
#[derive(clap::Args, Clone, Debug, Default)]
#[group(skip)]
pub(crate) struct Selection {
    /// Scans what the next commit would store: the index, not the files on disk.
    #[arg(long, group = "source", conflicts_with = "paths")]
    staged: bool,
    /// Scans what is changed on disk and not staged.
    #[arg(long, group = "source", conflicts_with = "paths")]
    unstaged: bool,
    /// With --unstaged: files that git does not know, too.
    #[arg(long, requires = "unstaged")]
    untracked: bool,
    /// Scans each commit of a range: A..B what B has and A has not, A...B what only one of them has, A all of its history.
    #[arg(long, value_name = "RANGE", group = "source", conflicts_with = "paths", allow_hyphen_values = true)]
    range: Option<String>,
    /// Scans single commits, whose ids stand in this file, one a line; `-` is standard input.
    #[arg(long, value_name = "FILE", group = "source", conflicts_with = "paths")]
    commits: Option<PathBuf>,
    /// Scans a commit's message as git hands it to a hook.
    #[arg(long, value_name = "FILE", group = "source", conflicts_with = "paths")]
    message: Option<PathBuf>,
    /// Scans what the program pre-commit asks for: a range, what is staged, or the files that it names.
    #[arg(long, group = "source", hide = true)]
    pre_commit: bool,
}

impl Selection {
    /// Scans what is asked for; `None` if that is files, of which `named` are named.
    pub(crate) fn scan(&self, session: &Session, named: &[PathBuf]) -> Result<Option<Outcome>, Failure> {
        let outcome = if self.staged {
            let here = Here::find()?;
            session.watch(|| here.staged(session))
        } else if self.unstaged {
            let here = Here::find()?;
            session.watch(|| here.unstaged(session, self.untracked))
        } else if let Some(range) = &self.range {
            let here = Here::find()?;
            let range = here.range(range)?;
            session.watch(|| here.commits(session, &range))
        } else if let Some(file) = &self.commits {
            let here = Here::find()?;
            let ids = here.ids(&read(file)?)?;
            session.watch(|| Commits { repository: &here.repository }.scan_each(&here.scanner(session), &ids))
        } else if let Some(file) = &self.message {
            scan_message(session, file)?
        } else if self.pre_commit {
            return pre_commit(session, named);
        } else {
            return Ok(None);
        };
        Ok(Some(outcome))
    }
}

/// The repository that a command is run in.
pub(crate) struct Here {
    pub(crate) repository: Repository,
    index: PathBuf,
    /// The top of the working tree.
    root: PathBuf,
}

impl Here {
    /// Finds it as git does: from the environment, or from the current folder upwards.
    pub(crate) fn find() -> Result<Self, Failure> {
        let current = env::current_dir()?;
        let (git_dir, top) = match variable("GIT_DIR") {
            Some(git_dir) => (git_dir, current),
            None => discover(&current).ok_or_else(|| Failure::new("this is no git repository, nor in one"))?,
        };
        let places = places();
        let common_dir = variable("GIT_COMMON_DIR");
        let repository = Repository::open(&git_dir, common_dir.as_deref(), &places)
            .map_err(|problem| Failure::new(format!("the repository cannot be read: {problem}")))?;
        let index = variable("GIT_INDEX_FILE").unwrap_or_else(|| repository.git_dir().join("index"));
        Ok(Self { repository, index, root: variable("GIT_WORK_TREE").unwrap_or(top) })
    }

    /// Scans what is staged.
    pub(crate) fn staged(&self, session: &Session) -> Outcome {
        self.index().scan(&self.scanner(session))
    }

    fn index(&self) -> Staged<'_> {
        Staged { repository: &self.repository, index: self.index.clone() }
    }

    fn unstaged(&self, session: &Session, untracked: bool) -> Outcome {
        let (index, root) = (self.index.clone(), self.root.clone());
        Unstaged { repository: &self.repository, index, root, untracked }.scan(&self.scanner(session))
    }

    /// Scans a range of commits.
    pub(crate) fn commits(&self, session: &Session, range: &Range) -> Outcome {
        Commits { repository: &self.repository }.scan(&self.scanner(session), range)
    }

    fn range(&self, text: &str) -> Result<Range, Failure> {
        let range = Commits { repository: &self.repository }.range(text.as_bytes()).map_err(failure)?;
        match range.tips.iter().any(Oid::is_null) {
            true => Err(Failure::new("the range ends in no commit")),
            false => Ok(range),
        }
    }

    /// The ids that stand in a text, one at the beginning of each line.
    fn ids(&self, text: &[u8]) -> Result<Vec<Oid>, Failure> {
        let words = text.split(|byte| *byte == b'\n').filter_map(|line| line.split(u8::is_ascii_whitespace).next());
        let id = |word| self.repository.resolve(word).and_then(|id| Ok(self.repository.peel(&id)?.id)).map_err(failure);
        words.filter(|word| !word.is_empty()).map(id).collect()
    }

    /// Whether the object is there.
    pub(crate) fn has(&self, id: &Oid) -> bool {
        self.repository.objects().read(id, usize::MAX).is_ok()
    }

    /// What refs whose full names begin so point at.
    pub(crate) fn targets(&self, prefix: &str) -> Result<Vec<Oid>, Failure> {
        let refs = self.repository.refs();
        if let Some(problem) = refs.problems.into_iter().next() {
            return Err(failure(problem));
        }
        let named = refs.targets.into_iter().filter(|(name, _)| name.starts_with(prefix.as_bytes()));
        Ok(named.filter_map(|(_, target)| if let Target::Id(id) = target { Some(id) } else { None }).collect())
    }

    /// What scanning goes by.
    pub(crate) fn scanner<'s>(&'s self, session: &'s Session) -> Scanner<'s> {
        Scanner {
            engine: &session.engine,
            options: &session.options,
            threads: session.threads,
            exclude: Some((&session.settings.exclude, &self.root)),
            progress: &session.progress,
        }
    }
}

/// Scans a commit's message.
pub(crate) fn scan_message(session: &Session, file: &Path) -> Result<Outcome, Failure> {
    let text = message::content(&read(file)?, comment().as_deref().map(str::as_bytes));
    let mut outcome = Outcome { files: 1, bytes: text.len() as u64, ..Outcome::default() };
    let origin = Arc::new(Origin { path: file.as_os_str().as_encoded_bytes().into(), ..Origin::default() });
    scan::scan_field(&session.engine, &session.options, &origin, ("message", &text), &mut outcome);
    Ok(outcome)
}

/// What begins a line of a message that git will take away; `None` if it keeps all lines.
fn comment() -> Option<String> {
    // Git tells hooks so that no editor was used; lines like comments are then part of the message.
    if env::var_os("GIT_EDITOR").is_some_and(|editor| editor == ":") {
        return None;
    }
    let names = "^(core\\.comment(char|string)|commit\\.cleanup)$";
    let output = Command::new("git").args(["config", "--get-regexp", names]).output();
    let settings = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let mut comment = Some("#".to_owned());
    for (name, value) in settings.lines().filter_map(|line| line.split_once(' ')) {
        match (name, value) {
            ("commit.cleanup", "verbatim" | "whitespace" | "scissors") => return None,
            ("commit.cleanup", _) => {}
            // The mark that git will choose is not known: every line is taken for a part of the message.
            (_, "auto") => comment = None,
            (_, mark) => comment = Some(mark.to_owned()),
        }
    }
    comment
}

/// Scans what pre-commit asks for. It hands over the names of files, of those that are staged unless it was asked for
/// others, and of a range in its environment.
fn pre_commit(session: &Session, named: &[PathBuf]) -> Result<Option<Outcome>, Failure> {
    let text = |name| env::var(name).ok().filter(|value: &String| !value.is_empty());
    if let Some((from, to)) = text("PRE_COMMIT_FROM_REF").zip(text("PRE_COMMIT_TO_REF")) {
        let here = Here::find()?;
        let range = here.range(&format!("{from}..{to}"))?;
        return Ok(Some(session.watch(|| here.commits(session, &range))));
    }
    if let Some(remote) = text("PRE_COMMIT_REMOTE_NAME") {
        let here = Here::find()?;
        let known = here.targets(&format!("refs/remotes/{remote}/"))?;
        let range = Range { known, ..here.range("HEAD")? };
        return Ok(Some(session.watch(|| here.commits(session, &range))));
    }
    let here = Here::find()?;
    let staged = here.index().paths().map_err(Failure::new)?;
    let is_staged = |path: &PathBuf| staged.contains(path.as_os_str().as_encoded_bytes());
    if !named.iter().all(is_staged) {
        return Ok(None);
    }
    Ok(Some(session.watch(|| here.staged(session))))
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let mut text = Vec::new();
    let read = if file == Path::new("-") {
        io::stdin().lock().read_to_end(&mut text).map(|_| ())
    } else {
        fs::read(file).map(|read| text = read)
    };
    read.map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
    Ok(text)
}

fn failure(problem: Problem) -> Failure {
    Failure::new(problem.to_string())
}

/// Where git's environment says that objects are.
pub(super) fn places() -> Places {
    let alternates = env::var_os("GIT_ALTERNATE_OBJECT_DIRECTORIES").unwrap_or_default();
    Places {
        objects: variable("GIT_OBJECT_DIRECTORY"),
        alternates: env::split_paths(&alternates).filter(|path| !path.as_os_str().is_empty()).collect(),
    }
}

pub(super) fn variable(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| value != OsStr::new("")).map(PathBuf::from)
}

/// The nearest folder from here upwards that is a working tree or a git directory: the git directory, and the folder.
pub(super) fn discover(current: &Path) -> Option<(PathBuf, PathBuf)> {
    let is_git_dir = |path: &Path| path.join("objects").is_dir() && path.join("refs").is_dir();
    let holds = |folder: &Path| {
        let inner = folder.join(".git");
        if inner.is_file() || inner.join("HEAD").symlink_metadata().is_ok() || is_git_dir(&inner) {
            return Some((inner, folder.to_owned()));
        }
        let is_bare = is_git_dir(folder) && folder.join("HEAD").symlink_metadata().is_ok();
        is_bare.then(|| (folder.to_owned(), folder.to_owned()))
    };
    current.ancestors().find_map(holds)
}

/// How many notes there are of what stood there before.
pub(crate) fn already_there(outcome: &Outcome) -> usize {
    outcome.suppressed.iter().filter(|one| one.reason == suppress::ALREADY_THERE).count()
}
