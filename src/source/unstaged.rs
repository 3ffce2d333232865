//! What files on disk hold that the index does not: changes that are not staged, and files that git does not know.

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use bstr::{BStr, BString, ByteSlice};

use super::history::{Kind, Objects, Repository};
use super::index::{Entry, Index, Status};
use super::news::{Content, LARGEST_BLOB, Scanner};
use crate::error::{Problem, ProblemKind};
use crate::finding::Origin;
use crate::scan::Outcome;

/// A working tree beside its index.
#[derive(Debug)]
pub struct Unstaged<'r> {
    /// The repository.
    pub repository: &'r Repository,
    /// The index file.
    pub index: PathBuf,
    /// The top of the working tree.
    pub root: PathBuf,
    /// Whether files that git neither knows nor ignores are read too.
    pub untracked: bool,
}

const TYPE: u32 = 0o170_000;

impl Unstaged<'_> {
    /// Scans what is not staged. That a file is marked as unchanged or left out does not matter: it is looked at.
    #[must_use]
    pub fn scan(&self, scanner: &Scanner<'_>) -> Outcome {
        let mut outcome = Outcome::default();
        let objects = self.repository.objects();
        let index = match Index::read(&self.index, self.repository.git_dir(), objects.format()) {
            Ok(index) => index,
            Err(what) => {
                let place = self.index.to_string_lossy();
                outcome.problems.push(Problem::new(place.as_bytes().as_bstr(), ProblemKind::Unreadable, what));
                return outcome;
            }
        };
        let written = fs::metadata(&self.index).and_then(|metadata| metadata.modified()).ok();
        for entry in index.entries().iter().filter(|entry| matches!(entry.mode & TYPE, 0o100_000 | 0o120_000)) {
            self.scan_tracked(scanner, objects, index.path(entry), entry, written, &mut outcome);
        }
        if self.untracked {
            self.scan_untracked(scanner, &index, &mut outcome);
        }
        outcome
    }

    fn scan_tracked(
        &self,
        scanner: &Scanner<'_>,
        objects: &Objects,
        path: &BStr,
        entry: &Entry,
        written: Option<SystemTime>,
        outcome: &mut Outcome,
    ) {
        let file = self.root.join(path.to_path_lossy());
        let metadata = match file.symlink_metadata() {
            Ok(metadata) if metadata.is_file() || metadata.is_symlink() => metadata,
            Ok(_) => return,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return,
            Err(error) => return outcome.problems.push(unreadable(path, &error)),
        };
        if !entry.intent_to_add && is_unchanged(&metadata, &entry.status, written) {
            return;
        }
        match read(&file, &metadata) {
            Ok(content) => {
                let old =
                    || objects.read_kind(&entry.id, Kind::Blob, LARGEST_BLOB).ok().filter(|_| !entry.intent_to_add);
                let origin =
                    scanner.named(Arc::new(Origin { path: path.to_owned(), ..Origin::default() }), true, outcome);
                let content = content_of(&metadata, &content);
                scanner.scan(&origin, content, || old().into_iter().collect(), outcome);
            }
            Err(error) => outcome.problems.push(unreadable(path, &error)),
        }
    }

    fn scan_untracked(&self, scanner: &Scanner<'_>, index: &Index, outcome: &mut Outcome) {
        let known: HashSet<&BStr> = index.entries().iter().map(|entry| index.path(entry)).collect();
        let mut walk = ignore::WalkBuilder::new(&self.root);
        walk.hidden(false).ignore(false).follow_links(false).filter_entry(|entry| entry.file_name() != ".git");
        for entry in walk.build() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    outcome.problems.push(Problem::new("".into(), ProblemKind::Unreadable, error.to_string()));
                    continue;
                }
            };
            let path = relative(&self.root, entry.path());
            let is_content = entry.file_type().is_some_and(|kind| kind.is_file() || kind.is_symlink());
            if !is_content || known.contains(path.as_bstr()) {
                continue;
            }
            let origin = scanner.named(Arc::new(Origin { path, ..Origin::default() }), false, outcome);
            let metadata = entry.path().symlink_metadata();
            match metadata.and_then(|metadata| Ok((read(entry.path(), &metadata)?, metadata))) {
                Ok((content, metadata)) => {
                    scanner.scan(&origin, content_of(&metadata, &content), Vec::new, outcome);
                }
                Err(error) => outcome.problems.push(unreadable(origin.path.as_ref(), &error)),
            }
        }
    }
}

/// A file's content, or the target of a link.
fn read(file: &Path, metadata: &Metadata) -> std::io::Result<Vec<u8>> {
    if metadata.is_symlink() {
        return fs::read_link(file).map(|target| target.as_os_str().as_encoded_bytes().to_vec());
    }
    fs::read(file)
}

fn content_of<'c>(metadata: &Metadata, bytes: &'c [u8]) -> Content<'c> {
    if metadata.is_symlink() { Content::Link(bytes) } else { Content::File(bytes) }
}

fn relative(root: &Path, path: &Path) -> BString {
    path.strip_prefix(root).unwrap_or(path).as_os_str().as_encoded_bytes().into()
}

fn unreadable(path: &BStr, error: &std::io::Error) -> Problem {
    Problem::new(path, ProblemKind::Unreadable, format!("cannot be read: {error}"))
}

/// Whether a file is as it was when the index was written, and was not changed in that very moment.
#[cfg(unix)]
fn is_unchanged(metadata: &Metadata, status: &Status, written: Option<SystemTime>) -> bool {
    use std::os::unix::fs::MetadataExt;
    // The index keeps the lower 32 bits of each.
    let now = Status {
        modified: (metadata.mtime() as u32, metadata.mtime_nsec() as u32),
        changed: (metadata.ctime() as u32, metadata.ctime_nsec() as u32),
        inode: metadata.ino() as u32,
        size: metadata.size() as u32,
    };
    now == *status && metadata.modified().is_ok_and(|modified| written.is_some_and(|written| modified < written))
}

/// Whether a file is as it was when the index was written: not known without inodes, so that its content is compared.
#[cfg(not(unix))]
fn is_unchanged(_: &Metadata, _: &Status, _: Option<SystemTime>) -> bool {
    false
}
