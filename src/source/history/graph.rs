//! Commits and trees as numbers: who is whose parent, which tree holds which.
//!
//! Built by one walk over commits, tags and trees in the order of their deltas. A tree's entries are not kept, but for
//! its subtrees and the wanted blobs among them: about four bytes for each subtree of each tree.

use super::id::{Format, Kind, Kinds, Oid};
use super::numbers::{Cache, Numbers};
use super::parse::{Commit, Tag, entries};
use super::problem::{Fault, Problem};
use super::store::Store;
use super::walk::{Object, Options, Part, Visit, walk};
use std::collections::HashMap;
use std::ops::Range;

/// No object.
pub(super) const NONE: u32 = u32::MAX;

/// A commit of the graph.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The number of the commit.
    pub(super) number: u32,
    /// The number of its tree.
    pub(super) tree: u32,
    /// When it was made, in seconds since 1970 UTC.
    pub(super) time: i64,
    /// The ids of its parents.
    pub(super) parents: Vec<Oid>,
}

/// A wanted blob in a tree.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Hit {
    /// The blob's place among the wanted ones.
    pub(super) wanted: u32,
    /// The number of the tree that holds it.
    pub(super) tree: u32,
    /// The number of its name there.
    pub(super) name: u32,
}

/// The graph of a store.
#[derive(Debug)]
pub(super) struct Graph {
    pub(super) commits: Vec<Node>,
    /// How many trees there are.
    pub(super) trees: u64,
    /// Tags and what they are put on.
    pub(super) tags: HashMap<Oid, Oid>,
    pub(super) hits: Vec<Hit>,
    /// The names that wanted blobs have.
    pub(super) names: Vec<Box<[u8]>>,
    name_numbers: HashMap<Box<[u8]>, u32>,
    /// Objects that trees and commits name and that are not here, sorted; only if asked for.
    pub(super) missing: Vec<Oid>,
    pub(super) problems: Vec<Problem>,
    pub(super) numbers: Numbers,
    /// For each number where its subtrees stand in `subtrees`.
    spans: Vec<Span>,
    /// One list from each thread, as they were gathered: joined they would be in memory twice.
    subtrees: Vec<Vec<u32>>,
}

impl Graph {
    /// Builds the graph, noting where the wanted blobs are.
    pub(super) fn build(store: &mut Store, wanted: &[Oid], missing: bool, options: &Options<'_>) -> Self {
        let wanted = Wanted::new(wanted);
        let options = Options { kinds: Kinds::of(Kind::Commit).with(Kind::Tree).with(Kind::Tag), ..*options };
        let numbers = store.numbers();
        let walked = walk(store, &options, || Gatherer::new(&numbers, &wanted, missing));
        let found: Vec<Found> = walked.visitors.into_iter().map(|gatherer| gatherer.found).collect();
        let mut graph = Self {
            commits: Vec::new(),
            trees: 0,
            tags: HashMap::new(),
            hits: Vec::new(),
            names: Vec::new(),
            name_numbers: HashMap::new(),
            missing: Vec::new(),
            problems: walked.problems,
            spans: vec![Span::default(); numbers.len()],
            subtrees: Vec::new(),
            numbers,
        };
        found.into_iter().for_each(|found| graph.take(found));
        graph.commits.sort_unstable_by_key(|commit| commit.number);
        graph.hits.sort_unstable();
        graph.missing.sort_unstable();
        graph.missing.dedup();
        graph
    }

    /// The numbers of a tree's subtrees.
    pub(super) fn subtrees(&self, tree: u32) -> &[u32] {
        let Some(span) = self.spans.get(tree as usize) else { return &[] };
        let list = self.subtrees.get(span.list as usize).map_or(&[][..], Vec::as_slice);
        list.get(span.start..span.start.saturating_add(span.len as usize)).unwrap_or_default()
    }

    fn take(&mut self, found: Found) {
        let list = self.subtrees.len() as u32;
        self.trees += found.spans.len() as u64;
        for (tree, range) in found.spans {
            if let Some(span) = self.spans.get_mut(tree as usize) {
                *span = Span { list, len: range.len() as u32, start: range.start };
            }
        }
        self.subtrees.push(found.subtrees);
        self.commits.extend(found.commits);
        self.tags.extend(found.tags);
        let mut numbers = vec![0; found.names.len()];
        for (name, number) in found.names {
            let known = self.name_numbers.len() as u32;
            numbers[number as usize] = *self.name_numbers.entry(name.clone()).or_insert(known);
            if numbers[number as usize] == known {
                self.names.push(name);
            }
        }
        self.hits.extend(found.hits.into_iter().map(|hit| Hit { name: numbers[hit.name as usize], ..hit }));
        self.missing.extend(found.missing);
        self.problems.extend(found.problems);
    }
}

/// Where a tree's subtrees stand.
#[derive(Clone, Copy, Debug, Default)]
struct Span {
    list: u32,
    len: u32,
    start: usize,
}

/// The wanted blobs, and a quick way to see that an id is none of them.
struct Wanted {
    places: HashMap<Oid, u32>,
    /// A bit for each value of an id's first two bytes.
    likely: Vec<u64>,
}

impl Wanted {
    fn new(ids: &[Oid]) -> Self {
        let mut likely = vec![0; 1 << 10];
        for id in ids {
            let first = (id.prefix() >> 48) as usize;
            likely[first / 64] |= 1 << (first % 64);
        }
        Self { places: ids.iter().copied().zip(0..).collect(), likely }
    }

    #[inline]
    fn get(&self, id: &[u8]) -> Option<u32> {
        let first = usize::from(u16::from_be_bytes(*id.first_chunk()?));
        if self.likely[first / 64] >> (first % 64) & 1 == 0 {
            return None;
        }
        self.places.get(&Oid::from_bytes(id)?).copied()
    }
}

/// One thread's part of the graph.
#[derive(Default)]
struct Found {
    commits: Vec<Node>,
    tags: Vec<(Oid, Oid)>,
    hits: Vec<Hit>,
    names: HashMap<Box<[u8]>, u32>,
    missing: Vec<Oid>,
    problems: Vec<Problem>,
    spans: Vec<(u32, Range<usize>)>,
    subtrees: Vec<u32>,
}

impl Found {
    fn name(&mut self, name: &[u8]) -> u32 {
        if let Some(number) = self.names.get(name) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.names.insert(name.into(), number);
        number
    }
}

struct Gatherer<'a> {
    numbers: Cache<'a>,
    wanted: &'a Wanted,
    check: bool,
    found: Found,
}

impl<'a> Gatherer<'a> {
    fn new(numbers: &'a Numbers, wanted: &'a Wanted, check: bool) -> Self {
        Self { numbers: Cache::new(numbers), wanted, check, found: Found::default() }
    }

    /// The number of an object that another names; notes it if it is not here.
    fn resolve(&mut self, id: &[u8]) -> u32 {
        let number = self.numbers.get(id);
        if number.is_none() && self.check {
            self.found.missing.extend(Oid::from_bytes(id));
        }
        number.unwrap_or(NONE)
    }

    fn visit_commit(&mut self, number: u32, content: &[u8]) {
        let commit = Commit::parse(content);
        let tree = commit.tree.map_or(NONE, |tree| self.resolve(tree.as_bytes()));
        self.found.commits.push(Node { number, tree, time: commit.committer.time, parents: commit.parents });
    }

    fn visit_tree(&mut self, number: u32, object: &Object<'_>) {
        let start = self.found.subtrees.len();
        let format = Format::of_width(object.id.as_bytes().len()).unwrap_or_default();
        let mut changed = object.delta.map(|delta| delta.changed.iter().peekable());
        for entry in entries(object.content, format).flatten() {
            if entry.is_tree() {
                let tree = self.resolve(entry.id);
                self.found.subtrees.extend((tree != NONE).then_some(tree));
                continue;
            }
            if let Some(wanted) = self.wanted.get(entry.id) {
                let name = self.found.name(entry.name);
                self.found.hits.push(Hit { wanted, tree: number, name });
            }
            if self.check && !entry.is_submodule() {
                let new = changed.as_mut().is_none_or(|changed| {
                    while changed.next_if(|range| range.end < entry.start).is_some() {}
                    changed.peek().is_some_and(|range| range.start <= entry.end)
                });
                if new {
                    self.resolve(entry.id);
                }
            }
        }
        self.found.spans.push((number, start..self.found.subtrees.len()));
    }
}

impl Visit for Gatherer<'_> {
    type Kept = ();

    fn visit(&mut self, object: &Object<'_>, _: Option<&()>) {
        let Some(number) = self.numbers.get(object.id.as_bytes()).filter(|_| object.first) else { return };
        match object.kind {
            Kind::Commit => self.visit_commit(number, object.content),
            Kind::Tree => self.visit_tree(number, object),
            Kind::Tag => self.found.tags.extend(Tag::parse(object.content).target.map(|target| (object.id, target))),
            Kind::Blob => {}
        }
    }

    fn visit_part(&mut self, part: &Part<'_>) {
        if part.offset == 0 {
            let place = format_args!("{} {}", part.kind.name(), part.id).to_string();
            self.found.problems.push(Problem::new(Fault::TooLarge, place, format_args!("it has {} bytes", part.size)));
        }
    }
}
