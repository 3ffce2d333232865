//! XML, as far as its text goes: a reader that takes anything for XML and gets to its end.

use std::ops::Range;

use crate::document::map::OffsetMap;

/// A piece of XML.
#[derive(Clone, Copy, Debug)]
pub(super) enum Token<'x> {
    /// Text between tags, with entities in it, and where it begins.
    Text(&'x [u8], usize),
    /// A start tag: its name without prefix, its attributes, and whether it is its own end.
    Open(&'x [u8], &'x [u8], bool),
    /// An end tag's name without prefix.
    Close(&'x [u8]),
}

/// Hands over the pieces of a text in XML.
pub(super) fn tokens<'x>(xml: &'x [u8], each: &mut dyn FnMut(Token<'x>)) {
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &xml[at..]).map(|found| at + found) {
        if open > at {
            each(Token::Text(&xml[at..open], at));
        }
        let rest = &xml[open..];
        let skipped: Option<(usize, &[u8])> = match rest {
            [b'<', b'!', b'-', b'-', ..] => Some((4, b"-->")),
            [b'<', b'!', b'[', b'C', b'D', b'A', b'T', b'A', b'[', ..] => Some((9, b"]]>")),
            [b'<', b'?', ..] => Some((2, b"?>")),
            _ => None,
        };
        let (begin, end): (usize, &[u8]) = skipped.unwrap_or((1, b">"));
        let length = memchr::memmem::find(&rest[begin..], end).unwrap_or(rest.len() - begin);
        let inside = &rest[begin..begin + length];
        match (skipped, inside) {
            (Some((9, _)), text) => each(Token::Text(text, open + begin)),
            (Some(_), _) => {}
            (None, [b'/', name @ ..]) => each(Token::Close(local(name.trim_ascii()))),
            (None, tag) => {
                let is_empty = tag.ends_with(b"/");
                let tag = tag.strip_suffix(b"/").unwrap_or(tag);
                let name = tag.iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
                each(Token::Open(local(&tag[..name]), &tag[name..], is_empty));
            }
        }
        at = (open + begin + length + end.len()).min(xml.len());
    }
    if at < xml.len() {
        each(Token::Text(&xml[at..], at));
    }
}

fn local(name: &[u8]) -> &[u8] {
    name.rsplit(|byte| *byte == b':').next().unwrap_or(name)
}

/// The value of an attribute, its prefix included in `name`, with entities in it.
pub(super) fn attribute<'x>(attributes: &'x [u8], name: &[u8]) -> Option<&'x [u8]> {
    memchr::memmem::find_iter(attributes, name).find_map(|at| {
        let before = at.checked_sub(1).and_then(|before| attributes.get(before))?;
        let rest = attributes[at + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let (quote, value) = rest.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
        before.is_ascii_whitespace().then_some(())?;
        Some(&value[..memchr::memchr(*quote, value)?])
    })
}

/// Adds a text to what is seen of it: entities stand for their characters.
pub(super) fn append(text: &[u8], source: usize, seen: &mut Vec<u8>, map: &mut OffsetMap) {
    let mut at = 0;
    while at < text.len() {
        let plain = memchr::memchr(b'&', &text[at..]).unwrap_or(text.len() - at);
        seen.extend_from_slice(&text[at..at + plain]);
        map.push(plain, source + at, 1, 1);
        at += plain;
        if at < text.len() {
            let (character, length) = entity(&text[at..]).unwrap_or(('&', 1));
            let mut utf8 = [0; 4];
            let utf8 = character.encode_utf8(&mut utf8).as_bytes();
            seen.extend_from_slice(utf8);
            map.push(utf8.len(), source + at, utf8.len(), length);
            at += length;
        }
    }
}

/// A text with its entities undone.
pub(super) fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut seen = Vec::with_capacity(text.len());
    append(text, 0, &mut seen, &mut OffsetMap::default());
    seen
}

fn entity(text: &[u8]) -> Option<(char, usize)> {
    const LONGEST: usize = 12;
    let end = memchr::memchr(b';', &text[..text.len().min(LONGEST)])?;
    let name = std::str::from_utf8(&text[1..end]).ok()?;
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((character, end + 1))
}

/// A range of tags and text within `outer`, in bytes.
pub(super) fn element(xml: &[u8], open: &[u8], close: &[u8]) -> Option<Range<usize>> {
    let start = memchr::memmem::find(xml, open)?;
    let end = memchr::memmem::rfind(&xml[start..], close)?;
    Some(start..start + end + close.len())
}
