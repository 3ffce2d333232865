//! Values masked in a text, a table with separators or a JSON file.

use std::ops::Range;

use super::edit::{Edit, apply};
use super::pieces::pieces;
use super::{CleanError, Cleaned, Report, Span, mask};
use crate::document::json::Reader;

/// Masks the values in a text file; every other byte stays. What is JSON stays JSON.
///
/// # Errors
/// A span is not in the file, or its bytes do not hold the value in a way that could be written: those of an archive.
pub fn text(bytes: &[u8], spans: &[Span<'_>]) -> Result<Cleaned, CleanError> {
    let mut sorted: Vec<&Span<'_>> = spans.iter().collect();
    sorted.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    if let Some(span) = sorted.iter().find(|span| span.start >= span.end || span.end > bytes.len()) {
        return Err(CleanError { offset: span.start, reason: "a value is said to be where the file is not" });
    }
    let mut kept: Vec<(&Span<'_>, Range<usize>)> = Vec::with_capacity(sorted.len());
    for span in sorted {
        match kept.last_mut() {
            Some((_, range)) if span.start < range.end => range.end = range.end.max(span.end),
            _ => kept.push((span, span.start..span.end)),
        }
    }
    let edits = if !kept.is_empty() && is_json(bytes) { in_json(bytes, &kept)? } else { in_text(bytes, &kept)? };
    let (cleaned, changes) = apply(bytes, edits);
    Ok(Cleaned { bytes: cleaned, changes, report: Report { masked: kept.len(), ..Report::default() } })
}

fn in_text<'a>(bytes: &[u8], spans: &[(&Span<'_>, Range<usize>)]) -> Result<Vec<Edit<'a>>, CleanError> {
    let edit = |(span, range): &(&Span<'_>, Range<usize>)| {
        mask::in_text(bytes, range.clone(), span.value, span.mask)
            .ok_or(CleanError { offset: span.start, reason: "a value is packed or encoded, and cannot be masked" })
    };
    spans.iter().map(edit).collect()
}

fn in_json<'a>(bytes: &[u8], spans: &[(&Span<'_>, Range<usize>)]) -> Result<Vec<Edit<'a>>, CleanError> {
    let ranges: Vec<_> = spans.iter().map(|(_, range)| range.clone()).collect();
    let pieces = pieces(bytes, &ranges)?;
    let edits =
        spans.iter().zip(&pieces).map(|((span, _), pieces)| mask::in_json(bytes, pieces, span.value, span.mask));
    Ok(edits.flatten().collect())
}

fn is_json(bytes: &[u8]) -> bool {
    let begins = bytes.trim_ascii_start().first().is_some_and(|first| matches!(first, b'{' | b'[' | 0xef));
    let mut reader = Reader::new(bytes);
    begins && matches!(reader.skip_value(), Ok(Some(_))) && matches!(reader.next(), Ok(None))
}
