//! What could not be read, as data: a reader of damaged repositories never panics and never skips in silence.

use std::fmt;

/// What is wrong, in the terms that decide what a caller does about it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Fault {
    /// A file or directory could not be opened or read.
    Unreadable,
    /// Bytes are not what their format asks for, or a checksum does not fit.
    Corrupt,
    /// An object, a pack or an index is needed and not there.
    Missing,
    /// An object is larger than the limit and could not be read in parts.
    TooLarge,
    /// A form of repository that this reader does not know.
    Unsupported,
    /// Something is damaged, and everything in it was read from another copy: told, but nothing is lost.
    Damaged,
    /// The caller stopped the walk before its end.
    Stopped,
}

/// One thing that is wrong, and where.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Problem {
    /// The class of what is wrong.
    pub fault: Fault,
    /// Where: a path, a path and an offset in it, or an object's id.
    pub place: String,
    /// What, as a phrase. It never holds an object's content.
    pub what: String,
    /// How many objects were not seen because of it; 0 where that cannot be known or none was lost.
    pub objects: u64,
}

impl Problem {
    pub(super) fn new(fault: Fault, place: impl fmt::Display, what: impl fmt::Display) -> Self {
        Self { fault, place: place.to_string(), what: what.to_string(), objects: 0 }
    }

    /// A problem without a count of objects.
    #[must_use]
    pub fn of(fault: Fault, place: &str, what: &str) -> Self {
        Self::new(fault, place, what)
    }

    pub(super) fn unreadable(place: &std::path::Path, error: &std::io::Error) -> Self {
        Self::new(Fault::Unreadable, place.display(), error)
    }

    pub(super) fn hiding(self, objects: u64) -> Self {
        Self { objects, ..self }
    }

    /// Whether anything may have gone unseen because of it.
    #[must_use]
    pub fn loses(&self) -> bool {
        self.fault != Fault::Damaged
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place, self.what)?;
        if self.objects > 1 {
            write!(formatter, " ({} objects)", self.objects)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
