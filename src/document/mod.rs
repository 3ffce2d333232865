//! What bytes mean: a file becomes regions of text, and tables. Knows no rule and does no I/O.

pub(crate) mod json;
pub mod map;
pub(crate) mod notebook;
pub(crate) mod picture;
pub mod region;

pub use map::OffsetMap;
pub use region::{Location, Part, Region, Role, Setting, Syntax};

/// What a document is made of, in the order in which it is read.
#[derive(Debug)]
pub enum Item<'a> {
    /// Text to be searched.
    Text(&'a Region<'a>),
    /// Something in the document that could not be read, told in a sentence that holds nothing of its content.
    Problem(String),
}

/// Receives a document's items as they are read.
pub type Emit<'e> = dyn FnMut(Item<'_>) + 'e;
