//! Identifiers of Canada.

use super::tools::*;

/// A social insurance number: Luhn; the first digits 0 and 8 are not issued to people (Service Canada).
pub(crate) fn ca_sin(value: &[u8]) -> Judged {
    let digits = digits::<9>(value)?;
    unpublished(&number(&digits), &[46454286, 130692544, 999999998])?;
    require(!matches!(digits[0], 0 | 8), RANGE)?;
    checksum(luhn::holds(&digits))?;
    Ok(Verdict::Valid)
}
