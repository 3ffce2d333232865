//! An entry of a pack: its header, and its bytes inflated.
//!
//! Format: <https://git-scm.com/docs/gitformat-pack>.

use super::file::{Bytes, Window};
use super::id::{Kind, Oid};
use super::inflate::{Inflate, can_hold};
use std::io;

/// What an entry is stored as.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Stored {
    /// The object itself.
    Whole(Kind),
    /// A delta of the entry at that offset in the same pack.
    OffsetDelta(u64),
    /// A delta of the object of that id.
    IdDelta(Oid),
}

/// An entry's header.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Header {
    pub(super) stored: Stored,
    /// The inflated size of the object or the delta.
    pub(super) size: u64,
    /// How many bytes the header takes; the compressed data follow.
    pub(super) len: usize,
}

/// The most bytes a header takes: ten of a size, and an id.
pub(super) const MOST_HEADER: usize = 10 + 32;

/// Compressed data beyond this is read in pieces.
const PIECE: usize = 256 << 10;

/// Why an entry cannot be read.
#[derive(Debug)]
pub(super) enum EntryError {
    Io(io::Error),
    Corrupt(&'static str),
    TooLarge(u64),
}

impl From<io::Error> for EntryError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            Self::Corrupt("the pack is cut short")
        } else {
            Self::Io(error)
        }
    }
}

/// Reads a header from the bytes of a pack at `offset`.
pub(super) fn header(bytes: &[u8], offset: u64, width: usize) -> Option<Header> {
    let first = *bytes.first()?;
    let (mut size, mut shift, mut len, mut more) = (u64::from(first & 15), 4, 1, first & 0x80 != 0);
    while more {
        let byte = *bytes.get(len)?;
        let bits = u64::from(byte & 0x7f);
        if shift > 63 || bits << shift >> shift != bits {
            return None;
        }
        size |= bits << shift;
        (shift, len, more) = (shift + 7, len + 1, byte & 0x80 != 0);
    }
    let stored = match first >> 4 & 7 {
        1 => Stored::Whole(Kind::Commit),
        2 => Stored::Whole(Kind::Tree),
        3 => Stored::Whole(Kind::Blob),
        4 => Stored::Whole(Kind::Tag),
        6 => Stored::OffsetDelta(offset.checked_sub(distance(bytes, &mut len)?)?),
        7 => {
            let id = Oid::from_bytes(bytes.get(len..len + width)?)?;
            len += width;
            Stored::IdDelta(id)
        }
        _ => return None,
    };
    Some(Header { stored, size, len })
}

/// How far before an entry its base begins; never 0.
fn distance(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut byte = *bytes.get(*at)?;
    *at += 1;
    let mut value = u64::from(byte & 0x7f);
    while byte & 0x80 != 0 {
        byte = *bytes.get(*at)?;
        *at += 1;
        value = value.checked_add(1).filter(|value| value >> 57 == 0)? << 7 | u64::from(byte & 0x7f);
    }
    (value != 0).then_some(value)
}

/// The stretch of a pack that an entry takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    pub(super) start: u64,
    /// Where the next entry, or the pack's trailer, begins.
    pub(super) end: u64,
}

/// Reads entries of packs; one for each thread.
#[derive(Debug, Default)]
pub(super) struct Reader {
    pub(super) window: Window,
    inflate: Inflate,
}

impl Reader {
    /// Reads an entry's header.
    pub(super) fn header(&mut self, pack: &Bytes, extent: Extent, width: usize) -> Result<Header, EntryError> {
        let bytes = self.window.get(pack, extent.start, MOST_HEADER)?;
        header(bytes, extent.start, width).ok_or(EntryError::Corrupt("its header is not valid"))
    }

    /// Inflates an entry of at most `limit` bytes into `output`.
    pub(super) fn inflate(
        &mut self,
        pack: &Bytes,
        extent: Extent,
        header: &Header,
        limit: usize,
        output: &mut Vec<u8>,
    ) -> Result<(), EntryError> {
        let start = extent.start + header.len as u64;
        let compressed = extent.end.saturating_sub(start);
        let size = usize::try_from(header.size).ok().filter(|size| *size <= limit);
        let size = size.ok_or(EntryError::TooLarge(header.size))?;
        if !can_hold(compressed, header.size) {
            return Err(EntryError::Corrupt("its header says more than its compressed data can hold"));
        }
        if compressed > PIECE as u64 {
            return self.inflate_in_pieces(pack, start..extent.end, size, output);
        }
        let input = self.window.get(pack, start, usize::try_from(compressed).unwrap_or(PIECE))?;
        self.inflate.whole(input, output, size).map(drop).map_err(EntryError::Corrupt)
    }

    fn inflate_in_pieces(
        &mut self,
        pack: &Bytes,
        data: std::ops::Range<u64>,
        size: usize,
        output: &mut Vec<u8>,
    ) -> Result<(), EntryError> {
        output.resize(size, 0);
        self.inflate.begin();
        let (mut at, mut filled) = (data.start, 0);
        loop {
            let len = usize::try_from(data.end - at).map_or(PIECE, |rest| rest.min(PIECE));
            let input = self.window.get(pack, at, len)?;
            let end = at + len as u64 == data.end;
            let (used, written, done) = self.inflate.piece(input, output, end).map_err(EntryError::Corrupt)?;
            (at, filled) = (at + used as u64, filled + written);
            match (done, filled == size) {
                (true, true) => return Ok(()),
                (true, false) => return Err(EntryError::Corrupt("it is shorter than its header says")),
                (false, _) if used == 0 && written == 0 => {
                    return Err(EntryError::Corrupt("it is longer than its header says"));
                }
                (false, _) => {}
            }
        }
    }

    /// Inflates an entry of any size through a buffer of `buffer` bytes, and gives each filling of it to `each` with the
    /// offset of its first byte in the object and the number of bytes at its start that the one before held as well.
    pub(super) fn inflate_in_parts(
        &mut self,
        pack: &Bytes,
        extent: Extent,
        header: &Header,
        buffer: &mut [u8],
        mut each: impl FnMut(u64, usize, &[u8]),
    ) -> Result<(), EntryError> {
        self.inflate.begin();
        let (mut at, mut first, mut held, mut filled) = (extent.start + header.len as u64, 0u64, 0, 0);
        loop {
            let len = usize::try_from(extent.end.saturating_sub(at)).map_or(PIECE, |rest| rest.min(PIECE));
            let input = self.window.get(pack, at, len)?;
            let end = at + len as u64 >= extent.end;
            let (used, written, done) = self.inflate.piece(input, buffer, end).map_err(EntryError::Corrupt)?;
            (at, filled) = (at + used as u64, filled + written);
            if first + filled as u64 > header.size {
                return Err(EntryError::Corrupt("it is longer than its header says"));
            }
            if done || filled == buffer.len() {
                each(first, held, &buffer[..filled]);
            }
            if done && first + filled as u64 == header.size {
                return Ok(());
            } else if done {
                return Err(EntryError::Corrupt("it is shorter than its header says"));
            } else if filled == buffer.len() {
                let dropped = self.inflate.make_room(buffer);
                (first, filled) = (first + dropped as u64, filled - dropped);
                held = filled;
            } else if used == 0 && written == 0 {
                return Err(EntryError::Corrupt("its compressed data ends early"));
            }
        }
    }
}
