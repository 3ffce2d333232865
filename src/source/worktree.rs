//! Files on disk: a working tree as git sees it, and files that are named.
//!
//! Links are not followed: what git keeps of one is the text of its target, and that is what is read. A name that the user
//! gives is followed, as every program does.

use std::fs::{self, File, FileType};
use std::io::{self, ErrorKind, Read};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bstr::{BString, ByteSlice};
use ignore::{DirEntry, WalkBuilder, WalkState};

use crate::config::Excludes;
use crate::document::{self, encoding};
use crate::engine::Engine;
use crate::error::{Problem, ProblemKind};
use crate::finding::Origin;
use crate::progress::Progress;
use crate::scan::{self, Options, Outcome, ReadAt, Windows};

/// What of the disk is to be read.
#[derive(Clone, Debug)]
pub struct Worktree {
    /// Files and folders, as they were named. What is named is read even where an ignore rule says otherwise.
    pub paths: Vec<PathBuf>,
    /// The folder that relative paths are in, as an absolute path.
    pub folder: PathBuf,
    /// Whether git's ignore rules count.
    pub ignore: bool,
    /// What is not read; each such file or folder is a problem that leaves the scan complete.
    pub exclude: Excludes,
    /// How many threads may work.
    pub threads: usize,
    /// Where it counts what it has read, and sees whether it is to stop.
    pub progress: Arc<Progress>,
}

impl Worktree {
    /// Paths in a folder, by git's ignore rules and on one thread.
    #[must_use]
    pub fn of(paths: Vec<PathBuf>, folder: PathBuf) -> Self {
        Self { paths, folder, ignore: true, exclude: Excludes::default(), threads: 1, progress: Arc::default() }
    }

    /// Scans all of it. What cannot be read is a problem of the outcome.
    #[must_use]
    pub fn scan(&self, engine: &Engine, options: &Options) -> Outcome {
        let total = Mutex::new(Outcome::default());
        let mut worker = Worker::new(self, engine, options, &total);
        let paths: Vec<&PathBuf> = self.paths.iter().filter(|path| worker.is_walkable(path)).collect();
        drop(worker);
        if let Some((first, further)) = paths.split_first() {
            let mut walk = WalkBuilder::new(first);
            further.iter().for_each(|path| {
                walk.add(path);
            });
            walk.hidden(false).git_ignore(self.ignore).git_global(self.ignore).git_exclude(self.ignore).ignore(false);
            walk.parents(self.ignore).require_git(true).follow_links(false).threads(self.threads);
            walk.build_parallel().run(|| {
                let mut worker = Worker::new(self, engine, options, &total);
                Box::new(move |entry| worker.visit(entry))
            });
        }
        total.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One thread's share of the work.
struct Worker<'w> {
    tree: &'w Worktree,
    engine: &'w Engine,
    options: &'w Options,
    outcome: Outcome,
    buffer: Vec<u8>,
    total: &'w Mutex<Outcome>,
}

impl Drop for Worker<'_> {
    fn drop(&mut self) {
        let outcome = std::mem::take(&mut self.outcome);
        self.total.lock().unwrap_or_else(PoisonError::into_inner).merge(outcome);
    }
}

impl<'w> Worker<'w> {
    fn new(tree: &'w Worktree, engine: &'w Engine, options: &'w Options, total: &'w Mutex<Outcome>) -> Self {
        Self { tree, engine, options, outcome: Outcome::default(), buffer: Vec::new(), total }
    }

    /// Whether a named path is a folder or file; if not, that is a problem.
    fn is_walkable(&mut self, path: &Path) -> bool {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() || metadata.is_file() => true,
            Ok(metadata) => {
                let message = format!("is {}, and no file or folder", kind_text(metadata.file_type()));
                self.problem(path, ProblemKind::Unreadable, message);
                false
            }
            Err(error) => {
                self.unreadable(path, &error);
                false
            }
        }
    }

    fn visit(&mut self, entry: Result<DirEntry, ignore::Error>) -> WalkState {
        if self.tree.progress.is_stopped() {
            return WalkState::Quit;
        }
        match entry {
            Ok(entry) => self.enter(&entry),
            Err(error) => {
                self.walk_error(Path::new(""), &error);
                WalkState::Continue
            }
        }
    }

    fn enter(&mut self, entry: &DirEntry) -> WalkState {
        let path = entry.path();
        // A named link is followed, which the entry does not say.
        let is_dir =
            if entry.depth() == 0 { path.is_dir() } else { entry.file_type().is_some_and(|kind| kind.is_dir()) };
        if entry.depth() > 0 && entry.file_name() == ".git" {
            return WalkState::Skip;
        }
        if !self.tree.exclude.patterns().is_empty() && self.tree.exclude.excludes(&self.absolute(path), is_dir) {
            let message = if is_dir { "excluded, with all that is in it" } else { "excluded" };
            self.problem(path, ProblemKind::Excluded, message);
            return WalkState::Skip;
        }
        match entry.file_type() {
            _ if is_dir => {}
            Some(kind) if kind.is_file() || entry.depth() == 0 => self.guarded(path, Self::read),
            Some(kind) if kind.is_symlink() => self.guarded(path, Self::read_link),
            // A pipe or device holds nothing that git could keep.
            _ => {}
        }
        WalkState::Continue
    }

    /// Reads one file. Should the program itself fail over it, the others are read all the same.
    fn guarded(&mut self, path: &Path, read: impl FnOnce(&mut Self, &Path) -> io::Result<()>) {
        let before = self.outcome.bytes;
        match panic::catch_unwind(AssertUnwindSafe(|| read(self, path))) {
            Ok(Ok(())) => {}
            Ok(Err(error)) => self.unreadable(path, &error),
            Err(_) => self.problem(path, ProblemKind::Internal, "was not read to its end because of an internal error"),
        }
        self.tree.progress.add(self.outcome.bytes - before);
    }

    fn read(&mut self, path: &Path) -> io::Result<()> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let origin = self.named(path);
        if length >= scan::LARGE {
            let opened = Opened { file, length };
            if !self.needs_whole(&opened, &origin)? {
                let how = Windows::on(self.tree.threads);
                scan::scan_large(self.engine, self.options, &origin, &opened, how, &mut self.outcome);
                return Ok(());
            }
            file = opened.file;
        }
        self.buffer.clear();
        file.take(document::MOST_WHOLE).read_to_end(&mut self.buffer)?;
        scan::scan_bytes(self.engine, self.options, &origin, &self.buffer, &mut self.outcome);
        Ok(())
    }

    /// Whether a large file is to be read in one piece.
    fn needs_whole(&mut self, file: &Opened, origin: &Origin) -> io::Result<bool> {
        let (mut head, mut tail) = (vec![0; encoding::HEAD], vec![0; document::TAIL]);
        let read = file.read_at(0, &mut head)?;
        head.truncate(read);
        let read = file.read_at(file.length.saturating_sub(tail.len() as u64), &mut tail)?;
        tail.truncate(read);
        let needed = document::needs_whole(&origin.path, &head, &tail);
        if needed && file.length > document::MOST_WHOLE {
            let message = "is too large to be taken apart, and was read as it stands";
            self.outcome.problems.push(Problem::new(origin.path.as_ref(), ProblemKind::Limit, message));
            return Ok(false);
        }
        Ok(needed)
    }

    fn read_link(&mut self, path: &Path) -> io::Result<()> {
        let target = path_bytes(&fs::read_link(path)?);
        let origin = self.named(path);
        scan::scan_field(self.engine, self.options, &origin, ("link", &target), &mut self.outcome);
        self.outcome.files += 1;
        self.outcome.bytes += target.len() as u64;
        Ok(())
    }

    /// The origin of a file whose name has been scanned.
    fn named(&mut self, path: &Path) -> Arc<Origin> {
        let origin = Arc::new(Origin { path: path_bytes(path), ..Origin::default() });
        scan::scan_name(self.engine, self.options, origin, &mut self.outcome)
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        self.tree.folder.join(path.strip_prefix(".").unwrap_or(path))
    }

    fn walk_error(&mut self, path: &Path, error: &ignore::Error) {
        match error {
            ignore::Error::WithPath { path, err } => self.walk_error(path, err),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
                self.walk_error(path, err)
            }
            ignore::Error::Io(error) => self.unreadable(path, error),
            other => self.problem(path, ProblemKind::Unreadable, format!("cannot be read: {other}")),
        }
    }

    fn unreadable(&mut self, path: &Path, error: &io::Error) {
        let message = match error.kind() {
            ErrorKind::NotFound => "is not there".to_owned(),
            ErrorKind::PermissionDenied => "may not be read: permission denied".to_owned(),
            _ => format!("cannot be read: {error}"),
        };
        self.problem(path, ProblemKind::Unreadable, message);
    }

    fn problem(&mut self, path: &Path, kind: ProblemKind, message: impl Into<String>) {
        let origin = Arc::new(Origin { path: path_bytes(path), ..Origin::default() });
        // A value in the name is found when the file is read; here it must only not be told.
        let origin = scan::scan_name(self.engine, self.options, origin, &mut Outcome::default());
        self.outcome.problems.push(Problem::new(origin.path.as_bstr(), kind, message));
    }
}

fn kind_text(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
    }
    if kind.is_symlink() { "a link" } else { "something else" }
}

/// A large file, read in place so that it may change or end at any time without harm, as it could not in a memory map.
struct Opened {
    file: File,
    length: u64,
}

impl ReadAt for Opened {
    fn length(&self) -> u64 {
        self.length
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        return std::os::unix::fs::FileExt::read_at(&self.file, buffer, offset);
        #[cfg(windows)]
        return std::os::windows::fs::FileExt::seek_read(&self.file, buffer, offset);
    }
}

/// A path in bytes, without a leading `./`.
fn path_bytes(path: &Path) -> BString {
    let path = path.strip_prefix(".").unwrap_or(path);
    <[u8]>::from_path(path).map_or_else(|| path.to_string_lossy().into_owned().into(), BString::from)
}
