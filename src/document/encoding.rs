//! Character encodings: a text in any of them becomes UTF-8, with the way back to its bytes.
//!
//! Bytes of 8-bit encodings are left as they are, because everything a rule looks for is ASCII in all of them. Where
//! ASCII letters can be halves of other characters (Shift JIS, GB 18030, ISO-2022-JP) or are two or four bytes long, the
//! text is decoded.

use encoding_rs::{GB18030, SHIFT_JIS};

use super::map::OffsetMap;

/// How a text is encoded, as far as it changes how it is read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Encoding {
    /// ASCII, UTF-8, or 8-bit characters: read as it is.
    Bytes,
    /// Two bytes a unit.
    Utf16 {
        /// Whether the high byte comes first.
        big: bool,
    },
    /// Four bytes a character.
    Utf32 {
        /// Whether the high byte comes first.
        big: bool,
    },
    /// Seven-bit Japanese, with escape sequences.
    Iso2022Jp,
    /// Japanese, with ASCII letters as second halves.
    ShiftJis,
    /// Chinese, with ASCII letters and digits as second halves.
    Gb18030,
}

/// How much of a text is looked at to tell its encoding, in bytes.
pub const HEAD: usize = 16 * 1024;

/// The encoding of a text that begins with `head`, by its byte order mark, or by where its zeros and high bytes are.
#[must_use]
pub fn detect(head: &[u8]) -> Encoding {
    let head = &head[..head.len().min(HEAD)];
    by_mark(head).or_else(|| by_zeros(head)).or_else(|| by_characters(head)).unwrap_or(Encoding::Bytes)
}

impl Encoding {
    /// How many bytes a place must be a multiple of where the text can be parted.
    #[must_use]
    pub fn unit(self) -> usize {
        match self {
            Self::Utf16 { .. } => 2,
            Self::Utf32 { .. } => 4,
            _ => 1,
        }
    }

    /// The text in UTF-8, and the way back. A byte order mark at its beginning is left out.
    #[must_use]
    pub fn decode(self, bytes: &[u8]) -> (Vec<u8>, OffsetMap) {
        let mut decoded = Decoded::default();
        match self {
            Self::Bytes => decoded.copy(bytes, 0),
            Self::Utf16 { big } => decoded.utf16(bytes, big),
            Self::Utf32 { big } => decoded.utf32(bytes, big),
            Self::Iso2022Jp => decoded.iso2022jp(bytes),
            Self::ShiftJis => decoded.double_byte(bytes, SHIFT_JIS, shift_jis_length),
            Self::Gb18030 => decoded.double_byte(bytes, GB18030, gb18030_length),
        }
        (decoded.text, decoded.map)
    }
}

fn by_mark(head: &[u8]) -> Option<Encoding> {
    match head {
        [0xff, 0xfe, 0, 0, ..] => Some(Encoding::Utf32 { big: false }),
        [0, 0, 0xfe, 0xff, ..] => Some(Encoding::Utf32 { big: true }),
        [0xff, 0xfe, ..] => Some(Encoding::Utf16 { big: false }),
        [0xfe, 0xff, ..] => Some(Encoding::Utf16 { big: true }),
        _ => None,
    }
}

/// Text in UTF-16 or UTF-32 has zeros in most units, always at the same place, and hardly any elsewhere.
fn by_zeros(head: &[u8]) -> Option<Encoding> {
    if head.len() < 8 || memchr::memchr(0, head).is_none() {
        return None;
    }
    let mut zeros = [0usize; 4];
    head.iter().enumerate().filter(|(_, byte)| **byte == 0).for_each(|(at, _)| zeros[at % 4] += 1);
    let quarter = head.len() / 4;
    let many = |count: usize| count * 10 >= quarter * 6;
    let few = |count: usize| count * 20 <= quarter;
    match zeros.map(|count| (many(count), few(count))) {
        [(_, true), (true, _), (true, _), (true, _)] => Some(Encoding::Utf32 { big: false }),
        [(true, _), (true, _), (true, _), (_, true)] => Some(Encoding::Utf32 { big: true }),
        [(_, true), (true, _), (_, true), (true, _)] => Some(Encoding::Utf16 { big: false }),
        [(true, _), (_, true), (true, _), (_, true)] => Some(Encoding::Utf16 { big: true }),
        _ => None,
    }
}

fn by_characters(head: &[u8]) -> Option<Encoding> {
    if memchr::memmem::find(head, b"\x1b$").is_some() && memchr::memmem::find(head, b"\x1b(").is_some() {
        return Some(Encoding::Iso2022Jp);
    }
    let is_utf8 = std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true);
    if is_utf8 || memchr::memchr(0, head).is_some() {
        return None;
    }
    let fits = |encoding: &'static encoding_rs::Encoding| {
        // The head may end inside a character.
        let cut = if head.len() == HEAD { 3 } else { 0 };
        let read = (0..=cut).map(|cut| encoding.decode_without_bom_handling(&head[..head.len() - cut]));
        let is_east_asian = |one: &char| matches!(*one, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}');
        read.into_iter()
            .find(|(_, broken)| !broken)
            .is_some_and(|(text, _)| text.chars().filter(is_east_asian).count() >= 2)
    };
    if fits(SHIFT_JIS) {
        Some(Encoding::ShiftJis)
    } else if fits(GB18030) {
        Some(Encoding::Gb18030)
    } else {
        None
    }
}

#[derive(Default)]
struct Decoded {
    text: Vec<u8>,
    map: OffsetMap,
}

impl Decoded {
    fn copy(&mut self, bytes: &[u8], source: usize) {
        self.text.extend_from_slice(bytes);
        self.map.push(bytes.len(), source, 1, 1);
    }

    fn push(&mut self, character: char, source: usize, length: usize) {
        if character == '\u{feff}' && source == 0 {
            return;
        }
        let mut utf8 = [0; 4];
        let utf8 = character.encode_utf8(&mut utf8).as_bytes();
        self.text.extend_from_slice(utf8);
        self.map.push(utf8.len(), source, utf8.len(), length);
    }

    fn utf16(&mut self, bytes: &[u8], big: bool) {
        let read = |unit: &[u8]| {
            if big { u16::from_be_bytes([unit[0], unit[1]]) } else { u16::from_le_bytes([unit[0], unit[1]]) }
        };
        let mut source = 0;
        for decoded in char::decode_utf16(bytes.chunks_exact(2).map(read)) {
            let character = decoded.unwrap_or(char::REPLACEMENT_CHARACTER);
            let length = 2 * character.len_utf16();
            self.push(character, source, length);
            source += length;
        }
        self.copy(&bytes[source.min(bytes.len())..], source);
    }

    fn utf32(&mut self, bytes: &[u8], big: bool) {
        for (index, unit) in bytes.chunks_exact(4).enumerate() {
            let unit = [unit[0], unit[1], unit[2], unit[3]];
            let number = if big { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) };
            self.push(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER), index * 4, 4);
        }
        let whole = bytes.len() - bytes.len() % 4;
        self.copy(&bytes[whole..], whole);
    }

    fn double_byte(&mut self, bytes: &[u8], encoding: &'static encoding_rs::Encoding, length: fn(&[u8]) -> usize) {
        let mut at = 0;
        while at < bytes.len() {
            let plain = bytes[at..].iter().take_while(|byte| byte.is_ascii()).count();
            self.copy(&bytes[at..at + plain], at);
            at += plain;
            let length = length(&bytes[at..]).min(bytes.len() - at);
            let (decoded, _) = encoding.decode_without_bom_handling(&bytes[at..at + length]);
            for character in decoded.chars().take(1) {
                self.push(character, at, length);
            }
            at += length;
        }
    }

    /// Escape sequences switch between ASCII and pairs of seven-bit bytes.
    fn iso2022jp(&mut self, bytes: &[u8]) {
        let mut at = 0;
        let mut pairs = false;
        while at < bytes.len() {
            match bytes[at..] {
                [0x1b, b'$', b'@' | b'B', ..] => (pairs, at) = (true, at + 3),
                [0x1b, b'(', _, ..] => (pairs, at) = (false, at + 3),
                [high @ 0x21..=0x7e, low @ 0x21..=0x7e, ..] if pairs => {
                    let euc = [high | 0x80, low | 0x80];
                    let (decoded, _) = encoding_rs::EUC_JP.decode_without_bom_handling(&euc);
                    self.push(decoded.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER), at, 2);
                    at += 2;
                }
                _ => {
                    self.copy(&bytes[at..=at], at);
                    at += 1;
                }
            }
        }
    }
}

/// The length of the Shift JIS character that begins a text; 0 in an empty one.
fn shift_jis_length(text: &[u8]) -> usize {
    match text.first() {
        None => 0,
        Some(0x81..=0x9f | 0xe0..=0xfc) => 2,
        Some(_) => 1,
    }
}

fn gb18030_length(text: &[u8]) -> usize {
    match text {
        [] => 0,
        [0x81..=0xfe, b'0'..=b'9', ..] => 4,
        [0x81..=0xfe, ..] => 2,
        [_, ..] => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, OffsetMap) {
        let (text, map) = detect(bytes).decode(bytes);
        (String::from_utf8_lossy(&text).into_owned(), map)
    }

    #[test]
    fn utf16_with_and_without_mark() {
        let text = "key = välue\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{feff}key = välue\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decoded(&little).0, text);
        let (read, map) = decoded(&big);
        assert_eq!(read, text);
        assert_eq!(map.range(6..12), 14..24);
    }

    #[test]
    fn utf32_without_mark() {
        let bytes: Vec<u8> = "a key of its own".chars().flat_map(|one| (one as u32).to_be_bytes()).collect();
        assert_eq!(detect(&bytes), Encoding::Utf32 { big: true });
        let (read, map) = decoded(&bytes);
        assert_eq!(read, "a key of its own");
        assert_eq!(map.range(2..5), 8..20);
    }

    #[test]
    fn halves_of_characters_are_no_letters() {
        let (bytes, _, _) = SHIFT_JIS.encode("表token表示ソ");
        assert_eq!(decoded(&bytes).0, "表token表示ソ");
        let (bytes, _, _) = GB18030.encode("这是一个token中文");
        assert_eq!(decoded(&bytes).0, "这是一个token中文");
        let (bytes, _, _) = encoding_rs::ISO_2022_JP.encode("鍵はtokenです");
        assert_eq!(decoded(&bytes).0, "鍵はtokenです");
    }

    #[test]
    fn everything_else_is_read_as_it_is() {
        for bytes in [&b"plain"[..], "é".as_bytes(), b"caf\xe9 au lait", b"a\0b\0c", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"]
        {
            assert_eq!(detect(bytes), Encoding::Bytes, "{bytes:?}");
        }
    }
}
