//! A region: text with a meaning, and the way back to the place in the file it came from.

use std::cell::Cell;
use std::ops::Range;

use serde::Serialize;

use super::map::OffsetMap;

/// A piece of text as the engine sees it, whatever it was wrapped in.
///
/// Regions nest: the base64 text in a notebook's output is a region whose parent is the output, whose parent is the
/// file. A region without a parent is a root: the text of a file, or of a member of an archive.
#[derive(Clone, Debug)]
pub struct Region<'a> {
    /// The text, in UTF-8 where it is text in a known encoding, as it is otherwise.
    pub text: &'a [u8],
    /// The part of the text whose anchors this region answers for; the rest is there to be looked at. In a text that is
    /// read window by window, each byte is in the core of exactly one window.
    pub core: Range<usize>,
    /// From this text to the parent's text, or, in a root, to the file's bytes.
    pub map: &'a OffsetMap,
    /// What this region was found in.
    pub parent: Option<&'a Region<'a>>,
    /// The 1-based number of the line that the text begins in: in a root, of the file, else of the part.
    pub first_line: u64,
    /// In a root: how many characters of that line come before the text.
    pub first_column: u64,
    /// Where it is inside the file, for files that have parts.
    pub part: Part,
    /// What names this text: a column's header, a key, the path of keys; empty when nothing does.
    pub label: &'a str,
    /// How the text is to be read.
    pub setting: Setting,
    /// How far the lines have been counted, so that a thousand places cost one pass and not a thousand.
    pub counted: Cell<Counted>,
}

/// A place in a text up to which lines and characters have been counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counted {
    offset: usize,
    line_ends: u64,
    newlines: u64,
    characters: u64,
}

/// Where a region is inside a file that has parts. Numbers are 0-based unless said otherwise.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Part {
    /// The way to a member of an archive: `a.zip!/b.env`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// The notebook's cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<usize>,
    /// The cell's output.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<usize>,
    /// The 1-based line in the cell or output.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The table's row, 1-based, the header not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// The table's column, by its header, or by its 1-based number where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The object of a repository that is no file: `message`, `author`, `tag`, `ref`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'static str>,
}

impl Part {
    /// Whether the file has no parts, or this is all of it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }
}

/// How a text is to be read: its language, and what kind of file it is in.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Setting {
    /// The language, as far as it changes how an assignment is written.
    pub syntax: Syntax,
    /// What the file is there for.
    pub role: Role,
}

/// The language of a text, as far as it changes how a name gets its value.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Syntax {
    /// Not known.
    #[default]
    Unknown,
    /// A programming language, in which a bare word is a variable.
    Code,
    /// A shell script or Makefile.
    Shell,
    /// A Dockerfile.
    Dockerfile,
    /// A `.env` file.
    DotEnv,
    /// YAML.
    Yaml,
    /// JSON.
    Json,
    /// TOML.
    Toml,
    /// INI and its like, `.netrc`, `.pgpass`.
    Ini,
    /// Java properties.
    Properties,
    /// XML, plist.
    Xml,
    /// HTML and templates of it.
    Html,
    /// Style sheets.
    Css,
    /// Terraform and other HCL.
    Hcl,
    /// SQL.
    Sql,
    /// Markdown, reStructuredText.
    Markdown,
    /// Running text.
    Prose,
    /// A log or a program's output.
    Log,
    /// A table with separators.
    Table,
}

impl Syntax {
    /// Whether strings always stand in quotes, so that a bare word is a name.
    pub(crate) fn quotes_values(self) -> bool {
        use Syntax::{Code, Css, Hcl, Html, Json, Sql, Toml, Xml};
        matches!(self, Code | Json | Toml | Xml | Html | Css | Hcl | Sql)
    }

    /// Whether it is a programming language.
    pub(crate) fn is_code(self) -> bool {
        matches!(self, Self::Code | Self::Unknown)
    }

    /// Whether it is a format of settings, in which values are what a program will use.
    pub(crate) fn is_settings(self) -> bool {
        use Syntax::{Dockerfile, DotEnv, Hcl, Ini, Properties, Shell, Toml, Xml, Yaml};
        matches!(self, DotEnv | Dockerfile | Hcl | Ini | Properties | Shell | Toml | Xml | Yaml)
    }
}

/// What a file is there for, as far as it changes what is believed.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Role {
    /// Anything else.
    #[default]
    Normal,
    /// Tests, fixtures, examples.
    Test,
    /// Documentation.
    Docs,
    /// A lock file or a list of checksums: exact formats only.
    LockFile,
    /// Minified code or a source map: exact formats only.
    Minified,
    /// Somebody else's code: exact formats only.
    Vendored,
}

/// A place in the file as it lies on disk.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Location {
    /// 1-based line; `\n`, `\r\n` and a lone `\r` end one.
    pub line: u64,
    /// 1-based column, in characters.
    pub column: u64,
    /// The line that the value ends in.
    pub end_line: u64,
    /// The column after its last character.
    pub end_column: u64,
    /// Offset of its first byte in the file.
    pub start: u64,
    /// Offset after its last byte.
    pub end: u64,
}

impl Location {
    /// Moves a place in a text that turns out to begin after `lines` lines and `characters` of the next one.
    pub fn move_by(&mut self, lines: u64, characters: u64) {
        for (line, column) in [(&mut self.line, &mut self.column), (&mut self.end_line, &mut self.end_column)] {
            if *line == 1 {
                *column += characters;
            }
            *line += lines;
        }
    }
}

impl<'a> Region<'a> {
    /// The root region of a whole text that stands in the file as it is.
    #[must_use]
    pub fn root(text: &'a [u8], map: &'a OffsetMap, setting: Setting) -> Self {
        Self {
            text,
            core: 0..text.len(),
            map,
            parent: None,
            first_line: 1,
            first_column: 0,
            part: Part::default(),
            label: "",
            setting,
            counted: Cell::default(),
        }
    }

    /// A region found in this one, with a text of its own that `map` leads back from.
    #[must_use]
    pub fn child<'b>(&'b self, text: &'b [u8], map: &'b OffsetMap) -> Region<'b>
    where
        'a: 'b,
    {
        Region {
            text,
            core: 0..text.len(),
            map,
            parent: Some(self),
            first_line: 1,
            first_column: 0,
            part: self.part.clone(),
            label: self.label,
            setting: self.setting,
            counted: Cell::default(),
        }
    }

    /// The root that this region is in, and the range of the root's text that `range` came from.
    #[must_use]
    pub fn in_root(&self, range: Range<usize>) -> (&Region<'a>, Range<usize>) {
        let mut region = self;
        let mut range = range;
        while let Some(parent) = region.parent {
            range = region.map.range(range);
            region = parent;
        }
        (region, range)
    }

    /// The place in the file that `range` of this text came from.
    #[must_use]
    pub fn locate(&self, range: Range<usize>) -> Location {
        let (root, range) = self.in_root(range);
        let (line, column) = root.line_and_column(range.start);
        let (end_line, end_column) = root.line_and_column(range.end);
        let bytes = root.map.range(range);
        Location { line, column, end_line, end_column, start: bytes.start as u64, end: bytes.end as u64 }
    }

    /// The 1-based line of this region's own text that the offset is in, counted from the text's beginning where this is
    /// a window of it. A lone `\r` ends none, as a progress bar in an output is one line to whoever sees it.
    #[must_use]
    pub fn own_line(&self, offset: usize) -> u64 {
        self.first_line + self.count_to(offset).newlines
    }

    fn line_and_column(&self, offset: usize) -> (u64, u64) {
        let counted = self.count_to(offset);
        let carried = if counted.line_ends == 0 { self.first_column } else { 0 };
        (self.first_line + counted.line_ends, carried + counted.characters + 1)
    }

    fn count_to(&self, offset: usize) -> Counted {
        let offset = offset.min(self.text.len());
        let known = self.counted.get();
        let from = if known.offset <= offset { known } else { Counted::default() };
        let counted = from.advanced(self.text, offset);
        self.counted.set(counted);
        counted
    }
}

impl Counted {
    fn advanced(self, text: &[u8], offset: usize) -> Self {
        let passed = &text[self.offset..offset];
        let last_end = passed.iter().enumerate().rev().find(|&(at, _)| ends_line(text, self.offset + at));
        let (characters, line_start) = match last_end {
            Some((at, _)) => (0, self.offset + at + 1),
            None => (self.characters, self.offset),
        };
        Self {
            offset,
            line_ends: self.line_ends + count_line_ends(text, self.offset..offset),
            newlines: self.newlines + memchr::memchr_iter(b'\n', passed).count() as u64,
            characters: characters + count_characters(&text[line_start..offset]),
        }
    }
}

/// How many lines end in a range of a text: at a `\n`, and at a `\r` that no `\n` follows.
#[must_use]
pub fn count_line_ends(text: &[u8], range: Range<usize>) -> u64 {
    let part = &text[range.clone()];
    let newlines = memchr::memchr_iter(b'\n', part).count();
    let lone_returns = memchr::memchr_iter(b'\r', part).filter(|at| ends_line(text, range.start + at)).count();
    (newlines + lone_returns) as u64
}

fn ends_line(text: &[u8], at: usize) -> bool {
    match text[at] {
        b'\n' => true,
        b'\r' => text.get(at + 1) != Some(&b'\n'),
        _ => false,
    }
}

/// How many characters a text has, a byte that is no UTF-8 counting as one.
#[must_use]
pub fn count_characters(text: &[u8]) -> u64 {
    text.iter().filter(|byte| !matches!(byte, 0x80..=0xbf)).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_by_line_and_character() {
        let text = "é=1\r\nb\rcd".as_bytes();
        let map = OffsetMap::identity(0, text.len());
        let region = Region::root(text, &map, Setting::default());
        let place = region.locate(9..10);
        assert_eq!((place.line, place.column, place.start, place.end), (3, 2, 9, 10));
        assert_eq!(region.locate(2..3).column, 2);
    }

    #[test]
    fn a_child_leads_back_through_its_parent() {
        let text = b"one\ntwo \\u0041 three";
        let map = OffsetMap::identity(0, text.len());
        let root = Region::root(text, &map, Setting::default());
        let mut inner_map = OffsetMap::default();
        inner_map.push(4, 4, 1, 1);
        inner_map.push(1, 8, 1, 6);
        let inner = root.child(b"two A", &inner_map);
        let place = inner.locate(4..5);
        assert_eq!((place.line, place.column, place.start, place.end), (2, 5, 8, 14));
    }
}
