//! PDF (ISO 32000-1): what its streams hold, and the text that is shown, whatever pieces it is shown in.

use std::ops::Range;

use flate2::bufread::ZlibDecoder;
use memchr::memmem;

use super::Container;
use crate::document::map::OffsetMap;
use crate::error::ProblemKind;

/// How far before a stream its dictionary is looked for.
const DICTIONARY: usize = 4096;

/// Hands over the streams of a PDF, and the rest of it as it stands.
pub(super) fn read(container: &mut Container<'_, '_, '_>) {
    let whole = container.whole;
    let bytes = whole.text;
    container.view = Some(shown);
    if is_encrypted(bytes) {
        container.tell(ProblemKind::Encrypted, "is encrypted: its texts were not read");
        container.rest(Vec::new());
        return;
    }
    let (mut at, mut number, mut taken) = (0, 0, Vec::new());
    while let Some(stream) = next_stream(bytes, at) {
        at = stream.data.end;
        number += 1;
        let name = format!("stream {number}").into_bytes();
        let is_plain = stream.filters.is_empty();
        if is_plain && !shows_text(&bytes[stream.data.clone()]) {
            continue;
        }
        if !container.admits() {
            break;
        }
        if is_plain {
            container.stored(&name, stream.data.clone());
        } else if !inflate(container, &name, &stream) {
            continue;
        }
        taken.push(stream.data);
    }
    container.rest(taken);
}

/// A stream of a file, and how it is packed.
struct Stream {
    data: Range<usize>,
    filters: Vec<Filter>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Filter {
    Flate,
    Ascii85,
    AsciiHex,
    /// Of pictures and others.
    Other,
}

/// Undoes what a stream is packed in; says whether that can be done. Pictures are left.
fn inflate(container: &mut Container<'_, '_, '_>, name: &[u8], stream: &Stream) -> bool {
    let whole = container.whole;
    let data = &whole.text[stream.data.clone()];
    let outer = match stream.filters.as_slice() {
        [Filter::Flate] => None,
        [Filter::Ascii85] | [Filter::Ascii85, Filter::Flate] => Some(ascii85(data)),
        [Filter::AsciiHex] | [Filter::AsciiHex, Filter::Flate] => Some(ascii_hex(data)),
        _ => return false,
    };
    let data = outer.as_deref().unwrap_or(data);
    if stream.filters.contains(&Filter::Flate) {
        container.packed(name, &mut ZlibDecoder::new(data), stream.data.clone(), None);
    } else {
        let mut data = data;
        container.packed(name, &mut data, stream.data.clone(), None);
    }
    true
}

fn is_encrypted(bytes: &[u8]) -> bool {
    memmem::find_iter(bytes, b"/Encrypt").any(|at| {
        let rest = bytes[at + 8..].trim_ascii_start();
        rest.starts_with(b"<<") || rest.first().is_some_and(u8::is_ascii_digit)
    })
}

fn next_stream(bytes: &[u8], from: usize) -> Option<Stream> {
    let found = memmem::find_iter(&bytes[from..], b"stream").map(|at| from + at).find_map(|at| {
        let start = match bytes.get(at + 6..)? {
            [b'\r', b'\n', ..] => at + 8,
            [b'\n' | b'\r', ..] => at + 7,
            _ => return None,
        };
        let before = &bytes[at.saturating_sub(DICTIONARY).max(from)..at];
        before.trim_ascii_end().ends_with(b">>").then_some((start, before))
    });
    let (start, before) = found?;
    let object = memmem::rfind(before, b" obj").unwrap_or(0);
    let dictionary = &before[object..];
    let ends = |length: &usize| {
        let rest = start.checked_add(*length).and_then(|end| bytes.get(end..));
        rest.is_some_and(|rest| rest.trim_ascii_start().starts_with(b"endstream"))
    };
    let told = memmem::find(dictionary, b"/Length ").and_then(|at| {
        let digits = dictionary[at + 8..].trim_ascii_start();
        let digits = &digits[..digits.iter().take_while(|byte| byte.is_ascii_digit()).count()];
        std::str::from_utf8(digits).ok()?.parse().ok()
    });
    let found = || memmem::find(&bytes[start..], b"endstream").unwrap_or(bytes.len() - start);
    let length = told.filter(ends).unwrap_or_else(found);
    Some(Stream { data: start..start + length, filters: filters(dictionary) })
}

fn filters(dictionary: &[u8]) -> Vec<Filter> {
    let Some(at) = memmem::find(dictionary, b"/Filter") else { return Vec::new() };
    let value = dictionary[at + 7..].trim_ascii_start();
    let end = if value.starts_with(b"[") { memchr::memchr(b']', value) } else { None };
    let names = value[..end.unwrap_or(value.len())].split(|byte| *byte == b'/').skip(1);
    let limit = if end.is_some() { usize::MAX } else { 1 };
    names
        .take(limit)
        .map(|name| match name.split(|byte| !byte.is_ascii_alphanumeric()).next().unwrap_or_default() {
            b"FlateDecode" | b"Fl" => Filter::Flate,
            b"ASCII85Decode" | b"A85" => Filter::Ascii85,
            b"ASCIIHexDecode" | b"AHx" => Filter::AsciiHex,
            _ => Filter::Other,
        })
        .collect()
}

fn ascii85(data: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(data.len() / 5 * 4);
    let (mut group, mut held) = (0_u32, 0);
    for byte in data.iter().take_while(|byte| **byte != b'~') {
        match byte {
            b'z' if held == 0 => decoded.extend_from_slice(&[0; 4]),
            b'!'..=b'u' => {
                group = group.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                held += 1;
                if held == 5 {
                    decoded.extend_from_slice(&group.to_be_bytes());
                    (group, held) = (0, 0);
                }
            }
            _ => {}
        }
    }
    if held > 1 {
        let padded = (held..5).fold(group, |group, _| group.wrapping_mul(85).wrapping_add(84));
        decoded.extend_from_slice(&padded.to_be_bytes()[..held - 1]);
    }
    decoded
}

fn ascii_hex(data: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = data
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn shows_text(stream: &[u8]) -> bool {
    memmem::find(stream, b"BT").is_some()
        && (memmem::find(stream, b"Tj").is_some() || memmem::find(stream, b"TJ").is_some())
}

/// The text that a content stream shows: strings one after the other, lines where the place on the page changes.
fn shown(stream: &[u8]) -> Option<(Vec<u8>, OffsetMap)> {
    if !shows_text(stream) {
        return None;
    }
    let mut page = Page::default();
    let mut at = 0;
    while let Some(&byte) = stream.get(at) {
        at = match byte {
            b'(' => page.string(stream, at),
            b'<' if stream.get(at + 1) != Some(&b'<') => page.hex(stream, at),
            b'%' => memchr::memchr2(b'\n', b'\r', &stream[at..]).map_or(stream.len(), |end| at + end),
            b'0'..=b'9' | b'-' | b'+' | b'.' => page.number(stream, at),
            b'A'..=b'Z' | b'a'..=b'z' | b'\'' | b'"' => page.operator(stream, at),
            b'/' => at + 1 + stream[at + 1..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count(),
            _ => at + 1,
        };
    }
    (!page.text.is_empty()).then_some((page.text, page.map))
}

#[derive(Default)]
struct Page {
    text: Vec<u8>,
    map: OffsetMap,
    number: f32,
}

impl Page {
    fn push(&mut self, byte: u8, source: usize, length: usize) {
        self.text.push(byte);
        self.map.push(1, source, 1, length);
    }

    fn part(&mut self, separator: u8, source: usize) {
        if !matches!(self.text.last(), None | Some(b'\n')) {
            self.push(separator, source, 0);
        }
    }

    fn string(&mut self, stream: &[u8], open: usize) -> usize {
        let (mut at, mut depth) = (open + 1, 1);
        while let Some(&byte) = stream.get(at) {
            match byte {
                b'\\' => {
                    let (byte, length) = escape(&stream[at + 1..]);
                    byte.into_iter().for_each(|byte| self.push(byte, at, length + 1));
                    at += length + 1;
                    continue;
                }
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return at + 1;
            }
            self.push(byte, at, 1);
            at += 1;
        }
        at
    }

    fn hex(&mut self, stream: &[u8], open: usize) -> usize {
        let digits = stream[open + 1..].iter().take_while(|byte| **byte != b'>').count();
        let end = open + 1 + digits;
        let text = ascii_hex(&stream[open + 1..end]);
        self.text.extend_from_slice(&text);
        self.map.push(text.len(), open + 1, 1, 2);
        end + 1
    }

    /// In an array of strings, a number moves the next one: by as much as a space is wide, it is one.
    fn number(&mut self, stream: &[u8], at: usize) -> usize {
        const SPACE: f32 = -150.0;
        let length = stream[at..].iter().take_while(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.')).count();
        let digits = std::str::from_utf8(&stream[at..at + length]).unwrap_or_default();
        self.number = digits.parse().unwrap_or(0.0);
        if self.number < SPACE && stream[..at].trim_ascii_end().ends_with(b")") {
            self.push(b' ', at, 0);
        }
        at + length.max(1)
    }

    fn operator(&mut self, stream: &[u8], at: usize) -> usize {
        let length = stream[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count().max(1);
        let star = usize::from(stream.get(at + length) == Some(&b'*'));
        match &stream[at..at + length] {
            b"Td" | b"TD" if self.number == 0.0 => self.part(b' ', at),
            b"Td" | b"TD" | b"T" | b"Tm" | b"ET" | b"\'" | b"\"" => self.part(b'\n', at),
            _ => {}
        }
        at + length + star
    }
}

/// What a backslash and the text after it stand for, and how much of the text that is.
fn escape(rest: &[u8]) -> (Option<u8>, usize) {
    match rest {
        [b'n', ..] => (Some(b'\n'), 1),
        [b'r', ..] => (Some(b'\r'), 1),
        [b't', ..] => (Some(b'\t'), 1),
        [b'b' | b'f', ..] => (None, 1),
        [b'\r', b'\n', ..] => (None, 2),
        [b'\n' | b'\r', ..] => (None, 1),
        [b'0'..=b'7', ..] => {
            let digits = rest.iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7'));
            let (code, length) =
                digits.fold((0_u32, 0), |(code, length), digit| (code * 8 + u32::from(digit - b'0'), length + 1));
            (u8::try_from(code & 0xff).ok(), length)
        }
        [other, ..] => (Some(*other), 1),
        [] => (None, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_five_digits_are_four_bytes() {
        assert_eq!(ascii85(b"87cURD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(ascii85(b"z87~>"), [0, 0, 0, 0, b'H']);
    }
}
