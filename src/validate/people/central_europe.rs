//! Identifiers of Poland, Czechia, Slovakia and Hungary.

use super::tools::*;

/// A PESEL number of Poland: date of birth with the century in the month, serial and a check digit mod 10 (gov.pl).
pub(crate) fn pl_pesel(value: &[u8]) -> Judged {
    let digits = digits::<11>(value)?;
    unpublished(&number(&digits), &[44051401359, 2070803628, 90010112345])?;
    checksum(complement(&digits[..10], &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3], 10) == u32::from(digits[10]))?;
    let month = date::two(&digits[2..]);
    let century = [1900, 2000, 2100, 2200, 1800][(month / 20) as usize];
    date(date::exists(century + date::two(&digits), month % 20, date::two(&digits[4..])))?;
    Ok(Valid)
}

/// A tax number (NIP) of Poland: ten digits mod 11 (Ministerstwo Finansów).
pub(crate) fn pl_nip(value: &[u8]) -> Judged {
    let digits = digits::<10>(without_country(value, b"PL"))?;
    unpublished(&number(&digits), &[8567346215, 1234563218, 5260250995])?;
    checksum(sum(&digits, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == u32::from(digits[9]))?;
    Ok(Valid)
}

/// A business number (REGON) of Poland: nine digits mod 11, or fourteen (GUS).
pub(crate) fn pl_regon(value: &[u8]) -> Judged {
    let digits = digits_between(value, 9, 14)?;
    require(digits.len() == 9 || digits.len() == 14, FORMAT)?;
    let short = sum(&digits[..8], &[8, 9, 2, 3, 4, 5, 6, 7]) % 11 % 10 == u32::from(digits[8]);
    let long = digits.get(13).is_none_or(|&check| {
        sum(&digits[..13], &[2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]) % 11 % 10 == u32::from(check)
    });
    checksum(short && long)?;
    Ok(Valid)
}

/// A birth number of Czechia or Slovakia: date of birth (women's month raised by 50, and by 20 more where serials had run
/// out), and nine digits until 1953 or ten that are divisible by 11 (Ministerstvo vnitra). Until 1985 some have a remainder
/// of 10 and the check digit 0.
pub(crate) fn cz_rc(value: &[u8]) -> Judged {
    let digits = digits_between(value, 9, 10)?;
    unpublished(&number(&digits), &[7103192745, 9001010009, 7801233540, 7360285163, 991231123])?;
    let (year, month) = (date::two(&digits), date::two(&digits[2..]) % 50 % 20);
    let is_short = digits.len() == 9;
    let year = match year {
        80.. if is_short => 1800 + year,
        54.. if is_short => return Err(RANGE),
        54.. => 1900 + year,
        _ if is_short => 1900 + year,
        _ => 2000 + year,
    };
    date(date::exists(year, month, date::two(&digits[4..])))?;
    if is_short {
        return Ok(Plausible);
    }
    let remainder = number(&digits[..9]) % 11;
    let is_exception = remainder == 10 && digits[9] == 0;
    checksum(remainder == u64::from(digits[9]) || is_exception)?;
    proven_if(!is_exception || year <= 1985)
}

/// A tax number of Czechia: a company's eight digits mod 11, a person's birth number, or nine digits from 6 on
/// (Finanční správa).
pub(crate) fn cz_dic(value: &[u8]) -> Judged {
    let value = without_country(value, b"CZ");
    let digits = digits_between(value, 8, 10)?;
    let weigh = |digits: &[u8]| complement(digits, &[8, 7, 6, 5, 4, 3, 2], 11);
    match (digits.len(), digits[0]) {
        (8, 9) => Err(RANGE),
        (8, _) => {
            let check = match weigh(&digits[..7]) {
                0 => 1,
                check => check % 10,
            };
            checksum(check == u32::from(digits[7]))?;
            Ok(Valid)
        }
        (9, 6) => {
            let check = (8 + 10 - (10 + 11 - sum(&digits[1..8], &[8, 7, 6, 5, 4, 3, 2]) % 11) % 11) % 10;
            checksum(check == u32::from(digits[8]))?;
            Ok(Valid)
        }
        _ => cz_rc(value),
    }
}

/// A bank account of Czechia: a prefix or none and an account, each mod 11, and after a slash the bank (ČNB).
pub(crate) fn cz_bankaccount(value: &[u8]) -> Judged {
    const BANKS: [u64; 47] = [
        100, 300, 600, 710, 800, 2010, 2060, 2070, 2100, 2200, 2220, 2250, 2260, 2600, 2700, 3030, 3060, 3500, 4300,
        5500, 5800, 6000, 6200, 6210, 6300, 6363, 6700, 6800, 7910, 7950, 7960, 7970, 7990, 8030, 8040, 8060, 8090,
        8150, 8190, 8198, 8220, 8250, 8255, 8265, 8500, 8610, 8660,
    ];
    let slash = value.iter().position(|&byte| byte == b'/').ok_or(FORMAT)?;
    let (account, bank) = (&value[..slash], &value[slash + 1..]);
    let hyphen = account.iter().position(|&byte| byte == b'-');
    let (prefix, account) = hyphen.map_or((&b"0"[..], account), |at| (&account[..at], &account[at + 1..]));
    let (prefix, account) = (digits_between(prefix, 1, 6)?, digits_between(account, 2, 10)?);
    require(BANKS.contains(&number(&digits::<4>(bank)?)), RANGE)?;
    checksum(weighs_eleven(&prefix) && weighs_eleven(&account) && number(&account) > 0)?;
    Ok(Valid)
}

/// Whether up to ten digits, the last weighed by 1, weigh to a multiple of 11.
fn weighs_eleven(digits: &[u8]) -> bool {
    const WEIGHTS: [u8; 10] = [6, 3, 7, 9, 10, 5, 8, 4, 2, 1];
    sum(digits, &WEIGHTS[WEIGHTS.len() - digits.len().min(10)..]).is_multiple_of(11)
}

/// The company's tax number of Hungary: eight digits mod 10; what kind of tax and county follow are passed over (NAV).
pub(crate) fn hu_anum(value: &[u8]) -> Judged {
    let digits = digits_between(without_country(value, b"HU"), 8, 11)?;
    require(digits.len() == 8 || digits.len() == 11, FORMAT)?;
    checksum(sum(&digits[..8], &[9, 7, 3, 1, 9, 7, 3, 1]).is_multiple_of(10))?;
    Ok(Valid)
}

/// A person's tax number of Hungary: ten digits from 8 on, weighed by their place, mod 11 (NAV).
pub(crate) fn hu_tax(value: &[u8]) -> Judged {
    let digits = digits::<10>(value)?;
    require(digits[0] == 8, RANGE)?;
    checksum(sum(&digits[..9], &[1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 == u32::from(digits[9]))?;
    Ok(Valid)
}

/// A social security number (TAJ) of Hungary: nine digits, weighed 3 and 7 in turn, mod 10 (NEAK).
pub(crate) fn hu_taj(value: &[u8]) -> Judged {
    let digits = digits::<9>(value)?;
    checksum(sum(&digits[..8], &[3, 7, 3, 7, 3, 7, 3, 7]) % 10 == u32::from(digits[8]))?;
    Ok(Valid)
}
