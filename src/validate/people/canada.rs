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

/// A business number: nine digits by Luhn, and the account of a programme after them or not (CRA).
pub(crate) fn ca_bn(value: &[u8]) -> Judged {
    let bn = text_between(value, 9, 15)?;
    let digits = digits_in::<9>(&bn[..9])?;
    if let Some((programme, account)) = bn[9..].split_first_chunk::<2>() {
        require(matches!(programme, b"RC" | b"RM" | b"RP" | b"RT"), FORMAT)?;
        digits_in::<4>(account)?;
    }
    require(bn.len() == 9 || bn.len() == 15, FORMAT)?;
    checksum(luhn::holds(&digits))?;
    Ok(Valid)
}

/// A personal health number of British Columbia: ten digits from 9 on, each product taken mod 11 (BC Ministry of Health).
pub(crate) fn ca_bc_phn(value: &[u8]) -> Judged {
    let digits = digits::<10>(value)?;
    require(digits[0] == 9, RANGE)?;
    checksum(complement(&digits[1..9], &[2, 4, 8, 5, 10, 9, 7, 3], 11) == u32::from(digits[9]))?;
    Ok(Valid)
}
