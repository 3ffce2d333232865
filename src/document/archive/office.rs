//! Office documents (ECMA-376, OpenDocument): the text as it is seen, whatever runs it is written in, and the cells of
//! spreadsheets as tables.

use std::collections::HashMap;

use super::xml::{self, Token};
use crate::document::map::OffsetMap;

/// The part that holds a workbook's texts.
pub(super) const STRINGS: &[u8] = b"xl/sharedStrings.xml";
/// The widest gap in a row that is kept as empty cells.
const WIDEST_GAP: usize = 64;

/// The text of a part as it is seen: runs of a paragraph are one text, a table's row is a line.
pub(super) fn seen(part: &[u8]) -> Option<(Vec<u8>, OffsetMap)> {
    let is_xml = part.trim_ascii_start().strip_prefix("\u{feff}".as_bytes()).unwrap_or(part).starts_with(b"<");
    let (mut text, mut map, mut cells) = (Vec::new(), OffsetMap::default(), 0_usize);
    xml::tokens(part, &mut |token| {
        let separator = match token {
            Token::Text(piece, at) => {
                xml::append(piece, at, &mut text, &mut map);
                None
            }
            Token::Open(b"tc" | b"table-cell", _, false) => {
                cells += 1;
                None
            }
            Token::Close(b"tc" | b"table-cell") => {
                cells = cells.saturating_sub(1);
                Some(b'\t')
            }
            Token::Open(b"tab" | b"s", _, true) => Some(b' '),
            Token::Open(b"br" | b"cr" | b"line-break", ..) | Token::Close(b"p" | b"h") if cells > 0 => Some(b' '),
            Token::Open(b"br" | b"cr" | b"line-break", ..) | Token::Close(b"p" | b"h" | b"tr" | b"table-row") => {
                Some(b'\n')
            }
            _ => None,
        };
        if let Some(separator) = separator {
            let source = map.range(map.text_len().saturating_sub(1)..map.text_len()).end;
            text.push(separator);
            map.push_opaque(1, source..source);
        }
    });
    (is_xml && !text.is_empty()).then_some((text, map))
}

/// What a workbook's cells refer to.
#[derive(Debug, Default)]
pub(super) struct Book {
    strings: Vec<Vec<u8>>,
    used: Vec<bool>,
    /// From the part to the name of its sheet.
    sheets: HashMap<Vec<u8>, Vec<u8>>,
    formats: Vec<Format>,
}

/// How a number is shown.
#[derive(Clone, Debug, Default)]
enum Format {
    #[default]
    General,
    Date,
    /// Zeros for digits, and what stands between them.
    Digits(Vec<u8>),
}

/// A sheet's cells as a table with tabs, and what else its part says.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) table: Vec<u8>,
    pub(super) rest: Vec<u8>,
}

impl Book {
    /// The workbook whose parts `part` reads; nothing where there is none.
    pub(super) fn read(part: &mut dyn FnMut(&[u8]) -> Option<Vec<u8>>) -> Option<Self> {
        let workbook = part(b"xl/workbook.xml")?;
        let relations = part(b"xl/_rels/workbook.xml.rels").unwrap_or_default();
        let strings = part(STRINGS).map(|part| strings(&part)).unwrap_or_default();
        let formats = part(b"xl/styles.xml").map(|part| formats(&part)).unwrap_or_default();
        Some(Self { used: vec![false; strings.len()], strings, sheets: sheets(&workbook, &relations), formats })
    }

    /// The name of the sheet that a part is.
    pub(super) fn sheet_name(&self, part: &[u8]) -> Option<Vec<u8>> {
        let is_sheet = part.starts_with(b"xl/worksheets/") && part.ends_with(b".xml");
        self.sheets.get(part).cloned().or_else(|| is_sheet.then(|| part.to_vec()))
    }

    /// The texts that no cell read so far refers to, each a line.
    pub(super) fn unused(&self) -> Vec<u8> {
        let unused = self.strings.iter().zip(&self.used).filter(|(_, used)| !**used);
        unused.flat_map(|(text, _)| [text.as_slice(), b"\n"].concat()).collect()
    }

    /// Reads a sheet's part.
    pub(super) fn sheet(&mut self, part: &[u8]) -> Sheet {
        let mut sheet = Sheet::default();
        let data = xml::element(part, b"<sheetData", b"</sheetData>").unwrap_or(0..part.len());
        sheet.rest.extend_from_slice(&part[..data.start]);
        sheet.rest.extend_from_slice(&part[data.end..]);
        let (mut cell, mut column, mut filled) = (Cell::default(), 0, 0);
        xml::tokens(&part[data], &mut |token| match token {
            Token::Open(b"c", attributes, is_empty) => {
                let told = xml::attribute(attributes, b"r").and_then(column_of);
                column = told.unwrap_or(column + 1);
                cell = Cell::of(attributes);
                if !is_empty {
                    let tabs = column.saturating_sub(filled.max(1)).min(WIDEST_GAP);
                    sheet.table.extend(std::iter::repeat_n(b'\t', tabs));
                    filled = column;
                }
            }
            Token::Open(name, ..) => cell.within = name.to_vec(),
            Token::Text(text, _) if cell.within == b"f" => {
                sheet.rest.extend_from_slice(&[b"\n=", xml::unescaped(text).as_slice()].concat());
            }
            Token::Text(text, _) if cell.within == b"v" || cell.within == b"t" => cell.text.extend_from_slice(text),
            Token::Close(b"c") => {
                sheet.table.extend(flat(&self.shown(&std::mem::take(&mut cell))));
            }
            Token::Close(b"row") => {
                sheet.table.push(b'\n');
                (column, filled) = (0, 0);
            }
            Token::Close(_) => cell.within.clear(),
            Token::Text(..) => {}
        });
        sheet
    }

    fn shown(&mut self, cell: &Cell) -> Vec<u8> {
        let text = xml::unescaped(&cell.text);
        let number = std::str::from_utf8(&text).ok().map(str::trim);
        match cell.kind.as_slice() {
            b"s" => {
                let Some(index) = number.and_then(|number| number.parse::<usize>().ok()) else { return text };
                self.used.get_mut(index).into_iter().for_each(|used| *used = true);
                self.strings.get(index).cloned().unwrap_or_default()
            }
            b"" | b"n" => {
                let number = number.and_then(|number| number.parse::<f64>().ok());
                number
                    .and_then(|number| self.formats.get(cell.style).unwrap_or(&Format::General).show(number))
                    .unwrap_or(text)
            }
            _ => text,
        }
    }
}

#[derive(Debug, Default)]
struct Cell {
    kind: Vec<u8>,
    style: usize,
    within: Vec<u8>,
    text: Vec<u8>,
}

impl Cell {
    fn of(attributes: &[u8]) -> Self {
        let kind = xml::attribute(attributes, b"t").unwrap_or_default().to_vec();
        let style = xml::attribute(attributes, b"s").and_then(number).unwrap_or(0);
        Self { kind, style, ..Self::default() }
    }
}

impl Format {
    fn of(id: usize, codes: &HashMap<usize, Vec<u8>>) -> Self {
        let code: Vec<u8> =
            codes.get(&id).into_iter().flatten().copied().filter(|byte| !matches!(byte, b'\\' | b'"')).collect();
        if matches!(id, 14..=17 | 22) || memchr::memmem::find(&code.to_ascii_lowercase(), b"yy").is_some() {
            Self::Date
        } else if code.len() >= 2 && code.iter().all(|byte| matches!(byte, b'0' | b'-' | b' ' | b'/')) {
            Self::Digits(code)
        } else {
            Self::General
        }
    }

    /// The number as it is shown, where that is not as it is written.
    fn show(&self, number: f64) -> Option<Vec<u8>> {
        const LARGEST: f64 = 1e15;
        if number.abs() >= LARGEST || (number.fract() != 0.0 && !matches!(self, Self::Date)) {
            return None;
        }
        let whole = number.trunc() as i64;
        match self {
            Self::General => Some(whole.to_string().into_bytes()),
            Self::Date => {
                // Day 1 is the first of January 1900, and there was no 29 February then, which is counted.
                let first = jiff::civil::date(1899, 12, 30);
                let day = first.checked_add(jiff::Span::new().try_days(whole).ok()?).ok()?;
                Some(day.to_string().into_bytes())
            }
            Self::Digits(code) => {
                let digits = whole.to_string();
                let places = code.iter().filter(|byte| **byte == b'0').count();
                let mut digits = digits.bytes().rev().chain(std::iter::repeat(b'0'));
                let is_fitting = whole >= 0 && whole.to_string().len() <= places;
                let mut shown: Vec<u8> = code
                    .iter()
                    .rev()
                    .map(|byte| if *byte == b'0' { digits.next().unwrap_or(b'0') } else { *byte })
                    .collect();
                shown.reverse();
                is_fitting.then_some(shown)
            }
        }
    }
}

fn number(digits: &[u8]) -> Option<usize> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// The 1-based column of a cell's reference, such as `AB12`.
fn column_of(reference: &[u8]) -> Option<usize> {
    let letters = reference.iter().take(3).take_while(|byte| byte.is_ascii_uppercase());
    Some(letters.fold(0, |column, letter| column * 26 + usize::from(letter - b'A') + 1)).filter(|column| *column > 0)
}

/// A cell's text on one line, without a quote at its beginning that would be taken for one around it.
fn flat(text: &[u8]) -> impl Iterator<Item = u8> {
    text.iter().enumerate().map(|(at, byte)| match byte {
        b'\t' | b'\n' | b'\r' => b' ',
        b'"' if at == 0 => b'\'',
        other => *other,
    })
}

/// The shared strings: the runs of each one joined, without the readings of East Asian characters.
fn strings(part: &[u8]) -> Vec<Vec<u8>> {
    let (mut strings, mut is_text, mut is_reading) = (Vec::new(), false, false);
    xml::tokens(part, &mut |token| match token {
        Token::Open(b"si", ..) => strings.push(Vec::new()),
        Token::Open(b"rPh", _, false) => is_reading = true,
        Token::Close(b"rPh") => is_reading = false,
        Token::Open(b"t", _, is_empty) => is_text = !is_empty,
        Token::Close(b"t") => is_text = false,
        Token::Text(text, _) if is_text && !is_reading => {
            strings.last_mut().into_iter().for_each(|last: &mut Vec<u8>| last.extend(xml::unescaped(text)));
        }
        _ => {}
    });
    strings
}

fn sheets(workbook: &[u8], relations: &[u8]) -> HashMap<Vec<u8>, Vec<u8>> {
    let mut targets = HashMap::new();
    xml::tokens(relations, &mut |token| {
        if let Token::Open(b"Relationship", attributes, _) = token
            && let (Some(id), Some(target)) = (xml::attribute(attributes, b"Id"), xml::attribute(attributes, b"Target"))
        {
            let part = target.strip_prefix(b"/").map_or_else(|| [b"xl/", target].concat(), <[u8]>::to_vec);
            targets.insert(id, part);
        }
    });
    let mut sheets = HashMap::new();
    xml::tokens(workbook, &mut |token| {
        if let Token::Open(b"sheet", attributes, _) = token
            && let Some(part) = xml::attribute(attributes, b"r:id").and_then(|id| targets.get(id))
            && let Some(name) = xml::attribute(attributes, b"name")
        {
            sheets.insert(part.clone(), xml::unescaped(name));
        }
    });
    sheets
}

/// The formats of numbers by the style of a cell.
fn formats(part: &[u8]) -> Vec<Format> {
    let (mut codes, mut formats, mut is_cell) = (HashMap::new(), Vec::new(), false);
    xml::tokens(part, &mut |token| match token {
        Token::Open(b"numFmt", attributes, _) => {
            let id = xml::attribute(attributes, b"numFmtId").and_then(number);
            let code = xml::attribute(attributes, b"formatCode").map(xml::unescaped);
            codes.extend(id.zip(code));
        }
        Token::Open(b"cellXfs", ..) => is_cell = true,
        Token::Close(b"cellXfs") => is_cell = false,
        Token::Open(b"xf", attributes, _) if is_cell => {
            let id = xml::attribute(attributes, b"numFmtId").and_then(number).unwrap_or(0);
            formats.push(Format::of(id, &codes));
        }
        _ => {}
    });
    formats
}
