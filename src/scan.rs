//! The whole pipeline on one screen: bytes become regions, regions candidates, candidates findings.

use std::ops::Range;
use std::sync::Arc;

use crate::copies;
use crate::document::{self, Item, Region};
use crate::engine::{Candidate, Engine, Weight};
use crate::error::{Problem, ProblemKind};
use crate::excerpt;
use crate::finding::{Finding, Fingerprint, Origin, Secret, redacted};
use crate::rules::Confidence;
use crate::suppress::inline::{self, Allowed};

/// What a scan goes by, beside its rules.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Findings less sure than this are not told.
    pub min_confidence: Confidence,
    /// The day on which an allowance that ends has ended.
    pub today: jiff::civil::Date,
}

/// What a scan came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What was found, in the order of path and place.
    pub findings: Vec<Finding>,
    /// What was found and is allowed, each with the reason why.
    pub suppressed: Vec<Suppressed>,
    /// What was not read, or not wholly, and marks that mean nothing.
    pub problems: Vec<Problem>,
    /// How many files, or things like files, were read.
    pub files: u64,
    /// How many bytes they have.
    pub bytes: u64,
}

/// A finding that is not told, and why.
#[derive(Clone, Debug)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// Who allowed it, and the reason given.
    pub reason: String,
}

impl Outcome {
    /// Takes in what another part of the scan came to.
    pub fn merge(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.suppressed.extend(other.suppressed);
        self.problems.extend(other.problems);
        self.files += other.files;
        self.bytes += other.bytes;
    }

    /// Puts everything in the order of a report, and tells apart what stands in equal places.
    pub fn finish(&mut self) {
        self.findings.sort_by(|left, right| left.order().cmp(&right.order()));
        copies::keep_first(&mut self.findings);
        self.suppressed.sort_by(|left, right| left.finding.order().cmp(&right.finding.order()));
        self.problems.sort();
        self.problems.dedup();
    }

    /// Whether something that was to be read was not.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.problems.iter().any(Problem::is_incomplete)
    }
}

/// Scans the bytes of one file, or of something like a file, into `outcome`.
pub fn scan_bytes(engine: &Engine, options: &Options, origin: &Arc<Origin>, bytes: &[u8], outcome: &mut Outcome) {
    let mut sightings = Sightings { engine, origin, found: Vec::new(), spaces: 0 };
    let mut problems = Vec::new();
    document::open(&origin.path, bytes, &mut |item| match item {
        Item::Text(region) => sightings.search(region),
        Item::Problem(kind, message) => problems.push((kind, message)),
    });
    outcome.files += 1;
    outcome.bytes += bytes.len() as u64;
    let found = resolve(sightings.found);
    let found = found.into_iter().filter(|finding| finding.confidence >= options.min_confidence).collect();
    let Allowed { findings, suppressed, faults } = inline::judge(bytes, found, options.today);
    outcome.findings.extend(findings);
    outcome.suppressed.extend(suppressed.into_iter().map(|(finding, reason)| Suppressed { finding, reason }));
    problems.extend(faults.into_iter().map(|fault| (ProblemKind::Allow, fault)));
    let path = origin.path.as_ref();
    outcome.problems.extend(problems.into_iter().map(|(kind, message)| Problem::new(path, kind, message)));
}

/// What was seen in the regions of one file so far.
struct Sightings<'s> {
    engine: &'s Engine,
    origin: &'s Arc<Origin>,
    found: Vec<Sighting>,
    spaces: usize,
}

/// A finding, with what decides between it and others at the same place.
struct Sighting {
    finding: Finding,
    weight: Weight,
    /// Which text it is in: spans of different texts do not overlap, but places in the file may.
    space: usize,
    depth: usize,
    span: Range<usize>,
}

impl Sightings<'_> {
    fn search(&mut self, region: &Region<'_>) {
        let candidates = self.engine.candidates(region);
        let stand_ins: Vec<(Range<usize>, String)> = candidates
            .iter()
            .map(|candidate| (candidate.span.clone(), redacted(&candidate.rule, &region.text[candidate.span.clone()])))
            .collect();
        self.spaces += 1;
        let depth = std::iter::successors(region.parent, |parent| parent.parent).count();
        for candidate in candidates {
            let (weight, span) = (candidate.weight, candidate.span.clone());
            let finding = self.finding(region, candidate, &stand_ins);
            self.found.push(Sighting { finding, weight, space: self.spaces, depth, span });
        }
    }

    fn finding(&self, region: &Region<'_>, candidate: Candidate, stand_ins: &[(Range<usize>, String)]) -> Finding {
        let value = &region.text[candidate.span.clone()];
        let mut part = region.part.clone();
        if part.cell.is_some() {
            part.line = Some(region.own_line(candidate.span.start));
        }
        let context = excerpt::context(region.text, &candidate.span);
        Finding {
            fingerprint: Fingerprint::of(&candidate.rule, value, &context),
            confidence: candidate.confidence,
            reason: candidate.reason,
            detail: candidate.detail,
            origin: self.origin.clone(),
            location: region.locate(candidate.span.clone()),
            part,
            secret: Secret::new(value),
            excerpt: excerpt::excerpt(region.text, &candidate.span, stand_ins),
            count: 1,
            rule: candidate.rule,
        }
    }
}

/// One finding a place: of those that overlap, the most specific, then the surest, then the longest.
fn resolve(mut found: Vec<Sighting>) -> Vec<Finding> {
    found.sort_by(|left, right| (left.space, left.span.start).cmp(&(right.space, right.span.start)));
    let mut kept: Vec<Sighting> = Vec::with_capacity(found.len());
    for sighting in found {
        match kept.last_mut() {
            Some(last) if last.space == sighting.space && last.span.end > sighting.span.start => {
                if rank(&sighting) > rank(last) {
                    *last = sighting;
                }
            }
            _ => kept.push(sighting),
        }
    }
    across_depths(kept).into_iter().map(|sighting| sighting.finding).collect()
}

/// Of a value and what it was decoded from, keeps the more specific.
fn across_depths(mut found: Vec<Sighting>) -> Vec<Sighting> {
    found.sort_by(|left, right| {
        left.finding.location.start.cmp(&right.finding.location.start).then(left.depth.cmp(&right.depth))
    });
    let mut kept: Vec<Sighting> = Vec::with_capacity(found.len());
    for sighting in found {
        let overlapped = kept.last().is_some_and(|last| {
            last.depth != sighting.depth
                && last.finding.part.member == sighting.finding.part.member
                && last.finding.location.end > sighting.finding.location.start
        });
        match kept.last_mut() {
            Some(last) if overlapped => {
                if (sighting.weight, sighting.finding.confidence) > (last.weight, last.finding.confidence) {
                    *last = sighting;
                }
            }
            _ => kept.push(sighting),
        }
    }
    kept
}

fn rank(sighting: &Sighting) -> (Weight, Confidence, usize, std::cmp::Reverse<&str>) {
    (sighting.weight, sighting.finding.confidence, sighting.span.len(), std::cmp::Reverse(sighting.finding.rule.id()))
}
