//! The delta trees of one pack: which entry is stored as a change to which.
//!
//! Entries are named by their rank in the order of offsets. An entry may be stored as a change to one that comes later in
//! the pack (a base given by id), so trees are found from the roots down, and what no root reaches is a cycle.

use super::entry::{EntryError, Reader, Stored};
use super::id::{Kind, Kinds};
use super::pack::Pack;
use super::problem::{Fault, Problem};

/// What an entry is built on: the rank of its base, or one of the values above [`MOST_RANK`].
type Base = u32;
const MOST_RANK: u32 = u32::MAX - 16;
const WHOLE: [(Base, Kind); 4] =
    [(u32::MAX, Kind::Commit), (u32::MAX - 1, Kind::Tree), (u32::MAX - 2, Kind::Blob), (u32::MAX - 3, Kind::Tag)];
/// A delta whose base is not in this pack.
const OUTSIDE: Base = u32::MAX - 4;
/// An entry whose header could not be read.
const BROKEN: Base = u32::MAX - 5;

/// What a tree of deltas grows from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Root {
    /// A whole object.
    Whole(Kind),
    /// A delta whose base is in no entry of this pack.
    Outside,
}

/// The delta trees of a pack.
#[derive(Debug)]
pub(super) struct Forest {
    base: Vec<Base>,
    /// The children of the entry at rank r are `children[starts[r]..starts[r + 1]]`, the one with the most nodes last.
    starts: Vec<u32>,
    children: Vec<u32>,
    /// Roots, those of many nodes first, then in the order of offsets.
    roots: Vec<u32>,
    /// Ranks that cannot be reached from a root, each with what is wrong.
    pub(super) broken: Vec<(u32, Problem)>,
}

/// A tree of more nodes is begun before smaller ones, so that the threads end together.
const LARGE_TREE: u32 = 400;

impl Forest {
    /// Reads the headers of all entries, on that many threads.
    pub(super) fn build(pack: &Pack, threads: usize) -> Self {
        let mut base = vec![BROKEN; pack.len()];
        let share = pack.len().div_ceil(threads.max(1)).max(1);
        let broken = std::thread::scope(|scope| {
            let parts = base.chunks_mut(share).enumerate();
            let tasks: Vec<_> =
                parts.map(|(part, bases)| scope.spawn(move || read_headers(pack, part * share, bases))).collect();
            tasks
                .into_iter()
                .flat_map(|task| task.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        });
        let (starts, children) = children(&base);
        let mut forest = Self { base, starts, children, roots: Vec::new(), broken };
        forest.order(pack);
        forest
    }

    /// The roots to walk for these kinds. A root whose base is outside may turn out to be of any kind.
    pub(super) fn roots(&self, kinds: Kinds) -> Vec<u32> {
        let wanted = |rank: &u32| match self.root(*rank) {
            Some(Root::Whole(kind)) => kinds.contains(kind),
            Some(Root::Outside) => true,
            None => false,
        };
        self.roots.iter().copied().filter(wanted).collect()
    }

    /// What the tree of that root grows from; `None` if the entry is no root.
    pub(super) fn root(&self, rank: u32) -> Option<Root> {
        let base = self.base[rank as usize];
        let whole = WHOLE.iter().find(|(value, _)| *value == base).map(|(_, kind)| Root::Whole(*kind));
        whole.or((base == OUTSIDE).then_some(Root::Outside))
    }

    /// The entries stored as changes to that one.
    pub(super) fn children(&self, rank: u32) -> &[u32] {
        &self.children[self.starts[rank as usize] as usize..self.starts[rank as usize + 1] as usize]
    }

    /// The entry and all that are built on it.
    pub(super) fn tree(&self, rank: u32) -> Vec<u32> {
        let mut tree = vec![rank];
        let mut next = 0;
        while let Some(&node) = tree.get(next) {
            tree.extend_from_slice(self.children(node));
            next += 1;
        }
        tree
    }

    /// Counts nodes, orders children and roots by it, and finds what no root reaches.
    fn order(&mut self, pack: &Pack) {
        let roots: Vec<u32> = (0..pack.len() as u32).filter(|rank| self.root(*rank).is_some()).collect();
        let mut order = roots.clone();
        let mut next = 0;
        while let Some(&node) = order.get(next) {
            let children = self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize;
            order.extend_from_slice(&self.children[children]);
            next += 1;
        }
        let mut nodes = vec![0u32; pack.len()];
        for &rank in order.iter().rev() {
            nodes[rank as usize] += 1;
            let base = self.base[rank as usize];
            if base < MOST_RANK {
                nodes[base as usize] += nodes[rank as usize];
            }
        }
        for rank in 0..pack.len() {
            let children = self.starts[rank] as usize..self.starts[rank + 1] as usize;
            let children = &mut self.children[children];
            if let Some(heaviest) = (0..children.len()).max_by_key(|child| nodes[children[*child] as usize]) {
                children[heaviest..].rotate_left(1);
            }
        }
        self.roots = roots;
        self.roots.sort_by_key(|rank| match nodes[*rank as usize] {
            count if count > LARGE_TREE => (std::cmp::Reverse(count), 0),
            _ => (std::cmp::Reverse(0), *rank),
        });
        self.find_unreached(pack, &nodes);
    }

    fn find_unreached(&mut self, pack: &Pack, nodes: &[u32]) {
        let known: std::collections::HashSet<u32> = self.broken.iter().map(|(rank, _)| *rank).collect();
        for rank in (0..pack.len() as u32).filter(|rank| nodes[*rank as usize] == 0 && !known.contains(rank)) {
            let what = "it is built on an object that cannot be read, or on itself";
            self.broken.push((rank, Problem::new(Fault::Corrupt, pack.place(rank as usize), what).hiding(1)));
        }
    }
}

/// Reads the headers of entries from rank `first` on into `bases`.
fn read_headers(pack: &Pack, first: usize, bases: &mut [Base]) -> Vec<(u32, Problem)> {
    let mut reader = Reader::default();
    let mut broken = Vec::new();
    for (rank, base) in (first..).zip(bases) {
        match read_base(pack, &mut reader, rank) {
            Ok(found) => *base = found,
            Err(error) => broken.push((rank as u32, pack.problem(rank, &error).hiding(1))),
        }
    }
    broken
}

fn read_base(pack: &Pack, reader: &mut Reader, rank: usize) -> Result<Base, EntryError> {
    let header = reader.header(&pack.file, pack.extent(rank), pack.format.width())?;
    match header.stored {
        Stored::Whole(kind) => Ok(WHOLE[kind as usize].0),
        Stored::OffsetDelta(offset) => {
            let base = pack.rank_before(offset, rank).filter(|base| *base < rank);
            base.map(|base| base as u32).ok_or(EntryError::Corrupt("its base is not where an entry begins"))
        }
        Stored::IdDelta(id) => {
            let offset = pack.index.find(&id);
            Ok(offset.and_then(|offset| pack.rank(offset)).map_or(OUTSIDE, |base| base as u32))
        }
    }
}

/// The children of every entry, as one list and where each entry's part of it begins.
fn children(base: &[Base]) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0u32; base.len() + 1];
    for &base in base.iter().filter(|base| **base < MOST_RANK) {
        starts[base as usize + 1] += 1;
    }
    for rank in 0..base.len() {
        starts[rank + 1] += starts[rank];
    }
    let mut children = vec![0; starts[base.len()] as usize];
    let mut free = starts.clone();
    for (rank, &base) in base.iter().enumerate().filter(|(_, base)| **base < MOST_RANK) {
        children[free[base as usize] as usize] = rank as u32;
        free[base as usize] += 1;
    }
    (starts, children)
}
