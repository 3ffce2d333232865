//! The objects of a git repository, read for a scan of its full history.
//!
//! A history holds the same text many times over: a pack of 300 MB inflates to ten gigabytes, of which a tenth is new.
//! This reader follows the packs' own deltas. Each object is inflated once, is rebuilt from a base that is still at hand,
//! and comes with what is new in it, so that a scan looks at that alone and takes over what it found in the base.
//! It knows no rule, and neither hashes nor looks up what it reads.
//!
//! # A scan on top of it
//!
//! ```no_run
//! use tightlip::source::history::{Kinds, Object, Options, Part, Problem, Progress, Store, Visit, walk, windows};
//! use std::ops::Range;
//!
//! struct Scan;
//!
//! impl Visit for Scan {
//!     /// Where something was found.
//!     type Kept = Vec<Range<usize>>;
//!
//!     fn visit(&mut self, object: &Object<'_>, base: Option<&Self::Kept>) -> Self::Kept {
//!         let Some((delta, base)) = object.delta.zip(base) else {
//!             return find(object.content, &[0..object.content.len()]);
//!         };
//!         // What was found in the base and is copied as a whole is in this object too ...
//!         let mut found: Vec<_> = base.iter().filter_map(|range| delta.moved(range)).collect();
//!         // ... and only what is new, with some lines around it, is to be looked at.
//!         found.extend(find(object.content, &windows(delta.changed, object.content)));
//!         found.sort_by_key(|range| (range.start, range.end));
//!         found.dedup();
//!         if object.first { /* report `found` in `object.id` */ }
//!         found
//!     }
//!
//!     fn visit_part(&mut self, part: &Part<'_>) {
//!         find(part.content, &[0..part.content.len()]);
//!     }
//! }
//!
//! /// Looks for candidates in the windows, and judges each on the whole content.
//! fn find(content: &[u8], windows: &[Range<usize>]) -> Vec<Range<usize>> {
//! #   drop((content, windows));
//!     Vec::new()
//! }
//!
//! # fn main() -> Result<(), Problem> {
//! let mut store = Store::open("clone".as_ref())?;
//! let progress = Progress::default();
//! let walked = walk(&mut store, &Options::new(Kinds::BLOBS, &progress), || Scan);
//! let told: Vec<&Problem> = store.problems().iter().chain(&walked.problems).collect();
//! assert!(!told.iter().any(|problem| problem.loses()), "not everything was read");
//! # Ok(())
//! # }
//! ```
//!
//! What to know when building one:
//!
//! - A visitor sees a base before what is built on it, on the same thread, and nothing else is sure about the order. What
//!   [`Visit::visit`] returns is handed back for each object built on this one and dropped after the last; where
//!   [`Object::is_base`] is false it is dropped at once and may be left empty. A tree of deltas is walked by one thread;
//!   findings of several threads are joined by value and place, not by tree.
//! - Keep for each finding the whole stretch it depends on (keyword, value and delimiter), and take it over only if one
//!   copy holds all of it ([`Delta::moved`]): a stretch that is cut is new text, lies in a window, and is found again there.
//! - The base is often the newer version. The object in which a rule ran is then not the first that had the secret: ask
//!   [`attribute`] about all objects that a finding was taken over to.
//! - Whether content is binary, or a notebook, differs between base and child: decide for each object.
//! - An object with `first == false` is given once more elsewhere: keep its findings for its children, report none.
//! - [`Part`]s of an object over [`Options::largest`] overlap by 32 KiB; a stretch found in an overlap is found twice.
//! - An empty walk is no clean one: [`Store::problems`], [`Walked::problems`], [`Refs::problems`] and what
//!   [`attribute`] finds missing say what was not seen. Ids are those of indexes and file names, and not verified; the
//!   checksum of every compressed stream that is inflated is.
//!
//! # What is read
//!
//! Packs (with an index of version 1 or 2; multi-pack indexes, bitmaps and `.keep`, `.promisor` and `.mtimes` files are
//! not needed and do not matter), loose objects, and those of alternates; SHA-1 and SHA-256. So every object is seen:
//! branches, tags, stash, notes, what only logs name, and what nothing names. A pack without a usable index is a problem
//! and is read without it, as far as it goes. Temporary files of a transfer that was cut off (`tmp_pack_*`, `tmp_obj_*`)
//! are no objects to git, nor here. What another process writes or repacks during a walk is read at its end.
//!
//! # Memory
//!
//! About 50 bytes for each object of the pack that is being walked and 40 for each in the others (ids, offsets, trees of
//! deltas), and of contents for each thread the objects on the way from a tree's root to the current one: the child with
//! the most descendants comes last, when its base is let go, so that no more than the logarithm of the tree is held. Objects over 32 MiB are held
//! by one thread at a time. Packs are not mapped: they are read at offsets, which costs about a tenth in time,
//! leaves nothing but the above resident, needs no `unsafe`, and makes a pack that is cut short while it is read an error
//! rather than a signal.
mod attribute;
mod config;
mod delta;
mod entry;
mod file;
mod forest;
mod graph;
mod id;
mod index;
mod inflate;
mod loose;
mod numbers;
mod objects;
mod pack;
mod parse;
mod problem;
mod recover;
mod refs;
mod reftable;
mod repository;
mod store;
mod walk;
mod windows;

pub use attribute::{Attribution, Life, Occurrence, Question, Reach, Teller, Trace, Traces, attribute};
pub use delta::Copied;
pub use id::{Format, Kind, Kinds, Oid};
pub use objects::Objects;
pub use parse::{BadEntry, Commit, Entry, Signature, Tag, entries};
pub use problem::{Fault, Problem};
pub use refs::{LogEntry, Refs, Target};
pub use repository::{Peeled, Repository};
pub use store::{Places, Store};
pub use walk::{Delta, Object, Options, Part, Progress, Visit, Walked, walk};
pub use windows::windows;

#[cfg(test)]
mod tests;
