//! Zip (PKWARE's APPNOTE 6.3), whatever it is called: jar, wheel, office documents; with something before it, with a
//! comment after it, cut, or with members that its directory does not tell of.

use std::collections::HashMap;
use std::io::{self, Read};
use std::ops::Range;

use flate2::bufread::DeflateDecoder;

use super::office::{self, Book};
use super::stream::{self, Packing};
use super::{Container, End, little};
use crate::document::map::OffsetMap;
use crate::error::ProblemKind;

/// The end record with the longest comment.
pub(super) const TAIL: usize = END + 0xffff;
/// The length of the end record.
const END: usize = 22;
/// The length of a local header, without name and extra field.
const LOCAL: usize = 30;
/// The length of an entry of the directory, without name, extra field and comment.
const CENTRAL: usize = 46;

/// Whether these bytes, which may be no more than a file's last [`TAIL`], end with a zip's directory.
pub(super) fn has_directory(bytes: &[u8]) -> bool {
    // Text has no zeros, and the record has some.
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    let Some(end) = memchr::memchr(0, tail).and_then(|_| end_record(bytes)) else { return false };
    let (count, size) = (little(bytes, end + 10, 2), little(bytes, end + 12, 4));
    let is_wide = end.checked_sub(20).is_some_and(|at| bytes[at..].starts_with(b"PK\x06\x07"));
    let start = end.checked_sub(size.map_or(usize::MAX, |size| usize::try_from(size).unwrap_or(usize::MAX)));
    let begins = start.map_or(bytes.len() == TAIL, |start| bytes[start..].starts_with(b"PK\x01\x02"));
    is_wide || (begins && count != Some(0))
}

/// Where the end record is: the last one whose comment ends where the file does, or the last one.
fn end_record(bytes: &[u8]) -> Option<usize> {
    let start = bytes.len().saturating_sub(TAIL);
    let tail = &bytes[start..];
    let fits = |at: &usize| little(tail, at + 20, 2).is_some_and(|comment| at + END + comment as usize <= tail.len());
    memchr::memmem::rfind_iter(tail, b"PK\x05\x06").find(fits).map(|at| start + at)
}

/// A member, as a header tells of it.
#[derive(Clone, Debug)]
struct Entry {
    name: Vec<u8>,
    method: u64,
    flags: u64,
    data: Range<usize>,
    /// How long it is when it is not compressed, where that is known.
    length: Option<u64>,
}

/// Hands over the members of a zip.
pub(super) fn read(container: &mut Container<'_, '_, '_>) {
    let whole = container.whole;
    let bytes = whole.text;
    let (mut entries, mut taken) = match directory(bytes) {
        Some(directory) => directory,
        None => {
            let message = "has no whole directory: it is cut or damaged; its members were looked for";
            container.tell(ProblemKind::Malformed, message);
            (Vec::new(), Vec::new())
        }
    };
    taken.extend(entries.iter().map(|entry| entry.data.clone()));
    entries.extend(untold(bytes, &mut taken));
    let is_office = |entry: &Entry| matches!(entry.name.as_slice(), b"[Content_Types].xml" | b"mimetype");
    if entries.iter().any(is_office) {
        container.view = Some(office::seen);
    }
    let mut book = Book::read(&mut |part| {
        let entry = entries.iter().find(|entry| entry.name == part)?;
        content(container, entry)
    });
    let mut names: HashMap<Vec<u8>, usize> = HashMap::new();
    for entry in &entries {
        let times = names.entry(entry.name.clone()).or_default();
        *times += 1;
        let name = if *times == 1 { entry.name.clone() } else { again(&entry.name, *times) };
        if entry.name.ends_with(b"/") && entry.data.is_empty() {
            continue;
        }
        if !container.admits() {
            break;
        }
        let is_in_book = (book.is_some() && entry.name == office::STRINGS)
            || book.as_mut().is_some_and(|book| sheet(container, book, entry));
        if !is_in_book {
            member(container, entry, &name);
        }
    }
    if let Some((book, entry)) = book.zip(entries.iter().find(|entry| entry.name == office::STRINGS)) {
        container.open_packed(b"", container.way_to(office::STRINGS), &book.unused(), &entry.data);
    }
    container.rest(taken);
}

/// Hands over a workbook's sheet; says whether the entry is one that can be read.
fn sheet(container: &mut Container<'_, '_, '_>, book: &mut Book, entry: &Entry) -> bool {
    let Some(name) = book.sheet_name(&entry.name) else { return false };
    let Some(part) = content(container, entry) else { return false };
    let sheet = book.sheet(&part);
    let mut map = OffsetMap::default();
    map.push_opaque(sheet.table.len(), entry.data.clone());
    container.table(&name, &sheet.table, &map);
    container.open_packed(&entry.name, container.way_to(&entry.name), &sheet.rest, &entry.data);
    true
}

/// All that a member holds, if it can be had.
fn content(container: &mut Container<'_, '_, '_>, entry: &Entry) -> Option<Vec<u8>> {
    let whole = container.whole;
    let data = &whole.text[entry.data.clone()];
    (entry.flags & 1 == 0).then_some(())?;
    if entry.method == 0 {
        return Some(data.to_vec());
    }
    let mut content = Vec::new();
    let end = container.fill(&mut *decoder(entry, data).ok()?, &mut content);
    matches!(end, End::Whole).then_some(content)
}

/// The name of a member whose name another has.
fn again(name: &[u8], times: usize) -> Vec<u8> {
    [name, format!(" ({times})").as_bytes()].concat()
}

fn member(container: &mut Container<'_, '_, '_>, entry: &Entry, name: &[u8]) {
    let whole = container.whole;
    let data = &whole.text[entry.data.clone()];
    if entry.flags & 1 != 0 {
        container.tell_of(name, ProblemKind::Encrypted, "is encrypted and was not read");
        return;
    }
    if entry.method == 0 {
        container.stored(name, entry.data.clone());
        if entry.length.is_some_and(|length| length > data.len() as u64) {
            container.tell_of(name, ProblemKind::Malformed, "is cut; what could be read of it was searched");
        }
        return;
    }
    match decoder(entry, data) {
        Ok(mut reader) => container.packed(name, &mut *reader, entry.data.clone(), entry.length),
        Err(_) => container.tell_of(name, ProblemKind::Malformed, "is compressed in a way that is not undone"),
    }
}

fn decoder<'d>(entry: &Entry, data: &'d [u8]) -> io::Result<Box<dyn Read + 'd>> {
    let unknown = || io::Error::from(io::ErrorKind::Unsupported);
    match entry.method {
        8 => Ok(Box::new(DeflateDecoder::new(data))),
        12 => Packing::Bzip2.reader(data),
        14 => {
            // A version, the length of the properties, and the properties come before the data.
            let properties = data.get(4..9).ok_or_else(unknown)?;
            let length = entry.length.unwrap_or(u64::MAX).to_le_bytes();
            let header = io::Cursor::new([properties, &length].concat());
            Ok(Box::new(stream::lzma(header.chain(&data[9..]))?))
        }
        20 | 93 => Packing::Zstandard.reader(data),
        95 => Packing::Xz.reader(data),
        _ => Err(unknown()),
    }
}

/// The entries of the directory, and what the directory is made of but for comments; nothing where it is not whole.
fn directory(bytes: &[u8]) -> Option<(Vec<Entry>, Vec<Range<usize>>)> {
    let end = end_record(bytes)?;
    let mut count = little(bytes, end + 10, 2)?;
    let mut size = little(bytes, end + 12, 4)?;
    let mut offset = little(bytes, end + 16, 4)?;
    let mut directory_end = end;
    let locator = end.checked_sub(20).filter(|at| bytes[*at..].starts_with(b"PK\x06\x07"));
    if let Some(locator) = locator {
        let told = usize::try_from(little(bytes, locator + 8, 8)?).ok()?;
        let is_record = |at: &usize| bytes.get(*at..).is_some_and(|rest| rest.starts_with(b"PK\x06\x06"));
        let record = Some(told).filter(is_record).or_else(|| locator.checked_sub(56).filter(is_record))?;
        count = little(bytes, record + 32, 8)?;
        size = little(bytes, record + 40, 8)?;
        offset = little(bytes, record + 48, 8)?;
        directory_end = record;
    }
    let start = directory_end.checked_sub(usize::try_from(size).ok()?)?;
    let before = start.checked_sub(usize::try_from(offset).ok()?)?;
    let (mut entries, mut taken, mut at) = (Vec::new(), Vec::new(), start);
    while entries.len() < usize::try_from(count).ok()? && at < directory_end {
        let (entry, length, comment) = central(bytes, at, before)?;
        entries.push(entry);
        taken.push(at..at + length);
        at += length + comment;
    }
    (entries.len() as u64 == count).then_some((entries, taken))
}

/// An entry of the directory, its length without the comment, and that of the comment.
fn central(bytes: &[u8], at: usize, before: usize) -> Option<(Entry, usize, usize)> {
    bytes.get(at..)?.starts_with(b"PK\x01\x02").then_some(())?;
    let two = |offset: usize| little(bytes, at + offset, 2);
    let four = |offset: usize| little(bytes, at + offset, 4);
    let (name, extra, comment) = (two(28)? as usize, two(30)? as usize, two(32)? as usize);
    let extra = bytes.get(at + CENTRAL + name..at + CENTRAL + name + extra)?;
    let (length, size, offset) = wide([four(24)?, four(20)?, four(42)?], extra)?;
    let name = bytes.get(at + CENTRAL..at + CENTRAL + name)?;
    bytes.get(at..at + CENTRAL + name.len() + extra.len() + comment)?;
    let header = usize::try_from(offset).ok()?.checked_add(before)?;
    let start = data_start(bytes, header)?;
    let end = usize::try_from(size).ok()?.saturating_add(start).min(bytes.len());
    let entry = Entry { name: name.to_vec(), method: two(10)?, flags: two(8)?, data: start..end, length: Some(length) };
    Some((entry, CENTRAL + name.len() + extra.len(), comment))
}

/// Length, size and offset, from the extra field where they do not fit in four bytes.
fn wide(told: [u64; 3], mut extra: &[u8]) -> Option<(u64, u64, u64)> {
    let mut told = told;
    while let (Some(kind), Some(size)) = (little(extra, 0, 2), little(extra, 2, 2)) {
        let size = size as usize;
        if kind == 1 {
            let wanted = told.iter_mut().filter(|one| **one == u64::from(u32::MAX));
            for (index, one) in wanted.enumerate() {
                *one = little(extra, 4 + index * 8, 8)?;
            }
            break;
        }
        extra = extra.get(4 + size..).unwrap_or_default();
    }
    Some((told[0], told[1], told[2]))
}

/// Where the data of the member begins whose local header is at an offset.
fn data_start(bytes: &[u8], header: usize) -> Option<usize> {
    bytes.get(header..)?.starts_with(b"PK\x03\x04").then_some(())?;
    let start = header + LOCAL + little(bytes, header + 26, 2)? as usize + little(bytes, header + 28, 2)? as usize;
    (start <= bytes.len()).then_some(start)
}

/// The members outside of what is taken that the directory does not tell of; their data is taken, too.
fn untold(bytes: &[u8], taken: &mut Vec<Range<usize>>) -> Vec<Entry> {
    let mut known = taken.clone();
    known.sort_by_key(|range| (range.start, range.end));
    let starts: std::collections::HashSet<usize> = known.iter().map(|range| range.start).collect();
    let (mut entries, mut next, mut free) = (Vec::new(), 0, 0);
    for at in memchr::memmem::find_iter(bytes, b"PK\x03\x04") {
        while known.get(next).is_some_and(|range| range.start <= at) {
            free = free.max(known[next].end);
            next += 1;
        }
        if at < free {
            continue;
        }
        let Some(entry) = local(bytes, at).filter(|entry| !starts.contains(&entry.data.start)) else { continue };
        free = entry.data.end;
        taken.push(entry.data.clone());
        entries.push(entry);
    }
    entries
}

/// A member as its local header tells of it. Where sizes come after the data, it reaches up to the next header.
fn local(bytes: &[u8], at: usize) -> Option<Entry> {
    let two = |offset: usize| little(bytes, at + offset, 2);
    let start = data_start(bytes, at)?;
    let (method, flags) = (two(8)?, two(6)?);
    let known = matches!(method, 0 | 8 | 9 | 12 | 14 | 20 | 93 | 95 | 97..=99);
    known.then_some(())?;
    let name_end = at + LOCAL + two(26)? as usize;
    let name = bytes.get(at + LOCAL..name_end)?.to_vec();
    let told = [little(bytes, at + 22, 4)?, little(bytes, at + 18, 4)?, 0];
    let (length, size, _) = wide(told, bytes.get(name_end..start)?)?;
    let is_told = flags & 8 == 0 || size > 0;
    let end = if is_told {
        usize::try_from(size).ok()?.saturating_add(start).min(bytes.len())
    } else {
        let rest = &bytes[start..];
        let next = memchr::memmem::find_iter(rest, b"PK")
            .find(|next| matches!(rest.get(next + 2..next + 4), Some([1, 2] | [3, 4] | [5, 6] | [7, 8])));
        next.map_or(bytes.len(), |next| start + next)
    };
    Some(Entry { name, method, flags, data: start..end, length: is_told.then_some(length) })
}
