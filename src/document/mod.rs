//! What bytes mean: a file becomes regions of text, and tables. Knows no rule and does no I/O.

mod archive;
mod decode;
pub mod encoding;
pub(crate) mod json;
pub mod map;
pub mod notebook;
pub(crate) mod picture;
pub mod region;
pub mod setting;
pub mod table;

use std::cell::Cell;
use std::ops::Range;

use archive::Bounds;

use crate::error::ProblemKind;
pub use encoding::Encoding;
pub use map::OffsetMap;
pub use region::{Location, Part, Region, Role, Setting, Syntax};
pub use table::{Layout, Table};

/// What a document is made of, in the order in which it is read.
#[derive(Debug)]
pub enum Item<'a> {
    /// Text to be searched.
    Text(&'a Region<'a>),
    /// Text to be searched, and the tables that stand in it.
    Tables(&'a Region<'a>, &'a [Table]),
    /// Something in the document that could not be read, or only in part, told in a sentence that holds nothing of its
    /// content.
    Problem(ProblemKind, String),
}

/// Receives a document's items as they are read.
pub type Emit<'e> = dyn FnMut(Item<'_>) + 'e;

/// A piece of a text that is too large to be read at once.
#[derive(Clone, Debug)]
pub struct Window<'w> {
    /// The piece, with margins to both sides.
    pub bytes: &'w [u8],
    /// Where the piece begins in the file, in bytes.
    pub start: usize,
    /// What of the piece this window answers for, in bytes of it.
    pub core: Range<usize>,
}

/// How a text is to be read, told from its name and its beginning.
#[derive(Clone, Debug)]
pub struct Reading {
    setting: Setting,
    encoding: Encoding,
    layout: Option<Layout>,
    cells: Option<notebook::TextForm>,
}

impl Reading {
    /// How the text called `name` is to be read that begins with `head`.
    #[must_use]
    pub fn of(name: &[u8], head: &[u8]) -> Self {
        let setting = setting::of_name(name);
        let encoding = encoding::detect(head);
        let head = &head[..head.len().min(encoding::HEAD)];
        let layout = match encoding {
            Encoding::Bytes => Layout::of(head, setting.syntax),
            _ => Layout::of(&encoding.decode(head).0, setting.syntax),
        };
        let syntax = if layout.is_some() { Syntax::Table } else { setting.syntax };
        Self { setting: Setting { syntax, ..setting }, encoding, layout, cells: notebook::TextForm::of(name) }
    }
}

/// Hands over what is in the file called `name` that holds `bytes`.
pub fn open(name: &[u8], bytes: &[u8], emit: &mut Emit<'_>) {
    let map = OffsetMap::identity(0, bytes.len());
    let whole = Region::root(bytes, &map, setting::of_name(name));
    open_region(name, &whole, &Bounds::of(bytes.len()), emit);
}

/// Hands over a window of a text. Lines, columns and rows are counted from the beginning of the window.
pub fn open_window(reading: &Reading, window: &Window<'_>, emit: &mut Emit<'_>) {
    let map = OffsetMap::identity(window.start, window.bytes.len());
    let whole = Region { core: window.core.clone(), ..Region::root(window.bytes, &map, reading.setting) };
    open_text(reading, &whole, &Bounds::of(window.bytes.len()), emit);
}

/// The longest file that is read in one piece, in bytes.
pub const MOST_WHOLE: u64 = 512 << 20;
/// How many bytes of its end tell of a file whether it must be read in one piece.
pub const TAIL: usize = archive::TAIL;

/// Whether a file must be read in one piece, because what its parts mean depends on the whole. `head` is what it begins
/// with, at least [`encoding::HEAD`] bytes, `tail` its last [`TAIL`] bytes, as far as there are so many.
#[must_use]
pub fn needs_whole(name: &[u8], head: &[u8], tail: &[u8]) -> bool {
    is_notebook(name) || archive::is_container(head, tail)
}

/// Hands over what is in a file, or in what a file holds, whose bytes are the region's text.
fn open_region(name: &[u8], whole: &Region<'_>, bounds: &Bounds, emit: &mut Emit<'_>) {
    if archive::read(name, whole, bounds, emit) {
        return;
    }
    if is_notebook(name) {
        match notebook::read(whole, &mut |item| emit_decoded(item, bounds, emit)) {
            Ok(()) => return,
            Err(fault) => {
                let place = whole.part.member.as_ref().map_or_else(String::new, |member| format!("{member}: "));
                let fault = format!("no notebook ({} at byte {}), read as plain text", fault.reason, fault.offset);
                emit(Item::Problem(ProblemKind::Malformed, place + &fault));
            }
        }
    }
    open_text(&Reading::of(name, whole.text), whole, bounds, emit);
}

/// Hands over a text, and what is hidden in it: by its cells where all of it is there and it has some.
fn open_text(reading: &Reading, whole: &Region<'_>, bounds: &Bounds, emit: &mut Emit<'_>) {
    if reading.encoding == Encoding::Bytes {
        return emit_text(reading, &Region { setting: reading.setting, ..whole.clone() }, bounds, emit);
    }
    let (text, map) = reading.encoding.decode(whole.text);
    let core = map.text_at(whole.core.start)..map.text_at(whole.core.end);
    let (parent, map) = if whole.parent.is_some() { (Some(whole), map) } else { (None, map.through(whole.map)) };
    let (setting, counted) = (reading.setting, Cell::default());
    let region = Region { text: &text, core, map: &map, parent, setting, counted, ..whole.clone() };
    emit_text(reading, &region, bounds, emit);
}

fn emit_text(reading: &Reading, region: &Region<'_>, bounds: &Bounds, emit: &mut Emit<'_>) {
    let is_whole = region.core == (0..region.text.len());
    if !(is_whole && notebook::read_other(reading.cells, region, &mut |item| emit_decoded(item, bounds, emit))) {
        decode::emit_all(region, reading.layout.as_ref(), bounds, emit);
    }
}

/// Hands over pieces of a text, put together in one region, and what is encoded in them.
pub fn open_pieces(pieces: &Region<'_>, emit: &mut Emit<'_>) {
    decode::emit_all(pieces, None, &Bounds::of(pieces.text.len()), emit);
}

/// Hands over the tables of a text whose name is not known, and nothing else of it.
pub fn open_tables(text: &[u8], emit: &mut Emit<'_>) {
    let reading = Reading::of(b"", text);
    let map = OffsetMap::identity(0, text.len());
    let region = Region::root(text, &map, reading.setting);
    emit(Item::Tables(&region, &table::find(&region, reading.layout.as_ref())));
}

/// Whether a text in braces may be a notebook of some kind, going by its words alone.
#[must_use]
pub fn may_be_notebook(text: &[u8]) -> bool {
    [&b"\"cells\""[..], b"\"worksheets\"", b"\"paragraphs\""]
        .iter()
        .any(|key| memchr::memmem::find(text, key).is_some())
}

/// Whether bytes are no text but hold files, going by the bytes alone.
#[must_use]
pub fn is_container(bytes: &[u8]) -> bool {
    archive::is_container(&bytes[..bytes.len().min(encoding::HEAD)], &bytes[bytes.len().saturating_sub(TAIL)..])
}

/// Whether a text whose name is not known is a table, going by its beginning.
#[must_use]
pub fn may_be_table(head: &[u8]) -> bool {
    let line = head.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    line.iter().any(|byte| matches!(byte, b',' | b';' | b'\t' | b'|')) && Layout::of(head, Syntax::Unknown).is_some()
}

fn is_notebook(name: &[u8]) -> bool {
    name.to_ascii_lowercase().ends_with(b".ipynb")
}

fn emit_decoded(item: Item<'_>, bounds: &Bounds, emit: &mut Emit<'_>) {
    match item {
        Item::Text(region)
            if archive::begins_container(region.text) && archive::read(b"base64", region, bounds, emit) => {}
        Item::Text(region) => {
            let head = &region.text[..region.text.len().min(encoding::HEAD)];
            decode::emit_all(region, Layout::of(head, region.setting.syntax).as_ref(), bounds, emit);
        }
        other => emit(other),
    }
}
