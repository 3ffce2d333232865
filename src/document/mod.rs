//! What bytes mean: a file becomes regions of text, and tables. Knows no rule and does no I/O.

mod decode;
pub mod encoding;
pub(crate) mod json;
pub mod map;
pub mod notebook;
pub(crate) mod picture;
pub mod region;
pub mod setting;
pub mod table;

use std::ops::Range;

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
    if is_notebook(name) {
        let map = OffsetMap::identity(0, bytes.len());
        let root = Region::root(bytes, &map, setting::of_name(name));
        match notebook::read(&root, &mut |item| emit_decoded(item, emit)) {
            Ok(()) => return,
            Err(fault) => {
                let message = format!("no notebook ({} at byte {}), read as plain text", fault.reason, fault.offset);
                emit(Item::Problem(ProblemKind::Malformed, message));
            }
        }
    }
    open_window(&Reading::of(name, bytes), &Window { bytes, start: 0, core: 0..bytes.len() }, emit);
}

/// Hands over a window of a text. Lines, columns and rows are counted from the beginning of the window.
pub fn open_window(reading: &Reading, window: &Window<'_>, emit: &mut Emit<'_>) {
    if reading.encoding == Encoding::Bytes {
        let map = OffsetMap::identity(window.start, window.bytes.len());
        let mut root = Region::root(window.bytes, &map, reading.setting);
        root.core = window.core.clone();
        emit_root(reading, &root, emit);
        return;
    }
    let (text, map) = reading.encoding.decode(window.bytes);
    let core = map.text_at(window.core.start)..map.text_at(window.core.end);
    let map = map.shifted(window.start);
    let mut root = Region::root(&text, &map, reading.setting);
    root.core = core;
    emit_root(reading, &root, emit);
}

/// Hands over a text: by its cells where all of it is there and it has some.
fn emit_root(reading: &Reading, root: &Region<'_>, emit: &mut Emit<'_>) {
    let is_whole = root.core == (0..root.text.len());
    if !(is_whole && notebook::read_other(reading.cells, root, &mut |item| emit_decoded(item, emit))) {
        decode::emit_all(root, reading.layout.as_ref(), emit);
    }
}

/// Whether a file must be read in one piece, because what its parts mean depends on the whole.
#[must_use]
pub fn needs_whole(name: &[u8]) -> bool {
    is_notebook(name)
}

fn is_notebook(name: &[u8]) -> bool {
    name.to_ascii_lowercase().ends_with(b".ipynb")
}

fn emit_decoded(item: Item<'_>, emit: &mut Emit<'_>) {
    match item {
        Item::Text(region) => {
            let head = &region.text[..region.text.len().min(encoding::HEAD)];
            decode::emit_all(region, Layout::of(head, region.setting.syntax).as_ref(), emit);
        }
        other => emit(other),
    }
}
