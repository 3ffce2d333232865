//! Identifiers of Africa and the Middle East.

use super::tools::*;

/// An identity number of South Africa: date of birth, serial, citizenship and Luhn's check digit (DHA).
pub(crate) fn za_idnr(value: &[u8]) -> Judged {
    let digits = digits::<13>(value)?;
    unpublished(&number(&digits), &[8001015009087, 7503305044089, 9202204720083, 8801235111088])?;
    checksum(luhn::holds(&digits))?;
    date(date::exists_in_some_century(date::two(&digits), date::two(&digits[2..]), date::two(&digits[4..])))?;
    require(digits[10] <= 2, RANGE)?;
    Ok(Valid)
}

/// A tax number of South Africa: ten digits by Luhn (SARS).
pub(crate) fn za_tin(value: &[u8]) -> Judged {
    let digits = digits::<10>(value)?;
    require(matches!(digits[0], 0..=3 | 9), RANGE)?;
    checksum(luhn::holds(&digits))?;
    Ok(Valid)
}

/// A national identity or bank verification number of Nigeria: eleven digits; no check is published (NIMC, CBN).
pub(crate) fn ng_nin(value: &[u8]) -> Judged {
    digits::<11>(value)?;
    Ok(Plausible)
}

/// A taxpayer's PIN of Kenya: A for a person or P for a company, nine digits and a letter (KRA).
pub(crate) fn ke_pin(value: &[u8]) -> Judged {
    let pin = text::<11>(value)?;
    require(matches!(pin[0], b'A' | b'P') && pin[10].is_ascii_uppercase(), FORMAT)?;
    digits_in::<9>(&pin[1..10])?;
    Ok(Plausible)
}

/// A taxpayer's number of Ghana: the kind, eight digits and a digit or X mod 11 (GRA).
pub(crate) fn gh_tin(value: &[u8]) -> Judged {
    let tin = text::<11>(value)?;
    require(matches!(tin[0], b'C' | b'G' | b'P' | b'Q' | b'V') && tin[1..3] == *b"00", FORMAT)?;
    let digits = digits_in::<9>(&tin[1..10])?;
    checksum(b"0123456789X"[(sum(&digits, &[1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11) as usize] == tin[10])?;
    Ok(Valid)
}

/// A tax number of Egypt: nine digits without a check (ETA).
pub(crate) fn eg_tn(value: &[u8]) -> Judged {
    digits::<9>(value)?;
    Ok(Plausible)
}

/// A national number of Egypt: century, date of birth, governorate, serial and a digit whose rule is not published.
pub(crate) fn eg_nid(value: &[u8]) -> Judged {
    let digits = digits::<14>(value)?;
    let century = match digits[0] {
        2 => 1900,
        3 => 2000,
        _ => return Err(RANGE),
    };
    date(date::exists(century + date::two(&digits[1..]), date::two(&digits[3..]), date::two(&digits[5..])))?;
    require(matches!(date::two(&digits[7..]), 1..=4 | 11..=19 | 21..=29 | 31..=35 | 88), RANGE)?;
    Ok(Plausible)
}

/// An identity number of Israel: up to nine digits by Luhn (Population and Immigration Authority).
pub(crate) fn il_idnr(value: &[u8]) -> Judged {
    let digits = digits_between(value, 5, 9)?;
    unpublished(&number(&digits), &[18, 39337423])?;
    require(number(&digits) > 0, RANGE)?;
    checksum(luhn::holds(&digits))?;
    Ok(Valid)
}

/// An identity number of the United Arab Emirates: 784, year of birth, serial and Luhn's check digit (ICP).
pub(crate) fn ae_id(value: &[u8]) -> Judged {
    let digits = digits::<15>(value)?;
    unpublished(&(number(&digits) / 10), &[78419801234567])?;
    require(digits[..3] == [7, 8, 4] && matches!(number(&digits[3..7]), 1900..=2035), RANGE)?;
    proven_if(luhn::holds(&digits))
}

/// An identity number of Saudi Arabia: ten digits, 1 for citizens and 2 for residents, by Luhn (Absher).
pub(crate) fn sa_id(value: &[u8]) -> Judged {
    let digits = digits::<10>(value)?;
    require(matches!(digits[0], 1 | 2), RANGE)?;
    checksum(luhn::holds(&digits))?;
    Ok(Valid)
}

/// An identity number of Qatar: century and year of birth, country, and five digits without a check (MOI).
pub(crate) fn qa_qid(value: &[u8]) -> Judged {
    let digits = digits::<11>(value)?;
    require(matches!(digits[0], 2 | 3) && number(&digits[3..6]) <= 900, RANGE)?;
    Ok(Plausible)
}
