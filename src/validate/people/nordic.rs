//! Identifiers of Denmark, Finland, Iceland, Norway and Sweden.

use super::tools::*;

/// A personal identity number of Sweden: date of birth, serial and Luhn's check digit, ten digits or twelve with the
/// century; a coordination number has the day raised by 60 (Skatteverket).
pub(crate) fn se_personnummer(value: &[u8]) -> Judged {
    const EXAMPLES: [u64; 7] = [6408233234, 8112189876, 8112289874, 6709199530, 1212121212, 8505043329, 5907123215];
    let digits = digits_between(value, 10, 12)?;
    require(digits.len() != 11, FORMAT)?;
    let (century, short) = digits.split_at(digits.len() - 10);
    unpublished(&number(short), &EXAMPLES)?;
    require(matches!(century, [] | [1, 8 | 9] | [2, 0]), RANGE)?;
    let (year, month, day) = (date::two(short), date::two(&short[2..]), date::two(&short[4..]));
    let day = if day > 60 { day - 60 } else { day };
    date(match century {
        [] => date::exists_in_some_century(year, month, day),
        century => date::is_birthday(date::two(century) * 100 + year, month, day),
    })?;
    checksum(luhn::holds(short))?;
    Ok(Valid)
}

/// An organisation's number of Sweden: ten digits by Luhn (Skatteverket).
pub(crate) fn se_orgnr(value: &[u8]) -> Judged {
    let digits = digits::<10>(value)?;
    checksum(luhn::holds(&digits))?;
    Ok(Valid)
}

/// A national identity number of Norway: date of birth, individual number and two digits mod 11. The day is raised by 40
/// in D-numbers, the month by 40 in auxiliary ones, and by 65 or 80 in those of synthetic people (Skatteetaten).
pub(crate) fn no_fodselsnummer(value: &[u8]) -> Judged {
    let digits = digits::<11>(value)?;
    unpublished(&number(&digits), &[15108695088, 1010750160, 13097248022, 29029600013])?;
    let first = complement(&digits[..9], &[3, 7, 6, 1, 8, 9, 4, 5, 2], 11);
    let second = complement(&digits[..10], &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 11);
    checksum(first == u32::from(digits[9]) && second == u32::from(digits[10]))?;
    let (day, month, year) = (date::two(&digits), date::two(&digits[2..]), date::two(&digits[4..]));
    let day = if day > 40 { day - 40 } else { day };
    let (month, is_synthetic) = match month {
        81..=92 => (month - 80, true),
        66..=77 => (month - 65, true),
        41..=52 => (month - 40, false),
        _ => (month, false),
    };
    let century = norwegian_century(year, number(&digits[6..9])).ok_or(RANGE)?;
    date(date::is_birthday(century + year, month, day))?;
    require(!is_synthetic, TEST_RANGE)?;
    Ok(Valid)
}

/// The century that the individual number leaves for a year of two digits.
fn norwegian_century(year: u32, individual: u64) -> Option<u32> {
    match (individual, year) {
        (0..=499, _) => Some(1900),
        (500..=749, 54..) => Some(1800),
        (500..=999, ..=39) => Some(2000),
        (900..=999, 40..) => Some(1900),
        _ => None,
    }
}

/// A bank account of Norway: eleven digits mod 11 (Finans Norge).
pub(crate) fn no_kontonr(value: &[u8]) -> Judged {
    let digits = digits::<11>(value)?;
    unpublished(&number(&digits), &[86011117947])?;
    checksum(complement(&digits[..10], &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 11) == u32::from(digits[10]))?;
    Ok(Valid)
}

/// An organisation's number of Norway: nine digits mod 11 (Brønnøysundregistrene).
pub(crate) fn no_orgnr(value: &[u8]) -> Judged {
    let digits = digits::<9>(value)?;
    checksum(complement(&digits[..8], &[3, 2, 7, 6, 5, 4, 3, 2], 11) == u32::from(digits[8]))?;
    Ok(Valid)
}

/// A personal number of Denmark: date of birth and a serial that holds the century; mod 11 is given up since 2007
/// (CPR-kontoret).
pub(crate) fn dk_cpr(value: &[u8]) -> Judged {
    let digits = digits::<10>(value)?;
    unpublished(&number(&digits), &[2110625629, 707614285, 2512489996, 101010101, 101901234])?;
    let (day, month, year) = (date::two(&digits), date::two(&digits[2..]), date::two(&digits[4..]));
    let century = match (digits[6], year) {
        (0..=3, _) | (4 | 9, 37..) => 1900,
        (4..=9, ..=36) | (5..=8, 37..=57) => 2000,
        _ => 1800,
    };
    date(date::is_birthday(century + year, month, day))?;
    proven_if(sum(&digits, &[4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11))
}

/// A company's number of Denmark: eight digits mod 11 (Erhvervsstyrelsen).
pub(crate) fn dk_cvr(value: &[u8]) -> Judged {
    let digits = digits::<8>(without_country(value, b"DK"))?;
    require(digits[0] != 0, RANGE)?;
    checksum(sum(&digits, &[2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11))?;
    Ok(Valid)
}

/// A personal identity code of Finland: date of birth, the century's sign, individual number and a character mod 31;
/// individual numbers from 900 on are artificial (DVV).
pub(crate) fn fi_hetu(value: &[u8]) -> Judged {
    const CHECK: &[u8; 31] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";
    let hetu: [u8; 11] = value.trim_ascii().try_into().map_err(|_| FORMAT)?;
    let hetu = hetu.map(|byte| byte.to_ascii_uppercase());
    let (born, individual) = (digits_in::<6>(&hetu[..6])?, digits_in::<3>(&hetu[7..10])?);
    let century = match hetu[6] {
        b'+' => 1800,
        b'-' | b'Y' | b'X' | b'W' | b'V' | b'U' => 1900,
        b'A'..=b'F' => 2000,
        _ => return Err(FORMAT),
    };
    unpublished(&&hetu, &[b"131052-308T", b"131052-308U", b"120464-126J", b"290877-1639"])?;
    date(date::exists(century + date::two(&born[4..]), date::two(&born[2..]), date::two(&born)))?;
    let individual = number(&individual);
    require(individual < 900, TEST_RANGE)?;
    checksum(CHECK[((number(&born) * 1000 + individual) % 31) as usize] == hetu[10])?;
    require(individual >= 2, RANGE)?;
    Ok(Valid)
}

/// A business identity code of Finland: eight digits mod 11 (PRH).
pub(crate) fn fi_ytunnus(value: &[u8]) -> Judged {
    let digits = digits::<8>(value)?;
    checksum(sum(&digits, &[7, 9, 10, 5, 8, 4, 2, 1]).is_multiple_of(11))?;
    Ok(Valid)
}

/// A tax number for building sites of Finland: twelve digits without a check (Verohallinto).
pub(crate) fn fi_veronumero(value: &[u8]) -> Judged {
    digits::<12>(value)?;
    Ok(Plausible)
}

/// A national registration number of Iceland: date of birth (a company's day raised by 40), two digits, a check digit
/// mod 11 and the century's digit (Þjóðskrá).
pub(crate) fn is_kennitala(value: &[u8]) -> Judged {
    let digits = digits::<10>(value)?;
    let century = match digits[9] {
        8 => 1800,
        9 => 1900,
        0 => 2000,
        _ => return Err(RANGE),
    };
    let (day, month, year) = (date::two(&digits), date::two(&digits[2..]), date::two(&digits[4..]));
    date(date::exists(century + year, month, if day > 40 { day - 40 } else { day }))?;
    checksum(sum(&digits, &[3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11))?;
    Ok(Valid)
}
