//! Identifiers of Japan, Korea and South and South-East Asia outside India.

use super::tools::*;

/// A resident registration number of Korea: date of birth, sex and century, and mod 11; those issued since October 2020 are
/// random and need not satisfy it (MOIS).
pub(crate) fn kr_rrn(value: &[u8]) -> Judged {
    let digits = digits::<13>(value)?;
    unpublished(&number(&digits), &[9601211234567, 9001011234567, 9710139019902])?;
    let century = match digits[6] {
        1 | 2 | 5 | 6 => 1900,
        3 | 4 | 7 | 8 => 2000,
        _ => 1800,
    };
    date(date::exists(century + date::two(&digits), date::two(&digits[2..]), date::two(&digits[4..])))?;
    proven_if(korean_sum(&digits) == u32::from(digits[12]) && date::two(&digits[7..]) <= 96)
}

/// A foreigner's registration number of Korea: as a resident's, with 5 to 8 in seventh place and 2 added to the check digit (MOIS).
pub(crate) fn kr_frn(value: &[u8]) -> Judged {
    let digits = digits::<13>(value)?;
    require(matches!(digits[6], 5..=8), RANGE)?;
    let proven = (korean_sum(&digits) + 2) % 10 == u32::from(digits[12]);
    let (year, month, day) = (date::two(&digits), date::two(&digits[2..]), date::two(&digits[4..]));
    date(proven || date::exists_in_some_century(year, month, day))?;
    proven_if(proven)
}

fn korean_sum(digits: &[u8; 13]) -> u32 {
    (11 - sum(digits, &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11) % 10
}

/// A business registration number of Korea: ten digits mod 10, the ninth's product counting with its tens (NTS).
pub(crate) fn kr_brn(value: &[u8]) -> Judged {
    let digits = digits::<10>(value)?;
    unpublished(&number(&digits), &[2208162517])?;
    let total = sum(&digits, &[1, 3, 7, 1, 3, 7, 1, 3, 5]) + u32::from(digits[8]) * 5 / 10;
    checksum((10 - total % 10) % 10 == u32::from(digits[9]))?;
    require(number(&digits[..3]) >= 101 && date::two(&digits[3..]) > 0 && number(&digits[5..9]) > 0, RANGE)?;
    Ok(Valid)
}

/// An individual number (My Number) of Japan: twelve digits mod 11 (MIC ordinance 85 of 2014).
pub(crate) fn jp_my_number(value: &[u8]) -> Judged {
    let digits = digits::<12>(value)?;
    unpublished(&number(&digits), &[123456789018, 621498320257, 123456789012])?;
    checksum(eleven_or_zero(&digits[..11], &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) == u32::from(digits[11]))?;
    Ok(Valid)
}

/// A corporate number of Japan: thirteen digits, the first of which is 9 less the weighed sum mod 9 (National Tax Agency).
pub(crate) fn jp_cn(value: &[u8]) -> Judged {
    let digits = digits::<13>(value)?;
    checksum(9 - sum(&digits[1..], &[2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]) % 9 == u32::from(digits[0]))?;
    Ok(Valid)
}

/// An identity number (NRIC, FIN) of Singapore: S, T, F, G or M, seven digits and a letter mod 11 by three tables (ICA).
pub(crate) fn sg_nric(value: &[u8]) -> Judged {
    const EXAMPLES: [&[u8; 9]; 7] =
        [b"S1234567D", b"T1234567J", b"F1234567N", b"G1234567X", b"M1234567K", b"S0000001I", b"S0000000J"];
    let nric = text::<9>(value)?;
    unpublished(&&nric, &EXAMPLES)?;
    let digits = digits_in::<7>(&nric[1..8])?;
    let (offset, letters) = match nric[0] {
        b'S' => (0, b"JZIHGFEDCBA"),
        b'T' => (4, b"JZIHGFEDCBA"),
        b'F' => (0, b"XWUTRQPNMLK"),
        b'G' => (4, b"XWUTRQPNMLK"),
        b'M' => (3, b"XWUTRQPNJLK"),
        _ => return Err(FORMAT),
    };
    checksum(letters[((sum(&digits, &[2, 7, 6, 5, 4, 3, 2]) + offset) % 11) as usize] == nric[8])?;
    Ok(Valid)
}

/// An entity's number of Singapore: a business's, a local company's that begins with the year, or another's (ACRA).
pub(crate) fn sg_uen(value: &[u8]) -> Judged {
    let uen = text_between(value, 9, 10)?;
    if uen.len() == 9 {
        let digits = digits_in::<8>(&uen[..8])?;
        checksum(b"XMKECAWLJDB"[(sum(&digits, &[10, 4, 9, 3, 8, 2, 7, 1]) % 11) as usize] == uen[8])?;
    } else if uen[0].is_ascii_digit() {
        let digits = digits_in::<9>(&uen[..9])?;
        require(number(&digits[..4]) <= 2035, RANGE)?;
        checksum(b"ZKCMDNERGWH"[(sum(&digits, &[10, 8, 6, 4, 9, 7, 5, 3, 1]) % 11) as usize] == uen[9])?;
    } else {
        checksum(other_entity(&uen)? == uen[9])?;
    }
    Ok(Valid)
}

/// The check character of `T08PQ1234`, a number of the entities that are neither.
fn other_entity(uen: &[u8]) -> Judged<u8> {
    const ALPHABET: &[u8; 33] = b"ABCDEFGHJKLMNPQRSTUVWX0123456789 ";
    require(matches!(uen[0], b'R' | b'S' | b'T') && uen[3..5].iter().all(u8::is_ascii_uppercase), FORMAT)?;
    digits_in::<4>(&uen[5..9])?;
    let mut values = [0; 9];
    for (slot, character) in values.iter_mut().zip(uen) {
        *slot = ALPHABET.iter().position(|known| known == character).ok_or(FORMAT)? as u8;
    }
    Ok(ALPHABET[((sum(&values, &[4, 3, 5, 3, 10, 2, 2, 5, 7]) + 6) % 11) as usize])
}

/// An identity card of Malaysia: date of birth, place of birth and serial without a check (JPN).
pub(crate) fn my_nric(value: &[u8]) -> Judged {
    let digits = digits::<12>(value)?;
    unpublished(&number(&digits), &[770305021234, 880101145678, 900101011234])?;
    date(date::exists_in_some_century(date::two(&digits), date::two(&digits[2..]), date::two(&digits[4..])))?;
    require(matches!(date::two(&digits[6..]), 1..=16 | 21..=68 | 71 | 72 | 74..=79 | 82..=93 | 98 | 99), RANGE)?;
    Ok(Plausible)
}

/// An identity number (NIK) of Indonesia: district, date of birth (women's day raised by 40) and serial (Dukcapil).
pub(crate) fn id_nik(value: &[u8]) -> Judged {
    let digits = digits::<16>(value)?;
    unpublished(&number(&digits), &[3171011708450001, 3301010101010001])?;
    let (day, month, year) = (date::two(&digits[6..]), date::two(&digits[8..]), date::two(&digits[10..]));
    date(date::exists_in_some_century(year, month, day % 40))?;
    let province = date::two(&digits);
    require(matches!(province, 11..=21 | 31..=36 | 51..=53 | 61..=65 | 71..=76 | 81 | 82 | 91..=97), RANGE)?;
    Ok(Plausible)
}

/// A taxpayer's number (NPWP) of Indonesia: nine digits by Luhn, office and branch; since 2024 with a leading 0, or a NIK (DJP).
pub(crate) fn id_npwp(value: &[u8]) -> Judged {
    let digits = digits_between(value, 15, 16)?;
    if digits.len() == 16 && digits[0] != 0 {
        return id_nik(value);
    }
    checksum(luhn::holds(&digits[digits.len() - 15..][..9]))?;
    Ok(Valid)
}

/// A citizen's number of Thailand: thirteen digits from 1 to 8 on, mod 11 (DOPA).
pub(crate) fn th_pin(value: &[u8]) -> Judged {
    let digits = digits::<13>(value)?;
    unpublished(&number(&digits), &[1101700230708, 3201400563016])?;
    require(matches!(digits[0], 1..=8), RANGE)?;
    let check = (11 - sum(&digits[..12], &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 10;
    checksum(check == u32::from(digits[12]))?;
    Ok(Valid)
}

/// A taxpayer's number of Vietnam: ten digits mod 11, and three of a branch or none (GDT).
pub(crate) fn vn_mst(value: &[u8]) -> Judged {
    let digits = digits_between(value, 10, 13)?;
    unpublished(&number(&digits), &[100233488])?;
    require(digits.len() == 10 || digits.len() == 13 && number(&digits[10..]) > 0, FORMAT)?;
    checksum(10 - sum(&digits[..9], &[31, 29, 23, 19, 17, 13, 7, 5, 3]) % 11 == u32::from(digits[9]))?;
    Ok(Valid)
}

/// A citizen's card of Vietnam: province, sex and century, year of birth and six digits without a check (Ministry of Public
/// Security).
pub(crate) fn vn_cccd(value: &[u8]) -> Judged {
    let digits = digits::<12>(value)?;
    require(matches!(number(&digits[..3]), 1..=96) && digits[3] <= 3, RANGE)?;
    Ok(Plausible)
}

/// An identity card of Pakistan: province, district, family, and a last digit that tells the sex (NADRA).
pub(crate) fn pk_cnic(value: &[u8]) -> Judged {
    let digits = digits::<13>(value)?;
    unpublished(&number(&digits), &[4220103976408])?;
    require(matches!(digits[0], 1..=7) && digits[12] > 0, RANGE)?;
    Ok(Plausible)
}

/// A social security number of the Philippines: ten digits without a check (SSS).
pub(crate) fn ph_sss(value: &[u8]) -> Judged {
    digits::<10>(value)?;
    Ok(Plausible)
}

/// A taxpayer's number of the Philippines: nine digits and a branch of three to five or none, without a confirmed check (BIR).
pub(crate) fn ph_tin(value: &[u8]) -> Judged {
    let digits = digits_between(value, 9, 14)?;
    unpublished(&number(&digits[..9]), &[123456789])?;
    Ok(Plausible)
}
