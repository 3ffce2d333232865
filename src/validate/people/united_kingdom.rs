//! Identifiers of the United Kingdom and of Ireland.

use super::tools::*;

/// A National Insurance number: letters and prefixes that are not allocated are refused (HMRC, NIM39110). The suffix
/// may be missing.
pub(crate) fn gb_nino(value: &[u8]) -> Judged {
    const NEVER_FIRST: &[u8] = b"DFIQUV";
    const NEVER_SECOND: &[u8] = b"DFIQUVO";
    const UNUSED: [&[u8]; 15] =
        [b"BG", b"GB", b"KN", b"NK", b"NT", b"TN", b"ZZ", b"CR", b"FY", b"MW", b"NC", b"PP", b"PY", b"PZ", b"OO"];
    const EXAMPLES: [(&[u8], u64); 6] =
        [(b"SX", 123456), (b"QQ", 123456), (b"AB", 123456), (b"AA", 123456), (b"JG", 103759), (b"BN", 102966)];
    let nino = text_between(value, 8, 9)?;
    let prefix = &nino[..2];
    let serial = number(&digits_in::<6>(&nino[2..8])?);
    require(prefix.iter().all(u8::is_ascii_uppercase), FORMAT)?;
    require(nino[8..].iter().all(|suffix| (b'A'..=b'D').contains(suffix)), FORMAT)?;
    unpublished(&(prefix, serial), &EXAMPLES)?;
    let allocated = !NEVER_FIRST.contains(&prefix[0]) && !NEVER_SECOND.contains(&prefix[1]);
    require(allocated && !UNUSED.contains(&prefix), RANGE)?;
    Ok(Verdict::Plausible)
}

/// An NHS number: ten digits mod 11; those from 999 on are test data (NHS Data Dictionary).
pub(crate) fn gb_nhs(value: &[u8]) -> Judged {
    let digits = digits::<10>(value)?;
    require(digits[..3] != [9; 3], TEST_RANGE)?;
    unpublished(&number(&digits), &[9434765919, 9876543210, 4505577104, 4010232137, 9434765870])?;
    checksum(complement(&digits[..9], &[10, 9, 8, 7, 6, 5, 4, 3, 2], 11) == u32::from(digits[9]))?;
    Ok(Valid)
}

/// A unique taxpayer reference: ten digits, the first of which is the check digit; a K, or the three digits of an office
/// before it, are passed over (HMRC).
pub(crate) fn gb_utr(value: &[u8]) -> Judged {
    const CHECK: [u8; 11] = [2, 1, 9, 8, 7, 6, 5, 4, 3, 2, 1];
    let value = value.trim_ascii();
    let bare = value.strip_suffix(b"K").or(value.strip_suffix(b"k")).unwrap_or(value);
    let bare = bare.strip_prefix(b"K").or(bare.strip_prefix(b"k")).unwrap_or(bare);
    let digits = digits_between(bare, 10, 13)?;
    require(digits.len() == 10 || digits.len() == 13, FORMAT)?;
    let utr = &digits[digits.len() - 10..];
    unpublished(&number(utr), &[1955839661])?;
    checksum(CHECK[(sum(&utr[1..], &[6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11) as usize] == utr[0])?;
    Ok(Valid)
}

/// A sort code of six digits, or one and an account of eight: the modulus depends on the bank (Pay.UK).
pub(crate) fn gb_sortcode(value: &[u8]) -> Judged {
    let digits = digits_between(value, 6, 14)?;
    require(digits.len() == 6 || digits.len() == 14, FORMAT)?;
    unpublished(&number(&digits[..6]), &[107999, 202959, 899999, 123456, 0, 404784, 111111, 999999])?;
    Ok(Plausible)
}

/// A Community Health Index number of Scotland: date of birth and mod 11 (Public Health Scotland).
pub(crate) fn gb_chi(value: &[u8]) -> Judged {
    let digits = digits::<10>(value)?;
    checksum(complement(&digits[..9], &[10, 9, 8, 7, 6, 5, 4, 3, 2], 11) == u32::from(digits[9]))?;
    date(date::exists_in_some_century(date::two(&digits[4..]), date::two(&digits[2..]), date::two(&digits)))?;
    Ok(Valid)
}

/// A VAT number: nine digits mod 97, to which 55 is added in the newer series, and a branch of three (HMRC).
pub(crate) fn gb_vat(value: &[u8]) -> Judged {
    let digits = digits_between(without_country(value, b"GB"), 9, 12)?;
    require(digits.len() == 9 || digits.len() == 12, FORMAT)?;
    let remainder = sum(&digits[..9], &[8, 7, 6, 5, 4, 3, 2, 10, 1]) % 97;
    checksum(remainder == 0 || digits[0] > 0 && matches!(remainder, 42 | 55))?;
    Ok(Valid)
}

/// A personal public service number of Ireland: seven digits, a letter mod 23, and for some a second letter that is weighed
/// by 9 (Revenue).
pub(crate) fn ie_pps(value: &[u8]) -> Judged {
    const EXAMPLES: [&[u8]; 4] = [b"1234567T", b"1234567FA", b"1234567W", b"6433435F"];
    let pps = text_between(value, 8, 9)?;
    let digits = digits_in::<7>(&pps[..7])?;
    unpublished(&&pps[..], &EXAMPLES)?;
    let second = match pps.get(8) {
        None | Some(b'T' | b'W' | b'X') => 0,
        Some(&letter @ (b'A' | b'B' | b'H')) => letter - b'A' + 1,
        Some(_) => return Err(FORMAT),
    };
    checksum(irish_letter(&digits, second) == pps[7])?;
    Ok(Valid)
}

/// A VAT number of Ireland: that of a person or company, or the older form with a sign in second place (Revenue).
pub(crate) fn ie_vat(value: &[u8]) -> Judged {
    let value = without_country(value, b"IE").trim_ascii();
    if let [first, sign, rest @ .., check] = value
        && matches!(sign, b'A'..=b'Z' | b'+' | b'*')
        && rest.len() == 5
    {
        let [a, b, c, d, e] = digits_in::<5>(rest)?;
        require(first.is_ascii_digit(), FORMAT)?;
        checksum(irish_letter(&[0, a, b, c, d, e, first - b'0'], 0) == check.to_ascii_uppercase())?;
        return Ok(Valid);
    }
    let vat = text_between(value, 8, 9)?;
    let digits = digits_in::<7>(&vat[..7])?;
    let second = vat.get(8).map_or(0, |&letter| if letter == b'W' { 0 } else { letter.wrapping_sub(b'A' - 1) });
    require(second < 27, FORMAT)?;
    checksum(irish_letter(&digits, second) == vat[7])?;
    Ok(Valid)
}

/// The check letter over seven digits and the value of a second letter.
fn irish_letter(digits: &[u8; 7], second: u8) -> u8 {
    const LETTERS: &[u8; 23] = b"WABCDEFGHIJKLMNOPQRSTUV";
    LETTERS[((sum(digits, &[8, 7, 6, 5, 4, 3, 2]) + 9 * u32::from(second)) % 23) as usize]
}
