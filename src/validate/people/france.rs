//! Identifiers of France.

use super::tools::*;

/// A social security number (NIR): sex, year, month, department, municipality, serial, and 97 less the remainder by 97; the
/// departments 2A and 2B count as 19 and 18 (INSEE).
pub(crate) fn fr_nir(value: &[u8]) -> Judged {
    const EXAMPLES: [u64; 5] = [2951099126111, 1841276451089, 2550814168025, 1850578006084, 1234567890123];
    let mut nir = text::<15>(value)?;
    match &nir[5..7] {
        b"2A" => nir[5..7].copy_from_slice(b"19"),
        b"2B" => nir[5..7].copy_from_slice(b"18"),
        _ => {}
    }
    let digits = digits_in::<15>(&nir)?;
    let (body, key) = digits.split_at(13);
    unpublished(&number(body), &EXAMPLES)?;
    let month = date::two(&digits[3..]);
    checksum(97 - number(body) % 97 == number(key))?;
    proven_if(matches!(digits[0], 1..=4 | 7 | 8) && matches!(month, 1..=12 | 20..=42 | 50..=99))
}

/// A tax reference: thirteen digits from 0 to 3 on, the last three of which are the remainder of the rest by 511 (DGFiP).
pub(crate) fn fr_nif(value: &[u8]) -> Judged {
    let digits = digits::<13>(value)?;
    unpublished(&number(&digits), &[3023217600053])?;
    require(digits[0] <= 3, RANGE)?;
    checksum(number(&digits[..10]) % 511 == number(&digits[10..]))?;
    Ok(Valid)
}

/// A company's number: nine digits by Luhn (INSEE).
pub(crate) fn fr_siren(value: &[u8]) -> Judged {
    let digits = digits::<9>(value)?;
    unpublished(&number(&digits), &[732829320])?;
    checksum(luhn::holds(&digits))?;
    Ok(Valid)
}

/// An establishment's number: a company's and five digits, by Luhn as a whole, save the post office's (INSEE).
pub(crate) fn fr_siret(value: &[u8]) -> Judged {
    const POST_OFFICE: u64 = 356000000;
    let digits = digits::<14>(value)?;
    let is_post_office = number(&digits[..9]) == POST_OFFICE
        && digits.iter().map(|&digit| u32::from(digit)).sum::<u32>().is_multiple_of(5);
    checksum(luhn::holds(&digits[..9]) && (luhn::holds(&digits) || is_post_office))?;
    Ok(Valid)
}

/// A VAT number: two characters and a company's number, mod 97 where they are digits and mod 11 where not (DGFiP).
pub(crate) fn fr_tva(value: &[u8]) -> Judged {
    let tva = text::<11>(without_country(value, b"FR"))?;
    let siren = digits_in::<9>(&tva[2..])?;
    let is_monaco = siren[..3] == [0; 3];
    let company = number(&siren);
    let key_holds = if tva[..2].iter().all(u8::is_ascii_digit) {
        (company * 100 + 12) % 97 == number(&digits_in::<2>(&tva[..2])?)
    } else {
        let check = french_letters(tva[0], tva[1]).ok_or(FORMAT)?;
        (company + 1 + check / 11) % 11 == check % 11
    };
    checksum(key_holds && (is_monaco || luhn::holds(&siren)))?;
    Ok(Valid)
}

/// The number that two characters without I and O make, at least one being a letter.
fn french_letters(first: u8, second: u8) -> Option<u64> {
    const ALPHABET: &[u8; 34] = b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let place = |character: u8| ALPHABET.iter().position(|&known| known == character).map(|index| index as u64);
    let (first, second) = (place(first)?, place(second)?);
    if first < 10 { (first * 24 + second).checked_sub(10) } else { (first * 34 + second).checked_sub(100) }
}
