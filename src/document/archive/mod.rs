//! Containers: what is packed in a file is a text of its own, opened like a file of that name.
//!
//! A container is told by its content, never by its name. What stands in it as it is (names, comments, what lies before
//! or between members) is text too. Nothing is written to disk: a member's name is a label, whatever path it pretends to
//! be. [`Bounds`] keeps the work within limits; reaching one is told.

mod office;
mod pdf;
mod stream;
mod strings;
mod tar;
#[cfg(test)]
mod tests;
mod xml;
mod zip;

use std::cell::Cell;
use std::io::Read;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::map::OffsetMap;
use super::region::{Counted, Part, Region, count_characters, count_line_ends};
use super::{Emit, Item, Reading, decode, picture, setting};
use crate::engine::MARGIN;
use crate::error::ProblemKind;

/// How many containers inside each other are opened, the file itself being the first.
const DEPTH: usize = 5;
/// How many members of one file are read, those of inner containers included.
const MOST_MEMBERS: usize = 65_536;
/// How many bytes may come out of one file, at most.
const MOST_EXPANDED: u64 = 256 << 20;
/// How many bytes may come out of any file.
const LEAST_EXPANDED: u64 = 16 << 20;
/// How many times its own length may come out of a file, beyond that.
const RATIO: u64 = 200;
/// How much of a member is held at once.
const PIECE: usize = 64 << 20;
/// How long a label may become, in characters.
const LONGEST_LABEL: usize = 1024;

/// What may still be done for a file.
#[derive(Debug)]
pub(super) struct Bounds {
    bytes: Cell<u64>,
    members: Cell<usize>,
    depth: Cell<usize>,
}

impl Bounds {
    /// What may be done for a file of this length.
    pub(super) fn of(length: usize) -> Self {
        let bytes = (length as u64).saturating_mul(RATIO).clamp(LEAST_EXPANDED, MOST_EXPANDED);
        Self { bytes: Cell::new(bytes), members: Cell::new(MOST_MEMBERS), depth: Cell::new(DEPTH) }
    }
}

/// The formats that are told by their content.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Zip,
    Tar,
    Ar,
    Packed(stream::Packing),
    Pdf,
    Picture,
    Strings,
    /// Known to hold text in a form that is not read.
    Closed(&'static str),
}

/// How much of a file's end is looked at to tell a container that something was put before.
pub(super) const TAIL: usize = zip::TAIL;

/// Whether a file that begins and ends so is a container.
pub(super) fn is_container(head: &[u8], tail: &[u8]) -> bool {
    kind_of_head(head).is_some() || zip::has_directory(tail)
}

/// Whether something that begins so is a container, told by no less than three bytes.
pub(super) fn begins_container(head: &[u8]) -> bool {
    head.len() >= 3 && kind_of_head(head).is_some()
}

fn kind(bytes: &[u8]) -> Option<Kind> {
    match kind_of_head(bytes) {
        None | Some(Kind::Picture | Kind::Strings) if zip::has_directory(bytes) => Some(Kind::Zip),
        told => told,
    }
}

fn kind_of_head(head: &[u8]) -> Option<Kind> {
    if let Some(packing) = stream::Packing::of(head) {
        return Some(Kind::Packed(packing));
    }
    match head {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, b'P', b'K', ..] => Some(Kind::Zip),
        [b'!', b'<', b'a', b'r', b'c', b'h', b'>', b'\n', ..] => Some(Kind::Ar),
        [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c, ..] => Some(Kind::Closed("7z")),
        [b'R', b'a', b'r', b'!', 0x1a, 7, ..] => Some(Kind::Closed("RAR")),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some(Kind::Pdf),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] | [0xff, 0xd8, 0xff, ..] => Some(Kind::Picture),
        [b'A', b'R', b'R', b'O', b'W', b'1', 0, 0, ..] => Some(Kind::Closed("Arrow")),
        [b'P', b'A', b'R', b'1', 0x15, ..] => Some(Kind::Closed("Parquet")),
        [0x04, 0x22, 0x4d, 0x18, ..] => Some(Kind::Closed("LZ4")),
        [b'M', b'S', b'C', b'F', 0, 0, 0, 0, ..] => Some(Kind::Closed("Cabinet")),
        _ if strings::is_one(head) => Some(Kind::Strings),
        _ if tar::is_header(head) => Some(Kind::Tar),
        _ => None,
    }
}

/// Hands over what is in the region called `name`, if it is a container; says whether it is one.
pub(super) fn read(name: &[u8], whole: &Region<'_>, bounds: &Bounds, emit: &mut Emit<'_>) -> bool {
    let Some(kind) = kind(whole.text) else { return false };
    let label = whole.part.member.clone().unwrap_or_else(|| label(file_name(name)));
    let mut container = Container { name, label, whole, bounds, view: None, emit };
    if let Kind::Closed(format) = kind {
        let message = format!("what is compressed in it ({format}) is not decoded; only what is not was read");
        container.tell(ProblemKind::Malformed, &message);
        return false;
    }
    let Some(depth) = bounds.depth.get().checked_sub(1) else {
        container.tell(ProblemKind::Limit, "lies in more containers than are opened, and was read as it stands");
        return false;
    };
    bounds.depth.set(depth);
    match kind {
        Kind::Zip => zip::read(&mut container),
        Kind::Tar => tar::read(&mut container),
        Kind::Ar => tar::read_ar(&mut container),
        Kind::Pdf => pdf::read(&mut container),
        Kind::Picture => container.with_texts(&|text, found| picture::texts(picture::Bytes::Plain(text), 0, found)),
        Kind::Strings => container.with_texts(&|bytes, found| {
            let (text, map) = strings::spelled(bytes);
            found(&text, &map);
        }),
        Kind::Packed(packing) => stream::read(&mut container, packing),
        Kind::Closed(_) => {}
    }
    bounds.depth.set(depth + 1);
    true
}

/// Another view of a member's text.
type View = fn(&[u8]) -> Option<(Vec<u8>, OffsetMap)>;
/// Hands over other views of a text.
type Texts<'t> = dyn Fn(&[u8], &mut dyn FnMut(&[u8], &OffsetMap)) + 't;

/// A container that is being read.
struct Container<'c, 'r, 'e> {
    name: &'c [u8],
    /// The way to it, as members tell it.
    label: String,
    whole: &'c Region<'r>,
    bounds: &'c Bounds,
    /// How else members are looked at, beside what they are by their name.
    view: Option<View>,
    emit: &'c mut Emit<'e>,
}

impl Container<'_, '_, '_> {
    /// Tells of something that was not read.
    fn tell(&mut self, kind: ProblemKind, message: &str) {
        let is_file = self.whole.part.member.is_none();
        let message = if is_file { message.to_owned() } else { format!("{}: {message}", self.label) };
        (self.emit)(Item::Problem(kind, message));
    }

    /// Tells of a member that was not read, or not wholly.
    fn tell_of(&mut self, member: &[u8], kind: ProblemKind, message: &str) {
        let message = format!("{}: {message}", self.way_to(member));
        (self.emit)(Item::Problem(kind, message));
    }

    fn way_to(&self, member: &[u8]) -> String {
        let mut way = format!("{}!/{}", self.label, label(member));
        if way.len() > LONGEST_LABEL {
            way = way.chars().take(LONGEST_LABEL).collect();
        }
        way
    }

    /// Counts a member; says whether it may be read.
    fn admits(&mut self) -> bool {
        let left = self.bounds.members.get();
        self.bounds.members.set(left.saturating_sub(1));
        if left == 1 {
            self.tell(ProblemKind::Limit, "has more members than are read");
        }
        left > 1
    }

    /// Hands over a member that stands in the container as it is.
    fn stored(&mut self, name: &[u8], range: Range<usize>) {
        let whole = self.whole;
        let bytes = whole.text.get(range.clone()).unwrap_or_default();
        let way = self.way_to(name);
        self.open(name, way, bytes, &OffsetMap::identity(range.start, bytes.len()));
    }

    /// Hands over what `reader` makes of a range of the container. `expected` is how many bytes that should be.
    fn packed(&mut self, name: &[u8], reader: &mut dyn Read, range: Range<usize>, expected: Option<u64>) {
        let way = self.way_to(name);
        self.packed_as(name, way, reader, range, expected);
    }

    fn packed_as(
        &mut self,
        name: &[u8],
        way: String,
        reader: &mut dyn Read,
        range: Range<usize>,
        expected: Option<u64>,
    ) {
        let mut bytes = Vec::new();
        let mut end = self.fill(reader, &mut bytes);
        if matches!(end, End::Piece) {
            end = self.windows(name, &way, reader, bytes, &range);
        } else {
            if matches!(end, End::Whole) && expected.is_some_and(|expected| expected > bytes.len() as u64) {
                end = End::Broken;
            }
            self.open_packed(name, way.clone(), &bytes, &range);
        }
        self.tell_end(&way, &end);
    }

    fn tell_end(&mut self, way: &str, end: &End) {
        let (kind, message) = match end {
            End::Whole | End::Piece => return,
            End::Limit => (ProblemKind::Limit, "expands to more than is read; what was read of it was searched"),
            End::Broken => (ProblemKind::Malformed, "is cut or damaged; what could be read of it was searched"),
        };
        (self.emit)(Item::Problem(kind, format!("{way}: {message}")));
    }

    fn open_packed(&mut self, name: &[u8], way: String, bytes: &[u8], range: &Range<usize>) {
        let mut map = OffsetMap::default();
        map.push_opaque(bytes.len(), range.clone());
        if matches!(kind(bytes), Some(Kind::Tar)) && way == self.label {
            // A packed tar is one container, not two.
            let depth = self.bounds.depth.get();
            self.bounds.depth.set(depth + 1);
            self.open(name, way, bytes, &map);
            self.bounds.depth.set(depth);
        } else {
            self.open(name, way, bytes, &map);
        }
    }

    /// Hands over a text that belongs to the container, the way to which is `way`.
    fn open(&mut self, name: &[u8], way: String, bytes: &[u8], map: &OffsetMap) {
        let part = Part { member: Some(way), ..self.whole.part.clone() };
        let view = self.view;
        self.place(bytes, map, |whole, bounds, emit| {
            let region = Region { part: part.clone(), setting: setting::of_name(name), ..whole.clone() };
            super::open_region(name, &region, bounds, emit);
            if let Some((text, map)) = view.and_then(|view| view(region.text)) {
                decode::emit_all(&region.child(&text, &map), None, bounds, emit);
            }
        });
    }

    /// Hands over the container as it stands, and the texts that are found in it otherwise.
    fn with_texts(&mut self, texts: &Texts<'_>) {
        let whole = self.whole;
        // In something that a text holds in base64, what is no text is the picture itself.
        if whole.parent.is_none() {
            self.rest(Vec::new());
        }
        texts(whole.text, &mut |text, map| {
            decode::emit_all(&whole.child(text, map), None, self.bounds, self.emit);
        });
    }

    /// Hands over a table that was made of a range of the container.
    fn table(&mut self, name: &[u8], table: &[u8], map: &OffsetMap) {
        if !table.trim_ascii().is_empty() {
            self.open(b"table.tsv", self.way_to(name), table, map);
        }
    }

    /// Makes a region of a text in the container: beneath the region that the container was found in, or a root.
    fn place(&mut self, text: &[u8], map: &OffsetMap, then: impl Fn(&Region<'_>, &Bounds, &mut Emit<'_>)) {
        if self.whole.parent.is_some() {
            then(&self.whole.child(text, map), self.bounds, self.emit);
            return;
        }
        let map = map.through(self.whole.map);
        let region = Region {
            text,
            core: 0..text.len(),
            map: &map,
            counted: Cell::new(Counted::default()),
            ..self.whole.clone()
        };
        then(&region, self.bounds, self.emit);
    }

    /// Hands over what of the container's bytes no member was made of. `taken` need not be in order.
    fn rest(&mut self, mut taken: Vec<Range<usize>>) {
        taken.sort_by_key(|range| (range.start, range.end));
        taken.push(self.whole.text.len()..self.whole.text.len());
        let (mut text, mut map, mut at) = (Vec::new(), OffsetMap::default(), 0);
        for range in taken {
            if let Some(gap) = self.whole.text.get(at..range.start).filter(|gap| !gap.is_empty()) {
                text.extend_from_slice(gap);
                map.push(gap.len(), at, 1, 1);
                text.push(b'\n');
                map.push_opaque(1, range.start..range.start);
            }
            at = at.max(range.end);
        }
        if !text.is_empty() {
            self.place(&text, &map, |region, bounds, emit| {
                let region = Region { setting: setting::of_name(b""), ..region.clone() };
                super::open_text(&Reading::of(b"", region.text), &region, bounds, emit);
            });
        }
    }

    /// Reads on until the piece is full, the reader ends, or no more may be read.
    fn fill(&mut self, reader: &mut dyn Read, bytes: &mut Vec<u8>) -> End {
        let left = self.bounds.bytes.get();
        let before = bytes.len();
        let room = (PIECE.saturating_sub(before) as u64).min(left);
        // Decoders of damaged data are others' code; nothing of them is used after a panic.
        let read = catch_unwind(AssertUnwindSafe(|| reader.take(room + 1).read_to_end(bytes)));
        let got = (bytes.len().saturating_sub(before)) as u64;
        self.bounds.bytes.set(left.saturating_sub(got));
        match read {
            Ok(Ok(_)) if got <= room => End::Whole,
            Ok(Ok(_)) if room == left => End::Limit,
            Ok(Ok(_)) => End::Piece,
            _ => End::Broken,
        }
    }

    /// Hands over a text that is too large to be held, of which `bytes` is the first piece.
    fn windows(
        &mut self,
        name: &[u8],
        way: &str,
        reader: &mut dyn Read,
        mut bytes: Vec<u8>,
        range: &Range<usize>,
    ) -> End {
        if kind(&bytes).is_some() {
            return End::Limit;
        }
        let reading = Reading::of(name, &bytes);
        let part = Part { member: Some(way.to_owned()), ..self.whole.part.clone() };
        let (mut core, mut lines, mut characters) = (0, 1, 0);
        let mut end = End::Piece;
        loop {
            let last = if matches!(end, End::Piece) { bytes.len() - MARGIN } else { bytes.len() };
            let mut map = OffsetMap::default();
            map.push_opaque(bytes.len(), range.clone());
            self.place(&bytes, &map, |region, bounds, emit| {
                let region = Region {
                    core: core..last,
                    part: part.clone(),
                    first_line: lines,
                    first_column: characters,
                    ..region.clone()
                };
                super::open_text(&reading, &region, bounds, emit);
            });
            if !matches!(end, End::Piece) {
                return end;
            }
            let passed = (last - MARGIN) / 4 * 4;
            let ends = count_line_ends(&bytes, 0..passed);
            let line = memchr::memrchr2(b'\n', b'\r', &bytes[..passed]).map_or(0, |end| end + 1);
            characters = count_characters(&bytes[line..passed]) + if ends == 0 { characters } else { 0 };
            lines += ends;
            bytes.drain(..passed);
            core = last - passed;
            end = self.fill(reader, &mut bytes);
        }
    }
}

/// How reading a piece ended.
#[derive(Debug)]
enum End {
    /// The reader ended.
    Whole,
    /// The piece is full and there is more.
    Piece,
    /// No more may be read.
    Limit,
    /// What is packed is damaged.
    Broken,
}

/// A name as it is told: without characters that a terminal acts upon.
fn label(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    name.chars().map(|one| if one.is_control() { char::REPLACEMENT_CHARACTER } else { one }).collect()
}

fn file_name(path: &[u8]) -> &[u8] {
    path.rsplit(|byte| *byte == b'/').next().unwrap_or(path)
}

/// A number of two, four or eight bytes, the low one first.
fn little(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(width)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}
