//! What commits, trees and tags say.
//!
//! Formats: <https://git-scm.com/docs/git-mktree>, <https://git-scm.com/docs/git-commit-tree>,
//! <https://git-scm.com/docs/git-mktag>. Parsing borrows from the content and is as forgiving as git: a field that is
//! not there or cannot be read is empty, so that what is damaged can still be scanned as text.

use super::id::{Format, Kind, Oid};
use std::ops::Range;

/// A commit. Text is in the commit's own encoding.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Commit<'a> {
    /// Its tree; `None` if the commit is damaged.
    pub tree: Option<Oid>,
    /// Its parents, in order.
    pub parents: Vec<Oid>,
    /// Who wrote the change.
    pub author: Signature<'a>,
    /// Who made the commit.
    pub committer: Signature<'a>,
    /// The name of the encoding, where it is not UTF-8.
    pub encoding: Option<&'a [u8]>,
    /// Where the message stands in the content; headers, signatures included, are before it.
    pub message: Range<usize>,
}

/// A name, an address and a time.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Signature<'a> {
    /// The name.
    pub name: &'a [u8],
    /// The e-mail address, without its brackets.
    pub email: &'a [u8],
    /// Seconds since 1970-01-01 00:00 UTC.
    pub time: i64,
    /// The offset of local time from UTC in minutes.
    pub offset: i16,
}

/// An annotated tag.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Tag<'a> {
    /// What it is put on; `None` if the tag is damaged.
    pub target: Option<Oid>,
    /// The kind of that.
    pub kind: Option<Kind>,
    /// The tag's name.
    pub name: &'a [u8],
    /// Who made it.
    pub tagger: Signature<'a>,
    /// Where the message stands in the content.
    pub message: Range<usize>,
}

/// An entry of a tree.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Entry<'a> {
    /// The mode, such as `0o100644`.
    pub mode: u32,
    /// The name, of any bytes but `/` and zero.
    pub name: &'a [u8],
    /// The id of the blob, the tree or, for a submodule, the commit: 20 or 32 bytes.
    pub id: &'a [u8],
    /// Where it begins in the tree's content.
    pub start: usize,
    /// Where it ends in the tree's content.
    pub end: usize,
}

impl Entry<'_> {
    /// The id of what it names.
    #[must_use]
    pub fn oid(&self) -> Oid {
        Oid::from_bytes(self.id).expect("an entry is only made with an id of a format's width")
    }

    /// Whether it is a directory.
    #[must_use]
    pub fn is_tree(&self) -> bool {
        self.mode & 0o170_000 == 0o040_000
    }

    /// Whether it is a submodule, whose commit is in another repository.
    #[must_use]
    pub fn is_submodule(&self) -> bool {
        self.mode & 0o170_000 == 0o160_000
    }
}

impl<'a> Commit<'a> {
    /// Reads a commit's content.
    #[must_use]
    pub fn parse(content: &'a [u8]) -> Self {
        let (none, message) = (Signature::default(), message(content));
        let mut commit =
            Self { tree: None, parents: Vec::new(), author: none, committer: none, encoding: None, message };
        for (name, value) in headers(content) {
            match name {
                b"tree" if commit.tree.is_none() => commit.tree = Oid::from_hex(value),
                b"parent" => commit.parents.extend(Oid::from_hex(value)),
                b"author" => commit.author = Signature::parse(value),
                b"committer" => commit.committer = Signature::parse(value),
                b"encoding" => commit.encoding = Some(value),
                _ => {}
            }
        }
        commit
    }
}

impl<'a> Tag<'a> {
    /// Reads a tag's content.
    #[must_use]
    pub fn parse(content: &'a [u8]) -> Self {
        let tagger = Signature::default();
        let mut tag = Self { target: None, kind: None, name: &[], tagger, message: message(content) };
        for (name, value) in headers(content) {
            match name {
                b"object" => tag.target = Oid::from_hex(value),
                b"type" => tag.kind = Kind::of_name(value),
                b"tag" => tag.name = value,
                b"tagger" => tag.tagger = Signature::parse(value),
                _ => {}
            }
        }
        tag
    }
}

impl<'a> Signature<'a> {
    /// Reads `Name <address> seconds +hhmm`.
    #[must_use]
    pub fn parse(line: &'a [u8]) -> Self {
        let close = memchr::memrchr(b'>', line).unwrap_or(line.len());
        let open = memchr::memchr(b'<', &line[..close]).unwrap_or(close);
        let mut words =
            line.get(close + 1..).unwrap_or_default().split(u8::is_ascii_whitespace).filter(|w| !w.is_empty());
        let mut number = || std::str::from_utf8(words.next()?).ok()?.parse::<i64>().ok();
        let (time, zone) = (number().unwrap_or_default(), number().unwrap_or_default());
        let minutes = zone / 100 * 60 + zone % 100;
        Self {
            name: line[..open].trim_ascii(),
            email: line.get(open + 1..close).unwrap_or_default(),
            time,
            offset: i16::try_from(minutes).unwrap_or_default(),
        }
    }
}

/// The entries of a tree. Ends at the first that is not valid, which is `Err`.
pub fn entries(content: &[u8], format: Format) -> impl Iterator<Item = Result<Entry<'_>, BadEntry>> {
    let width = format.width();
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= content.len() {
            return None;
        }
        let entry = entry(content, at, width);
        at = entry.map_or(content.len(), |entry| entry.end);
        Some(entry.ok_or(BadEntry))
    })
}

/// A tree ends in something that is no entry.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct BadEntry;

#[inline]
fn entry(content: &[u8], start: usize, width: usize) -> Option<Entry<'_>> {
    let bytes = content.get(start..)?;
    let (mode, digits) = mode(bytes)?;
    let rest = &bytes[digits + 1..];
    let name = &rest[..zero(rest)?];
    let id = rest.get(name.len() + 1..name.len() + 1 + width)?;
    let end = start + digits + 1 + name.len() + 1 + width;
    Some(Entry { mode, name, id, start, end })
}

/// Where the first zero byte is, eight bytes at a time: names are too short for a search that has to be set up.
#[inline]
fn zero(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let (words, rest) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        // The lowest bit that is set is the top bit of the first byte that is zero.
        let zeros = word.wrapping_sub(ONES) & !word & (ONES << 7);
        if zeros != 0 {
            return Some(8 * at + zeros.trailing_zeros() as usize / 8);
        }
    }
    rest.iter().position(|byte| *byte == 0).map(|at| 8 * words.len() + at)
}

/// A mode that a space follows, and how many digits it has.
#[inline]
fn mode(bytes: &[u8]) -> Option<(u32, usize)> {
    match bytes.first_chunk::<7>() {
        Some(b"100644 ") => return Some((0o100_644, 6)),
        Some([b'4', b'0', b'0', b'0', b'0', b' ', _]) => return Some((0o040_000, 5)),
        Some(b"100755 ") => return Some((0o100_755, 6)),
        _ => {}
    }
    let space = bytes.iter().take(8).position(|byte| *byte == b' ')?;
    let octal = |mode: u32, digit: &u8| (b'0'..=b'7').contains(digit).then(|| mode << 3 | u32::from(digit - b'0'));
    Some((bytes[..space].iter().try_fold(0, octal)?, space))
}

/// The headers of a commit or a tag, without the lines that continue one.
fn headers(content: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let lines = content.split(|byte| *byte == b'\n').take_while(|line| !line.is_empty());
    lines.filter_map(|line| {
        let space = line.iter().position(|byte| *byte == b' ').filter(|space| *space > 0)?;
        Some((&line[..space], &line[space + 1..]))
    })
}

/// Where the message stands: behind the first empty line.
fn message(content: &[u8]) -> Range<usize> {
    let start =
        if content.first() == Some(&b'\n') { Some(1) } else { memchr::memmem::find(content, b"\n\n").map(|at| at + 2) };
    start.unwrap_or(content.len())..content.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_is_read_with_its_signature_skipped() {
        let hex = "ab".repeat(20);
        let text = format!(
            "tree {hex}\nparent {hex}\nparent {hex}\nauthor A <B <a@b.example> 12 +0530\ncommitter C <> -5 -0130\n\
             encoding latin1\ngpgsig -----BEGIN\n tree x\n\n author z\n\nbody\n\nmore\n"
        );
        let commit = Commit::parse(text.as_bytes());
        assert_eq!(commit.tree, Oid::from_hex(hex.as_bytes()));
        assert_eq!(commit.parents.len(), 2);
        assert_eq!((commit.author.name, commit.author.time, commit.author.offset), (b"A".as_slice(), 12, 330));
        assert_eq!(commit.author.email, b"B <a@b.example");
        assert_eq!((commit.committer.time, commit.committer.offset), (-5, -90));
        assert_eq!(commit.encoding, Some(b"latin1".as_slice()));
        assert!(text[commit.message].starts_with(" author z"));
    }

    #[test]
    fn a_tree_ends_at_what_is_no_entry() {
        let mut tree = b"100644 a b\0".to_vec();
        tree.extend([7; 20]);
        tree.extend(b"40000 d\0");
        tree.extend([8; 20]);
        let whole: Vec<_> = entries(&tree, Format::Sha1).collect();
        assert_eq!(whole.len(), 2);
        assert_eq!(whole[0].map(|entry| (entry.mode, entry.name)), Ok((0o100_644, b"a b".as_slice())));
        assert!(whole[1].is_ok_and(|entry| entry.is_tree()));
        tree.pop();
        assert_eq!(entries(&tree, Format::Sha1).last(), Some(Err(BadEntry)));
        assert_eq!(entries(b"junk", Format::Sha1).count(), 1);
    }

    #[test]
    fn names_of_any_length_end_at_their_zero() {
        for len in 1..40 {
            let mut tree = [b"100644 ".as_slice(), &vec![0xff; len], &[0], &[1; 20]].concat();
            tree.extend([b"120000 ".as_slice(), &vec![0x80; len], &[0], &[0; 20]].concat());
            let names: Vec<_> = entries(&tree, Format::Sha1).map(|entry| entry.expect("valid").name.len()).collect();
            assert_eq!(names, [len, len]);
        }
    }

    #[test]
    fn damaged_text_never_panics() {
        for text in ["", "\n", "tree", "author >", "author <", "tagger > 1", "object \n\nx", "author a> <b"] {
            let _ = (Commit::parse(text.as_bytes()), Tag::parse(text.as_bytes()), Signature::parse(text.as_bytes()));
        }
    }
}
