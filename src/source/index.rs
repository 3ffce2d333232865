//! The index of a git repository: what the next commit will hold.
//!
//! Format: <https://git-scm.com/docs/gitformat-index>, versions 2 to 4, with split and sparse indexes. Bitmaps of a split
//! index: <https://github.com/git/git/blob/master/Documentation/technical/bitmap-format.adoc>, appendix A.

use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

use bstr::{BStr, ByteSlice};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::history::{Format, Oid};

/// What an index holds, in the order of paths and stages.
#[derive(Debug, Default)]
pub struct Index {
    entries: Vec<Entry>,
    paths: Vec<u8>,
    /// The trees that git made of it, as far as they are still right.
    pub trees: Option<Trees>,
}

/// An entry of the index.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    path: Range<usize>,
    /// The mode, such as `0o100644`; `0o040000` is a folder of a sparse index, whose path ends with a slash.
    pub mode: u32,
    /// The blob, for a submodule its commit, for a folder its tree.
    pub id: Oid,
    /// 0, or for a path in conflict 1 (base), 2 (ours) or 3 (theirs).
    pub stage: u8,
    /// Whether only the path was announced (`git add -N`): a commit will not hold it.
    pub intent_to_add: bool,
    /// What the file's status was when it was last compared.
    pub status: Status,
}

/// What the file system said of a file, in the index's 32 bits each.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Status {
    /// When its content changed: seconds and nanoseconds.
    pub modified: (u32, u32),
    /// When its content or status changed.
    pub changed: (u32, u32),
    /// Its inode.
    pub inode: u32,
    /// Its size in bytes.
    pub size: u32,
}

/// A folder of the index and the tree that holds the same.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Trees {
    /// Its name within the folder above; empty for the root.
    name: Vec<u8>,
    /// The tree; `None` if the folder was changed since.
    pub id: Option<Oid>,
    children: Vec<Trees>,
}

impl Trees {
    /// The folder of that name in this one.
    #[must_use]
    pub fn child(&self, name: &[u8]) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }
}

impl Index {
    /// Reads an index and, if it is a split one, what it shares, which lies in the git directory. An index that is not
    /// there is empty.
    ///
    /// # Errors
    /// A sentence about what is wrong with the file.
    pub fn read(path: &Path, git_dir: &Path, format: Format) -> Result<Self, String> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(format!("cannot be read: {error}")),
        };
        // `git commit` hands an empty temporary file to some hooks of an empty repository.
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        let File { mut index, link } = parse(&bytes, format)?;
        if let Some(link) = link {
            let name = format!("sharedindex.{}", link.shared);
            let shared = fs::read(git_dir.join(&name)).or_else(|_| fs::read(path.with_file_name(&name)));
            let shared = shared.map_err(|error| format!("its shared part {name} cannot be read: {error}"))?;
            let shared = parse(&shared, format).map_err(|what| format!("its shared part: {what}"))?.index;
            index = joined(shared, index, &link)?;
        }
        let place = |entry: &Entry| (&index.paths[entry.path.clone()], entry.stage);
        if !index.entries.is_sorted_by(|left, right| place(left) < place(right)) {
            return Err("its entries are not in order".to_owned());
        }
        Ok(index)
    }

    /// The entries, sorted by path and stage.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The path of one of its entries.
    #[must_use]
    pub fn path(&self, entry: &Entry) -> &BStr {
        self.paths[entry.path.clone()].as_bstr()
    }

    fn push(&mut self, mut entry: Entry, path: &[u8]) {
        let start = self.paths.len();
        self.paths.extend_from_slice(path);
        entry.path = start..self.paths.len();
        self.entries.push(entry);
    }
}

/// One file of an index.
struct File {
    index: Index,
    link: Option<Link>,
}

/// What a split index says of the one that it shares.
struct Link {
    shared: Oid,
    deleted: Vec<bool>,
    replaced: Vec<bool>,
}

const CUT: &str = "it is cut short";

/// The bytes that are not read yet.
struct Input<'i> {
    bytes: &'i [u8],
    at: usize,
}

impl<'i> Input<'i> {
    fn take(&mut self, length: usize) -> Result<&'i [u8], String> {
        let taken = self.bytes[self.at..].get(..length).ok_or(CUT)?;
        self.at += length;
        Ok(taken)
    }

    fn word(&mut self) -> Result<u32, String> {
        self.take(4)?.first_chunk().map(|bytes| u32::from_be_bytes(*bytes)).ok_or_else(|| CUT.to_owned())
    }

    fn short(&mut self) -> Result<u16, String> {
        self.take(2)?.first_chunk().map(|bytes| u16::from_be_bytes(*bytes)).ok_or_else(|| CUT.to_owned())
    }

    /// The bytes up to a byte, which is taken too.
    fn until(&mut self, end: u8) -> Result<&'i [u8], String> {
        let rest = &self.bytes[self.at..];
        let length = memchr::memchr(end, rest).ok_or(CUT)?;
        self.at += length + 1;
        Ok(&rest[..length])
    }

    /// A number in the form of a pack's offsets.
    fn number(&mut self) -> Result<usize, String> {
        let mut byte = self.take(1)?[0];
        let mut value = usize::from(byte & 0x7f);
        while byte & 0x80 != 0 {
            byte = self.take(1)?[0];
            value = (value + 1).checked_mul(128).ok_or(CUT)? | usize::from(byte & 0x7f);
        }
        Ok(value)
    }

    fn id(&mut self, format: Format) -> Result<Oid, String> {
        Oid::from_bytes(self.take(format.width())?).ok_or_else(|| CUT.to_owned())
    }
}

fn parse(bytes: &[u8], format: Format) -> Result<File, String> {
    let end = bytes.len().checked_sub(format.width()).ok_or(CUT)?;
    check_sum(bytes, end, format)?;
    let mut input = Input { bytes: &bytes[..end], at: 0 };
    if input.take(4)? != b"DIRC" {
        return Err("it is no index".to_owned());
    }
    let version = input.word()?;
    if !(2..=4).contains(&version) {
        return Err(format!("its version {version} is not known"));
    }
    let count = input.word()?;
    let mut index = Index::default();
    for _ in 0..count {
        read_entry(&mut input, version, format, &mut index)?;
    }
    let mut link = None;
    while input.at < end {
        let name = input.take(4)?;
        let length = input.word()? as usize;
        let mut content = Input { bytes: input.take(length)?, at: 0 };
        match name {
            b"TREE" => index.trees = read_trees(&mut content, format, 0),
            b"link" => link = Some(read_link(&mut content, format)?),
            b"sdir" => {}
            [b'A'..=b'Z', ..] => {}
            other => return Err(format!("its extension {} is not known", other.escape_ascii())),
        }
    }
    Ok(File { index, link: link.filter(|link| !link.shared.is_null()) })
}

/// The checksum at the end; all zeros if git was told to leave it out.
fn check_sum(bytes: &[u8], end: usize, format: Format) -> Result<(), String> {
    let (content, sum) = bytes.split_at(end);
    let fits = sum.iter().all(|byte| *byte == 0)
        || match format {
            Format::Sha1 => Sha1::digest(content).as_slice() == sum,
            Format::Sha256 => Sha256::digest(content).as_slice() == sum,
        };
    fits.then_some(()).ok_or_else(|| "its checksum is wrong: it is damaged".to_owned())
}

const EXTENDED: u16 = 0x4000;
const INTENT_TO_ADD: u16 = 0x2000;

fn read_entry(input: &mut Input<'_>, version: u32, format: Format, index: &mut Index) -> Result<(), String> {
    let start = input.at;
    let changed = (input.word()?, input.word()?);
    let modified = (input.word()?, input.word()?);
    let (_device, inode, mode, _user, _group, size) =
        (input.word()?, input.word()?, input.word()?, input.word()?, input.word()?, input.word()?);
    let id = input.id(format)?;
    let flags = input.short()?;
    let more = if flags & EXTENDED != 0 { input.short()? } else { 0 };
    let entry = Entry {
        path: 0..0,
        mode,
        id,
        stage: (flags >> 12 & 3) as u8,
        intent_to_add: more & INTENT_TO_ADD != 0,
        status: Status { modified, changed, inode, size },
    };
    if version < 4 {
        let path = input.until(0)?;
        let length = input.at - 1 - start;
        input.take(length / 8 * 8 + 8 - length - 1)?;
        index.push(entry, path);
        return Ok(());
    }
    let dropped = input.number()?;
    let last = index.entries.last().map_or(0..0, |last| last.path.clone());
    let kept = last.len().checked_sub(dropped).ok_or("a path of it begins nowhere")?;
    let path = [&index.paths[last.start..last.start + kept], input.until(0)?].concat();
    index.push(entry, &path);
    Ok(())
}

/// Folders are not deeper than paths can be long.
const DEEPEST: usize = 2048;

/// Reads the trees; what is not valid is left out, as they only save work.
fn read_trees(input: &mut Input<'_>, format: Format, depth: usize) -> Option<Trees> {
    let name = input.until(0).ok()?.to_vec();
    let number = |bytes: &[u8]| std::str::from_utf8(bytes).ok()?.parse::<i64>().ok();
    let entries = number(input.until(b' ').ok()?)?;
    let count = number(input.until(b'\n').ok()?)?;
    let id = if entries >= 0 { Some(input.id(format).ok()?) } else { None };
    if depth > DEEPEST {
        return None;
    }
    let children = (0..count).map(|_| read_trees(input, format, depth + 1)).collect::<Option<Vec<_>>>()?;
    Some(Trees { name, id, children })
}

fn read_link(input: &mut Input<'_>, format: Format) -> Result<Link, String> {
    let shared = input.id(format)?;
    let mut bitmap = || if input.at < input.bytes.len() { read_bitmap(input) } else { Ok(Vec::new()) };
    Ok(Link { shared, deleted: bitmap()?, replaced: bitmap()? })
}

/// Reads an EWAH bitmap: words that say how many words of equal bits and how many literal words follow.
fn read_bitmap(input: &mut Input<'_>) -> Result<Vec<bool>, String> {
    const MOST_BITS: usize = 1 << 27;
    let bits = input.word()? as usize;
    let words = input.word()? as usize;
    if bits > MOST_BITS {
        return Err("a bitmap of it is too large".to_owned());
    }
    let words = input.take(words.checked_mul(8).ok_or(CUT)?)?.as_chunks::<8>().0;
    let mut words = words.iter().map(|word| u64::from_be_bytes(*word));
    let mut set = Vec::new();
    while let Some(word) = words.next() {
        let same = (word >> 1 & 0xffff_ffff) as usize;
        set.resize(set.len().saturating_add(same.saturating_mul(64)).min(bits), word & 1 == 1);
        for _ in 0..word >> 33 {
            let literal = words.next().ok_or(CUT)?;
            set.extend((0..64).map(|bit| literal >> bit & 1 == 1).take(bits - set.len()));
        }
    }
    input.word()?;
    set.resize(bits, false);
    Ok(set)
}

/// A split index and what it shares: entries of the shared one are left out or replaced, and new ones added.
fn joined(shared: Index, own: Index, link: &Link) -> Result<Index, String> {
    let is_set = |bitmap: &[bool], position: usize| bitmap.get(position).copied().unwrap_or(false);
    let mut parts: Vec<(&[u8], &Entry)> = Vec::with_capacity(shared.entries.len() + own.entries.len());
    let mut own_entries = own.entries.iter();
    for (position, entry) in shared.entries.iter().enumerate() {
        let path = &shared.paths[entry.path.clone()];
        if is_set(&link.replaced, position) {
            let replacement = own_entries.next().ok_or("it replaces more than it holds")?;
            if !is_set(&link.deleted, position) {
                parts.push((path, replacement));
            }
        } else if !is_set(&link.deleted, position) {
            parts.push((path, entry));
        }
    }
    parts.extend(own_entries.map(|entry| (&own.paths[entry.path.clone()], entry)));
    parts.sort_by_key(|(path, entry)| (*path, entry.stage));
    let mut index = Index { trees: own.trees, ..Index::default() };
    for (path, entry) in parts {
        index.push(entry.clone(), path);
    }
    Ok(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bitmap_is_a_run_and_literal_words() {
        let bytes = [
            &70u32.to_be_bytes()[..],
            &2u32.to_be_bytes(),
            &(1u64 | 1 << 1 | 1 << 33).to_be_bytes(),
            &0b101u64.to_be_bytes(),
            &0u32.to_be_bytes(),
        ]
        .concat();
        let set = read_bitmap(&mut Input { bytes: &bytes, at: 0 }).expect("valid");
        let expected: Vec<bool> = (0..70).map(|bit| bit <= 64 || bit == 66).collect();
        assert_eq!(set, expected);
        assert!(read_bitmap(&mut Input { bytes: &bytes[..20], at: 0 }).is_err());
    }

    #[test]
    fn what_is_no_index_is_told() {
        for bytes in [&b""[..], b"DIRC", &[0; 20], b"DIRC\0\0\0\x02\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"]
        {
            assert!(parse(bytes, Format::Sha1).is_err());
        }
        let empty = [&b"DIRC\0\0\0\x02\0\0\0\0"[..], &[0; 20]].concat();
        assert!(parse(&empty, Format::Sha1).is_ok_and(|file| file.index.entries().is_empty()));
    }
}
