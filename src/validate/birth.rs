//! Dates of birth as people write them.

use super::Verdict;
use super::date::exists;
use super::judge::{DATE, FORMAT, Judged, RANGE, require, unpublished};

/// The years in which somebody can have been born who works or has retired; no clock is read.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2015;
/// Dates that programs write where none is known.
const DEFAULTS: [(u32, u32, u32); 6] =
    [(1900, 1, 1), (1970, 1, 1), (1980, 1, 1), (1990, 1, 1), (2000, 1, 1), (1999, 12, 31)];
/// The first three letters of the months in English, and further spellings of German, French, Spanish, Italian,
/// Dutch and Portuguese.
const MONTHS: [&[&[u8]]; 12] = [
    &[b"jan", b"ene", b"gen"],
    &[b"feb", b"fev", b"f\xC3\xA9v"],
    &[b"mar", b"m\xC3\xA4r", b"mrz", b"maa", b"mrt"],
    &[b"apr", b"avr", b"abr"],
    &[b"may", b"mai", b"mei", b"mag"],
    &[b"jun", b"juin", b"giu"],
    &[b"jul", b"juil", b"lug"],
    &[b"aug", b"ao\xC3\xBB", b"aou", b"ago"],
    &[b"sep", b"set"],
    &[b"oct", b"okt", b"ott", b"out"],
    &[b"nov"],
    &[b"dec", b"dez", b"d\xC3\xA9c", b"dic"],
];

/// A date on which a working person can have been born: year first, or day and month in either order before the year,
/// in digits or with the month's name; a time after it is passed over.
pub(super) fn date_of_birth(value: &[u8]) -> Judged {
    let parts = parts(value)?;
    let candidates = orders(&parts);
    let date = candidates.into_iter().flatten().find(|&(year, month, day)| exists(year, month, day)).ok_or(DATE)?;
    require(YEARS.contains(&date.0), RANGE)?;
    unpublished(&date, &DEFAULTS).map_err(|_| Verdict::Example("a date that programs write where none is known"))?;
    Ok(Verdict::Plausible)
}

/// One part of a date: a number with its count of digits, or a month by its name.
#[derive(Clone, Copy)]
enum Part {
    Number(u32, usize),
    Month(u32),
}

/// The first three parts of the value, or those of eight digits in a row.
fn parts(value: &[u8]) -> Judged<[Part; 3]> {
    let digits = value.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 8 && (value.len() == 8 || matches!(value[8], b'T' | b' ')) {
        return Ok(if value[..2] == *b"19" || value[..2] == *b"20" {
            [numeric(&value[..4])?, numeric(&value[4..6])?, numeric(&value[6..8])?]
        } else {
            [numeric(&value[..2])?, numeric(&value[2..4])?, numeric(&value[4..8])?]
        });
    }
    let mut parts = value.split(|byte| b"-/. ,T\t".contains(byte)).filter(|part| !part.is_empty());
    let mut next = || part(parts.next().ok_or(FORMAT)?);
    Ok([next()?, next()?, next()?])
}

/// A number of one, two or four digits (`3`, `03`, `3rd`, `1985`), or a month's name.
fn part(word: &[u8]) -> Judged<Part> {
    if word[0].is_ascii_digit() {
        let digits = word.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (number, suffix) = word.split_at(digits);
        require(suffix.is_empty() || [&b"st"[..], b"nd", b"rd", b"th"].contains(&suffix), FORMAT)?;
        return numeric(number);
    }
    let named = |names: &&[&[u8]]| {
        names.iter().any(|name| word.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)))
    };
    let month = MONTHS.iter().position(named).ok_or(FORMAT)?;
    require(word.len() <= 12, FORMAT)?;
    Ok(Part::Month(month as u32 + 1))
}

/// A number of one, two or four digits.
fn numeric(digits: &[u8]) -> Judged<Part> {
    require(matches!(digits.len(), 1 | 2 | 4) && digits.iter().all(u8::is_ascii_digit), FORMAT)?;
    let number = digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    Ok(Part::Number(number, digits.len()))
}

/// The dates (year, month, day) that three parts may mean.
fn orders(parts: &[Part; 3]) -> [Option<(u32, u32, u32)>; 3] {
    use Part::{Month, Number};
    let in_full = |year, digits| match digits {
        4 => Some(year),
        2 if year <= 15 => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    };
    let with_year = |year, digits, month, day| in_full(year, digits).map(|year| (year, month, day));
    match *parts {
        [Number(year, 4), Number(month, 1 | 2), Number(day, 1 | 2)] => [Some((year, month, day)), None, None],
        [Number(first, 1 | 2), Number(second, 1 | 2), Number(third, digits)] => [
            with_year(third, digits, first, second),
            with_year(third, digits, second, first),
            if digits == 2 { with_year(first, 2, second, third) } else { None },
        ],
        [Number(day, 1 | 2), Month(month), Number(year, digits)]
        | [Month(month), Number(day, 1 | 2), Number(year, digits)] => [with_year(year, digits, month, day), None, None],
        [Number(year, 4), Month(month), Number(day, 1 | 2)] => [Some((year, month, day)), None, None],
        _ => [None; 3],
    }
}

#[cfg(test)]
mod tests {
    use super::super::judge::settle;
    use super::*;

    fn judge(value: &str) -> Verdict {
        settle(date_of_birth(value.as_bytes()))
    }

    #[test]
    fn reads_the_ways_of_writing() {
        let written = [
            "1985-03-12",
            "03/12/1985",
            "12.3.1985",
            "25/12/85",
            "19850312",
            "12031985",
            "12 March 1985",
            "March 12th, 1985",
            "12-MAR-85",
            "1985-03-12T00:00:00Z",
            "1985-03-12 00:00:00",
            "12 f\u{e9}v 1985",
            "85-03-25",
            "1985/Mar/12",
        ];
        for value in written {
            assert_eq!(judge(value), Verdict::Plausible, "{value}");
        }
    }

    #[test]
    fn refuses_what_is_no_birthday() {
        assert_eq!(judge("1985-02-30"), DATE);
        assert_eq!(judge("2023-05-17"), RANGE);
        assert_eq!(judge("1492-10-12"), RANGE);
        for value in
            ["", "-", "1985", "1985-03", "12 Brumaire 1985", "123-45-6789", "a/b/c", "1e5.0.0", "T", "1985-03-1234567"]
        {
            assert!(matches!(judge(value), Verdict::Invalid(_)), "{value}");
        }
        assert!(matches!(judge("01/01/1970"), Verdict::Example(_)));
    }
}
