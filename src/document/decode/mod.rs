//! What a text hides in itself: escapes, base64, hexadecimal, strings in pieces, characters that only look like ASCII.
//!
//! Each way of hiding is a file of its own, which hands over the texts that come out of it with their maps. A text that
//! was decoded is looked at again, to a depth of [`DEPTH`].

mod base64;
mod escapes;
mod hexadecimal;
mod joined;
mod looks;
mod wide;

use std::cell::Cell;

use super::archive::{self, Bounds};
use super::map::OffsetMap;
use super::region::Region;
use super::table::{self, Layout};
use super::{Emit, Item};
use crate::error::ProblemKind;

/// How many encodings around each other are undone.
const DEPTH: usize = 4;
/// How many bytes may come out of decoding a text of this length.
const fn allowance(length: usize) -> usize {
    length.saturating_mul(4).saturating_add(16 << 20)
}

/// Receives a decoded text and the way back from it.
pub(super) type Found<'f> = dyn FnMut(Vec<u8>, OffsetMap) + 'f;

/// Hands over the region, and everything that can be decoded from it.
pub(super) fn emit_all(region: &Region<'_>, layout: Option<&Layout>, bounds: &Bounds, emit: &mut Emit<'_>) {
    let limits = Limits { left: Cell::new(allowance(region.text.len())), bounds };
    emit_from(region, layout, DEPTH, &limits, emit);
    if limits.left.get() == 0 {
        emit(Item::Problem(
            ProblemKind::Limit,
            "more is encoded in it than is decoded; the rest was read as it stands".to_owned(),
        ));
    }
}

/// Hands over what it can decode of a text.
type Decoder = fn(&[u8], &mut Found<'_>);

/// What may still be done for a text, and for the file that it is in.
struct Limits<'l> {
    left: Cell<usize>,
    bounds: &'l Bounds,
}

fn emit_from(region: &Region<'_>, layout: Option<&Layout>, depth: usize, limits: &Limits<'_>, emit: &mut Emit<'_>) {
    match table::find(region, layout) {
        tables if tables.is_empty() => emit(Item::Text(region)),
        tables => emit(Item::Tables(region, &tables)),
    }
    if depth == 0 {
        return;
    }
    let left = &limits.left;
    // In a binary file every byte that could begin an escape or a colour is there by chance.
    let decoders: &[(Decoder, bool)] = if is_binary(region.text) {
        &[(wide::find, false), (base64::find, true)]
    } else {
        &[
            (looks::find, false),
            (wide::find, false),
            (escapes::find, false),
            (joined::find, false),
            (base64::find, true),
            (hexadecimal::find, false),
        ]
    };
    for &(decoder, makes_containers) in decoders {
        decoder(region.text, &mut |text, map| {
            if text.len() > left.get() {
                left.set(0);
                return;
            }
            left.set(left.get() - text.len());
            let mut child = region.child(&text, &map);
            child.core = map.text_at(region.core.start)..map.text_at(region.core.end);
            if child.core.is_empty() {
                return;
            }
            let is_container = makes_containers && archive::begins_container(child.text);
            if !is_container || !archive::read(b"base64", &child, limits.bounds, emit) {
                emit_from(&child, None, depth - 1, limits, emit);
            }
        });
    }
}

/// Whether a text is none: a control character in so many bytes of its beginning that no text has.
fn is_binary(text: &[u8]) -> bool {
    let head = &text[..text.len().min(8000)];
    let is_control = |byte: &&u8| matches!(**byte, 0..=0x07 | 0x0e..=0x1a | 0x1c..=0x1f);
    memchr::memchr(0, head).is_some() && head.iter().filter(is_control).count() * 20 > head.len()
}

/// Whether decoded bytes are text, so that the decoding was no chance.
fn is_text(bytes: &[u8]) -> bool {
    const LEAST: usize = 6;
    let is_plain = |byte: &&u8| matches!(**byte, b' '..=b'~' | b'\n' | b'\r' | b'\t');
    let plain = bytes.iter().filter(is_plain).count();
    bytes.len() >= LEAST
        && (plain == bytes.len() || (plain * 10 >= bytes.len() * 7 && std::str::from_utf8(bytes).is_ok()))
}

/// The value of a hexadecimal digit.
fn hex_value(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// What tests need to look at decoders.
#[cfg(test)]
fn all(decoder: fn(&[u8], &mut Found<'_>), text: &str) -> Vec<String> {
    let mut found = Vec::new();
    decoder(text.as_bytes(), &mut |text, map| {
        assert_eq!(text.len(), map.text_len(), "the map covers the text");
        found.push(String::from_utf8_lossy(&text).into_owned());
    });
    found
}
