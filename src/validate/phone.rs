//! Telephone numbers: ITU-T E.164, the North American plan, and the ranges that regulators keep for fiction.

use super::Verdict;
use super::compact::{Compact, digits_between, number};
use super::judge::{FORMAT, Judged, RANGE, require};

/// How many digits a number has that has neither `+` nor separators: longer ones are times in milliseconds and other ids,
/// and shorter ones counts.
const PLAIN: std::ops::RangeInclusive<usize> = 8..=12;

const FICTION: Verdict = Verdict::Example("a range kept for fiction");

/// Ranges kept for fiction, without trunk prefix, as country and the digits that they begin with (Ofcom, ACMA, ARCEP,
/// Bundesnetzagentur).
const FICTITIOUS: [(&[u8], &[u8]); 35] = [
    (b"44", b"7700900"),
    (b"44", b"2079460"),
    (b"44", b"1632960"),
    (b"44", b"1134960"),
    (b"44", b"1144960"),
    (b"44", b"1154960"),
    (b"44", b"1164960"),
    (b"44", b"1174960"),
    (b"44", b"1184960"),
    (b"44", b"1214960"),
    (b"44", b"1314960"),
    (b"44", b"1414960"),
    (b"44", b"1514960"),
    (b"44", b"1614960"),
    (b"44", b"1914980"),
    (b"44", b"2896496"),
    (b"44", b"2920180"),
    (b"44", b"8081570"),
    (b"44", b"9098790"),
    (b"61", b"25550"),
    (b"61", b"35550"),
    (b"61", b"75550"),
    (b"61", b"85550"),
    (b"61", b"491570"),
    (b"61", b"1800160401"),
    (b"33", b"19900"),
    (b"33", b"26191"),
    (b"33", b"35301"),
    (b"33", b"46571"),
    (b"33", b"53649"),
    (b"33", b"63998"),
    (b"49", b"3023125"),
    (b"49", b"6990009"),
    (b"49", b"4066969"),
    (b"49", b"17139200"),
];

/// A number in any common form: international, North American, or national with a trunk prefix of 0.
pub(super) fn phone(value: &[u8]) -> Judged {
    let value = value.trim_ascii();
    if value.starts_with(b"+") || value.starts_with(b"00") {
        return phone_e164(value);
    }
    let number = without_extension(value);
    let digits = digits_between(number, 7, 15)?;
    require(digits.len() < number.len() || PLAIN.contains(&digits.len()), FORMAT)?;
    require(!is_fictitious(&digits, None), FICTION)?;
    match (digits.len(), digits[0]) {
        (10, 2..=9) | (11, 1) => phone_nanp(value),
        (10, 1) => Err(Verdict::Invalid("it is a time in seconds")),
        (7, 5) if digits.starts_with(&[5, 5, 5, 0, 1]) => Err(FICTION),
        _ => Ok(Verdict::Plausible),
    }
}

/// An international number: `+` or `00`, a country's code, and 8 to 15 digits altogether.
pub(super) fn phone_e164(value: &[u8]) -> Judged {
    let value = value.trim_ascii();
    let rest = value.strip_prefix(b"+").or(value.strip_prefix(b"00")).ok_or(FORMAT)?;
    let digits = digits_between(without_extension(rest), 8, 15)?;
    if digits[0] == 1 {
        return phone_nanp(rest);
    }
    let code = country_code(&digits).ok_or(RANGE)?;
    require(!is_fictitious(&digits[code..], Some(&digits[..code])), FICTION)?;
    Ok(Verdict::Plausible)
}

/// A number of the North American plan: an area that is no service code, and an exchange that does not begin with 0 or 1.
/// The exchange 555 has no subscribers: 0100 to 0199 are kept for fiction, others are services (NANPA).
pub(super) fn phone_nanp(value: &[u8]) -> Judged {
    let digits = digits_between(without_extension(value.strip_prefix(b"+").unwrap_or(value)), 10, 11)?;
    let national = if digits.len() == 11 { digits.strip_prefix(&[1]).ok_or(FORMAT)? } else { &digits[..] };
    let (area, exchange) = (number(&national[..3]), number(&national[3..6]));
    require(exchange != 555 && area != 555, FICTION)?;
    require(area >= 200 && area % 100 != 11 && exchange >= 200, RANGE)?;
    Ok(Verdict::Plausible)
}

/// The number without `x123`, `ext. 123` or `#123` at its end.
fn without_extension(value: &[u8]) -> &[u8] {
    let end = value.iter().position(|byte| b"xXeE#,;".contains(byte)).unwrap_or(value.len());
    &value[..end]
}

/// How many digits the country's code at the start has.
fn country_code(digits: &Compact) -> Option<usize> {
    let two = digits[0] * 10 + digits[1];
    match two {
        70..=79 => return Some(1),
        20 | 27 | 30..=34 | 36 | 39..=41 | 43..=49 | 51..=58 | 60..=66 | 81 | 82 | 84 | 86 | 90..=95 | 98 => {
            return Some(2);
        }
        _ => {}
    }
    let three = number(&digits[..3]);
    let is_known = matches!(three, 211..=213 | 216 | 218 | 220..=269 | 290 | 291 | 297..=299 | 350..=359 | 370..=389 | 420 | 421 | 423 | 500..=509)
        || matches!(three, 590..=599 | 670..=692 | 800 | 808 | 850 | 852 | 853 | 855 | 856 | 870 | 878 | 880..=883 | 886 | 888 | 960..=979 | 992..=998);
    is_known.then_some(3)
}

/// Whether digits without a country's code, and with its trunk prefix or not, are in a range kept for fiction.
fn is_fictitious(digits: &[u8], country: Option<&[u8]>) -> bool {
    let national = digits.strip_prefix(&[0]).unwrap_or(digits);
    let is_same = |digits: &[u8], text: &[u8]| {
        digits.len() >= text.len() && text.iter().zip(digits).all(|(character, digit)| character - b'0' == *digit)
    };
    FICTITIOUS.iter().any(|(code, start)| {
        let is_country = country.is_none_or(|country| country.len() == code.len() && is_same(country, code));
        is_country
            && is_same(national, start)
            && (country.is_some() || digits.len() != national.len() || start.len() == 10)
    })
}

#[cfg(test)]
mod tests {
    use super::super::judge::settle;
    use super::*;

    fn judge(value: &str) -> Verdict {
        settle(phone(value.as_bytes()))
    }

    #[test]
    fn believes_numbers_of_the_plans() {
        for value in [
            "(937) 282-2274",
            "+12517620560",
            "+44 20 7123 4567",
            "0176 23456701",
            "+49 (0)30 901820",
            "1-415-820-1588 x12",
            "020 7123 4567",
            "+971 50 123 4567",
            "4158624178",
            "+4917133840271",
        ] {
            assert_eq!(judge(value), Verdict::Plausible, "{value}");
        }
    }

    #[test]
    fn knows_fiction() {
        let fiction = [
            "(555) 555-0100",
            "202-555-0123",
            "+1-415-555-0132",
            "800-555-0199",
            "020 7946 0000",
            "07700 900123",
            "+447700900123",
            "0161 496 0000",
            "01632 960001",
            "0491 570 006",
            "0491 570 156",
            "(02) 5550 0000",
            "1800 160 401",
            "01 99 00 12 34",
            "06 39 98 12 34",
            "123-456-7890",
            "+33 6 39 98 12 34",
            "555-0100",
            "000-000-0000",
        ];
        for value in fiction {
            assert!(matches!(judge(value), Verdict::Example(_)), "{value}");
        }
    }

    #[test]
    fn refuses_what_no_plan_has() {
        for value in [
            "",
            "+",
            "12345",
            "+999 123 4567",
            "115-411-2000",
            "911-234-5678",
            "+1 115 234 5678",
            "1712345600",
            "+1234",
            "555",
        ] {
            assert!(matches!(judge(value), Verdict::Invalid(_)), "{value}");
        }
    }
}
