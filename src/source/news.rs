//! Scans contents of which only what is new is told: what stood there before is a note.

use std::collections::HashSet;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use bstr::{BStr, ByteSlice};

use super::changes::{self, Change, Changes, Gone};
use super::history::{self, Fault, Kind, Objects, Oid};
use super::lines;
use crate::config::Excludes;
use crate::engine::Engine;
use crate::error::{Problem, ProblemKind};
use crate::finding::{Commit, Finding, Origin};
use crate::progress::Progress;
use crate::scan::{self, Options, Outcome};

/// A blob larger than this is not read, which is a problem.
pub(super) const LARGEST_BLOB: usize = 1 << 30;
/// So many blobs that are gone are compared with what is new, to tell a renamed file from a new one.
const MOST_GONE: usize = 100_000;
/// So many of them are compared by their lines.
const MOST_READ: usize = 200;

/// What is scanned.
#[derive(Clone, Copy, Debug)]
pub enum Content<'c> {
    /// What a file holds.
    File(&'c [u8]),
    /// The target of a symbolic link.
    Link(&'c [u8]),
}

impl<'c> Content<'c> {
    /// The content that an entry of this mode has.
    #[must_use]
    pub fn of_mode(mode: u32, bytes: &'c [u8]) -> Self {
        if mode & 0o170_000 == 0o120_000 { Self::Link(bytes) } else { Self::File(bytes) }
    }

    fn bytes(&self) -> &'c [u8] {
        match self {
            Self::File(bytes) | Self::Link(bytes) => bytes,
        }
    }
}

/// What scanning goes by.
#[derive(Clone, Copy, Debug)]
pub struct Scanner<'s> {
    /// What is looked for.
    pub engine: &'s Engine,
    /// How it is judged.
    pub options: &'s Options,
    /// How many threads may work.
    pub threads: usize,
    /// What is not read, and where the paths of the repository begin.
    pub exclude: Option<(&'s Excludes, &'s Path)>,
    /// Where it counts what it has read, and sees whether it is to stop.
    pub progress: &'s Progress,
}

impl Scanner<'_> {
    /// Scans a content. Of what is found, only what lies in new lines is told; `old` is asked only if anything is found.
    pub fn scan(
        &self,
        origin: &Arc<Origin>,
        new: Content<'_>,
        old: impl FnOnce() -> Vec<Vec<u8>>,
        outcome: &mut Outcome,
    ) {
        let mut own = Outcome::default();
        self.search(origin, new, &mut own);
        self.progress.add(own.bytes);
        if !own.findings.is_empty() {
            self.sort_out(origin, new, &old(), &mut own);
        }
        outcome.merge(own);
    }

    fn search(&self, origin: &Arc<Origin>, content: Content<'_>, outcome: &mut Outcome) {
        // Cells are told apart here, as some may be new: the report folds a column.
        let cells = Options { fold_columns: false, ..*self.options };
        match content {
            Content::File(bytes) => scan::scan_bytes(self.engine, &cells, origin, bytes, outcome),
            Content::Link(target) => {
                outcome.files += 1;
                outcome.bytes += target.len() as u64;
                scan::scan_field(self.engine, &cells, origin, ("link", target), outcome);
            }
        }
    }

    /// Makes notes of the findings that stand in `old` too.
    fn sort_out(&self, origin: &Arc<Origin>, new: Content<'_>, old: &[Vec<u8>], own: &mut Outcome) {
        if old.is_empty() {
            return;
        }
        let kept = lines::kept(new.bytes(), old);
        let members = OnceLock::new();
        let is_old = |finding: &Finding| {
            if finding.part.member.is_some() {
                // An archive's lines say nothing: what is in it is compared instead.
                members.get_or_init(|| self.in_members(origin, old)).contains(&mark(finding))
            } else {
                let place = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX);
                lines::is_within(&kept, place(finding.location.start), place(finding.location.end))
            }
        };
        own.make_notes(is_old);
    }

    fn in_members(&self, origin: &Arc<Origin>, old: &[Vec<u8>]) -> HashSet<(Option<String>, String, Box<[u8]>)> {
        let mut outcome = Outcome::default();
        old.iter().for_each(|old| self.search(origin, Content::File(old), &mut outcome));
        outcome.findings.iter().filter(|finding| finding.part.member.is_some()).map(mark).collect()
    }

    /// Scans all blobs that a change brings in, those of renamed files excepted.
    #[must_use]
    pub fn scan_changes(&self, objects: &Objects, changes: &Changes, commit: Option<&Arc<Commit>>) -> Outcome {
        let total = Mutex::new(Outcome::default());
        let next = AtomicUsize::new(0);
        let moved = Moved { objects, gone: &changes.gone, blobs: OnceLock::new() };
        let work = || {
            let mut outcome = Outcome::default();
            while let Some(change) = changes.changed.get(next.fetch_add(1, Ordering::Relaxed)) {
                if self.progress.is_stopped() {
                    break;
                }
                self.guarded(objects, change, &moved, commit, &mut outcome);
            }
            total.lock().unwrap_or_else(std::sync::PoisonError::into_inner).merge(outcome);
        };
        // A thread is worth starting for more than a few blobs.
        let helpers = self.threads.min(changes.changed.len() / 4).saturating_sub(1);
        std::thread::scope(|scope| {
            (0..helpers).for_each(|_| drop(scope.spawn(work)));
            work();
        });
        let mut outcome = total.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        outcome.problems.extend(changes.problems.iter().map(problem));
        outcome
    }

    /// Whether a path, or a folder that it is in, is not to be read.
    fn is_excluded(&self, path: &BStr) -> bool {
        let Some((exclude, root)) = self.exclude.filter(|(exclude, _)| !exclude.patterns().is_empty()) else {
            return false;
        };
        let file = root.join(path.to_path_lossy());
        file.ancestors()
            .take_while(|folder| folder.starts_with(root) && *folder != root)
            .any(|folder| exclude.excludes(folder, folder != file))
    }

    /// Scans one blob. Should the program itself fail over it, the others are read all the same.
    fn guarded(
        &self,
        objects: &Objects,
        change: &Change,
        moved: &Moved<'_>,
        commit: Option<&Arc<Commit>>,
        outcome: &mut Outcome,
    ) {
        let origin = Origin { path: change.path.clone(), commit: commit.cloned(), object: Some(change.id.to_string()) };
        let origin = self.named(Arc::new(origin), !change.old.is_empty(), outcome);
        let scan = AssertUnwindSafe(|| self.scan_change(objects, change, &origin, moved, outcome));
        if panic::catch_unwind(scan).is_err() {
            let message = "was not read to its end because of an internal error";
            outcome.problems.push(Problem::new(origin.path.as_ref(), ProblemKind::Internal, message));
        }
    }

    /// The origin by which a file may be told: a value in its name is masked, and found unless the name is an old one.
    pub(super) fn named(&self, origin: Arc<Origin>, is_old: bool, outcome: &mut Outcome) -> Arc<Origin> {
        let mut own = Outcome::default();
        let origin = scan::scan_name(self.engine, self.options, origin, &mut own);
        if is_old {
            own.make_notes(|_| true);
        }
        outcome.merge(own);
        origin
    }

    fn scan_change(
        &self,
        objects: &Objects,
        change: &Change,
        origin: &Arc<Origin>,
        moved: &Moved<'_>,
        outcome: &mut Outcome,
    ) {
        if change.old.is_empty() && moved.has(&change.id) {
            return;
        }
        if self.is_excluded(change.path.as_ref()) {
            outcome.problems.push(Problem::new(origin.path.as_ref(), ProblemKind::Excluded, "excluded"));
            return;
        }
        let content = match objects.read_kind(&change.id, Kind::Blob, LARGEST_BLOB) {
            Ok(content) => content,
            Err(told) => return outcome.problems.push(problem_at(origin.path.as_ref(), &told)),
        };
        let old = || match change.old.as_slice() {
            [] => moved.most_like(&content).into_iter().collect(),
            old => old.iter().filter_map(|id| objects.read_kind(id, Kind::Blob, LARGEST_BLOB).ok()).collect(),
        };
        self.scan(origin, Content::of_mode(change.mode, &content), old, outcome);
    }
}

/// What tells a finding in an archive from others.
fn mark(finding: &Finding) -> (Option<String>, String, Box<[u8]>) {
    (finding.part.member.clone(), finding.rule.id().to_owned(), finding.secret.expose().into())
}

/// Files that are gone and may be found again under other paths.
struct Moved<'m> {
    objects: &'m Objects,
    gone: &'m [Gone],
    blobs: OnceLock<HashSet<Oid>>,
}

impl Moved<'_> {
    fn blobs(&self) -> &HashSet<Oid> {
        self.blobs.get_or_init(|| changes::gone_blobs(self.objects, self.gone, MOST_GONE).into_iter().collect())
    }

    fn has(&self, id: &Oid) -> bool {
        !self.gone.is_empty() && self.blobs().contains(id)
    }

    /// The content of the file that is gone and has the most lines of this one, at least half of it.
    fn most_like(&self, content: &[u8]) -> Option<Vec<u8>> {
        if self.gone.is_empty() {
            return None;
        }
        let read = |id| self.objects.read_kind(id, Kind::Blob, LARGEST_BLOB).ok();
        let mut blobs: Vec<&Oid> = self.blobs().iter().collect();
        blobs.sort();
        let candidates = blobs.into_iter().take(MOST_READ).filter_map(read);
        let measured = candidates.map(|old| (lines::shared(content, &old), old));
        let (shared, old) = measured.max_by_key(|(shared, _)| *shared)?;
        (shared >= content.len() / 2).then_some(old)
    }
}

/// A repository's problem as reports tell it.
#[must_use]
pub fn problem(told: &history::Problem) -> Problem {
    Problem::new(told.place.as_bytes().as_bstr(), kind(told.fault), told.what.clone())
}

/// A repository's problem with what is at a path.
pub(super) fn problem_at(path: &BStr, told: &history::Problem) -> Problem {
    Problem::new(path, kind(told.fault), told.to_string())
}

fn kind(fault: Fault) -> ProblemKind {
    match fault {
        Fault::Unreadable => ProblemKind::Unreadable,
        Fault::TooLarge => ProblemKind::Limit,
        Fault::Unsupported => ProblemKind::Malformed,
        Fault::Corrupt | Fault::Missing | Fault::Damaged | Fault::Stopped => ProblemKind::Missing,
    }
}
