//! The index of a pack: which objects it holds and where each begins.
//!
//! Format: <https://git-scm.com/docs/gitformat-pack>, "pack-*.idx files have the following format", versions 1 and 2.

use super::file::Bytes;
use super::id::{Format, Oid};
use std::io;
use std::path::Path;

/// A pack's index in memory: ids in order, and each one's offset in the pack.
#[derive(Debug, Default)]
pub(super) struct Index {
    width: usize,
    ids: Vec<u8>,
    offsets: Vec<u64>,
    /// For each first byte of an id, how many ids have that byte or a smaller one.
    fanout: Vec<u32>,
    /// The pack's own checksum as the index has it; empty if the index was made in memory.
    pub(super) pack_checksum: Vec<u8>,
}

/// Why an index cannot be used.
#[derive(Debug)]
pub(super) enum IndexError {
    Io(io::Error),
    Corrupt(&'static str),
}

impl From<io::Error> for IndexError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof { Self::Corrupt("it is cut short") } else { Self::Io(error) }
    }
}

const FANOUT: usize = 256 * 4;

impl Index {
    /// Reads the index file. `pack_len` bounds the offsets.
    pub(super) fn open(path: &Path, format: Format, pack_len: u64) -> Result<Self, IndexError> {
        let file = Bytes::open(path)?;
        let start = file.read_vec(0, 8)?;
        let index = if start.starts_with(b"\xfftOc") {
            if start[4..] != [0, 0, 0, 2] {
                return Err(IndexError::Corrupt("its version is not known"));
            }
            Self::version_2(&file, format.width())?
        } else {
            Self::version_1(&file, format.width())?
        };
        index.check(pack_len)?;
        Ok(index)
    }

    /// The index of these entries, in any order.
    pub(super) fn of_entries(mut entries: Vec<(Oid, u64)>, format: Format) -> Self {
        entries.sort_unstable();
        entries.dedup();
        let mut fanout = vec![0u32; 256];
        for (id, _) in &entries {
            fanout[usize::from(id.as_bytes()[0])] += 1;
        }
        for byte in 1..256 {
            fanout[byte] += fanout[byte - 1];
        }
        Self {
            width: format.width(),
            ids: entries.iter().flat_map(|(id, _)| id.as_bytes()).copied().collect(),
            offsets: entries.into_iter().map(|(_, offset)| offset).collect(),
            fanout,
            pack_checksum: Vec::new(),
        }
    }

    fn version_2(file: &Bytes, width: usize) -> Result<Self, IndexError> {
        let fanout = read_fanout(file, 8)?;
        let count = u64::from(fanout[255]);
        let ids_at = (8 + FANOUT) as u64;
        let offsets_at = ids_at + count * (width as u64 + 4);
        let large_at = offsets_at + count * 4;
        let large_len = file.len().checked_sub(large_at + 2 * width as u64).ok_or_else(cut)?;
        let ids = file.read_vec(ids_at, count * width as u64)?;
        let small = file.read_vec(offsets_at, count * 4)?;
        let large = file.read_vec(large_at, large_len)?;
        let offsets = words(&small).map(|word| wide_offset(word, &large)).collect::<Option<_>>();
        let offsets = offsets.ok_or(IndexError::Corrupt("an offset is outside of its table"))?;
        let pack_checksum = file.read_vec(file.len() - 2 * width as u64, width as u64)?;
        Ok(Self { width, ids, offsets, fanout, pack_checksum })
    }

    fn version_1(file: &Bytes, width: usize) -> Result<Self, IndexError> {
        let fanout = read_fanout(file, 0)?;
        let entry = 4 + width;
        let len = u64::from(fanout[255]) * entry as u64;
        if file.len() != FANOUT as u64 + len + 2 * width as u64 {
            return Err(IndexError::Corrupt("its length does not fit its count"));
        }
        let entries = file.read_vec(FANOUT as u64, len)?;
        let mut ids = Vec::with_capacity(entries.len());
        let mut offsets = Vec::with_capacity(fanout[255] as usize);
        for entry in entries.chunks_exact(entry) {
            let (offset, id) = entry.split_at(4);
            offsets.extend(words(offset).map(u64::from));
            ids.extend_from_slice(id);
        }
        let pack_checksum = file.read_vec(FANOUT as u64 + len, width as u64)?;
        Ok(Self { width, ids, offsets, fanout, pack_checksum })
    }

    fn check(&self, pack_len: u64) -> Result<(), IndexError> {
        if !self.fanout.is_sorted() {
            return Err(IndexError::Corrupt("its table of first bytes is not in order"));
        }
        if !self.ids.chunks_exact(self.width).is_sorted() {
            return Err(IndexError::Corrupt("its ids are not in order"));
        }
        let end = pack_len.saturating_sub(self.width as u64);
        if self.offsets.iter().any(|offset| !(12..end).contains(offset)) {
            return Err(IndexError::Corrupt("an offset is outside of the pack"));
        }
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.offsets.len()
    }

    /// The id at that position in the order of ids. The position must be below `len`.
    pub(super) fn id(&self, position: usize) -> Oid {
        let bytes = &self.ids[position * self.width..(position + 1) * self.width];
        Oid::from_bytes(bytes).expect("the width of an index is that of a format")
    }

    /// The offsets in the order of ids.
    pub(super) fn offsets(&self) -> &[u64] {
        &self.offsets
    }

    /// The position of an id in the order of ids.
    pub(super) fn position(&self, id: &[u8]) -> Option<usize> {
        let first = usize::from(*id.first()?);
        let start = if first == 0 { 0 } else { self.fanout[first - 1] as usize };
        let (mut low, mut high) = (start, self.fanout[first] as usize);
        while low < high {
            let middle = low.midpoint(high);
            match self.ids[middle * self.width..(middle + 1) * self.width].cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    /// Where an object begins in the pack.
    pub(super) fn find(&self, id: &Oid) -> Option<u64> {
        self.position(id.as_bytes()).map(|position| self.offsets[position])
    }
}

fn cut() -> IndexError {
    IndexError::Corrupt("it is cut short")
}

fn read_fanout(file: &Bytes, at: u64) -> Result<Vec<u32>, IndexError> {
    Ok(words(&file.read_vec(at, FANOUT as u64)?).collect())
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|word| u32::from_be_bytes(*word))
}

/// An offset of version 2: 31 bits, or with the top bit set the place of 64 bits in the second table.
fn wide_offset(word: u32, large: &[u8]) -> Option<u64> {
    if word >> 31 == 0 {
        return Some(u64::from(word));
    }
    large.as_chunks::<8>().0.get((word & 0x7fff_ffff) as usize).map(|bytes| u64::from_be_bytes(*bytes))
}
