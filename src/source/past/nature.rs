//! What a blob whose name is not known has to be read as, and how long what was found out of its base still holds.

use std::ops::Range;

use crate::document::{self, Encoding, encoding};

/// How a blob is read.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Nature {
    /// As text whose parts mean the same wherever they stand: only what is new in it is looked at.
    #[default]
    Plain,
    /// As plain text, and its tables as a whole: a header says what is far below.
    Tables,
    /// As a whole: it is in an encoding that is undone, or is no text.
    Whole,
    /// As a notebook.
    Notebook,
}

/// What is known of a blob's beginning.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Head {
    pub(super) nature: Nature,
    /// Up to where the beginning decides, in bytes.
    end: usize,
}

/// So many lines decide whether a text is a table.
const LINES: usize = 20;
impl Head {
    /// Looks at a content that is read for the first time.
    pub(super) fn of(content: &[u8]) -> Self {
        let head = &content[..content.len().min(encoding::HEAD)];
        let lines = memchr::memchr_iter(b'\n', head).nth(LINES).unwrap_or(head.len());
        let end = if lines < head.len() { lines } else { encoding::HEAD };
        Self { nature: nature(content, head), end }
    }

    /// The same, of a text that was read as a whole and has tables, or has none.
    pub(super) fn knowing(self, has_tables: bool) -> Self {
        let nature = match self.nature {
            Nature::Plain | Nature::Tables if has_tables => Nature::Tables,
            Nature::Tables => Nature::Plain,
            nature => nature,
        };
        Self { nature, ..self }
    }

    /// Looks at a content that came out of this one's by changes at `changed`.
    pub(super) fn after(&self, content: &[u8], changed: &[Range<usize>]) -> Self {
        let first = changed.first().map_or(usize::MAX, |range| range.start);
        let is_quiet = |range: &&Range<usize>| {
            content.get((*range).clone()).is_some_and(|text| text.iter().all(|byte| matches!(byte, b'\t'..=b'~')))
        };
        let in_head = changed.iter().take_while(|range| range.start < encoding::HEAD);
        let is_same = match self.nature {
            Nature::Plain | Nature::Tables => {
                first > self.end && in_head.clone().count() == in_head.filter(is_quiet).count()
            }
            Nature::Whole => first > encoding::HEAD,
            Nature::Notebook => false,
        };
        let is_json = || content.trim_ascii_start().starts_with(b"{");
        if is_same && !is_json() {
            return *self;
        }
        match Self::of(content) {
            Self { nature: Nature::Plain, end } if self.nature == Nature::Tables => {
                Self { nature: Nature::Tables, end }
            }
            head => head,
        }
    }
}

fn nature(content: &[u8], head: &[u8]) -> Nature {
    if head.trim_ascii_start().starts_with(b"{") && document::may_be_notebook(content) {
        return Nature::Notebook;
    }
    let is_binary = memchr::memchr(0, head).is_some() || document::is_container(content);
    if is_binary || encoding::detect(head) != Encoding::Bytes {
        return Nature::Whole;
    }
    if document::may_be_table(head) { Nature::Tables } else { Nature::Plain }
}
