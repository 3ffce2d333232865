//! Numbers: values that no keyword announces, found by their shape and believed by their labels and check digits.

use std::collections::HashMap;
use std::ops::Range;

use super::candidate::{BY_LABEL_IN_TESTS, Candidate, Judgement, Weight};
use super::context::{Labels, Spoken, is_word_byte};
use super::digits::{LONGEST, digit_words};
use super::{is_near_enough, recognise, record};
use crate::document::{Region, Role, Syntax};
use crate::rules::shape::{self, Form, Pattern, Shape};
use crate::rules::{Confidence, Kind, RuleSet};

/// How far after its label a form may begin, in bytes.
const FORM_REACH: usize = 160;
/// The longest word of letters and digits that a shape can have.
const LONGEST_WORD: usize = 64;

/// All shapes of a rule set, by the words of letters and digits that can be part of them.
#[derive(Debug)]
pub(super) struct Numbers {
    labels: Labels,
    shapes: Vec<ShapeRules>,
    by_length: Vec<Vec<usize>>,
    forms: Vec<FormRules>,
}

#[derive(Debug)]
struct ShapeRules {
    pattern: Pattern,
    rules: Vec<u32>,
    /// Whether one of the rules can do without a label.
    alone: bool,
    /// Where the letters stand in the word that the shape is found by, where that is always the same.
    letters: Option<u64>,
    /// Whether the word is all of the value, so that length and letters tell whether it has the shape.
    is_one_word: bool,
}

#[derive(Debug)]
struct FormRules {
    form: Form,
    rules: Vec<u32>,
    alone: bool,
}

impl FormRules {
    fn members(&self) -> Members<'_> {
        Members { rules: &self.rules, alone: self.alone }
    }
}

/// The rules that a value can belong to.
#[derive(Clone, Copy)]
struct Members<'a> {
    rules: &'a [u32],
    /// Whether those that can do without a label may do so for this value.
    alone: bool,
}

impl Numbers {
    pub(super) fn of(rules: &RuleSet) -> Self {
        let mut patterns: HashMap<Pattern, Vec<u32>> = HashMap::new();
        let mut forms: HashMap<Form, Vec<u32>> = HashMap::new();
        for (index, rule) in rules.as_slice().iter().enumerate() {
            for shape in rule.shapes() {
                match shape {
                    Shape::Pattern(pattern) => patterns.entry(pattern).or_default().push(index as u32),
                    Shape::Form(form) => forms.entry(form).or_default().push(index as u32),
                }
            }
        }
        let alone =
            |members: &[u32]| members.iter().any(|&rule| rules.as_slice()[rule as usize].spec().alone.is_some());
        let mut shapes: Vec<ShapeRules> = patterns
            .into_iter()
            .map(|(pattern, members)| ShapeRules {
                alone: alone(&members) && !pattern.is_bare_number(),
                letters: pattern.anchor_letters(),
                is_one_word: pattern.is_one_word() && pattern.anchor_letters().is_some(),
                pattern,
                rules: members,
            })
            .collect();
        shapes.sort_by(|left, right| left.rules.cmp(&right.rules));
        let mut by_length = vec![Vec::new(); LONGEST_WORD + 1];
        for (index, shape) in shapes.iter().enumerate() {
            for length in shape.pattern.anchor_lengths().filter(|&length| length <= LONGEST_WORD) {
                by_length[length].push(index);
            }
        }
        let mut forms: Vec<FormRules> =
            forms.into_iter().map(|(form, rules)| FormRules { form, alone: alone(&rules), rules }).collect();
        forms.sort_by_key(|form| form.rules.clone());
        Self { labels: Labels::of(rules), shapes, by_length, forms }
    }

    /// What a name alone says: a column's header, a key.
    pub(super) fn spoken_in(&self, name: &str) -> Spoken {
        self.labels.spoken_in(name.as_bytes())
    }

    /// What is said of a value. In a table the header speaks, and what is next to a value is another column's.
    fn spoken_for(&self, region: &Region<'_>, span: Range<usize>) -> Spoken {
        match region.setting.syntax {
            Syntax::Table => self.spoken_in(region.label),
            _ => self.labels.spoken_for(region.text, span, region.label),
        }
    }

    /// The labels after which a form is looked for, each with the form: they need a place in the prefilter.
    pub(super) fn form_labels(rules: &RuleSet) -> impl Iterator<Item = (&str, Form)> {
        rules.as_slice().iter().flat_map(|rule| {
            let forms = rule.shapes().filter_map(|shape| match shape {
                Shape::Form(form) if !form.has_sign() => Some(form),
                _ => None,
            });
            forms.flat_map(|form| rule.spec().labels.iter().map(move |label| (&**label, form)))
        })
    }

    /// The values that have a shape and begin in `core`, a range of the region's text.
    pub(super) fn find(&self, rules: &RuleSet, region: &Region<'_>, core: &Range<usize>, out: &mut Vec<Candidate>) {
        let text = region.text;
        let seen = core.start.saturating_sub(1)..core.end.saturating_add(LONGEST + 1).min(text.len());
        digit_words(&text[seen.clone()], |word, letters| {
            let word = seen.start + word.start..seen.start + word.end;
            if !core.contains(&word.start) {
                return;
            }
            let (word, letters) = without_escape(text, word, letters);
            if let Some(shapes) = self.by_length.get(word.len()) {
                self.find_shapes(rules, region, shapes, (&word, letters), out);
            }
            self.find_lone_forms(rules, region, &word, out);
        });
        self.find_emails(rules, region, core, out);
    }

    fn find_shapes(
        &self,
        rules: &RuleSet,
        region: &Region<'_>,
        shapes: &[usize],
        (word, letters): (&Range<usize>, u64),
        out: &mut Vec<Candidate>,
    ) {
        let mut spoken: Option<(Range<usize>, Spoken)> = None;
        let stands_alone = shape::is_delimited(region.text, word.clone());
        for &index in shapes {
            let shape = &self.shapes[index];
            if shape.letters.is_some_and(|expected| expected != letters) {
                continue;
            }
            let span = match shape.is_one_word {
                true => stands_alone.then(|| word.clone()),
                false => shape.pattern.find(region.text, word.clone()),
            };
            let Some(span) = span else { continue };
            if spoken.as_ref().is_none_or(|(known, _)| *known != span) {
                spoken = Some((span.clone(), self.spoken_for(region, span.clone())));
            }
            let Some((_, spoken)) = &spoken else { continue };
            if shape.alone || !spoken.is_empty() {
                let members = Members { rules: &shape.rules, alone: shape.alone };
                out.extend(best(rules, region.text, members, span, spoken, Weight::Labelled));
            }
        }
    }

    /// Forms that may be told without a label and that a digit announces.
    fn find_lone_forms(&self, rules: &RuleSet, region: &Region<'_>, word: &Range<usize>, out: &mut Vec<Candidate>) {
        let text = region.text;
        for form in self.forms.iter().filter(|form| form.alone) {
            let span = match form.form {
                Form::Iban => recognise::iban(text, word.start),
                Form::Phone => phone_start(text, word.start).and_then(|at| recognise::form_at(text, Form::Phone, at)),
                _ => None,
            };
            if let Some(span) = span {
                let spoken = self.spoken_for(region, span.clone());
                let found = best(rules, text, form.members(), span, &spoken, Weight::Form);
                out.extend(found.map(|found| self.in_record(rules, region, Self::in_setting(region, found))));
            }
        }
    }

    fn find_emails(&self, rules: &RuleSet, region: &Region<'_>, core: &Range<usize>, out: &mut Vec<Candidate>) {
        let Some(form) = self.forms.iter().find(|form| form.form == Form::Email) else { return };
        for at in memchr::memchr_iter(b'@', &region.text[core.clone()]).map(|at| core.start + at) {
            if let Some(span) = recognise::email_around(region.text, at) {
                let spoken = if record::names_a_maker(region.text, &span) {
                    Spoken::default()
                } else {
                    self.spoken_for(region, span.clone())
                };
                let found = best(rules, region.text, form.members(), span, &spoken, Weight::Form);
                out.extend(found.map(|found| self.in_record(rules, region, Self::in_setting(region, found))));
            }
        }
    }

    /// The form, believed more where the rest of its line identifies a person.
    fn in_record(&self, rules: &RuleSet, region: &Region<'_>, form: Candidate) -> Candidate {
        let can_rise = form.confidence == Confidence::Low && form.is_unproven();
        if can_rise && self.has_identifier(rules, region, &record::line_around(region.text, &form.span), &form.span) {
            let (confidence, reason) = (Confidence::Medium, "its form, in a person's record".into());
            return Candidate { confidence, reason, ..form };
        }
        form
    }

    /// A form that only its label speaks for, believed less in tests and documentation, where people are made up.
    fn in_setting(region: &Region<'_>, form: Candidate) -> Candidate {
        let is_made_up = matches!(region.setting.role, Role::Test | Role::Docs) && form.weight == Weight::Form;
        if is_made_up && form.rule.spec().alone.is_none_or(|alone| alone < Confidence::Medium) {
            return Candidate { confidence: Confidence::Low, reason: BY_LABEL_IN_TESTS.into(), ..form };
        }
        form
    }

    /// Whether a number that identifies someone stands in the line, besides the value itself.
    fn has_identifier(
        &self,
        rules: &RuleSet,
        region: &Region<'_>,
        line: &Range<usize>,
        besides: &Range<usize>,
    ) -> bool {
        let mut found = Vec::new();
        digit_words(&region.text[line.clone()], |word, letters| {
            let (word, letters) = without_escape(region.text, line.start + word.start..line.start + word.end, letters);
            if let Some(shapes) = self.by_length.get(word.len()) {
                self.find_shapes(rules, region, shapes, (&word, letters), &mut found);
            }
        });
        found.iter().any(|number| {
            number.confidence >= Confidence::Medium
                && number.rule.spec().kind == Kind::Pii
                && (number.span.end <= besides.start || besides.end <= number.span.start)
        })
    }

    /// The forms after a label of which the word at `word` is part.
    pub(super) fn find_after_label(
        &self,
        rules: &RuleSet,
        region: &Region<'_>,
        word: Range<usize>,
        forms: &[Form],
        out: &mut Vec<Candidate>,
    ) {
        let text = region.text;
        let within = word.end..end_of_lines(text, word.end, FORM_REACH);
        // A name is only told beside a number, so that without any digit near by nothing is worth a look.
        let line = record::line_around(text, &word);
        let near = line.start..line.end.max(within.end);
        if !text[near].iter().any(u8::is_ascii_digit) || !self.is_in_label(text, &word) {
            return;
        }
        for form in self.forms.iter().filter(|form| forms.contains(&form.form)) {
            for span in recognise::forms_in(text, form.form, within.clone()) {
                let spoken = self.spoken_for(region, span.clone());
                if !spoken.is_empty() {
                    let members = Members { rules: &form.rules, alone: false };
                    let found = best(rules, text, members, span, &spoken, Weight::Form);
                    out.extend(found.map(|found| self.in_record(rules, region, Self::in_setting(region, found))));
                }
            }
        }
    }

    /// Whether a word is part of a label: with the words around it, or, inside a longer word, as that.
    fn is_in_label(&self, text: &[u8], word: &Range<usize>) -> bool {
        let (before, after) = if is_whole_word(text, word) {
            let is_line = |byte: &&u8| **byte != b'\n';
            (
                text[..word.start].iter().rev().take(LABEL_REACH).take_while(is_line).count(),
                text[word.end..].iter().take(LABEL_REACH).take_while(is_line).count(),
            )
        } else {
            let is_letter = |byte: &&u8| is_word_byte(**byte);
            (
                text[..word.start].iter().rev().take(LABEL_REACH).take_while(is_letter).count(),
                text[word.end..].iter().take(LABEL_REACH).take_while(is_letter).count(),
            )
        };
        self.labels.stands_in(&text[word.start - before..word.end + after])
    }
}

/// What the prefilter looks for to find a label: its longest word, or, where all its words are short and there are
/// several, the first two as they are joined.
pub(super) fn anchors_of_label(label: &str) -> Vec<String> {
    const TELLING: usize = 6;
    let words: Vec<&str> = label.split([' ', '-', '_']).filter(|word| !word.is_empty()).collect();
    let longest = words.iter().max_by_key(|word| word.len()).filter(|word| word.len() >= 3);
    match (longest, words.as_slice()) {
        (Some(longest), [first, second, ..]) if longest.len() < TELLING => {
            ["_", "-", " ", ""].iter().map(|joint| format!("{first}{joint}{second}")).collect()
        }
        (longest, _) => longest.into_iter().map(|word| (*word).to_owned()).collect(),
    }
}

/// How far before and after its telling word a label may reach, in bytes.
const LABEL_REACH: usize = 40;

/// Whether a keyword is a word of its own, also in camel case, and no part of a longer one.
fn is_whole_word(text: &[u8], word: &Range<usize>) -> bool {
    let before = word.start.checked_sub(1).map_or(b' ', |at| text[at]);
    let after = text.get(word.end).copied().unwrap_or(b' ');
    let begins = !before.is_ascii_alphabetic() || text[word.start].is_ascii_uppercase();
    let ends = !after.is_ascii_alphabetic() || after.is_ascii_uppercase();
    text[word.start] >= 0x80 || (begins && ends)
}

/// What the value most probably is, of the rules whose shape it has.
fn best(
    rules: &RuleSet,
    text: &[u8],
    members: Members<'_>,
    span: Range<usize>,
    spoken: &Spoken,
    weight: Weight,
) -> Option<Candidate> {
    let value = &text[span.clone()];
    let judged = members.rules.iter().filter_map(|&index| {
        let rule = &rules.as_slice()[index as usize];
        let label = spoken.rank(index);
        let is_alone = members.alone && rule.spec().alone.is_some();
        if (label.is_none() && !is_alone) || !is_near_enough(rule, text, &span) {
            return None;
        }
        let judgement = Judgement::of_number(rule, value, label.is_some())?;
        Some((rule, label, judgement))
    });
    let (rule, _, judgement) = judged.max_by(|(left_rule, left, left_judged), (right_rule, right, right_judged)| {
        let nearness = |rank: &Option<usize>| std::cmp::Reverse(rank.unwrap_or(usize::MAX));
        (left_judged.confidence, nearness(left), right_rule.id()).cmp(&(
            right_judged.confidence,
            nearness(right),
            left_rule.id(),
        ))
    })?;
    Some(Candidate {
        rule: rule.clone(),
        whole: span.clone(),
        span,
        confidence: judgement.confidence,
        reason: judgement.reason,
        detail: judgement.detail,
        weight,
    })
}

/// The word, and where its letters are, without the letter of an escape that a language glued to it: `\n123`.
fn without_escape(text: &[u8], word: Range<usize>, letters: u64) -> (Range<usize>, u64) {
    let escaped = word.start > 0 && text[word.start - 1] == b'\\' && matches!(text[word.start], b'n' | b't' | b'r');
    if escaped { (word.start + 1..word.end, letters >> 1) } else { (word, letters) }
}

/// Where a telephone number begins whose first digits are at `at`, if a `+` or a bracket says that it is one.
fn phone_start(text: &[u8], at: usize) -> Option<usize> {
    let before = at.checked_sub(1)?;
    matches!(text[before], b'+' | b'(').then_some(before)
}

/// The end of the line, or, where nothing else is on it, of the next.
fn end_of_lines(text: &[u8], from: usize, reach: usize) -> usize {
    let latest = (from + reach).min(text.len());
    let line_end = |from: usize| memchr::memchr(b'\n', &text[from..latest]).map_or(latest, |at| from + at);
    let end = line_end(from);
    let is_empty = text[from..end].iter().all(|byte| !byte.is_ascii_alphanumeric());
    if is_empty && end < latest { line_end(end + 1) } else { end }
}
