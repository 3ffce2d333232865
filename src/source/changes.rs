//! What a tree, or the index, holds that none of the trees before it holds at the same path.
//!
//! Only folders that differ are read, and only their trees. Everything is compared by ids: no attribute, filter or
//! program is asked.

use std::collections::HashMap;
use std::ops::Range;

use bstr::{BString, ByteSlice};

use super::history::{Fault, Kind, Objects, Oid, Problem, entries};
use super::index::{Entry, Index, Trees};

/// A path whose content is in none of the trees before.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change {
    /// The path from the root of the tree.
    pub path: BString,
    /// Its mode: a file or a symbolic link.
    pub mode: u32,
    /// Its blob.
    pub id: Oid,
    /// The blobs that the trees before have at this path.
    pub old: Vec<Oid>,
}

/// What is in the first of the trees before and not in the new one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Gone {
    /// A file, a link, or a whole folder.
    pub mode: u32,
    /// Its blob or tree.
    pub id: Oid,
}

/// The difference.
#[derive(Debug, Default)]
pub struct Changes {
    /// What is new, in no certain order.
    pub changed: Vec<Change>,
    /// What is gone.
    pub gone: Vec<Gone>,
    /// Trees that could not be read.
    pub problems: Vec<Problem>,
}

/// A folder that is compared.
#[derive(Clone, Copy, Debug)]
pub enum Folder<'i> {
    /// A tree.
    Tree(Oid),
    /// Entries of an index, those from `start` to `end`, which all lie in the folder.
    Index {
        /// The index.
        index: &'i Index,
        /// The first entry.
        start: usize,
        /// The entry after the last.
        end: usize,
        /// What git noted of the folder.
        trees: Option<&'i Trees>,
    },
}

impl<'i> Folder<'i> {
    /// All of an index.
    #[must_use]
    pub fn of_index(index: &'i Index) -> Self {
        Self::Index { index, start: 0, end: index.entries().len(), trees: index.trees.as_ref() }
    }

    /// The tree that holds the same, if that is known.
    fn tree(&self) -> Option<Oid> {
        match self {
            Self::Tree(id) => Some(*id),
            Self::Index { trees, .. } => trees.and_then(|trees| trees.id),
        }
    }
}

/// What a folder has under a name.
enum Item<'i> {
    Leaf { mode: u32, id: Oid },
    Folder(Folder<'i>),
}

/// A folder of the new side, with the folders before it.
struct Pending<'i> {
    prefix: BString,
    new: Folder<'i>,
    old: Vec<Option<Oid>>,
}

/// A tree is not larger.
const LARGEST_TREE: usize = 1 << 30;
/// A path longer than this is no longer followed: git itself cannot check it out.
const LONGEST_PATH: usize = 1 << 16;
/// So many paths are compared at most: trees can be made that name each other without end.
const MOST_ITEMS: usize = 50_000_000;

const TYPE: u32 = 0o170_000;
const TREE: u32 = 0o040_000;
const SUBMODULE: u32 = 0o160_000;

/// Compares a folder with the trees before it; with none, everything is new.
#[must_use]
pub fn between(objects: &Objects, new: Folder<'_>, old: &[Oid]) -> Changes {
    let mut comparison = Comparison { objects, changes: Changes::default(), items: 0 };
    let old = old.iter().copied().map(Some).collect();
    let mut pending = vec![Pending { prefix: BString::default(), new, old }];
    while let Some(next) = pending.pop() {
        let known = next.new.tree();
        if known.is_some() && next.old.contains(&known) {
            continue;
        }
        if comparison.items > MOST_ITEMS || next.prefix.len() > LONGEST_PATH {
            let what = "there are too many paths, or too long ones, to compare";
            comparison.changes.problems.push(Problem::of(Fault::TooLarge, "the trees", what));
            break;
        }
        comparison.compare(next, &mut pending);
    }
    comparison.changes
}

/// The blobs of everything that is gone, those in folders included; stops at `most`.
#[must_use]
pub fn gone_blobs(objects: &Objects, gone: &[Gone], most: usize) -> Vec<Oid> {
    let mut blobs = Vec::new();
    let mut pending = gone.to_vec();
    while let Some(next) = pending.pop() {
        if blobs.len() + pending.len() > most {
            break;
        } else if next.mode & TYPE != TREE {
            blobs.push(next.id);
        } else if let Ok(content) = objects.read_kind(&next.id, Kind::Tree, LARGEST_TREE) {
            let entries = entries(&content, objects.format()).flatten();
            pending.extend(entries.map(|entry| Gone { mode: entry.mode, id: entry.oid() }));
        }
    }
    blobs
}

struct Comparison<'o> {
    objects: &'o Objects,
    changes: Changes,
    items: usize,
}

impl Comparison<'_> {
    fn compare<'i>(&mut self, at: Pending<'i>, pending: &mut Vec<Pending<'i>>) {
        let old: Vec<HashMap<BString, (u32, Oid)>> = at
            .old
            .iter()
            .map(|tree| tree.map(|tree| self.read(tree).into_iter().collect()).unwrap_or_default())
            .collect();
        let items = self.items_of(&at);
        self.items += items.len();
        if let Some(first) = old.first() {
            let names: std::collections::HashSet<&BString> = items.iter().map(|(name, _)| name).collect();
            let gone = first.iter().filter(|(name, _)| !names.contains(name));
            self.changes.gone.extend(gone.map(|(_, (mode, id))| Gone { mode: *mode, id: *id }));
        }
        for (name, item) in items {
            let before = || old.iter().map(|old| old.get(&name).copied());
            let mut path = at.prefix.clone();
            path.extend_from_slice(&name);
            match item {
                Item::Leaf { mode, .. } if mode & TYPE == SUBMODULE => {}
                Item::Leaf { mode, id } => {
                    let is_blob = |mode: u32| !matches!(mode & TYPE, TREE | SUBMODULE);
                    let old: Vec<Oid> =
                        before().flatten().filter(|(mode, _)| is_blob(*mode)).map(|(_, id)| id).collect();
                    if !old.contains(&id) {
                        self.changes.changed.push(Change { path, mode, id, old });
                    }
                }
                Item::Folder(new) => {
                    let is_tree = |(mode, id): (u32, Oid)| (mode & TYPE == TREE).then_some(id);
                    let old = before().map(|old| old.and_then(is_tree)).collect();
                    path.push(b'/');
                    pending.push(Pending { prefix: path, new, old });
                }
            }
        }
    }

    fn read(&mut self, tree: Oid) -> Vec<(BString, (u32, Oid))> {
        let content = match self.objects.read_kind(&tree, Kind::Tree, LARGEST_TREE) {
            Ok(content) => content,
            Err(problem) => {
                self.changes.problems.push(problem);
                return Vec::new();
            }
        };
        let mut found = Vec::new();
        for entry in entries(&content, self.objects.format()) {
            match entry {
                Ok(entry) => found.push((entry.name.into(), (entry.mode, entry.oid()))),
                Err(_) => {
                    let place = format!("tree {tree}");
                    self.changes.problems.push(Problem::of(
                        Fault::Corrupt,
                        &place,
                        "it ends in something that is no entry",
                    ));
                }
            }
        }
        found
    }

    fn items_of<'i>(&mut self, at: &Pending<'i>) -> Vec<(BString, Item<'i>)> {
        match at.new {
            Folder::Tree(tree) => {
                let item = |(mode, id): (u32, Oid)| match mode & TYPE {
                    TREE => Item::Folder(Folder::Tree(id)),
                    _ => Item::Leaf { mode, id },
                };
                self.read(tree).into_iter().map(|(name, entry)| (name, item(entry))).collect()
            }
            Folder::Index { index, start, end, trees } => items_of_index(index, start..end, trees, at.prefix.len()),
        }
    }
}

fn items_of_index<'i>(
    index: &'i Index,
    range: Range<usize>,
    trees: Option<&'i Trees>,
    depth: usize,
) -> Vec<(BString, Item<'i>)> {
    let rest = |entry: &'i Entry| &index.path(entry).as_bytes()[depth..];
    let mut items = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let entry = &index.entries()[at];
        let name = rest(entry);
        let Some(slash) = memchr::memchr(b'/', name) else {
            if !entry.intent_to_add {
                items.push((name.into(), Item::Leaf { mode: entry.mode, id: entry.id }));
            }
            at += 1;
            continue;
        };
        let inner = &name[..=slash];
        let same =
            index.entries()[at..range.end].partition_point(|entry| index.path(entry)[depth..].starts_with(inner));
        let folder = if entry.mode & TYPE == TREE && inner.len() == name.len() {
            Folder::Tree(entry.id)
        } else {
            let trees = trees.and_then(|trees| trees.child(&name[..slash]));
            Folder::Index { index, start: at, end: at + same, trees }
        };
        items.push((name[..slash].into(), Item::Folder(folder)));
        at += same.max(1);
    }
    items
}
