//! Tables that are drawn: with bars, as Markdown and database clients do, or with blanks, as data-frame libraries do.

use std::ops::Range;

use super::{Cell, Table, header, trimmed};

/// The longest line that is part of a drawn table.
const LONGEST_LINE: usize = 4096;
/// The most rows that a header is believed to stand over.
const MOST_ROWS: usize = 100_000;

/// Every drawn table of a text.
pub(super) fn find(text: &[u8]) -> Vec<Table> {
    let lines = lines(text);
    let mut tables = Vec::new();
    let mut at = 0;
    while at + 1 < lines.len() {
        let (table, next) =
            barred(text, &lines, at).or_else(|| spaced(text, &lines, at)).unwrap_or((Table::default(), at + 1));
        if !table.cells.is_empty() {
            tables.push(table);
        }
        at = next.max(at + 1);
    }
    tables
}

fn lines(text: &[u8]) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for end in memchr::memchr_iter(b'\n', text).chain([text.len()]) {
        lines.push(start..end);
        start = end + 1;
    }
    lines
}

/// `| a | b |` or `a | b` over rows of the same, with a rule of dashes below the header or around it.
fn barred(text: &[u8], lines: &[Range<usize>], at: usize) -> Option<(Table, usize)> {
    let fields = bars(text, &lines[at])?;
    let below = lines.get(at + 1)?;
    let ruled = is_rule(text, below) || (at > 0 && is_rule(text, &lines[at - 1]));
    if !ruled {
        return None;
    }
    let columns: Vec<String> = fields.iter().map(|field| header(&text[field.clone()])).collect();
    let mut table = Table { columns, ..Table::default() };
    let (mut row, mut next) = (0, at + 1);
    for line in lines[at + 1..].iter().take(MOST_ROWS) {
        if !is_rule(text, line) {
            let Some(fields) = bars(text, line) else { break };
            row += 1;
            table
                .cells
                .extend(fields.into_iter().enumerate().filter_map(|(column, field)| Cell::new(row, column, field)));
        }
        next += 1;
    }
    Some((table, next))
}

fn bars(text: &[u8], line: &Range<usize>) -> Option<Vec<Range<usize>>> {
    let line = trimmed(text, line.clone());
    if line.len() > LONGEST_LINE || memchr::memchr(b'|', &text[line.clone()]).is_none() {
        return None;
    }
    let inner = line.start + usize::from(text[line.start] == b'|')
        ..line.end - usize::from(line.len() > 1 && text[line.end - 1] == b'|');
    let mut fields = Vec::new();
    let mut start = inner.start;
    for bar in memchr::memchr_iter(b'|', &text[inner.clone()]).map(|bar| inner.start + bar).chain([inner.end]) {
        fields.push(trimmed(text, start..bar.max(start)));
        start = bar + 1;
    }
    Some(fields)
}

fn is_rule(text: &[u8], line: &Range<usize>) -> bool {
    let line = text[line.clone()].trim_ascii();
    line.len() >= 3
        && line.contains(&b'-')
        && line.iter().all(|byte| matches!(byte, b'-' | b'+' | b'|' | b':' | b'=' | b' '))
}

/// A header of words over rows of as many words, each under its header, or one more on the left: the index of a frame.
fn spaced(text: &[u8], lines: &[Range<usize>], at: usize) -> Option<(Table, usize)> {
    if !has_gap(&text[lines[at].clone()]) {
        return None;
    }
    let names = words(text, &lines[at], 1)?;
    if names.len() < 2 || !names.iter().all(|name| is_name(&text[name.clone()])) {
        return None;
    }
    let start = lines[at].start;
    let ends: Vec<usize> = names.iter().map(|name| name.end - start).collect();
    let starts: Vec<usize> = names.iter().map(|name| name.start - start).collect();
    let columns = names.iter().map(|name| header(&text[name.clone()])).collect();
    let mut table = Table { columns, is_loose: true, ..Table::default() };
    let (mut row, mut next) = (0, at + 1);
    for line in lines[at + 1..].iter().take(MOST_ROWS) {
        if is_rule(text, line) {
            next += 1;
            continue;
        }
        let Some(values) = values(text, line, ends.len()) else { break };
        let placed = place(&values, line.start, &starts, &ends);
        if placed.len() < 2 && placed.len() < ends.len() {
            break;
        }
        row += 1;
        next += 1;
        table.cells.extend(placed.into_iter().filter_map(|(column, span)| Cell::new(row, column, span)));
    }
    (row > 0).then_some((table, next))
}

/// Whether blanks align a line: it is indented, or some stand next to each other in it.
fn has_gap(line: &[u8]) -> bool {
    line.first().is_some_and(|first| matches!(first, b' ' | b'\t')) || memchr::memmem::find(line, b"  ").is_some()
}

/// The values of a row: parted by two blanks or more if that makes as many as there are columns, else by any.
fn values(text: &[u8], line: &Range<usize>, columns: usize) -> Option<Vec<Range<usize>>> {
    let wide = words(text, line, 2)?;
    if wide.len() == columns || wide.len() == columns + 1 { Some(wide) } else { words(text, line, 1) }
}

/// Each value with the column whose header it ends under, begins under, or overlaps.
fn place(values: &[Range<usize>], start: usize, starts: &[usize], ends: &[usize]) -> Vec<(usize, Range<usize>)> {
    let mut placed: Vec<(usize, Range<usize>)> = Vec::new();
    for value in values {
        let (from, to) = (value.start - start, value.end - start);
        let column = (0..ends.len())
            .find(|&column| ends[column] == to || starts[column] == from)
            .or_else(|| (0..ends.len()).find(|&column| from < ends[column] && to > starts[column]));
        match (column, placed.last_mut()) {
            // Words with a single blank between them are one value.
            (Some(column), Some((last, span))) if *last == column && span.end + 1 == value.start => {
                span.end = value.end
            }
            (Some(column), _) => placed.push((column, value.clone())),
            (None, Some((_, span))) if span.end + 1 == value.start => span.end = value.end,
            (None, _) => {}
        }
    }
    placed
}

/// The words of a line, parted by at least so many blanks.
fn words(text: &[u8], line: &Range<usize>, blanks: usize) -> Option<Vec<Range<usize>>> {
    // A frame that is too wide for the screen ends its lines in a backslash and goes on below.
    let end =
        text[line.clone()].trim_ascii_end().strip_suffix(b"\\").map_or(line.end, |shown| line.start + shown.len());
    let line = line.start..end;
    if line.len() > LONGEST_LINE || text[line.clone()].trim_ascii().is_empty() {
        return None;
    }
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut at = line.start;
    while at < line.end {
        let gap = text[at..line.end].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        let start = at + gap;
        let length = text[start..line.end].iter().take_while(|byte| !matches!(byte, b' ' | b'\t' | b'\r')).count();
        if length > 0 {
            match words.last_mut() {
                Some(last) if gap < blanks => last.end = start + length,
                _ => words.push(start..start + length),
            }
        }
        at = start + length;
    }
    (!words.is_empty()).then_some(words)
}

/// Whether a word can be a column's name: letters, `_`, and no more punctuation than names have.
fn is_name(word: &[u8]) -> bool {
    let letters = word.iter().filter(|byte| byte.is_ascii_alphabetic() || **byte >= 0x80).count();
    let is_part = |byte: &u8| {
        byte.is_ascii_alphanumeric()
            || *byte >= 0x80
            || matches!(byte, b'_' | b'-' | b'.' | b'/' | b'#' | b'%' | b'(' | b')')
    };
    letters >= 2 && word.iter().all(is_part)
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
    fn markdown_and_frames() {
        let cells = read("| name | ssn |\n|------|-----|\n| a b | 1 |\n| c | 2 |\n\nend");
        assert_eq!(cells[0], (1, "name".into(), "a b".into()));
        assert_eq!(cells[3], (2, "ssn".into(), "2".into()));
        let cells = read("+----+-----+\n| id | pay |\n+----+-----+\n|  1 |  20 |\n+----+-----+\n");
        assert_eq!(cells[1], (1, "pay".into(), "20".into()));
        assert_eq!(read(" id | pay\n----+-----\n  1 |  20\n(1 row)\n")[1], (1, "pay".into(), "20".into()));
    }

    #[test]
    fn data_frames() {
        // tightlip:allow pay-salary a made-up table
        let cells = read("        name   ssn  salary\n0    Ann Lee  1234   50000\n1   Bo Smith  5678   60000\n");
        assert!(cells.contains(&(1, "ssn".into(), "1234".into())));
        // tightlip:allow pay-salary a made-up table
        assert!(cells.contains(&(2, "salary".into(), "60000".into())));
        assert!(cells.contains(&(2, "name".into(), "Bo Smith".into())));
        let cells = read("   name   pay  \\\n0   Ann  5000   \n\n    ssn\n0  1234\n");
        assert!(cells.contains(&(1, "pay".into(), "5000".into())), "{cells:?}");
    }
}
