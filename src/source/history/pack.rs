//! A pack: its file, its index, and the offsets that bound its entries.

use super::entry::{EntryError, Extent};
use super::file::Bytes;
use super::id::{Format, Oid};
use super::index::{Index, IndexError};
use super::problem::{Fault, Problem};
use std::fmt;
use std::path::{Path, PathBuf};

/// A pack with its index.
#[derive(Debug)]
pub(super) struct Pack {
    pub(super) path: PathBuf,
    pub(super) file: Bytes,
    pub(super) index: Index,
    pub(super) format: Format,
    /// Where the last entry ends and the pack's trailer begins.
    pub(super) end: u64,
    /// Offsets of all entries, ascending, each with its position in the index.
    entries: Vec<(u64, u32)>,
}

/// The length of a pack's header: the magic bytes, the version, the count of entries.
pub(super) const PACK_HEADER: u64 = 12;

impl Pack {
    /// Opens a pack and the index beside it.
    pub(super) fn open(path: &Path, format: Format) -> Result<Self, Problem> {
        let file = Bytes::open(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Problem::new(Fault::Missing, path.display(), "the pack is not there"),
            _ => Problem::unreadable(path, &error),
        })?;
        let count = check_header(&file).map_err(|what| Problem::new(Fault::Corrupt, path.display(), what))?;
        let place = path.with_extension("idx");
        let index = Index::open(&place, format, file.len()).map_err(|error| match error {
            IndexError::Io(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Problem::new(Fault::Missing, place.display(), "the pack's index is not there")
            }
            IndexError::Io(error) => Problem::unreadable(&place, &error),
            IndexError::Corrupt(what) => Problem::new(Fault::Corrupt, place.display(), what),
        })?;
        check_pair(&file, &index, count).map_err(|what| Problem::new(Fault::Corrupt, place.display(), what))?;
        let end = file.len() - format.width() as u64;
        Self::new(path, file, index, format, end)
            .ok_or_else(|| Problem::new(Fault::Corrupt, place.display(), "two of its entries begin at one place"))
    }

    /// A pack with an index that was made for it; `None` if the index is not one to one.
    pub(super) fn new(path: &Path, file: Bytes, index: Index, format: Format, end: u64) -> Option<Self> {
        let positions = 0..u32::try_from(index.len()).ok()?;
        let mut entries: Vec<_> = index.offsets().iter().copied().zip(positions).collect();
        entries.sort_unstable();
        let one_to_one = entries.windows(2).all(|pair| pair[0].0 < pair[1].0);
        one_to_one.then(|| Self { path: path.to_owned(), file, index, format, end, entries })
    }

    /// How many entries it has.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The stretch of the entry at that rank in the order of offsets.
    pub(super) fn extent(&self, rank: usize) -> Extent {
        let end = self.entries.get(rank + 1).map_or(self.end, |(offset, _)| *offset);
        Extent { start: self.entries[rank].0, end }
    }

    /// The position in the index of the entry at that rank.
    pub(super) fn position(&self, rank: usize) -> usize {
        self.entries[rank].1 as usize
    }

    /// The id of the entry at that rank.
    pub(super) fn id(&self, rank: usize) -> Oid {
        self.index.id(self.position(rank))
    }

    /// The rank of the entry that begins at that offset.
    pub(super) fn rank(&self, offset: u64) -> Option<usize> {
        self.entries.binary_search_by_key(&offset, |(start, _)| *start).ok()
    }

    /// The rank of the entry that begins at that offset, which is sought backwards from `near`: a base mostly lies close.
    pub(super) fn rank_before(&self, offset: u64, near: usize) -> Option<usize> {
        let mut step = 1;
        let mut low = near;
        while low > 0 && self.entries[low].0 > offset {
            low = low.saturating_sub(step);
            step *= 2;
        }
        let stretch = &self.entries[low..near];
        stretch.binary_search_by_key(&offset, |(start, _)| *start).ok().map(|found| low + found)
    }

    /// The place of an entry, for a problem.
    pub(super) fn place(&self, rank: usize) -> Place<'_> {
        Place { pack: self, rank }
    }

    /// The problem that an entry has.
    pub(super) fn problem(&self, rank: usize, error: &EntryError) -> Problem {
        let place = self.place(rank);
        match error {
            EntryError::Io(error) => Problem::new(Fault::Unreadable, place, error),
            EntryError::Corrupt(what) => Problem::new(Fault::Corrupt, place, what),
            EntryError::TooLarge(size) => Problem::new(Fault::TooLarge, place, format_args!("it has {size} bytes")),
        }
    }
}

/// An entry's pack, offset and id.
pub(super) struct Place<'a> {
    pack: &'a Pack,
    rank: usize,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pack, rank } = self;
        write!(formatter, "{}, byte {}, object {}", pack.path.display(), pack.extent(*rank).start, pack.id(*rank))
    }
}

/// Checks a pack's first bytes; gives its count of entries.
pub(super) fn check_header(file: &Bytes) -> Result<u32, String> {
    let header = file.read_vec(0, PACK_HEADER).map_err(|error| match error.kind() {
        std::io::ErrorKind::UnexpectedEof => "the pack is cut short".to_owned(),
        _ => error.to_string(),
    })?;
    let [magic, version, count] = [0, 4, 8].map(|at| [header[at], header[at + 1], header[at + 2], header[at + 3]]);
    match (&magic, u32::from_be_bytes(version)) {
        (b"PACK", 2 | 3) => Ok(u32::from_be_bytes(count)),
        (b"PACK", version) => Err(format!("packs of version {version} are not known")),
        _ => Err("it is not a pack".to_owned()),
    }
}

/// Checks that the index is one of this pack, and the pack whole.
fn check_pair(file: &Bytes, index: &Index, count: u32) -> Result<(), &'static str> {
    if index.len() != count as usize {
        return Err("it has not as many entries as the pack");
    }
    let width = index.pack_checksum.len() as u64;
    let trailer = file.len().checked_sub(width).and_then(|at| file.read_vec(at, width).ok());
    if trailer.as_ref() != Some(&index.pack_checksum) {
        return Err("the pack does not end with the checksum that the index has for it");
    }
    Ok(())
}
