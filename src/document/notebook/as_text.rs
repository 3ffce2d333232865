//! A notebook as one text, for people who compare two of them.

use super::{NotANotebook, read};
use crate::document::region::{Region, Setting, Syntax};
use crate::document::{Item, OffsetMap};

/// A stretch of the text: the cell it is of, its place in the cell, and what it says.
struct Passage {
    cell: Option<usize>,
    place: Place,
    text: Vec<u8>,
}

#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
enum Place {
    Source,
    Output(usize),
    Metadata,
}

/// The notebook's cells and outputs as text, each under a line that names it; pictures are left out.
///
/// # Errors
/// The bytes are not a notebook: the offset and the reason.
pub fn as_text(bytes: &[u8]) -> Result<Vec<u8>, (usize, &'static str)> {
    let map = OffsetMap::identity(0, bytes.len());
    let root = Region::root(bytes, &map, Setting::default());
    let mut passages: Vec<Passage> = Vec::new();
    let result = read(&root, &mut |item| {
        let Item::Text(region) = item else { return };
        let place = match (region.part.output, region.setting.syntax) {
            (Some(output), _) => Place::Output(output),
            (None, Syntax::Json) => Place::Metadata,
            (None, _) => Place::Source,
        };
        let text = &region.text[region.core.clone()];
        match passages.last_mut() {
            Some(last) if last.cell == region.part.cell && last.place == place => last.text.extend_from_slice(text),
            _ => passages.push(Passage { cell: region.part.cell, place, text: text.to_vec() }),
        }
    });
    result.map_err(|NotANotebook { offset, reason }| (offset, reason))?;
    passages.sort_by_key(|passage| (passage.cell.is_none(), passage.cell, passage.place));
    Ok(passages.iter().flat_map(Passage::lines).collect())
}

impl Passage {
    fn lines(&self) -> Vec<u8> {
        let title = match (self.cell, self.place) {
            (None, _) => "# notebook".to_owned(),
            (Some(cell), Place::Source) => format!("# cell {cell}"),
            (Some(cell), Place::Output(output)) => format!("# cell {cell}, output {output}"),
            (Some(cell), Place::Metadata) => format!("# cell {cell}, metadata"),
        };
        let mut lines = title.into_bytes();
        lines.push(b'\n');
        lines.extend_from_slice(&self.text);
        if !self.text.ends_with(b"\n") {
            lines.push(b'\n');
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_before_their_outputs() {
        let notebook = br#"{"metadata":{"a":1},"cells":[{"cell_type":"code","outputs":[{"output_type":"stream","name":"stdout","text":["1\n"]}],"source":["print(1)"]}]}"#;
        let text = as_text(notebook).map(|text| String::from_utf8_lossy(&text).into_owned());
        let expected = "# cell 0\nprint(1)\n# cell 0, output 0\n1\n# notebook\n\"metadata\":{\"a\":1}\n";
        assert_eq!(text.as_deref(), Ok(expected));
    }
}
