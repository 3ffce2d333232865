//! HTML tables: `<th>` cells, or the first row's, name the columns.

use std::ops::Range;

use super::{Cell, Table, header, trimmed};

/// Every table of an HTML text.
pub(super) fn find(text: &[u8]) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut from = 0;
    while let Some(start) = memchr::memmem::find(&text[from..], b"<table").map(|at| from + at) {
        let end = memchr::memmem::find(&text[start..], b"</table").map_or(text.len(), |at| start + at);
        let table = read(text, start..end);
        if !table.cells.is_empty() {
            tables.push(table);
        }
        from = end.max(start + 1);
    }
    tables
}

fn read(text: &[u8], table: Range<usize>) -> Table {
    let mut read = Table::default();
    let (mut row, mut column, mut names): (usize, usize, usize) = (0, 0, 0);
    let mut from = table.start;
    while let Some(tag) = memchr::memchr(b'<', &text[from..table.end]).map(|at| from + at) {
        let Some(close) = memchr::memchr(b'>', &text[tag..table.end]).map(|at| tag + at) else { break };
        from = close + 1;
        match &text[tag + 1..(tag + 3).min(close)] {
            b"tr" => (row, column, names) = (row + 1, 0, 0),
            kind @ (b"th" | b"td") if !matches!(text.get(tag + 3), Some(b'e')) => {
                let value = cell(text, close + 1..table.end);
                if kind == b"th" && (row <= 1 || read.cells.is_empty()) {
                    names += 1;
                    if names > read.columns.len() {
                        read.columns.push(header(&text[value.clone()]));
                    }
                } else {
                    read.cells.extend(Cell::new(row.saturating_sub(1).max(1), column, value.clone()));
                }
                column += 1;
                from = value.end.max(from);
            }
            _ => {}
        }
    }
    if read.columns.is_empty() {
        first_row_names(text, &mut read);
    }
    read
}

/// The value of a cell: what stands between its tags, and those inside it.
fn cell(text: &[u8], rest: Range<usize>) -> Range<usize> {
    let mut at = rest.start;
    loop {
        let inner = trimmed(text, at..rest.end);
        if text[inner.clone()].starts_with(b"<") && !text[inner.clone()].starts_with(b"</") {
            match memchr::memchr(b'>', &text[inner.clone()]) {
                Some(close) => at = inner.start + close + 1,
                None => return inner.start..inner.start,
            }
        } else {
            let end = memchr::memchr(b'<', &text[inner.clone()]).map_or(inner.end, |tag| inner.start + tag);
            return trimmed(text, inner.start..end);
        }
    }
}

/// Where no cell is marked as a header, the first row is taken for one.
fn first_row_names(text: &[u8], table: &mut Table) {
    let first = table.cells.first().map_or(0, |cell| cell.row);
    let names = table.cells.iter().take_while(|cell| cell.row == first).count();
    table.columns = table.cells.drain(..names).map(|cell| header(&text[cell.span()])).collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_as_html() {
        let text = "<table border=\"1\">\n<thead><tr><th></th><th>ssn</th></tr></thead><tbody>\
                    <tr><th>0</th><td>123</td></tr><tr><th>1</th><td><b>456</b></td></tr></tbody></table>";
        let tables = find(text.as_bytes());
        let cells: Vec<_> = tables[0]
            .cells
            .iter()
            .map(|cell| (cell.row, tables[0].column_name(cell.column), &text[cell.span()]))
            .collect();
        assert!(cells.contains(&(1, "ssn".into(), "123")), "{cells:?}");
        assert!(cells.contains(&(2, "ssn".into(), "456")), "{cells:?}");
    }
}
