//! Text as hexadecimal digits: in one run, and in the dumps of `xxd` and `hexdump -C`.

use super::{Found, hex_value, is_text};
use crate::document::map::OffsetMap;
use crate::engine::runs::token_runs;

/// The shortest run that is looked at.
const LEAST: usize = 24;

/// Hands over what runs of hexadecimal digits, and dumps, stand for, if that is text.
pub(super) fn find(text: &[u8], found: &mut Found<'_>) {
    token_runs(text, LEAST, |run| {
        let prefix = if text[run.clone()].starts_with(b"0x") { 2 } else { 0 };
        let digits = &text[run.start + prefix..run.end];
        if digits.len().is_multiple_of(2) && digits.iter().all(u8::is_ascii_hexdigit) {
            let bytes: Vec<u8> = digits.chunks_exact(2).filter_map(byte).collect();
            if is_text(&bytes) {
                let mut map = OffsetMap::default();
                map.push(bytes.len(), run.start + prefix, 1, 2);
                found(bytes, map);
            }
        }
    });
    find_dump(text, found);
}

fn byte(pair: &[u8]) -> Option<u8> {
    Some(hex_value(*pair.first()?)? << 4 | hex_value(*pair.get(1)?)?)
}

/// A dump has lines of an offset of eight digits, and sixteen bytes in groups.
fn find_dump(text: &[u8], found: &mut Found<'_>) {
    if memchr::memmem::find(text, b"00000010").is_none() {
        return;
    }
    let (mut bytes, mut map) = (Vec::new(), OffsetMap::default());
    let mut start = 0;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        if line.len() > 10 && line[..8].iter().all(u8::is_ascii_hexdigit) && matches!(line[8], b':' | b' ') {
            read_dump_line(line, start, &mut bytes, &mut map);
        }
        start += line.len();
    }
    if is_text(&bytes) {
        found(bytes, map);
    }
}

fn read_dump_line(line: &[u8], start: usize, bytes: &mut Vec<u8>, map: &mut OffsetMap) {
    let mut at = 9 + line[9..].iter().take_while(|byte| **byte == b' ').count();
    for _ in 0..16 {
        let Some(byte) = line.get(at..at + 2).and_then(byte) else { return };
        bytes.push(byte);
        map.push(1, start + at, 1, 2);
        at += 2;
        let spaces = line[at..].iter().take_while(|byte| **byte == b' ').count();
        if spaces > 2 {
            return;
        }
        at += spaces;
    }
}

#[cfg(test)]
mod tests {
    use super::super::all;
    use super::*;

    fn hex(text: &str) -> String {
        text.bytes().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn runs() {
        assert_eq!(all(find, &format!("x = 0x{}", hex("a secret value"))), ["a secret value"]);
        assert!(all(find, "d41d8cd98f00b204e9800998ecf8427e").is_empty());
    }

    #[test]
    fn dumps() {
        let text = "00000000: 7468 6973 2069 7320 6120 7365 6372 6574  this is a secret\n00000010: 206f 6e65 0a                              one.\n";
        assert_eq!(all(find, text), ["this is a secret one\n"]);
        let text =
            "00000000  74 68 69 73 20 69 73 20  61 20 73 65 63 72 65 74  |this is a secret|\n00000010  21  |!|\n";
        assert_eq!(all(find, text), ["this is a secret!"]);
    }
}
