//! Identifiers of Germany, Austria and Switzerland.

use super::tools::*;

/// A tax identification number: ISO 7064 mod 11,10; of the first ten digits exactly one occurs twice or three times. A
/// leading zero marks test data (BZSt).
pub(crate) fn de_idnr(value: &[u8]) -> Judged {
    let digits = digits::<11>(value)?;
    unpublished(
        &number(&digits),
        &[86095742719, 47036892816, 65929970489, 57549285017, 25768131411, 2476291358, 12345678903],
    )?;
    checksum(iso7064::mod_11_10_holds(&digits))?;
    let mut counts = [0u8; 10];
    for &digit in &digits[..10] {
        counts[usize::from(digit)] += 1;
    }
    let repeated = counts.iter().filter(|&&count| count > 1);
    require(repeated.clone().count() == 1 && repeated.sum::<u8>() <= 3, RANGE)?;
    require(digits[0] != 0, TEST_RANGE)?;
    Ok(Valid)
}

/// A tax number: ten or eleven digits, or thirteen from the state's code on with a 0 in fifth place; the check digit
/// differs between states (ELSTER).
pub(crate) fn de_stnr(value: &[u8]) -> Judged {
    const STATES: [u64; 16] = [10, 11, 21, 22, 23, 24, 26, 27, 28, 30, 31, 32, 40, 41, 5, 9];
    let digits = digits_between(value, 10, 13)?;
    unpublished(&number(&digits), &[9381508152, 2893081508152, 18181508155, 1234567890])?;
    if digits.len() == 13 {
        let state = number(&digits[..2]);
        require(digits[4] == 0 && (STATES.contains(&state) || matches!(state, 50..=59 | 90..=99)), FORMAT)?;
    }
    require(digits.len() != 12, FORMAT)?;
    Ok(Plausible)
}

/// A pension insurance number: area, date of birth, initial, serial and check digit (VKVV, sections 2 and 4). Day and month
/// may be raised or zero where serial numbers had run out.
pub(crate) fn de_svnr(value: &[u8]) -> Judged {
    let svnr = text::<12>(value)?;
    let head = digits_in::<8>(&svnr[..8])?;
    let tail = digits_in::<3>(&svnr[9..])?;
    require(svnr[8].is_ascii_uppercase(), FORMAT)?;
    unpublished(&&svnr, &[b"15070649C103", b"65170839J088", b"65180539W001", b"12345678A123"])?;
    let letter = svnr[8] - b'A' + 1;
    let mut digits = [0; 12];
    digits[..8].copy_from_slice(&head);
    digits[8..].copy_from_slice(&[letter / 10, letter % 10, tail[0], tail[1]]);
    checksum(cross_sum(&digits, &[2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) % 10 == u32::from(tail[2]))?;
    let (area, day, month) = (date::two(&head), date::two(&head[2..]), date::two(&head[4..]));
    let is_area = matches!(area, 2..=4 | 8..=21 | 23..=26 | 28 | 29 | 38..=82 | 89);
    date(matches!(day, 0..=95) && day % 32 <= 31 && month <= 12)?;
    require(is_area, RANGE)?;
    Ok(Valid)
}

/// A health insurance number: a letter and nine digits, weighed 1 and 2 in turn (GKV-Spitzenverband).
pub(crate) fn de_kvnr(value: &[u8]) -> Judged {
    let kvnr = text::<10>(value)?;
    require(kvnr[0].is_ascii_uppercase(), FORMAT)?;
    let tail = digits_in::<9>(&kvnr[1..])?;
    unpublished(&&kvnr, &[b"A123456780"])?;
    let letter = kvnr[0] - b'A' + 1;
    let mut digits = [0; 10];
    digits[..2].copy_from_slice(&[letter / 10, letter % 10]);
    digits[2..].copy_from_slice(&tail[..8]);
    checksum(cross_sum(&digits, &[1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) % 10 == u32::from(tail[8]))?;
    Ok(Valid)
}

/// A VAT number: nine digits, ISO 7064 mod 11,10 (BZSt).
pub(crate) fn de_vat(value: &[u8]) -> Judged {
    let digits = digits::<9>(without_country(value, b"DE"))?;
    require(digits[0] != 0, RANGE)?;
    checksum(iso7064::mod_11_10_holds(&digits))?;
    Ok(Valid)
}

/// A social insurance number of Austria: three digits, a check digit mod 11 and the date of birth, whose month goes on to
/// 15 where serial numbers had run out (Dachverband der Sozialversicherungsträger).
pub(crate) fn at_vnr(value: &[u8]) -> Judged {
    let digits = digits::<10>(value)?;
    unpublished(&number(&digits), &[1237010180, 1234010180])?;
    require(digits[0] != 0, RANGE)?;
    checksum(sum(&digits, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 == u32::from(digits[3]))?;
    let (day, month) = (date::two(&digits[4..]), date::two(&digits[6..]));
    proven_if(
        matches!(month, 13..=15) && (1..=31).contains(&day)
            || date::exists_in_some_century(date::two(&digits[8..]), month, day),
    )
}

/// A tax number of Austria: the office, and a check digit by crossed sums (BMF).
pub(crate) fn at_tin(value: &[u8]) -> Judged {
    const OFFICES: [u32; 40] = [
        3, 4, 6, 7, 8, 9, 10, 12, 15, 16, 18, 22, 23, 29, 33, 38, 41, 46, 51, 52, 53, 54, 57, 59, 61, 65, 67, 68, 69,
        71, 72, 81, 82, 83, 84, 90, 91, 93, 97, 98,
    ];
    let digits = digits::<9>(value)?;
    checksum(luhn::sum(&digits, 10).is_multiple_of(10))?;
    require(OFFICES.contains(&date::two(&digits)), RANGE)?;
    Ok(Valid)
}

/// A VAT number of Austria: U and eight digits (BMF).
pub(crate) fn at_uid(value: &[u8]) -> Judged {
    let uid = text::<9>(without_country(value, b"AT"))?;
    require(uid[0] == b'U', FORMAT)?;
    let digits = digits_in::<8>(&uid[1..])?;
    let total = cross_sum(&digits[..7], &[1, 2, 1, 2, 1, 2, 1]);
    checksum((total + 4 + u32::from(digits[7])).is_multiple_of(10))?;
    Ok(Valid)
}

/// An old-age insurance (AHV) number of Switzerland: 756, nine digits and the check digit of article numbers (ZAS).
pub(crate) fn ch_ssn(value: &[u8]) -> Judged {
    let digits = digits::<13>(value)?;
    unpublished(&number(&digits), &[7569217076985, 7561234567897, 7563047500962, 7560000000002])?;
    require(digits[..3] == [7, 5, 6], FORMAT)?;
    checksum(ean13::holds(&digits))?;
    Ok(Valid)
}

/// A company's number of Switzerland: CHE and nine digits mod 11; what names the tax after it is passed over (BFS).
pub(crate) fn ch_uid(value: &[u8]) -> Judged {
    let uid = text_between(value, 12, 15)?;
    require(uid.starts_with(b"CHE") && matches!(&uid[12..], b"" | b"MWST" | b"TVA" | b"IVA" | b"TPV"), FORMAT)?;
    let digits = digits_in::<9>(&uid[3..12])?;
    checksum(complement(&digits[..8], &[5, 4, 3, 2, 7, 6, 5, 4], 11) == u32::from(digits[8]))?;
    Ok(Valid)
}
