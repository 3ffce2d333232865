//! Tables: which cell of which column a place of a text is in, and what the column is called.
//!
//! A table is found in the text as it stands: rows with separators, Markdown and the frames that database clients draw,
//! aligned text as data-frame libraries print it, HTML, and SQL with a list of columns. A row is told by its line.

mod aligned;
mod delimited;
mod html;
mod sql;

use std::ops::Range;

use super::region::{Region, Syntax};
pub use delimited::Layout;

/// A table, or the part of it that stands in one region.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The columns' headers, from left to right; an empty one where there is none.
    pub columns: Vec<String>,
    /// The cells, in the order of the text, without quotes and blanks around them.
    pub cells: Vec<Cell>,
    /// Whether only blanks make it a table, as they do much that is none.
    pub is_loose: bool,
}

/// A cell of a table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cell {
    /// The row, 1-based and the header not counted; in a window, counted from the window's first line.
    pub row: u32,
    /// The column, 0-based.
    pub column: u32,
    /// Where its value begins in the region's text, in bytes.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

impl Cell {
    fn new(row: usize, column: usize, span: Range<usize>) -> Option<Self> {
        let narrow = |number: usize| u32::try_from(number).ok();
        Some(Self { row: narrow(row)?, column: narrow(column)?, start: narrow(span.start)?, end: narrow(span.end)? })
    }

    /// Its value, in bytes of the region's text.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl Table {
    /// The cell that the offset is in.
    #[must_use]
    pub fn cell_at(&self, offset: usize) -> Option<&Cell> {
        let after = self.cells.partition_point(|cell| cell.start as usize <= offset);
        self.cells.get(after.checked_sub(1)?).filter(|cell| offset < cell.end as usize)
    }

    /// The name of a column: its header, or its 1-based number.
    #[must_use]
    pub fn column_name(&self, column: u32) -> String {
        let header = self.columns.get(column as usize).filter(|header| !header.is_empty());
        header.cloned().unwrap_or_else(|| format!("#{}", column + 1))
    }
}

/// More text than this in one region is not looked through for tables that are drawn.
const MOST_DRAWN: usize = 8 << 20;

/// The tables of a region. `layout` is that of the file, where the file is a table.
pub(super) fn find(region: &Region<'_>, layout: Option<&Layout>) -> Vec<Table> {
    if let Some(layout) = layout {
        return vec![layout.read(region)];
    }
    if region.text.len() > MOST_DRAWN {
        return Vec::new();
    }
    let text = region.text;
    match region.setting.syntax {
        Syntax::Html => html::find(text),
        Syntax::Sql => sql::find(text),
        Syntax::Unknown | Syntax::Prose | Syntax::Log | Syntax::Markdown | Syntax::Table => {
            [aligned::find(text), html::find(text), sql::find(text)].concat()
        }
        _ => [html::find(text), sql::find(text)].concat(),
    }
}

/// A span without blanks around it.
fn trimmed(text: &[u8], span: Range<usize>) -> Range<usize> {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let value = &text[span.clone()];
    let before = value.iter().take_while(|byte| is_blank(byte)).count();
    let after = value[before..].iter().rev().take_while(|byte| is_blank(byte)).count();
    span.start + before..span.end - after
}

/// A span without a pair of quotes around it.
fn unquoted(text: &[u8], span: Range<usize>) -> Range<usize> {
    let value = &text[span.clone()];
    match value {
        [b'"', .., b'"'] | [b'\'', .., b'\''] if value.len() >= 2 => span.start + 1..span.end - 1,
        _ => span,
    }
}

/// A header as it is told: text, at most so long. Bytes that are no UTF-8 are taken for Latin-1.
fn header(text: &[u8]) -> String {
    const LONGEST: usize = 64;
    let text = match std::str::from_utf8(text) {
        Ok(text) => text.to_owned(),
        Err(_) => text.iter().copied().map(char::from).collect(),
    };
    text.chars()
        .filter(|one| !one.is_control() && *one != '\u{feff}')
        .take(LONGEST)
        .collect::<String>()
        .trim()
        .to_owned()
}
