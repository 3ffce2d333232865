//! Loose objects: one file each, zlib-compressed, with a header of kind and size.

use super::file::Bytes;
use super::id::{Format, Kind, Oid};
use super::inflate::{Inflate, can_hold};
use super::problem::{Fault, Problem};
use std::path::Path;

/// A loose object.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Loose {
    pub(super) id: Oid,
    /// Which of the store's object directories it lies in.
    pub(super) directory: u32,
    /// False if a pack or an earlier directory has it too.
    pub(super) first: bool,
    /// In which listing of the directories it was found.
    pub(super) round: u32,
}

/// The longest header: the name of a kind, a space, twenty digits, a zero byte.
const HEADER: usize = 32;
/// Files up to this size are read at once.
const PIECE: usize = 256 << 10;
/// The size of the parts in which the largest objects are given.
const PART: usize = 4 << 20;

/// Lists the loose objects of an object directory.
pub(super) fn list(directory: &Path, number: u32, format: Format, problems: &mut Vec<Problem>) -> Vec<Loose> {
    let mut objects = Vec::new();
    for byte in 0..=255u8 {
        let start = format!("{byte:02x}");
        let path = directory.join(&start);
        let entries = match std::fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => {
                problems.push(Problem::unreadable(&path, &error));
                continue;
            }
        };
        for entry in entries {
            match entry {
                Ok(entry) => {
                    let name = [start.as_bytes(), entry.file_name().as_encoded_bytes()].concat();
                    let id = Oid::from_hex(&name).filter(|id| id.as_bytes().len() == format.width());
                    objects.extend(id.map(|id| Loose { id, directory: number, first: true, round: 0 }));
                }
                Err(error) => problems.push(Problem::unreadable(&path, &error)),
            }
        }
    }
    objects.sort_unstable();
    objects
}

/// What was read of an object.
pub(super) enum Read<'a> {
    Whole(Kind, &'a [u8]),
    Part { kind: Kind, size: u64, offset: u64, content: &'a [u8], overlap: usize },
}

/// Reads loose objects; one for each thread.
#[derive(Debug, Default)]
pub(super) struct Reader {
    inflate: Inflate,
    input: Vec<u8>,
    output: Vec<u8>,
}

/// A file that is being inflated.
struct Stream<'a> {
    file: &'a Bytes,
    at: u64,
    /// The part of the input buffer that was read and not used.
    rest: std::ops::Range<usize>,
}

impl Reader {
    /// Reads an object of a wanted kind and gives it whole, or in parts if it has more than `largest` bytes.
    pub(super) fn read(
        &mut self,
        path: &Path,
        largest: usize,
        wanted: impl Fn(Kind) -> bool,
        each: impl FnMut(Read<'_>),
    ) -> Result<(), Problem> {
        let file = Bytes::open(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Problem::new(Fault::Missing, path.display(), "it is gone"),
            _ => Problem::unreadable(path, &error),
        })?;
        self.read_file(&file, largest, wanted, each).map_err(|error| match error {
            Failure::Io(error) => Problem::unreadable(path, &error),
            Failure::Corrupt(what) => Problem::new(Fault::Corrupt, path.display(), what),
        })
    }

    fn read_file(
        &mut self,
        file: &Bytes,
        largest: usize,
        wanted: impl Fn(Kind) -> bool,
        mut each: impl FnMut(Read<'_>),
    ) -> Result<(), Failure> {
        self.inflate.begin();
        let mut stream = Stream { file, at: 0, rest: 0..0 };
        let buffered = self.output.len().max(HEADER);
        self.output.resize(buffered, 0);
        let (filled, done) = stream.fill(&mut self.inflate, &mut self.input, &mut self.output[..HEADER], 0)?;
        let (kind, size, start) = header(&self.output[..filled]).ok_or(Failure::Corrupt("its header is not valid"))?;
        if !wanted(kind) {
            return Ok(());
        }
        if !can_hold(file.len(), size) {
            return Err(Failure::Corrupt("its header says more than its compressed data can hold"));
        }
        if size > largest as u64 {
            return self.read_parts(stream, (kind, size, start), filled, each);
        }
        let end = start + usize::try_from(size).map_err(|_| Failure::Corrupt("its size is not valid"))?;
        if done {
            (end == filled).then_some(()).ok_or(Failure::Corrupt("its header has another size"))?;
        } else {
            self.output.resize(end.max(HEADER), 0);
            let (filled, done) =
                stream.fill(&mut self.inflate, &mut self.input, &mut self.output[..end.max(filled)], filled)?;
            (done && end == filled).then_some(()).ok_or(Failure::Corrupt("its header has another size"))?;
        }
        each(Read::Whole(kind, &self.output[start..end]));
        self.output.truncate(PART);
        self.output.shrink_to(PART);
        Ok(())
    }

    fn read_parts(
        &mut self,
        mut stream: Stream<'_>,
        (kind, size, start): (Kind, u64, usize),
        mut filled: usize,
        mut each: impl FnMut(Read<'_>),
    ) -> Result<(), Failure> {
        self.output.resize(PART, 0);
        let (mut first, mut overlap) = (0u64, start);
        loop {
            let (now, done) = stream.fill(&mut self.inflate, &mut self.input, &mut self.output, filled)?;
            let from = if first == 0 { start } else { 0 };
            let offset = (first + from as u64).saturating_sub(start as u64);
            let content = self.output.get(from..now).unwrap_or_default();
            each(Read::Part { kind, size, offset, content, overlap: overlap - from });
            if done {
                let whole = first + now as u64 == size + start as u64;
                return whole.then_some(()).ok_or(Failure::Corrupt("its header has another size"));
            }
            let dropped = self.inflate.make_room(&mut self.output);
            (first, filled, overlap) = (first + dropped as u64, now - dropped, now - dropped);
            if first > size {
                return Err(Failure::Corrupt("its header has another size"));
            }
        }
    }
}

enum Failure {
    Io(std::io::Error),
    Corrupt(&'static str),
}

impl Stream<'_> {
    /// Inflates until the buffer, which holds `filled` bytes, is full or the stream ends. Says how far the buffer is
    /// filled and whether the stream has ended.
    fn fill(
        &mut self,
        inflate: &mut Inflate,
        input: &mut Vec<u8>,
        buffer: &mut [u8],
        mut filled: usize,
    ) -> Result<(usize, bool), Failure> {
        loop {
            if self.rest.is_empty() && self.at < self.file.len() {
                self.refill(input)?;
            }
            let end = self.at == self.file.len();
            let piece = input.get(self.rest.clone()).unwrap_or_default();
            let (used, written, done) = inflate.piece(piece, buffer, end).map_err(Failure::Corrupt)?;
            self.rest.start += used;
            filled += written;
            if done {
                return Ok((filled, true));
            } else if used == 0 && written == 0 && (end || filled == buffer.len()) {
                return Ok((filled, false));
            }
        }
    }

    fn refill(&mut self, input: &mut Vec<u8>) -> Result<(), Failure> {
        let len = usize::try_from(self.file.len() - self.at).map_or(PIECE, |rest| rest.min(PIECE));
        if input.len() < len {
            input.resize(len, 0);
        }
        self.file.read_exact_at(&mut input[..len], self.at).map_err(Failure::Io)?;
        (self.at, self.rest) = (self.at + len as u64, 0..len);
        Ok(())
    }
}

/// The kind, the size and the length of the header.
fn header(bytes: &[u8]) -> Option<(Kind, u64, usize)> {
    let end = bytes.iter().position(|byte| *byte == 0)?;
    let space = bytes[..end].iter().position(|byte| *byte == b' ')?;
    let kind = Kind::of_name(&bytes[..space])?;
    let digits = &bytes[space + 1..end];
    let plain = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) && (digits[0] != b'0' || digits.len() == 1);
    let size = std::str::from_utf8(digits).ok().filter(|_| plain)?.parse().ok()?;
    Some((kind, size, end + 1))
}
