//! Dates as they stand inside identifiers: digits of year, month and day.

/// The years in which somebody whose number is in use can have been born.
const BIRTH_YEARS: std::ops::RangeInclusive<u32> = 1850..=2030;

/// The number of two digit values, the first being the tens.
#[inline]
pub(super) fn two(digits: &[u8]) -> u32 {
    digits.iter().take(2).fold(0, |number, &digit| number * 10 + u32::from(digit))
}

/// The days of a month (1 to 12) of a year, 0 where there is no such month.
#[inline]
pub(super) fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 0,
    }
}

/// Whether the day exists in the Gregorian calendar.
#[inline]
pub(super) fn exists(year: u32, month: u32, day: u32) -> bool {
    (1..=days(year, month)).contains(&day)
}

/// Whether somebody with a number in use can have been born in the year.
#[inline]
pub(super) fn is_birth_year(year: u32) -> bool {
    BIRTH_YEARS.contains(&year)
}

/// Whether somebody with a number in use can have been born on the day.
#[inline]
pub(super) fn is_birthday(year: u32, month: u32, day: u32) -> bool {
    is_birth_year(year) && exists(year, month, day)
}

/// Whether the day exists in a year of which only the last two digits are known: 2000 was a leap year, 1900 was not.
#[inline]
pub(super) fn exists_in_some_century(year: u32, month: u32, day: u32) -> bool {
    exists(2000 + year % 100, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_calendar() {
        assert!(exists(2024, 2, 29) && exists(2000, 2, 29));
        assert!(!exists(1900, 2, 29) && !exists(2023, 2, 29));
        assert!(!exists(2023, 0, 1) && !exists(2023, 13, 1) && !exists(2023, 4, 31) && !exists(2023, 1, 0));
        assert!(!is_birthday(1492, 10, 12) && is_birthday(1970, 1, 1));
        assert!(exists_in_some_century(0, 2, 29));
    }
}
