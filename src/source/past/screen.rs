//! The first look at every object: which values may be a finding, and in which blobs they stand.
//!
//! Names of files are not known yet. So nothing is told here: a value is a suspect, and is looked at once more in the
//! first blob that has it, under that blob's name.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::nature::{Head, Nature};
use crate::document::{self, Item, OffsetMap, Region, Setting, Table};
use crate::engine::Engine;
use crate::error::ProblemKind;
use crate::finding::{Origin, Secret};
use crate::progress;
use crate::rules::{Confidence, Rule};
use crate::scan::{self, Options, Outcome};
use crate::source::history::{Delta, Kind, Object, Oid, Part, Progress, Visit, windows};

/// A value that a rule may tell.
pub(super) type Suspect = (Arc<Rule>, Secret);

/// What one thread saw.
pub(super) struct Screen<'s> {
    engine: &'s Engine,
    options: &'s Options,
    shown: &'s progress::Progress,
    walk: &'s Progress,
    known: HashMap<(usize, Box<[u8]>), u32>,
    pub(super) suspects: Vec<Suspect>,
    /// Blobs with suspects, each once, and the numbers of their suspects.
    pub(super) blobs: Vec<(Oid, Box<[u32]>)>,
    /// Commits and tags in whose text something may be.
    pub(super) texts: Vec<Oid>,
    /// What could not be read of a blob.
    pub(super) problems: Vec<(Oid, ProblemKind, String)>,
    /// What was found in objects that are too large to be held.
    pub(super) large: Outcome,
    pub(super) counts: Counts,
    batch: Batch,
}

/// What was seen, in numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) blobs: u64,
    pub(super) commits: u64,
    pub(super) tags: u64,
    pub(super) bytes: u64,
    /// Bytes of blobs that were read as a whole although they are built on another.
    pub(super) whole_bytes: u64,
    /// Bytes that were searched.
    pub(super) searched: u64,
}

impl Counts {
    pub(super) fn add(&mut self, other: &Self) {
        self.blobs += other.blobs;
        self.commits += other.commits;
        self.tags += other.tags;
        self.bytes += other.bytes;
        self.whole_bytes += other.whole_bytes;
        self.searched += other.searched;
    }
}

/// What is kept of a blob for those built on it.
#[derive(Default)]
pub(super) struct Kept {
    head: Head,
    /// Suspects, and where the stretch that each depends on stands.
    found: Vec<(u32, Range<usize>)>,
}

/// Texts of commits and tags, searched many at a time.
#[derive(Default)]
struct Batch {
    text: Vec<u8>,
    starts: Vec<(usize, Oid)>,
}

/// So many bytes of messages are searched at once.
const BATCH: usize = 1 << 18;
/// Where a stretch was cut, its beginning is looked at again, so many bytes of it.
const CUT: usize = 256;
/// If it takes more comparisons to take findings over, the blob is read as a whole.
const MOST_MOVES: usize = 1 << 22;
/// What is taken along of the text on each side of a window in which something may be encoded, in bytes.
const AROUND: usize = 256;

/// A value in a region, before it has a number.
struct Sight {
    rule: Arc<Rule>,
    value: Box<[u8]>,
    whole: Range<usize>,
}

impl<'s> Screen<'s> {
    pub(super) fn new(
        engine: &'s Engine,
        options: &'s Options,
        shown: &'s progress::Progress,
        walk: &'s Progress,
    ) -> Self {
        Self {
            engine,
            options,
            shown,
            walk,
            known: HashMap::new(),
            suspects: Vec::new(),
            blobs: Vec::new(),
            texts: Vec::new(),
            problems: Vec::new(),
            large: Outcome::default(),
            counts: Counts::default(),
            batch: Batch::default(),
        }
    }

    /// Searches what is left of the messages.
    pub(super) fn finish(mut self) -> Self {
        self.search_batch();
        self
    }

    fn blob(&mut self, object: &Object<'_>, base: Option<&Kept>) -> Kept {
        let kept = match object.delta.zip(base) {
            Some((delta, base)) => {
                let head = base.head.after(object.content, delta.changed);
                let is_text = matches!(head.nature, Nature::Plain | Nature::Tables);
                let read = if is_text { self.windows(object, head, &delta, base) } else { None };
                read.unwrap_or_else(|| {
                    self.counts.whole_bytes += object.content.len() as u64;
                    self.whole(object, head)
                })
            }
            None => self.whole(object, Head::of(object.content)),
        };
        if object.first {
            self.counts.blobs += 1;
            if !kept.found.is_empty() {
                let mut suspects: Vec<u32> = kept.found.iter().map(|(suspect, _)| *suspect).collect();
                suspects.sort_unstable();
                suspects.dedup();
                self.blobs.push((object.id, suspects.into()));
            }
        }
        kept
    }

    fn whole(&mut self, object: &Object<'_>, head: Head) -> Kept {
        let name: &[u8] = if head.nature == Nature::Notebook { b"x.ipynb" } else { b"" };
        let (mut sights, mut has_tables) = (Vec::new(), false);
        self.counts.searched += object.content.len() as u64;
        document::open(name, object.content, &mut |item| match item {
            Item::Text(region) => look(self.engine, self.options.min_confidence, region, &mut sights),
            Item::Tables(region, tables) => {
                look(self.engine, self.options.min_confidence, region, &mut sights);
                has_tables |= look_at_columns(self.engine, region, tables, &mut sights);
            }
            // The name was made up: a text that is no notebook after all is no fault.
            Item::Problem(ProblemKind::Malformed, _) if head.nature == Nature::Notebook => {}
            Item::Problem(kind, message) if object.first => self.problems.push((object.id, kind, message)),
            Item::Problem(..) => {}
        });
        Kept { head: head.knowing(has_tables), found: self.number(sights) }
    }

    /// Reads what is new, and takes over what was found in the base; `None` if it must be read as a whole.
    fn windows(&mut self, object: &Object<'_>, head: Head, delta: &Delta<'_>, base: &Kept) -> Option<Kept> {
        let content = object.content;
        if base.found.len().saturating_mul(delta.copies.len()) > MOST_MOVES {
            return None;
        }
        let mut windows = windows(delta.changed, content);
        let mut found = Vec::with_capacity(base.found.len());
        for (suspect, stretch) in &base.found {
            if let Some(moved) = delta.moved(stretch) {
                found.push((*suspect, moved));
            } else if let Some(start) = delta.moved(&(stretch.start..stretch.start + 1)) {
                windows.push(start.start..start.start.saturating_add(CUT).min(content.len()));
            }
        }
        let windows = joined(windows, 0);
        let searched: usize = windows.iter().map(Range::len).sum();
        self.counts.searched += searched as u64;
        let map = OffsetMap::identity(0, content.len());
        let region = Region::root(content, &map, Setting::default());
        let mut sights = Vec::new();
        look_in(self.engine, self.options.min_confidence, &region, &windows, &mut sights);
        let (text, map) = pieces(content, &windows);
        let patches = Region::root(&text, &map, Setting::default());
        let mut has_tables = false;
        document::open_pieces(&patches, &mut |item| match item {
            Item::Text(region) if region.parent.is_none() => {}
            Item::Text(region) => look(self.engine, self.options.min_confidence, region, &mut sights),
            Item::Tables(region, tables) => {
                if region.parent.is_some() {
                    look(self.engine, self.options.min_confidence, region, &mut sights);
                }
                has_tables |= look_at_columns(self.engine, region, tables, &mut sights);
            }
            Item::Problem(..) => {}
        });
        let mut head = head;
        if has_tables || head.nature == Nature::Tables {
            has_tables = false;
            document::open_tables(content, &mut |item| {
                if let Item::Tables(region, tables) = item {
                    has_tables |= look_at_columns(self.engine, region, tables, &mut sights);
                }
            });
            head = head.knowing(has_tables);
            self.counts.whole_bytes += content.len() as u64;
        }
        found.extend(self.number(sights));
        found.sort_unstable_by_key(|(suspect, stretch)| (stretch.start, stretch.end, *suspect));
        found.dedup();
        Some(Kept { head, found })
    }

    fn number(&mut self, sights: Vec<Sight>) -> Vec<(u32, Range<usize>)> {
        let mut found = Vec::with_capacity(sights.len());
        for sight in sights {
            let next = self.suspects.len() as u32;
            let key = (Arc::as_ptr(&sight.rule) as usize, sight.value);
            let secret = Secret::new(&key.1);
            let number = *self.known.entry(key).or_insert(next);
            if number == next {
                self.suspects.push((sight.rule, secret));
            }
            found.push((number, sight.whole));
        }
        found
    }

    /// Takes a commit or tag along for the next search of many.
    fn text(&mut self, object: &Object<'_>) {
        let counted = if object.kind == Kind::Commit { &mut self.counts.commits } else { &mut self.counts.tags };
        *counted += u64::from(object.first);
        if !object.first {
            return;
        }
        // What stands before are ids of other objects.
        let start = memchr::memmem::find(object.content, b"\nauthor ").unwrap_or(0);
        self.batch.starts.push((self.batch.text.len(), object.id));
        self.batch.text.extend_from_slice(&object.content[start..]);
        self.batch.text.extend_from_slice(b"\n\n\n");
        if self.batch.text.len() > BATCH {
            self.search_batch();
        }
    }

    fn search_batch(&mut self) {
        let batch = std::mem::take(&mut self.batch);
        let map = OffsetMap::identity(0, batch.text.len());
        let region = Region::root(&batch.text, &map, Setting::default());
        let mut sights = Vec::new();
        document::open_pieces(&region, &mut |item| {
            if let Item::Text(region) | Item::Tables(region, _) = item {
                look(self.engine, self.options.min_confidence, region, &mut sights);
            }
        });
        self.counts.searched += batch.text.len() as u64;
        for sight in sights {
            let after = batch.starts.partition_point(|(start, _)| *start <= sight.whole.start);
            if let Some((_, id)) = after.checked_sub(1).and_then(|at| batch.starts.get(at))
                && self.texts.last() != Some(id)
            {
                self.texts.push(*id);
            }
        }
        self.batch = Batch {
            text: {
                let mut text = batch.text;
                text.clear();
                text
            },
            starts: Vec::new(),
        };
    }

    fn count(&mut self, bytes: usize) {
        self.counts.bytes += bytes as u64;
        self.shown.add(bytes as u64);
        if self.shown.is_stopped() {
            self.walk.stop();
        }
    }
}

impl Visit for Screen<'_> {
    type Kept = Kept;

    fn visit(&mut self, object: &Object<'_>, base: Option<&Kept>) -> Kept {
        self.count(object.content.len());
        match object.kind {
            Kind::Blob => self.blob(object, base),
            Kind::Commit | Kind::Tag => {
                self.text(object);
                Kept::default()
            }
            Kind::Tree => Kept::default(),
        }
    }

    fn visit_part(&mut self, part: &Part<'_>) {
        if !part.first {
            return;
        }
        self.counts.blobs += u64::from(part.offset == 0);
        self.count(part.content.len() - part.overlap);
        let origin = Arc::new(Origin { object: Some(part.id.to_string()), ..Origin::default() });
        let mut outcome = Outcome::default();
        scan::scan_bytes(self.engine, self.options, &origin, part.content, &mut outcome);
        for finding in &mut outcome.findings {
            finding.location.start += part.offset;
            finding.location.end += part.offset;
        }
        self.large.merge(outcome);
    }
}

fn look(engine: &Engine, least: Confidence, region: &Region<'_>, sights: &mut Vec<Sight>) {
    look_in(engine, least, region, std::slice::from_ref(&region.core), sights);
}

fn look_in(engine: &Engine, least: Confidence, region: &Region<'_>, cores: &[Range<usize>], sights: &mut Vec<Sight>) {
    let candidates = engine.candidates_in(region, cores).into_iter().filter(|one| one.confidence >= least);
    sights.extend(candidates.map(|candidate| {
        let value = region.text[candidate.span].into();
        Sight { rule: candidate.rule, value, whole: place(region, candidate.whole) }
    }));
}

/// Looks at the columns of tables; says whether one of the tables has columns that something is, or could be, in.
fn look_at_columns(engine: &Engine, region: &Region<'_>, tables: &[Table], sights: &mut Vec<Sight>) -> bool {
    let before = sights.len();
    let mut is_telling = false;
    for table in tables {
        let hits = engine.columns(region, table).hits;
        sights.extend(hits.into_iter().map(|hit| {
            let value = region.text[hit.candidate.span.clone()].into();
            Sight { rule: hit.candidate.rule, value, whole: place(region, hit.candidate.whole) }
        }));
        is_telling |= !table.is_loose && engine.has_telling_header(table);
    }
    is_telling || sights.len() > before
}

/// Where in the file a range of a region's text is.
fn place(region: &Region<'_>, range: Range<usize>) -> Range<usize> {
    let (root, range) = region.in_root(range);
    root.map.range(range)
}

/// Ranges in ascending order, those that are no further apart than `gap` as one.
fn joined(mut ranges: Vec<Range<usize>>, gap: usize) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end.saturating_add(gap) => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

/// The text in windows and a little around them, with the way back.
fn pieces(content: &[u8], windows: &[Range<usize>]) -> (Vec<u8>, OffsetMap) {
    let wider = windows
        .iter()
        .map(|window| window.start.saturating_sub(AROUND)..window.end.saturating_add(AROUND).min(content.len()));
    let (mut text, mut map) = (Vec::new(), OffsetMap::default());
    for piece in joined(wider.collect(), 0) {
        text.extend_from_slice(&content[piece.clone()]);
        map.push(piece.len(), piece.start, 1, 1);
        text.push(b'\n');
        map.push_opaque(1, piece.end..piece.end);
    }
    (text, map)
}
