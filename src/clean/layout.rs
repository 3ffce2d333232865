//! Where in a notebook's bytes its cells, sources and outputs are.

use std::ops::Range;

use crate::document::json::{JsonError, Reader};

/// A member of an object: the key without and the value with its quotes.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub key: Range<usize>,
    pub value: Range<usize>,
}

impl Member {
    /// The member from the quote of its key on.
    pub(super) fn range(&self) -> Range<usize> {
        self.key.start - 1..self.value.end
    }
}

/// A notebook's parts, as ranges of the file.
#[derive(Debug)]
pub(super) struct Layout {
    pub top: Vec<Member>,
    pub cells: Vec<Cell>,
}

/// A cell's parts.
#[derive(Debug)]
pub(super) struct Cell {
    pub range: Range<usize>,
    pub members: Vec<Member>,
    pub outputs: Vec<Range<usize>>,
}

/// What a place in a notebook belongs to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Place {
    /// The source of a cell.
    Source(usize),
    /// An output of a cell.
    Output {
        /// The cell, as a place in the layout's list.
        cell: usize,
        /// The output, as a place in the cell's list.
        output: usize,
    },
    /// Metadata, attachments, anything else.
    Elsewhere,
}

impl Layout {
    pub(super) fn of(bytes: &[u8]) -> Result<Self, JsonError> {
        let top = members(bytes, whole(bytes)?)?;
        let mut cells = Vec::new();
        for member in &top {
            match &bytes[member.key.clone()] {
                b"cells" => add_cells(bytes, member.value.clone(), &mut cells)?,
                b"worksheets" => {
                    for sheet in elements(bytes, member.value.clone())? {
                        for member in
                            members(bytes, sheet)?.iter().filter(|member| &bytes[member.key.clone()] == b"cells")
                        {
                            add_cells(bytes, member.value.clone(), &mut cells)?;
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(Self { top, cells })
    }

    /// What the byte at the offset belongs to.
    pub(super) fn place(&self, bytes: &[u8], offset: usize) -> Place {
        let index = self.cells.partition_point(|cell| cell.range.end <= offset);
        let cell = self.cells.get(index);
        let member = cell.and_then(|cell| cell.members.iter().find(|member| member.range().contains(&offset)));
        let (Some(cell), Some(member)) = (cell, member) else {
            return Place::Elsewhere;
        };
        match &bytes[member.key.clone()] {
            b"source" | b"input" => Place::Source(index),
            b"outputs" => {
                let output = cell.outputs.partition_point(|output| output.end <= offset);
                let is_in = cell.outputs.get(output).is_some_and(|range| range.contains(&offset));
                if is_in { Place::Output { cell: index, output } } else { Place::Elsewhere }
            }
            _ => Place::Elsewhere,
        }
    }
}

impl Cell {
    /// The value of the member that has this key.
    pub(super) fn value(&self, bytes: &[u8], key: &[u8]) -> Option<Range<usize>> {
        self.members.iter().find(|member| &bytes[member.key.clone()] == key).map(|member| member.value.clone())
    }
}

fn whole(bytes: &[u8]) -> Result<Range<usize>, JsonError> {
    Ok(Reader::new(bytes).skip_value()?.unwrap_or(0..0))
}

fn add_cells(bytes: &[u8], array: Range<usize>, cells: &mut Vec<Cell>) -> Result<(), JsonError> {
    for range in elements(bytes, array)? {
        let members = members(bytes, range.clone())?;
        let mut cell = Cell { range, members, outputs: Vec::new() };
        if let Some(array) = cell.value(bytes, b"outputs") {
            cell.outputs = elements(bytes, array)?;
        }
        cells.push(cell);
    }
    Ok(())
}

/// The members of an object; none of anything else.
pub(super) fn members(bytes: &[u8], object: Range<usize>) -> Result<Vec<Member>, JsonError> {
    let mut reader = Reader::value_at(bytes, object.start);
    let mut members = Vec::new();
    if bytes.get(object.start) != Some(&b'{') || !reader.enters(b'{') {
        return Ok(members);
    }
    while let Some(key) = reader.next_key()? {
        if let Some(value) = reader.skip_value()? {
            members.push(Member { key, value });
        }
    }
    Ok(members)
}

/// The elements of an array; none of anything else.
pub(super) fn elements(bytes: &[u8], array: Range<usize>) -> Result<Vec<Range<usize>>, JsonError> {
    let mut reader = Reader::value_at(bytes, array.start);
    let mut elements = Vec::new();
    if bytes.get(array.start) != Some(&b'[') || !reader.enters(b'[') {
        return Ok(elements);
    }
    while let Some(element) = reader.skip_value()? {
        elements.push(element);
    }
    Ok(elements)
}

/// What is between the brackets of an object or array.
pub(super) fn inside(value: &Range<usize>) -> Range<usize> {
    value.start + 1..value.end - 1
}
