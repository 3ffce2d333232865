//! Refs, what they were before (their logs), and where a shallow clone ends.
//!
//! Formats: <https://git-scm.com/docs/gitrepository-layout>. Replace refs are refs as any other here, and grafts are not
//! read: the objects that are there count, not what stands in for them.

use super::file;
use super::id::Oid;
use super::problem::{Fault, Problem};
use super::reftable::{self, Value};
use super::store::{Store, read_small};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The refs of a repository and of its linked worktrees.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Refs {
    /// Full names, such as `refs/heads/main` or `HEAD`, with what each points at. Those of a linked worktree's own begin
    /// with `worktrees/` and its name. Names and values are text that may hold anything.
    pub targets: BTreeMap<Vec<u8>, Target>,
    /// Entries of the logs: what refs pointed at before, and why that changed.
    pub logs: Vec<LogEntry>,
    /// The commits at which history was cut off when it was fetched: their parents are not here.
    pub shallow: Vec<Oid>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// What a ref points at.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Target {
    /// An object.
    Id(Oid),
    /// Another ref.
    Name(Vec<u8>),
}

/// A line of a ref's log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LogEntry {
    /// The ref.
    pub name: Vec<u8>,
    /// What it pointed at; null where it was new.
    pub old: Oid,
    /// What it points at since; null where it was deleted.
    pub new: Oid,
    /// Who did it and when: `Name <address> seconds +hhmm`, see [`super::Signature::parse`].
    pub by: Vec<u8>,
    /// Why.
    pub message: Vec<u8>,
}

/// Folders are not followed further down; names of refs cannot be longer than a path.
const DEEPEST: usize = 256;

impl Refs {
    /// Reads the refs of a store's repository.
    #[must_use]
    pub fn read(store: &Store) -> Self {
        let mut refs = Self::default();
        let common = store.common_dir().to_owned();
        refs.read_packed(&common.join("packed-refs"));
        refs.read_directory(&common, b"", store.has_reftable());
        for worktree in list(&common.join("worktrees"), &mut refs.problems) {
            let name = worktree.file_name().unwrap_or_default().as_encoded_bytes();
            refs.read_directory(&worktree, &[b"worktrees/", name, b"/"].concat(), store.has_reftable());
        }
        refs.read_shallow(&common.join("shallow"));
        if !refs.targets.contains_key(b"HEAD".as_slice()) {
            refs.problems.push(Problem::new(Fault::Missing, common.join("HEAD").display(), "there is no HEAD"));
        }
        refs
    }

    /// Reads what the refs of a repository point at now, and nothing of their logs or of other worktrees.
    pub(super) fn current(git_dir: &Path, common_dir: &Path, reftable: bool) -> Self {
        let mut refs = Self::default();
        refs.read_packed(&common_dir.join("packed-refs"));
        refs.read_targets(common_dir, b"", reftable);
        if git_dir != common_dir {
            refs.read_targets(git_dir, b"", reftable);
        }
        refs
    }

    /// Reads what a git directory has of its own; the names get a prefix.
    fn read_directory(&mut self, directory: &Path, prefix: &[u8], reftable: bool) {
        self.read_targets(directory, prefix, reftable);
        self.descend(&directory.join("logs"), prefix.strip_suffix(b"/").unwrap_or_default(), 0, Self::read_log);
    }

    fn read_targets(&mut self, directory: &Path, prefix: &[u8], reftable: bool) {
        if reftable {
            self.read_reftable(&directory.join("reftable"), prefix);
        }
        for path in list(directory, &mut self.problems) {
            let name = path.file_name().unwrap_or_default().as_encoded_bytes();
            let pseudo = name.len() > 3 && name.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_');
            // With reftables HEAD is a stub that points at no ref that could be.
            if pseudo && path.is_file() && !(reftable && name == b"HEAD") {
                self.read_loose(&path, [prefix, name].concat());
            }
        }
        if !reftable {
            self.descend(&directory.join("refs"), &[prefix, b"refs"].concat(), 0, Self::read_loose);
        }
    }

    /// Calls `each` for every file below a directory, with its name.
    fn descend(&mut self, directory: &Path, name: &[u8], depth: usize, each: fn(&mut Self, &Path, Vec<u8>)) {
        if depth > DEEPEST {
            self.problems.push(Problem::new(Fault::Unsupported, directory.display(), "the folders go too deep"));
            return;
        }
        for path in list(directory, &mut self.problems) {
            let last = path.file_name().unwrap_or_default().as_encoded_bytes();
            let separator: &[u8] = if name.is_empty() { b"" } else { b"/" };
            let name = [name, separator, last].concat();
            match path.symlink_metadata() {
                Ok(metadata) if metadata.is_dir() => self.descend(&path, &name, depth + 1, each),
                Ok(_) if name.ends_with(b".lock") => {}
                Ok(_) => each(self, &path, name),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => self.problems.push(Problem::unreadable(&path, &error)),
            }
        }
    }

    fn read_loose(&mut self, path: &Path, name: Vec<u8>) {
        let text = match read_small(path) {
            Ok(text) => text,
            Err(problem) => return self.problems.push(problem),
        };
        let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii();
        let word = line.split(u8::is_ascii_whitespace).next().unwrap_or_default();
        match (line.strip_prefix(b"ref:"), Oid::from_hex(word)) {
            (Some(target), _) => drop(self.targets.insert(name, Target::Name(target.trim_ascii().to_vec()))),
            (None, Some(id)) => drop(self.targets.insert(name, Target::Id(id))),
            // Files of other programs, and of git's that are no refs, may stand beside HEAD.
            (None, None) if !name.starts_with(b"refs/") && !name.ends_with(b"HEAD") => {}
            (None, None) if name == b"FETCH_HEAD" => {}
            (None, None) => {
                self.problems.push(Problem::new(Fault::Corrupt, path.display(), "it points at no object and no ref"));
            }
        }
    }

    fn read_packed(&mut self, path: &Path) {
        let text = match file::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
            Err(error) => return self.problems.push(Problem::unreadable(path, &error)),
        };
        let lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with(b"#") && !line.starts_with(b"^")) {
            let space = line.iter().position(|byte| *byte == b' ').unwrap_or(line.len());
            match (Oid::from_hex(&line[..space]), line.get(space + 1..)) {
                (Some(id), Some(name)) => drop(self.targets.insert(name.to_vec(), Target::Id(id))),
                _ => self.problems.push(Problem::new(Fault::Corrupt, path.display(), "a line of it is no ref")),
            }
        }
    }

    fn read_log(&mut self, path: &Path, name: Vec<u8>) {
        let text = match file::read(path) {
            Ok(text) => text,
            Err(error) => return self.problems.push(Problem::unreadable(path, &error)),
        };
        for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            match log_line(line, &name) {
                Some(entry) => self.logs.push(entry),
                None => {
                    self.problems.push(Problem::new(Fault::Corrupt, path.display(), "a line of the log is not valid"))
                }
            }
        }
    }

    fn read_shallow(&mut self, path: &Path) {
        if path.exists() {
            match read_small(path) {
                Ok(text) => self.shallow.extend(text.split(|byte| *byte == b'\n').filter_map(Oid::from_hex)),
                Err(problem) => self.problems.push(problem),
            }
        }
    }

    fn read_reftable(&mut self, directory: &Path, prefix: &[u8]) {
        let list = directory.join("tables.list");
        if !list.exists() && !prefix.is_empty() {
            return;
        }
        let names = match read_small(&list) {
            Ok(names) => names,
            Err(problem) => return self.problems.push(problem),
        };
        for name in names.split(|byte| *byte == b'\n').filter(|name| !name.is_empty()) {
            let path = directory.join(super::store::to_path(name));
            let table = file::read(&path).map_err(|error| Problem::unreadable(&path, &error)).and_then(|file| {
                reftable::read(&file).map_err(|what| Problem::new(Fault::Corrupt, path.display(), what))
            });
            match table {
                Ok(table) => self.take_table(table, prefix),
                Err(problem) => self.problems.push(problem),
            }
        }
    }

    fn take_table(&mut self, table: reftable::Table, prefix: &[u8]) {
        for (name, value) in table.refs {
            let name = [prefix, &name].concat();
            match value {
                Value::Deleted => drop(self.targets.remove(&name)),
                Value::Id(id) => drop(self.targets.insert(name, Target::Id(id))),
                Value::Symbolic(target) => drop(self.targets.insert(name, Target::Name(target))),
            }
        }
        let named = |entry: LogEntry| LogEntry { name: [prefix, &entry.name].concat(), ..entry };
        self.logs.extend(table.logs.into_iter().map(named));
    }
}

/// The entries of a directory, sorted; one that is not there has none.
fn list(directory: &Path, problems: &mut Vec<Problem>) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    match std::fs::read_dir(directory) {
        Ok(entries) => {
            for entry in entries {
                match entry {
                    Ok(entry) => paths.push(entry.path()),
                    Err(error) => problems.push(Problem::unreadable(directory, &error)),
                }
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => problems.push(Problem::unreadable(directory, &error)),
    }
    paths.sort();
    paths
}

/// Reads `old new Name <address> seconds +hhmm`, a tab, and the message.
fn log_line(line: &[u8], name: &[u8]) -> Option<LogEntry> {
    let tab = line.iter().position(|byte| *byte == b'\t').unwrap_or(line.len());
    let mut words = line[..tab].splitn(3, |byte| *byte == b' ');
    let (old, new) = (Oid::from_hex(words.next()?)?, Oid::from_hex(words.next()?)?);
    let by = words.next().unwrap_or_default().to_vec();
    let message = line.get(tab + 1..).unwrap_or_default().to_vec();
    Some(LogEntry { name: name.to_vec(), old, new, by, message })
}
