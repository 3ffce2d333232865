//! Writing a mask where a value was, so that what is around it stays what it is.

use std::ops::Range;

use memchr::memmem;

use super::edit::Edit;
use super::pieces::Piece;
use crate::document::json::Unescaper;
use crate::document::map::OffsetMap;
use crate::document::picture::{base64_len, decode_base64};
use crate::document::region::count_characters;

/// The edits that put the mask into the first piece of a value in JSON and take the other pieces away. A line end that
/// closes a piece stays, so that a table or log keeps its lines.
pub(super) fn in_json<'a>(bytes: &[u8], pieces: &[Piece], value: &[u8], mask: &str) -> Vec<Edit<'a>> {
    let mut edits = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let raw = &bytes[piece.range.clone()];
        if piece.is_number {
            let quoted = if index == 0 { format!("\"{}\"", json_escaped(mask)) } else { "null".to_owned() };
            edits.push(Edit::new(piece.range.clone(), quoted.into_bytes()));
            continue;
        }
        if let Some(masked) = in_base64(raw, value) {
            edits.push(Edit::new(piece.range.clone(), masked));
            continue;
        }
        let kept = if pieces.len() > 1 && raw.ends_with(b"\\n") { 2 } else { 0 };
        let range = piece.range.start..piece.range.end - kept;
        let with = match (index, pieces.len()) {
            (0, 1) => {
                let width = count_characters(&unescaped(raw));
                json_escaped(&fitted(bytes, &range, &piece.token, width, mask))
            }
            (0, _) => json_escaped(mask),
            _ => String::new(),
        };
        edits.push(Edit::new(range, with.into_bytes()));
    }
    edits
}

/// The edit that puts the mask into text, in the text's own encoding. None where the bytes hold the value in no way
/// that is known here, as those of an archive do not.
pub(super) fn in_text<'a>(bytes: &[u8], range: Range<usize>, value: &[u8], mask: &str) -> Option<Edit<'a>> {
    let raw = &bytes[range.clone()];
    if let Some(masked) = in_base64(raw, value) {
        return Some(Edit::new(range, masked));
    }
    let wide = |encode: fn(u16) -> [u8; 2], text: &str| -> Vec<u8> { text.encode_utf16().flat_map(encode).collect() };
    let text = String::from_utf8_lossy(value);
    for encode in [u16::to_le_bytes, u16::to_be_bytes] {
        if raw.len() > value.len() && raw == wide(encode, &text) {
            let start = range.start;
            return Some(Edit::new(start..range.end, wide(encode, mask)));
        }
    }
    let is_binary = raw.contains(&0) || raw.len() > value.len().saturating_mul(12).saturating_add(64);
    if is_binary && memmem::find(raw, value).is_none() {
        return None;
    }
    let width = count_characters(raw);
    let fitted = fitted(bytes, &range, &(0..bytes.len()), width, mask);
    Some(Edit::new(range, fitted.into_bytes()))
}

/// The mask, or, where the value stands in a column of a plain-text table, the mask at the value's width: filled up
/// with spaces on the side on which the column is, or starred where it is too long.
fn fitted(bytes: &[u8], range: &Range<usize>, within: &Range<usize>, width: u64, mask: &str) -> String {
    let before = &bytes[within.start..range.start];
    let after = &bytes[range.end..within.end];
    let in_column =
        before.ends_with(b"  ") || after.starts_with(b"  ") || before.ends_with(b"| ") || after.starts_with(b" |");
    let width = usize::try_from(width).unwrap_or(usize::MAX);
    let len = mask.chars().count();
    if !in_column || len == width {
        return mask.to_owned();
    }
    if len > width {
        return if width >= 3 { format!("[{}]", "*".repeat(width - 2)) } else { "*".repeat(width) };
    }
    let fill = " ".repeat(width - len);
    let is_left_aligned = after.starts_with(b"  ") && !before.ends_with(b"  ");
    if is_left_aligned { format!("{mask}{fill}") } else { format!("{fill}{mask}") }
}

/// Base64 with each copy of the value in it starred, of the same length; `None` where the value is not in base64 there.
fn in_base64(raw: &[u8], value: &[u8]) -> Option<Vec<u8>> {
    if value.is_empty() || raw.len() < 4 || base64_len(raw) < raw.len() {
        return None;
    }
    let mut decoded = decode_base64(raw);
    let starts: Vec<usize> = memmem::find_iter(&decoded, value).collect();
    if starts.is_empty() {
        return None;
    }
    for start in starts {
        decoded[start..start + value.len()].fill(b'*');
    }
    let url_safe = raw.iter().any(|byte| matches!(byte, b'-' | b'_'));
    let mut encoded = encode_base64(&decoded, url_safe);
    encoded.truncate(raw.iter().take_while(|byte| **byte != b'=').count());
    encoded.resize(raw.len(), b'=');
    Some(encoded)
}

fn encode_base64(bytes: &[u8], url_safe: bool) -> Vec<u8> {
    const DIGITS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let last: [u8; 2] = if url_safe { *b"-_" } else { *b"+/" };
    let digit = |bits: u32| match (bits & 63) as usize {
        place @ 62..=63 => last[place - 62],
        place => DIGITS[place],
    };
    let mut encoded = Vec::with_capacity(bytes.len() / 3 * 4 + 4);
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        encoded.extend((0..=group.len()).map(|place| digit(bits >> (18 - 6 * place))));
    }
    encoded
}

pub(super) fn unescaped(raw: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(raw.len());
    Unescaper::new(raw, 0).dropping_ansi(true).append(&mut text, &mut OffsetMap::default(), usize::MAX);
    text
}

/// A text as the content of a JSON string.
pub(super) fn json_escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' | '\\' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            '\0'..='\x1f' => escaped.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => escaped.push(character),
        }
    }
    escaped
}
