//! JSON as it stands: events with exact byte offsets, pulled one by one, over bytes that need not be quite JSON.
//!
//! Nothing recurses and nothing is copied: what is open is kept in a stack of bits, so that a text of 200,000 brackets
//! costs 25 kB. Tolerated are a byte order mark, `NaN` and the infinities that Python writes, repeated keys, control
//! characters and invalid UTF-8 in strings. The grammar is that of RFC 8259.

use std::ops::Range;

use memchr::{memchr, memchr2};

use super::map::OffsetMap;

/// A step through a JSON text. Ranges are offsets in the text; those of strings leave the quotes out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Event {
    /// `{`
    ObjectStart,
    /// `}`
    ObjectEnd,
    /// `[`
    ArrayStart,
    /// `]`
    ArrayEnd,
    /// The key of a member, escapes not undone. Its value follows.
    Key(Range<usize>),
    /// A string, escapes not undone.
    String(Range<usize>),
    /// A number, `NaN` and the infinities among them.
    Number(Range<usize>),
    /// `true` or `false`.
    Bool(bool),
    /// `null`
    Null,
}

/// Why a text is not JSON, and where.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct JsonError {
    /// Offset of the byte that does not fit.
    pub offset: usize,
    /// What is wrong, without anything of the text.
    pub reason: &'static str,
}

/// Pulls events out of a text.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    open: BitStack,
    expected: Expected,
    whole: bool,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Expected {
    Value,
    ElementOrEnd,
    MemberOrEnd,
    Member,
    CommaOrEnd,
    Nothing,
}

/// A stack of bits: whether what is open is an object.
#[derive(Clone, Debug, Default)]
struct BitStack {
    words: Vec<u64>,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// Reads a text that must be one value and nothing else but white space.
    pub(crate) fn new(text: &'a [u8]) -> Self {
        let at = if text.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        Self { text, at, open: BitStack::default(), expected: Expected::Value, whole: true }
    }

    /// Reads the one value that begins at `offset`; what comes after it is not looked at.
    pub(crate) fn value_at(text: &'a [u8], offset: usize) -> Self {
        Self { text, at: offset, open: BitStack::default(), expected: Expected::Value, whole: false }
    }

    /// How many objects and arrays are open.
    pub(crate) fn depth(&self) -> usize {
        self.open.depth
    }

    /// The next event, or `None` after the value's end.
    pub(crate) fn next(&mut self) -> Result<Option<Event>, JsonError> {
        if self.expected == Expected::Nothing {
            return self.finish();
        }
        loop {
            self.skip_space();
            let Some(&byte) = self.text.get(self.at) else {
                return Err(self.error("the text ends too early"));
            };
            match (self.expected, byte) {
                (Expected::CommaOrEnd, b',') => {
                    self.at += 1;
                    self.expected = if self.open.is_object() { Expected::Member } else { Expected::Value };
                }
                (Expected::CommaOrEnd | Expected::MemberOrEnd, b'}') if self.open.is_object() => {
                    return Ok(Some(self.close(Event::ObjectEnd)));
                }
                (Expected::CommaOrEnd | Expected::ElementOrEnd, b']') if !self.open.is_object() => {
                    return Ok(Some(self.close(Event::ArrayEnd)));
                }
                (Expected::Member | Expected::MemberOrEnd, b'"') => return self.key().map(Some),
                (Expected::Value | Expected::ElementOrEnd, byte) => return self.value(byte).map(Some),
                (Expected::CommaOrEnd, _) => return Err(self.error("a comma or a closing bracket is missing")),
                _ => return Err(self.error("a key is missing")),
            }
        }
    }

    /// Passes over the value that comes next and returns its range, quotes and brackets included; `None` where none
    /// comes but the end of what is open, which is left to be read.
    pub(crate) fn skip_value(&mut self) -> Result<Option<Range<usize>>, JsonError> {
        let before = self.clone_position();
        let depth = self.open.depth;
        match self.next()? {
            None => return Ok(None),
            Some(Event::ObjectEnd | Event::ArrayEnd) => {
                self.reopen(before);
                return Ok(None);
            }
            Some(_) => {}
        }
        let start = self.value_start(before.0);
        while self.open.depth > depth {
            self.next()?;
        }
        Ok(Some(start..self.at))
    }

    /// The next key of the object that is open, or `None` once its end has been read.
    pub(crate) fn next_key(&mut self) -> Result<Option<Range<usize>>, JsonError> {
        match self.next()? {
            Some(Event::Key(key)) => Ok(Some(key)),
            _ => Ok(None),
        }
    }

    /// Reads an opening bracket if that is what comes next, and nothing otherwise.
    pub(crate) fn enters(&mut self, bracket: u8) -> bool {
        let mut ahead = self.at;
        while self.text.get(ahead).is_some_and(|byte| is_space(*byte) || *byte == b',') {
            ahead += 1;
        }
        self.text.get(ahead) == Some(&bracket)
            && matches!(self.next(), Ok(Some(Event::ObjectStart | Event::ArrayStart)))
    }

    fn clone_position(&self) -> (usize, Expected) {
        (self.at, self.expected)
    }

    fn reopen(&mut self, (at, expected): (usize, Expected)) {
        let object = self.text.get(self.at - 1) == Some(&b'}');
        self.at = at;
        self.open.push(object);
        self.expected = expected;
    }

    fn value_start(&self, from: usize) -> usize {
        let skipped = self.text[from..self.at].iter().take_while(|byte| is_space(**byte) || **byte == b',').count();
        from + skipped
    }

    fn finish(&mut self) -> Result<Option<Event>, JsonError> {
        self.skip_space();
        if self.whole && self.at < self.text.len() {
            return Err(self.error("something follows the end"));
        }
        Ok(None)
    }

    fn key(&mut self) -> Result<Event, JsonError> {
        let key = self.string()?;
        self.skip_space();
        if self.text.get(self.at) != Some(&b':') {
            return Err(self.error("a colon is missing"));
        }
        self.at += 1;
        self.expected = Expected::Value;
        Ok(Event::Key(key))
    }

    fn value(&mut self, first: u8) -> Result<Event, JsonError> {
        let event = match first {
            b'{' => return Ok(self.enter(true)),
            b'[' => return Ok(self.enter(false)),
            b'"' => Event::String(self.string()?),
            b'-' | b'0'..=b'9' => self.number()?,
            b't' => self.word(b"true", Event::Bool(true))?,
            b'f' => self.word(b"false", Event::Bool(false))?,
            b'n' => self.word(b"null", Event::Null)?,
            b'N' => self.word(b"NaN", Event::Number(self.at..self.at + 3))?,
            b'I' => self.word(b"Infinity", Event::Number(self.at..self.at + 8))?,
            _ => return Err(self.error("a value is missing")),
        };
        self.expected = self.after_value();
        Ok(event)
    }

    fn enter(&mut self, object: bool) -> Event {
        self.at += 1;
        self.open.push(object);
        self.expected = if object { Expected::MemberOrEnd } else { Expected::ElementOrEnd };
        if object { Event::ObjectStart } else { Event::ArrayStart }
    }

    fn close(&mut self, event: Event) -> Event {
        self.at += 1;
        self.open.pop();
        self.expected = self.after_value();
        event
    }

    fn after_value(&self) -> Expected {
        if self.open.depth == 0 { Expected::Nothing } else { Expected::CommaOrEnd }
    }

    fn string(&mut self) -> Result<Range<usize>, JsonError> {
        let start = self.at + 1;
        let mut at = start;
        loop {
            let found = self.text.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest));
            let Some(found) = found else {
                return Err(self.error("a string does not end"));
            };
            at += found;
            if self.text[at] == b'"' {
                self.at = at + 1;
                return Ok(start..at);
            }
            at += 2;
        }
    }

    fn number(&mut self) -> Result<Event, JsonError> {
        let start = self.at;
        if self.text[start..].starts_with(b"-Infinity") {
            return self.word(b"-Infinity", Event::Number(start..start + 9));
        }
        let is_part = |byte: &&u8| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E');
        let len = self.text[start..].iter().take_while(is_part).count();
        if !self.text[start..start + len].iter().any(u8::is_ascii_digit) {
            return Err(self.error("a value is missing"));
        }
        self.at += len;
        Ok(Event::Number(start..start + len))
    }

    fn word(&mut self, word: &[u8], event: Event) -> Result<Event, JsonError> {
        if !self.text[self.at..].starts_with(word) {
            return Err(self.error("a value is missing"));
        }
        self.at += word.len();
        Ok(event)
    }

    fn skip_space(&mut self) {
        while self.text.get(self.at).is_some_and(|byte| is_space(*byte)) {
            self.at += 1;
        }
    }

    fn error(&self, reason: &'static str) -> JsonError {
        JsonError { offset: self.at, reason }
    }
}

impl BitStack {
    fn push(&mut self, bit: bool) {
        let (word, shift) = (self.depth / 64, self.depth % 64);
        if word == self.words.len() {
            self.words.push(0);
        }
        self.words[word] = self.words[word] & !(1 << shift) | u64::from(bit) << shift;
        self.depth += 1;
    }

    fn pop(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    fn is_object(&self) -> bool {
        self.depth.checked_sub(1).is_some_and(|top| self.words[top / 64] >> (top % 64) & 1 == 1)
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

/// Undoes the escapes of a string's literal, or of any stretch of valid JSON, in which escapes stand in strings only.
///
/// What is no escape stays as it is; half a surrogate pair becomes U+FFFD.
#[derive(Clone, Debug)]
pub(crate) struct Unescaper<'a> {
    raw: &'a [u8],
    source: usize,
    at: usize,
    drops_ansi: bool,
}

impl<'a> Unescaper<'a> {
    /// Over `raw`, which stands at the offset `source` of what the map leads to.
    pub(crate) fn new(raw: &'a [u8], source: usize) -> Self {
        Self { raw, source, at: 0, drops_ansi: false }
    }

    /// Leaves out the control sequences by which terminals colour text (ECMA-48), which split what one reads as one.
    pub(crate) fn dropping_ansi(mut self, drops: bool) -> Self {
        self.drops_ansi = drops;
        self
    }

    /// Adds about `limit` bytes to the text and its map. Returns how many escapes were undone; there is more to come
    /// as long as [`is_done`](Self::is_done) is false.
    pub(crate) fn append(&mut self, text: &mut Vec<u8>, map: &mut OffsetMap, limit: usize) -> usize {
        let full = text.len().saturating_add(limit);
        let mut escapes = 0;
        while !self.is_done() && text.len() < full {
            let plain = self.plain_len(full - text.len());
            if plain > 0 {
                text.extend_from_slice(&self.raw[self.at..self.at + plain]);
                map.push(plain, self.source + self.at, 1, 1);
                self.at += plain;
            } else {
                self.append_escape(text, map);
                escapes += 1;
            }
        }
        escapes
    }

    /// Whether everything has been undone.
    pub(crate) fn is_done(&self) -> bool {
        self.at >= self.raw.len()
    }

    /// How many bytes stand for themselves; no more than `limit` are looked at, so that many small steps cost one pass.
    fn plain_len(&self, limit: usize) -> usize {
        let rest = &self.raw[self.at..];
        let rest = &rest[..limit.min(rest.len())];
        let special = if self.drops_ansi { memchr2(b'\\', ESCAPE, rest) } else { memchr(b'\\', rest) };
        special.unwrap_or(rest.len())
    }

    fn append_escape(&mut self, text: &mut Vec<u8>, map: &mut OffsetMap) {
        let rest = &self.raw[self.at..];
        let (character, len) = if rest[0] == ESCAPE { ('\x1b', 1) } else { escaped(rest) };
        if self.drops_ansi && character == '\x1b' {
            self.at += len + control_sequence_len(&rest[len..]);
            return;
        }
        let mut buffer = [0; 4];
        let encoded = character.encode_utf8(&mut buffer).as_bytes();
        text.extend_from_slice(encoded);
        map.push(encoded.len(), self.source + self.at, encoded.len(), len);
        self.at += len;
    }
}

const ESCAPE: u8 = 0x1b;

/// The character that the escape at the start stands for, and the escape's length. A backslash that begins none is one.
fn escaped(rest: &[u8]) -> (char, usize) {
    match rest.get(1) {
        Some(b'n') => ('\n', 2),
        Some(b't') => ('\t', 2),
        Some(b'r') => ('\r', 2),
        Some(b'b') => ('\x08', 2),
        Some(b'f') => ('\x0c', 2),
        Some(byte @ (b'"' | b'\\' | b'/')) => (char::from(*byte), 2),
        Some(b'u') => escaped_unit(rest),
        _ => ('\\', 1),
    }
}

fn escaped_unit(rest: &[u8]) -> (char, usize) {
    let Some(unit) = hexadecimal(rest.get(2..6)) else {
        return ('\\', 1);
    };
    if let Some(character) = char::from_u32(unit) {
        return (character, 6);
    }
    let low = rest.get(6..8).filter(|next| *next == b"\\u").and_then(|_| hexadecimal(rest.get(8..12)));
    match low {
        Some(low @ 0xdc00..=0xdfff) if unit < 0xdc00 => {
            let code = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12)
        }
        _ => (char::REPLACEMENT_CHARACTER, 6),
    }
}

fn hexadecimal(digits: Option<&[u8]>) -> Option<u32> {
    digits?.iter().try_fold(0, |value, digit| Some(value << 4 | char::from(*digit).to_digit(16)?))
}

/// How long the rest of a control sequence is, after its ESC: `[` parameters final, or one more byte.
fn control_sequence_len(rest: &[u8]) -> usize {
    match rest.first() {
        Some(b'[') => {
            let parameters = rest[1..].iter().take_while(|byte| matches!(byte, 0x20..=0x3f) && **byte != b'"').count();
            let closed = rest.get(1 + parameters).is_some_and(|byte| matches!(byte, 0x40..=0x7e) && *byte != b'\\');
            1 + parameters + usize::from(closed)
        }
        Some(b'(' | b')') => 2.min(rest.len()),
        Some(b'=' | b'>' | b'7' | b'8') => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(text: &[u8]) -> Result<Vec<Event>, JsonError> {
        let mut reader = Reader::new(text);
        let mut all = Vec::new();
        while let Some(event) = reader.next()? {
            all.push(event);
        }
        Ok(all)
    }

    fn unescaped(raw: &str) -> (String, OffsetMap) {
        let (mut text, mut map) = (Vec::new(), OffsetMap::default());
        Unescaper::new(raw.as_bytes(), 0).append(&mut text, &mut map, usize::MAX);
        (String::from_utf8(text).expect("the input is UTF-8"), map)
    }

    #[test]
    fn events_tell_where_they_are() {
        let found = events(b"\xef\xbb\xbf{\"a\": [1, -2.5e3, true, null, \"x\\\"y\"],\r\n \"a\":{}}");
        let expected = vec![
            Event::ObjectStart,
            Event::Key(5..6),
            Event::ArrayStart,
            Event::Number(10..11),
            Event::Number(13..19),
            Event::Bool(true),
            Event::Null,
            Event::String(34..38),
            Event::ArrayEnd,
            Event::Key(45..46),
            Event::ObjectStart,
            Event::ObjectEnd,
            Event::ObjectEnd,
        ];
        assert_eq!(found, Ok(expected));
    }

    #[test]
    fn what_python_writes_is_read() {
        let found = events(b"[NaN, Infinity, -Infinity, \"\xff\xfe\"]").map(|events| events.len());
        assert_eq!(found, Ok(6));
    }

    #[test]
    fn what_is_no_json_is_told_with_its_offset() {
        let cases: &[(&[u8], usize)] = &[
            (b"", 0),
            (b"{\"a\":1", 6),
            (b"[1,]", 3),
            (b"[1}", 2),
            (b"{\"a\" 1}", 5),
            (b"{,}", 1),
            (b"[1] x", 4),
            (b"\"abc", 0),
            (b"\"abc\\", 0),
            (b"[tru]", 1),
            (b"<<<<<<< HEAD", 0),
            (b"[-]", 1),
        ];
        for (text, offset) in cases {
            assert_eq!(events(text).map_err(|error| error.offset), Err(*offset), "{}", text.escape_ascii());
        }
    }

    #[test]
    fn deep_nesting_costs_neither_stack_nor_memory() {
        let text = [vec![b'['; 200_000], vec![b']'; 200_000]].concat();
        assert_eq!(events(&text).map(|events| events.len()), Ok(400_000));
        let mut reader = Reader::new(&text);
        assert_eq!(reader.skip_value(), Ok(Some(0..400_000)));
        assert!(events(&text[..300_000]).is_err());
    }

    #[test]
    fn values_are_passed_over() {
        let text = b"{ \"a\" : {\"b\":[1,2]} , \"c\":[ 7 , [] ]}";
        let mut reader = Reader::new(text);
        assert!(reader.enters(b'{'));
        assert_eq!(reader.next_key(), Ok(Some(3..4)));
        assert_eq!(reader.skip_value(), Ok(Some(8..19)));
        assert_eq!(reader.next_key(), Ok(Some(23..24)));
        assert!(reader.enters(b'['));
        assert_eq!(reader.skip_value(), Ok(Some(28..29)));
        assert_eq!(reader.skip_value(), Ok(Some(32..34)));
        assert_eq!(reader.skip_value(), Ok(None));
        assert_eq!(reader.next(), Ok(Some(Event::ArrayEnd)));
        assert_eq!(reader.next_key(), Ok(None));
        assert_eq!(reader.next(), Ok(None));
    }

    #[test]
    fn escapes_are_undone_and_lead_back() {
        let (text, map) = unescaped(r#"a\n\u00e9\ud83d\ude00\"\/\q\ud800!"#);
        assert_eq!(text, "a\n\u{e9}\u{1f600}\"/\\q\u{fffd}!");
        assert_eq!(map.range(1..2), 1..3);
        assert_eq!(map.range(2..4), 3..9);
        assert_eq!(map.range(4..8), 9..21);
        assert_eq!(map.range(8..9), 21..23);
        assert_eq!(map.range(15..16), 33..34);
        assert_eq!(unescaped(r"\u12").0, r"\u12");
    }

    #[test]
    fn colours_are_left_out() {
        let raw = br"\u001b[0;31mKey\u001b[0m=\u001b[38;5;241mab\u001b[39m";
        let (mut text, mut map) = (Vec::new(), OffsetMap::default());
        Unescaper::new(raw, 100).dropping_ansi(true).append(&mut text, &mut map, usize::MAX);
        assert_eq!(text, b"Key=ab");
        assert_eq!(map.range(0..3), 112..115);
        assert_eq!(map.range(4..6), 141..143);
    }

    #[test]
    fn a_limit_stops_and_goes_on() {
        let raw = r"0123456789\n".repeat(10);
        let (mut text, mut map) = (Vec::new(), OffsetMap::default());
        let mut unescaper = Unescaper::new(raw.as_bytes(), 0);
        while !unescaper.is_done() {
            unescaper.append(&mut text, &mut map, 7);
        }
        assert_eq!(text, "0123456789\n".repeat(10).as_bytes());
        assert_eq!(map.text_len(), text.len());
        assert_eq!(map.range(109..110), 118..120);
    }
}
