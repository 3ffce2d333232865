//! The whole pipeline on one screen: bytes become regions, regions candidates, candidates findings.

use std::collections::HashMap;
use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde::Serialize;

use crate::copies;
use crate::document::region::{count_characters, count_line_ends};
use crate::document::table::Cell;
use crate::document::{self, Item, OffsetMap, Reading, Region, Setting, Table, Window, encoding};
use crate::engine::{ANCHOR_REACH, Candidate, Engine, MARGIN, Weight, columns};
use crate::error::{Problem, ProblemKind};
use crate::excerpt;
use crate::finding::{Finding, Fingerprint, Origin, Secret, redacted};
use crate::rules::Confidence;
use crate::suppress::inline::{Allowed, Mark};
use crate::suppress::{self, inline};

/// What a scan goes by, beside its rules.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Findings less sure than this are not told.
    pub min_confidence: Confidence,
    /// The day on which an allowance that ends has ended.
    pub today: jiff::civil::Date,
    /// Whether the values of a table's column are one finding.
    pub fold_columns: bool,
    /// Whether marks in a file may allow what is found in it.
    pub inline_allow: bool,
}

impl Options {
    /// What holds unless somebody says otherwise: medium confidence, each cell by itself, and marks allow.
    #[must_use]
    pub fn on(today: jiff::civil::Date) -> Self {
        Self { min_confidence: Confidence::Medium, today, fold_columns: false, inline_allow: true }
    }
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
    /// What of a repository's history was seen, where that was scanned.
    pub receipt: Option<Receipt>,
}

/// What of a repository's history was seen, in numbers.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Receipt {
    /// Refs, those of linked worktrees included.
    pub refs: u64,
    /// Entries of the refs' logs.
    pub log_entries: u64,
    /// Commits, each once as all objects.
    pub commits: u64,
    /// Trees.
    pub trees: u64,
    /// Annotated tags.
    pub tags: u64,
    /// Files' contents.
    pub blobs: u64,
    /// Objects that the history names and that are not here.
    pub missing: u64,
    /// Bytes of commits, tags and blobs.
    pub bytes: u64,
    /// Bytes of those that were searched; the others are what a blob has from the one it is built on.
    pub searched: u64,
    /// Bytes of blobs built on others that had to be read as a whole.
    pub read_whole: u64,
    /// How long reading and searching took, finding out where blobs come from, and looking at suspects again.
    #[serde(skip)]
    pub times: [Duration; 3],
}

/// A finding that is not told, and why.
#[derive(Clone, Debug)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// Who allowed it, and the reason given.
    pub reason: String,
}

impl From<(Finding, String)> for Suppressed {
    /// A reason is text from the file, in which the value may be told again.
    fn from((finding, reason): (Finding, String)) -> Self {
        let value = String::from_utf8_lossy(finding.secret.expose());
        let reason = if value.is_empty() { reason } else { reason.replace(&*value, &finding.redacted()) };
        Self { finding, reason }
    }
}

impl Outcome {
    /// Takes in what another part of the scan came to.
    pub fn merge(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.suppressed.extend(other.suppressed);
        self.problems.extend(other.problems);
        self.files += other.files;
        self.bytes += other.bytes;
        self.receipt = self.receipt.take().or(other.receipt);
    }

    /// Makes notes of the findings that a change did not bring in.
    pub fn make_notes(&mut self, is_old: impl FnMut(&Finding) -> bool) {
        let (old, told) = std::mem::take(&mut self.findings).into_iter().partition(is_old);
        self.findings = told;
        let note = |finding| Suppressed { finding, reason: suppress::ALREADY_THERE.to_owned() };
        self.suppressed.extend(Vec::into_iter(old).map(note));
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
    let mut seen = Seen::new(engine, origin, options.fold_columns);
    document::open(&origin.path, bytes, &mut |item| seen.take(item));
    seen.marks = inline::marks(bytes);
    outcome.files += 1;
    outcome.bytes += bytes.len() as u64;
    seen.conclude(options, outcome);
}

/// Scans a text that is about something rather than in it: a file's name, the target of a link. Findings are told by
/// `field`, with their place in the text.
pub fn scan_field(
    engine: &Engine,
    options: &Options,
    origin: &Arc<Origin>,
    (field, text): (&'static str, &[u8]),
    outcome: &mut Outcome,
) {
    let mut seen = Seen::new(engine, origin, false);
    let map = OffsetMap::identity(0, text.len());
    let mut region = Region::root(text, &map, Setting::default());
    region.part.field = Some(field);
    seen.search(&region, &[]);
    seen.conclude(options, outcome);
}

/// Scans a text that is no file but may hold what files do, such as a commit's message. Findings are told by `field`.
pub fn scan_message(
    engine: &Engine,
    options: &Options,
    origin: &Arc<Origin>,
    (field, text): (&'static str, &[u8]),
    outcome: &mut Outcome,
) {
    let mut seen = Seen::new(engine, origin, false);
    document::open(b"", text, &mut |item| seen.take(item));
    seen.found.iter_mut().for_each(|sighting| sighting.finding.part.field = Some(field));
    seen.conclude(options, outcome);
}

/// Scans a file's name. Returns the origin by which the file may be told: in a name that holds a value, what stands for
/// the value is in its place.
pub fn scan_name(engine: &Engine, options: &Options, origin: Arc<Origin>, outcome: &mut Outcome) -> Arc<Origin> {
    let mut named = Outcome::default();
    scan_field(engine, options, &origin, ("path", &origin.path), &mut named);
    if named.findings.is_empty() && origin.path.iter().filter(|byte| byte.is_ascii_digit()).count() >= FEWEST_DIGITS {
        scan_field(engine, options, &origin, ("path", &as_words(&origin.path)), &mut named);
    }
    if named.findings.is_empty() {
        return origin;
    }
    let path = masked(&origin.path, &named.findings).into();
    let masked = Arc::new(Origin { path, ..(*origin).clone() });
    named.findings.iter_mut().for_each(|finding| finding.origin = masked.clone());
    outcome.merge(named);
    masked
}

/// A number that means a person has at least so many digits.
const FEWEST_DIGITS: usize = 7;

/// A path in which spaces stand for what separates words there, but not for what joins the digits of a number.
fn as_words(path: &[u8]) -> Vec<u8> {
    let is_digit = |at: Option<usize>| at.and_then(|at| path.get(at)).is_some_and(u8::is_ascii_digit);
    let word = |(at, byte): (usize, &u8)| match byte {
        b'/' | b'_' | b'.' => b' ',
        b'-' if !(is_digit(at.checked_sub(1)) && is_digit(at.checked_add(1))) => b' ',
        other => *other,
    };
    path.iter().enumerate().map(word).collect()
}

/// A text in which findings have their place, with what stands for each value instead of it.
#[must_use]
pub fn masked(text: &[u8], findings: &[Finding]) -> Vec<u8> {
    let mut shown = Vec::with_capacity(text.len());
    let mut at = 0;
    for finding in findings {
        let place = |offset| usize::try_from(offset).unwrap_or(usize::MAX).clamp(at, text.len());
        let (start, end) = (place(finding.location.start), place(finding.location.end));
        shown.extend_from_slice(&text[at..start]);
        shown.extend_from_slice(finding.redacted().as_bytes());
        at = end;
    }
    shown.extend_from_slice(&text[at..]);
    shown
}

/// A file that can be read at any place, so that it need not be held.
pub trait ReadAt: Sync {
    /// Its length, in bytes.
    fn length(&self) -> u64;

    /// Fills `buffer` from `offset` on, and tells how many bytes there were.
    ///
    /// # Errors
    /// What the system answers.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize>;
}

/// From this length on, a file is read window by window.
pub const LARGE: u64 = 8 << 20;

/// How a large file is read.
#[derive(Clone, Copy, Debug)]
pub struct Windows {
    /// How many bytes a window answers for; a multiple of 4.
    pub size: usize,
    /// How many threads may work.
    pub threads: usize,
}

impl Windows {
    /// Windows large enough for their margins not to count, on so many threads.
    #[must_use]
    pub fn on(threads: usize) -> Self {
        Self { size: 2 << 20, threads }
    }
}

/// A large file, and what it is scanned with.
#[derive(Clone, Copy)]
struct Large<'s, 'f> {
    engine: &'s Engine,
    origin: &'s Arc<Origin>,
    reading: &'f Reading,
    size: usize,
    fold_columns: bool,
}

/// Scans a large file window by window, holding one a thread. The outcome is the same for any size and any number of
/// threads.
pub fn scan_large(
    engine: &Engine,
    options: &Options,
    origin: &Arc<Origin>,
    file: &dyn ReadAt,
    how: Windows,
    outcome: &mut Outcome,
) {
    let mut head = vec![0; encoding::HEAD];
    let length = match file.read_at(0, &mut head) {
        Ok(length) => length,
        Err(error) => return outcome.problems.push(unreadable(origin, &error)),
    };
    let reading = Reading::of(&origin.path, &head[..length]);
    let scan = Large { engine, origin, reading: &reading, size: how.size.max(4), fold_columns: options.fold_columns };
    let windows = usize::try_from(file.length().div_ceil(scan.size as u64)).unwrap_or(usize::MAX);
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut read, mut buffer) = (Vec::new(), Vec::new());
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= windows {
                return read;
            }
            read.push((index, read_window(scan, file, index, &mut buffer)));
        }
    };
    let mut read: Vec<(usize, io::Result<WindowSeen<'_>>)> = std::thread::scope(|scope| {
        let further: Vec<_> = (1..how.threads.min(windows)).map(|_| scope.spawn(work)).collect();
        let mut read = work();
        read.extend(further.into_iter().filter_map(|thread| thread.join().ok()).flatten());
        read
    });
    read.sort_by_key(|(index, _)| *index);
    let mut all = Joined::new(Seen::new(engine, origin, options.fold_columns));
    read.into_iter().for_each(|(_, window)| all.append(window, outcome));
    if all.bytes < file.length() {
        let message = format!("ended after {} of {} bytes while it was read", all.bytes, file.length());
        outcome.problems.push(Problem::new(origin.path.as_ref(), ProblemKind::Changed, message));
    }
    all.conclude(options, outcome);
}

/// Scans what can be read only once, from its beginning to its end, holding one window of it at a time. The outcome is
/// that of [`scan_large`].
pub fn scan_stream(
    engine: &Engine,
    options: &Options,
    origin: &Arc<Origin>,
    input: &mut dyn Read,
    outcome: &mut Outcome,
) {
    let size = Windows::on(1).size;
    let mut all = Joined::new(Seen::new(engine, origin, options.fold_columns));
    let (mut buffer, mut start, mut core) = (Vec::new(), 0, 0);
    let mut reading = None;
    loop {
        let wanted = core - start + size + MARGIN;
        let missing = (wanted - buffer.len()) as u64;
        if let Err(error) = (&mut *input).take(missing).read_to_end(&mut buffer) {
            all.append(Err(error), outcome);
            break;
        }
        let is_last = buffer.len() < wanted;
        let head = &buffer[..buffer.len().min(encoding::HEAD)];
        let reading = reading.get_or_insert_with(|| Reading::of(&origin.path, head));
        let scan = Large { engine, origin, reading, size, fold_columns: options.fold_columns };
        let end = if is_last { buffer.len() } else { core - start + size };
        all.append(Ok(scan_window(scan, &Window { bytes: &buffer, start, core: core - start..end })), outcome);
        if is_last {
            break;
        }
        core += size;
        let next = core - MARGIN.min(core);
        buffer.drain(..next - start);
        start = next;
    }
    all.conclude(options, outcome);
}

/// What was seen in a window, and how many bytes of the file it answers for.
struct WindowSeen<'s> {
    seen: Seen<'s>,
    bytes: u64,
}

/// How many lines and characters a window has, for the next one to count on from.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    /// Line ends before the core, and in it.
    ends_before: u64,
    ends: u64,
    /// Characters before the core, and in it, after the last line end of each.
    characters_before: u64,
    characters: u64,
}

impl Counts {
    fn of(region: &Region<'_>) -> Self {
        let (before, core) = (0..region.core.start, region.core.clone());
        Self {
            ends_before: count_line_ends(region.text, before.clone()),
            ends: count_line_ends(region.text, core.clone()),
            characters_before: characters_after_last_end(&region.text[before]),
            characters: characters_after_last_end(&region.text[core]),
        }
    }
}

fn characters_after_last_end(text: &[u8]) -> u64 {
    count_characters(&text[memchr::memrchr2(b'\n', b'\r', text).map_or(0, |end| end + 1)..])
}

fn read_window<'s>(
    scan: Large<'s, '_>,
    file: &dyn ReadAt,
    index: usize,
    buffer: &mut Vec<u8>,
) -> io::Result<WindowSeen<'s>> {
    let core = index * scan.size;
    let start = core.saturating_sub(MARGIN);
    buffer.resize(core - start + scan.size + MARGIN, 0);
    let length = fill(file, start as u64, buffer)?;
    let core = (core - start).min(length)..(core - start + scan.size).min(length);
    Ok(scan_window(scan, &Window { bytes: &buffer[..length], start, core }))
}

fn scan_window<'s>(scan: Large<'s, '_>, window: &Window<'_>) -> WindowSeen<'s> {
    let mut seen = Seen::new(scan.engine, scan.origin, scan.fold_columns);
    document::open_window(scan.reading, window, &mut |item| seen.take(item));
    seen.marks = inline::marks(window.bytes);
    seen.marks.retain(|mark| window.core.contains(&mark.offset));
    WindowSeen { seen, bytes: window.core.len() as u64 }
}

/// Reads until the buffer is full or the file ends.
fn fill(file: &dyn ReadAt, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read_at(offset + filled as u64, &mut buffer[filled..]) {
            Ok(0) => break,
            Ok(length) => filled += length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// The windows of a file put together: lines and characters are counted on from one to the next.
struct Joined<'s> {
    all: Seen<'s>,
    lines: u64,
    characters: u64,
    bytes: u64,
}

impl<'s> Joined<'s> {
    fn new(all: Seen<'s>) -> Self {
        Self { all, lines: 0, characters: 0, bytes: 0 }
    }

    fn append(&mut self, window: io::Result<WindowSeen<'s>>, outcome: &mut Outcome) {
        let WindowSeen { seen, bytes } = match window {
            Ok(window) => window,
            Err(error) => return outcome.problems.push(unreadable(self.all.origin, &error)),
        };
        let counts = seen.counts;
        let in_line =
            if counts.ends_before == 0 { self.characters - counts.characters_before.min(self.characters) } else { 0 };
        self.all.append(seen, self.lines - counts.ends_before.min(self.lines), in_line);
        self.lines += counts.ends;
        self.characters = counts.characters + if counts.ends == 0 { self.characters } else { 0 };
        self.bytes += bytes;
    }

    fn conclude(self, options: &Options, outcome: &mut Outcome) {
        outcome.files += 1;
        outcome.bytes += self.bytes;
        self.all.conclude(options, outcome);
    }
}

/// The problem of a file that cannot be read.
#[must_use]
pub fn unreadable(origin: &Origin, error: &io::Error) -> Problem {
    Problem::new(origin.path.as_ref(), ProblemKind::Unreadable, format!("cannot be read: {error}"))
}

/// What was seen in the regions of one file so far.
struct Seen<'s> {
    engine: &'s Engine,
    origin: &'s Arc<Origin>,
    fold_columns: bool,
    found: Vec<Sighting>,
    spaces: usize,
    marks: Vec<Mark>,
    problems: Vec<(ProblemKind, String)>,
    counts: Counts,
}

/// A finding, with what decides between it and others at the same place.
struct Sighting {
    finding: Finding,
    weight: Weight,
    /// Which text it is in: spans of different texts do not overlap, but places in the file may.
    space: usize,
    depth: usize,
    /// Where it is in the file, or, as what is compressed has no places in it, in the member that it is in.
    place: Range<usize>,
    /// The table of its text, and the column, that the value is in.
    column: Option<(usize, u32)>,
}

impl<'s> Seen<'s> {
    fn new(engine: &'s Engine, origin: &'s Arc<Origin>, fold_columns: bool) -> Self {
        Self {
            engine,
            origin,
            fold_columns,
            found: Vec::new(),
            spaces: 0,
            marks: Vec::new(),
            problems: Vec::new(),
            counts: Counts::default(),
        }
    }

    fn take(&mut self, item: Item<'_>) {
        match item {
            Item::Text(region) => self.search(region, &[]),
            Item::Tables(region, tables) => self.search(region, tables),
            Item::Problem(kind, message) => self.problems.push((kind, message)),
        }
    }

    /// Takes in what was seen in a window whose text begins after `lines` lines and `characters` of the next.
    fn append(&mut self, window: Self, lines: u64, characters: u64) {
        let spaces = self.spaces;
        self.spaces += window.spaces;
        self.found.extend(window.found.into_iter().map(|mut sighting| {
            sighting.space = if sighting.depth == 0 { 1 } else { sighting.space + spaces };
            sighting.finding.location.move_by(lines, characters);
            if let Some(row) = sighting.finding.part.row.as_mut().filter(|_| sighting.depth == 0) {
                *row += lines;
            }
            sighting
        }));
        self.marks.extend(window.marks.into_iter().map(|mark| Mark { line: mark.line + lines, ..mark }));
        self.problems.extend(window.problems);
    }

    /// Decides between overlapping sightings, judges what is left, and adds it all to the outcome.
    fn conclude(mut self, options: &Options, outcome: &mut Outcome) {
        if !options.inline_allow && !self.marks.is_empty() {
            self.marks.clear();
            let message = "marks in this file allow nothing: they are switched off".to_owned();
            self.problems.push((ProblemKind::Allow, message));
        }
        let found = resolve(self.found, self.fold_columns);
        let found = found.into_iter().filter(|finding| finding.confidence >= options.min_confidence).collect();
        let Allowed { findings, suppressed, faults } = inline::judge(&self.marks, found, options.today);
        outcome.findings.extend(findings);
        outcome.suppressed.extend(suppressed.into_iter().map(Suppressed::from));
        let faults = faults.into_iter().map(|fault| (ProblemKind::Allow, fault));
        let mut problems = self.problems;
        problems.dedup();
        let path = self.origin.path.as_ref();
        outcome
            .problems
            .extend(problems.into_iter().chain(faults).map(|(kind, message)| Problem::new(path, kind, message)));
    }

    fn search(&mut self, region: &Region<'_>, tables: &[Table]) {
        self.spaces += 1;
        if region.parent.is_none() {
            self.counts = Counts::of(region);
        }
        let mut candidates: Vec<(Candidate, Option<Place>)> =
            self.engine.candidates(&widened(region)).into_iter().map(|candidate| (candidate, None)).collect();
        for (index, table) in tables.iter().enumerate() {
            self.search_table(region, index, table, &mut candidates);
        }
        let candidates = clear_of_overlaps(candidates);
        let stand_ins: Vec<(Range<usize>, String)> = candidates
            .iter()
            .map(|(candidate, _)| {
                (candidate.span.clone(), redacted(&candidate.rule, &region.text[candidate.span.clone()]))
            })
            .collect();
        let depth = std::iter::successors(region.parent, |parent| parent.parent).count();
        let mut folds: HashMap<(usize, u32, String), usize> = HashMap::new();
        for (candidate, cell) in candidates.into_iter().filter(|(one, _)| region.core.contains(&one.span.start)) {
            let key = cell.as_ref().map(|cell| (cell.table, cell.cell.column, candidate.rule.id().to_owned()));
            let known = key.as_ref().filter(|_| self.fold_columns).and_then(|key| folds.get(key)).copied();
            if let Some(first) = known.and_then(|index| self.found.get_mut(index)) {
                first.finding.count += 1;
                continue;
            }
            if let Some(key) = key {
                folds.insert(key, self.found.len());
            }
            let (weight, span) = (candidate.weight, candidate.span.clone());
            let finding =
                self.finding(region, candidate, &stand_ins, cell.as_ref().map(|cell| (cell, &tables[cell.table])));
            let (root, in_root) = region.in_root(span.clone());
            let place = if root.part.member.is_some() { in_root } else { root.map.range(in_root) };
            let column = cell.map(|cell| (cell.table, cell.cell.column));
            self.found.push(Sighting { finding, weight, space: self.spaces, depth, place, column });
        }
    }

    /// Adds what a table's columns hold, and tells of each other candidate the cell that it is in.
    fn search_table(
        &mut self,
        region: &Region<'_>,
        index: usize,
        table: &Table,
        candidates: &mut Vec<(Candidate, Option<Place>)>,
    ) {
        for (candidate, place) in candidates.iter_mut() {
            if let Some(cell) = table.cell_at(candidate.span.start) {
                *place = Some(Place { table: index, cell: *cell });
            }
        }
        let columns = self.engine.columns(region, table);
        let mut hits: HashMap<u32, u64> = HashMap::new();
        columns.hits.iter().for_each(|hit| *hits.entry(hit.cell.column).or_default() += 1);
        let is_column =
            |column: &u32| hits[column] * columns::SHARE >= columns.filled.get(column).copied().unwrap_or(0);
        let hits = columns.hits.into_iter().filter(|hit| is_column(&hit.cell.column));
        candidates.extend(hits.map(|hit| (hit.candidate, Some(Place { table: index, cell: hit.cell }))));
    }

    fn finding(
        &self,
        region: &Region<'_>,
        candidate: Candidate,
        stand_ins: &[(Range<usize>, String)],
        place: Option<(&Place, &Table)>,
    ) -> Finding {
        let value = &region.text[candidate.span.clone()];
        let mut part = region.part.clone();
        if part.cell.is_some() {
            part.line = Some(region.own_line(candidate.span.start));
        }
        let (excerpt, context) = match place {
            Some((place, table)) => {
                let column = table.column_name(place.cell.column);
                let shown = format!("{}: {}", printable(&column), redacted(&candidate.rule, value));
                let context = format!("{}\u{0}{column}", table.columns.join("\u{1}"));
                part.row = Some(u64::from(place.cell.row));
                part.column = Some(column);
                (shown, context)
            }
            None => (
                excerpt::excerpt(region.text, &candidate.span, stand_ins),
                excerpt::context(region.text, &candidate.span),
            ),
        };
        Finding {
            fingerprint: Fingerprint::of(&candidate.rule, value, &context),
            confidence: candidate.confidence,
            reason: candidate.reason,
            detail: candidate.detail,
            origin: self.origin.clone(),
            location: region.locate(candidate.span.clone()),
            part,
            secret: Secret::new(value),
            excerpt,
            count: 1,
            rule: candidate.rule,
        }
    }
}

/// Where in a table a candidate is.
struct Place {
    table: usize,
    cell: Cell,
}

fn printable(text: &str) -> String {
    text.chars().filter(|one| !excerpt::is_unsafe(*one)).collect()
}

/// Of the candidates of one text that overlap, keeps the one that ranks highest.
fn clear_of_overlaps(mut candidates: Vec<(Candidate, Option<Place>)>) -> Vec<(Candidate, Option<Place>)> {
    candidates.sort_by(|(left, _), (right, _)| {
        (left.span.start, left.span.end, left.rule.id()).cmp(&(right.span.start, right.span.end, right.rule.id()))
    });
    let mut kept: Vec<(Candidate, Option<Place>)> = Vec::with_capacity(candidates.len());
    for (candidate, place) in candidates {
        match kept.last_mut() {
            Some((last, last_place)) if last.span.end > candidate.span.start => {
                if rank(&candidate) > rank(last) {
                    (*last, *last_place) = (candidate, place);
                }
            }
            _ => kept.push((candidate, place)),
        }
    }
    kept
}

fn rank(candidate: &Candidate) -> (Weight, Confidence, usize, std::cmp::Reverse<&str>) {
    (candidate.weight, candidate.confidence, candidate.span.len(), std::cmp::Reverse(candidate.rule.id()))
}

/// The region with a core that holds the anchors of all values which begin in its own, and of those shown next to them.
fn widened<'r>(region: &Region<'r>) -> Region<'r> {
    let core = region.core.start.saturating_sub(ANCHOR_REACH)..(region.core.end + ANCHOR_REACH).min(region.text.len());
    Region { core, ..region.clone() }
}

/// Joins what windows saw of one column, and decides between places that overlap across texts.
fn resolve(found: Vec<Sighting>, fold_columns: bool) -> Vec<Finding> {
    let mut folds: HashMap<(usize, usize, u32, String), usize> = HashMap::new();
    let mut folded: Vec<Sighting> = Vec::with_capacity(found.len());
    for sighting in found {
        if let Some((table, column)) = sighting.column.filter(|_| fold_columns) {
            let key = (sighting.space, table, column, sighting.finding.rule.id().to_owned());
            match folds.get(&key) {
                Some(&first) => {
                    folded[first].finding.count += sighting.finding.count;
                    continue;
                }
                None => folds.insert(key, folded.len()),
            };
        }
        folded.push(sighting);
    }
    across_depths(folded).into_iter().map(|sighting| sighting.finding).collect()
}

/// Of a value and what it was decoded from, keeps the more specific.
fn across_depths(mut found: Vec<Sighting>) -> Vec<Sighting> {
    found.sort_by(|left, right| {
        let order = |one: &Sighting| (one.place.start, one.depth);
        left.finding.part.member.cmp(&right.finding.part.member).then(order(left).cmp(&order(right)))
    });
    let mut kept: Vec<Sighting> = Vec::with_capacity(found.len());
    for sighting in found {
        let overlapped = kept.last().is_some_and(|last| {
            last.depth != sighting.depth
                && last.finding.part.member == sighting.finding.part.member
                && last.place.end > sighting.place.start
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
