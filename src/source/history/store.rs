//! Where a repository keeps its objects: packs, loose objects, alternates, linked worktrees.

use super::delta::{self, Edits};
use super::entry::{EntryError, Reader, Stored};
use super::file;
use super::id::{Format, Kind, Oid};
use super::loose::{self, Loose};
use super::numbers::Numbers;
use super::pack::Pack;
use super::problem::{Fault, Problem};
use super::{config, recover};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The places of objects that git takes from its environment. This module reads no environment: the caller does.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Places {
    /// Replaces `objects` of the repository (`GIT_OBJECT_DIRECTORY`).
    pub objects: Option<PathBuf>,
    /// More object directories (`GIT_ALTERNATE_OBJECT_DIRECTORIES`, already split).
    pub alternates: Vec<PathBuf>,
}

/// A repository's objects, in every place that they are kept.
#[derive(Debug)]
pub struct Store {
    git_dir: PathBuf,
    common_dir: PathBuf,
    format: Format,
    partial: bool,
    reftable: bool,
    directories: Vec<PathBuf>,
    packs: Vec<Arc<Pack>>,
    /// Packs that were opened, or could not be.
    tried: HashSet<PathBuf>,
    loose: Vec<Loose>,
    problems: Vec<Problem>,
}

/// A set of entries of one pack.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranks(Vec<u64>);

impl Ranks {
    pub(super) fn insert(&mut self, rank: u32) {
        let word = rank as usize / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (rank % 64);
    }

    pub(super) fn contains(&self, rank: u32) -> bool {
        self.0.get(rank as usize / 64).is_some_and(|word| word >> (rank % 64) & 1 == 1)
    }
}

/// No chain of deltas is longer; git's own limit is 4,095.
const LONGEST_CHAIN: usize = 10_000;

impl Store {
    /// Opens the objects of a repository: a git directory, a working tree, or the `.git` file of a linked worktree or a
    /// submodule.
    ///
    /// # Errors
    /// Where there is no repository, or its format is not known. What is wrong with single packs and directories is
    /// in [`Store::problems`].
    pub fn open(path: &Path) -> Result<Self, Problem> {
        Self::open_with(path, &Places::default())
    }

    /// As [`Store::open`], with the places that the environment names.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_with(path: &Path, places: &Places) -> Result<Self, Problem> {
        let git_dir = find_git_dir(path)?;
        let common_dir = find_common_dir(&git_dir)?;
        let config = config::read(&common_dir.join("config"))?;
        let objects = places.objects.clone().unwrap_or_else(|| common_dir.join("objects"));
        if !objects.is_dir() {
            return Err(Problem::new(Fault::Missing, objects.display(), "there is no directory of objects"));
        }
        let mut problems = Vec::new();
        let directories = with_alternates(objects, &places.alternates, &mut problems);
        let mut store = Self {
            git_dir,
            common_dir,
            format: config.format,
            partial: config.partial,
            reftable: config.reftable,
            directories,
            packs: Vec::new(),
            tried: HashSet::new(),
            loose: Vec::new(),
            problems,
        };
        store.refresh();
        Ok(store)
    }

    /// The git directory, which for a linked worktree is its own.
    #[must_use]
    pub fn git_dir(&self) -> &Path {
        &self.git_dir
    }

    /// The git directory that linked worktrees share.
    #[must_use]
    pub fn common_dir(&self) -> &Path {
        &self.common_dir
    }

    /// The hash of the repository's ids.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// Whether this is a partial clone: some objects stay at the remote on purpose.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.partial
    }

    /// Whether refs are kept in reftables rather than in files.
    pub(super) fn has_reftable(&self) -> bool {
        self.reftable
    }

    /// What was wrong with directories, packs and indexes when they were opened.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// How many objects there are, those in several places counted once for each.
    #[must_use]
    pub fn len(&self) -> usize {
        self.packs.iter().map(|pack| pack.len()).sum::<usize>() + self.loose.len()
    }

    /// Whether there is no object.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the object is there. It may still turn out to be unreadable.
    #[must_use]
    pub fn contains(&self, id: &Oid) -> bool {
        self.packs.iter().any(|pack| pack.index.position(id.as_bytes()).is_some())
            || self.find_loose(id).next().is_some()
    }

    /// Reads one object of at most `largest` bytes. Each call rebuilds the object from the start of its chain of deltas:
    /// for many objects, walk.
    ///
    /// # Errors
    /// If the object is in no place, or in none of them readable; the problem is that of the last place.
    pub fn read(&self, id: &Oid, largest: usize) -> Result<(Kind, Vec<u8>), Problem> {
        let mut last = Problem::new(Fault::Missing, format_args!("object {id}"), "it is not there").hiding(1);
        for pack in &self.packs {
            if let Some(rank) = pack.index.find(id).and_then(|offset| pack.rank(offset)) {
                match self.read_packed(pack, rank, largest) {
                    Ok(read) => return Ok(read),
                    Err(problem) => last = problem,
                }
            }
        }
        for loose in self.find_loose(id) {
            match self.read_loose(loose, largest) {
                Ok(read) => return Ok(read),
                Err(problem) => last = problem,
            }
        }
        Err(last)
    }

    pub(super) fn packs(&self) -> &[Arc<Pack>] {
        &self.packs
    }

    /// Numbers for the objects that are known now.
    pub(super) fn numbers(&self) -> Numbers {
        let mut loose: Vec<_> = self.loose.iter().map(|loose| loose.id).collect();
        loose.dedup();
        Numbers::new(&self.packs, loose)
    }

    /// The loose objects of that listing and later ones.
    pub(super) fn loose_from(&self, round: u32) -> impl Iterator<Item = &Loose> {
        self.loose.iter().filter(move |loose| loose.round >= round)
    }

    pub(super) fn loose_path(&self, loose: &Loose) -> PathBuf {
        let hex = loose.id.to_string();
        let (start, rest) = hex.split_at(2);
        self.directories.get(loose.directory as usize).map(|path| path.join(start).join(rest)).unwrap_or_default()
    }

    /// The ranks of those entries of a pack that a pack before it has too, or a loose object of a listing before
    /// `round`, for each pack from number `from` on.
    pub(super) fn duplicates(&self, from: usize, round: u32) -> Vec<Ranks> {
        let mut duplicates = vec![Ranks::default(); self.packs.len()];
        let loose = self.loose.iter().filter(|loose| loose.round < round);
        let mut all: Vec<(Oid, u32, u32)> = loose.map(|loose| (loose.id, 0, 0)).collect();
        if self.packs.len() + all.len() > 1 {
            for (number, pack) in (1u32..).zip(&self.packs) {
                all.extend((0..pack.len() as u32).map(|rank| (pack.id(rank as usize), number, rank)));
            }
            all.sort_unstable();
            for pair in all.windows(2).filter(|pair| pair[0].0 == pair[1].0 && pair[1].1 > 0) {
                let (_, number, rank) = pair[1];
                duplicates[number as usize - 1].insert(rank);
            }
        }
        duplicates.split_off(from)
    }

    /// A store of one pack alone.
    pub(super) fn of_pack(pack: Pack, format: Format) -> Self {
        Self {
            git_dir: PathBuf::new(),
            common_dir: PathBuf::new(),
            format,
            partial: false,
            reftable: false,
            directories: Vec::new(),
            packs: vec![Arc::new(pack)],
            tried: HashSet::new(),
            loose: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Looks for packs and loose objects that are not known yet: another process may have written them, or moved objects
    /// from one to the other. New packs stand behind the known ones; says the number of the new listing of loose objects.
    pub(super) fn refresh(&mut self) -> u32 {
        const TRIES: usize = 4;
        // A pack that goes away between the listing and the opening was replaced by one that was not listed.
        for _ in 0..TRIES {
            if !self.open_packs() {
                break;
            }
        }
        let round = self.list_loose();
        self.problems.sort();
        self.problems.dedup();
        round
    }

    /// Opens the packs that were not tried yet; says whether one went away in the meantime.
    fn open_packs(&mut self) -> bool {
        let mut gone = false;
        for directory in &self.directories {
            for path in list_packs(&directory.join("pack"), &mut self.problems) {
                if !self.tried.insert(path.clone()) {
                    continue;
                }
                match Pack::open(&path, self.format) {
                    Ok(pack) => self.packs.push(Arc::new(pack)),
                    Err(_) if !path.exists() => gone = true,
                    Err(problem) => {
                        self.problems.push(problem);
                        self.packs.extend(recover::index(&path, self.format, &mut self.problems).map(Arc::new));
                    }
                }
            }
        }
        gone
    }

    fn list_loose(&mut self) -> u32 {
        let round = self.loose.iter().map(|loose| loose.round + 1).max().unwrap_or_default();
        let mut found = Vec::new();
        for (number, directory) in (0..).zip(&self.directories) {
            found.extend(loose::list(directory, number, self.format, &mut self.problems));
        }
        found.retain(|loose| self.find_loose(&loose.id).next().is_none());
        found.sort_unstable();
        let mut before = None;
        for loose in &mut found {
            let packed = self.packs.iter().any(|pack| pack.index.position(loose.id.as_bytes()).is_some());
            loose.first = !packed && before != Some(loose.id);
            loose.round = round;
            before = Some(loose.id);
        }
        self.loose.append(&mut found);
        self.loose.sort_unstable();
        round
    }

    fn find_loose(&self, id: &Oid) -> impl Iterator<Item = &Loose> {
        let start = self.loose.partition_point(|loose| loose.id < *id);
        self.loose[start..].iter().take_while(move |loose| loose.id == *id)
    }

    fn read_loose(&self, loose: &Loose, largest: usize) -> Result<(Kind, Vec<u8>), Problem> {
        let path = self.loose_path(loose);
        let mut read = None;
        loose::Reader::default().read(
            &path,
            largest,
            |_| true,
            |part| {
                if let loose::Read::Whole(kind, content) = part {
                    read = Some((kind, content.to_vec()));
                }
            },
        )?;
        read.ok_or_else(|| Problem::new(Fault::TooLarge, path.display(), "it is over the limit"))
    }

    /// Rebuilds an object from its chain of deltas, which may go on in another pack or in a loose object.
    pub(super) fn read_packed(&self, pack: &Pack, rank: usize, largest: usize) -> Result<(Kind, Vec<u8>), Problem> {
        let mut chain = vec![(pack, rank)];
        let mut reader = Reader::default();
        let (kind, mut content) = loop {
            let &(pack, rank) = chain.last().expect("a chain begins with the object");
            let fail = |error: EntryError| pack.problem(rank, &error);
            reader.window.clear();
            let header = reader.header(&pack.file, pack.extent(rank), pack.format.width()).map_err(fail)?;
            let corrupt = |what| fail(EntryError::Corrupt(what));
            match header.stored {
                Stored::Whole(kind) => {
                    let mut content = Vec::new();
                    let extent = pack.extent(rank);
                    reader.inflate(&pack.file, extent, &header, largest, &mut content).map_err(fail)?;
                    chain.pop();
                    break (kind, content);
                }
                Stored::OffsetDelta(offset) => {
                    let base = pack.rank(offset).ok_or_else(|| corrupt("its base is not where an entry begins"))?;
                    chain.push((pack, base));
                }
                Stored::IdDelta(id) => match self.find_packed(pack, &id) {
                    Some(base) => chain.push(base),
                    None => {
                        let loose = self.find_loose(&id).next().ok_or_else(|| corrupt("its base is not there"))?;
                        break self.read_loose(loose, largest)?;
                    }
                },
            }
            if chain.len() > LONGEST_CHAIN {
                return Err(corrupt("its chain of deltas does not end"));
            }
        };
        let (mut delta, mut result, mut edits) = (Vec::new(), Vec::new(), Edits::default());
        while let Some((pack, rank)) = chain.pop() {
            let fail = |error: EntryError| pack.problem(rank, &error);
            reader.window.clear();
            let header = reader.header(&pack.file, pack.extent(rank), pack.format.width()).map_err(fail)?;
            reader.inflate(&pack.file, pack.extent(rank), &header, largest, &mut delta).map_err(fail)?;
            delta::apply(&content, &delta, largest, &mut result, &mut edits).map_err(|error| fail(error.into()))?;
            std::mem::swap(&mut content, &mut result);
        }
        Ok((kind, content))
    }

    /// The entry of an object, in that pack if it is there.
    fn find_packed<'a>(&'a self, near: &'a Pack, id: &Oid) -> Option<(&'a Pack, usize)> {
        let mut packs = std::iter::once(near).chain(self.packs.iter().map(Arc::as_ref));
        packs.find_map(|pack| Some((pack, pack.rank(pack.index.find(id)?)?)))
    }
}

/// The git directory that a path stands for.
pub(super) fn find_git_dir(path: &Path) -> Result<PathBuf, Problem> {
    if path.is_file() {
        return follow(path);
    }
    let inner = path.join(".git");
    if inner.is_file() {
        return follow(&inner);
    }
    [inner, path.to_owned()]
        .into_iter()
        .find(|path| path.join("HEAD").symlink_metadata().is_ok() || path.join("objects").is_dir())
        .ok_or_else(|| Problem::new(Fault::Missing, path.display(), "it is not a git repository"))
}

/// Follows a `.git` file.
fn follow(path: &Path) -> Result<PathBuf, Problem> {
    let text = read_small(path)?;
    let target = text.strip_prefix(b"gitdir: ".as_slice());
    let target =
        target.ok_or_else(|| Problem::new(Fault::Corrupt, path.display(), "it does not name a git directory"))?;
    Ok(path.parent().unwrap_or(Path::new("")).join(to_path(target.trim_ascii_end())))
}

pub(super) fn find_common_dir(git_dir: &Path) -> Result<PathBuf, Problem> {
    let path = git_dir.join("commondir");
    if !path.exists() {
        return Ok(git_dir.to_owned());
    }
    let text = read_small(&path)?;
    Ok(git_dir.join(to_path(text.trim_ascii_end())))
}

/// Reads a file that holds a path or a list of them.
pub(super) fn read_small(path: &Path) -> Result<Vec<u8>, Problem> {
    const MOST: u64 = 1 << 20;
    let metadata = std::fs::metadata(path).map_err(|error| Problem::unreadable(path, &error))?;
    if metadata.len() > MOST {
        return Err(Problem::new(Fault::TooLarge, path.display(), "it is larger than such a file can be"));
    }
    file::read(path).map_err(|error| Problem::unreadable(path, &error))
}

/// The object directories: the first, then the alternates of each, none twice.
pub(super) fn with_alternates(objects: PathBuf, more: &[PathBuf], problems: &mut Vec<Problem>) -> Vec<PathBuf> {
    let mut directories = vec![objects];
    directories.extend_from_slice(more);
    let mut seen = HashSet::new();
    let mut kept = Vec::new();
    let mut next = 0;
    while let Some(directory) = directories.get(next).cloned() {
        next += 1;
        match std::fs::canonicalize(&directory) {
            Ok(path) if seen.contains(&path) => continue,
            Ok(path) => drop(seen.insert(path)),
            Err(error) => {
                problems.push(Problem::new(Fault::Missing, directory.display(), format_args!("an alternate: {error}")));
                continue;
            }
        }
        match alternates(&directory) {
            Ok(found) => directories.extend(found),
            Err(problem) => problems.push(problem),
        }
        kept.push(directory);
    }
    kept
}

/// The lines of `info/alternates`: paths, absolute or from the object directory on, quoted as in C if they begin so.
fn alternates(directory: &Path) -> Result<Vec<PathBuf>, Problem> {
    let path = directory.join("info/alternates");
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = read_small(&path)?;
    let lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty() && line[0] != b'#');
    Ok(lines.map(|line| directory.join(to_path(&config::unquote(line)))).collect())
}

/// The packs of a directory, sorted by name.
pub(super) fn list_packs(directory: &Path, problems: &mut Vec<Problem>) -> Vec<PathBuf> {
    let entries = match std::fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) => {
            if error.kind() != std::io::ErrorKind::NotFound {
                problems.push(Problem::unreadable(directory, &error));
            }
            return Vec::new();
        }
    };
    let (mut packs, mut indexes) = (Vec::new(), Vec::new());
    for entry in entries {
        match entry {
            Ok(entry) => match entry.path() {
                path if path.extension().is_some_and(|extension| extension == "pack") => packs.push(path),
                path if path.extension().is_some_and(|extension| extension == "idx") => indexes.push(path),
                _ => {}
            },
            Err(error) => problems.push(Problem::unreadable(directory, &error)),
        }
    }
    packs.sort();
    for index in indexes.into_iter().filter(|index| packs.binary_search(&index.with_extension("pack")).is_err()) {
        problems.push(Problem::new(Fault::Missing, index.display(), "the pack of this index is not there"));
    }
    packs
}

/// The path that these bytes name.
#[cfg(unix)]
pub(super) fn to_path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

/// The path that these bytes name.
#[cfg(not(unix))]
pub(super) fn to_path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
