//! The walk over all objects: every delta tree depth first, on all threads.

use super::delta::{self, Copied, DeltaError, Edits};
use super::entry::{EntryError, Reader, Stored};
use super::forest::{Forest, Root};
use super::id::{Kind, Kinds, Oid};
use super::loose;
use super::pack::Pack;
use super::problem::{Fault, Problem};
use super::store::{Ranks, Store};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// An object as the walk gives it to a visitor.
#[derive(Clone, Copy, Debug)]
pub struct Object<'a> {
    /// Its id.
    pub id: Oid,
    /// What it is.
    pub kind: Kind,
    /// All of its content.
    pub content: &'a [u8],
    /// False if the same object was or will be given as first from another pack or file. It is given here because others
    /// are built on it: what is kept for it matters, what is reported of it does not.
    pub first: bool,
    /// Whether objects built on it follow. If not, what the visitor returns for it is dropped at once.
    pub is_base: bool,
    /// How it came out of its base, if it is stored as a change to one.
    pub delta: Option<Delta<'a>>,
}

/// How an object came out of its base.
#[derive(Clone, Copy, Debug)]
pub struct Delta<'a> {
    /// All of the base's content.
    pub base: &'a [u8],
    /// What is new, as ranges of the object's content in ascending order: inserted bytes, and as an empty range each
    /// place at which text meets that stood apart in the base, or at which the base's start or end was cut off.
    pub changed: &'a [Range<usize>],
    /// What is the base's, in the order of the object's content.
    pub copies: &'a [Copied],
}

impl Delta<'_> {
    /// Where a stretch of the base is in the object, if one copy, or copies that follow one another in both, hold all of
    /// it. Where several do, it is the first.
    #[must_use]
    pub fn moved(&self, stretch: &Range<usize>) -> Option<Range<usize>> {
        self.moves(stretch).next()
    }

    /// All the places where a stretch of the base is in the object, see [`Delta::moved`].
    pub fn moves(&self, stretch: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let stretch = stretch.clone();
        self.copies.iter().enumerate().filter_map(move |(at, copied)| {
            let inside = copied.from <= stretch.start && stretch.start < copied.from + copied.len;
            let mut held = copied.from + copied.len;
            let mut end = copied.to + copied.len;
            for next in &self.copies[at + 1..] {
                if !inside || held >= stretch.end || next.from != held || next.to != end {
                    break;
                }
                (held, end) = (held + next.len, end + next.len);
            }
            let to = copied.to + stretch.start.saturating_sub(copied.from);
            (inside && held >= stretch.end).then(|| to..to + stretch.len())
        })
    }
}

/// A part of an object that is too large to be held.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The object's id.
    pub id: Oid,
    /// What the object is.
    pub kind: Kind,
    /// The object's size in bytes.
    pub size: u64,
    /// Where `content` begins in the object.
    pub offset: u64,
    /// This part's bytes.
    pub content: &'a [u8],
    /// How many bytes at the start of `content` were the end of the part before: 32 KiB, or 0 in the first part.
    pub overlap: usize,
    /// As in [`Object::first`].
    pub first: bool,
}

/// Sees the objects of a store. Each thread has a visitor of its own.
pub trait Visit: Send {
    /// What a visitor keeps of an object for as long as objects built on it are still to come.
    type Kept;

    /// Sees an object. `base` is what this visitor returned for the object it is built on: an object stored as a change
    /// is always seen after its base, by the same visitor. It is `None` exactly if `object.delta` is.
    fn visit(&mut self, object: &Object<'_>, base: Option<&Self::Kept>) -> Self::Kept;

    /// Sees the next part of an object over [`Options::largest`]. The parts of one object follow one another.
    fn visit_part(&mut self, part: &Part<'_>);
}

/// What to walk and how.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The kinds of objects to give. Trees of deltas of other kinds are not inflated.
    pub kinds: Kinds,
    /// How many threads to use.
    pub threads: usize,
    /// The most bytes of an object that is held whole. A larger one is given in parts of 4 MiB if it is stored whole,
    /// and is a problem if it is stored as a change to another.
    pub largest: usize,
    /// Where the walk tells how far it is and is told to stop.
    pub progress: &'a Progress,
}

impl<'a> Options<'a> {
    /// Objects of these kinds, on all cores, the largest held 512 MiB (above which git makes no deltas).
    #[must_use]
    pub fn new(kinds: Kinds, progress: &'a Progress) -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self { kinds, threads, largest: 512 << 20, progress }
    }
}

/// How far a walk is. It may be read, and stopped, from another thread.
#[derive(Debug, Default)]
pub struct Progress {
    stop: AtomicBool,
    objects: AtomicU64,
    bytes: AtomicU64,
}

impl Progress {
    /// Asks the walk to end soon. It then reports a problem of [`Fault::Stopped`].
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// How many objects were given so far.
    #[must_use]
    pub fn objects(&self) -> u64 {
        self.objects.load(Ordering::Relaxed)
    }

    /// How many bytes of content were given so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }
}

/// What a walk leaves.
#[derive(Debug)]
pub struct Walked<V> {
    /// The visitors, one for each thread.
    pub visitors: Vec<V>,
    /// What could not be read, sorted; those met while the store was opened are in [`Store::problems`].
    pub problems: Vec<Problem>,
}

/// Gives every object of the wanted kinds to the visitors that `make` makes.
///
/// The objects come in no order that a caller could rely on, other than bases before what is built on them; which
/// visitor sees an object depends on timing, which objects are given and each one's `first` do not.
pub fn walk<V: Visit>(store: &mut Store, options: &Options<'_>, make: impl FnMut() -> V) -> Walked<V> {
    let mut visitors: Vec<V> = std::iter::repeat_with(make).take(options.threads.max(1)).collect();
    let mut losses = Mutex::default();
    let (mut packs, mut round) = (0, 0);
    loop {
        let shared = Shared { store, options, heavy: Mutex::default(), losses };
        shared.walk_from(packs, round, &mut visitors);
        losses = shared.losses;
        packs = store.packs().len();
        round = store.refresh();
        let news = store.packs().len() > packs || store.loose_from(round).next().is_some();
        if !news || options.progress.stopped() {
            break;
        }
    }
    let shared = Shared { store, options, heavy: Mutex::default(), losses };
    let mut problems = shared.recover(&mut visitors);
    if options.progress.stopped() {
        problems.push(Problem::new(Fault::Stopped, store.git_dir().display(), "the walk was stopped before its end"));
    }
    problems.sort();
    Walked { visitors, problems }
}

/// Something unreadable, and the objects that were not seen because of it.
struct Loss {
    problem: Problem,
    objects: Vec<Oid>,
}

struct Shared<'a> {
    store: &'a Store,
    options: &'a Options<'a>,
    /// Held by the one thread that may have objects above [`Shared::heavy_size`] in memory.
    heavy: Mutex<()>,
    losses: Mutex<Vec<Loss>>,
}

/// How many roots a thread takes at once.
const GRAB: usize = 32;
/// The size of the parts in which the largest objects are given.
const PART: usize = 4 << 20;
/// Buffers kept for reuse.
const POOL: usize = 8;
/// A buffer of more bytes is not kept.
const POOLED: usize = 4 << 20;

impl Shared<'_> {
    /// Walks the packs from that number on and the loose objects from that listing on.
    fn walk_from<V: Visit>(&self, packs: usize, round: u32, visitors: &mut [V]) {
        let duplicates = self.store.duplicates(packs, round);
        for (pack, duplicates) in self.store.packs()[packs..].iter().zip(&duplicates) {
            if self.options.progress.stopped() {
                return;
            }
            self.walk_pack(pack, duplicates, visitors);
        }
        self.walk_loose(round, visitors);
    }

    fn walk_pack<V: Visit>(&self, pack: &Pack, duplicates: &Ranks, visitors: &mut [V]) {
        let mut forest = Forest::build(pack, self.options.threads);
        for (rank, problem) in std::mem::take(&mut forest.broken) {
            self.lose(problem, vec![pack.id(rank as usize)]);
        }
        let roots = forest.roots(self.options.kinds);
        let next = AtomicUsize::new(0);
        let walk = |visitor: &mut V| {
            let mut worker = Worker::new(self, pack, &forest, duplicates, visitor);
            while let Some(share) = grab(&next, &roots).filter(|_| !self.options.progress.stopped()) {
                share.iter().for_each(|root| worker.walk_tree(*root));
            }
        };
        on_all(visitors, walk);
    }

    fn walk_loose<V: Visit>(&self, round: u32, visitors: &mut [V]) {
        let objects: Vec<_> = self.store.loose_from(round).collect();
        let next = AtomicUsize::new(0);
        let walk = |visitor: &mut V| {
            let mut reader = loose::Reader::default();
            while let Some(share) = grab(&next, &objects).filter(|_| !self.options.progress.stopped()) {
                for object in share.iter().filter(|object| object.first) {
                    self.visit_loose(object, &mut reader, visitor);
                }
            }
        };
        on_all(visitors, walk);
    }

    fn visit_loose<V: Visit>(&self, object: &loose::Loose, reader: &mut loose::Reader, visitor: &mut V) {
        let path = self.store.loose_path(object);
        let id = object.id;
        let wanted = |kind| self.options.kinds.contains(kind);
        let result = reader.read(&path, self.options.largest, wanted, |read| match read {
            loose::Read::Whole(kind, content) => {
                visitor.visit(&Object { id, kind, content, first: true, is_base: false, delta: None }, None);
                self.count(content.len() as u64);
            }
            loose::Read::Part { kind, size, offset, content, overlap } => {
                visitor.visit_part(&Part { id, kind, size, offset, content, overlap, first: true });
            }
        });
        if let Err(problem) = result {
            self.lose(problem.hiding(1), vec![id]);
        }
    }

    fn count(&self, bytes: u64) {
        self.options.progress.objects.fetch_add(1, Ordering::Relaxed);
        self.options.progress.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    fn lose(&self, problem: Problem, objects: Vec<Oid>) {
        self.losses.lock().unwrap_or_else(PoisonError::into_inner).push(Loss { problem, objects });
    }

    /// Looks for another copy of everything that was lost.
    fn recover<V: Visit>(&self, visitors: &mut [V]) -> Vec<Problem> {
        let losses = std::mem::take(&mut *self.losses.lock().unwrap_or_else(PoisonError::into_inner));
        let mut given = HashSet::new();
        losses.into_iter().map(|loss| self.recover_one(loss, &mut given, visitors)).collect()
    }

    fn recover_one<V: Visit>(&self, loss: Loss, given: &mut HashSet<Oid>, visitors: &mut [V]) -> Problem {
        let mut missing = 0;
        for id in loss.objects {
            if given.contains(&id) {
                continue;
            }
            let Ok((kind, content)) = self.store.read(&id, self.options.largest) else {
                missing += 1;
                continue;
            };
            given.insert(id);
            if let Some(visitor) = visitors.first_mut().filter(|_| self.options.kinds.contains(kind)) {
                visitor.visit(&Object { id, kind, content: &content, first: true, is_base: false, delta: None }, None);
                self.count(content.len() as u64);
            }
        }
        match missing {
            0 => Problem { fault: Fault::Damaged, objects: 0, ..loss.problem },
            _ => loss.problem.hiding(missing),
        }
    }
}

/// Runs a task for every visitor, each on a thread of its own.
fn on_all<V: Visit>(visitors: &mut [V], task: impl Fn(&mut V) + Sync) {
    if let [visitor] = visitors {
        return task(visitor);
    }
    std::thread::scope(|scope| {
        for visitor in visitors {
            scope.spawn(|| task(visitor));
        }
    });
}

/// The next share of a list that threads work through together.
fn grab<'a, T>(next: &AtomicUsize, list: &'a [T]) -> Option<&'a [T]> {
    let start = next.fetch_add(GRAB, Ordering::Relaxed);
    list.get(start..).filter(|rest| !rest.is_empty()).map(|rest| &rest[..rest.len().min(GRAB)])
}

/// One thread's work on one pack.
struct Worker<'a, V> {
    shared: &'a Shared<'a>,
    pack: &'a Pack,
    forest: &'a Forest,
    duplicates: &'a Ranks,
    visitor: &'a mut V,
    reader: Reader,
    delta: Vec<u8>,
    edits: Edits,
    pool: Vec<Vec<u8>>,
}

/// An object whose children are being visited.
struct Frame<K> {
    rank: u32,
    next: usize,
    content: Vec<u8>,
    /// The content was let go.
    spilled: bool,
    kept: K,
}

impl<'a, V: Visit> Worker<'a, V> {
    fn new(
        shared: &'a Shared<'a>,
        pack: &'a Pack,
        forest: &'a Forest,
        duplicates: &'a Ranks,
        visitor: &'a mut V,
    ) -> Self {
        let (reader, delta, edits, pool) = (Reader::default(), Vec::new(), Edits::default(), Vec::new());
        Self { shared, pack, forest, duplicates, visitor, reader, delta, edits, pool }
    }

    /// Visits a root and everything built on it. The child with the most nodes comes last, when its base is no longer
    /// needed, so that no more frames are held than the logarithm of the tree's nodes.
    fn walk_tree(&mut self, root: u32) {
        let mut heavy = None;
        let Some((kind, root)) = self.visit_root(root, &mut heavy) else { return };
        let mut stack = vec![root];
        while let Some(frame) = stack.last_mut() {
            let Some(&child) = self.forest.children(frame.rank).get(frame.next) else {
                let frame = stack.pop();
                frame.into_iter().for_each(|frame| self.recycle(frame.content));
                continue;
            };
            frame.next += 1;
            let visited =
                if self.restore(frame, child) { self.visit_child(child, kind, frame, &mut heavy) } else { None };
            if frame.next == self.forest.children(frame.rank).len() {
                let frame = stack.pop();
                frame.into_iter().for_each(|frame| self.recycle(frame.content));
            }
            match visited {
                Some(child) if self.forest.children(child.rank).is_empty() => self.recycle(child.content),
                Some(child) => {
                    stack.push(child);
                    self.spill(&mut stack);
                }
                None => {}
            }
        }
    }

    /// Lets the oldest contents go if too much is held.
    fn spill(&self, stack: &mut [Frame<V::Kept>]) {
        let Some((current, way)) =
            stack.split_last_mut().filter(|(current, _)| current.content.len() > self.shared.heavy_size())
        else {
            return;
        };
        let mut held = way.iter().map(|frame| frame.content.len()).sum::<usize>() + current.content.len();
        for frame in way {
            if held <= self.shared.most_held() {
                break;
            }
            held -= frame.content.len();
            frame.content = Vec::new();
            frame.spilled = true;
        }
    }

    /// Builds a content that was let go once more; loses the tree of the child that needs it if that fails.
    fn restore(&self, frame: &mut Frame<V::Kept>, child: u32) -> bool {
        if !frame.spilled {
            return true;
        }
        match self.shared.store.read_packed(self.pack, frame.rank as usize, self.shared.options.largest) {
            Ok((_, content)) => {
                frame.content = content;
                frame.spilled = false;
                true
            }
            Err(problem) => {
                self.lose(problem, &self.forest.tree(child));
                false
            }
        }
    }

    fn visit_root(&mut self, rank: u32, heavy: &mut Heavy<'a>) -> Option<(Kind, Frame<V::Kept>)> {
        if self.is_done(rank) {
            return None;
        }
        let mut content = self.pool.pop().unwrap_or_default();
        let kind = match self.forest.root(rank)? {
            Root::Whole(kind) => self.read_whole(rank, kind, heavy, &mut content).then_some(kind),
            Root::Outside => self.read_outside(rank, heavy, &mut content),
        }?;
        let object = Object {
            id: self.pack.id(rank as usize),
            kind,
            content: &content,
            first: !self.duplicates.contains(rank),
            is_base: !self.forest.children(rank).is_empty(),
            delta: None,
        };
        let kept = self.visitor.visit(&object, None);
        self.shared.count(content.len() as u64);
        Some((kind, Frame { rank, next: 0, content, spilled: false, kept }))
    }

    /// Whether an object is given elsewhere and nothing is built on it here.
    fn is_done(&self, rank: u32) -> bool {
        self.duplicates.contains(rank) && self.forest.children(rank).is_empty()
    }

    /// Reads a whole object; gives it in parts, and false, if it is too large to hold.
    fn read_whole(&mut self, rank: u32, kind: Kind, heavy: &mut Heavy<'a>, content: &mut Vec<u8>) -> bool {
        let extent = self.pack.extent(rank as usize);
        let result = self.reader.header(&self.pack.file, extent, self.pack.format.width()).and_then(|header| {
            self.shared.enter(heavy, header.size);
            self.reader.inflate(&self.pack.file, extent, &header, self.shared.options.largest, content)
        });
        match result {
            Ok(()) => return true,
            Err(EntryError::TooLarge(size)) => self.visit_parts(rank, kind, size),
            Err(error) => self.lose_tree(rank, &error),
        }
        false
    }

    fn visit_parts(&mut self, rank: u32, kind: Kind, size: u64) {
        let extent = self.pack.extent(rank as usize);
        let (id, first) = (self.pack.id(rank as usize), !self.duplicates.contains(rank));
        let mut buffer = vec![0; PART];
        let file = &self.pack.file;
        let visitor = &mut *self.visitor;
        let result = self.reader.header(file, extent, self.pack.format.width()).and_then(|header| {
            self.reader.inflate_in_parts(file, extent, &header, &mut buffer, |offset, overlap, content| {
                visitor.visit_part(&Part { id, kind, size, offset, content, overlap, first });
            })
        });
        match result {
            Ok(()) => {
                self.shared.count(size);
                for &child in self.forest.children(rank) {
                    self.lose_tree(child, &EntryError::TooLarge(size));
                }
            }
            Err(error) => self.lose_tree(rank, &error),
        }
    }

    /// Reads an object whose base is not in this pack.
    fn read_outside(&mut self, rank: u32, heavy: &mut Heavy<'a>, content: &mut Vec<u8>) -> Option<Kind> {
        let extent = self.pack.extent(rank as usize);
        let header = self.reader.header(&self.pack.file, extent, self.pack.format.width());
        let Ok(Stored::IdDelta(base)) = header.map(|header| header.stored) else { return None };
        match self.shared.store.read(&base, self.shared.options.largest) {
            Ok((kind, _)) if !self.shared.options.kinds.contains(kind) => None,
            Ok((kind, base)) => self.rebuild(rank, &base, heavy, content).then_some(kind),
            Err(problem) => {
                let tree = self.forest.tree(rank);
                let place = self.pack.place(rank as usize);
                let what = format!("it is built on object {base}, which cannot be read ({problem})");
                self.lose(Problem::new(Fault::Missing, place, what), &tree);
                None
            }
        }
    }

    fn visit_child(
        &mut self,
        rank: u32,
        kind: Kind,
        base: &Frame<V::Kept>,
        heavy: &mut Heavy<'a>,
    ) -> Option<Frame<V::Kept>> {
        if self.is_done(rank) {
            return None;
        }
        let mut content = self.pool.pop().unwrap_or_default();
        if !self.rebuild(rank, &base.content, heavy, &mut content) {
            return None;
        }
        let delta = Delta { base: &base.content, changed: &self.edits.changed, copies: &self.edits.copies };
        let object = Object {
            id: self.pack.id(rank as usize),
            kind,
            content: &content,
            first: !self.duplicates.contains(rank),
            is_base: !self.forest.children(rank).is_empty(),
            delta: Some(delta),
        };
        let kept = self.visitor.visit(&object, Some(&base.kept));
        self.shared.count(content.len() as u64);
        Some(Frame { rank, next: 0, content, spilled: false, kept })
    }

    /// Rebuilds an object from its base; loses it and its tree if that fails.
    fn rebuild(&mut self, rank: u32, base: &[u8], heavy: &mut Heavy<'a>, content: &mut Vec<u8>) -> bool {
        let extent = self.pack.extent(rank as usize);
        let (file, largest) = (&self.pack.file, self.shared.options.largest);
        let result = self.reader.header(file, extent, self.pack.format.width()).and_then(|header| {
            self.reader.inflate(file, extent, &header, largest, &mut self.delta)?;
            if let Some((_, size, _)) = delta::sizes(&self.delta) {
                self.shared.enter(heavy, size);
            }
            delta::apply(base, &self.delta, largest, content, &mut self.edits).map_err(EntryError::from)
        });
        if let Err(error) = &result {
            self.lose_tree(rank, error);
        }
        result.is_ok()
    }

    fn lose_tree(&self, rank: u32, error: &EntryError) {
        let tree = self.forest.tree(rank);
        self.lose(self.pack.problem(rank as usize, error), &tree);
    }

    fn lose(&self, problem: Problem, tree: &[u32]) {
        let first = tree.iter().filter(|rank| !self.duplicates.contains(**rank));
        let objects = first.map(|rank| self.pack.id(*rank as usize)).collect();
        self.shared.lose(problem, objects);
    }

    fn recycle(&mut self, buffer: Vec<u8>) {
        if self.pool.len() < POOL && buffer.capacity() <= POOLED {
            self.pool.push(buffer);
        }
    }
}

/// The right to hold large objects, kept until the tree is done.
type Heavy<'a> = Option<MutexGuard<'a, ()>>;

impl<'a> Shared<'a> {
    /// Objects of more bytes are held by one thread at a time.
    fn heavy_size(&self) -> usize {
        self.options.largest / 16
    }

    /// The most bytes of contents that the way from a tree's root holds beside the current object; bases beyond it are
    /// let go and built once more when they are needed.
    fn most_held(&self) -> usize {
        self.options.largest / 2
    }

    /// Waits for the right to hold an object of that size.
    fn enter(&'a self, heavy: &mut Heavy<'a>, size: u64) {
        if heavy.is_none() && size > self.heavy_size() as u64 && size <= self.options.largest as u64 {
            *heavy = Some(self.heavy.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }
}

impl From<DeltaError> for EntryError {
    fn from(error: DeltaError) -> Self {
        match error {
            DeltaError::Corrupt(what) => Self::Corrupt(what),
            DeltaError::TooLarge(size) => Self::TooLarge(size),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_moves_with_the_copies_that_hold_it() {
        let copied = |from, to, len| Copied { from, to, len };
        let copies = [copied(0, 0, 10), copied(10, 10, 5), copied(20, 30, 10), copied(2, 50, 4)];
        let delta = Delta { base: &[], changed: &[], copies: &copies };
        let moved = |start, end| delta.moves(&(start..end)).map(|range| (range.start, range.end)).collect::<Vec<_>>();
        assert_eq!(moved(3, 5), [(3, 5), (51, 53)]);
        assert_eq!(moved(8, 14), [(8, 14)], "over two copies that stay together");
        assert_eq!(moved(14, 21), [], "over a seam");
        assert_eq!(moved(22, 30), [(32, 40)]);
        assert_eq!(moved(22, 31), []);
    }
}
