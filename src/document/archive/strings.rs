//! Python's pickles (PEP 3154) and compiled modules: their strings stand in them as they are, but a length before one may
//! look like a letter of it.

use crate::document::map::OffsetMap;

/// Shorter strings hold nothing, and are often chance.
const LEAST: usize = 4;

/// Whether a file is a pickle or a compiled module.
pub(super) fn is_one(head: &[u8]) -> bool {
    matches!(head, [0x80, 4 | 5, 0x95, ..] | [0x80, 2 | 3, b'(' | b'}' | b']' | b'X' | b'U' | b'c' | 0x8c, ..])
        || matches!(head, [_, 0x0d | 0x0e, b'\r', b'\n', _, 0, 0, 0, ..])
}

/// The strings that a byte of length stands before, each a line.
pub(super) fn spelled(bytes: &[u8]) -> (Vec<u8>, OffsetMap) {
    let (mut text, mut map, mut at) = (Vec::new(), OffsetMap::default(), 0);
    while let Some(&[mark, length]) = bytes.get(at..at + 2) {
        let string = is_mark(mark).then(|| bytes.get(at + 2..at + 2 + usize::from(length))).flatten();
        match string.filter(|string| string.len() >= LEAST && string.iter().all(is_printable)) {
            Some(string) => {
                text.extend_from_slice(string);
                map.push(string.len(), at + 2, 1, 1);
                at += 2 + string.len();
                text.push(b'\n');
                map.push_opaque(1, at..at);
            }
            None => at += 1,
        }
    }
    (text, map)
}

/// The marks of short strings: of pickles, and of marshalled objects, with and without a reference's bit.
fn is_mark(byte: u8) -> bool {
    matches!(byte, 0x8c | b'U' | b'C' | b'z' | b'Z' | 0xfa | 0xda)
}

fn is_printable(byte: &u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r' | 0x80..)
}
