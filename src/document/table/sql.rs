//! SQL dumps: `INSERT INTO t (a, b) VALUES (…), (…)` and `COPY t (a, b) FROM stdin` with its rows.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::{Cell, Table, header, trimmed, unquoted};

/// Words of which one begins every statement with rows.
static STATEMENTS: LazyLock<[Finder<'static>; 4]> =
    LazyLock::new(|| ["INSERT ", "insert ", "COPY ", "copy "].map(Finder::new));
/// The longest list of columns.
const LONGEST_LIST: usize = 64 * 1024;

/// Every statement with rows and a list of columns.
pub(super) fn find(text: &[u8]) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    if !STATEMENTS.iter().any(|word| word.find(text).is_some()) {
        return tables;
    }
    let mut from = 0;
    while let Some(open) = memchr::memchr(b'(', &text[from..]).map(|at| from + at) {
        from = open + 1;
        if !follows_keyword(text, open) {
            continue;
        }
        let Some((names, end)) = list(text, open).filter(|(_, end)| end - open < LONGEST_LIST) else { continue };
        let columns: Vec<String> = names
            .into_iter()
            .map(|name| header(text[name].trim_ascii_start()).trim_matches(['"', '`', '[', ']']).to_owned())
            .collect();
        let rest = text[end..].trim_ascii_start();
        let start = text.len() - rest.len();
        if starts_with(rest, b"values") {
            from = rows(text, start + 6, columns, &mut tables);
        } else if starts_with(rest, b"from stdin") {
            from = copied(text, start, columns, &mut tables);
        }
    }
    tables
}

fn starts_with(text: &[u8], word: &[u8]) -> bool {
    text.len() >= word.len() && text[..word.len()].eq_ignore_ascii_case(word)
}

/// Whether a bracket opens the list of columns of `INSERT INTO name` or `COPY name`.
fn follows_keyword(text: &[u8], open: usize) -> bool {
    let before = &text[open.saturating_sub(160)..open];
    let before = &before[memchr::memrchr2(b';', b')', before).map_or(0, |end| end + 1)..];
    let lowered = before.to_ascii_lowercase();
    [&b"into "[..], b"copy "].iter().any(|word| memchr::memmem::find(&lowered, word).is_some())
}

/// The values of a bracketed list, and where it ends.
fn list(text: &[u8], open: usize) -> Option<(Vec<Range<usize>>, usize)> {
    let mut values = Vec::new();
    let (mut at, mut start, mut depth) = (open + 1, open + 1, 0);
    while let Some(&byte) = text.get(at) {
        match byte {
            b'\'' | b'"' | b'`' => at = quoted_end(text, at)?,
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            b',' | b')' if depth == 0 => {
                values.push(unquoted(text, trimmed(text, start..at)));
                start = at + 1;
                if byte == b')' {
                    return Some((values, at + 1));
                }
            }
            b';' if values.is_empty() => return None,
            _ => {}
        }
        at += 1;
    }
    None
}

/// The closing quote; a doubled quote or one after a backslash closes nothing.
fn quoted_end(text: &[u8], open: usize) -> Option<usize> {
    let quote = text[open];
    let mut at = open + 1;
    loop {
        at += memchr::memchr2(quote, b'\\', text.get(at..)?)?;
        if text[at] == b'\\' || text.get(at + 1) == Some(&quote) {
            at += 2;
        } else {
            return Some(at);
        }
    }
}

fn rows(text: &[u8], mut at: usize, columns: Vec<String>, tables: &mut Vec<Table>) -> usize {
    let mut found = Vec::new();
    let mut row = 0;
    loop {
        let gap = text[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',')).count();
        if text.get(at + gap) != Some(&b'(') {
            break;
        }
        let Some((values, end)) = list(text, at + gap) else { break };
        row += 1;
        found.extend(values.into_iter().enumerate().filter_map(|(column, value)| Cell::new(row, column, value)));
        at = end;
    }
    append(tables, columns, found, row);
    at
}

/// Statements of one row each, one after the other with the same columns, are one table.
fn append(tables: &mut Vec<Table>, columns: Vec<String>, mut cells: Vec<Cell>, rows: usize) {
    match tables.last_mut() {
        Some(last) if last.columns == columns && rows == 1 => {
            let before = last.cells.last().map_or(0, |cell| cell.row);
            cells.iter_mut().for_each(|cell| cell.row += before);
            last.cells.extend(cells);
        }
        _ => tables.push(Table { columns, cells, is_loose: false }),
    }
}

/// Rows of `COPY`: a line each, tabs between the values, ended by `\.`.
fn copied(text: &[u8], at: usize, columns: Vec<String>, tables: &mut Vec<Table>) -> usize {
    let mut cells = Vec::new();
    let mut row = 0;
    let mut start = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |end| at + end + 1);
    while start < text.len() && !text[start..].starts_with(b"\\.") {
        let end = memchr::memchr(b'\n', &text[start..]).map_or(text.len(), |end| start + end);
        row += 1;
        let mut from = start;
        for (column, stop) in
            memchr::memchr_iter(b'\t', &text[start..end]).map(|tab| start + tab).chain([end]).enumerate()
        {
            cells.extend(Cell::new(row, column, trimmed(text, from..stop)));
            from = stop + 1;
        }
        start = end + 1;
    }
    tables.push(Table { columns, cells, is_loose: false });
    start.min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u32, String, String)> {
        let tables = find(text.as_bytes());
        let cell =
            |table: &Table, cell: &Cell| (cell.row, table.column_name(cell.column), text[cell.span()].to_owned());
        tables.iter().flat_map(|table| table.cells.iter().map(move |one| cell(table, one))).collect()
    }

    #[test]
    fn inserts_and_copies() {
        let cells = read("INSERT INTO \"staff\" (name, `ssn`) VALUES ('O''Neil', '123'), ('b', 4);\n");
        assert_eq!(cells[0], (1, "name".into(), "O''Neil".into()));
        assert_eq!(cells[3], (2, "ssn".into(), "4".into()));
        let cells = read("COPY public.staff (name, ssn) FROM stdin;\na\t1\nb\t2\n\\.\n");
        assert_eq!(cells[3], (2, "ssn".into(), "2".into()));
    }

    #[test]
    fn calls_are_no_statements() {
        assert!(read("f(a, b) values (1, 2)").is_empty());
    }
}
