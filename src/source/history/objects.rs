//! Single objects, found without reading anything that grows with the history.
//!
//! [`super::Store`] lists every loose object and holds every pack's index, which a walk of a whole history is in need of.
//! Here a loose object is opened by its name, and of a pack's index only what lies on the way to one id is read.
//!
//! Format of the indexes: <https://git-scm.com/docs/gitformat-pack>, versions 1 and 2.

use super::delta::{self, Edits};
use super::entry::{EntryError, Extent, Header, Reader, Stored};
use super::file::Bytes;
use super::id::{Format, Kind, Oid};
use super::loose;
use super::problem::{Fault, Problem};
use super::store;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The objects of a repository, each looked up when it is asked for.
#[derive(Debug)]
pub struct Objects {
    format: Format,
    directories: Vec<PathBuf>,
    packs: OnceLock<Vec<LazyPack>>,
    problems: Vec<Problem>,
}

/// A pack that is opened when the first object is looked for in it.
#[derive(Debug)]
struct LazyPack {
    path: PathBuf,
    opened: OnceLock<Option<Opened>>,
}

#[derive(Debug)]
struct Opened {
    pack: Bytes,
    index: Bytes,
    version: u8,
    /// For each first byte of an id, how many ids have that byte or a smaller one.
    fanout: Vec<u32>,
    width: u64,
}

/// An entry on the way from an object to the base that it is built on.
struct Link<'p> {
    pack: &'p LazyPack,
    opened: &'p Opened,
    offset: u64,
    header: Header,
}

/// No chain of deltas is longer; git's own limit is 4,095.
const LONGEST_CHAIN: usize = 10_000;
/// So many ids are compared in one piece of an index.
const BLOCK: u64 = 64;
/// Loose objects' folders have names of so many digits.
const FOLDER_DIGITS: usize = 2;

impl Objects {
    /// The objects in a directory of objects, in those named with it, and in the alternates of each.
    #[must_use]
    pub fn new(directory: PathBuf, more: &[PathBuf], format: Format) -> Self {
        let mut problems = Vec::new();
        let directories = store::with_alternates(directory, more, &mut problems);
        Self { format, directories, packs: OnceLock::new(), problems }
    }

    /// The hash that names the objects.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// Directories that are named and not there.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Reads an object of at most `largest` bytes.
    ///
    /// # Errors
    /// If it is in no place, or in none of them readable; the problem is that of the last place.
    pub fn read(&self, id: &Oid, largest: usize) -> Result<(Kind, Vec<u8>), Problem> {
        let mut last = Problem::new(Fault::Missing, format_args!("object {id}"), "it is not there").hiding(1);
        for directory in &self.directories {
            match self.read_loose(directory, id, largest) {
                Ok(read) => return Ok(read),
                Err(problem) if problem.fault == Fault::Missing => {}
                Err(problem) => last = problem,
            }
        }
        for (pack, opened) in self.opened() {
            match opened.find(id) {
                Ok(None) => {}
                Ok(Some(offset)) => match self.read_packed(pack, opened, offset, largest) {
                    Ok(read) => return Ok(read),
                    Err(problem) => last = problem,
                },
                Err(error) => last = Problem::unreadable(&pack.path.with_extension("idx"), &error),
            }
        }
        Err(last)
    }

    /// Reads an object that must be of one kind.
    ///
    /// # Errors
    /// As [`Objects::read`], and if it is of another kind.
    pub fn read_kind(&self, id: &Oid, kind: Kind, largest: usize) -> Result<Vec<u8>, Problem> {
        match self.read(id, largest)? {
            (found, content) if found == kind => Ok(content),
            (found, _) => {
                let what = format_args!("it is a {} and not a {}", found.name(), kind.name()).to_string();
                Err(Problem::new(Fault::Corrupt, format_args!("object {id}"), what))
            }
        }
    }

    /// The ids that begin with these hexadecimal digits, at least two of them, in order.
    #[must_use]
    pub fn with_prefix(&self, digits: &str) -> Vec<Oid> {
        let digits = digits.to_ascii_lowercase();
        let mut found = Vec::new();
        let Some((folder, _)) = digits.split_at_checked(FOLDER_DIGITS) else { return found };
        for directory in &self.directories {
            let Ok(entries) = std::fs::read_dir(directory.join(folder)) else { continue };
            let names =
                entries.flatten().map(|entry| [folder.as_bytes(), entry.file_name().as_encoded_bytes()].concat());
            found.extend(names.filter_map(|name| Oid::from_hex(&name)));
        }
        for (_, opened) in self.opened() {
            found.extend(u8::from_str_radix(folder, 16).into_iter().flat_map(|first| opened.ids(first)));
        }
        found.retain(|id| id.as_bytes().len() == self.format.width() && id.to_string().starts_with(&digits));
        found.sort_unstable();
        found.dedup();
        found
    }

    fn read_loose(&self, directory: &Path, id: &Oid, largest: usize) -> Result<(Kind, Vec<u8>), Problem> {
        let hex = id.to_string();
        let (folder, rest) = hex.split_at(FOLDER_DIGITS);
        let path = directory.join(folder).join(rest);
        let mut read = Err(Problem::new(Fault::TooLarge, path.display(), "it is over the limit"));
        let missing =
            |error: &io::Error| matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory);
        if path.symlink_metadata().is_err_and(|error| missing(&error)) {
            return Err(Problem::new(Fault::Missing, path.display(), "it is not there"));
        }
        loose::Reader::default().read(
            &path,
            largest,
            |_| true,
            |part| {
                if let loose::Read::Whole(kind, content) = part {
                    read = Ok((kind, content.to_vec()));
                }
            },
        )?;
        read
    }

    fn opened(&self) -> impl Iterator<Item = (&LazyPack, &Opened)> {
        let packs = self.packs.get_or_init(|| {
            let paths = self
                .directories
                .iter()
                .flat_map(|directory| store::list_packs(&directory.join("pack"), &mut Vec::new()));
            paths.map(|path| LazyPack { path, opened: OnceLock::new() }).collect()
        });
        packs.iter().filter_map(|pack| {
            let opened = pack.opened.get_or_init(|| Opened::open(&pack.path, self.format).ok());
            Some((pack, opened.as_ref()?))
        })
    }

    fn read_packed<'p>(
        &'p self,
        mut pack: &'p LazyPack,
        mut opened: &'p Opened,
        mut offset: u64,
        largest: usize,
    ) -> Result<(Kind, Vec<u8>), Problem> {
        let mut reader = Reader::default();
        let mut chain: Vec<Link<'p>> = Vec::new();
        loop {
            reader.window.clear();
            let width = self.format.width();
            let header = reader.header(&opened.pack, opened.extent(offset), width);
            let link = |header| Link { pack, opened, offset, header };
            let header = header.map_err(|error| problem(pack, offset, error))?;
            match header.stored {
                Stored::Whole(kind) => {
                    let content = link(header).inflate(&mut reader, largest)?;
                    return self.rebuild(kind, content, chain, largest);
                }
                Stored::OffsetDelta(base) => {
                    chain.push(link(header));
                    offset = base;
                }
                Stored::IdDelta(id) => {
                    chain.push(link(header));
                    let base = self.opened().find_map(|(pack, opened)| Some((pack, opened, opened.find(&id).ok()??)));
                    let Some(base) = base else {
                        let loose = self.directories.iter().find_map(|path| self.read_loose(path, &id, largest).ok());
                        let missing = || problem(pack, offset, EntryError::Corrupt("its base is not there"));
                        let (kind, content) = loose.ok_or_else(missing)?;
                        return self.rebuild(kind, content, chain, largest);
                    };
                    (pack, opened, offset) = base;
                }
            }
            if chain.len() > LONGEST_CHAIN {
                return Err(problem(pack, offset, EntryError::Corrupt("its chain of deltas does not end")));
            }
        }
    }

    fn rebuild(
        &self,
        kind: Kind,
        mut content: Vec<u8>,
        chain: Vec<Link<'_>>,
        largest: usize,
    ) -> Result<(Kind, Vec<u8>), Problem> {
        let (mut reader, mut result, mut edits) = (Reader::default(), Vec::new(), Edits::default());
        for link in chain.into_iter().rev() {
            reader.window.clear();
            let delta = link.inflate(&mut reader, largest)?;
            delta::apply(&content, &delta, largest, &mut result, &mut edits)
                .map_err(|error| problem(link.pack, link.offset, error.into()))?;
            std::mem::swap(&mut content, &mut result);
        }
        Ok((kind, content))
    }
}

impl Link<'_> {
    /// Inflates the entry. Where it ends is not known: first as much is read as its compressed data may take if git wrote
    /// it, and only if that was not all, up to the end of the pack.
    fn inflate(&self, reader: &mut Reader, largest: usize) -> Result<Vec<u8>, Problem> {
        const SPARE: u64 = 1024;
        let whole = self.opened.extent(self.offset);
        let likely = self.header.size.saturating_add(self.header.size / 64).saturating_add(SPARE);
        let near = Extent { end: whole.end.min(self.offset.saturating_add(likely)), ..whole };
        let mut content = Vec::new();
        reader
            .inflate(&self.opened.pack, near, &self.header, largest, &mut content)
            .or_else(|error| match error {
                EntryError::Corrupt(_) if near.end < whole.end => {
                    reader.window.clear();
                    reader.inflate(&self.opened.pack, whole, &self.header, largest, &mut content)
                }
                error => Err(error),
            })
            .map_err(|error| problem(self.pack, self.offset, error))?;
        Ok(content)
    }
}

fn problem(pack: &LazyPack, offset: u64, error: EntryError) -> Problem {
    let place = format!("{} at byte {offset}", pack.path.display());
    match error {
        EntryError::Io(error) => Problem::new(Fault::Unreadable, place, error),
        EntryError::Corrupt(what) => Problem::new(Fault::Corrupt, place, what),
        EntryError::TooLarge(_) => Problem::new(Fault::TooLarge, place, "it is over the limit"),
    }
}

const FANOUT_BYTES: u64 = 256 * 4;

impl Opened {
    fn open(path: &Path, format: Format) -> io::Result<Self> {
        let index = Bytes::open(&path.with_extension("idx"))?;
        let version = match index.read_vec(0, 8)?.as_slice() {
            b"\xfftOc\0\0\0\x02" => 2,
            start if start.starts_with(b"\xfftOc") => return Err(io::ErrorKind::Unsupported.into()),
            _ => 1,
        };
        let fanout = index.read_vec(if version == 2 { 8 } else { 0 }, FANOUT_BYTES)?;
        let fanout: Vec<u32> = fanout.as_chunks::<4>().0.iter().map(|word| u32::from_be_bytes(*word)).collect();
        if !fanout.is_sorted() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(Self { pack: Bytes::open(path)?, index, version, fanout, width: format.width() as u64 })
    }

    fn extent(&self, offset: u64) -> Extent {
        Extent { start: offset, end: self.pack.len().saturating_sub(self.width).max(offset) }
    }

    /// Where the table of ids begins, how far apart they are, and where in its record an id begins.
    fn table(&self) -> (u64, u64, usize) {
        if self.version == 2 { (8 + FANOUT_BYTES, self.width, 0) } else { (FANOUT_BYTES, self.width + 4, 4) }
    }

    fn bucket(&self, first: u8) -> (u64, u64) {
        let first = usize::from(first);
        let low = first.checked_sub(1).map_or(0, |before| self.fanout[before]);
        (u64::from(low), u64::from(self.fanout[first]))
    }

    fn records(&self, low: u64, high: u64) -> io::Result<Vec<u8>> {
        let (start, step, _) = self.table();
        self.index.read_vec(start + low * step, (high - low) * step)
    }

    /// Every id with that first byte.
    fn ids(&self, first: u8) -> Vec<Oid> {
        let (_, step, skip) = self.table();
        let (low, high) = self.bucket(first);
        let records = self.records(low, high).unwrap_or_default();
        records.chunks_exact(step as usize).filter_map(|record| Oid::from_bytes(&record[skip..])).collect()
    }

    /// Where in the pack an object begins.
    fn find(&self, id: &Oid) -> io::Result<Option<u64>> {
        let (_, step, skip) = self.table();
        let (mut low, mut high) = self.bucket(id.as_bytes()[0]);
        while high - low > BLOCK {
            let middle = low.midpoint(high);
            if self.records(middle, middle + 1)?[skip..] <= *id.as_bytes() { low = middle } else { high = middle }
        }
        let records = self.records(low, high)?;
        let mut records = (low..).zip(records.chunks_exact(step as usize));
        match records.find(|(_, record)| record[skip..] == *id.as_bytes()) {
            None => Ok(None),
            Some((_, record)) if self.version == 1 => Ok(Some(u64::from(word(&record[..4])))),
            Some((position, _)) => self.offset(position).map(Some),
        }
    }

    /// The offset in the index of version 2: 31 bits, or with the top bit set the place of 64 bits in a second table.
    fn offset(&self, position: u64) -> io::Result<u64> {
        let count = u64::from(self.fanout[255]);
        let small = self.table().0 + count * (self.width + 4);
        let short = word(&self.index.read_vec(small + position * 4, 4)?);
        if short >> 31 == 0 {
            return Ok(u64::from(short));
        }
        let long = self.index.read_vec(small + count * 4 + u64::from(short & 0x7fff_ffff) * 8, 8)?;
        Ok(long.first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes)))
    }
}

fn word(bytes: &[u8]) -> u32 {
    bytes.first_chunk::<4>().map_or(0, |bytes| u32::from_be_bytes(*bytes))
}
