//! The text in a picture: comments and metadata are found without decoding anything else of it.
//!
//! PNG: chunks `tEXt`, `zTXt`, `iTXt`, `eXIf` and what follows `IEND` (W3C PNG, third edition). JPEG: the segments
//! `COM` and `APPn` other than JFIF and colour profiles, and what follows the end of the image (ITU-T T.81).

use std::io::Read;
use std::ops::Range;

use super::map::OffsetMap;

/// How much text one picture may inflate to.
const INFLATED_LIMIT: u64 = 1 << 20;
/// How many pieces of text are looked for in one picture.
const PIECES_LIMIT: usize = 1000;
/// How far before a JPEG's last byte its end marker is looked for.
const TRAILER_LIMIT: usize = 1 << 16;

/// A picture's bytes as they are, or behind base64.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Bytes<'a> {
    /// As they are.
    Plain(&'a [u8]),
    /// In base64 of either alphabet, without white space.
    Base64(&'a [u8]),
}

impl Bytes<'_> {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Plain(bytes) => bytes.len(),
            Self::Base64(digits) => {
                let padding = digits.iter().rev().take_while(|digit| **digit == b'=').count();
                (digits.len() - padding) / 4 * 3 + (digits.len() - padding) % 4 * 3 / 4
            }
        }
    }

    /// The bytes of a range, as far as there are any.
    pub(crate) fn get(&self, range: Range<usize>) -> Vec<u8> {
        match self {
            Self::Plain(bytes) => bytes.get(range.start..range.end.min(bytes.len())).unwrap_or_default().to_vec(),
            Self::Base64(digits) => {
                let first = (range.start / 3).saturating_mul(4);
                let last = range.end.div_ceil(3).saturating_mul(4).min(digits.len());
                let mut decoded = decode_base64(digits.get(first..last).unwrap_or_default());
                decoded.truncate(range.end - range.start / 3 * 3);
                decoded.drain(..(range.start % 3).min(decoded.len()));
                decoded
            }
        }
    }

    /// The map from the bytes of a range to where they stand, `source` being the offset of the first of all.
    fn map(&self, range: Range<usize>, source: usize) -> OffsetMap {
        let mut map = OffsetMap::default();
        match self {
            Self::Plain(_) => map.push(range.len(), source + range.start, 1, 1),
            Self::Base64(digits) => {
                let head = range.len().min((3 - range.start % 3) % 3);
                let quad = |byte: usize| source + byte / 3 * 4;
                let end = |byte: usize| source + (byte.div_ceil(3) * 4).min(digits.len());
                map.push_opaque(head, quad(range.start)..end(range.start + head));
                map.push(range.len() - head, quad(range.start + head), 3, 4);
            }
        }
        map
    }
}

/// Decodes base64 of either alphabet, up to the first byte that is none of it.
pub(crate) fn decode_base64(digits: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(digits.len() / 4 * 3 + 3);
    let (mut bits, mut held) = (0_u32, 0);
    for digit in digits {
        let Some(value) = sextet(*digit) else { break };
        bits = bits << 6 | value;
        held += 6;
        if held >= 8 {
            held -= 8;
            decoded.push((bits >> held & 0xff) as u8);
        }
    }
    decoded
}

/// Whether the byte can be part of base64, padding and the URL-safe alphabet included.
pub(crate) fn is_base64(byte: u8) -> bool {
    (byte | 0x20).wrapping_sub(b'a') < 26
        || byte.wrapping_sub(b'0') < 10
        || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=')
}

/// How many bytes at the start can be base64.
pub(crate) fn base64_len(text: &[u8]) -> usize {
    let blocks = text.chunks_exact(64).take_while(|block| block.iter().fold(true, |all, byte| all & is_base64(*byte)));
    let len = blocks.count() * 64;
    len + text[len..].iter().take_while(|byte| is_base64(**byte)).count()
}

fn sextet(digit: u8) -> Option<u32> {
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

/// Hands over each text in the picture with its map; `source` is the offset at which the picture begins.
pub(crate) fn texts(picture: Bytes<'_>, source: usize, found: &mut dyn FnMut(&[u8], &OffsetMap)) {
    let magic = picture.get(0..8);
    if magic == b"\x89PNG\r\n\x1a\n" {
        png(picture, source, found);
    } else if magic.starts_with(b"\xff\xd8\xff") {
        jpeg(picture, source, found);
    }
}

fn png(picture: Bytes<'_>, source: usize, found: &mut dyn FnMut(&[u8], &OffsetMap)) {
    let len = picture.len();
    let mut at = 8;
    let mut pieces = 0;
    while pieces < PIECES_LIMIT {
        let header = picture.get(at..at.saturating_add(8));
        let &[a, b, c, d, ref kind @ ..] = header.as_slice() else { break };
        let start = at + 8;
        let size = u32::from_be_bytes([a, b, c, d]) as usize;
        let data = start..start.saturating_add(size).min(len);
        at = start.saturating_add(size).saturating_add(4);
        match kind {
            b"tEXt" | b"zTXt" | b"iTXt" | b"eXIf" => {
                png_text(kind, picture, data, source, found);
                pieces += 1;
            }
            b"IEND" => break,
            _ => {}
        }
    }
    if at < len {
        hand_over(picture, at..len, source, found);
    }
}

fn png_text(
    kind: &[u8],
    picture: Bytes<'_>,
    data: Range<usize>,
    source: usize,
    found: &mut dyn FnMut(&[u8], &OffsetMap),
) {
    let bytes = picture.get(data.clone());
    let Some(packed) = packed_part(kind, &bytes) else {
        return hand_over(picture, data, source, found);
    };
    let mut text = Vec::new();
    let keyword = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    text.extend_from_slice(keyword);
    text.push(b':');
    let inflated = flate2::read::ZlibDecoder::new(packed).take(INFLATED_LIMIT).read_to_end(&mut text);
    if inflated.is_err() {
        hand_over(picture, data.clone(), source, found);
    }
    let mut map = OffsetMap::default();
    let whole = picture.map(data.clone(), source).range(0..data.len());
    map.push_opaque(text.len(), whole);
    found(&text, &map);
}

/// The deflated part of a text chunk: after `keyword\0method` in `zTXt`, after
/// `keyword\0 1 method language\0 translated keyword\0` in a compressed `iTXt`.
fn packed_part<'a>(kind: &[u8], data: &'a [u8]) -> Option<&'a [u8]> {
    let after_keyword = data.get(memchr::memchr(0, data)? + 1..)?;
    match (kind, after_keyword) {
        (b"zTXt", [_, packed @ ..]) => Some(packed),
        (b"iTXt", [1, _, rest @ ..]) => {
            let translated = rest.get(memchr::memchr(0, rest)? + 1..)?;
            translated.get(memchr::memchr(0, translated)? + 1..)
        }
        _ => None,
    }
}

fn jpeg(picture: Bytes<'_>, source: usize, found: &mut dyn FnMut(&[u8], &OffsetMap)) {
    let len = picture.len();
    let mut at = 2;
    for _ in 0..PIECES_LIMIT {
        let header = picture.get(at..at.saturating_add(4));
        let &[0xff, marker, high, low] = header.as_slice() else { break };
        if marker == 0xda {
            break;
        }
        let size = usize::from(u16::from_be_bytes([high, low]));
        let data = (at + 4).min(len)..(at + 2).saturating_add(size.max(2)).min(len);
        at = data.end;
        if matches!(marker, 0xe1 | 0xe3..=0xef | 0xfe) && !data.is_empty() {
            hand_over(picture, data, source, found);
        }
    }
    let tail = len.saturating_sub(TRAILER_LIMIT)..len;
    let end = memchr::memmem::rfind(&picture.get(tail.clone()), b"\xff\xd9");
    if let Some(end) = end.map(|end| tail.start + end + 2).filter(|end| *end < len) {
        hand_over(picture, end..len, source, found);
    }
}

/// Hands a range over as it is, but for the NUL between a keyword and its text, which becomes a colon.
fn hand_over(picture: Bytes<'_>, range: Range<usize>, source: usize, found: &mut dyn FnMut(&[u8], &OffsetMap)) {
    let mut text = picture.get(range.clone());
    if let Some(separator) = memchr::memchr(0, &text).filter(|at| *at < 80) {
        text[separator] = b':';
    }
    let map = picture.map(range.start..range.start + text.len(), source);
    if !text.is_empty() {
        found(&text, &map);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Write;

    use super::*;

    fn chunk(kind: &[u8], data: &[u8]) -> Vec<u8> {
        let size = u32::try_from(data.len()).expect("a test's chunk is small").to_be_bytes();
        [&size, kind, data, b"CRC!"].concat()
    }

    /// A PNG with a text in each kind of chunk, some pixels, and a trailer.
    pub(crate) fn sample_png() -> Vec<u8> {
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(b"packed words").expect("a vector takes everything");
        let packed = packed.finish().expect("a vector takes everything");
        let international = [b"Title\0\0\0en\0Title\0".as_slice(), "größer".as_bytes()].concat();
        [
            b"\x89PNG\r\n\x1a\n".to_vec(),
            chunk(b"IHDR", &[0; 13]),
            chunk(b"tEXt", b"Comment\0plain words"),
            chunk(b"zTXt", &[b"Author\0\0".as_slice(), &packed].concat()),
            chunk(b"iTXt", &international),
            chunk(b"IDAT", &vec![7; 5000]),
            chunk(b"IEND", b""),
            b"behind the end".to_vec(),
        ]
        .concat()
    }

    /// Base64 with padding.
    pub(crate) fn encode_base64(bytes: &[u8]) -> String {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let digit = |bits: u32| char::from(DIGITS[(bits & 63) as usize]);
        let mut encoded = String::new();
        for group in bytes.chunks(3) {
            let bits = group.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
            (0..=group.len()).for_each(|place| encoded.push(digit(bits >> (18 - 6 * place))));
            (group.len()..3).for_each(|_| encoded.push('='));
        }
        encoded
    }

    fn found_in(picture: Bytes<'_>) -> Vec<(Vec<u8>, Range<usize>)> {
        let mut all = Vec::new();
        texts(picture, 1000, &mut |text, map| all.push((text.to_vec(), map.range(0..text.len()))));
        all
    }

    #[test]
    fn base64_is_read_at_any_place() {
        let bytes: Vec<u8> = (0..=255).collect();
        for len in [0, 1, 2, 3, 100, 256] {
            let encoded = encode_base64(&bytes[..len]);
            let view = Bytes::Base64(encoded.as_bytes());
            assert_eq!(view.len(), len);
            for start in 0..len.min(7) {
                assert_eq!(view.get(start..len), &bytes[start..len]);
                assert_eq!(view.get(start..start + 1), &bytes[start..=start]);
            }
        }
    }

    #[test]
    fn the_texts_of_a_png_are_found_in_base64_as_they_are_plain() {
        let png = sample_png();
        let encoded = encode_base64(&png);
        let plain = found_in(Bytes::Plain(&png));
        let behind = found_in(Bytes::Base64(encoded.as_bytes()));
        let texts: Vec<_> = plain.iter().map(|(text, _)| String::from_utf8_lossy(text).into_owned()).collect();
        assert_eq!(texts[0], "Comment:plain words");
        assert_eq!(texts[1], "Author:packed words");
        assert!(texts[2].ends_with("größer"));
        assert_eq!(texts[3], "behind the end");
        assert_eq!(behind.len(), 4);
        for ((text, place), (other_text, other)) in plain.iter().zip(&behind) {
            assert_eq!(text, other_text);
            let covered = decode_base64(&encoded.as_bytes()[other.start - 1000..other.end - 1000]);
            let value = &png[place.start - 1000..place.end - 1000];
            assert!(memchr::memmem::find(&covered, value).is_some_and(|at| at < 3));
        }
    }

    #[test]
    fn the_texts_of_a_jpeg_are_found() {
        let segment = |marker: u8, data: &[u8]| {
            let size = u16::try_from(data.len() + 2).expect("a test's segment is small").to_be_bytes();
            [&[0xff, marker], size.as_slice(), data].concat()
        };
        let jpeg = [
            vec![0xff, 0xd8],
            segment(0xe0, b"JFIF\0"),
            segment(0xe1, b"Exif\0\0owner"),
            segment(0xfe, b"a comment"),
            segment(0xda, b""),
            vec![1; 100],
            vec![0xff, 0xd9],
            b"more".to_vec(),
        ]
        .concat();
        let texts: Vec<_> = found_in(Bytes::Plain(&jpeg)).into_iter().map(|(text, _)| text).collect();
        assert_eq!(texts, [b"Exif:\0owner".to_vec(), b"a comment".to_vec(), b"more".to_vec()]);
    }

    #[test]
    fn broken_pictures_end() {
        let png = sample_png();
        for len in 0..png.len() {
            found_in(Bytes::Plain(&png[..len]));
        }
        found_in(Bytes::Plain(b"\x89PNG\r\n\x1a\n\xff\xff\xff\xfftEXtabc"));
        found_in(Bytes::Plain(b"\xff\xd8\xff\xfe\x00\x00\xff\xfe\x00\x00"));
    }
}
