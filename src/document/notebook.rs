//! A Jupyter notebook as the texts that a person sees: cells, outputs, and everything else that is in it.
//!
//! Formats 3 and 4.0 to 4.5 of <https://nbformat.readthedocs.io/en/latest/format_description.html>, of any writer. The
//! file is checked first and read second, so that a text that is no notebook leaves nothing behind. Every byte of
//! content is in some region, but for a picture's pixels and the format's own short words.

mod as_text;
mod joined;
mod magics;
mod paragraphs;
mod text_cells;

use std::ops::Range;

pub use self::as_text::as_text;
use self::joined::{Joined, Sink, join_digits, read_picture};
pub(crate) use self::text_cells::TextForm;
use super::Emit;
use super::json::{Event, JsonError, Reader};
use super::map::OffsetMap;
use super::picture::{base64_len, decode_base64};
use super::region::{Part, Region, Syntax};

/// Why a text is no notebook.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct NotANotebook {
    /// Offset in the text of the byte that does not fit.
    pub offset: usize,
    /// What is wrong, without anything of the text.
    pub reason: &'static str,
}

impl From<JsonError> for NotANotebook {
    fn from(error: JsonError) -> Self {
        Self { offset: error.offset, reason: error.reason }
    }
}

/// Up to this many bytes the value of a format's own key is an identifier; a longer one is read.
const IDENTIFIER: usize = 36;
/// How much of the same stream's next outputs is seen from one, at least and at most.
const AHEAD: Range<usize> = 256..4096;
/// How many outputs may be seen so.
const OUTPUTS_AHEAD: usize = 8;

/// Hands over the texts of the notebook that `root` is the text of.
///
/// # Errors
/// The text is not JSON, or not a notebook; nothing has been handed over then.
pub(crate) fn read(root: &Region<'_>, emit: &mut Emit<'_>) -> Result<(), NotANotebook> {
    check(root.text)?;
    let mut reader = Reader::new(root.text);
    let mut notebook = Notebook { sink: Sink { root, emit }, cells: 0 };
    notebook.read(&mut reader)?;
    Ok(())
}

/// Hands over the cells of a notebook that is not Jupyter's: Zeppelin's, Databricks', or a text with cells. Says whether
/// it is one; nothing has been handed over where it is not.
pub(crate) fn read_other(form: Option<TextForm>, root: &Region<'_>, emit: &mut Emit<'_>) -> bool {
    matches!(paragraphs::read_paragraphs(root, emit), Ok(true))
        || form.is_some_and(|form| text_cells::read_text(form, root, emit))
}

/// Whether the text is JSON from beginning to end, and an object with cells or worksheets.
pub(crate) fn check(text: &[u8]) -> Result<(), NotANotebook> {
    let mut reader = Reader::new(text);
    let mut has_cells = false;
    let mut key_before = None;
    while let Some(event) = reader.next()? {
        match event {
            Event::Key(key) if reader.depth() == 1 => key_before = Some(key),
            Event::ArrayStart if reader.depth() == 2 => {
                has_cells |= key_before.take().is_some_and(|key| matches!(&text[key], b"cells" | b"worksheets"));
            }
            _ => key_before = None,
        }
    }
    if has_cells { Ok(()) } else { Err(NotANotebook { offset: 0, reason: "the JSON has no cells" }) }
}

struct Notebook<'s, 'r, 'e> {
    sink: Sink<'s, 'r, 'e>,
    cells: usize,
}

impl Notebook<'_, '_, '_> {
    fn file(&self) -> &[u8] {
        self.sink.root.text
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), JsonError> {
        let mut rest = self.joined(Part::default(), Syntax::Json);
        if !reader.enters(b'{') {
            return Ok(());
        }
        while let Some(key) = reader.next_key()? {
            match &self.file()[key.clone()] {
                b"cells" if reader.enters(b'[') => self.cells(reader, &mut rest)?,
                b"worksheets" if reader.enters(b'[') => self.worksheets(reader, &mut rest)?,
                _ => self.leave(reader, key, &mut rest)?,
            }
        }
        rest.finish(&mut self.sink);
        Ok(())
    }

    fn worksheets(&mut self, reader: &mut Reader<'_>, rest: &mut Joined) -> Result<(), JsonError> {
        loop {
            if !reader.enters(b'{') {
                match reader.skip_value()? {
                    Some(other) => self.keep(rest, other),
                    None => break,
                }
                continue;
            }
            while let Some(key) = reader.next_key()? {
                match &self.file()[key.clone()] {
                    b"cells" if reader.enters(b'[') => self.cells(reader, rest)?,
                    _ => self.leave(reader, key, rest)?,
                }
            }
        }
        reader.next().map(drop)
    }

    fn cells(&mut self, reader: &mut Reader<'_>, rest: &mut Joined) -> Result<(), JsonError> {
        loop {
            if reader.enters(b'{') {
                self.cell(reader)?;
            } else if let Some(other) = reader.skip_value()? {
                self.keep(rest, other);
            } else {
                return reader.next().map(drop);
            }
            self.cells += 1;
        }
    }

    fn cell(&mut self, reader: &mut Reader<'_>) -> Result<(), JsonError> {
        let part = Part { cell: Some(self.cells), ..self.sink.root.part.clone() };
        let mut rest = self.joined(part.clone(), Syntax::Json);
        let (mut source, mut kind) = (None, None);
        while let Some(key) = reader.next_key()? {
            match &self.file()[key.clone()] {
                b"source" | b"input" if source.is_none() => source = reader.skip_value()?,
                b"outputs" if reader.enters(b'[') => self.outputs(reader, &part, &mut rest)?,
                b"attachments" if reader.enters(b'{') => self.attachments(reader, &part, &mut rest)?,
                b"cell_type" if kind.is_none() => kind = reader.skip_value()?.filter(|kind| kind.len() < IDENTIFIER),
                _ => self.leave(reader, key, &mut rest)?,
            }
        }
        if let Some(source) = source {
            self.source(source, kind, &part)?;
        }
        rest.finish(&mut self.sink);
        Ok(())
    }

    fn source(&mut self, source: Range<usize>, kind: Option<Range<usize>>, part: &Part) -> Result<(), JsonError> {
        let (syntax, is_code) = match kind.map(|kind| &self.file()[kind]) {
            Some(b"\"code\"") => (Syntax::Code, true),
            Some(b"\"markdown\"" | b"\"heading\"") => (Syntax::Markdown, false),
            _ => (Syntax::Unknown, false),
        };
        let mut joined = self.joined(part.clone(), syntax);
        if is_code {
            joined = joined.with_magics();
        }
        self.append(&mut joined, source, false)?;
        if is_code {
            joined.set_syntax(magics::cell_syntax(joined.text()));
        }
        joined.finish(&mut self.sink);
        Ok(())
    }

    fn outputs(&mut self, reader: &mut Reader<'_>, cell: &Part, rest: &mut Joined) -> Result<(), JsonError> {
        let mut number = 0;
        loop {
            let before = reader.clone();
            if let Some(stream) = self.outline(reader)? {
                let part = Part { output: Some(number), ..cell.clone() };
                self.output(before, stream, reader, &part)?;
            } else if let Some(other) = reader.skip_value()? {
                self.keep(rest, other);
            } else {
                return reader.next().map(drop);
            }
            number += 1;
        }
    }

    fn output(
        &mut self,
        mut members: Reader<'_>,
        outline: Outline,
        after: &Reader<'_>,
        part: &Part,
    ) -> Result<(), JsonError> {
        let mut rest = self.joined(part.clone(), Syntax::Json);
        members.enters(b'{');
        while let Some(key) = members.next_key()? {
            match &self.file()[key.clone()] {
                b"text" if outline.is_stream => {
                    let mut joined = self.joined(part.clone(), Syntax::Log);
                    self.append_next(&mut joined, &mut members, false)?;
                    let end = joined.len();
                    self.look_ahead(&mut joined, &outline, after)?;
                    joined.finish_at(&mut self.sink, end);
                }
                b"traceback" => {
                    let mut joined = self.joined(part.clone(), Syntax::Log);
                    self.append_next(&mut joined, &mut members, true)?;
                    joined.finish(&mut self.sink);
                }
                b"ename" | b"evalue" => self.mime(b"text/plain", &mut members, part)?,
                b"data" if members.enters(b'{') => {
                    while let Some(mime) = members.next_key()? {
                        let mime = &self.sink.root.text[mime];
                        self.mime(mime, &mut members, part)?;
                    }
                }
                key_text => match short_mime(key_text) {
                    Some(mime) => self.mime(mime, &mut members, part)?,
                    None => self.leave(&mut members, key, &mut rest)?,
                },
            }
        }
        rest.finish(&mut self.sink);
        Ok(())
    }

    /// Passes over an output, noting what matters of a stream; `None`, and nothing passed over, where no object comes.
    fn outline(&self, reader: &mut Reader<'_>) -> Result<Option<Outline>, JsonError> {
        if !reader.enters(b'{') {
            return Ok(None);
        }
        let mut outline = Outline::default();
        while let Some(key) = reader.next_key()? {
            let value = reader.skip_value()?;
            match &self.file()[key] {
                b"output_type" => outline.is_stream = value.is_some_and(|value| &self.file()[value] == b"\"stream\""),
                b"name" | b"stream" => outline.name = value,
                b"text" => outline.text = value,
                _ => {}
            }
        }
        Ok(Some(outline))
    }

    /// Shows a stream's text what the outputs of the same stream that follow go on with.
    fn look_ahead(&self, joined: &mut Joined, outline: &Outline, after: &Reader<'_>) -> Result<(), JsonError> {
        let mut left = joined.len().saturating_mul(16).clamp(AHEAD.start, AHEAD.end);
        let mut following = after.clone();
        let mut outputs = 0;
        while left > 0
            && outputs < OUTPUTS_AHEAD
            && let Some(next) = self.outline(&mut following)?
            && next.is_stream
            && self.literal(&next.name) == self.literal(&outline.name)
            && let Some(text) = next.text
        {
            outputs += 1;
            let mut literals = Literals::new(self.sink.root.text, text)?;
            while left > 0
                && let Some(literal) = literals.next()?
            {
                let before = joined.len();
                joined.append_ahead(&self.sink, literal, left);
                left = left.saturating_sub((joined.len() - before).max(1));
            }
        }
        Ok(())
    }

    fn literal(&self, range: &Option<Range<usize>>) -> Option<&[u8]> {
        range.clone().map(|range| &self.file()[range])
    }

    fn mime(&mut self, mime: &[u8], members: &mut Reader<'_>, part: &Part) -> Result<(), JsonError> {
        let Some(value) = members.skip_value()? else { return Ok(()) };
        match Content::of(mime) {
            Content::Text(Syntax::Json) if self.file()[value.start] == b'[' => {
                let mut joined = self.joined(part.clone(), Syntax::Json);
                joined.append(&mut self.sink, value);
                joined.finish(&mut self.sink);
            }
            Content::Text(syntax) => {
                let mut joined = self.joined(part.clone(), syntax);
                self.append(&mut joined, value, false)?;
                joined.finish(&mut self.sink);
            }
            Content::Picture => self.picture(value, part)?,
            Content::Binary => self.binary(value, part)?,
        }
        Ok(())
    }

    /// What there is beside the picture, or instead of it, is text.
    fn picture(&mut self, value: Range<usize>, part: &Part) -> Result<(), JsonError> {
        let literals = self.literals(value.clone())?;
        if literals.len() > 1 {
            read_picture(&mut self.sink, &literals, part);
            return Ok(());
        }
        let mut joined = self.joined(part.clone(), Syntax::Unknown);
        self.append(&mut joined, value, false)?;
        joined.finish(&mut self.sink);
        Ok(())
    }

    /// What is in base64 is handed over decoded, and what is not as text.
    fn binary(&mut self, value: Range<usize>, part: &Part) -> Result<(), JsonError> {
        let literals = self.literals(value.clone())?;
        let file = self.sink.root.text;
        let digits = join_digits(file, &literals);
        if digits.len() < 16 || base64_len(&digits) < digits.len() {
            let mut joined = self.joined(part.clone(), Syntax::Unknown);
            self.append(&mut joined, value, false)?;
            joined.finish(&mut self.sink);
            return Ok(());
        }
        let decoded = decode_base64(&digits);
        let mut map = OffsetMap::default();
        match literals.as_slice() {
            [literal] if literal.len() == digits.len() => map.push(decoded.len(), literal.start, 3, 4),
            _ => map.push_opaque(decoded.len(), value),
        }
        self.sink.text(&decoded, &map, part);
        Ok(())
    }

    fn attachments(&mut self, reader: &mut Reader<'_>, part: &Part, rest: &mut Joined) -> Result<(), JsonError> {
        while let Some(name) = reader.next_key()? {
            self.keep(rest, name.clone());
            if !reader.enters(b'{') {
                self.leave(reader, name, rest)?;
                continue;
            }
            while let Some(mime) = reader.next_key()? {
                let mime = &self.sink.root.text[mime];
                self.mime(mime, reader, part)?;
            }
        }
        Ok(())
    }

    /// Leaves a member to be read as JSON, unless it is a word or a number of the format's own.
    fn leave(&mut self, reader: &mut Reader<'_>, key: Range<usize>, rest: &mut Joined) -> Result<(), JsonError> {
        let Some(value) = reader.skip_value()? else { return Ok(()) };
        let file = self.file();
        let is_short = value.len() <= IDENTIFIER + 2 && !matches!(file[value.start], b'{' | b'[');
        if !(is_short && is_of_the_format(&file[key.clone()])) {
            self.keep(rest, key.start - 1..value.end);
        }
        Ok(())
    }

    fn keep(&mut self, rest: &mut Joined, raw: Range<usize>) {
        let end = raw.end;
        rest.append(&mut self.sink, raw);
        rest.append_line_end(end..end);
    }

    fn append_next(&mut self, joined: &mut Joined, reader: &mut Reader<'_>, lines: bool) -> Result<(), JsonError> {
        match reader.skip_value()? {
            Some(value) => self.append(joined, value, lines),
            None => Ok(()),
        }
    }

    /// Adds a string, an array of strings, or other JSON as it is; with `lines` a line end between two strings.
    fn append(&mut self, joined: &mut Joined, value: Range<usize>, lines: bool) -> Result<(), JsonError> {
        let mut literals = Literals::new(self.sink.root.text, value)?;
        let mut end_before = None;
        while let Some(literal) = literals.next()? {
            if let Some(end) = end_before.filter(|_| lines) {
                joined.append_line_end(end..literal.start);
            }
            end_before = Some(literal.end);
            joined.append(&mut self.sink, literal);
        }
        Ok(())
    }

    fn literals(&self, value: Range<usize>) -> Result<Vec<Range<usize>>, JsonError> {
        let mut literals = Literals::new(self.sink.root.text, value)?;
        let mut all = Vec::new();
        while let Some(literal) = literals.next()? {
            all.push(literal);
        }
        Ok(all)
    }

    fn joined(&self, part: Part, syntax: Syntax) -> Joined {
        let part = if part.is_whole() { self.sink.root.part.clone() } else { part };
        Joined::new(part, syntax)
    }
}

/// What an output has that matters if it is a stream.
#[derive(Default)]
struct Outline {
    is_stream: bool,
    name: Option<Range<usize>>,
    text: Option<Range<usize>>,
}

/// The contents of a string, of each string of an array, or of whatever else a value is.
enum Literals<'a> {
    Array(Reader<'a>),
    Single(Option<Range<usize>>),
}

impl<'a> Literals<'a> {
    fn new(file: &'a [u8], value: Range<usize>) -> Result<Self, JsonError> {
        let mut reader = Reader::value_at(file, value.start);
        match reader.next()? {
            Some(Event::String(literal)) => Ok(Self::Single(Some(literal))),
            Some(Event::ArrayStart) if matches!(reader.clone().next()?, Some(Event::String(_))) => {
                Ok(Self::Array(reader))
            }
            Some(Event::Null) => Ok(Self::Single(None)),
            _ => Ok(Self::Single(Some(value))),
        }
    }

    fn next(&mut self) -> Result<Option<Range<usize>>, JsonError> {
        match self {
            Self::Single(literal) => Ok(literal.take()),
            Self::Array(reader) => {
                let start = reader.clone();
                match reader.next()? {
                    Some(Event::String(literal)) => Ok(Some(literal)),
                    Some(Event::ArrayEnd) | None => Ok(None),
                    Some(_) => {
                        *reader = start;
                        reader.skip_value()
                    }
                }
            }
        }
    }
}

/// What a MIME type means for reading.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Content {
    Text(Syntax),
    Picture,
    Binary,
}

impl Content {
    fn of(mime: &[u8]) -> Self {
        match mime {
            b"image/svg+xml" | b"text/xml" | b"application/xml" => Self::Text(Syntax::Xml),
            b"text/plain" => Self::Text(Syntax::Log),
            b"text/html" => Self::Text(Syntax::Html),
            b"text/tab-separated-values" | b"text/csv" => Self::Text(Syntax::Table),
            b"text/markdown" => Self::Text(Syntax::Markdown),
            b"application/javascript" | b"text/javascript" => Self::Text(Syntax::Code),
            b"application/json" => Self::Text(Syntax::Json),
            _ if mime.ends_with(b"json") => Self::Text(Syntax::Json),
            _ if [b"image/".as_slice(), b"audio/", b"video/", b"font/"].iter().any(|kind| mime.starts_with(kind)) => {
                Self::Picture
            }
            _ if mime.starts_with(b"application/") => Self::Binary,
            _ => Self::Text(Syntax::Unknown),
        }
    }
}

/// The MIME types behind the short names of format 3.
fn short_mime(key: &[u8]) -> Option<&'static [u8]> {
    Some(match key {
        b"text" => b"text/plain",
        b"html" => b"text/html",
        b"svg" => b"image/svg+xml",
        b"png" => b"image/png",
        b"jpeg" => b"image/jpeg",
        b"latex" => b"text/latex",
        b"json" => b"application/json",
        b"javascript" => b"application/javascript",
        b"pdf" => b"application/pdf",
        _ => return None,
    })
}

/// Keys under which a short value is the format's own and nobody's text.
fn is_of_the_format(key: &[u8]) -> bool {
    const KEYS: [&[u8]; 13] = [
        b"id",
        b"cell_type",
        b"execution_count",
        b"prompt_number",
        b"output_type",
        b"name",
        b"stream",
        b"language",
        b"collapsed",
        b"level",
        b"nbformat",
        b"nbformat_minor",
        b"orig_nbformat",
    ];
    KEYS.contains(&key)
}

#[cfg(test)]
mod tests;
