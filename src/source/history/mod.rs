//! The objects of a git repository, read for a scan of its full history.
mod config;
mod delta;
mod entry;
mod file;
mod forest;
mod id;
mod index;
mod inflate;
mod loose;
mod pack;
mod parse;
mod problem;
mod recover;
mod store;
mod walk;
mod windows;

pub use delta::Copied;
pub use id::{Format, Kind, Kinds, Oid};
pub use parse::{BadEntry, Commit, Entry, Signature, Tag, entries};
pub use problem::{Fault, Problem};
pub use store::{Places, Store};
pub use walk::{Delta, Object, Options, Part, Progress, Visit, Walked, walk};
pub use windows::windows;

#[cfg(test)]
mod tests;
