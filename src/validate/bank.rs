//! Codes of banks and legal entities: BIC (ISO 9362), LEI (ISO 17442), and account numbers without a check.

use super::compact::{digits_between, number, text_between};
use super::judge::{FORMAT, Judged, RANGE, TEST_RANGE, checksum, require, unpublished};
use super::{Verdict, country, mod97};

/// A business identifier code: institution, country, location and, optionally, branch; in capitals only.
///
/// A location that ends in 0 is a test participant's.
pub(super) fn bic(value: &[u8]) -> Judged {
    const EXAMPLES: [&[u8]; 6] =
        [b"DEUTDEFF", b"DEUTDEFF500", b"NEDSZAJJXXX", b"ABNANL2A", b"BOFAUS3N", b"AAAABBCC123"];
    require(!value.iter().any(u8::is_ascii_lowercase), FORMAT)?;
    let bic = text_between(value, 8, 11)?;
    require(bic.len() != 9 && bic.len() != 10 && bic[..6].iter().all(u8::is_ascii_uppercase), FORMAT)?;
    unpublished(&&bic[..], &EXAMPLES)?;
    require(country::exists(&bic[4..6]), RANGE)?;
    require(bic[7] != b'0', TEST_RANGE)?;
    Ok(Verdict::Plausible)
}

/// A legal entity identifier: eighteen characters and two check digits by ISO 7064 mod 97-10.
pub(super) fn lei(value: &[u8]) -> Judged {
    const EXAMPLES: [&[u8]; 3] = [b"213800KUD8LAJWSQ9D15", b"5493001KJTIIGC8Y1R12", b"549300DTUYXVMJXZNY75"];
    let lei = text_between(value, 20, 20)?;
    require(lei[18..].iter().all(u8::is_ascii_digit), FORMAT)?;
    unpublished(&&lei[..], &EXAMPLES)?;
    checksum(mod97::holds(&lei))?;
    Ok(Verdict::Valid)
}

/// A bank account in the United States: 4 to 17 digits, of which nothing can be proved.
pub(super) fn us_bank_account(value: &[u8]) -> Judged {
    const SANDBOX: [u64; 4] = [111_111_116, 111_111_113, 222_222_227, 123_456_789];
    let digits = digits_between(value, 4, 17)?;
    let account = number(&digits);
    require(account != 0, Verdict::Example("zeros"))?;
    require(!SANDBOX.contains(&account), Verdict::Example("a payment sandbox's number"))?;
    require(!counts_up(&digits), Verdict::Example("digits that fill a form"))?;
    Ok(Verdict::Plausible)
}

/// Whether eight or more of the digits count up by one, as in made-up numbers.
fn counts_up(digits: &[u8]) -> bool {
    digits.windows(8).any(|run| run.windows(2).all(|pair| pair[1] == (pair[0] + 1) % 10))
}
