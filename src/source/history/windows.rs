//! Which parts of an object a scan has to look at again, given what is new in it.

use memchr::{memchr_iter, memrchr_iter};
use std::ops::Range;

/// Changes that lie no further apart, in bytes, are looked at as one.
const GAP: usize = 256;
/// How many whole lines are looked at on each side of a change, beside its own.
const LINES: usize = 3;
/// The most bytes looked at on each side of a change.
const MOST: usize = 1024;

/// Widens changes to the parts of `content` to scan: changes at most 256 bytes apart become one, which is widened to whole
/// lines and three lines more on each side, but by no more than 1,024 bytes; parts that touch become one.
///
/// `changed` is in ascending order, as [`super::Delta::changed`] is. The parts are in ascending order and within
/// `content`. They say where to look for candidates: a candidate is then to be judged on the whole content, since a part
/// may begin or end within a value.
#[must_use]
pub fn windows(changed: &[Range<usize>], content: &[u8]) -> Vec<Range<usize>> {
    let mut windows = Vec::new();
    let mut changes = changed.iter();
    let Some(mut group) = changes.next().cloned() else { return windows };
    for change in changes {
        if change.start.saturating_sub(group.end) <= GAP {
            group.end = group.end.max(change.end);
        } else {
            push(&mut windows, widen(&group, content));
            group = change.clone();
        }
    }
    push(&mut windows, widen(&group, content));
    windows
}

fn push(windows: &mut Vec<Range<usize>>, window: Range<usize>) {
    match windows.last_mut() {
        Some(last) if last.end >= window.start => last.end = last.end.max(window.end),
        _ => windows.push(window),
    }
}

fn widen(change: &Range<usize>, content: &[u8]) -> Range<usize> {
    let end = change.end.min(content.len());
    let start = change.start.min(end);
    let low = start.saturating_sub(MOST);
    let high = content.len().min(end.saturating_add(MOST));
    let before = memrchr_iter(b'\n', &content[low..start]).nth(LINES);
    let after = memchr_iter(b'\n', &content[end..high]).nth(LINES);
    before.map_or(low, |at| low + at + 1)..after.map_or(high, |at| end + at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: usize) -> Vec<u8> {
        (0..count).flat_map(|number| format!("{number:04}\n").into_bytes()).collect()
    }

    /// The windows of changes given as pairs of offsets.
    fn of(changed: &[(usize, usize)], content: &[u8]) -> Vec<(usize, usize)> {
        let changed: Vec<_> = changed.iter().map(|&(start, end)| start..end).collect();
        windows(&changed, content).into_iter().map(|range| (range.start, range.end)).collect()
    }

    #[test]
    fn a_change_is_widened_by_three_lines() {
        let content = lines(100);
        assert_eq!(of(&[(252, 253)], &content), [(47 * 5, 54 * 5)]);
        assert_eq!(of(&[(0, 0)], &content), [(0, 20)]);
        assert_eq!(of(&[(500, 500)], &content), [(97 * 5, 500)]);
        assert!(windows(&[], &content).is_empty());
    }

    #[test]
    fn near_changes_are_one_and_long_lines_are_cut() {
        let content = lines(1000);
        assert_eq!(of(&[(1000, 1001), (1257, 1258)], &content), [(197 * 5, (251 + 4) * 5)]);
        assert_eq!(of(&[(1000, 1001), (2000, 2000)], &content).len(), 2);
        assert_eq!(of(&[(5000, 5001)], &[b'x'; 10_000]), [(3976, 6025)]);
    }

    #[test]
    fn windows_stay_within_the_content() {
        assert_eq!(of(&[(5, 9), (20, 30)], b"abc"), [(0, 3)]);
    }
}
