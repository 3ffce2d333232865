//! Telephone numbers: the ranges that regulators keep for fiction, and digits that are no number of a telephone.
//!
//! Sources: NANPA (555-0100 to 555-0199), Ofcom (numbers for use in drama), ACMA (numbers for use in fiction), ARCEP
//! (ranges for audio-visual works), ITU-T E.164 (at most 15 digits).

use super::Verdict;
use super::judge::{FORMAT, Judged, TEST_RANGE, require};

/// The beginnings of national numbers that the United Kingdom keeps for drama, without the trunk 0.
const UNITED_KINGDOM: [&[u8]; 16] = [
    b"7700900", b"2079460", b"1134960", b"1144960", b"1154960", b"1164960", b"1174960", b"1184960", b"1214960",
    b"1314960", b"1414960", b"1514960", b"1614960", b"1914980", b"1632960", b"3069990",
];
/// The same for Australia.
const AUSTRALIA: [&[u8]; 10] =
    [b"255501", b"255500", b"270101", b"270100", b"355501", b"755501", b"855501", b"491570", b"1800160401", b"491571"];
/// The same for France.
const FRANCE: [&[u8]; 6] = [b"19900", b"26191", b"35301", b"46571", b"53649", b"63998"];
/// The longest number that has no `+` and no separator.
const LONGEST_PLAIN: usize = 12;

/// Whether digits and separators can be a telephone number of a person.
pub(super) fn phone(value: &[u8]) -> Judged {
    let digits: Vec<u8> = value.iter().copied().filter(u8::is_ascii_digit).collect();
    let is_plain = digits.len() == value.len();
    require((7..=15).contains(&digits.len()), FORMAT)?;
    require(!is_plain || digits.len() <= LONGEST_PLAIN, FORMAT)?;
    require(!(is_plain && looks_like_seconds(&digits)), Verdict::Invalid("it is a time in seconds"))?;
    require(!is_filler(&digits), Verdict::Example("digits that fill a form"))?;
    require(!is_fiction(&digits), TEST_RANGE)?;
    Ok(Verdict::Plausible)
}

/// Ten digits from 2001 to 2033 as seconds since 1970: no American area code begins with 1, and others begin with 0.
fn looks_like_seconds(digits: &[u8]) -> bool {
    digits.len() == 10 && digits[0] == b'1'
}

fn is_filler(digits: &[u8]) -> bool {
    let rises = digits.windows(2).all(|pair| pair[1] == pair[0] + 1 || (pair[0] == b'9' && pair[1] == b'0'));
    let alike = digits.iter().skip(1).all(|digit| *digit == digits[digits.len() - 1]);
    rises || alike
}

fn is_fiction(digits: &[u8]) -> bool {
    let national = |code: &[u8]| {
        let rest = digits.strip_prefix(code).unwrap_or(digits);
        rest.strip_prefix(b"0").unwrap_or(rest).to_vec()
    };
    let begins = |code: &[u8], prefixes: &[&[u8]], length: usize| {
        let number = national(code);
        number.len() == length && prefixes.iter().any(|prefix| number.starts_with(prefix))
    };
    let american = digits.strip_prefix(b"1").filter(|rest| rest.len() == 10).unwrap_or(digits);
    let local = if american.len() == 10 { &american[3..] } else { american };
    (local.len() == 7 && local.starts_with(b"55501"))
        || begins(b"44", &UNITED_KINGDOM, 10)
        || begins(b"61", &AUSTRALIA, 9)
        || begins(b"61", &[AUSTRALIA[8]], 10)
        || begins(b"33", &FRANCE, 9)
}

#[cfg(test)]
mod tests {
    use super::super::judge::settle;
    use super::*;

    fn verdict(value: &str) -> Verdict {
        settle(phone(value.as_bytes()))
    }

    #[test]
    fn numbers_of_people_are_plausible() {
        for value in ["+1 415-862-4178", "(312) 864-2291", "4158624178", "+4917133840271", "06 47 83 12 95"] {
            assert_eq!(verdict(value), Verdict::Plausible, "{value}");
        }
    }

    #[test]
    fn numbers_kept_for_fiction_are_examples() {
        for value in
            ["(415) 555-0142", "555-0100", "+44 7700 900461", "020 7946 0123", "0491 570 006", "06 39 98 12 34"]
        {
            assert!(matches!(verdict(value), Verdict::Example(_)), "{value}");
        }
        assert_eq!(verdict("(415) 555-0242"), Verdict::Plausible);
    }

    #[test]
    fn times_and_fillers_are_none() {
        assert!(matches!(verdict("1716304512"), Verdict::Invalid(_)));
        assert!(matches!(verdict("1716304512123"), Verdict::Invalid(_)));
        assert!(matches!(verdict("1234567890"), Verdict::Invalid(_) | Verdict::Example(_)));
        assert!(matches!(verdict("000-000-0000"), Verdict::Example(_)));
    }
}
