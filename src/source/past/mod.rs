//! The whole history of a repository, scanned: every object once, and in it what is new.
//!
//! The walk over the objects (see [`super::history`]) knows no names. So it is a first look, which judges by content alone
//! and says which values are suspects and which blobs have them. Only then commits and trees are read, to learn where
//! those blobs come from, and each value is looked at once more, in the first blob of a name that has it and under that
//! blob's path: what is told is what a scan of that file would tell.
//!
//! # Limits
//!
//! What only a file's name makes a finding is not found: the first look takes every blob for a file of an unknown
//! language. What stands at several paths is told by one path of each name that the file has had.
mod confirm;
mod fields;
mod nature;
mod screen;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Instant;

use bstr::{BString, ByteSlice};

use super::history::{
    Kind, Kinds, Oid, Places, Problem as Fault, Progress, Question, Reach, Refs, Store, Traces, walk,
};
use super::{history, news};
use crate::engine::Engine;
use crate::error::{Problem, ProblemKind};
use crate::finding::Secret;
use crate::progress;
use crate::scan::{Options, Outcome, Receipt};
use confirm::Confirm;
use screen::{Counts, Screen, Suspect};

/// What is to be scanned, and how.
#[derive(Debug)]
pub struct History<'s> {
    /// The repository: its git directory, a working tree, or a `.git` file.
    pub repository: PathBuf,
    /// Where git's environment says that objects are.
    pub places: Places,
    /// What is looked for.
    pub engine: &'s Engine,
    /// How it is judged.
    pub options: &'s Options,
    /// How many threads may work.
    pub threads: usize,
    /// Where it counts what it has read, and sees whether it is to stop.
    pub progress: &'s progress::Progress,
    /// Whether objects that a partial clone left at its remote may be missing.
    pub allow_partial: bool,
    /// What of it is told.
    pub narrow: Narrow,
    /// Whether the history may end where a shallow clone was cut off.
    pub allow_shallow: bool,
}

/// What of a history is told. All objects are read: what is narrowed is what is told of them, by the first commit of each
/// version of a file, and what has none is not told once anything but `reachable` is asked for.
#[derive(Clone, Debug, Default)]
pub struct Narrow {
    /// Only what branches, tags, notes, the stash or other refs lead to.
    pub reachable: bool,
    /// Only what came in at this time or later, by the author's clock, in seconds since 1970 UTC.
    pub since: Option<i64>,
    /// Only what came in at this time or before.
    pub until: Option<i64>,
    /// Only files under one of these paths, and no messages; all if there are none.
    pub paths: Vec<BString>,
}

impl Narrow {
    fn admits_reach(&self, reach: Reach) -> bool {
        !self.reachable || reach < Reach::Log
    }

    fn admits_time(&self, time: Option<i64>) -> bool {
        let bounds = [self.since.map(|since| (since, i64::MAX)), self.until.map(|until| (i64::MIN, until))];
        bounds.into_iter().flatten().all(|(low, high)| time.is_some_and(|time| (low..=high).contains(&time)))
    }

    fn admits_path(&self, path: &[u8]) -> bool {
        let is_under = |folder: &BString| {
            let folder = folder.strip_suffix(b"/").unwrap_or(folder);
            path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
        };
        self.paths.is_empty() || self.paths.iter().any(is_under)
    }
}

/// What the threads saw, put together.
#[derive(Default)]
struct Seen {
    suspects: Vec<Suspect>,
    blobs: Vec<(Oid, Box<[u32]>)>,
    texts: Vec<Oid>,
    problems: Vec<(Oid, ProblemKind, String)>,
    outcome: Outcome,
    counts: Counts,
    index: OnceLock<HashMap<(usize, Secret), u32>>,
}

impl History<'_> {
    /// Scans all of it. What cannot be read is a problem of the outcome.
    ///
    /// # Errors
    /// Where there is no repository, or its format is not known.
    pub fn scan(&self) -> Result<Outcome, Fault> {
        let started = Instant::now();
        let mut store = Store::open_with(&self.repository, &self.places)?;
        let refs = Refs::read(&store);
        let walk_progress = Progress::default();
        let kinds = Kinds::BLOBS.with(Kind::Commit).with(Kind::Tag);
        let options = history::Options { threads: self.threads, ..history::Options::new(kinds, &walk_progress) };
        let walked =
            walk(&mut store, &options, || Screen::new(self.engine, self.options, self.progress, &walk_progress));
        let mut seen = Seen::default();
        walked.visitors.into_iter().for_each(|screen| seen.take(screen.finish()));
        seen.blobs.sort_unstable_by_key(|(id, _)| *id);
        let walked_at = started.elapsed();
        let mut wanted: Vec<Oid> = seen.blobs.iter().map(|(id, _)| *id).collect();
        wanted.extend(seen.problems.iter().map(|(id, ..)| *id));
        wanted.sort_unstable();
        wanted.dedup();
        let question = Question { blobs: &wanted, missing: true };
        let traces = Traces::gather(&mut store, &refs, &question, &options);
        let traced_at = started.elapsed();
        let faults = [store.problems(), &walked.problems, &refs.problems, &traces.problems].concat();
        let mut outcome = std::mem::take(&mut seen.outcome);
        outcome.files += seen.counts.blobs + seen.counts.commits + seen.counts.tags;
        outcome.bytes += seen.counts.bytes;
        self.note(&store, &refs, &traces, faults, &mut outcome);
        if store.is_empty() {
            let message = "nothing was scanned: the repository has no objects";
            outcome.problems.push(Problem::new(b"".as_bstr(), ProblemKind::Missing, message));
        }
        fields::scan_refs(self.engine, self.options, &refs, &mut outcome);
        Confirm { scan: self, store: &store, traces: &traces }.run(&seen, &mut outcome);
        let counts = seen.counts;
        outcome.receipt = Some(Receipt {
            refs: refs.targets.len() as u64,
            log_entries: refs.logs.len() as u64,
            commits: counts.commits,
            trees: traces.trees(),
            tags: counts.tags,
            blobs: counts.blobs,
            missing: traces.missing.len() as u64,
            bytes: counts.bytes,
            searched: counts.searched,
            read_whole: counts.whole_bytes,
            times: [walked_at, traced_at - walked_at, started.elapsed() - traced_at],
        });
        Ok(outcome)
    }

    /// Tells what was not seen.
    fn note(&self, store: &Store, refs: &Refs, traces: &Traces, mut faults: Vec<Fault>, outcome: &mut Outcome) {
        faults.sort();
        faults.dedup();
        outcome.problems.extend(faults.iter().map(|fault| {
            let problem = news::problem(fault);
            if fault.loses() { problem } else { Problem { kind: ProblemKind::Excluded, ..problem } }
        }));
        let place = store.git_dir().as_os_str().as_encoded_bytes().as_bstr();
        let mut tell = |allowed: bool, message: String| {
            let kind = if allowed { ProblemKind::Excluded } else { ProblemKind::Missing };
            outcome.problems.push(Problem::new(place, kind, message));
        };
        if !refs.shallow.is_empty() {
            let count = refs.shallow.len();
            let message = format!("the clone is shallow: what came before {count} of its commits is not here");
            tell(self.allow_shallow, message + " (`git fetch --unshallow` gets it)");
        }
        let missing = traces.missing.len();
        if missing > 0 && store.is_partial() {
            let message = format!("the clone is partial: {missing} objects that the history names were not fetched");
            tell(self.allow_partial, message);
        } else if missing > 0 {
            let first = traces.missing.first().map(Oid::to_string).unwrap_or_default();
            tell(false, format!("{missing} objects that the history names are not there, the first of them {first}"));
        }
    }
}

impl Seen {
    fn take(&mut self, screen: Screen<'_>) {
        let mut known: HashMap<(usize, &[u8]), u32> = HashMap::new();
        let key = |suspect: &Suspect| std::sync::Arc::as_ptr(&suspect.0) as usize;
        for (number, suspect) in (0..).zip(&self.suspects) {
            known.insert((key(suspect), suspect.1.expose()), number);
        }
        let mut new = Vec::new();
        let mut numbers = Vec::with_capacity(screen.suspects.len());
        for suspect in screen.suspects {
            let number = known.get(&(key(&suspect), suspect.1.expose())).copied();
            numbers.push(number.unwrap_or((self.suspects.len() + new.len()) as u32));
            if number.is_none() {
                new.push(suspect);
            }
        }
        drop(known);
        self.suspects.extend(new);
        self.blobs.extend(screen.blobs.into_iter().map(|(id, mut suspects)| {
            suspects.iter_mut().for_each(|suspect| *suspect = numbers[*suspect as usize]);
            (id, suspects)
        }));
        self.texts.extend(screen.texts);
        self.problems.extend(screen.problems);
        self.outcome.merge(screen.large);
        self.counts.add(&screen.counts);
    }
}
