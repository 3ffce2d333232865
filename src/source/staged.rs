//! What the next commit would store: the index, compared with HEAD and the other parents of a merge in progress.

use std::collections::HashSet;
use std::path::PathBuf;

use bstr::{BString, ByteSlice};

use super::changes::{self, Folder};
use super::history::{self, Oid, Repository};
use super::index::Index;
use super::news::{self, Scanner};
use crate::error::{Problem, ProblemKind};
use crate::scan::Outcome;

/// The index of a repository.
#[derive(Debug)]
pub struct Staged<'r> {
    /// The repository.
    pub repository: &'r Repository,
    /// The index file; `git commit` uses others than `index` of the git directory.
    pub index: PathBuf,
}

impl Staged<'_> {
    /// Scans what is staged. What cannot be read is a problem of the outcome.
    #[must_use]
    pub fn scan(&self, scanner: &Scanner<'_>) -> Outcome {
        let objects = self.repository.objects();
        let mut outcome = Outcome::default();
        let index = match Index::read(&self.index, self.repository.git_dir(), objects.format()) {
            Ok(index) => index,
            Err(what) => {
                let place = self.index.to_string_lossy();
                let problem = Problem::new(place.as_bytes().as_bstr(), ProblemKind::Unreadable, what);
                outcome.problems.push(problem);
                return outcome;
            }
        };
        let parents = self.parents().unwrap_or_else(|told| {
            outcome.problems.push(news::problem(&told));
            Vec::new()
        });
        let changes = changes::between(objects, Folder::of_index(&index), &parents);
        outcome.merge(scanner.scan_changes(objects, &changes, None));
        outcome
    }

    /// The paths whose staged content is in no parent.
    ///
    /// # Errors
    /// A sentence about what cannot be read.
    pub fn paths(&self) -> Result<HashSet<BString>, String> {
        let objects = self.repository.objects();
        let index = Index::read(&self.index, self.repository.git_dir(), objects.format())?;
        let parents = self.parents().map_err(|told| told.to_string())?;
        let changes = changes::between(objects, Folder::of_index(&index), &parents);
        Ok(changes.changed.into_iter().map(|change| change.path).collect())
    }

    /// The trees of the commit's parents to be.
    fn parents(&self) -> Result<Vec<Oid>, history::Problem> {
        let mut parents: Vec<Oid> = self.repository.head()?.into_iter().collect();
        parents.extend(self.repository.merge_heads()?);
        parents.iter().map(|commit| self.repository.tree_of(commit)).collect()
    }
}
