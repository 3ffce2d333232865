//! Identifiers of Spain and Portugal.

use super::super::iban;
use super::tools::*;

/// The letter of a number by its remainder by 23.
fn spanish_letter(number: u64) -> u8 {
    b"TRWAGMYFPDXBNJZSQVHLCKE"[(number % 23) as usize]
}

/// A national identity number: eight digits and a letter mod 23 (Ministerio del Interior).
pub(crate) fn es_dni(value: &[u8]) -> Judged {
    let dni = text::<9>(value)?;
    let digits = number(&digits_in::<8>(&dni[..8])?);
    unpublished(&digits, &[1, 54362315])?;
    checksum(spanish_letter(digits) == dni[8])?;
    Ok(Valid)
}

/// A foreigner's number: X, Y or Z for 0, 1 or 2, seven digits and a letter mod 23 (Ministerio del Interior).
pub(crate) fn es_nie(value: &[u8]) -> Judged {
    let nie = text::<9>(value)?;
    require(matches!(nie[0], b'X' | b'Y' | b'Z'), FORMAT)?;
    let digits = number(&digits_in::<7>(&nie[1..8])?);
    unpublished(&&nie, &[b"X2482300W"])?;
    checksum(spanish_letter(u64::from(nie[0] - b'X') * 10000000 + digits) == nie[8])?;
    Ok(Valid)
}

/// A company's tax number: the legal form's letter, seven digits, and a check digit or letter (Agencia Tributaria).
pub(crate) fn es_cif(value: &[u8]) -> Judged {
    let cif = text::<9>(without_country(value, b"ES"))?;
    let digits = digits_in::<7>(&cif[1..8])?;
    require(b"ABCDEFGHJNPQRSUVW".contains(&cif[0]), FORMAT)?;
    let check = (10 - cross_sum(&digits, &[2, 1, 2, 1, 2, 1, 2]) % 10) as usize % 10;
    let (digit, letter) = (b'0' + check as u8, b"JABCDEFGHI"[check]);
    checksum(cif[8] == digit || cif[8] == letter)?;
    proven_if(match cif[0] {
        b'A' | b'B' | b'E' | b'H' => cif[8] == digit,
        b'N' | b'P' | b'Q' | b'R' | b'S' | b'W' => cif[8] == letter,
        _ => true,
    })
}

/// A tax number of any kind: a person's, a foreigner's, one of those without either (K, L, M), or a company's.
pub(crate) fn es_nif(value: &[u8]) -> Judged {
    let value = without_country(value, b"ES");
    let nif = text::<9>(value)?;
    match nif[0] {
        b'0'..=b'9' => es_dni(value),
        b'X'..=b'Z' => es_nie(value),
        b'K' | b'L' | b'M' => {
            checksum(spanish_letter(number(&digits_in::<7>(&nif[1..8])?)) == nif[8])?;
            Ok(Valid)
        }
        _ => es_cif(value),
    }
}

/// A bank account: bank, branch, two check digits mod 11 and the account (Banco de España).
pub(crate) fn es_ccc(value: &[u8]) -> Judged {
    let digits = digits::<20>(value)?;
    unpublished(&number(&digits[4..]), &[418450200051332])?;
    checksum(iban::spanish(&digits))?;
    Ok(Valid)
}

/// A social security number: province, serial, and the remainder of both by 97; serials below ten million, which had seven
/// digits once, may count without their leading zero (Tesorería General de la Seguridad Social).
pub(crate) fn es_nss(value: &[u8]) -> Judged {
    let digits = digits::<12>(value)?;
    unpublished(&number(&digits), &[281234567840])?;
    let (province, serial, check) = (number(&digits[..2]), number(&digits[2..10]), number(&digits[10..]));
    let is_old = serial < 10000000 && (province * 10000000 + serial) % 97 == check;
    checksum(number(&digits[..10]) % 97 == check || is_old)?;
    proven_if(matches!(province, 1..=53 | 66))
}

/// A tax number of Portugal: nine digits mod 11 (Autoridade Tributária).
pub(crate) fn pt_nif(value: &[u8]) -> Judged {
    let digits = digits::<9>(without_country(value, b"PT"))?;
    unpublished(&number(&digits), &[501964843, 501442600])?;
    require(digits[0] != 0, RANGE)?;
    checksum(eleven_or_zero(&digits[..8], &[9, 8, 7, 6, 5, 4, 3, 2]) == u32::from(digits[8]))?;
    Ok(Valid)
}

/// A citizen's card of Portugal: nine digits, two characters and a digit, by Luhn with letters from 10 on (AMA).
pub(crate) fn pt_cc(value: &[u8]) -> Judged {
    let card = text::<12>(value)?;
    digits_in::<9>(&card[..9])?;
    require(card[11].is_ascii_digit(), FORMAT)?;
    let weigh = |(index, &character): (usize, &u8)| {
        let value = u32::from(value36(character));
        let doubled = if index % 2 == 0 { value * 2 } else { value };
        if index % 2 == 0 && doubled > 9 { doubled - 9 } else { doubled }
    };
    checksum(card.iter().enumerate().map(weigh).sum::<u32>().is_multiple_of(10))?;
    Ok(Valid)
}

/// A social security number of Portugal: eleven digits from 1 or 2 on, weighed by primes (Instituto da Segurança Social).
pub(crate) fn pt_niss(value: &[u8]) -> Judged {
    let digits = digits::<11>(value)?;
    require(matches!(digits[0], 1 | 2), RANGE)?;
    checksum(9 - sum(&digits[..10], &[29, 23, 19, 17, 13, 11, 7, 5, 3, 2]) % 10 == u32::from(digits[10]))?;
    Ok(Valid)
}
