//! Rows of values with a separator between them (RFC 4180 and its kin): comma, semicolon, tab, bar.

use std::ops::Range;

use super::{Cell, Table, header, trimmed, unquoted};
use crate::document::region::{Region, Syntax};

/// How the rows of a file are written.
#[derive(Clone, Debug)]
pub struct Layout {
    separator: u8,
    columns: Vec<String>,
    has_header: bool,
}

/// How many rows are looked at to tell the separator.
const ROWS: usize = 16;
/// The most columns that are told apart; what is further right is in the last.
const MOST_COLUMNS: usize = 4096;

impl Layout {
    /// The layout of a text that begins with `head`, if its rows are parted alike. A text that is not known for a table
    /// by its name must have a header and two rows or more.
    #[must_use]
    pub fn of(head: &[u8], syntax: Syntax) -> Option<Self> {
        let may_be = matches!(syntax, Syntax::Table | Syntax::Unknown | Syntax::Prose | Syntax::Log);
        let lines: Vec<&[u8]> =
            head.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).take(ROWS).collect();
        let least = if syntax == Syntax::Table { 1 } else { 3 };
        if !may_be || lines.len() < least || lines[0].len() > 64 * 1024 {
            return None;
        }
        let candidates = [b',', b'\t', b';', b'|'];
        let separator = candidates
            .into_iter()
            .filter(|one| parts_alike(&lines, *one))
            .max_by_key(|one| fields(lines[0], 0, *one).len())?;
        let first: Vec<String> =
            fields(lines[0], 0, separator).into_iter().map(|field| header(&lines[0][field])).collect();
        let has_header = is_header(&first);
        if syntax != Syntax::Table && !has_header {
            return None;
        }
        let columns = if has_header { first } else { vec![String::new(); first.len()] };
        Some(Self { separator, columns, has_header })
    }

    /// The cells of the region's core, and a little around it.
    pub(super) fn read(&self, region: &Region<'_>) -> Table {
        let text = region.text;
        let mut cells = Vec::new();
        let mut start = memchr::memrchr(b'\n', &text[..region.core.start]).map_or(0, |end| end + 1);
        let mut row = memchr::memchr_iter(b'\n', &text[..start]).count() + usize::from(!self.has_header);
        if self.has_header && start == 0 && region.map.range(0..0).start == 0 {
            start = line_end(text, 0) + 1;
            row = 1;
        }
        while start < text.len() && start < region.core.end {
            let end = line_end(text, start);
            for (column, field) in
                fields(text, start, self.separator).into_iter().enumerate().take_while(|(_, field)| field.start <= end)
            {
                cells.extend(Cell::new(row, column.min(MOST_COLUMNS), field));
            }
            row += 1;
            start = end + 1;
        }
        Table { columns: self.columns.clone(), cells, is_loose: false }
    }
}

/// Whether most lines have the same number of separators, at least one.
fn parts_alike(lines: &[&[u8]], separator: u8) -> bool {
    let count = |line: &&[u8]| fields(line, 0, separator).len();
    let first = count(&lines[0]);
    let alike = lines.iter().filter(|line| count(line).abs_diff(first) <= usize::from(first > 6)).count();
    first >= 2 && alike * 4 >= lines.len() * 3
}

/// A header names its columns: no name is empty of letters, most are short, and hardly any holds digits.
fn is_header(names: &[String]) -> bool {
    let is_name = |name: &&String| {
        let digits = name.bytes().filter(u8::is_ascii_digit).count();
        name.chars().any(char::is_alphabetic) && name.len() <= 48 && digits <= 2 && !name.contains('@')
    };
    let named = names.iter().filter(is_name).count();
    named * 4 >= names.len() * 3
}

fn line_end(text: &[u8], start: usize) -> usize {
    memchr::memchr(b'\n', &text[start..]).map_or(text.len(), |end| start + end)
}

/// The fields of the line that begins at `start`. A separator between quotes parts nothing.
fn fields(text: &[u8], start: usize, separator: u8) -> Vec<Range<usize>> {
    let end = line_end(text, start);
    let mut fields = Vec::new();
    let mut at = start;
    loop {
        let stop = field_end(text, at, end, separator);
        fields.push(unquoted(text, trimmed(text, at..stop)));
        if stop >= end {
            return fields;
        }
        at = stop + 1;
    }
}

fn field_end(text: &[u8], at: usize, end: usize, separator: u8) -> usize {
    if text.get(at) != Some(&b'"') {
        return memchr::memchr(separator, &text[at..end]).map_or(end, |stop| at + stop);
    }
    let mut from = at + 1;
    while let Some(quote) = memchr::memchr(b'"', &text[from..end]).map(|quote| from + quote) {
        if text.get(quote + 1) == Some(&b'"') && quote + 1 < end {
            from = quote + 2;
        } else {
            return memchr::memchr(separator, &text[quote..end]).map_or(end, |stop| quote + stop);
        }
    }
    // A quote that is not closed on its line quotes nothing.
    memchr::memchr(separator, &text[at..end]).map_or(end, |stop| at + stop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{OffsetMap, Setting};

    fn read(text: &str) -> Vec<(u32, String, String)> {
        let layout = Layout::of(text.as_bytes(), Syntax::Table).expect("the test's table is one");
        let map = OffsetMap::identity(0, text.len());
        let table = layout.read(&Region::root(text.as_bytes(), &map, Setting::default()));
        table
            .cells
            .iter()
            .map(|cell| (cell.row, table.column_name(cell.column), text[cell.span()].to_owned()))
            .collect()
    }

    #[test]
    fn quotes_separators_and_headers() {
        let cells = read("name;pay;note\n\"a;b\";1;x\r\nc;2;\"say \"\"hi\"\"\"\n");
        assert_eq!(cells[0], (1, "name".into(), "a;b".into()));
        assert_eq!(cells[4], (2, "pay".into(), "2".into()));
        assert_eq!(cells[2], (1, "note".into(), "x".into()));
    }

    #[test]
    fn without_header_columns_have_numbers() {
        assert_eq!(read("1,2\n3,4\n")[3], (2, "#2".into(), "4".into()));
    }

    #[test]
    fn prose_is_no_table() {
        assert!(Layout::of(b"one, two\nthree\nfour, five, six\nseven", Syntax::Prose).is_none());
        assert!(Layout::of(b"{\"a\": 1,\n\"b\": 2,\n}", Syntax::Json).is_none());
    }
}
