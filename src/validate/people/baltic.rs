//! Identifiers of Estonia, Latvia and Lithuania.

use super::tools::*;

/// A personal code of Estonia: sex and century, date of birth, serial and a check digit mod 11 in two stages.
pub(crate) fn ee_ik(value: &[u8]) -> Judged {
    let digits = digits::<11>(value)?;
    unpublished(&number(&digits), &[37605030299])?;
    checksum(check_digit(&digits) == u32::from(digits[10]))?;
    require(matches!(digits[0], 1..=8), RANGE)?;
    date(is_born(&digits))?;
    Ok(Valid)
}

/// A personal code of Lithuania: as that of Estonia, and from 9 on without a date.
pub(crate) fn lt_asmens(value: &[u8]) -> Judged {
    let digits = digits::<11>(value)?;
    checksum(check_digit(&digits) == u32::from(digits[10]))?;
    require(digits[0] != 0, RANGE)?;
    date(digits[0] == 9 || is_born(&digits))?;
    Ok(Valid)
}

/// The check digit by two sets of weights, the second of which counts where the first gives 10.
fn check_digit(digits: &[u8; 11]) -> u32 {
    match sum(digits, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11 {
        10 => sum(digits, &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10,
        check => check,
    }
}

fn is_born(digits: &[u8; 11]) -> bool {
    let century = 1700 + u32::from(digits[0]).div_ceil(2) * 100;
    date::exists(century + date::two(&digits[1..]), date::two(&digits[3..]), date::two(&digits[5..]))
}

/// A personal code of Latvia with the date of birth, or from 32 on without one; or a company's number from 4 on (PMLP, VID).
pub(crate) fn lv_pvn(value: &[u8]) -> Judged {
    let digits = digits::<11>(without_country(value, b"LV"))?;
    if digits[0] > 3 {
        checksum(sum(&digits, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3)?;
        return Ok(Valid);
    }
    checksum((1 + sum(&digits, &[10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11 % 10 == u32::from(digits[10]))?;
    let year = 1800 + u32::from(digits[6]) * 100 + date::two(&digits[4..]);
    let is_undated = digits[..2] == [3, 2];
    date(is_undated || date::exists(year, date::two(&digits[2..]), date::two(&digits)))?;
    Ok(Valid)
}
