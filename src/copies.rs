//! A value that a notebook's outputs show more than once is one finding: a table is there as text and as HTML, and often
//! again a few cells on.

use std::collections::HashSet;

use crate::finding::Finding;

/// Keeps the first of the findings that tell of the same value in outputs of the same notebook; what stands in source
/// is kept, as each place there must be mended by itself.
pub(crate) fn keep_first(findings: &mut Vec<Finding>) {
    let mut seen = HashSet::new();
    let is_kept: Vec<bool> = findings
        .iter()
        .map(|finding| {
            finding.part.output.is_none()
                || seen.insert((&finding.origin, &finding.part.member, finding.rule.id(), &finding.secret))
        })
        .collect();
    let mut is_kept = is_kept.into_iter();
    findings.retain(|_| is_kept.next().unwrap_or(true));
}
