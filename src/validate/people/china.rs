//! Identifiers of China, Hong Kong and Taiwan.

use super::tools::*;

/// A resident identity number of China: region, date of birth, serial, and ISO 7064 mod 11-2 (GB 11643).
pub(crate) fn cn_ric(value: &[u8]) -> Judged {
    const EXAMPLES: [&[u8; 18]; 4] =
        [b"11010519491231002X", b"440524188001010014", b"360426199101010071", b"11010119900307889X"];
    let ric = text::<18>(value)?;
    unpublished(&&ric, &EXAMPLES)?;
    let digits = digits_in::<17>(&ric[..17])?;
    let check = match ric[17] {
        b'X' => 10,
        digit => Some(digit.wrapping_sub(b'0')).filter(|&digit| digit < 10).ok_or(FORMAT)?,
    };
    let mut values = [check; 18];
    values[..17].copy_from_slice(&digits);
    checksum(iso7064::mod_11_2_holds(&values))?;
    date(date::is_birthday(number(&digits[6..10]) as u32, date::two(&digits[10..]), date::two(&digits[12..])))?;
    require(
        matches!(date::two(&digits), 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83),
        RANGE,
    )?;
    Ok(Valid)
}

/// An organisation's social credit code of China: eighteen characters without I, O, S, V and Z, mod 31 (GB 32100).
pub(crate) fn cn_uscc(value: &[u8]) -> Judged {
    const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let code = text::<18>(value)?;
    digits_in::<6>(&code[2..8])?;
    let mut values = [0; 18];
    for (slot, character) in values.iter_mut().zip(&code) {
        *slot = ALPHABET.iter().position(|known| known == character).ok_or(FORMAT)? as u8;
    }
    let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    checksum(complement(&values[..17], &weights, 31) == u32::from(values[17]))?;
    Ok(Valid)
}

/// An identity card of Hong Kong: one or two letters, six digits, and a digit or A in brackets mod 11 (Immigration
/// Department).
pub(crate) fn hk_hkid(value: &[u8]) -> Judged {
    /// What a missing first letter is worth.
    const SPACE: u8 = 36;
    const EXAMPLES: [&[u8]; 6] = [b"A1234563", b"Z6833655", b"C1234569", b"AB9876543", b"G123456A", b"Z6833665"];
    let hkid = text_between(value, 8, 9)?;
    unpublished(&&hkid[..], &EXAMPLES)?;
    let (letters, tail) = hkid.split_at(hkid.len() - 7);
    require(letters.iter().all(u8::is_ascii_uppercase) && matches!(tail[6], b'0'..=b'9' | b'A'), FORMAT)?;
    digits_in::<6>(&tail[..6])?;
    let mut values = [SPACE; 9];
    for (slot, &character) in values[9 - hkid.len()..].iter_mut().zip(hkid.iter()) {
        *slot = value36(character);
    }
    checksum(sum(&values, &[9, 8, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11))?;
    Ok(Valid)
}

/// A national or resident identity number of Taiwan: a letter, 1, 2, 8 or 9 (or a second letter in the older form), and eight
/// digits mod 10 (NIA).
pub(crate) fn tw_natid(value: &[u8]) -> Judged {
    const LETTERS: [u8; 26] =
        [10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33];
    let id = text::<10>(value)?;
    unpublished(&&id, &[b"A123456789", b"A800000014", b"F131104093"])?;
    require(id[0].is_ascii_uppercase(), FORMAT)?;
    let area = LETTERS[usize::from(id[0] - b'A')];
    let sex = match id[1] {
        b'1' | b'2' | b'8' | b'9' => id[1] - b'0',
        b'A'..=b'D' => LETTERS[usize::from(id[1] - b'A')] % 10,
        _ => return Err(FORMAT),
    };
    let digits = digits_in::<8>(&id[2..])?;
    let total = sum(&[area / 10, area % 10, sex], &[1, 9, 8]) + sum(&digits, &[7, 6, 5, 4, 3, 2, 1, 1]);
    checksum(total.is_multiple_of(10))?;
    Ok(Valid)
}

/// A company's number of Taiwan: eight digits by crossed sums mod 10, a 7 in seventh place counting 0 or 1 (Ministry of
/// Finance).
pub(crate) fn tw_ubn(value: &[u8]) -> Judged {
    let digits = digits::<8>(value)?;
    let total = cross_sum(&digits, &[1, 2, 1, 2, 1, 2, 4, 1]);
    checksum(total.is_multiple_of(10) || digits[6] == 7 && (total + 1).is_multiple_of(10))?;
    Ok(Valid)
}
