//! The way back: from a byte of a region's text to the bytes of the file it came from.

use std::ops::Range;

/// Maps offsets of a text to offsets of its source, whatever was undone between the two.
///
/// A text is made of segments. In each, every `text_unit` bytes of text stand for `source_unit` bytes of source: `1:1`
/// for bytes taken as they are, `1:2` for ASCII out of UTF-16, `3:4` for base64, `1:6` for a `\u0041`. A place inside a
/// unit maps to the whole unit, so that a mapped range always covers what it came from.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct OffsetMap {
    segments: Vec<Segment>,
    text_len: usize,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Segment {
    text: usize,
    source: usize,
    text_unit: usize,
    source_unit: usize,
}

impl OffsetMap {
    /// The map of a text that stands in its source as it is, from the offset `source` on.
    #[must_use]
    pub fn identity(source: usize, len: usize) -> Self {
        let mut map = Self::default();
        map.push(len, source, 1, 1);
        map
    }

    /// Adds `text_len` bytes of text that stand for source from `source` on, in units of `text_unit` to `source_unit`.
    ///
    /// A text without bytes, or a unit of no text, adds nothing.
    pub fn push(&mut self, text_len: usize, source: usize, text_unit: usize, source_unit: usize) {
        if text_len == 0 || text_unit == 0 {
            return;
        }
        let segment = Segment { text: self.text_len, source, text_unit, source_unit };
        if !self.segments.last().is_some_and(|last| last.continues_with(&segment)) {
            self.segments.push(segment);
        }
        self.text_len += text_len;
    }

    /// Adds bytes of text that can only be told to come from somewhere in `source`, such as inflated ones.
    pub fn push_opaque(&mut self, text_len: usize, source: Range<usize>) {
        self.push(text_len, source.start, text_len, source.len());
    }

    /// The length of the text that is mapped, in bytes.
    #[must_use]
    pub fn text_len(&self) -> usize {
        self.text_len
    }

    /// The bytes of the source that `text` came from. An empty range maps to an empty one.
    #[must_use]
    pub fn range(&self, text: Range<usize>) -> Range<usize> {
        let start = self.start(text.start);
        if text.is_empty() { start..start } else { start..self.end(text.end).max(start) }
    }

    /// The map of the text from the offset `from` on, as if what comes before had never been there.
    #[must_use]
    pub fn tail(&self, from: usize) -> Self {
        let mut tail = Self::default();
        let first = self.segments.partition_point(|segment| segment.text <= from).saturating_sub(1);
        for (index, segment) in self.segments.iter().enumerate().skip(first) {
            let end = self.segments.get(index + 1).map_or(self.text_len, |next| next.text);
            let passed = from.saturating_sub(segment.text);
            let whole = passed.next_multiple_of(segment.text_unit).min(end - segment.text);
            let source = |text: usize| segment.source + text / segment.text_unit * segment.source_unit;
            if passed < whole {
                tail.push_opaque(whole - passed, source(passed)..source(passed) + segment.source_unit);
            }
            tail.push(end - segment.text - whole, source(whole), segment.text_unit, segment.source_unit);
        }
        tail
    }

    /// The same map into a source that has `by` bytes more before it.
    #[must_use]
    pub fn shifted(mut self, by: usize) -> Self {
        self.segments.iter_mut().for_each(|segment| segment.source += by);
        self
    }

    /// The way back through `outer`, which leads on from what this map leads to.
    #[must_use]
    pub fn through(&self, outer: &Self) -> Self {
        if let [only @ Segment { text: 0, text_unit, source_unit, .. }] = outer.segments.as_slice()
            && text_unit == source_unit
        {
            return self.clone().shifted(only.source);
        }
        let mut map = Self::default();
        for (index, segment) in self.segments.iter().enumerate() {
            let end = self.segments.get(index + 1).map_or(self.text_len, |next| next.text);
            map.push_opaque(end - segment.text, outer.range(self.range(segment.text..end)));
        }
        map
    }

    /// The first offset of the text that came from `source` or from after it.
    #[must_use]
    pub fn text_at(&self, source: usize) -> usize {
        let after = self.segments.partition_point(|segment| segment.source <= source);
        let Some(segment) = after.checked_sub(1).and_then(|index| self.segments.get(index)) else { return 0 };
        let end = self.segments.get(after).map_or(self.text_len, |next| next.text);
        let units = (source - segment.source).div_ceil(segment.source_unit.max(1));
        segment.text.saturating_add(units.saturating_mul(segment.text_unit)).min(end)
    }

    fn start(&self, text: usize) -> usize {
        self.segment(text)
            .map_or(text, |segment| segment.source + (text - segment.text) / segment.text_unit * segment.source_unit)
    }

    fn end(&self, text: usize) -> usize {
        self.segment(text - 1).map_or(text, |segment| {
            segment.source + (text - segment.text).div_ceil(segment.text_unit) * segment.source_unit
        })
    }

    fn segment(&self, text: usize) -> Option<&Segment> {
        let after = self.segments.partition_point(|segment| segment.text <= text);
        self.segments.get(after.checked_sub(1)?)
    }
}

impl Segment {
    fn continues_with(&self, next: &Segment) -> bool {
        let taken = next.text - self.text;
        self.text_unit == next.text_unit
            && self.source_unit == next.source_unit
            && taken.is_multiple_of(self.text_unit)
            && self.source + taken / self.text_unit * self.source_unit == next.source
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_maps_to_itself_moved() {
        let map = OffsetMap::identity(100, 10);
        assert_eq!(map.range(2..5), 102..105);
        assert_eq!(map.range(10..10), 110..110);
    }

    #[test]
    fn neighbouring_segments_are_one() {
        let mut map = OffsetMap::default();
        map.push(3, 0, 1, 2);
        map.push(4, 6, 1, 2);
        assert_eq!(map.segments.len(), 1);
        assert_eq!(map.range(3..7), 6..14);
    }

    #[test]
    fn an_escape_maps_to_all_of_itself() {
        let mut map = OffsetMap::default();
        map.push(2, 10, 1, 1);
        map.push(2, 12, 2, 6);
        map.push(1, 18, 1, 1);
        assert_eq!(map.range(1..3), 11..18);
        assert_eq!(map.range(3..5), 12..19);
    }

    #[test]
    fn a_tail_maps_as_the_whole_did() {
        let mut map = OffsetMap::default();
        map.push(3, 10, 1, 1);
        map.push(6, 13, 3, 4);
        map.push(4, 30, 1, 2);
        for from in 0..=map.text_len() {
            let tail = map.tail(from);
            assert_eq!(tail.text_len(), map.text_len() - from);
            for start in from..map.text_len() {
                assert_eq!(tail.range(start - from..map.text_len() - from), map.range(start..map.text_len()));
            }
        }
    }

    #[test]
    fn the_way_forth_is_the_way_back() {
        let mut map = OffsetMap::default();
        map.push(4, 10, 1, 2);
        map.push(3, 20, 1, 1);
        assert_eq!([0, 10, 11, 12, 17, 19, 21, 99].map(|source| map.text_at(source)), [0, 0, 1, 1, 4, 4, 5, 7]);
    }

    #[test]
    fn two_ways_are_one() {
        let mut inner = OffsetMap::default();
        inner.push(4, 10, 1, 2);
        assert_eq!(inner.through(&OffsetMap::identity(100, 50)).range(1..2), 112..114);
        let mut outer = OffsetMap::default();
        outer.push_opaque(50, 7..9);
        assert_eq!(inner.through(&outer).range(1..2), 7..9);
        assert_eq!(inner.through(&outer).text_len(), 4);
    }

    #[test]
    fn opaque_bytes_map_to_the_whole() {
        let mut map = OffsetMap::default();
        map.push_opaque(1000, 5..25);
        assert_eq!(map.range(400..410), 5..25);
    }
}
