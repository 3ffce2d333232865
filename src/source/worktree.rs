//! Files on disk: a working tree as git sees it, and files that are named.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use bstr::{BStr, BString, ByteSlice};
use ignore::{WalkBuilder, WalkState};

use crate::document;
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
    /// Whether git's ignore rules count.
    pub ignore: bool,
    /// How many threads may work.
    pub threads: usize,
    /// Where it counts what it has read, and sees whether it is to stop.
    pub progress: Arc<Progress>,
}

impl Worktree {
    /// Scans all of it. What cannot be read is a problem of the outcome.
    #[must_use]
    pub fn scan(&self, engine: &Engine, options: &Options) -> Outcome {
        let total = Mutex::new(Outcome::default());
        let Some((first, further)) = self.paths.split_first() else { return Outcome::default() };
        let mut walk = WalkBuilder::new(first);
        further.iter().for_each(|path| {
            walk.add(path);
        });
        walk.hidden(false).git_ignore(self.ignore).git_global(self.ignore).git_exclude(self.ignore).ignore(false);
        walk.parents(self.ignore).require_git(true).follow_links(false).threads(self.threads);
        walk.filter_entry(|entry| entry.file_name() != ".git");
        walk.build_parallel().run(|| {
            let mut worker = Worker {
                engine,
                options,
                threads: self.threads,
                outcome: Outcome::default(),
                buffer: Vec::new(),
                total: &total,
            };
            let progress = &self.progress;
            Box::new(move |entry| {
                if progress.is_stopped() {
                    return WalkState::Quit;
                }
                let before = worker.outcome.bytes;
                worker.visit(entry);
                progress.add(worker.outcome.bytes - before);
                WalkState::Continue
            })
        });
        total.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// One thread's share of the work.
struct Worker<'w> {
    engine: &'w Engine,
    options: &'w Options,
    threads: usize,
    outcome: Outcome,
    buffer: Vec<u8>,
    total: &'w Mutex<Outcome>,
}

impl Drop for Worker<'_> {
    fn drop(&mut self) {
        let outcome = std::mem::take(&mut self.outcome);
        self.total.lock().unwrap_or_else(std::sync::PoisonError::into_inner).merge(outcome);
    }
}

impl Worker<'_> {
    fn visit(&mut self, entry: Result<ignore::DirEntry, ignore::Error>) {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => self.read(entry.path()),
            Ok(_) => {}
            Err(error) => {
                let problem = Problem::new(BStr::new(""), ProblemKind::Unreadable, error.to_string());
                self.outcome.problems.push(problem);
            }
        }
    }

    fn read(&mut self, path: &Path) {
        let origin = Arc::new(Origin { path: path_bytes(path), ..Origin::default() });
        if let Err(error) = self.scan(path, &origin) {
            self.outcome.problems.push(scan::unreadable(&origin, &error));
        }
    }

    fn scan(&mut self, path: &Path, origin: &Arc<Origin>) -> io::Result<()> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        if length >= scan::LARGE && !document::needs_whole(&origin.path) {
            let file = Opened { file, length };
            scan::scan_large(self.engine, self.options, origin, &file, Windows::on(self.threads), &mut self.outcome);
            return Ok(());
        }
        self.buffer.clear();
        file.read_to_end(&mut self.buffer)?;
        scan::scan_bytes(self.engine, self.options, origin, &self.buffer, &mut self.outcome);
        Ok(())
    }
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

/// Whether something is there to be scanned, a dangling link included.
#[must_use]
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}
