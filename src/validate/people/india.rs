//! Identifiers of India.

use super::tools::*;

/// An Aadhaar number: twelve digits with Verhoeff's check digit, the first of which is 2 to 9 and which read backwards
/// are another number (UIDAI, "A UID numbering scheme"). UIDAI's test persons have numbers that begin with 9999.
pub(crate) fn in_aadhaar(value: &[u8]) -> Judged {
    let digits = digits::<12>(value)?;
    unpublished(&number(&digits), &[234123412346, 123456789012, 123412341234])?;
    require(digits[0] >= 2, RANGE)?;
    checksum(verhoeff::holds(&digits))?;
    require(digits[..4] != [9; 4], TEST_RANGE)?;
    require(digits[..6].iter().ne(digits[6..].iter().rev()), RANGE)?;
    Ok(Verdict::Valid)
}

/// An Aadhaar virtual id: sixteen digits with Verhoeff's check digit (UIDAI, circular 1 of 2018).
pub(crate) fn in_vid(value: &[u8]) -> Judged {
    let digits = digits::<16>(value)?;
    require(digits[0] >= 2, RANGE)?;
    checksum(verhoeff::holds(&digits))?;
    Ok(Verdict::Valid)
}

/// A permanent account number: the fourth letter is the kind of holder (Income Tax Department, "Know your PAN").
pub(crate) fn in_pan(value: &[u8]) -> Judged {
    let pan = text::<10>(value)?;
    is_pan(&pan)?;
    Ok(Verdict::Plausible)
}

fn is_pan(pan: &[u8; 10]) -> Judged<()> {
    const EXAMPLES: [&[u8; 10]; 6] =
        [b"ABCDE1234F", b"AAAPL1234C", b"AAAPA1234A", b"BNZAA2318J", b"ABCPE1234F", b"AAAAA0000A"];
    let shaped =
        pan[..5].iter().chain(&pan[9..]).all(u8::is_ascii_uppercase) && pan[5..9].iter().all(u8::is_ascii_digit);
    require(shaped, FORMAT)?;
    unpublished(&pan, &EXAMPLES)?;
    require(b"ABCEFGHJKLPT".contains(&pan[3]) && pan[5..9] != *b"0000", RANGE)
}

/// A bank branch's code: four letters of the bank, 0, and six characters of the branch (Reserve Bank of India).
pub(crate) fn in_ifsc(value: &[u8]) -> Judged {
    let ifsc = text::<11>(value)?;
    require(ifsc[..4].iter().all(u8::is_ascii_uppercase) && ifsc[4] == b'0', FORMAT)?;
    unpublished(&&ifsc, &[b"ABCD0123456", b"SBIN0000001", b"HDFC0000001", b"SBIN0001234"])?;
    Ok(Verdict::Plausible)
}

/// A goods and services tax number: the state, a PAN, the registration, Z and Luhn's check character mod 36 (GST portal).
pub(crate) fn in_gstin(value: &[u8]) -> Judged {
    const EXAMPLES: [&[u8; 15]; 5] =
        [b"27AAPFU0939F1ZV", b"22AAAAA0000A1Z5", b"29ABCDE1234F1Z5", b"29GGGGG1314R9Z6", b"24AAACC1206D1ZM"];
    let gstin = text::<15>(value)?;
    unpublished(&&gstin, &EXAMPLES)?;
    let state = number(&digits_in::<2>(&gstin[..2])?);
    require(matches!(state, 1..=38 | 97) && gstin[12] != b'0' && gstin[13] == b'Z', FORMAT)?;
    let pan = gstin[2..].first_chunk().ok_or(FORMAT)?;
    checksum(luhn::holds_in_base(&gstin.map(value36), 36))?;
    is_pan(pan)?;
    Ok(Valid)
}

/// A universal account number of the provident fund: twelve digits from 10 on (EPFO).
pub(crate) fn in_uan(value: &[u8]) -> Judged {
    let digits = digits::<12>(value)?;
    unpublished(&number(&digits), &[100123456789])?;
    require(digits[..2] == [1, 0], RANGE)?;
    Ok(Plausible)
}

/// A voter's card: three letters and seven digits, of which the newer ones satisfy Luhn (Election Commission of India).
pub(crate) fn in_epic(value: &[u8]) -> Judged {
    let epic = text::<10>(value)?;
    require(epic[..3].iter().all(u8::is_ascii_uppercase), FORMAT)?;
    let digits = digits_in::<7>(&epic[3..])?;
    proven_if(luhn::holds(&digits))
}
