//! One text joined from many string literals, handed over as regions no larger than a window.

use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use super::magics;
use crate::document::json::Unescaper;
use crate::document::map::OffsetMap;
use crate::document::picture::{self, Bytes};
use crate::document::region::{Part, Region, Setting, Syntax};
use crate::document::{Emit, Item};

/// From how many bytes of text on a window is handed over.
const WINDOW: usize = 4 << 20;
/// How much of its neighbours a window shows on either side.
const OVERLAP: usize = 64 << 10;
/// From how many escapes on a window is handed over, so that its map stays small.
const ESCAPES: usize = 1 << 19;
/// What is shorter is not taken for a picture.
const PICTURE_LEN: usize = 64;
/// The most bytes of a picture whose base64 is broken into lines.
const BROKEN_PICTURE: usize = 64 << 20;

/// Where texts go, and what they are cut out of.
pub(super) struct Sink<'s, 'r, 'e> {
    /// The file's text.
    pub root: &'s Region<'r>,
    /// Receives the regions.
    pub emit: &'s mut Emit<'e>,
}

impl Sink<'_, '_, '_> {
    /// Hands over a text that was made from the file's by other means.
    pub(super) fn text(&mut self, text: &[u8], map: &OffsetMap, part: &Part) {
        let mut region = self.root.child(text, map);
        region.part = part.clone();
        region.setting = Setting { syntax: Syntax::Unknown, role: self.root.setting.role };
        (self.emit)(Item::Text(&region));
    }
}

/// A text that grows by literals and leaves by windows.
pub(super) struct Joined {
    part: Part,
    syntax: Syntax,
    text: Vec<u8>,
    map: OffsetMap,
    core_start: usize,
    first_line: u64,
    escapes: usize,
    drops_ansi: bool,
    has_magics: bool,
}

impl Joined {
    pub(super) fn new(part: Part, syntax: Syntax) -> Self {
        Self {
            drops_ansi: part.output.is_some(),
            part,
            syntax,
            text: Vec::new(),
            map: OffsetMap::default(),
            core_start: 0,
            first_line: 1,
            escapes: 0,
            has_magics: false,
        }
    }

    /// Takes lines that begin with `!` or `%` for what they are in IPython.
    pub(super) fn with_magics(mut self) -> Self {
        self.has_magics = true;
        self
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Sets the language, as far as the text so far tells another.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    pub(super) fn set_syntax(&mut self, syntax: Syntax) {
        self.syntax = syntax;
    }

    /// Adds the content of a literal, or a stretch of JSON, without the pictures in it.
    pub(super) fn append(&mut self, sink: &mut Sink<'_, '_, '_>, raw: Range<usize>) {
        let file = sink.root.text;
        let mut from = raw.start;
        while let Some(found) = next_picture(file, from..raw.end) {
            self.append_text(sink, from..found.start);
            read_picture(sink, std::slice::from_ref(&found), &self.part);
            from = found.end;
        }
        self.append_text(sink, from..raw.end);
    }

    /// Adds at most `limit` bytes of a literal's content to be looked at.
    pub(super) fn append_ahead(&mut self, sink: &Sink<'_, '_, '_>, raw: Range<usize>, limit: usize) {
        let mut unescaper = Unescaper::new(&sink.root.text[raw.clone()], raw.start).dropping_ansi(self.drops_ansi);
        unescaper.append(&mut self.text, &mut self.map, limit);
    }

    /// Adds a line end that stands for what is between two literals.
    pub(super) fn append_line_end(&mut self, between: Range<usize>) {
        self.text.push(b'\n');
        self.map.push_opaque(1, between);
    }

    /// Hands over what has not been yet; the text begins anew.
    pub(super) fn finish(&mut self, sink: &mut Sink<'_, '_, '_>) {
        self.finish_at(sink, self.text.len());
    }

    /// Hands over what has not been yet up to `end`; the rest is there to be looked at.
    pub(super) fn finish_at(&mut self, sink: &mut Sink<'_, '_, '_>, end: usize) {
        self.hand_over(sink, end);
        self.text.clear();
        self.map = OffsetMap::default();
        (self.core_start, self.first_line, self.escapes) = (0, 1, 0);
    }

    fn append_text(&mut self, sink: &mut Sink<'_, '_, '_>, raw: Range<usize>) {
        let mut unescaper = Unescaper::new(&sink.root.text[raw.clone()], raw.start).dropping_ansi(self.drops_ansi);
        while !unescaper.is_done() {
            self.escapes += unescaper.append(&mut self.text, &mut self.map, OVERLAP);
            if self.is_full() {
                self.slide(sink);
            }
        }
    }

    fn is_full(&self) -> bool {
        let waiting = self.text.len() - self.core_start;
        waiting >= WINDOW + OVERLAP || (self.escapes >= ESCAPES && waiting >= 4 * OVERLAP)
    }

    /// Hands over a window that ends with a line, if there is one that ends, and keeps what the next one must see.
    fn slide(&mut self, sink: &mut Sink<'_, '_, '_>) {
        let latest = self.text.len() - OVERLAP;
        let earliest = self.core_start + (latest - self.core_start) / 2;
        let line_end = memchr::memrchr(b'\n', &self.text[earliest..latest]);
        let cut = line_end.map_or(latest, |at| earliest + at + 1);
        self.hand_over(sink, cut);
        let kept = cut.saturating_sub(OVERLAP);
        self.first_line += memchr::memchr_iter(b'\n', &self.text[..kept]).count() as u64;
        self.map = self.map.tail(kept);
        self.text.drain(..kept);
        self.core_start = cut - kept;
        self.escapes = 0;
    }

    fn hand_over(&self, sink: &mut Sink<'_, '_, '_>, end: usize) {
        if self.text[self.core_start..end].trim_ascii().is_empty() {
            return;
        }
        let mut region = sink.root.child(&self.text, &self.map);
        region.core = self.core_start..end;
        region.part = self.part.clone();
        region.first_line = self.first_line;
        region.setting = Setting { syntax: self.syntax, role: sink.root.setting.role };
        if self.has_magics {
            magics::emit_by_syntax(&region, sink.emit);
        } else {
            (sink.emit)(Item::Text(&region));
        }
    }
}

/// Reads what text there is in a picture whose base64 stands in one or more literals.
pub(super) fn read_picture(sink: &mut Sink<'_, '_, '_>, literals: &[Range<usize>], part: &Part) {
    let file = sink.root.text;
    let (Some(first), Some(last)) = (literals.first(), literals.last()) else { return };
    if let [literal] = literals
        && picture::base64_len(&file[literal.clone()]) == literal.len()
    {
        let base64 = Bytes::Base64(&file[literal.clone()]);
        return picture::texts(base64, literal.start, &mut |text, map| sink.text(text, map, part));
    }
    let digits = join_digits(file, literals);
    picture::texts(Bytes::Base64(&digits), 0, &mut |text, _| {
        let mut whole = OffsetMap::default();
        whole.push_opaque(text.len(), first.start..last.end);
        sink.text(text, &whole, part);
    });
}

/// The base64 of literals without the escapes and line ends that break it.
pub(super) fn join_digits(file: &[u8], literals: &[Range<usize>]) -> Vec<u8> {
    let mut digits = Vec::new();
    for literal in literals {
        let mut unescaper = Unescaper::new(&file[literal.clone()], literal.start);
        while !unescaper.is_done() && digits.len() < BROKEN_PICTURE {
            let from = digits.len();
            unescaper.append(&mut digits, &mut OffsetMap::default(), 1 << 16);
            let mut kept = from;
            for at in from..digits.len() {
                if !digits[at].is_ascii_whitespace() {
                    digits[kept] = digits[at];
                    kept += 1;
                }
            }
            digits.truncate(kept);
        }
    }
    digits
}

/// The next run of base64 in the range that a picture begins: PNG, JPEG, GIF or WebP.
fn next_picture(file: &[u8], range: Range<usize>) -> Option<Range<usize>> {
    static MAGIC: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    let magic = MAGIC.get_or_init(|| AhoCorasick::new(["iVBORw0KGg", "/9j/", "R0lGOD", "UklGR"]).ok()).as_ref()?;
    let text = &file[range.clone()];
    magic.find_iter(text).find_map(|found| {
        let begins = found.start().checked_sub(1).is_none_or(|before| !picture::is_base64(text[before]));
        let len = if begins { base64_len(&text[found.start()..]) } else { 0 };
        let start = range.start + found.start();
        (len >= PICTURE_LEN).then_some(start..start + len)
    })
}

/// How far base64 goes, escaped line ends included.
fn base64_len(text: &[u8]) -> usize {
    let mut len = 0;
    loop {
        len += picture::base64_len(&text[len..]);
        match text.get(len..len + 3) {
            Some([b'\\', b'n', next]) if picture::is_base64(*next) => len += 2,
            _ => return len,
        }
    }
}
