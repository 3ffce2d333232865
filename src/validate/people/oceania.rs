//! Identifiers of Australia and New Zealand.

use super::tools::*;

/// A tax file number: nine digits, or eight of the older series, weighed mod 11 (ATO).
pub(crate) fn au_tfn(value: &[u8]) -> Judged {
    let digits = digits_between(value, 8, 9)?;
    unpublished(&number(&digits), &[123456782, 876543210, 865414088, 459599230])?;
    let weights: &[u8] = if digits.len() == 9 { &[1, 4, 3, 7, 5, 8, 6, 9, 10] } else { &[10, 7, 8, 4, 6, 3, 5, 1] };
    checksum(sum(&digits, weights).is_multiple_of(11))?;
    Ok(Valid)
}

/// A Medicare card: eight digits from 2 to 6 on, a check digit mod 10, the card's issue and, optionally, the person's
/// number on it (Services Australia).
pub(crate) fn au_medicare(value: &[u8]) -> Judged {
    let digits = digits_between(value, 10, 11)?;
    unpublished(&number(&digits[..10]), &[2123456701, 2428778132])?;
    require(matches!(digits[0], 2..=6) && digits.get(10) != Some(&0), RANGE)?;
    checksum(sum(&digits[..8], &[1, 3, 7, 9, 1, 3, 7, 9]) % 10 == u32::from(digits[8]))?;
    Ok(Valid)
}

/// A business number: eleven digits, the first less one, mod 89 (Australian Business Register).
pub(crate) fn au_abn(value: &[u8]) -> Judged {
    let mut digits = digits::<11>(value)?;
    unpublished(&number(&digits), &[51824753556, 83914571673, 53004085616])?;
    require(date::two(&digits) >= 11, RANGE)?;
    digits[0] -= 1;
    checksum(sum(&digits, &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]).is_multiple_of(89))?;
    Ok(Valid)
}

/// A company number: nine digits, weighed 8 to 1, mod 10 (ASIC).
pub(crate) fn au_acn(value: &[u8]) -> Judged {
    let digits = digits::<9>(value)?;
    checksum(complement(&digits[..8], &[8, 7, 6, 5, 4, 3, 2, 1], 10) == u32::from(digits[8]))?;
    Ok(Valid)
}

/// An IRD number: eight or nine digits mod 11, with a second set of weights where the first gives 10 (Inland Revenue).
pub(crate) fn nz_ird(value: &[u8]) -> Judged {
    let ird = number(&digits_between(value, 8, 9)?);
    unpublished(&ird, &[49091850, 35901981, 49098576, 136410132])?;
    require((10_000_000..=150_000_000).contains(&ird), RANGE)?;
    let mut base = [0; 8];
    let mut rest = ird / 10;
    for digit in base.iter_mut().rev() {
        *digit = (rest % 10) as u8;
        rest /= 10;
    }
    let check = match complement(&base, &[3, 2, 7, 6, 5, 4, 3, 2], 11) {
        10 => complement(&base, &[7, 4, 3, 2, 5, 2, 7, 6], 11),
        check => check,
    };
    checksum(u64::from(check) == ird % 10)?;
    Ok(Valid)
}

/// A national health index number: three letters without I and O and three digits with a digit mod 11, or two digits and a
/// letter with a letter mod 23; Z is for tests (HISO 10046).
pub(crate) fn nz_nhi(value: &[u8]) -> Judged {
    const LETTERS: &[u8; 24] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
    let nhi = text::<7>(value)?;
    let place = |character: u8| LETTERS.iter().position(|&letter| letter == character).map(|index| index as u8 + 1);
    let mut values = [0; 6];
    for (index, slot) in values.iter_mut().enumerate() {
        let is_digit = index == 3 || index == 4 || index == 5 && nhi[5].is_ascii_digit();
        *slot =
            if is_digit { Some(nhi[index].wrapping_sub(b'0')).filter(|&digit| digit < 10) } else { place(nhi[index]) }
                .ok_or(FORMAT)?;
    }
    require(nhi[0] != b'Z', TEST_RANGE)?;
    let total = sum(&values, &[7, 6, 5, 4, 3, 2]);
    checksum(if nhi[5].is_ascii_digit() {
        !total.is_multiple_of(11) && (11 - total % 11) % 10 == u32::from(nhi[6].wrapping_sub(b'0'))
    } else {
        LETTERS[(22 - total % 23) as usize] == nhi[6]
    })?;
    Ok(Valid)
}

/// How a bank of New Zealand weighs an account: the digits of branch, base and suffix, the modulus, and whether the
/// digits of products are added up.
struct Method(&'static [u8; 18], u32, bool);

/// The branches of banks and how their accounts are weighed (Inland Revenue, "Bank account number validation").
const NZ_BRANCHES: [(u64, std::ops::RangeInclusive<u64>, u8); 44] = [
    (1, 1..=999, b'A'),
    (1, 1100..=1199, b'A'),
    (1, 1800..=1899, b'A'),
    (2, 1..=999, b'A'),
    (2, 1200..=1299, b'A'),
    (3, 1..=999, b'A'),
    (3, 1300..=1399, b'A'),
    (3, 1500..=1599, b'A'),
    (3, 1700..=1799, b'A'),
    (3, 1900..=1999, b'A'),
    (3, 7350..=7399, b'A'),
    (4, 2020..=2024, b'A'),
    (6, 1..=999, b'A'),
    (6, 1400..=1499, b'A'),
    (8, 6500..=6599, b'D'),
    (9, 0..=0, b'E'),
    (10, 5165..=5169, b'A'),
    (11, 5000..=6499, b'A'),
    (11, 6600..=8999, b'A'),
    (12, 3000..=3299, b'A'),
    (12, 3400..=3499, b'A'),
    (12, 3600..=3699, b'A'),
    (13, 4900..=4999, b'A'),
    (14, 4700..=4799, b'A'),
    (15, 3900..=3999, b'A'),
    (16, 4400..=4499, b'A'),
    (17, 3300..=3399, b'A'),
    (18, 3500..=3599, b'A'),
    (19, 4600..=4649, b'A'),
    (20, 4100..=4199, b'A'),
    (21, 4800..=4899, b'A'),
    (22, 4000..=4049, b'A'),
    (23, 3700..=3799, b'A'),
    (24, 4300..=4349, b'A'),
    (25, 2500..=2599, b'F'),
    (26, 2600..=2699, b'G'),
    (27, 3800..=3849, b'A'),
    (28, 2100..=2149, b'G'),
    (29, 2150..=2299, b'G'),
    (30, 2900..=2949, b'A'),
    (31, 2800..=2849, b'X'),
    (33, 6700..=6799, b'F'),
    (35, 2400..=2499, b'A'),
    (38, 9000..=9499, b'A'),
];

/// A bank account of New Zealand: bank, branch, a base of seven or eight digits and a suffix of two to four.
pub(crate) fn nz_bankaccount(value: &[u8]) -> Judged {
    let digits = digits_between(value, 15, 18)?;
    let (head, tail) = digits.split_at(6);
    let base_length = if tail.len() == 12 { 8 } else { 7 };
    let (base, suffix) = tail.split_at(base_length);
    let mut account = [0; 18];
    account[..6].copy_from_slice(head);
    account[14 - base_length..14].copy_from_slice(base);
    account[18 - suffix.len()..].copy_from_slice(suffix);
    let (bank, branch) = (number(&head[..2]), number(&head[2..]));
    let known =
        NZ_BRANCHES.iter().find(|(known, branches, _)| *known == bank && branches.contains(&branch)).ok_or(RANGE)?;
    let Method(weights, modulus, crossed) = match known.2 {
        b'A' if number(&account[6..14]) < 990_000 => {
            Method(&[0, 0, 6, 3, 7, 9, 0, 0, 10, 5, 8, 4, 2, 1, 0, 0, 0, 0], 11, false)
        }
        b'A' => Method(&[0, 0, 0, 0, 0, 0, 0, 0, 10, 5, 8, 4, 2, 1, 0, 0, 0, 0], 11, false),
        b'D' => Method(&[0, 0, 0, 0, 0, 0, 0, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0, 0], 11, false),
        b'E' => Method(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 4, 3, 2, 0, 0, 0, 1], 11, true),
        b'F' => Method(&[0, 0, 0, 0, 0, 0, 0, 1, 7, 3, 1, 7, 3, 1, 0, 0, 0, 0], 10, false),
        b'G' => Method(&[0, 0, 0, 0, 0, 0, 0, 1, 3, 7, 1, 3, 7, 1, 0, 3, 7, 1], 10, true),
        _ => return Ok(Plausible),
    };
    let total = if crossed { cross_sum(&account, weights) } else { sum(&account, weights) };
    checksum(total.is_multiple_of(modulus))?;
    Ok(Valid)
}
