//! Identifiers of Italy.

use super::tools::*;

/// A fiscal code: letters of the name, year, month's letter, day (women's raised by 40), place, and a letter mod 26 by two
/// tables. Digits are replaced by letters where two people would share a code (Agenzia delle Entrate).
pub(crate) fn it_codicefiscale(value: &[u8]) -> Judged {
    const EXAMPLES: [&[u8; 16]; 5] =
        [b"RSSMRA80A01H501U", b"RSSMRA85T10A562S", b"RCCMNL83S18D969H", b"MRTMTT91D08F205J", b"RSSMRA70A01F205V"];
    const MONTHS: &[u8; 12] = b"ABCDEHLMPRST";
    let code = text::<16>(value)?;
    unpublished(&&code, &EXAMPLES)?;
    require(code[..6].iter().chain([&code[8], &code[11], &code[15]]).all(u8::is_ascii_uppercase), FORMAT)?;
    let mut digits = [0; 7];
    for (slot, at) in digits.iter_mut().zip([6, 7, 9, 10, 12, 13, 14]) {
        *slot = digit_or_substitute(code[at]).ok_or(FORMAT)?;
    }
    checksum(check_letter(&code[..15]) == code[15])?;
    let month = MONTHS.iter().position(|&letter| letter == code[8]).ok_or(FORMAT)? as u32 + 1;
    date(date::exists_in_some_century(date::two(&digits), month, date::two(&digits[2..]) % 40))?;
    Ok(Valid)
}

/// The digit of a character that is one, or of the letter that stands for one.
fn digit_or_substitute(character: u8) -> Option<u8> {
    const SUBSTITUTES: &[u8; 10] = b"LMNPQRSTUV";
    if character.is_ascii_digit() {
        return Some(character - b'0');
    }
    SUBSTITUTES.iter().position(|&letter| letter == character).map(|index| index as u8)
}

/// The letter of the sum over fifteen characters, which are worth other numbers in odd places than in even ones.
fn check_letter(characters: &[u8]) -> u8 {
    const ODD: [u8; 26] =
        [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let ordinal = |character: u8| if character.is_ascii_digit() { character - b'0' } else { character - b'A' };
    let total: u32 = characters
        .iter()
        .enumerate()
        .map(
            |(index, &character)| {
                if index % 2 == 0 { ODD[usize::from(ordinal(character))] } else { ordinal(character) }
            },
        )
        .map(u32::from)
        .sum();
    b'A' + (total % 26) as u8
}

/// A VAT number: seven digits, the province's office and Luhn's check digit (Agenzia delle Entrate).
pub(crate) fn it_iva(value: &[u8]) -> Judged {
    let digits = digits::<11>(without_country(value, b"IT"))?;
    require(number(&digits[..7]) != 0 && matches!(number(&digits[7..10]), 1..=100 | 120 | 121 | 888 | 999), RANGE)?;
    checksum(luhn::holds(&digits))?;
    Ok(Valid)
}
