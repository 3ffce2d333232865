//! The parts of a span that are content of JSON strings, keys and numbers, quotes and commas left out.

use std::ops::Range;

use crate::document::json::{Event, JsonError, Reader};

/// A stretch of one token.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// The stretch; all of the token when it is a number.
    pub range: Range<usize>,
    /// The whole content of the token.
    pub token: Range<usize>,
    /// Whether the token is a number.
    pub is_number: bool,
}

/// The pieces of each span; `spans` are sorted and do not overlap.
pub(super) fn pieces(bytes: &[u8], spans: &[Range<usize>]) -> Result<Vec<Vec<Piece>>, JsonError> {
    let mut reader = Reader::new(bytes);
    let mut pieces = vec![Vec::new(); spans.len()];
    let mut first = 0;
    while let Some(event) = reader.next()? {
        let (token, is_number) = match event {
            Event::String(token) | Event::Key(token) => (token, false),
            Event::Number(token) => (token, true),
            _ => continue,
        };
        while spans.get(first).is_some_and(|span| span.end <= token.start) {
            first += 1;
        }
        for index in first..spans.len() {
            let common = spans[index].start.max(token.start)..spans[index].end.min(token.end);
            if spans[index].start >= token.end {
                break;
            }
            if !common.is_empty() {
                let range = if is_number { token.clone() } else { common };
                pieces[index].push(Piece { range, token: token.clone(), is_number });
            }
        }
        if first == spans.len() {
            break;
        }
    }
    Ok(pieces)
}
