//! Base64, standard and URL-safe (RFC 4648), in one piece or wrapped over lines; archives and what is compressed are
//! among what is in it.

use std::ops::Range;

use super::{Found, is_text};
use crate::document::archive::begins_container;
use crate::document::map::OffsetMap;
use crate::engine::runs::token_runs;

/// The shortest run that is looked at: fewer characters hold no secret.
const LEAST: usize = 16;
/// From this length on, a run may go on in the next line.
const WRAPPED: usize = 40;

/// Hands over what runs of base64 characters decode to, if that is text, text in UTF-16, or a container.
pub(super) fn find(text: &[u8], found: &mut Found<'_>) {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    token_runs(text, LEAST, |run| {
        let continues = pieces.last().is_some_and(|last| goes_on(text, last, &run));
        if !continues {
            decode(text, &pieces, found);
            pieces.clear();
        }
        pieces.push(run);
    });
    decode(text, &pieces, found);
}

/// Whether a run is the next line of the one before.
fn goes_on(text: &[u8], last: &Range<usize>, next: &Range<usize>) -> bool {
    let gap = &text[last.end..next.start];
    last.len() >= WRAPPED
        && last.len().is_multiple_of(4)
        && text[last.end - 1] != b'='
        && next.len() <= last.len()
        && gap.len() <= 64
        && gap.contains(&b'\n')
        && gap
            .iter()
            .all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'"' | b'\'' | b'+' | b'\\' | b'#' | b'>'))
}

fn decode(text: &[u8], pieces: &[Range<usize>], found: &mut Found<'_>) {
    let Some(first) = pieces.first() else { return };
    if !may_be_worth_it(&text[first.clone()]) {
        return;
    }
    let (mut decoded, mut map) = (Vec::new(), OffsetMap::default());
    for piece in pieces {
        let before = decoded.len();
        decode_piece(&text[piece.clone()], &mut decoded);
        map.push(decoded.len() - before, piece.start, 3, 4);
    }
    if begins_container(&decoded) || is_text(&decoded) || is_wide(&decoded) {
        found(decoded, map);
    }
}

/// Whether what the run begins with decodes to text or a container: all that the rest need not be decoded to know.
fn may_be_worth_it(run: &[u8]) -> bool {
    let mut head = Vec::with_capacity(12);
    decode_piece(&run[..run.len().min(16)], &mut head);
    begins_container(&head) || is_text(&head) || is_wide(&head)
}

/// Whether every other byte is zero, as in ASCII text in UTF-16.
fn is_wide(bytes: &[u8]) -> bool {
    let zeros = |from: usize| bytes.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    bytes.len() >= 8 && zeros(0).max(zeros(1)) * 20 >= bytes.len() * 9
}

fn decode_piece(piece: &[u8], decoded: &mut Vec<u8>) {
    let (mut bits, mut held) = (0u32, 0);
    for sextet in piece.iter().map_while(|character| sextet(*character)) {
        bits = bits << 6 | u32::from(sextet);
        held += 6;
        if held >= 8 {
            held -= 8;
            decoded.push((bits >> held) as u8);
        }
    }
}

fn sextet(character: u8) -> Option<u8> {
    match character {
        b'A'..=b'Z' => Some(character - b'A'),
        b'a'..=b'z' => Some(character - b'a' + 26),
        b'0'..=b'9' => Some(character - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::all;
    use super::*;

    #[test]
    fn text_comes_out_and_chance_does_not() {
        assert_eq!(all(find, "data: dG9rZW4gPSBhIHNlY3JldCBvbmU= end"), ["token = a secret one"]);
        assert!(all(find, "/usr/share/doc/packages/readme a1b2c3d4e5f6a7b8c9d0e1f2a3b4").is_empty());
    }

    #[test]
    fn lines_are_joined() {
        let line = "dG9rZW4gPSBhIHNlY3JldCBvbmUgdGhhdCBpcyBsb25n";
        let text = format!("  {line}\n  {line}\n  ZW5k\n");
        assert_eq!(all(find, &text), ["token = a secret one that is longtoken = a secret one that is long"]);
    }
}
