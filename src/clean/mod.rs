//! Cleaning: what must not be kept is taken out of a file, and every other byte stays.
//!
//! Everything here is a pure function of bytes. What is to be taken out is told by [`Span`]s, as the scanner finds
//! them; nothing is searched for but further copies of the same values.

mod edit;
mod file;
mod forms;
mod layout;
mod mask;
mod notebook;
mod pieces;
pub mod redact;
mod source;
mod strip;
mod text;

pub use file::{CleanedFile, file};
pub use notebook::notebook;
pub use strip::{Extent, Strip};
pub use text::text;

/// A value in a file, and what shall stand in its place.
#[derive(Clone, Copy)]
pub struct Span<'a> {
    /// Offset of its first byte in the file.
    pub start: usize,
    /// Offset after its last byte.
    pub end: usize,
    /// The value as it was found: decoded, whatever it is wrapped in in the file.
    pub value: &'a [u8],
    /// What is written instead, such as `[US_SSN]`.
    pub mask: &'a str,
}

impl std::fmt::Debug for Span<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { start, end, value: _, mask } = self;
        formatter.debug_struct("Span").field("start", start).field("end", end).field("mask", mask).finish()
    }
}

/// What to do with a notebook.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What becomes of a value in a cell's source.
    pub source: Source,
    /// Whether an output with a value in it goes as a whole, instead of the value being masked.
    pub drop: bool,
    /// What goes whether or not there is a value in it.
    pub strip: Option<Strip>,
}

/// What becomes of a value in a cell's source.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Source {
    /// It stays and is told: code is never changed unasked.
    #[default]
    Keep,
    /// A literal becomes a look-up in the environment, as far as the language is known; else it stays and is told.
    LookUp,
    /// It is masked, for a copy that nobody runs.
    Mask,
}

/// A file after cleaning.
#[derive(Clone, Debug)]
pub struct Cleaned {
    /// The file's bytes, or `None` where nothing had to change.
    pub bytes: Option<Vec<u8>>,
    /// The changes, in the file's order, as ranges of the bytes before.
    pub changes: Vec<Change>,
    /// What was done.
    pub report: Report,
}

/// A range of a file and what took its place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change {
    /// The range in the file as it was.
    pub range: std::ops::Range<usize>,
    /// What stands there now, which is never a value.
    pub with: Vec<u8>,
}

/// What cleaning did.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Report {
    /// How many values were masked, copies included.
    pub masked: usize,
    /// How many outputs were removed because of a value in them.
    pub dropped: usize,
    /// How many outputs, counts, identifiers and metadata were stripped.
    pub stripped: usize,
    /// How many literals in source became look-ups in the environment.
    pub replaced: usize,
    /// The values that are still in source.
    pub in_source: Vec<InSource>,
}

/// A value that stands in a cell's source, which was left as it is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct InSource {
    /// The cell, 0-based.
    pub cell: usize,
    /// Which of the spans it is, 0-based.
    pub span: usize,
}

/// Why a file was not cleaned. Nothing of its content is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct CleanError {
    /// Offset in the file.
    pub offset: usize,
    /// What is in the way.
    pub reason: &'static str,
}

impl std::fmt::Display for CleanError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} (at byte {})", self.reason, self.offset)
    }
}

impl std::error::Error for CleanError {}

#[cfg(test)]
mod tests;
