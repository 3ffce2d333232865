//! Payment card numbers: Luhn over the schemes' prefixes and lengths (ISO/IEC 7812; the schemes' public tables).

use super::Verdict;
use super::compact::{digits_between, number};
use super::judge::{Judged, PUBLISHED, RANGE, checksum, require};
use super::luhn;

/// Prefixes of six digits, from and to, and the lengths of the scheme's numbers.
type Scheme = (std::ops::RangeInclusive<u32>, &'static [usize]);

const SCHEMES: [Scheme; 23] = [
    (222_100..=272_099, &[16]),             // Mastercard
    (300_000..=305_999, &[14, 16]),         // Diners Club
    (309_500..=309_599, &[14, 16]),         // Diners Club
    (340_000..=349_999, &[15]),             // American Express
    (352_800..=358_999, &[16, 17, 18, 19]), // JCB
    (360_000..=369_999, &[14, 16, 19]),     // Diners Club
    (370_000..=379_999, &[15]),             // American Express
    (380_000..=399_999, &[14, 16, 19]),     // Diners Club
    (400_000..=499_999, &[13, 16, 19]),     // Visa
    (500_000..=509_999, &[16, 18, 19]),     // Maestro, Elo, Verve
    (510_000..=559_999, &[16]),             // Mastercard
    (560_000..=599_999, &[16, 18, 19]),     // Maestro
    (601_100..=601_199, &[16, 19]),         // Discover
    (606_282..=606_282, &[16]),             // Hipercard
    (607_000..=608_999, &[16]),             // RuPay
    (622_126..=622_925, &[16, 19]),         // Discover and UnionPay
    (620_000..=629_999, &[16, 17, 18, 19]), // UnionPay
    (630_000..=639_999, &[16, 18, 19]),     // Maestro, InstaPayment
    (644_000..=649_999, &[16, 19]),         // Discover
    (650_000..=659_999, &[16, 19]),         // Discover, RuPay, Troy
    (670_000..=679_999, &[16, 18, 19]),     // Maestro
    (810_000..=817_199, &[16, 17, 18, 19]), // UnionPay
    (979_200..=979_289, &[16]),             // Troy
];

/// Numbers that issuers and payment processors publish for tests, in ascending order.
const TEST_NUMBERS: [u64; 73] = [
    4007000000027,
    4222222222222,
    4911830000000,
    30000000000004,
    30569309025904,
    34343434343434,
    36148900647913,
    36227206271667,
    36700102000000,
    38520000023237,
    122000000000003,
    201400000000009,
    340000000000009,
    371449635398431,
    378282246310005,
    378734493671000,
    1111222233334444,
    1234567812345678,
    1234567890123456,
    2222405343248877,
    2222990905257051,
    2223003122003222,
    2223007648726984,
    2223577120017656,
    3056930009020004,
    3528000700000000,
    3530111333300000,
    3566002020360505,
    4000000000000002,
    4000000000009995,
    4000056655665556,
    4012000033330026,
    4012888888881881,
    4111111111111111,
    4242424242424242,
    4444333322221111,
    4462030000000000,
    4484070000000000,
    4917300800000000,
    4917610000000000,
    5019717010103742,
    5105105105105100,
    5111010030175156,
    5185540810000019,
    5200828282828210,
    5204230080000017,
    5204740009900014,
    5420923878724339,
    5454545454545454,
    5455330760000018,
    5500000000000004,
    5506900490000436,
    5506900490000444,
    5506900510000234,
    5506920809243667,
    5506922400634930,
    5506927427317625,
    5553042241984105,
    5555553753048194,
    5555555555554444,
    5610591081018250,
    6011000000000004,
    6011000400000000,
    6011000990139424,
    6011111111111117,
    6200000000000005,
    6331101999990016,
    6555900000604105,
    6759649826438453,
    630490017740292441,
    630495060000000000,
    4917610000000000003,
    6799990100000000019,
];

/// A payment card's number.
pub(super) fn credit_card(value: &[u8]) -> Judged {
    let digits = digits_between(value, 12, 19)?;
    checksum(luhn::holds(&digits))?;
    let card = number(&digits);
    require(TEST_NUMBERS.binary_search(&card).is_err(), PUBLISHED)?;
    require(!has_long_zeros(&digits), Verdict::Example("made of zeros, as test cards are"))?;
    let prefix = number(&digits[..6]) as u32;
    let issued =
        SCHEMES.iter().any(|(prefixes, lengths)| prefixes.contains(&prefix) && lengths.contains(&digits.len()));
    require(issued, RANGE)?;
    Ok(Verdict::Valid)
}

/// Whether eight zeros stand in a row, which account numbers do not reach.
fn has_long_zeros(digits: &[u8]) -> bool {
    digits.windows(8).any(|window| window == [0; 8])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::judge::{CHECKSUM, settle};
    use super::*;

    fn judge(value: &str) -> Verdict {
        settle(credit_card(value.as_bytes()))
    }

    #[test]
    fn judges_scheme_length_and_check_digit() {
        assert_eq!(judge(&format!("4539 5787 {}", "6362 1486")), Verdict::Valid);
        assert_eq!(judge(&format!("4539 5787 {}", "6362 1487")), CHECKSUM);
        assert_eq!(judge("4242-4242-4242-4242"), PUBLISHED);
        assert!(matches!(judge("4000000000001000"), Verdict::Example(_) | Verdict::Invalid(_)));
        assert_eq!(judge("1712345600001"), CHECKSUM);
        assert_eq!(judge("1712345600000"), RANGE);
        assert!(TEST_NUMBERS.is_sorted());
    }

    proptest! {
        #[test]
        fn detects_every_changed_digit(body in "5[1-5][0-9]{13}", at in 0usize..16, by in 1u8..10) {
            let mut digits: Vec<u8> = body.bytes().map(|byte| byte - b'0').chain([0]).collect();
            digits[15] = ((10 - luhn::sum(&digits, 10) % 10) % 10) as u8;
            let text = |digits: &[u8]| digits.iter().map(|digit| char::from(b'0' + digit)).collect::<String>();
            prop_assert!(!matches!(judge(&text(&digits)), Verdict::Invalid(_)));
            digits[at] = (digits[at] + by) % 10;
            prop_assert!(!matches!(judge(&text(&digits)), Verdict::Valid));
        }
    }
}
