//! Notebooks of Zeppelin (`paragraphs`, <https://zeppelin.apache.org/docs/latest/>) and of Databricks' archives
//! (`commands`), which are JSON of other forms.

use std::ops::Range;

use super::{NotANotebook, Notebook, Sink, magics};
use crate::document::Emit;
use crate::document::json::{JsonError, Reader};
use crate::document::region::{Part, Region, Syntax};

/// How far into a file one looks for the keys that make it such a notebook.
const LOOKED_AT: usize = 64 << 10;

/// Hands over the paragraphs of the notebook that `root` is the text of; says whether it is one.
///
/// # Errors
/// It has the looks of such a notebook and is not JSON; nothing has been handed over then.
pub(super) fn read_paragraphs(root: &Region<'_>, emit: &mut Emit<'_>) -> Result<bool, NotANotebook> {
    let beginning = &root.text[..root.text.len().min(LOOKED_AT)];
    let has = |key: &[u8]| memchr::memmem::find(beginning, key).is_some();
    let is_one = (has(b"\"paragraphs\"") && (has(b"\"jobName\"") || has(b"\"angularObjects\"")))
        || (has(b"\"commands\"") && has(b"\"NotebookV1\""));
    if !is_one || !beginning.trim_ascii_start().starts_with(b"{") {
        return Ok(false);
    }
    let mut reader = Reader::new(root.text);
    while reader.next()?.is_some() {}
    let mut notebook = Notebook { sink: Sink { root, emit }, cells: 0 };
    notebook.sheet(&mut Reader::new(root.text))?;
    Ok(true)
}

impl Notebook<'_, '_, '_> {
    fn sheet(&mut self, reader: &mut Reader<'_>) -> Result<(), JsonError> {
        let mut rest = self.joined(Part::default(), Syntax::Json);
        reader.enters(b'{');
        while let Some(key) = reader.next_key()? {
            if !matches!(&self.file()[key.clone()], b"paragraphs" | b"commands") || !reader.enters(b'[') {
                self.leave(reader, key, &mut rest)?;
                continue;
            }
            loop {
                if reader.enters(b'{') {
                    self.paragraph(reader)?;
                } else if let Some(other) = reader.skip_value()? {
                    self.keep(&mut rest, other);
                } else {
                    break;
                }
                self.cells += 1;
            }
            reader.next()?;
        }
        rest.finish(&mut self.sink);
        Ok(())
    }

    fn paragraph(&mut self, reader: &mut Reader<'_>) -> Result<(), JsonError> {
        let part = Part { cell: Some(self.cells), ..self.sink.root.part.clone() };
        let mut rest = self.joined(part.clone(), Syntax::Json);
        while let Some(key) = reader.next_key()? {
            match &self.file()[key.clone()] {
                b"text" | b"command" => {
                    let mut source = self.joined(part.clone(), Syntax::Code);
                    self.append_next(&mut source, reader, false)?;
                    source.set_syntax(magics::paragraph_syntax(source.text()));
                    source.finish(&mut self.sink);
                }
                b"results" | b"result" if reader.enters(b'{') => self.results(reader, &part, &mut rest)?,
                _ => self.leave(reader, key, &mut rest)?,
            }
        }
        rest.finish(&mut self.sink);
        Ok(())
    }

    fn results(&mut self, reader: &mut Reader<'_>, cell: &Part, rest: &mut super::Joined) -> Result<(), JsonError> {
        let (mut kind, mut data, mut number) = (None, None, 0);
        while let Some(key) = reader.next_key()? {
            match &self.file()[key.clone()] {
                b"msg" if reader.enters(b'[') => {
                    while let Some(message) = reader.skip_value()? {
                        let part = Part { output: Some(number), ..cell.clone() };
                        self.message(message, &part, rest)?;
                        number += 1;
                    }
                    reader.next()?;
                }
                b"type" if kind.is_none() => kind = reader.skip_value()?,
                b"data" | b"msg" if data.is_none() => data = reader.skip_value()?,
                _ => self.leave(reader, key, rest)?,
            }
        }
        let part = Part { output: Some(number), ..cell.clone() };
        self.typed(kind, data, &part)
    }

    fn message(&mut self, message: Range<usize>, part: &Part, rest: &mut super::Joined) -> Result<(), JsonError> {
        let mut members = Reader::value_at(self.sink.root.text, message.start);
        if !members.enters(b'{') {
            self.keep(rest, message);
            return Ok(());
        }
        let (mut kind, mut data) = (None, None);
        while let Some(key) = members.next_key()? {
            match &self.file()[key.clone()] {
                b"type" if kind.is_none() => kind = members.skip_value()?,
                b"data" if data.is_none() => data = members.skip_value()?,
                _ => self.leave(&mut members, key, rest)?,
            }
        }
        self.typed(kind, data, part)
    }

    fn typed(&mut self, kind: Option<Range<usize>>, data: Option<Range<usize>>, part: &Part) -> Result<(), JsonError> {
        let Some(data) = data else { return Ok(()) };
        let kind = kind.map(|kind| self.file()[kind].to_ascii_lowercase()).unwrap_or_default();
        let is_json = matches!(self.file()[data.start], b'[' | b'{');
        let mime: &[u8] = match kind.as_slice() {
            _ if is_json => b"application/json",
            b"\"html\"" | b"\"htmlsandbox\"" | b"\"angular\"" => b"text/html",
            b"\"table\"" => b"text/tab-separated-values",
            b"\"img\"" | b"\"image\"" => b"image/png",
            _ => b"text/plain",
        };
        self.mime(mime, &mut Reader::value_at(self.sink.root.text, data.start), part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Item, OffsetMap, Setting};

    fn seen(text: &str) -> Vec<(Option<usize>, Option<usize>, Syntax, String)> {
        let map = OffsetMap::identity(0, text.len());
        let root = Region::root(text.as_bytes(), &map, Setting::default());
        let mut seen = Vec::new();
        let is_one = read_paragraphs(&root, &mut |item| {
            let Item::Text(region) = item else { return };
            let text = String::from_utf8_lossy(region.text).into_owned();
            seen.push((region.part.cell, region.part.output, region.setting.syntax, text));
        });
        assert!(is_one.is_ok_and(|is_one| is_one != seen.is_empty()));
        seen
    }

    #[test]
    fn zeppelin() {
        let text = r#"{"paragraphs":[{"text":"%sh\nexport A=b","id":"1","results":{"code":"SUCCESS","msg":[
            {"type":"TEXT","data":"plain"},{"type":"TABLE","data":"a\tb\n1\t2"}]}},{"text":"%md\nwords"}],"name":"kept","angularObjects":{}}"#;
        let expected = [
            (Some(0), None, Syntax::Shell, "%sh\nexport A=b".to_owned()),
            (Some(0), Some(0), Syntax::Log, "plain".to_owned()),
            (Some(0), Some(1), Syntax::Table, "a\tb\n1\t2".to_owned()),
            (Some(0), None, Syntax::Json, "\"code\":\"SUCCESS\"\n".to_owned()),
            (Some(1), None, Syntax::Markdown, "%md\nwords".to_owned()),
            (None, None, Syntax::Json, "\"angularObjects\":{}\n".to_owned()),
        ];
        assert_eq!(seen(text), expected);
    }

    #[test]
    fn databricks() {
        let text = r#"{"version":"NotebookV1","commands":[{"command":"x = 1","results":{"type":"html","data":"<b>"}},
            {"command":"y","results":{"type":"table","data":[["a",1]]}}]}"#;
        let found: Vec<_> = seen(text).into_iter().map(|(cell, output, syntax, _)| (cell, output, syntax)).collect();
        let expected = [
            (Some(0), None, Syntax::Code),
            (Some(0), Some(0), Syntax::Html),
            (Some(1), None, Syntax::Code),
            (Some(1), Some(0), Syntax::Json),
            (None, None, Syntax::Json),
        ];
        assert_eq!(found, expected);
        assert!(seen(r#"{"commands": []}"#).is_empty());
    }
}
