//! Shapes: how numbers that no keyword announces are written.

use std::ops::Range;

/// What a value of a rule looks like.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Shape {
    /// Digits and letters in fixed places.
    Pattern(Pattern),
    /// Something with too many forms for a pattern, recognised by code.
    Form(Form),
}

/// A form that code recognises.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Form {
    /// An amount of money: `$85,000.00`, `1.234,56 €`, `95k`, `120000`.
    Amount,
    /// A calendar date, in the orders and with the separators people use.
    Date,
    /// An e-mail address.
    Email,
    /// A telephone number, international or national.
    Phone,
    /// An IBAN, together or in groups of four.
    Iban,
    /// A person's name: two to four capitalised words.
    PersonName,
    /// A street address.
    Address,
    /// A credential of no known format, by the name it is given to.
    Assigned,
    /// An identifier of 4 to 24 letters and digits, at least two of them digits.
    Code,
}

impl Form {
    /// Whether a sign in the value announces it, so that it is found without a label.
    pub(crate) fn has_sign(self) -> bool {
        matches!(self, Self::Email | Self::Iban)
    }
}

/// Digits, letters and separators in fixed places.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Pattern {
    elements: Vec<Element>,
    /// Where the group begins that a digit scanner can find, as an index into the elements.
    anchor: usize,
    /// Where that group ends.
    anchor_end: usize,
}

#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
struct Element {
    class: Class,
    least: usize,
    most: usize,
}

#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Class {
    Digit,
    Letter,
    Either,
    Exactly(u8),
}

/// From so many digits on, groups parted by spaces are one number rather than a row of them.
const FEWEST_GROUPED_DIGITS: usize = 12;
/// The greatest number a repetition may have.
const GREATEST_REPETITION: usize = 64;

impl Shape {
    /// Reads a shape as pattern files write it.
    ///
    /// # Errors
    /// A sentence that tells what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let form = match text {
            "amount" => Form::Amount,
            "date" => Form::Date,
            "email" => Form::Email,
            "phone" => Form::Phone,
            "iban" => Form::Iban,
            "person-name" => Form::PersonName,
            "address" => Form::Address,
            "code" => Form::Code,
            "assigned" => Form::Assigned,
            _ => return Pattern::parse(text).map(Self::Pattern),
        };
        Ok(Self::Form(form))
    }
}

impl Pattern {
    fn parse(text: &str) -> Result<Self, String> {
        let mut elements: Vec<Element> = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.bytes().next() {
            let class =
                Class::parse(first).ok_or_else(|| format!("the shape \"{text}\" has a \"{}\"", first as char))?;
            rest = &rest[1..];
            let (least, most) = match rest.strip_prefix('{') {
                Some(braced) => {
                    let (inside, after) =
                        braced.split_once('}').ok_or_else(|| format!("the shape \"{text}\" lacks a }}"))?;
                    rest = after;
                    repetition(inside).ok_or_else(|| format!("the shape \"{text}\" repeats by \"{inside}\""))?
                }
                None => (1, 1),
            };
            match elements.last_mut() {
                Some(last) if last.class == class => {
                    last.least += least;
                    last.most += most;
                }
                _ => elements.push(Element { class, least, most }),
            }
        }
        Self::with_anchor(elements).ok_or_else(|| format!("the shape \"{text}\" has no group with two digits"))
    }

    fn with_anchor(elements: Vec<Element>) -> Option<Self> {
        let anchor = groups(&elements).find(|group| sure_digits(&elements[group.clone()], false) >= 2);
        let anchor =
            anchor.or_else(|| groups(&elements).find(|group| sure_digits(&elements[group.clone()], true) >= 2))?;
        Some(Self { elements, anchor: anchor.start, anchor_end: anchor.end })
    }

    /// The lengths that the word of letters and digits can have by which this shape is found.
    pub(crate) fn anchor_lengths(&self) -> std::ops::RangeInclusive<usize> {
        let group = &self.elements[self.anchor..self.anchor_end];
        let least = group.iter().map(|element| element.least).sum();
        let most = group.iter().map(|element| element.most).sum();
        least..=most
    }

    /// Whether a value of this shape is one word of letters and digits, without a separator.
    pub(crate) fn is_one_word(&self) -> bool {
        self.anchor == 0 && self.anchor_end == self.elements.len()
    }

    /// Where letters stand in the word by which this shape is found, the first character in the lowest bit; none where
    /// that varies.
    pub(crate) fn anchor_letters(&self) -> Option<u64> {
        let group = &self.elements[self.anchor..self.anchor_end];
        let (mut mask, mut at) = (0, 0);
        for element in group {
            if element.class == Class::Either || element.least != element.most || at + element.most > 64 {
                return None;
            }
            if element.class == Class::Letter {
                mask |= (((1u128 << element.most) - 1) << at) as u64;
            }
            at += element.most;
        }
        Some(mask)
    }

    /// Whether a value of this shape is digits alone, or few digits in groups as columns of numbers have them, which is
    /// no evidence of anything.
    pub(crate) fn is_bare_number(&self) -> bool {
        let digits: usize = self.of_class(Class::Digit).map(|element| element.most).sum();
        let spaces = self.of_class(Class::Exactly(b' ')).count();
        let others = self.elements.len() - spaces - self.of_class(Class::Digit).count();
        others == 0 && (spaces == 0 || digits < FEWEST_GROUPED_DIGITS)
    }

    fn of_class(&self, class: Class) -> impl Iterator<Item = &Element> {
        self.elements.iter().filter(move |element| element.class == class)
    }

    /// Whether a value has this shape from its first byte to its last.
    pub(crate) fn is_whole(&self, value: &[u8]) -> bool {
        self.elements.iter().try_fold(0, |start, element| element.take(value, start)) == Some(value.len())
    }

    /// The span of the value whose anchor is the maximal word of letters and digits at `word`.
    pub(crate) fn find(&self, text: &[u8], word: Range<usize>) -> Option<Range<usize>> {
        if let Some(Element { class: Class::Exactly(byte), .. }) = self.elements.get(self.anchor_end)
            && text.get(word.end) != Some(byte)
        {
            return None;
        }
        let start = self.elements[..self.anchor]
            .iter()
            .rev()
            .try_fold(word.start, |end, element| element.take_back(text, end))?;
        let end = self.elements[self.anchor..self.anchor_end]
            .iter()
            .try_fold(word.start, |start, element| element.take(text, start))
            .filter(|&end| end == word.end)?;
        let end = self.elements[self.anchor_end..].iter().try_fold(end, |start, element| element.take(text, start))?;
        is_delimited(text, start..end).then_some(start..end)
    }
}

impl Element {
    fn take(&self, text: &[u8], start: usize) -> Option<usize> {
        let fitting = text.get(start..)?.iter().take(self.most).take_while(|byte| self.class.has(**byte)).count();
        (fitting >= self.least).then_some(start + fitting)
    }

    fn take_back(&self, text: &[u8], end: usize) -> Option<usize> {
        let fitting = text.get(..end)?.iter().rev().take(self.most).take_while(|byte| self.class.has(**byte)).count();
        (fitting >= self.least).then_some(end - fitting)
    }
}

impl Class {
    fn parse(byte: u8) -> Option<Self> {
        match byte {
            b'9' => Some(Self::Digit),
            b'A' => Some(Self::Letter),
            b'X' => Some(Self::Either),
            b'-' | b'.' | b'/' | b' ' | b'+' | b'*' | b'(' | b')' => Some(Self::Exactly(byte)),
            _ => None,
        }
    }

    fn has(self, byte: u8) -> bool {
        match self {
            Self::Digit => byte.is_ascii_digit(),
            Self::Letter => byte.is_ascii_alphabetic(),
            Self::Either => byte.is_ascii_alphanumeric(),
            Self::Exactly(exactly) => byte == exactly,
        }
    }

    fn is_literal(self) -> bool {
        matches!(self, Self::Exactly(_))
    }
}

/// Whether a value stands for itself: it is no part of a longer word, number, date, version or identifier.
pub(crate) fn is_delimited(text: &[u8], span: Range<usize>) -> bool {
    let at = |index: Option<usize>| index.and_then(|index| text.get(index)).copied().unwrap_or(b' ');
    let before = at(span.start.checked_sub(1));
    let further_before = at(span.start.checked_sub(2));
    let (after, further_after) = (at(Some(span.end)), at(Some(span.end + 1)));
    let joins = |byte: u8| matches!(byte, b'-' | b'.' | b'/' | b'_' | b'+');
    let is_escape = further_before == b'\\' && matches!(before, b'n' | b't' | b'r');
    let continues_before = before.is_ascii_alphanumeric() && !is_escape
        || (joins(before) || before == b':') && further_before.is_ascii_digit();
    let goes_on = match after {
        b'-' | b'_' | b'+' => further_after.is_ascii_alphanumeric(),
        b'.' | b'/' | b':' => further_after.is_ascii_digit(),
        _ => false,
    };
    let continues_after = after.is_ascii_alphanumeric() || goes_on;
    !continues_before && !continues_after
}

fn groups(elements: &[Element]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        start += elements.get(start..)?.iter().take_while(|element| element.class.is_literal()).count();
        let end = start + elements[start..].iter().take_while(|element| !element.class.is_literal()).count();
        let group = start..end;
        start = end;
        (!group.is_empty()).then_some(group)
    })
}

fn sure_digits(group: &[Element], count_either: bool) -> usize {
    let counts = |class| class == Class::Digit || (count_either && class == Class::Either);
    group.iter().filter(|element| counts(element.class)).map(|element| element.least).sum()
}

fn repetition(inside: &str) -> Option<(usize, usize)> {
    let (least, most) = inside.split_once(',').unwrap_or((inside, inside));
    let (least, most) = (least.trim().parse().ok()?, most.trim().parse().ok()?);
    (least <= most && most <= GREATEST_REPETITION).then_some((least, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::parse(text).expect("the test's shape is well-formed")
    }

    #[test]
    fn separators_must_stand_where_they_are_written() {
        let shape = pattern("999-99-9999");
        assert_eq!(shape.find(b"a 123-45-6789.", 2..5), Some(2..13));
        assert_eq!(shape.find(b"a 123-45-67890", 2..5), None);
        assert_eq!(shape.find(b"a 123 45 6789", 2..5), None);
    }

    #[test]
    fn the_anchor_may_come_after_letters() {
        let shape = pattern("AA 99 99 99 A");
        assert_eq!(shape.find(b"AB 12 34 56 C", 3..5), Some(0..13));
        assert_eq!(shape.find(b"XAB 12 34 56 C", 4..6), None);
    }

    #[test]
    fn a_part_of_something_longer_is_nothing() {
        let shape = pattern("999999999");
        assert_eq!(shape.find(b"1-123456789", 2..11), None);
        assert_eq!(shape.find(b"123456789.50", 0..9), None);
        assert_eq!(shape.find(b"id-123456789,", 3..12), Some(3..12));
    }

    #[test]
    fn lengths_can_vary() {
        let shape = pattern("9{4,17}");
        assert_eq!(shape.anchor_lengths(), 4..=17);
        assert_eq!(shape.find(b" 12345 ", 1..6), Some(1..6));
    }

    #[test]
    fn a_wrong_shape_is_told() {
        assert!(Shape::parse("99-B").is_err());
        assert!(Shape::parse("AAA").is_err());
        assert!(Shape::parse("9{4,").is_err());
    }
}
