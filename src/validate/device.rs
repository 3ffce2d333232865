//! Numbers of things rather than of people.

use super::Verdict;
use super::compact::{digits, digits_between, number};
use super::judge::{Judged, checksum, unpublished};
use super::luhn;

/// A mobile device's number (IMEI): fifteen digits by Luhn (3GPP TS 23.003).
pub(super) fn imei(value: &[u8]) -> Judged {
    let digits = digits::<15>(value)?;
    unpublished(&number(&digits), &[490154203237518, 352099001761481, 4999010640000])?;
    checksum(luhn::holds(&digits))?;
    Ok(Verdict::Valid)
}

/// Any number of four digits or more that is neither one digit repeated nor digits in a row, as placeholders are.
pub(super) fn plain_number(value: &[u8]) -> Judged {
    digits_between(value, 4, 40)?;
    Ok(Verdict::Plausible)
}
