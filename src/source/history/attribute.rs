//! Where blobs come from and where they still are: one pass over all commits and trees, however many blobs are asked for.

use super::graph::{Graph, Hit, NONE, Node};
use super::id::Oid;
use super::parse::{Commit, entries};
use super::problem::Problem;
use super::refs::{Refs, Target};
use super::store::Store;
use super::walk::Options;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

/// How something can be reached; the best way counts, the first being the best.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Reach {
    /// From a branch, a remote's branch, or `HEAD`.
    Branch,
    /// From a tag or another ref, such as a pull request's.
    Ref,
    /// From notes only.
    Notes,
    /// From the stash, or an older entry of it, only.
    Stash,
    /// From what a ref's log says it pointed at before, only.
    Log,
    /// In no way: it is left over until git collects it.
    Unreachable,
}

/// A commit that holds a blob.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Occurrence {
    /// The commit.
    pub commit: Oid,
    /// Where the blob is in it: one path of maybe several, names joined by `/`.
    pub path: Vec<u8>,
    /// The author's name, in the commit's encoding.
    pub author: Vec<u8>,
    /// The author's e-mail address.
    pub email: Vec<u8>,
    /// When the author made it, in seconds since 1970 UTC.
    pub time: i64,
}

/// A blob's life.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Life {
    /// The best way to reach a commit that holds it. Of blobs that no commit holds: `Ref` if a ref or a tag points at it
    /// or at a tree with it, else `Unreachable` (as what was only ever staged).
    pub reach: Reach,
    /// The first commit that held it, parents before children, else by date, among those of the best reach.
    pub first: Option<Occurrence>,
    /// The last commit that holds it, in the same order.
    pub last: Option<Occurrence>,
    /// Whether the newest commit of a branch holds it.
    pub in_tip: bool,
}

/// What to find out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Question<'a> {
    /// The blobs whose lives are wanted.
    pub blobs: &'a [Oid],
    /// Whether to look for objects that others name and that are not in the store. It costs a look-up for each entry of a
    /// tree that is not its base's.
    pub missing: bool,
}

/// What was found out.
#[derive(Clone, Debug, Default)]
pub struct Attribution {
    /// The life of each blob that was asked for.
    pub lives: HashMap<Oid, Life>,
    /// Objects that commits, trees, tags or refs name and that are not here, sorted; those beyond the end of a shallow
    /// clone and commits of submodules not counted. Empty unless asked for.
    pub missing: Vec<Oid>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Finds where blobs come from. `options.kinds` is of no effect.
pub fn attribute(store: &mut Store, refs: &Refs, question: &Question<'_>, options: &Options<'_>) -> Attribution {
    let mut traces = Traces::gather(store, refs, question, options);
    let mut attribution = Attribution { missing: std::mem::take(&mut traces.missing), ..Attribution::default() };
    let mut teller = traces.teller(store);
    for blob in question.blobs {
        let trace = traces.of(blob);
        let life =
            Life { reach: trace.reach, first: teller.first(&trace), last: teller.last(&trace), in_tip: trace.in_tip };
        attribution.lives.insert(*blob, life);
    }
    attribution.problems.append(&mut teller.problems);
    attribution.problems.splice(0..0, traces.problems);
    attribution
}

/// Where blobs are, without what would have to be read to tell it: see [`Teller`].
#[derive(Debug)]
pub struct Traces {
    history: History,
    wanted: HashMap<Oid, u32>,
    first: Marks,
    last: Marks,
    tips: Marks,
    referred: HashSet<u32>,
    /// For each commit its place in the order.
    rank: Vec<u32>,
    /// As [`Attribution::missing`].
    pub missing: Vec<Oid>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Where a blob is: a [`Life`] in numbers.
#[derive(Clone, Copy, Debug)]
pub struct Trace {
    /// As [`Life::reach`].
    pub reach: Reach,
    /// The place of the first commit that held it in an order of all commits: better reach first, parents before
    /// children, else by date.
    pub first: Option<u32>,
    /// The place of the last commit.
    pub last: Option<u32>,
    /// Whether the newest commit of a branch holds it.
    pub in_tip: bool,
    /// The number of its file's name in the first commit, see [`Traces::name`].
    pub name: Option<u32>,
    earliest: Option<Hit>,
    latest: Option<Hit>,
}

impl Traces {
    /// Reads all commits and trees. `options.kinds` is of no effect.
    pub fn gather(store: &mut Store, refs: &Refs, question: &Question<'_>, options: &Options<'_>) -> Self {
        let mut graph = Graph::build(store, question.blobs, question.missing, options);
        let problems = std::mem::take(&mut graph.problems);
        let missing = if question.missing { missing(store, &graph, refs) } else { Vec::new() };
        let history = History::new(graph, refs);
        let mut rank = vec![NONE; history.graph.commits.len()];
        for (place, &at) in (0..).zip(&history.order) {
            rank[at as usize] = place;
        }
        let none = question.blobs.is_empty();
        let (first, last, tips) = if none {
            Default::default()
        } else {
            let first = history.mark(history.order.iter().copied());
            (first, history.mark_last(), history.mark(history.tips.iter().copied()))
        };
        let referred = if none { HashSet::new() } else { history.referred() };
        let wanted = question.blobs.iter().copied().zip(0..).collect();
        Self { history, wanted, first, last, tips, referred, rank, missing, problems }
    }

    /// How many commits there are.
    #[must_use]
    pub fn commits(&self) -> usize {
        self.rank.len()
    }

    /// How many trees there are.
    #[must_use]
    pub fn trees(&self) -> u64 {
        self.history.graph.trees
    }

    /// Where a blob is that was asked for.
    #[must_use]
    pub fn of(&self, blob: &Oid) -> Trace {
        let all = &self.history.graph.hits;
        let hits: &[Hit] = self.wanted.get(blob).map_or(&[], |&wanted| {
            let start = all.partition_point(|hit| hit.wanted < wanted);
            &all[start..start + all[start..].partition_point(|hit| hit.wanted == wanted)]
        });
        let held = |marks: &Marks, hit: &Hit| marks.commit[hit.tree as usize];
        let place = |marks: &Marks, hit: &Hit| match held(marks, hit) {
            NONE => None,
            at => Some(self.rank[at as usize]),
        };
        let earliest = hits.iter().filter(|hit| place(&self.first, hit).is_some());
        let earliest = earliest.min_by_key(|hit| place(&self.first, hit)).copied();
        let latest = hits.iter().filter(|hit| place(&self.last, hit).is_some());
        let latest = latest.max_by_key(|hit| place(&self.last, hit)).copied();
        let reach = match earliest {
            Some(hit) => self.history.reach[held(&self.first, &hit) as usize],
            None if self.history.others.contains(blob) || hits.iter().any(|hit| self.referred.contains(&hit.tree)) => {
                Reach::Ref
            }
            None => Reach::Unreachable,
        };
        Trace {
            reach,
            first: earliest.and_then(|hit| place(&self.first, &hit)),
            last: latest.and_then(|hit| place(&self.last, &hit)),
            in_tip: hits.iter().any(|hit| held(&self.tips, hit) != NONE),
            name: earliest.or(hits.first().copied()).map(|hit| hit.name),
            earliest,
            latest,
        }
    }

    /// How a commit can be reached; `None` if it is not here.
    #[must_use]
    pub fn reach_of(&self, commit: &Oid) -> Option<Reach> {
        let number = self.history.graph.numbers.get(commit.as_bytes())?;
        let at = self.history.graph.commits.binary_search_by_key(&number, |node| node.number).ok()?;
        self.history.reach.get(at).copied()
    }

    /// A file's name by its number.
    #[must_use]
    pub fn name(&self, number: u32) -> &[u8] {
        self.history.graph.names.get(number as usize).map_or(&[], |name| name)
    }

    /// Reads what else is to be told.
    #[must_use]
    pub fn teller<'a>(&'a self, store: &'a Store) -> Teller<'a> {
        Teller { store, traces: self, trees: HashMap::new(), problems: Vec::new() }
    }
}

/// What is named and not here.
fn missing(store: &Store, graph: &Graph, refs: &Refs) -> Vec<Oid> {
    let shallow: HashSet<&Oid> = refs.shallow.iter().collect();
    let whole =
        graph.commits.iter().filter(|commit| graph.numbers.id(commit.number).is_none_or(|id| !shallow.contains(&id)));
    let parents = whole.flat_map(|commit| &commit.parents);
    let targets = refs.targets.values().filter_map(|target| match target {
        Target::Id(id) => Some(id),
        Target::Name(_) => None,
    });
    let absent = |id: &&Oid| graph.numbers.get(id.as_bytes()).is_none() && !store.contains(id);
    let named = parents.chain(targets).chain(graph.tags.values()).filter(absent);
    let mut missing: Vec<Oid> = graph.missing.iter().chain(named).copied().collect();
    missing.sort_unstable();
    missing.dedup();
    missing
}

/// The commits in order, and from where each can be reached.
#[derive(Debug)]
struct History {
    graph: Graph,
    /// Places of commits in the graph: those of better reach first, parents before children, else by date.
    order: Vec<u32>,
    /// The reach of each commit.
    reach: Vec<Reach>,
    /// Places of the commits that branches point at.
    tips: Vec<u32>,
    /// Objects that refs point at and that are no commits.
    others: HashSet<Oid>,
}

/// For each tree the first commit that has it, in some order of commits, and the tree in which it is there.
#[derive(Debug, Default)]
struct Marks {
    commit: Vec<u32>,
    parent: Vec<u32>,
}

impl History {
    fn new(graph: Graph, refs: &Refs) -> Self {
        let mut place = vec![NONE; graph.numbers.len()];
        for (at, commit) in (0..).zip(&graph.commits) {
            place[commit.number as usize] = at;
        }
        let find = |id: &Oid| {
            let at = graph.numbers.get(id.as_bytes()).map_or(NONE, |number| place[number as usize]);
            (at != NONE).then_some(at)
        };
        let parents: Vec<Vec<u32>> =
            graph.commits.iter().map(|commit| commit.parents.iter().filter_map(find).collect()).collect();
        let (mut starts, mut others) = (Vec::new(), HashSet::new());
        for (reach, id) in starting_points(refs) {
            let id = peel(&graph, id);
            match find(&id) {
                Some(at) => starts.push((reach, at)),
                None => drop(others.insert(id)),
            }
        }
        starts.sort_unstable();
        let tips = starts.iter().filter(|(reach, _)| *reach == Reach::Branch).map(|(_, at)| *at).collect();
        let reach = vec![Reach::Unreachable; graph.commits.len()];
        let mut history = Self { graph, order: Vec::new(), reach, tips, others };
        history.spread(&starts, &parents);
        history.sort(&parents);
        history
    }

    /// Gives every commit the reach of the best start from which it can be reached.
    fn spread(&mut self, starts: &[(Reach, u32)], parents: &[Vec<u32>]) {
        for &(reach, start) in starts {
            let mut stack = vec![start];
            while let Some(at) = stack.pop() {
                if self.reach[at as usize] > reach {
                    self.reach[at as usize] = reach;
                    stack.extend(&parents[at as usize]);
                }
            }
        }
    }

    /// Orders the commits: a child has no better reach than its parent, so that reach may come first.
    fn sort(&mut self, parents: &[Vec<u32>]) {
        let mut waiting: Vec<u32> = parents.iter().map(|parents| parents.len() as u32).collect();
        let mut children = vec![Vec::new(); parents.len()];
        for (at, parents) in (0u32..).zip(parents) {
            parents.iter().for_each(|parent| children[*parent as usize].push(at));
        }
        let key = |at: u32| Reverse((self.reach[at as usize], self.graph.commits[at as usize].time, at));
        let mut ready: BinaryHeap<_> =
            (0u32..).zip(&waiting).filter(|(_, count)| **count == 0).map(|(at, _)| key(at)).collect();
        let mut order = Vec::with_capacity(parents.len());
        while let Some(Reverse((_, _, at))) = ready.pop() {
            order.push(at);
            for &child in &children[at as usize] {
                waiting[child as usize] -= 1;
                if waiting[child as usize] == 0 {
                    ready.push(key(child));
                }
            }
        }
        order.sort_by_key(|at| self.reach[*at as usize]);
        self.order = order;
    }

    fn node(&self, at: u32) -> &Node {
        &self.graph.commits[at as usize]
    }

    /// Marks every tree with the first commit, in the order given, that has it.
    fn mark(&self, commits: impl Iterator<Item = u32>) -> Marks {
        let count = self.graph.numbers.len();
        let mut marks = Marks { commit: vec![NONE; count], parent: vec![NONE; count] };
        let mut stack = Vec::new();
        for at in commits {
            let root = self.node(at).tree;
            if root == NONE || marks.commit[root as usize] != NONE {
                continue;
            }
            marks.commit[root as usize] = at;
            stack.push(root);
            while let Some(tree) = stack.pop() {
                for &subtree in self.graph.subtrees(tree) {
                    if marks.commit[subtree as usize] == NONE {
                        marks.commit[subtree as usize] = at;
                        marks.parent[subtree as usize] = tree;
                        stack.push(subtree);
                    }
                }
            }
        }
        marks
    }

    /// Marks every tree with the last commit of its best reach that has it.
    fn mark_last(&self) -> Marks {
        let groups = self.order.chunk_by(|a, b| self.reach[*a as usize] == self.reach[*b as usize]);
        self.mark(groups.flat_map(|group| group.iter().rev().copied()))
    }

    /// Trees that a ref or a tag points at, and those in them.
    fn referred(&self) -> HashSet<u32> {
        let mut stack: Vec<u32> = self.others.iter().filter_map(|id| self.graph.numbers.get(id.as_bytes())).collect();
        let mut seen = HashSet::new();
        while let Some(tree) = stack.pop() {
            if seen.insert(tree) {
                stack.extend(self.graph.subtrees(tree));
            }
        }
        seen
    }
}

/// What refs and their logs point at, and what reach that gives.
fn starting_points(refs: &Refs) -> Vec<(Reach, Oid)> {
    let targets = refs.targets.iter().filter_map(|(name, target)| match target {
        Target::Id(id) => Some((reach_of(name), *id)),
        Target::Name(_) => None,
    });
    let logs = refs.logs.iter().flat_map(|entry| {
        let reach = if reach_of(&entry.name) == Reach::Stash { Reach::Stash } else { Reach::Log };
        [(reach, entry.old), (reach, entry.new)]
    });
    targets.chain(logs).filter(|(_, id)| !id.is_null()).collect()
}

/// What a ref of that name gives to what it points at.
fn reach_of(name: &[u8]) -> Reach {
    let name = match name.strip_prefix(b"worktrees/") {
        Some(rest) => rest.iter().position(|byte| *byte == b'/').map_or(rest, |at| &rest[at + 1..]),
        None => name,
    };
    match name {
        b"HEAD" => Reach::Branch,
        b"refs/stash" => Reach::Stash,
        _ if name.starts_with(b"refs/heads/") || name.starts_with(b"refs/remotes/") => Reach::Branch,
        _ if name.starts_with(b"refs/notes/") => Reach::Notes,
        _ if name.starts_with(b"refs/") => Reach::Ref,
        _ => Reach::Log,
    }
}

/// What a tag, or a tag of a tag, is put on.
fn peel(graph: &Graph, mut id: Oid) -> Oid {
    // A tag cannot be put on itself, but nothing here has checked its hash.
    for _ in 0..=graph.tags.len() {
        match graph.tags.get(&id) {
            Some(target) => id = *target,
            None => break,
        }
    }
    id
}

/// Reads what a result needs of commits and trees.
#[derive(Debug)]
pub struct Teller<'a> {
    store: &'a Store,
    traces: &'a Traces,
    trees: HashMap<u32, Vec<u8>>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Commits and trees of more bytes are not read once more.
const LARGEST: usize = 64 << 20;
/// No path has more folders.
const DEEPEST: usize = 4096;

/// So many trees are held at most.
const MOST_TREES: usize = 4096;

impl Teller<'_> {
    /// The first commit that held the blob.
    pub fn first(&mut self, trace: &Trace) -> Option<Occurrence> {
        trace.earliest.and_then(|hit| self.tell(&hit, &self.traces.first))
    }

    /// The last commit that holds the blob.
    pub fn last(&mut self, trace: &Trace) -> Option<Occurrence> {
        trace.latest.and_then(|hit| self.tell(&hit, &self.traces.last))
    }

    /// The commit, author and date of a place in the order of commits.
    pub fn commit(&mut self, place: u32) -> Option<Occurrence> {
        let at = *self.traces.history.order.get(place as usize)?;
        self.tell_commit(self.traces.history.node(at))
    }

    fn tell(&mut self, hit: &Hit, marks: &Marks) -> Option<Occurrence> {
        let node = self.traces.history.node(marks.commit[hit.tree as usize]);
        let path = self.path(hit, marks);
        self.tell_commit(node).map(|occurrence| Occurrence { path, ..occurrence })
    }

    fn tell_commit(&mut self, node: &Node) -> Option<Occurrence> {
        let commit = self.traces.history.graph.numbers.id(node.number)?;
        let content = self.store.read(&commit, LARGEST).map(|(_, content)| content);
        let content = content.map_err(|problem| self.problems.push(problem)).unwrap_or_default();
        let author = Commit::parse(&content).author;
        let (name, email, time) = (author.name.to_vec(), author.email.to_vec(), author.time);
        Some(Occurrence { commit, path: Vec::new(), author: name, email, time })
    }

    /// The path of a hit, by the trees through which it was marked.
    fn path(&mut self, hit: &Hit, marks: &Marks) -> Vec<u8> {
        let mut names = vec![self.traces.name(hit.name).to_vec()];
        let mut tree = hit.tree;
        while names.len() < DEEPEST {
            let parent = marks.parent[tree as usize];
            if parent == NONE {
                break;
            }
            names.push(self.name_in(parent, tree));
            tree = parent;
        }
        names.reverse();
        names.join(b"/".as_slice())
    }

    /// The name of a tree in the one that holds it.
    fn name_in(&mut self, parent: u32, tree: u32) -> Vec<u8> {
        let numbers = &self.traces.history.graph.numbers;
        let (Some(parent_id), Some(id)) = (numbers.id(parent), numbers.id(tree)) else { return Vec::new() };
        if self.trees.len() >= MOST_TREES {
            self.trees.clear();
        }
        let content = self.trees.entry(parent).or_insert_with(|| match self.store.read(&parent_id, LARGEST) {
            Ok((_, content)) => content,
            Err(problem) => {
                self.problems.push(problem);
                Vec::new()
            }
        });
        let mut entries = entries(content, self.store.format()).flatten();
        entries
            .find(|entry| entry.id == id.as_bytes() && entry.is_tree())
            .map_or_else(Vec::new, |entry| entry.name.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::Place;
    use super::super::{Fault, Kinds, Progress};
    use super::*;

    fn ask(place: &Place, name: &str, blobs: &[Oid]) -> (Attribution, Refs) {
        let mut store = Store::open(&place.path(name)).expect("a repository");
        let refs = Refs::read(&store);
        let progress = Progress::default();
        let question = Question { blobs, missing: true };
        let options = Options { threads: 2, ..Options::new(Kinds::ALL, &progress) };
        (attribute(&mut store, &refs, &question, &options), refs)
    }

    fn id(place: &Place, name: &str, what: &str) -> Oid {
        Oid::from_hex(place.git(name, &["rev-parse", what]).trim_ascii()).expect("hex")
    }

    /// A blob written by git, and its id.
    fn write(place: &Place, name: &str, content: &str) -> Oid {
        std::fs::write(place.path("scratch"), content).expect("written");
        let path = place.path("scratch");
        Oid::from_hex(place.git(name, &["hash-object", "-w", path.to_str().expect("plain")]).trim_ascii()).expect("hex")
    }

    #[test]
    fn a_blob_added_and_removed_has_its_first_and_last_commit() {
        let place = Place::new();
        place.repository("r", &[]);
        place.commit("r", "deep/er/secret.env", b"one", "add");
        let (blob, first) = (id(&place, "r", "HEAD:deep/er/secret.env"), id(&place, "r", "HEAD"));
        place.commit("r", "README", b"else", "between");
        let last = id(&place, "r", "HEAD");
        place.commit("r", "deep/er/secret.env", b"two", "change");
        let second = id(&place, "r", "HEAD:deep/er/secret.env");
        for _ in ["loose", "packed"] {
            let (attribution, _) = ask(&place, "r", &[second, blob]);
            assert_eq!((&attribution.problems[..], &attribution.missing[..]), (&[][..], &[][..]));
            let life = &attribution.lives[&blob];
            assert_eq!((life.reach, life.in_tip), (Reach::Branch, false));
            let (start, end) = (life.first.as_ref().expect("held"), life.last.as_ref().expect("held"));
            assert_eq!((start.commit, end.commit), (first, last));
            assert_eq!(
                (start.path.as_slice(), start.author.as_slice()),
                (b"deep/er/secret.env".as_slice(), b"A".as_slice())
            );
            assert_eq!((start.email.as_slice(), start.time), (b"a@a.example".as_slice(), 1_700_000_000));
            assert!(attribution.lives[&second].in_tip);
            place.git("r", &["repack", "-qadf"]);
        }
    }

    #[test]
    fn the_best_way_to_reach_a_blob_is_told() {
        let place = Place::new();
        let path = place.repository("r", &[]);
        place.git("r", &["checkout", "-q", "--orphan", "tagged"]);
        place.commit("r", "tagged.txt", b"only under a tag", "x");
        let tagged = id(&place, "r", "HEAD:tagged.txt");
        place.git("r", &["tag", "-a", "t", "-m", "x"]);
        place.git("r", &["checkout", "-q", "main"]);
        place.git("r", &["checkout", "-q", "-b", "gone"]);
        place.commit("r", "reflog.txt", b"only in the log", "x");
        let logged = id(&place, "r", "HEAD:reflog.txt");
        place.git("r", &["checkout", "-q", "main"]);
        place.git("r", &["branch", "-qD", "gone", "tagged"]);
        place.git("r", &["notes", "add", "-m", "a note"]);
        let note = id(&place, "r", &format!("refs/notes/commits:{}", id(&place, "r", "HEAD")));
        std::fs::write(path.join("long.txt"), "stashed").expect("written");
        place.git("r", &["stash", "-q"]);
        let stashed = id(&place, "r", "stash:long.txt");
        let tag_blob = write(&place, "r", "a tag's own");
        place.git("r", &["tag", "blob", &tag_blob.to_string()]);
        let staged = write(&place, "r", "never committed");
        let (attribution, refs) = ask(&place, "r", &[logged, tagged, note, stashed, tag_blob, staged]);
        let reach = |id: &Oid| attribution.lives[id].reach;
        assert_eq!([logged, note, stashed].map(|id| reach(&id)), [Reach::Log, Reach::Notes, Reach::Stash]);
        assert_eq!([tagged, tag_blob, staged].map(|id| reach(&id)), [Reach::Ref, Reach::Ref, Reach::Unreachable]);
        assert_eq!((&refs.problems[..], &attribution.missing[..]), (&[][..], &[][..]));
        assert!(attribution.lives[&staged].first.is_none() && attribution.lives[&stashed].first.is_some());
        place.git("r", &["reflog", "expire", "--expire=all", "--all"]);
        let (attribution, _) = ask(&place, "r", &[logged]);
        assert_eq!(attribution.lives[&logged].reach, Reach::Unreachable);
        assert!(attribution.lives[&logged].first.is_some(), "the commit is still there");
    }

    #[test]
    fn what_only_a_merge_brought_in_is_the_merges() {
        let place = Place::new();
        place.repository("r", &[]);
        place.git("r", &["checkout", "-q", "-b", "side", "HEAD~2"]);
        place.commit("r", "side.txt", b"side", "side");
        place.git("r", &["checkout", "-q", "main"]);
        place.git("r", &["merge", "-q", "--no-commit", "--no-ff", "side"]);
        place.commit("r", "merged.txt", b"evil", "merge");
        let (merge, blob) = (id(&place, "r", "HEAD"), id(&place, "r", "HEAD:merged.txt"));
        place.commit("r", "later.txt", b"later", "later");
        let (attribution, _) = ask(&place, "r", &[blob]);
        assert_eq!(attribution.lives[&blob].first.as_ref().map(|first| first.commit), Some(merge));
    }

    #[test]
    fn missing_objects_are_named_and_the_ends_of_shallow_clones_are_not() {
        let place = Place::new();
        let path = place.repository("r", &[]);
        place.git("", &["clone", "-q", "--depth=2", &format!("file://{}", path.display()), "shallow"]);
        let (attribution, refs) = ask(&place, "shallow", &[]);
        assert_eq!((refs.shallow.len(), attribution.missing.len()), (1, 0));
        for what in ["HEAD:folder/other.bin", "HEAD:folder", "HEAD~3", "HEAD^{tree}"] {
            let id = id(&place, "r", what);
            let hex = id.to_string();
            let (start, rest) = hex.split_at(2);
            let file = path.join(".git/objects").join(start).join(rest);
            let content = std::fs::read(&file).expect("loose");
            std::fs::remove_file(&file).expect("removed");
            assert_eq!(ask(&place, "r", &[]).0.missing, [id], "{what}");
            std::fs::write(&file, content).expect("written");
        }
    }

    #[test]
    fn reftables_say_what_files_do() {
        let place = Place::new();
        place.repository("files", &["--ref-format=files"]);
        place.repository("table", &["--ref-format=reftable"]);
        for name in ["files", "table"] {
            let head = id(&place, name, "HEAD~1");
            let lines: Vec<_> = (0..300).map(|number| format!("create refs/tags/many-{number:03} {head}\n")).collect();
            place.git_with(name, &["update-ref", "--stdin"], lines.concat().as_bytes());
            place.git(name, &["update-ref", "-d", "refs/tags/many-007"]);
            place.git(name, &["worktree", "add", "-q", &format!("../{name}-linked")]);
            place.git(name, &["notes", "add", "-m", "a note"]);
        }
        let read = |name: &str| Refs::read(&Store::open(&place.path(name)).expect("a repository"));
        let (files, table) = (read("files"), read("table"));
        assert_eq!((&files.problems[..], &table.problems[..]), (&[][..], &[][..]));
        let names = |refs: &Refs| {
            refs.targets.keys().map(|name| String::from_utf8_lossy(name).into_owned()).collect::<Vec<_>>()
        };
        let linked = |name: &str| name.contains("linked") || name.starts_with("COMMIT") || name.ends_with("ORIG_HEAD");
        let same = |refs: &Refs| names(refs).into_iter().filter(|name| !linked(name)).collect::<Vec<_>>();
        assert_eq!(same(&files), same(&table));
        assert_eq!(files.targets[b"HEAD".as_slice()], table.targets[b"HEAD".as_slice()]);
        assert!(names(&table).iter().any(|name| name == "worktrees/table-linked/HEAD"));
        let log = |refs: &Refs| {
            let entries = refs.logs.iter().filter(|entry| entry.name == b"refs/heads/main");
            entries.map(|entry| (entry.old, entry.new, entry.by.clone(), entry.message.clone())).collect::<HashSet<_>>()
        };
        assert_eq!(log(&files), log(&table));
        assert_eq!(log(&files).len(), 13);
    }

    #[test]
    fn broken_refs_are_told() {
        let place = Place::new();
        let path = place.repository("r", &[]);
        std::fs::write(path.join(".git/refs/heads/bad"), "not an id\n").expect("written");
        std::fs::write(path.join(".git/HEAD"), "junk\n").expect("written");
        let refs = Refs::read(&Store::open(&path).expect("a repository"));
        assert_eq!(
            refs.problems.iter().map(|problem| problem.fault).collect::<Vec<_>>(),
            [Fault::Corrupt, Fault::Corrupt, Fault::Missing]
        );
    }
}
