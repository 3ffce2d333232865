//! What validators are written in: steps that end a judgement early by `?`, and the verdicts that many share.

use super::Verdict;

/// The outcome of a step or of a whole validator; both sides are final verdicts, `Err` being one that came early.
pub(super) type Judged<T = Verdict> = Result<T, Verdict>;

/// The alphabet, the length or a fixed part of the value differs.
pub(super) const FORMAT: Verdict = Verdict::Invalid("it does not have the format");
/// The check digits or the checksum differ from those computed.
pub(super) const CHECKSUM: Verdict = Verdict::Invalid("its checksum does not match");
/// The date inside does not exist.
pub(super) const DATE: Verdict = Verdict::Invalid("its date does not exist");
/// The number is in a range that is not issued.
pub(super) const RANGE: Verdict = Verdict::Invalid("its range is not issued");
/// The value is one of those that documentation prints.
pub(super) const PUBLISHED: Verdict = Verdict::Example("a published example");
/// The value is in a range kept for tests.
pub(super) const TEST_RANGE: Verdict = Verdict::Example("a range kept for tests");

/// Goes on where `holds`, and ends with `otherwise` where not.
pub(super) fn require(holds: bool, otherwise: Verdict) -> Judged<()> {
    if holds { Ok(()) } else { Err(otherwise) }
}

/// Goes on where the check digits hold.
pub(super) fn checksum(holds: bool) -> Judged<()> {
    require(holds, CHECKSUM)
}

/// Goes on where the date exists.
pub(super) fn date(exists: bool) -> Judged<()> {
    require(exists, DATE)
}

/// Goes on unless the value is one of the published examples.
pub(super) fn unpublished<T: PartialEq>(value: &T, examples: &[T]) -> Judged<()> {
    require(!examples.contains(value), PUBLISHED)
}

/// The verdict of a judgement, however early it came.
pub(super) fn settle(judged: Judged) -> Verdict {
    match judged {
        Ok(verdict) | Err(verdict) => verdict,
    }
}

/// Valid where `proven`, and plausible where nothing speaks against it but nothing proves it either.
pub(super) fn proven_if(proven: bool) -> Judged {
    Ok(if proven { Verdict::Valid } else { Verdict::Plausible })
}
