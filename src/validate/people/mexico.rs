//! Identifiers of Mexico.

use super::tools::*;

/// A population registry key (CURP): four letters of the name, date of birth, sex, state, three consonants, a character that
/// tells the century, and a check digit mod 10 (RENAPO, instructivo normativo).
pub(crate) fn mx_curp(value: &[u8]) -> Judged {
    const STATES: &[u8] = b"ASBCBSCCCHCLCMCSDFDGGRGTHGJCMCMNMSNENLNTOCPLQRQTSLSPSRTCTLTSVZYNZS";
    const EXAMPLES: [&[u8; 18]; 6] = [
        b"HEGG560427MVZRRL04",
        b"BOXW310820HNERXN09",
        b"GOMC820222HDFLRR09",
        b"XEXX010101HNEXXXA4",
        b"XEXX010101MNEXXXA8",
        b"XEXX010101HNEXXXA8",
    ];
    let curp = text::<18>(value)?;
    unpublished(&&curp, &EXAMPLES)?;
    let letters = curp[..4].iter().chain(&curp[10..16]);
    require(letters.clone().all(u8::is_ascii_uppercase) && curp[17].is_ascii_digit(), FORMAT)?;
    let born = digits_in::<6>(&curp[4..10])?;
    require(
        matches!(curp[10], b'H' | b'M' | b'X') && STATES.as_chunks::<2>().0.iter().any(|state| *state == curp[11..13]),
        RANGE,
    )?;
    let century = if curp[16].is_ascii_digit() { 1900 } else { 2000 };
    date(date::exists(century + date::two(&born), date::two(&born[2..]), date::two(&born[4..])))?;
    let values = curp.map(with_enye);
    let weights = [18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2];
    checksum(complement(&values[..17], &weights, 10) == u32::from(values[17]))?;
    Ok(Valid)
}

/// The value of a character in an alphabet that has Ñ after N.
fn with_enye(character: u8) -> u8 {
    value36(character) + u8::from(character > b'N')
}

/// A taxpayer registry key (RFC): a company's three letters or a person's four, the date, two characters and a check
/// character mod 11 (SAT).
pub(crate) fn mx_rfc(value: &[u8]) -> Judged {
    const EXAMPLES: [&[u8]; 5] =
        [b"XAXX010101000", b"XEXX010101000", b"GODE561231GR8", b"EKU9003173C9", b"CACX7605101P8"];
    let rfc = rfc_characters(value)?;
    unpublished(&rfc.as_slice(), &EXAMPLES)?;
    let letters = rfc.len() - 9;
    require(rfc[..letters].iter().all(|character| !character.is_ascii_digit()), FORMAT)?;
    let born = digits_in::<6>(&rfc[letters..letters + 6])?;
    date(date::exists_in_some_century(date::two(&born), date::two(&born[2..]), date::two(&born[4..])))?;
    // A company's key is weighed with a space before it.
    let weighed: u32 =
        rfc.iter().rev().skip(1).zip(2..).map(|(&character, weight)| rfc_value(character) * weight).sum();
    let padding = if rfc.len() == 12 { rfc_value(b' ') * 13 } else { 0 };
    let check = match (11 - (weighed + padding) % 11) % 11 {
        10 => b'A',
        check => b'0' + check as u8,
    };
    checksum(check == rfc[rfc.len() - 1])?;
    Ok(Valid)
}

/// The value of a character: & stands after N, and # here for Ñ, which is last.
fn rfc_value(character: u8) -> u32 {
    match character {
        b'0'..=b'9' => u32::from(character - b'0'),
        b'A'..=b'N' => u32::from(character - b'A') + 10,
        b'&' => 24,
        b'O'..=b'Z' => u32::from(character - b'O') + 25,
        b' ' => 37,
        _ => 38,
    }
}

/// Twelve or thirteen characters in capitals without separators, Ñ being written #.
fn rfc_characters(value: &[u8]) -> Judged<Vec<u8>> {
    let mut characters = Vec::with_capacity(13);
    let mut rest = value;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b' ' | b'-' => {}
            b'&' => characters.push(b'&'),
            0xC3 if matches!(tail.first(), Some(0x91 | 0xB1)) => {
                characters.push(b'#');
                rest = &tail[1..];
            }
            _ if byte.is_ascii_alphanumeric() && characters.len() < 14 => characters.push(byte.to_ascii_uppercase()),
            _ => return Err(FORMAT),
        }
    }
    require(matches!(characters.len(), 12 | 13), FORMAT)?;
    Ok(characters)
}

/// A bank account (CLABE): bank, place, account, and a check digit of the last digits of products (ABM).
pub(crate) fn mx_clabe(value: &[u8]) -> Judged {
    let digits = digits::<18>(value)?;
    unpublished(&number(&digits), &[32180000118359719, 2010077777777771, 646180111812345678])?;
    checksum(
        complement(&digits[..17], &[3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7], 10) == u32::from(digits[17]),
    )?;
    Ok(Valid)
}

/// A social security number (NSS): eleven digits by Luhn (IMSS).
pub(crate) fn mx_nss(value: &[u8]) -> Judged {
    let digits = digits::<11>(value)?;
    checksum(luhn::holds(&digits))?;
    Ok(Valid)
}
