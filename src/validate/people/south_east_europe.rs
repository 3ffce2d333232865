//! Identifiers of the Balkans, Cyprus, Malta, Türkiye, Ukraine and Russia.

use super::tools::*;

/// A personal code of Romania: sex and century, date of birth, county, serial and a check digit mod 11 (MAI).
pub(crate) fn ro_cnp(value: &[u8]) -> Judged {
    let digits = digits::<13>(value)?;
    unpublished(&number(&digits), &[1800101221144, 1630615123457])?;
    let check = match sum(&digits, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11 {
        10 => 1,
        check => check,
    };
    checksum(check == u32::from(digits[12]))?;
    let century = match digits[0] {
        1 | 2 | 7 | 8 | 9 => 1900,
        3 | 4 => 1800,
        5 | 6 => 2000,
        _ => return Err(RANGE),
    };
    date(date::exists(century + date::two(&digits[1..]), date::two(&digits[3..]), date::two(&digits[5..])))?;
    require(matches!(date::two(&digits[7..]), 1..=48 | 51 | 52 | 70 | 80..=83), RANGE)?;
    Ok(Valid)
}

/// A civil number of Bulgaria: date of birth (month raised by 20 before 1900, by 40 from 2000 on), and mod 11 (GRAO).
pub(crate) fn bg_egn(value: &[u8]) -> Judged {
    let digits = digits::<10>(value)?;
    unpublished(&number(&digits), &[7523169263, 8032056031])?;
    checksum(sum(&digits, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == u32::from(digits[9]))?;
    let month = date::two(&digits[2..]);
    let (century, month) = match month {
        41.. => (2000, month - 40),
        21.. => (1800, month - 20),
        _ => (1900, month),
    };
    date(date::exists(century + date::two(&digits), month, date::two(&digits[4..])))?;
    Ok(Valid)
}

/// A foreigner's number of Bulgaria: ten digits mod 10 (GRAO).
pub(crate) fn bg_pnf(value: &[u8]) -> Judged {
    let digits = digits::<10>(value)?;
    checksum(sum(&digits, &[21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 == u32::from(digits[9]))?;
    Ok(Valid)
}

/// A social security number (AMKA) of Greece: date of birth and Luhn's check digit (IDIKA).
pub(crate) fn gr_amka(value: &[u8]) -> Judged {
    let digits = digits::<11>(value)?;
    unpublished(&number(&digits), &[1013099997, 16105501234])?;
    checksum(luhn::holds(&digits))?;
    date(date::exists_in_some_century(date::two(&digits[4..]), date::two(&digits[2..]), date::two(&digits)))?;
    Ok(Valid)
}

/// A tax number (AFM) of Greece: nine digits, weighed by powers of two, mod 11 (AADE).
pub(crate) fn gr_vat(value: &[u8]) -> Judged {
    let digits = digits_between(without_country(value, b"EL"), 8, 9)?;
    let (&check, body) = digits.split_last().ok_or(FORMAT)?;
    let remainder = body.iter().fold(0, |total, &digit| total * 2 + u32::from(digit)) * 2 % 11;
    checksum(remainder % 10 == u32::from(check))?;
    Ok(Valid)
}

/// A personal number (OIB) of Croatia: eleven digits, ISO 7064 mod 11,10 (Porezna uprava).
pub(crate) fn hr_oib(value: &[u8]) -> Judged {
    let digits = digits::<11>(without_country(value, b"HR"))?;
    unpublished(&number(&digits), &[33392005961])?;
    checksum(iso7064::mod_11_10_holds(&digits))?;
    Ok(Valid)
}

/// The master citizen number of the former Yugoslavia (EMŠO, JMBG): date of birth with three digits of the year, region,
/// serial and a check digit mod 11 (eUprava).
pub(crate) fn si_emso(value: &[u8]) -> Judged {
    let digits = digits::<13>(value)?;
    unpublished(&number(&digits), &[101006500006])?;
    checksum(eleven_or_zero(&digits[..12], &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) == u32::from(digits[12]))?;
    let year = number(&digits[4..7]) as u32;
    let year = if year < 800 { 2000 + year } else { 1000 + year };
    date(date::exists(year, date::two(&digits[2..]), date::two(&digits)))?;
    Ok(Valid)
}

/// A tax number of Slovenia: eight digits mod 11 (FURS).
pub(crate) fn si_ddv(value: &[u8]) -> Judged {
    let digits = digits::<8>(without_country(value, b"SI"))?;
    require(digits[0] != 0, RANGE)?;
    let check = 11 - sum(&digits[..7], &[8, 7, 6, 5, 4, 3, 2]) % 11;
    checksum(check % 10 == u32::from(digits[7]) && check != 11)?;
    Ok(Valid)
}

/// A VAT number of Malta: eight digits mod 37 (MTCA).
pub(crate) fn mt_vat(value: &[u8]) -> Judged {
    let digits = digits::<8>(without_country(value, b"MT"))?;
    require(digits[0] != 0, RANGE)?;
    checksum(sum(&digits, &[3, 4, 6, 7, 8, 9, 10, 1]).is_multiple_of(37))?;
    Ok(Valid)
}

/// A VAT number of Cyprus: eight digits, of which those in odd places are worth others, and a letter mod 26 (Tax
/// Department).
pub(crate) fn cy_vat(value: &[u8]) -> Judged {
    const ODD: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let vat = text::<9>(without_country(value, b"CY"))?;
    let digits = digits_in::<8>(&vat[..8])?;
    require(digits[..2] != [1, 2], RANGE)?;
    let weigh = |(index, &digit): (usize, &u8)| if index % 2 == 0 { ODD[usize::from(digit)] } else { u32::from(digit) };
    let total: u32 = digits.iter().enumerate().map(weigh).sum();
    checksum(b'A' + (total % 26) as u8 == vat[8])?;
    Ok(Valid)
}

/// An identity number of Türkiye: eleven digits, not from 0 on, with two check digits (NVI).
pub(crate) fn tr_tckimlik(value: &[u8]) -> Judged {
    let digits = digits::<11>(value)?;
    unpublished(&number(&digits), &[10000000146, 12345678950, 17291716060])?;
    require(digits[0] != 0, RANGE)?;
    let first = sum(&digits[..9], &[7, 9, 7, 9, 7, 9, 7, 9, 7]) % 10;
    let second = digits[..10].iter().map(|&digit| u32::from(digit)).sum::<u32>() % 10;
    checksum(first == u32::from(digits[9]) && second == u32::from(digits[10]))?;
    Ok(Valid)
}

/// A tax number of Türkiye: ten digits; each is moved by its place and doubled as often, mod 9 (GİB).
pub(crate) fn tr_vkn(value: &[u8]) -> Judged {
    let digits = digits::<10>(value)?;
    let weigh = |(index, &digit): (usize, &u8)| {
        let place = 9 - index as u32;
        let moved = (u32::from(digit) + place) % 10;
        if moved == 0 { 0 } else { (moved << place) % 9 + if (moved << place).is_multiple_of(9) { 9 } else { 0 } }
    };
    let total: u32 = digits[..9].iter().enumerate().map(weigh).sum();
    checksum((10 - total % 10) % 10 == u32::from(digits[9]))?;
    Ok(Valid)
}

/// A taxpayer's number of Ukraine: days since the end of 1899, serial and a check digit mod 11 (DPS).
pub(crate) fn ua_rntrc(value: &[u8]) -> Judged {
    let digits = digits::<10>(value)?;
    // A weight of 10 is one of -1 mod 11.
    checksum(sum(&digits, &[10, 5, 7, 9, 4, 6, 10, 5, 7]) % 11 % 10 == u32::from(digits[9]))?;
    Ok(Valid)
}

/// A taxpayer's number of Russia: a company's ten digits or a person's twelve, mod 11 (FNS).
pub(crate) fn ru_inn(value: &[u8]) -> Judged {
    let digits = digits_between(value, 10, 12)?;
    unpublished(&number(&digits), &[7707083893, 500100732259])?;
    let check = |weights: &[u8]| sum(&digits, weights) % 11 % 10 == u32::from(digits[weights.len()]);
    checksum(match digits.len() {
        10 => check(&[2, 4, 10, 3, 5, 9, 4, 6, 8]),
        12 => check(&[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) && check(&[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]),
        _ => return Err(FORMAT),
    })?;
    Ok(Valid)
}
