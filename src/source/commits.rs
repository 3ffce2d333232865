//! Commits one by one: what each brings in that none of its parents has, its message and who made it.
//!
//! Replace refs and grafts are not heeded: the objects that are there count.

use std::collections::{BinaryHeap, HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bstr::{BString, ByteSlice};

use super::changes::{self, Changes, Folder};
use super::history::{self, Kind, Oid, Peeled, Repository, Signature};
use super::news::{self, Scanner};
use crate::error::{Problem, ProblemKind};
use crate::finding::{Commit, Origin};
use crate::scan::{self, Outcome};

/// Commits of a repository.
#[derive(Clone, Copy, Debug)]
pub struct Commits<'r> {
    /// The repository.
    pub repository: &'r Repository,
}

/// What is scanned of what tips lead to.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Range {
    /// Commits, or tags of them, whose history is scanned. Blobs, trees and the tags are scanned too.
    pub tips: Vec<Oid>,
    /// Commits whose history is known, and left out.
    pub known: Vec<Oid>,
}

/// What the walk knows of a commit.
#[derive(Default)]
struct State {
    /// Whether it is in the history of a commit that is left out.
    known: bool,
    /// Whether it waits to be read.
    waits: bool,
    parents: Vec<Oid>,
}

impl Commits<'_> {
    /// The range that a user names: `A..B`, `A...B` (what only one of them has), or `A` (all of its history). An empty
    /// side is HEAD; an id of zeros on the left stands for nothing, so that all of B is in the range.
    ///
    /// # Errors
    /// If a name means nothing.
    pub fn range(&self, text: &[u8]) -> Result<Range, history::Problem> {
        let id = |name: &[u8]| self.repository.resolve(if name.is_empty() { b"HEAD" } else { name });
        if let Some((left, right)) = split(text, b"...") {
            let (left, right) = (id(left)?, id(right)?);
            let known = self.merge_bases(left, right)?;
            return Ok(Range { tips: vec![left, right], known });
        }
        let Some((left, right)) = split(text, b"..") else {
            return Ok(Range { tips: vec![id(text)?], known: Vec::new() });
        };
        let known = Some(id(left)?).filter(|id| !id.is_null()).into_iter().collect();
        Ok(Range { tips: vec![id(right)?], known })
    }

    /// Commits that both have, enough of them to leave out all that both have.
    fn merge_bases(&self, left: Oid, right: Oid) -> Result<Vec<Oid>, history::Problem> {
        let mut problems = Vec::new();
        let only_left: HashSet<Oid> = self.walk(&[left], &[right], &mut problems).into_iter().collect();
        let mut bases = Vec::new();
        for commit in &only_left {
            let content = self.repository.commit(commit)?;
            let parents = history::Commit::parse(&content).parents;
            bases.extend(parents.into_iter().filter(|parent| !only_left.contains(parent)));
        }
        if only_left.is_empty() {
            bases.push(self.repository.peel(&left)?.id);
        }
        bases.sort_unstable();
        bases.dedup();
        Ok(bases)
    }

    /// Scans a range. Whatever cannot be read is a problem of the outcome.
    #[must_use]
    pub fn scan(&self, scanner: &Scanner<'_>, range: &Range) -> Outcome {
        let mut outcome = Outcome::default();
        let (mut tips, mut known) = (Vec::new(), Vec::new());
        for tip in &range.tips {
            match self.repository.peel(tip) {
                Ok(Peeled { tags, id, kind }) => {
                    tags.iter().for_each(|(id, tag)| scan_tag(scanner, id, tag, &mut outcome));
                    match kind {
                        Kind::Commit => tips.push(id),
                        _ => self.scan_bare(scanner, id, kind, &mut outcome),
                    }
                }
                Err(told) => outcome.problems.push(news::problem(&told)),
            }
        }
        for base in &range.known {
            match self.repository.peel(base) {
                Ok(Peeled { id, .. }) => known.push(id),
                Err(told) => {
                    let message = format!("{}: all of the history is scanned instead of what follows it", told.what);
                    outcome.problems.push(Problem::new(told.place.as_bytes().as_bstr(), ProblemKind::Missing, message));
                }
            }
        }
        let mut problems = Vec::new();
        let commits = self.walk(&tips, &known, &mut problems);
        outcome.problems.extend(problems.iter().map(news::problem));
        outcome.merge(self.scan_each(scanner, &commits));
        outcome
    }

    /// Scans commits, each by itself.
    #[must_use]
    pub fn scan_each(&self, scanner: &Scanner<'_>, commits: &[Oid]) -> Outcome {
        let mut outcome = Outcome::default();
        let shallow = self.repository.shallow().unwrap_or_else(|told| {
            outcome.problems.push(news::problem(&told));
            HashSet::new()
        });
        let total = Mutex::new(outcome);
        let next = AtomicUsize::new(0);
        let threads = scanner.threads.min(commits.len());
        let alone = Scanner { threads: if threads > 1 { 1 } else { scanner.threads }, ..*scanner };
        let work = || {
            let mut outcome = Outcome::default();
            while let Some(commit) = commits.get(next.fetch_add(1, Ordering::Relaxed)) {
                self.scan_commit(&alone, commit, &shallow, &mut outcome);
            }
            total.lock().unwrap_or_else(PoisonError::into_inner).merge(outcome);
        };
        std::thread::scope(|scope| {
            (1..threads).for_each(|_| drop(scope.spawn(work)));
            work();
        });
        total.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn scan_commit(&self, scanner: &Scanner<'_>, id: &Oid, shallow: &HashSet<Oid>, outcome: &mut Outcome) {
        let content = match self.repository.commit(id) {
            Ok(content) => content,
            Err(told) => return outcome.problems.push(news::problem(&told)),
        };
        let commit = history::Commit::parse(&content);
        let told = Arc::new(Commit {
            id: id.to_string(),
            author: signature_text(&commit.author),
            date: date_text(&commit.author),
        });
        let fields = [
            ("author", headers(&content[..commit.message.start])),
            ("message", content[commit.message.clone()].to_vec()),
        ];
        for (field, text) in fields {
            scan_field(scanner, "commit", Some(&told), id, (field, &text), outcome);
        }
        let mut parents = Vec::new();
        if shallow.contains(id) {
            let message = format!("commit {id}: the clone is shallow and ends here, so what came before is not known");
            outcome.problems.push(Problem::new("".into(), ProblemKind::Missing, message));
        } else {
            for parent in &commit.parents {
                match self.repository.tree_of(parent) {
                    Ok(tree) => parents.push(tree),
                    Err(told) => outcome.problems.push(news::problem(&told)),
                }
            }
        }
        let Some(tree) = commit.tree else {
            let message = format!("commit {id}: it names no tree");
            return outcome.problems.push(Problem::new("".into(), ProblemKind::Missing, message));
        };
        let objects = self.repository.objects();
        let changes = changes::between(objects, Folder::Tree(tree), &parents);
        outcome.merge(scanner.scan_changes(objects, &changes, Some(&told)));
    }

    /// Scans a blob or a tree that a ref or a tag names.
    fn scan_bare(&self, scanner: &Scanner<'_>, id: Oid, kind: Kind, outcome: &mut Outcome) {
        let objects = self.repository.objects();
        let changes = match kind {
            Kind::Tree => changes::between(objects, Folder::Tree(id), &[]),
            _ => {
                let path = BString::from(format!("blob {id}"));
                let change = changes::Change { path, mode: 0o100_644, id, old: Vec::new() };
                Changes { changed: vec![change], ..Changes::default() }
            }
        };
        outcome.merge(scanner.scan_changes(objects, &changes, None));
    }

    /// The commits that the tips have and the known ones have not, the newest first. Dates only decide how soon the walk
    /// ends: where they are wrong, it may hold commits that are known, and never leaves out one that is not.
    fn walk(&self, tips: &[Oid], known: &[Oid], problems: &mut Vec<history::Problem>) -> Vec<Oid> {
        let shallow = self.repository.shallow().unwrap_or_default();
        let mut walk =
            Walk { commits: self, states: HashMap::new(), heap: BinaryHeap::new(), unknown: 0, shallow, problems };
        known.iter().for_each(|id| walk.push(*id, true));
        tips.iter().for_each(|id| walk.push(*id, false));
        let mut found: Vec<Oid> = Vec::new();
        let mut oldest = i64::MAX;
        while let Some((time, id)) = walk.heap.pop() {
            if walk.unknown == 0 && time < oldest {
                break;
            }
            if walk.visit(id) {
                found.push(id);
                oldest = oldest.min(time);
            }
        }
        found.retain(|id| !walk.states.get(id).is_some_and(|state| state.known));
        found
    }
}

/// A walk through a history.
struct Walk<'w, 'r> {
    commits: &'w Commits<'r>,
    states: HashMap<Oid, State>,
    heap: BinaryHeap<(i64, Oid)>,
    /// How many commits wait that are not known.
    unknown: usize,
    shallow: HashSet<Oid>,
    problems: &'w mut Vec<history::Problem>,
}

impl Walk<'_, '_> {
    fn push(&mut self, id: Oid, known: bool) {
        if self.states.contains_key(&id) {
            if known {
                self.mark_known(id);
            }
            return;
        }
        let (time, parents) = match self.commits.repository.commit(&id) {
            Ok(content) => {
                let commit = history::Commit::parse(&content);
                (commit.committer.time, commit.parents)
            }
            Err(told) => {
                // The history of what is known is not needed: it only saves work.
                if !known {
                    self.problems.push(told);
                }
                (i64::MIN, Vec::new())
            }
        };
        let parents = if self.shallow.contains(&id) { Vec::new() } else { parents };
        self.unknown += usize::from(!known);
        self.states.insert(id, State { known, waits: true, parents });
        self.heap.push((time, id));
    }

    /// Goes on to the parents; says whether the commit is not known so far.
    fn visit(&mut self, id: Oid) -> bool {
        let Some(state) = self.states.get_mut(&id) else { return false };
        state.waits = false;
        let known = state.known;
        self.unknown -= usize::from(!known);
        for parent in state.parents.clone() {
            self.push(parent, known);
        }
        !known
    }

    fn mark_known(&mut self, id: Oid) {
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            if let Some(state) = self.states.get_mut(&id).filter(|state| !state.known) {
                state.known = true;
                if state.waits {
                    self.unknown -= 1;
                } else {
                    pending.extend(&state.parents);
                }
            }
        }
    }
}

/// Scans a text that is no file, and that `field` names.
fn scan_field(
    scanner: &Scanner<'_>,
    path: &str,
    commit: Option<&Arc<Commit>>,
    id: &Oid,
    (field, text): (&'static str, &[u8]),
    outcome: &mut Outcome,
) {
    let origin = Origin { path: path.into(), commit: commit.cloned(), object: Some(id.to_string()) };
    scan::scan_field(scanner.engine, scanner.options, &Arc::new(origin), (field, text), outcome);
}

fn scan_tag(scanner: &Scanner<'_>, id: &Oid, content: &[u8], outcome: &mut Outcome) {
    let start = history::Tag::parse(content).message.start;
    let text = [&headers(&content[..start]), b"\n".as_slice(), &content[start..]].concat();
    scan_field(scanner, "tag", None, id, ("tag", &text), outcome);
}

fn split<'t>(text: &'t [u8], at: &[u8]) -> Option<(&'t [u8], &'t [u8])> {
    let start = text.find(at)?;
    Some((&text[..start], &text[start + at.len()..]))
}

/// The headers in which people write: without ids and signatures.
fn headers(content: &[u8]) -> Vec<u8> {
    const IDS: [&[u8]; 6] = [b"tree ", b"parent ", b"object ", b"type ", b"gpgsig ", b"gpgsig-sha256 "];
    let mut kept = Vec::new();
    let mut is_kept = true;
    for line in content.split_inclusive(|byte| *byte == b'\n') {
        if !line.starts_with(b" ") {
            is_kept = !IDS.iter().any(|name| line.starts_with(name));
        }
        if is_kept {
            kept.extend_from_slice(line);
        }
    }
    kept
}

fn signature_text(signature: &Signature<'_>) -> String {
    format!("{} <{}>", signature.name.to_str_lossy(), signature.email.to_str_lossy())
}

/// When it was signed, in RFC 3339 and the signer's own offset; empty if there was no such time.
fn date_text(signature: &Signature<'_>) -> String {
    let minutes = i32::from(signature.offset).clamp(-24 * 60, 24 * 60);
    let offset = jiff::tz::Offset::from_seconds(minutes * 60);
    let Ok((offset, time)) = offset.and_then(|offset| Ok((offset, jiff::Timestamp::from_second(signature.time)?)))
    else {
        return String::new();
    };
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{}{sign}{:02}:{:02}", offset.to_datetime(time), minutes.abs() / 60, minutes.abs() % 60)
}
