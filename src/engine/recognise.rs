//! Forms that have too many spellings for a shape: amounts, dates, telephone numbers, e-mail addresses, names.
//!
//! Each recogniser is given the text and where to begin, and answers with the span of the form that begins there. They
//! are only asked where a label or a sign (`@`, `+`) makes it worth the while.

use std::ops::Range;

use crate::rules::shape::{Form, is_delimited};

/// The forms of that kind that begin in `within`, in order, none overlapping the one before.
pub(super) fn forms_in(text: &[u8], form: Form, within: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = within.start;
    while at < within.end {
        match form_at(text, form, at) {
            Some(span) if !span.is_empty() => {
                at = span.end;
                found.push(span);
            }
            _ => at += 1,
        }
    }
    found
}

/// The form that begins exactly at `at`.
pub(super) fn form_at(text: &[u8], form: Form, at: usize) -> Option<Range<usize>> {
    let starts_word = at == 0 || !text[at - 1].is_ascii_alphanumeric() || is_escape_letter(text, at - 1);
    if !starts_word {
        return None;
    }
    match form {
        Form::Amount => amount(text, at),
        Form::Date => date(text, at),
        Form::Email => email(text, at),
        Form::Phone => phone(text, at),
        Form::Iban => iban(text, at),
        Form::PersonName => person_name(text, at),
        Form::Address => address(text, at),
        Form::Code => code(text, at),
        Form::Assigned => None,
    }
}

/// The form that begins in a cell at `at`, where nothing before it can be part of it.
pub(super) fn form_in_cell(cell: &[u8], form: Form, at: usize) -> Option<Range<usize>> {
    if form == Form::Amount {
        return amount(cell, at).or_else(|| small_amount(cell, at));
    }
    form_at(cell, form, at)
}

/// In a column of amounts a number of one or two digits is one, too.
fn small_amount(cell: &[u8], at: usize) -> Option<Range<usize>> {
    let digits = run(cell, at, 3, |byte| byte.is_ascii_digit());
    ((1..=2).contains(&digits) && at + digits == cell.len()).then_some(at..at + digits)
}

/// Whether the letter there is the second half of an escape such as `\n`, so that a value may begin after it.
fn is_escape_letter(text: &[u8], at: usize) -> bool {
    at > 0 && text[at - 1] == b'\\' && matches!(text[at], b'n' | b't' | b'r')
}

fn run(text: &[u8], at: usize, most: usize, has: impl Fn(u8) -> bool) -> usize {
    text.get(at..).unwrap_or_default().iter().take(most).take_while(|byte| has(**byte)).count()
}

/// Digits, in groups of two or three parted by one kind of separator or together, with a decimal part of up to four
/// digits; the span is the number without its currency. Less than three digits are no amount without a `k`, and
/// neither zero nor the size of a column's type is one: `decimal(10,2)`.
fn amount(text: &[u8], at: usize) -> Option<Range<usize>> {
    if !text.get(at)?.is_ascii_digit()
        || (at > 0 && matches!(text[at - 1], b'.' | b',' | b'_') && at > 1 && text[at - 2].is_ascii_digit())
    {
        return None;
    }
    let whole = run(text, at, 13, |byte| byte.is_ascii_digit());
    let mut end = at + whole;
    let mut digits = whole;
    if whole <= 3 {
        let separator = text.get(end).copied().filter(|byte| matches!(byte, b',' | b'.' | b'\'' | b' ' | b'_'));
        while let Some(separator) = separator.filter(|separator| text.get(end) == Some(separator)) {
            let group = run(text, end + 1, 4, |byte| byte.is_ascii_digit());
            let is_group = group == 3 || (group == 2 && separator == b',');
            if !is_group || (group == 2 && text.get(end + 3) != Some(&b',')) {
                break;
            }
            digits += group;
            end += 1 + group;
        }
    }
    if matches!(text.get(end), Some(b'.' | b',')) {
        let decimals = run(text, end + 1, 5, |byte| byte.is_ascii_digit());
        if (1..=4).contains(&decimals) && !(decimals == 3 && whole <= 3 && digits == whole) {
            end += 1 + decimals;
            digits += decimals.min(2);
        }
    }
    let thousands = matches!(text.get(end), Some(b'k' | b'K')) && whole <= 3;
    end += usize::from(thousands);
    let after = text.get(end).copied().unwrap_or(b' ');
    let follows = !after.is_ascii_alphanumeric() && after != b'%' && after != b'_';
    let date_like = matches!(after, b'-' | b'/' | b':' | b'.') && text.get(end + 1).is_some_and(u8::is_ascii_digit);
    let is_size = text[..at].ends_with(b"(") && at > 1 && text[at - 2].is_ascii_alphanumeric() && end - at <= 4;
    let is_zero = text[at..end].iter().all(|byte| !matches!(byte, b'1'..=b'9'));
    (follows && !date_like && !is_zero && !is_size && (digits >= 3 || thousands)).then_some(at..end)
}

const MONTHS: &[&[u8]] =
    &[b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];

/// `1970-01-31`, `31.01.1970`, `1/31/70`, `19700131`, `31 Jan 1970`, `January 31, 1970`.
fn date(text: &[u8], at: usize) -> Option<Range<usize>> {
    let end = numeric_date(text, at).or_else(|| worded_date(text, at))?;
    let after = text.get(end).copied().unwrap_or(b' ');
    (!after.is_ascii_alphanumeric() || after == b'T').then_some(at..end)
}

fn numeric_date(text: &[u8], at: usize) -> Option<usize> {
    let first = run(text, at, 9, |byte| byte.is_ascii_digit());
    if first == 8 {
        return Some(at + 8);
    }
    let separator = *text.get(at + first).filter(|byte| matches!(byte, b'-' | b'/' | b'.'))?;
    let second = run(text, at + first + 1, 3, |byte| byte.is_ascii_digit());
    let second_end = at + first + 1 + second;
    if text.get(second_end) != Some(&separator) {
        return None;
    }
    let third = run(text, second_end + 1, 5, |byte| byte.is_ascii_digit());
    let is_date = matches!((first, second, third), (4, 1..=2, 1..=2) | (1..=2, 1..=2, 2 | 4));
    is_date.then_some(second_end + 1 + third)
}

fn worded_date(text: &[u8], at: usize) -> Option<usize> {
    let month_at = |at: usize| {
        let length = run(text, at, 9, |byte| byte.is_ascii_alphabetic());
        let word = text.get(at..at + length)?.get(..3)?.to_ascii_lowercase();
        MONTHS.contains(&&word[..]).then_some(at + length)
    };
    let gap = |at: usize| at + run(text, at, 2, |byte| matches!(byte, b' ' | b',' | b'-' | b'.'));
    let number = |at: usize, most: usize| {
        let length = run(text, at, most + 1, |byte| byte.is_ascii_digit());
        (1..=most).contains(&length).then_some(at + length)
    };
    let day_first = || month_at(gap(number(at, 2)?));
    let month_first = || number(gap(month_at(at)?), 2);
    number(gap(day_first().or_else(month_first)?), 4)
}

/// A local part of up to 64 bytes, `@`, and a domain with a dot.
fn email(text: &[u8], at: usize) -> Option<Range<usize>> {
    let local = run(text, at, 65, is_local_byte);
    if local == 0 || local > 64 || text.get(at + local) != Some(&b'@') || !text[at].is_ascii_alphanumeric() {
        return None;
    }
    let domain_start = at + local + 1;
    let mut length = run(text, domain_start, 190, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
    while length > 0 && matches!(text[domain_start + length - 1], b'.' | b'-') {
        length -= 1;
    }
    let domain = &text[domain_start..domain_start + length];
    let top = domain.rsplit(|byte| *byte == b'.').next()?;
    let is_domain = top.len() >= 2 && top.len() < domain.len() && top.iter().all(u8::is_ascii_alphabetic);
    is_domain.then_some(at..domain_start + length)
}

/// The address around an `@`.
pub(super) fn email_around(text: &[u8], sign: usize) -> Option<Range<usize>> {
    let local = text[..sign].iter().rev().take(65).take_while(|byte| is_local_byte(**byte)).count();
    let skipped = text[sign - local..sign].iter().take_while(|byte| !byte.is_ascii_alphanumeric()).count();
    email(text, sign - local + skipped)
}

fn is_local_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-')
}

/// 7 to 15 digits with a leading `+`, or parted by spaces, dots, dashes and brackets, or together.
fn phone(text: &[u8], at: usize) -> Option<Range<usize>> {
    if !matches!(text.get(at)?, b'+' | b'(' | b'0'..=b'9') {
        return None;
    }
    let reach = run(text, at, 28, |byte| {
        byte.is_ascii_digit() || matches!(byte, b'+' | b'(' | b')' | b' ' | b'-' | b'.' | b'/')
    });
    let mut end = at;
    let mut digits = 0;
    let mut separators = 0;
    for (offset, byte) in text[at..at + reach].iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                digits += 1;
                separators = 0;
                end = at + offset + 1;
            }
            b'+' if offset > 0 => break,
            _ => {
                separators += 1;
                if separators > 2 {
                    break;
                }
            }
        }
    }
    ((7..=15).contains(&digits) && is_delimited(text, at..end)).then_some(at..end)
}

/// Two letters, two digits and 11 to 30 more, together or in groups of four.
pub(super) fn iban(text: &[u8], at: usize) -> Option<Range<usize>> {
    let head = text.get(at..at + 4)?;
    if !head[..2].iter().all(u8::is_ascii_alphabetic) || !head[2..].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let mut end = at + run(text, at, 35, |byte| byte.is_ascii_alphanumeric());
    let mut characters = end - at;
    if characters == 4 {
        while matches!(text.get(end), Some(b' ' | b'-')) && characters < 34 {
            let group = run(text, end + 1, 5, |byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
            if group == 0 || group > 4 {
                break;
            }
            end += 1 + group;
            characters += group;
            if group < 4 {
                break;
            }
        }
    }
    ((15..=34).contains(&characters) && is_delimited(text, at..end)).then_some(at..end)
}

/// Two to four capitalised words of letters, parted by single spaces.
fn person_name(text: &[u8], at: usize) -> Option<Range<usize>> {
    let mut end = at;
    let mut words = 0;
    while words < 4 {
        let start = if words == 0 { at } else { end + 1 };
        let first = *text.get(start)?;
        let length = run(text, start, 24, |byte| {
            byte.is_ascii_alphabetic() || byte >= 0x80 || matches!(byte, b'\'' | b'-' | b'.')
        });
        if !(first.is_ascii_uppercase() || first >= 0x80) || length == 0 {
            break;
        }
        words += 1;
        end = start + length;
        if text.get(end) != Some(&b' ')
            || !text.get(end + 1).is_some_and(|byte| byte.is_ascii_uppercase() || *byte >= 0x80)
        {
            break;
        }
    }
    let after = text.get(end).copied().unwrap_or(b' ');
    (words >= 2 && !after.is_ascii_alphanumeric() && after != b'_').then_some(at..end)
}

/// A house number, and one to five words of a street: `742 Evergreen Terrace`.
fn address(text: &[u8], at: usize) -> Option<Range<usize>> {
    let number = run(text, at, 6, |byte| byte.is_ascii_digit());
    let gap = text.get(at + number) == Some(&b' ');
    if !(1..=5).contains(&number) || !gap {
        return None;
    }
    let street = run(text, at + number, 80, |byte| {
        byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b' ' | b'.' | b'\'' | b'#' | b'-')
    });
    let end = at + number + text[at + number..at + number + street].trim_ascii_end().len();
    let letters = text[at + number..end].iter().filter(|byte| byte.is_ascii_alphabetic() || **byte >= 0x80).count();
    (letters >= 4).then_some(at..end)
}

/// 4 to 24 letters, digits and inner dashes with at least two digits.
fn code(text: &[u8], at: usize) -> Option<Range<usize>> {
    let length = run(text, at, 25, |byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let span = at..at + length;
    let value = &text[span.clone()];
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    let is_code = (4..=24).contains(&length) && digits >= 2 && value.last() != Some(&b'-') && value[0] != b'-';
    let after = text.get(span.end).copied().unwrap_or(b' ');
    (is_code && !after.is_ascii_alphanumeric() && !matches!(after, b'_' | b'@')).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(form: Form, text: &str) -> Vec<&str> {
        forms_in(text.as_bytes(), form, 0..text.len()).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn amounts() {
        assert_eq!(
            all(Form::Amount, "$85,000.00 or 1.234,56 € or 95k or 12,34,567"),
            ["85,000.00", "1.234,56", "95k", "12,34,567"]
        );
        assert_eq!(all(Form::Amount, "120000, 7, 12:30, 3.5%, 2024-01-31"), ["120000"]);
    }

    #[test]
    fn dates() {
        assert_eq!(
            all(Form::Date, "1970-01-31 31.01.1970 1/31/70 31 Jan 1970"),
            ["1970-01-31", "31.01.1970", "1/31/70", "31 Jan 1970"]
        );
        assert_eq!(all(Form::Date, "January 31, 1970; 1.2.3; 10/20"), ["January 31, 1970"]);
    }

    #[test]
    fn addresses_of_both_kinds() {
        assert_eq!(all(Form::Email, "<jane.doe+x@mail.acme.test>, a@b"), ["jane.doe+x@mail.acme.test"]);
        assert_eq!(email_around(b"to:jane@acme.test.", 7), Some(3..17));
        assert_eq!(all(Form::Address, "at 742 Evergreen Terrace, 5 x"), ["742 Evergreen Terrace"]);
    }

    #[test]
    fn telephone_numbers() {
        assert_eq!(all(Form::Phone, "+44 20 7946 0000 or (415) 555-2671"), ["+44 20 7946 0000", "(415) 555-2671"]);
    }

    #[test]
    fn ibans() {
        let spaced = ["GB82", "WEST", "1234", "5698", "7654", "32"].join(" ");
        assert_eq!(all(Form::Iban, &format!("to {spaced}, now")), [spaced.as_str()]);
    }

    #[test]
    fn names_and_codes() {
        assert_eq!(all(Form::PersonName, "is Maria Sato, employee"), ["Maria Sato"]);
        assert_eq!(all(Form::Code, "id E-12345 or abc"), ["E-12345"]);
    }
}
