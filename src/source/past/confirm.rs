//! From suspects to findings: each value is looked at in the first blob that has it, under that blob's path.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bstr::{BString, ByteSlice};

use super::fields::{self, People};
use super::{History, Seen};
use crate::error::{Problem, ProblemKind};
use crate::finding::{self, Finding, Origin, Secret};
use crate::scan::{self, Outcome};
use crate::source::history::{self, Kind, Occurrence, Oid, Reach, Store, Trace, Traces};
use crate::source::news;

/// What has been told: by rule, value and name, the finding and where it first was.
type Lives = HashMap<(usize, Secret, Name), (Finding, (Reach, u32, Oid))>;

/// Objects are not read again if they have more bytes.
const LARGEST: usize = 512 << 20;

pub(super) struct Confirm<'c> {
    pub(super) scan: &'c History<'c>,
    pub(super) store: &'c Store,
    pub(super) traces: &'c Traces,
}

/// A value under one name of a file, through all of its versions.
struct Life {
    first: (Reach, u32, Oid),
    last: (Reach, u32, Oid),
    versions: u64,
    in_tip: bool,
}

/// A file's name by its number; `None` for what is in no tree.
type Name = Option<u32>;

/// A blob that is looked at again.
struct Job {
    blob: Oid,
    trace: Trace,
    origin: Arc<Origin>,
}

impl Confirm<'_> {
    pub(super) fn run(&self, seen: &Seen, outcome: &mut Outcome) {
        let lives = self.lives(seen);
        let mut blobs: Vec<Oid> = lives.values().map(|life| life.first.2).collect();
        let mut done = HashSet::new();
        let mut told: Lives = HashMap::new();
        let mut suppressed = Vec::new();
        for round in 0..3 {
            blobs.retain(|blob| done.insert(*blob));
            blobs.sort_unstable();
            blobs.dedup();
            let jobs = self.jobs(&blobs, outcome);
            for (job, found) in jobs.iter().zip(self.scan_all(&jobs, outcome)) {
                let place = place(&job.trace, job.blob);
                let is_told = self.scan.narrow.admits_path(&job.origin.path);
                for finding in found.findings.into_iter().filter(|_| is_told) {
                    let key = (Arc::as_ptr(&finding.rule) as usize, finding.secret.clone(), job.trace.name);
                    match told.get(&key) {
                        Some((_, known)) if *known <= place => {}
                        _ => drop(told.insert(key, (finding, place))),
                    }
                }
                suppressed.extend(found.suppressed);
            }
            if round < 2 {
                blobs = self.unexplained(&lives, seen, &told, &done);
            }
        }
        let mut teller = self.traces.teller(self.store);
        for ((rule, secret, name), (mut finding, place)) in told {
            let number = seen.number(rule, &secret);
            let life = number.and_then(|number| lives.get(&(number, name)));
            let alone = Life { first: place, last: place, versions: 1, in_tip: false };
            let text = self.tell(life.unwrap_or(&alone), &mut |place| teller.commit(place));
            finding.detail = Some(finding.detail.map_or_else(|| text.clone(), |detail| format!("{detail}; {text}")));
            outcome.findings.push(finding);
        }
        let mut known = HashSet::new();
        suppressed.retain(|one: &scan::Suppressed| {
            known.insert((
                one.finding.rule.id().to_owned(),
                one.finding.secret.clone(),
                one.finding.origin.path.clone(),
            ))
        });
        outcome.suppressed.extend(suppressed);
        self.tell_problems(seen, outcome);
        self.scan_texts(seen, outcome);
    }

    fn lives(&self, seen: &Seen) -> HashMap<(u32, Name), Life> {
        let mut lives: HashMap<(u32, Name), Life> = HashMap::new();
        let narrow = &self.scan.narrow;
        let mut teller = self.traces.teller(self.store);
        let mut time = |place: Option<u32>| place.and_then(|place| teller.commit(place)).map(|told| told.time);
        let by_time = narrow.since.or(narrow.until).is_some();
        for (blob, suspects) in &seen.blobs {
            let trace = self.traces.of(blob);
            if !narrow.admits_reach(trace.reach) || (by_time && !narrow.admits_time(time(trace.first))) {
                continue;
            }
            let first = place(&trace, *blob);
            let last = (trace.reach, trace.last.unwrap_or(u32::MAX), *blob);
            for suspect in suspects {
                let life =
                    lives.entry((*suspect, trace.name)).or_insert(Life { first, last, versions: 0, in_tip: false });
                life.versions += 1;
                life.in_tip |= trace.in_tip;
                life.first = life.first.min(first);
                if (std::cmp::Reverse(last.0), last.1) > (std::cmp::Reverse(life.last.0), life.last.1) {
                    life.last = last;
                }
            }
        }
        lives
    }

    /// Blobs to look at because a suspect was not found in the first that has it, and nothing that holds it was.
    fn unexplained(
        &self,
        lives: &HashMap<(u32, Name), Life>,
        seen: &Seen,
        told: &Lives,
        done: &HashSet<Oid>,
    ) -> Vec<Oid> {
        let is_told = |suspect: u32, name: &Name| {
            let (rule, secret) = &seen.suspects[suspect as usize];
            let key = (Arc::as_ptr(rule) as usize, secret.clone(), *name);
            told.contains_key(&key)
        };
        let open = lives.iter().filter(|((suspect, name), _)| !is_told(*suspect, name));
        open.map(|(_, life)| life.last.2).filter(|blob| !done.contains(blob)).collect()
    }

    fn jobs(&self, blobs: &[Oid], outcome: &mut Outcome) -> Vec<Job> {
        let mut teller = self.traces.teller(self.store);
        let mut people = People::new(self.scan.engine, self.scan.options);
        let jobs = blobs.iter().map(|blob| {
            let trace = self.traces.of(blob);
            let first = teller.first(&trace);
            let path: BString = first.as_ref().map(|first| first.path.as_slice().into()).unwrap_or_default();
            let commit = first.as_ref().map(|first| Arc::new(commit(first, &mut people)));
            let origin = Arc::new(Origin { path, commit, object: Some(blob.to_string()) });
            let origin = scan::scan_name(self.scan.engine, self.scan.options, origin, outcome);
            Job { blob: *blob, trace, origin }
        });
        let jobs = jobs.collect();
        outcome.problems.extend(teller.problems.iter().map(news::problem));
        jobs
    }

    /// Scans blobs, on all threads.
    fn scan_all(&self, jobs: &[Job], outcome: &mut Outcome) -> Vec<Outcome> {
        let mut results: Vec<Outcome> = Vec::new();
        results.resize_with(jobs.len(), Outcome::default);
        let next = AtomicUsize::new(0);
        let done = Mutex::new(Vec::with_capacity(jobs.len()));
        let options = scan::Options { fold_columns: false, ..*self.scan.options };
        let work = || {
            while let Some((at, job)) =
                Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, jobs.get(at)?)))
            {
                let mut own = Outcome::default();
                match self.store.read(&job.blob, LARGEST) {
                    Ok((_, content)) => {
                        scan::scan_bytes(self.scan.engine, &options, &job.origin, &content, &mut own);
                        own.problems.clear();
                    }
                    Err(fault) => own.problems.push(news::problem(&fault)),
                }
                done.lock().unwrap_or_else(PoisonError::into_inner).push((at, own));
            }
        };
        std::thread::scope(|scope| {
            (1..self.scan.threads.min(jobs.len())).for_each(|_| drop(scope.spawn(work)));
            work();
        });
        for (at, mut own) in done.into_inner().unwrap_or_else(PoisonError::into_inner) {
            outcome.problems.append(&mut own.problems);
            results[at] = own;
        }
        results
    }

    fn tell(&self, life: &Life, commit: &mut dyn FnMut(u32) -> Option<Occurrence>) -> String {
        let mut short = |place: u32| {
            let told = commit(place)?;
            Some(format!("{:.12} of {}", told.commit.to_string(), day(told.time)))
        };
        let mut text = match (short(life.first.1), short(life.last.1)) {
            (Some(first), Some(last)) if first == last => format!("in commit {first}"),
            (Some(first), Some(last)) => format!("first in commit {first}, last in {last}"),
            _ => "in no commit".to_owned(),
        };
        if life.versions > 1 {
            text.push_str(&format!(", in {} versions of the file", life.versions));
        }
        let reach = match life.first.0 {
            Reach::Branch if life.in_tip => "still in a branch",
            Reach::Branch => "in no branch's newest commit",
            reach => reach_text(reach),
        };
        format!("{text}, {reach}")
    }

    /// Tells what could not be read, once for each path.
    fn tell_problems(&self, seen: &Seen, outcome: &mut Outcome) {
        let mut teller = self.traces.teller(self.store);
        let mut told: BTreeMap<(Vec<u8>, ProblemKind, &str), ()> = BTreeMap::new();
        for (blob, kind, message) in &seen.problems {
            let first = teller.first(&self.traces.of(blob));
            let path = first.map_or_else(|| format!("blob {blob}").into_bytes(), |first| first.path);
            told.insert((path, *kind, message), ());
        }
        outcome
            .problems
            .extend(told.into_keys().map(|(path, kind, message)| Problem::new(path.as_bstr(), kind, message)));
    }

    fn scan_texts(&self, seen: &Seen, outcome: &mut Outcome) {
        let mut people = People::new(self.scan.engine, self.scan.options);
        for id in &seen.texts {
            let (kind, content) = match self.store.read(id, LARGEST) {
                Ok(read) => read,
                Err(fault) => {
                    outcome.problems.push(news::problem(&fault));
                    continue;
                }
            };
            let reach = self.traces.reach_of(id);
            let narrow = &self.scan.narrow;
            let time = history::Commit::parse(&content).author.time.max(history::Tag::parse(&content).tagger.time);
            let is_left_out = !narrow.paths.is_empty() || reach.is_some_and(|reach| !narrow.admits_reach(reach));
            if is_left_out || !narrow.admits_time(Some(time)) {
                continue;
            }
            let origin = Arc::new(self.origin_of(id, (kind, &content), &mut people));
            let before = outcome.findings.len();
            fields::scan_object(self.scan.engine, self.scan.options, &origin, (kind, &content), outcome);
            let reach = reach.filter(|reach| *reach > Reach::Branch && kind == Kind::Commit);
            if let Some(reach) = reach {
                let told = &mut outcome.findings[before..];
                told.iter_mut().for_each(|finding| finding.detail = Some(reach_text(reach).to_owned()));
            }
        }
    }

    fn origin_of(&self, id: &Oid, (kind, content): (Kind, &[u8]), people: &mut People<'_>) -> Origin {
        let path = format!("{} {:.12}", kind.name(), id.to_string()).into();
        let by = match kind {
            Kind::Tag => history::Tag::parse(content).tagger,
            _ => history::Commit::parse(content).author,
        };
        let author = people.shown(by.name, by.email);
        let commit = finding::Commit { id: id.to_string(), author, date: date(by.time) };
        Origin { path, commit: Some(Arc::new(commit)), object: Some(id.to_string()) }
    }
}

impl Seen {
    fn number(&self, rule: usize, secret: &Secret) -> Option<u32> {
        let index = self.index.get_or_init(|| {
            let keys = self.suspects.iter().map(|(rule, secret)| (Arc::as_ptr(rule) as usize, secret.clone()));
            keys.zip(0..).collect()
        });
        index.get(&(rule, secret.clone())).copied()
    }
}

fn place(trace: &Trace, blob: Oid) -> (Reach, u32, Oid) {
    (trace.reach, trace.first.unwrap_or(u32::MAX), blob)
}

fn reach_text(reach: Reach) -> &'static str {
    match reach {
        Reach::Branch => "in a branch",
        Reach::Ref => "under a tag or another ref only",
        Reach::Notes => "in notes only",
        Reach::Stash => "in the stash only",
        Reach::Log => "named by a reflog only",
        Reach::Unreachable => "unreachable: nothing names it",
    }
}

fn commit(occurrence: &Occurrence, people: &mut People<'_>) -> finding::Commit {
    let author = people.shown(&occurrence.author, &occurrence.email);
    finding::Commit { id: occurrence.commit.to_string(), author, date: date(occurrence.time) }
}

/// A time in RFC 3339.
fn date(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map(|time| time.to_string()).unwrap_or_default()
}

fn day(seconds: i64) -> String {
    date(seconds).chars().take_while(|one| *one != 'T').collect()
}
