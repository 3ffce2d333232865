//! A notebook's values, masked in its outputs and told in its sources.

use std::collections::BTreeSet;
use std::ops::Range;

use super::edit::{Edit, apply};
use super::forms::{Copies, is_distinctive};
use super::layout::{Layout, Place};
use super::pieces::{Piece, pieces};
use super::{CleanError, Cleaned, InSource, Options, Report, Source, Span, mask, source, strip};
use crate::document::json::JsonError;
use crate::document::notebook::{self, NotANotebook};
use crate::document::{Item, OffsetMap, Region, Setting};

/// Cleans a notebook: masks the values in its outputs, metadata and attachments wherever they stand, copies in HTML or
/// behind escapes included, and leaves every other byte as it is. Source is left as it is unless asked for otherwise.
///
/// Applied to its own result, with what is found in it, it changes nothing.
///
/// # Errors
/// The file is not a notebook, or a span is not in it. Nothing has been changed then.
pub fn notebook(bytes: &[u8], spans: &[Span<'_>], options: &Options) -> Result<Cleaned, CleanError> {
    notebook::check(bytes)?;
    let mut report = Report::default();
    if spans.is_empty() && options.strip.is_none() {
        return Ok(Cleaned { bytes: None, changes: Vec::new(), report });
    }
    if let Some(span) = spans.iter().find(|span| span.start >= span.end || span.end > bytes.len()) {
        return Err(CleanError { offset: span.start, reason: "a value is said to be where the file is not" });
    }
    let layout = Layout::of(bytes)?;
    let found = sorted(bytes, spans, &layout, options.source == Source::Mask)?;
    let ranges: Vec<_> = found.iter().map(|found| found.range.clone()).collect();
    let pieces = pieces(bytes, &ranges)?;
    let mut plan = Plan { bytes, spans, layout: &layout, options, edits: Vec::new(), dropped: BTreeSet::new() };
    for (found, pieces) in found.iter().zip(&pieces) {
        plan.add(found, pieces, &mut report)?;
    }
    let Plan { mut edits, dropped, .. } = plan;
    report.dropped = dropped.len();
    edits.extend(strip::edits(bytes, &layout, &dropped, options.strip.as_ref(), &mut report)?);
    let (cleaned, changes) = apply(bytes, edits);
    if let Some(cleaned) = &cleaned {
        notebook::check(cleaned)
            .map_err(|error| CleanError { offset: error.offset, reason: "cleaning would have broken the notebook" })?;
    }
    Ok(Cleaned { bytes: cleaned, changes, report })
}

/// A stretch of the file that holds a span's value or a copy of it.
struct Found {
    range: Range<usize>,
    span: usize,
}

struct Plan<'p> {
    bytes: &'p [u8],
    spans: &'p [Span<'p>],
    layout: &'p Layout,
    options: &'p Options,
    edits: Vec<Edit<'p>>,
    dropped: BTreeSet<(usize, usize)>,
}

impl Plan<'_> {
    fn add(&mut self, found: &Found, pieces: &[Piece], report: &mut Report) -> Result<(), CleanError> {
        let span = self.spans[found.span];
        let Some(first) = pieces.first() else {
            return Err(CleanError { offset: found.range.start, reason: "a value is where the notebook has no text" });
        };
        match self.layout.place(self.bytes, first.range.start) {
            Place::Source(cell) if self.options.source != Source::Mask => match self.look_up(cell, &span, pieces) {
                Some(edit) => {
                    self.edits.push(edit);
                    report.replaced += 1;
                }
                None => report.in_source.push(InSource { cell, span: found.span }),
            },
            Place::Output { .. } if self.options.drop => {
                let places = pieces.iter().map(|piece| self.layout.place(self.bytes, piece.range.start));
                self.dropped.extend(places.filter_map(|place| match place {
                    Place::Output { cell, output } => Some((cell, output)),
                    _ => None,
                }));
            }
            _ => {
                self.edits.extend(mask::in_json(self.bytes, pieces, span.value, span.mask));
                report.masked += 1;
            }
        }
        Ok(())
    }

    fn look_up<'e>(&self, cell: usize, span: &Span<'_>, pieces: &[Piece]) -> Option<Edit<'e>> {
        match pieces {
            [piece] if self.options.source == Source::LookUp => {
                source::look_up(self.bytes, self.layout, cell, piece, span.mask)
            }
            _ => None,
        }
    }
}

/// The spans and the copies of their values, in the file's order, with those that overlap made one.
fn sorted(bytes: &[u8], spans: &[Span<'_>], layout: &Layout, masks_source: bool) -> Result<Vec<Found>, CleanError> {
    let given = spans.iter().enumerate().map(|(index, span)| Found { range: span.start..span.end, span: index });
    let mut all: Vec<Found> = given.collect();
    all.extend(copies(bytes, spans, layout, masks_source)?);
    all.sort_by_key(|found| (found.range.start, std::cmp::Reverse(found.range.end), found.span));
    let mut merged: Vec<Found> = Vec::with_capacity(all.len());
    for found in all {
        match merged.last_mut() {
            Some(last) if found.range.start < last.range.end => last.range.end = last.range.end.max(found.range.end),
            _ => merged.push(found),
        }
    }
    Ok(merged)
}

/// Where else the values stand, in source only if that is masked too.
fn copies(bytes: &[u8], spans: &[Span<'_>], layout: &Layout, masks_source: bool) -> Result<Vec<Found>, CleanError> {
    let searcher = Copies::of(spans);
    let mut copies = Vec::new();
    if spans.is_empty() {
        return Ok(copies);
    }
    let map = OffsetMap::identity(0, bytes.len());
    let root = Region::root(bytes, &map, Setting::default());
    notebook::read(&root, &mut |item| {
        let Item::Text(region) = item else { return };
        for (text, span) in searcher.find(region.text) {
            let (_, range) = region.in_root(text);
            let place = layout.place(bytes, range.start);
            let is_near = || place == layout.place(bytes, spans[span].start) && place != Place::Elsewhere;
            let is_source = matches!(place, Place::Source(_)) && !masks_source;
            if !is_source && (is_distinctive(spans[span].value) || is_near()) {
                copies.push(Found { range, span });
            }
        }
    })?;
    Ok(copies)
}

impl From<JsonError> for CleanError {
    fn from(error: JsonError) -> Self {
        Self { offset: error.offset, reason: error.reason }
    }
}

impl From<NotANotebook> for CleanError {
    fn from(error: NotANotebook) -> Self {
        Self { offset: error.offset, reason: error.reason }
    }
}
