//! A pack whose index is missing or useless: its entries are found by walking it, and named by hashing them.

use super::entry::{self, EntryError, MOST_HEADER};
use super::file::{Bytes, Window};
use super::id::{Format, Kinds, Oid};
use super::index::Index;
use super::pack::{PACK_HEADER, Pack, check_header};
use super::problem::{Fault, Problem};
use super::store::Store;
use super::walk::{Object, Options, Part, Progress, Visit, walk};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::Path;

/// How often the pack is walked to name objects whose base was named by the walk before.
const ROUNDS: usize = 8;

/// Makes an index for a pack in memory, of as much of the pack as can be read.
///
/// An object that cannot be named, since its base is in another pack or nowhere, gets an id of zeros that ends in its
/// offset, so that it is seen where its base turns up.
pub(super) fn index(path: &Path, format: Format, problems: &mut Vec<Problem>) -> Option<Pack> {
    let file = Bytes::open(path).ok()?;
    let count = u64::from(check_header(&file).ok()?);
    let (offsets, end) = match find_entries(&file, format, count) {
        Ok(found) => found,
        Err((offsets, end, error)) => {
            let place = format!("{}, byte {end}", path.display());
            let problem = match error {
                EntryError::Io(error) => Problem::new(Fault::Unreadable, place, error),
                EntryError::Corrupt(what) => Problem::new(Fault::Corrupt, place, what),
                EntryError::TooLarge(_) => Problem::new(Fault::TooLarge, place, "an entry is too large"),
            };
            problems.push(problem.hiding(count - offsets.len() as u64));
            (offsets, end)
        }
    };
    name_entries(path, format, &offsets, end)
}

/// The offsets of the entries, and where the last one ends.
type Found = (Vec<u64>, u64);

fn find_entries(file: &Bytes, format: Format, count: u64) -> Result<Found, (Vec<u64>, u64, EntryError)> {
    let mut scanner = sirocco::inflate::Scanner::new(sirocco::Format::Zlib);
    let mut window = Window::default();
    let (mut offsets, mut at) = (Vec::new(), PACK_HEADER);
    while (offsets.len() as u64) < count {
        match skip_entry(file, &mut window, &mut scanner, at, format) {
            Ok(next) => {
                offsets.push(at);
                at = next;
            }
            Err(error) => return Err((offsets, at, error)),
        }
    }
    Ok((offsets, at))
}

/// Where the entry after the one at that offset begins.
fn skip_entry(
    file: &Bytes,
    window: &mut Window,
    scanner: &mut sirocco::inflate::Scanner,
    offset: u64,
    format: Format,
) -> Result<u64, EntryError> {
    const PIECE: usize = 32 << 10;
    let header = entry::header(window.get(file, offset, MOST_HEADER)?, offset, format.width());
    let header = header.ok_or(EntryError::Corrupt("no entry begins here"))?;
    let mut at = offset + header.len as u64;
    scanner.reset();
    loop {
        let input = window.get(file, at, PIECE)?;
        let end = at + input.len() as u64 == file.len();
        match scanner.scan(input, end) {
            Ok(Some(used)) if scanner.total_out() == header.size => return Ok(at + used as u64),
            Ok(Some(_)) => return Err(EntryError::Corrupt("an entry's size is not what its header says")),
            Ok(None) if end => return Err(EntryError::Corrupt("the pack is cut short")),
            Ok(None) => at += input.len() as u64,
            Err(sirocco::inflate::Error::Truncated) => return Err(EntryError::Corrupt("the pack is cut short")),
            Err(_) => return Err(EntryError::Corrupt("an entry's compressed data is not valid")),
        }
    }
}

/// Walks the pack until no more objects can be named.
fn name_entries(path: &Path, format: Format, offsets: &[u64], end: u64) -> Option<Pack> {
    let mut names: HashMap<u64, Oid> = HashMap::new();
    let progress = Progress::default();
    for _ in 0..ROUNDS {
        let known = names.len();
        let mut store = Store::of_pack(named(path, format, offsets, end, &names)?, format);
        let walked = walk(&mut store, &Options::new(Kinds::ALL, &progress), || Namer { format, names: Vec::new() });
        names.extend(walked.visitors.into_iter().flat_map(|namer| namer.names));
        if names.len() == known || names.len() == offsets.len() {
            break;
        }
    }
    named(path, format, offsets, end, &names)
}

fn named(path: &Path, format: Format, offsets: &[u64], end: u64, names: &HashMap<u64, Oid>) -> Option<Pack> {
    let entries =
        offsets.iter().map(|offset| (names.get(offset).copied().unwrap_or(stand_in(*offset, format)), *offset));
    let index = Index::of_entries(entries.collect(), format);
    Pack::new(path, Bytes::open(path).ok()?, index, format, end)
}

/// The id that stands for an object without a name.
fn stand_in(offset: u64, format: Format) -> Oid {
    let mut bytes = [0; 32];
    let bytes = &mut bytes[..format.width()];
    bytes[format.width() - 8..].copy_from_slice(&offset.to_be_bytes());
    Oid::from_bytes(bytes).expect("the width is the format's")
}

/// The offset in a stand-in id; `None` for an id that is a hash.
fn offset_of(id: &Oid) -> Option<u64> {
    let (zeros, offset) = id.as_bytes().split_last_chunk::<8>()?;
    zeros.iter().all(|byte| *byte == 0).then(|| u64::from_be_bytes(*offset))
}

/// Hashes what has no name yet.
struct Namer {
    format: Format,
    names: Vec<(u64, Oid)>,
}

impl Visit for Namer {
    type Kept = ();

    fn visit(&mut self, object: &Object<'_>, _: Option<&()>) {
        let Some(offset) = offset_of(&object.id) else { return };
        self.names.extend(hash(self.format, object).map(|id| (offset, id)));
    }

    fn visit_part(&mut self, _: &Part<'_>) {}
}

/// The id of an object: the hash of its kind, its size and its content.
pub(super) fn hash(format: Format, object: &Object<'_>) -> Option<Oid> {
    match format {
        Format::Sha1 => {
            let kind = git2::ObjectType::from_str(object.kind.name())?;
            Oid::from_bytes(git2::Oid::hash_object(kind, object.content).ok()?.as_bytes())
        }
        Format::Sha256 => {
            let mut hash = Sha256::new();
            hash.update(format!("{} {}\0", object.kind.name(), object.content.len()));
            hash.update(object.content);
            Oid::from_bytes(&hash.finalize())
        }
    }
}
