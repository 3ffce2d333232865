//! Further copies of a value, in the forms in which notebooks write it.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Span;

/// A value of fewer bytes is taken for the same only in the output in which it was found: a salary is also a number.
const DISTINCTIVE: usize = 8;
/// A value of fewer bytes is not looked for at all.
const LEAST: usize = 4;

/// Looks for copies of the values of many spans at once.
pub(super) struct Copies {
    searcher: Option<AhoCorasick>,
    span_of: Vec<usize>,
}

impl Copies {
    pub(super) fn of(spans: &[Span<'_>]) -> Self {
        let mut patterns = Vec::new();
        let mut span_of = Vec::new();
        for (index, span) in spans.iter().enumerate().filter(|(_, span)| span.value.len() >= LEAST) {
            for form in forms(span.value) {
                patterns.push(form);
                span_of.push(index);
            }
        }
        let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&patterns);
        Self { searcher: builder.ok().filter(|_| !patterns.is_empty()), span_of }
    }

    /// Each copy in the text: where it is, and of which span's value it is one.
    pub(super) fn find<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = (Range<usize>, usize)> + 't {
        let matches = self.searcher.iter().flat_map(move |searcher| searcher.find_iter(text));
        matches
            .filter(move |found| stands_alone(text, found.range()))
            .map(|found| (found.range(), self.span_of[found.pattern().as_usize()]))
    }
}

/// Whether a value is taken for the same wherever it stands in the file.
pub(super) fn is_distinctive(value: &[u8]) -> bool {
    value.len() >= DISTINCTIVE
}

/// The value itself, and as HTML, a URL, and a quoted string inside a string write it, where that differs.
fn forms(value: &[u8]) -> Vec<Vec<u8>> {
    let mut forms = vec![value.to_vec()];
    let html = replaced(value, &[(b'&', "&amp;"), (b'<', "&lt;"), (b'>', "&gt;")]);
    forms.push(replaced(&html, &[(b'"', "&quot;"), (b'\'', "&#x27;")]));
    forms.push(replaced(&html, &[(b'"', "&#34;"), (b'\'', "&#39;")]));
    forms.push(html);
    forms.push(replaced(value, &[(b'\\', "\\\\"), (b'"', "\\\""), (b'\n', "\\n")]));
    forms.push(percent_encoded(value));
    forms.sort();
    forms.dedup();
    forms
}

fn replaced(text: &[u8], pairs: &[(u8, &str)]) -> Vec<u8> {
    let mut result = Vec::with_capacity(text.len());
    for byte in text {
        match pairs.iter().find(|(from, _)| from == byte) {
            Some((_, to)) => result.extend_from_slice(to.as_bytes()),
            None => result.push(*byte),
        }
    }
    result
}

fn percent_encoded(value: &[u8]) -> Vec<u8> {
    let mut result = Vec::with_capacity(value.len());
    for byte in value {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            result.push(*byte);
        } else {
            result.extend_from_slice(format!("%{byte:02X}").as_bytes());
        }
    }
    result
}

/// Whether no word goes on on either side of the range.
fn stands_alone(text: &[u8], range: Range<usize>) -> bool {
    let joins = |one: Option<&u8>, other: Option<&u8>| {
        one.is_some_and(u8::is_ascii_alphanumeric) && other.is_some_and(u8::is_ascii_alphanumeric)
    };
    let before = range.start.checked_sub(1).and_then(|at| text.get(at));
    !joins(before, text.get(range.start)) && !joins(text.get(range.end - 1), text.get(range.end))
}
