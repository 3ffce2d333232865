//! Labels: the words next to a number that say what it is.
//!
//! A number is labelled by what its region is called (a column, a key), by the words before it on its line, by a word
//! right after it, or by a line above it that holds nothing else. Words are whole words: `ssn` is in `emp_ssn`,
//! `employeeSSN` and `SSN:`, and not in `lesson`. A label belongs to the first value after it, and to the further ones of
//! a list; a value in between takes it away.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::rules::RuleSet;

/// How far before a value a label may stand, in bytes.
const FAR: usize = 256;
/// How far after a value a label may end, in bytes.
const NEAR: usize = 40;
/// How many words that tell nothing may stand between a label and its value.
const GREATEST_DISTANCE: usize = 3;
/// How many words are read before a value.
const WORDS_READ: usize = 16;
/// From so many words on, a longer label says no more.
const LONGEST_LABEL: usize = 16;
/// How many bytes a character has in the scripts that put no space between words.
const BYTES_OF_A_CHARACTER: usize = 3;
/// From so many digits on, a number is a value of its own.
const VALUE_DIGITS: usize = 4;
/// Words that may stand between a label and its value without parting them.
const CONNECTORS: &[&[u8]] = &[
    b"is", b"of", b"no", b"nr", b"num", b"number", b"the", b"for", b"my", b"was", b"value", b"are", b"to", b"id", b"a",
    b"str", b"string", b"text", b"int", b"td", b"th", b"span", b"b", b"n", b"u", b"r", b"f", b"usd", b"eur", b"gbp",
    b"inr", b"chf", b"rs", b"cad", b"aud",
];

/// All labels of a rule set, by their words.
#[derive(Debug, Default)]
pub(super) struct Labels {
    phrases: HashMap<Box<[u8]>, Vec<Phrase>>,
    /// Labels in scripts that put no space between words, looked for as they are.
    unspaced: Unspaced,
}

/// Labels that are found inside words, and the rule of each.
#[derive(Debug, Default)]
struct Unspaced {
    searcher: Option<AhoCorasick>,
    labels: Vec<(Box<[u8]>, u32)>,
}

/// The least first byte of a character in such a script, in UTF-8.
const LEAST_UNSPACED_BYTE: u8 = 0xe0;

#[derive(Debug)]
struct Phrase {
    further: Vec<Box<[u8]>>,
    rules: Vec<u32>,
}

/// The rules that a place's labels speak for, each with the rank of its best label.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Spoken {
    rules: Vec<(u32, usize)>,
}

impl Spoken {
    /// The rank of the rule's best label, where there is one: the less the better. A nearer label goes before a farther
    /// one, and at one distance the longer, which says more.
    pub(super) fn rank(&self, rule: u32) -> Option<usize> {
        self.rules.iter().find(|(spoken, _)| *spoken == rule).map(|(_, rank)| *rank)
    }

    /// Whether no label stands there.
    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The rules, each with the rank of its best label.
    pub(super) fn rules(&self) -> impl Iterator<Item = (u32, usize)> {
        self.rules.iter().copied()
    }

    fn add(&mut self, rules: &[u32], rank: usize) {
        for &rule in rules {
            match self.rules.iter_mut().find(|(spoken, _)| *spoken == rule) {
                Some((_, known)) => *known = rank.min(*known),
                None => self.rules.push((rule, rank)),
            }
        }
    }
}

impl Unspaced {
    fn prepare(&mut self) {
        self.searcher = AhoCorasick::new(self.labels.iter().map(|(label, _)| label)).ok();
    }
}

impl Labels {
    /// The labels of those rules of the set that have any.
    pub(super) fn of(rules: &RuleSet) -> Self {
        let mut labels = Self::default();
        for (index, rule) in rules.as_slice().iter().enumerate() {
            for label in rule.spec().labels.iter() {
                labels.add(label.as_bytes(), index as u32);
            }
        }
        labels.unspaced.prepare();
        labels
    }

    fn add(&mut self, label: &[u8], rule: u32) {
        if is_unspaced(label) {
            self.unspaced.labels.push((label.into(), rule));
            return;
        }
        let words: Vec<Box<[u8]>> = words(label).into_iter().map(|word| lower(&label[word]).into()).collect();
        if words.len() > 1 {
            self.add_phrase(&[words.concat().into_boxed_slice()], rule);
        }
        self.add_phrase(&words, rule);
    }

    fn add_phrase(&mut self, words: &[Box<[u8]>], rule: u32) {
        let Some((first, further)) = words.split_first() else { return };
        let phrases = self.phrases.entry(first.clone()).or_default();
        match phrases.iter_mut().find(|phrase| phrase.further == further) {
            Some(phrase) if phrase.rules.contains(&rule) => {}
            Some(phrase) => phrase.rules.push(rule),
            None => phrases.push(Phrase { further: further.to_vec(), rules: vec![rule] }),
        }
    }

    /// What the labels around the value at `value`, and the name of its region, say of it.
    ///
    /// A function of the 600 bytes before and the 40 bytes after the value.
    pub(super) fn spoken_for(&self, text: &[u8], value: Range<usize>, region_label: &str) -> Spoken {
        let mut spoken = self.spoken_in(region_label.as_bytes());
        let line_start = start_of_line(text, value.start);
        let before = &text[line_start..value.start];
        let mut words = words_before(before);
        if words.is_empty() {
            self.speak_above(text, line_start, value.start, &mut spoken);
        }
        words.reverse();
        self.speak(before, &words, &mut spoken);
        self.speak_unspaced(before, &mut spoken);
        self.speak_after(text, value.end, &mut spoken);
        spoken
    }

    /// What a name alone says: a column's header, a key.
    pub(super) fn spoken_in(&self, name: &[u8]) -> Spoken {
        let mut spoken = Spoken::default();
        if !name.is_empty() {
            self.speak(name, &words(name), &mut spoken);
            self.speak_unspaced(name, &mut spoken);
        }
        spoken
    }

    /// Whether a label stands anywhere in a text.
    pub(super) fn stands_in(&self, text: &[u8]) -> bool {
        let lowered: Vec<Cow<'_, [u8]>> = words(text).into_iter().map(|word| lower(&text[word])).collect();
        let mut spoken = Spoken::default();
        (0..lowered.len()).any(|at| self.phrases_at(&lowered, at).next().is_some()) || {
            self.speak_unspaced(text, &mut spoken);
            !spoken.is_empty()
        }
    }

    /// The labels that begin with the word at `at`.
    fn phrases_at<'l>(&'l self, words: &'l [Cow<'_, [u8]>], at: usize) -> impl Iterator<Item = &'l Phrase> {
        let phrases = words.get(at).and_then(|word| self.phrases.get(&**word)).map_or(&[][..], |phrases| phrases);
        let further = &words[(at + 1).min(words.len())..];
        phrases.iter().filter(move |phrase| {
            further.len() >= phrase.further.len()
                && further.iter().zip(&phrase.further).all(|(word, further)| **word == **further)
        })
    }

    /// Adds what the words, the last of which is next to the value, say.
    fn speak(&self, text: &[u8], words: &[Range<usize>], spoken: &mut Spoken) {
        let lowered: Vec<Cow<'_, [u8]>> = words.iter().map(|word| lower(&text[word.clone()])).collect();
        for at in 0..lowered.len() {
            for phrase in self.phrases_at(&lowered, at) {
                let end = at + 1 + phrase.further.len();
                let distance = lowered[end..].iter().filter(|word| !CONNECTORS.contains(&&word[..])).count();
                if distance <= GREATEST_DISTANCE {
                    spoken.add(&phrase.rules, rank(distance, end - at));
                }
            }
        }
    }

    fn speak_unspaced(&self, text: &[u8], spoken: &mut Spoken) {
        let Some(searcher) = self.unspaced.searcher.as_ref() else { return };
        if text.iter().all(|byte| *byte < LEAST_UNSPACED_BYTE) {
            return;
        }
        for found in searcher.find_overlapping_iter(text) {
            let (label, rule) = &self.unspaced.labels[found.pattern().as_usize()];
            spoken.add(&[*rule], rank(0, label.len() / BYTES_OF_A_CHARACTER));
        }
    }

    /// `021000021 (routing number)`, `123456789 is my SSN`: words right after, with nothing but a space or bracket between.
    fn speak_after(&self, text: &[u8], end: usize, spoken: &mut Spoken) {
        let after = &text[end..(end + NEAR).min(text.len())];
        let line = &after[..memchr::memchr2(b'\n', b'\r', after).unwrap_or(after.len())];
        let opening = line.iter().take_while(|byte| matches!(byte, b' ' | b'(' | b'[')).count();
        if opening == 0 || !line.get(opening).is_some_and(u8::is_ascii_alphabetic) {
            return;
        }
        let clause = &line[opening..];
        let clause_end =
            clause.iter().position(|byte| !(byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'_' | b'-')));
        let clause = &clause[..clause_end.unwrap_or(clause.len())];
        let words: Vec<Range<usize>> = words(clause).into_iter().rev().collect();
        let mut found = Spoken::default();
        for start in 0..words.len() {
            let forwards: Vec<Range<usize>> = words[..=start].iter().rev().cloned().collect();
            self.speak(clause, &forwards, &mut found);
        }
        for (rule, found) in found.rules {
            spoken.add(&[rule], found + rank(GREATEST_DISTANCE, 0));
        }
    }

    /// A line above that ends in `:`, `=`, `>` or an opening bracket, or holds a few words only, labels a value that its
    /// own line says nothing of.
    fn speak_above(&self, text: &[u8], line_start: usize, value: usize, spoken: &mut Spoken) {
        let indent = &text[line_start..value];
        if line_start == 0
            || indent.iter().any(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b';' | b'|' | b'\t'))
        {
            return;
        }
        let above_end = line_start - 1 - usize::from(line_start >= 2 && text[line_start - 2] == b'\r');
        let above = &text[start_of_line(text, above_end)..above_end];
        let above = above.trim_ascii();
        let opens = above.last().is_some_and(|last| matches!(last, b':' | b'=' | b'>' | b'(' | b'[' | b'{'));
        let says_little =
            above.len() <= 40 && !above.iter().any(|byte| matches!(byte, b',' | b';' | b'|' | b'\t' | b'.'));
        if opens || says_little {
            let mut words = words_before(above);
            words.reverse();
            self.speak(above, &words, spoken);
            self.speak_unspaced(above, spoken);
        }
    }
}

/// The rank of a label of so many words that is so many words away.
fn rank(distance: usize, words: usize) -> usize {
    (distance + 1) * LONGEST_LABEL - words.min(LONGEST_LABEL)
}

/// Where the line begins that `at` is in, as far as labels are looked for.
fn start_of_line(text: &[u8], at: usize) -> usize {
    let earliest = at.saturating_sub(FAR);
    memchr::memrchr2(b'\n', b'\r', &text[earliest..at]).map_or(earliest, |end| earliest + end + 1)
}

/// The words before a value, the nearest first, up to the value before it.
fn words_before(text: &[u8]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut end = text.len();
    while found.len() < WORDS_READ {
        let skipped = text[..end].iter().rev().take_while(|byte| !is_word_byte(**byte)).count();
        end -= skipped;
        let start = end - text[..end].iter().rev().take_while(|byte| is_word_byte(**byte)).count();
        if start == end {
            break;
        }
        let token = start..end;
        let digits = text[token.clone()].iter().filter(|byte| byte.is_ascii_digit()).count();
        let is_value = digits >= VALUE_DIGITS || (digits > 0 && digits == token.len());
        if is_value && !found.is_empty() && digits >= VALUE_DIGITS {
            break;
        }
        if !is_value {
            found.extend(pieces(text, token).into_iter().rev());
        }
        end = start;
    }
    found
}

/// All words of a text, in order: `employeeSSN` and `employee_ssn` are two each.
pub(super) fn words(text: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < text.len() {
        start += text[start..].iter().take_while(|byte| !is_word_byte(**byte)).count();
        let end = start + text[start..].iter().take_while(|byte| is_word_byte(**byte)).count();
        found.extend(pieces(text, start..end));
        start = end;
    }
    found
}

/// The words of a token in camel case; digits at its end or between are left out.
fn pieces(text: &[u8], token: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = token.start;
    for at in token.clone() {
        let byte = text[at];
        let previous = (at > token.start).then(|| text[at - 1]);
        let next = (at + 1 < token.end).then(|| text[at + 1]);
        let rises = byte.is_ascii_uppercase() && previous.is_some_and(|previous| !previous.is_ascii_uppercase());
        let falls = byte.is_ascii_uppercase()
            && previous.is_some_and(|previous| previous.is_ascii_uppercase())
            && next.is_some_and(|next| next.is_ascii_lowercase());
        if (rises || falls) && start < at {
            found.push(start..at);
            start = at;
        }
        if byte.is_ascii_digit() {
            if start < at {
                found.push(start..at);
            }
            start = at + 1;
        }
    }
    if start < token.end {
        found.push(start..token.end);
    }
    found
}

pub(super) fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

fn lower(word: &[u8]) -> Cow<'_, [u8]> {
    if word.iter().all(u8::is_ascii_lowercase) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    // What is no UTF-8 is taken for Latin-1.
    let latin = || word.iter().copied().map(char::from).collect::<String>();
    let text = std::str::from_utf8(word).map_or_else(|_| latin(), str::to_owned);
    Cow::Owned(text.to_lowercase().into_bytes())
}

/// Whether a label is in a script that puts no spaces between words.
fn is_unspaced(label: &[u8]) -> bool {
    std::str::from_utf8(label).is_ok_and(|label| {
        label.chars().any(|character| character >= '\u{2e80}' || matches!(character, '\u{e00}'..='\u{eff}'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels() -> Labels {
        let mut labels = Labels::default();
        for (index, label) in ["ssn", "social security number", "routing number", "gehalt", "身份证"].iter().enumerate()
        {
            labels.add(label.as_bytes(), index as u32);
        }
        labels.unspaced.prepare();
        labels
    }

    fn spoken(text: &str, value: &str) -> Vec<u32> {
        let start = text.rfind(value).expect("the test's value is in its text");
        let found = labels().spoken_for(text.as_bytes(), start..start + value.len(), "");
        found.rules.iter().map(|(rule, _)| *rule).collect()
    }

    #[test]
    fn a_label_is_a_whole_word_however_it_is_written() {
        for text in ["ssn: 1234", "emp_ssn=1234", "employeeSSN = 1234", "\"SSN\": \"1234\"", "<ssn>1234</ssn>"] {
            assert_eq!(spoken(text, "1234"), [0], "{text}");
        }
        assert!(spoken("lesson 1234", "1234").is_empty());
        assert_eq!(spoken("social_security_number 1234", "1234"), [1]);
        assert_eq!(spoken("socialsecuritynumber 1234", "1234"), [1]);
        assert_eq!(spoken("员工身份证号码 1234", "1234"), [4]);
    }

    #[test]
    fn a_label_belongs_to_the_first_value_and_to_a_list() {
        assert!(spoken("ssn 5555, phone 1234", "1234").is_empty());
        assert_eq!(spoken("ssn: [5555, 6666, 1234", "1234"), [0]);
    }

    #[test]
    fn a_label_can_follow_or_stand_above() {
        assert_eq!(spoken("1234 is my ssn", "1234"), [0]);
        assert!(spoken("{\"a\": 1234, \"ssn\": 5", "1234").is_empty());
        assert_eq!(spoken("ssn:\n  - 1234", "1234"), [0]);
        assert!(spoken("name,ssn\n1234,5", "1234").is_empty());
    }

    #[test]
    fn many_words_between_part_them() {
        assert!(spoken("ssn checks were written after the ticket 1234", "1234").is_empty());
    }
}
