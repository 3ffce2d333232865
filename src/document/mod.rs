//! What bytes mean: a file becomes regions of text, and tables. Knows no rule and does no I/O.

pub mod encoding;
pub(crate) mod json;
pub mod map;
pub mod notebook;
pub(crate) mod picture;
pub mod region;
pub mod setting;

use crate::error::ProblemKind;
pub use map::OffsetMap;
pub use region::{Location, Part, Region, Role, Setting, Syntax};

/// What a document is made of, in the order in which it is read.
#[derive(Debug)]
pub enum Item<'a> {
    /// Text to be searched.
    Text(&'a Region<'a>),
    /// Something in the document that could not be read, or only in part, told in a sentence that holds nothing of its
    /// content.
    Problem(ProblemKind, String),
}

/// Receives a document's items as they are read.
pub type Emit<'e> = dyn FnMut(Item<'_>) + 'e;

/// Hands over what is in the file called `name` that holds `bytes`.
pub fn open(name: &[u8], bytes: &[u8], emit: &mut Emit<'_>) {
    let map = OffsetMap::identity(0, bytes.len());
    let root = Region::root(bytes, &map, setting::of_name(name));
    if name.to_ascii_lowercase().ends_with(b".ipynb") {
        match notebook::read(&root, emit) {
            Ok(()) => return,
            Err(fault) => {
                let message = format!("no notebook ({} at byte {}), read as plain text", fault.reason, fault.offset);
                emit(Item::Problem(ProblemKind::Malformed, message));
            }
        }
    }
    emit(Item::Text(&root));
}
