//! Identifiers of Belgium, the Netherlands and Luxembourg.

use super::tools::*;

/// A citizen service number of the Netherlands: nine digits, the last weighed by -1, mod 11 (RvIG).
pub(crate) fn nl_bsn(value: &[u8]) -> Judged {
    let digits = digits_between(value, 8, 9)?;
    unpublished(&number(&digits), &[111222333, 123456782, 999999990, 999990019])?;
    checksum(bsn_holds(number(&digits)))?;
    Ok(Valid)
}

fn bsn_holds(bsn: u64) -> bool {
    let (mut rest, mut total) = (bsn / 10, 0);
    for weight in 2..=9 {
        total += rest % 10 * weight;
        rest /= 10;
    }
    bsn > 0 && total % 11 == bsn % 10
}

/// A VAT number of the Netherlands: nine digits, B and two digits, by a citizen's number or by mod 97-10
/// (Belastingdienst).
pub(crate) fn nl_btw(value: &[u8]) -> Judged {
    let btw = text::<12>(without_country(value, b"NL"))?;
    require(btw[9] == b'B' && btw[10..].iter().all(u8::is_ascii_digit) && btw[10..] != *b"00", FORMAT)?;
    let digits = digits_in::<9>(&btw[..9])?;
    checksum(bsn_holds(number(&digits)) || mod97::remainder(b"NL".iter().chain(&btw)) == Some(1))?;
    Ok(Valid)
}

/// Which numbers of Belgium's register are meant.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Register {
    National,
    /// People who are not registered: the month is raised by 20 or 40.
    Bis,
}

/// A national number of Belgium: date of birth, serial, and 97 less the remainder by 97, with a 2 before it for those born
/// from 2000 on (IBZ).
pub(crate) fn be_nn(value: &[u8]) -> Judged {
    belgian(value, &[Register::National])
}

/// A number of somebody whom Belgium's national register does not hold (Crossroads Bank for Social Security).
pub(crate) fn be_bis(value: &[u8]) -> Judged {
    belgian(value, &[Register::Bis])
}

/// Either number of Belgium's social security.
pub(crate) fn be_ssn(value: &[u8]) -> Judged {
    belgian(value, &[Register::National, Register::Bis])
}

fn belgian(value: &[u8], registers: &[Register]) -> Judged {
    let digits = digits::<11>(value)?;
    unpublished(&number(&digits), &[85073003328, 93051822361, 10100105])?;
    let (body, check) = (number(&digits[..9]), number(&digits[9..]));
    let (year, month, day) = (date::two(&digits), date::two(&digits[2..]), date::two(&digits[4..]));
    let born = if 97 - body % 97 == check { 1900 + year } else { 2000 + year };
    checksum(born < 2000 || date::is_birth_year(born) && 97 - (2_000_000_000 + body) % 97 == check)?;
    let register = if month >= 20 { Register::Bis } else { Register::National };
    require(registers.contains(&register), RANGE)?;
    date(month < 60 && month % 20 <= 12)?;
    // Where the day is not known, or its serial numbers had run out, it is 0 or raised.
    proven_if(date::exists(born, month % 20, day) || day == 0 || month % 20 == 0)
}

/// A company's number of Belgium: ten digits from 0 or 1 on, 97 less the remainder by 97 (FPS Economy).
pub(crate) fn be_vat(value: &[u8]) -> Judged {
    let digits = digits_between(without_country(value, b"BE"), 9, 10)?;
    let vat = number(&digits);
    require(vat < 2_000_000_000 && vat > 0, RANGE)?;
    checksum(97 - vat / 100 % 97 == vat % 100)?;
    Ok(Valid)
}

/// A number of Luxembourg: a company's VAT number of eight digits mod 89, or a person's of thirteen with the date of birth
/// and check digits by Luhn and Verhoeff (CTIE).
pub(crate) fn lu_tva(value: &[u8]) -> Judged {
    let digits = digits_between(without_country(value, b"LU"), 8, 13)?;
    match digits.len() {
        8 => checksum(number(&digits[..6]) % 89 == number(&digits[6..]))?,
        13 => {
            let mut by_verhoeff = [0; 12];
            by_verhoeff[..11].copy_from_slice(&digits[..11]);
            by_verhoeff[11] = digits[12];
            checksum(luhn::holds(&digits[..12]) && verhoeff::holds(&by_verhoeff))?;
            date(date::is_birthday(number(&digits[..4]) as u32, date::two(&digits[4..]), date::two(&digits[6..])))?;
        }
        _ => return Err(FORMAT),
    }
    Ok(Valid)
}
