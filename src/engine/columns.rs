//! Tables: a column's header says what its cells are, and where it says nothing, all of them together may.
//!
//! A header alone is no finding: at least [`SHARE`] of a column's cells must be what it says. A column without a telling
//! header is believed when so many of its cells pass a check that chance cannot have done it.

use std::collections::HashMap;
use std::ops::Range;

use super::candidate::{Candidate, Judgement, Weight};
use super::{Engine, recognise};
use crate::document::table::Cell;
use crate::document::{OffsetMap, Region, Table};
use crate::rules::shape::{Form, Pattern, Shape};
use crate::rules::{Confidence, Rule};
use crate::validate;

/// What a table's columns hold.
#[derive(Debug, Default)]
pub struct Columns {
    /// The cells that are something, in the order of the table.
    pub hits: Vec<Hit>,
    /// How many cells of each column with hits hold anything at all.
    pub filled: HashMap<u32, u64>,
}

/// A cell that is something.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The cell.
    pub cell: Cell,
    /// What it is, in bytes of the region's text.
    pub candidate: Candidate,
}

/// Of the cells of a column, at least one in so many must be what its header says.
pub const SHARE: u64 = 3;
/// How unlikely it must be that a column without a telling header passes a check by chance.
const CHANCE: f64 = 1e-9;
/// How many cells of a column are looked at before it is given up.
const TRIED: usize = 24;

/// A rule that a column may be of, with its shapes made ready.
struct Suspect<'e> {
    rule: &'e std::sync::Arc<Rule>,
    distance: usize,
    shapes: Vec<Shape>,
}

/// What is asked of a column's cells.
enum Question<'e> {
    /// Nothing.
    Nothing,
    /// Which of the rules that its header speaks of they are.
    Header(Vec<Suspect<'e>>),
    /// Whether they are a credential, as a value given to a name like the header is.
    Named(String),
    /// Whether all of them are what one rule finds.
    All(Vec<Suspect<'e>>),
}

impl Engine {
    /// What the columns of a table in the region hold.
    #[must_use]
    pub fn columns(&self, region: &Region<'_>, table: &Table) -> Columns {
        let all_headers = table.columns.join("\n").to_lowercase();
        let mut questions: Vec<Question<'_>> =
            table.columns.iter().map(|header| self.question(header, region.label, &all_headers)).collect();
        self.narrow_down(region, table, &mut questions);
        let mut columns = Columns::default();
        for cell in &table.cells {
            let Some(question) = questions.get(cell.column as usize) else { continue };
            let value = &region.text[cell.span()];
            if matches!(question, Question::Nothing) || is_empty(value) {
                continue;
            }
            *columns.filled.entry(cell.column).or_default() += 1;
            let candidate = match question {
                Question::Header(suspects) | Question::All(suspects) => judge_cell(suspects, region.text, cell),
                Question::Named(header) => self.judge_named(header, region, cell),
                Question::Nothing => None,
            };
            columns.hits.extend(candidate.map(|candidate| Hit { cell: *cell, candidate }));
        }
        columns
    }

    /// Whether a header of the table says what its column's cells are, so that a cell far below means something.
    #[must_use]
    pub fn has_telling_header(&self, table: &Table) -> bool {
        let all_headers = table.columns.join("\n").to_lowercase();
        let tells = |header: &String| !matches!(self.question(header, "", &all_headers), Question::Nothing);
        table.columns.iter().any(tells)
    }

    /// What to ask of a column. The other headers are what is near to all of its cells.
    fn question(&self, header: &str, label: &str, all_headers: &str) -> Question<'_> {
        let name = if header.is_empty() { label } else { header };
        let spoken = self.numbers().spoken_in(name);
        let is_near = |suspect: &Suspect<'_>| {
            let near = &suspect.rule.spec().near;
            near.is_empty() || near.iter().any(|word| all_headers.contains(&word.to_lowercase()))
        };
        let suspects = spoken.rules().map(|(index, distance)| self.suspect(index, distance));
        let suspects: Vec<Suspect<'_>> = suspects.filter(is_near).collect();
        if !suspects.is_empty() {
            return Question::Header(suspects);
        }
        let mut announces = false;
        self.prefilter.scan(header.as_bytes(), |_, _| announces = true);
        if announces { Question::Named(header.to_owned()) } else { Question::Nothing }
    }

    fn suspect(&self, index: u32, distance: usize) -> Suspect<'_> {
        let rule = &self.rules.as_slice()[index as usize];
        Suspect { rule, distance, shapes: rule.shapes().collect() }
    }

    /// Asks columns of which the header says nothing whether all their first cells pass one check.
    fn narrow_down<'e>(&'e self, region: &Region<'_>, table: &Table, questions: &mut [Question<'e>]) {
        let mut samples: HashMap<u32, Vec<&Cell>> = HashMap::new();
        for cell in &table.cells {
            let is_open = matches!(questions.get(cell.column as usize), Some(Question::Nothing));
            if is_open && !is_empty(&region.text[cell.span()]) {
                let sample = samples.entry(cell.column).or_default();
                if sample.len() < TRIED {
                    sample.push(cell);
                }
            }
        }
        for (column, sample) in samples {
            let passing = self.passed_by_all(region.text, &sample);
            if let Some(question) = questions.get_mut(column as usize).filter(|_| !passing.is_empty()) {
                *question = Question::All(passing);
            }
        }
    }

    /// The rule whose check all the cells pass, if chance cannot have done it; the rarest where there are several.
    fn passed_by_all(&self, text: &[u8], sample: &[&Cell]) -> Vec<Suspect<'_>> {
        let looks_like_numbers = sample.iter().take(3).all(|cell| {
            let value = &text[cell.span()];
            (8..=40).contains(&value.len())
                && value.iter().filter(|byte| byte.is_ascii_digit()).count() * 2 > value.len()
        });
        if sample.len() < 4 || !looks_like_numbers {
            return Vec::new();
        }
        let rules = self.rules.as_slice().iter().enumerate();
        let passing = rules.filter_map(|(index, rule)| {
            let chance = f64::from(validate::chance(&rule.spec().validator)?);
            let is_rare = chance > 0.0 && chance < 0.5 && chance.powi(i32::try_from(sample.len()).ok()?) < CHANCE;
            let suspect = is_rare.then(|| self.suspect(u32::try_from(index).unwrap_or(u32::MAX), 0))?;
            let passes = |cell: &&Cell| fits(&suspect, text, cell).is_some_and(|span| is_valid(rule, &text[span]));
            sample.iter().all(passes).then_some((chance, suspect))
        });
        passing.min_by(|left, right| left.0.total_cmp(&right.0)).map(|(_, suspect)| suspect).into_iter().collect()
    }

    /// Judges a cell as the value given to a variable of the header's name.
    fn judge_named(&self, header: &str, region: &Region<'_>, cell: &Cell) -> Option<Candidate> {
        let value = &region.text[cell.span()];
        if value.len() > 4096 {
            return None;
        }
        let lead = format!("{} = \"", header.trim().replace(' ', "_"));
        let text = [lead.as_bytes(), value, b"\"\n"].concat();
        let map = OffsetMap::identity(0, text.len());
        let found = self.candidates(&Region::root(&text, &map, region.setting));
        let best = found
            .into_iter()
            .filter(|one| one.span.start >= lead.len())
            .max_by_key(|one| (one.weight, one.confidence))?;
        let moved = |range: &Range<usize>| {
            let at = |offset: usize| (cell.start as usize + offset.saturating_sub(lead.len())).min(cell.end as usize);
            at(range.start)..at(range.end)
        };
        Some(Candidate { span: moved(&best.span), whole: moved(&best.span), ..best })
    }
}

fn judge_cell(suspects: &[Suspect<'_>], text: &[u8], cell: &Cell) -> Option<Candidate> {
    let judged = suspects.iter().filter_map(|suspect| {
        let span = fits(suspect, text, cell)?;
        let judgement = Judgement::of_number(suspect.rule, &text[span.clone()], true)?;
        Some((suspect, span, judgement))
    });
    let (suspect, span, judgement) = judged.max_by(|(left, _, left_judged), (right, _, right_judged)| {
        let rank = |suspect: &Suspect<'_>, confidence: Confidence| (confidence, std::cmp::Reverse(suspect.distance));
        rank(left, left_judged.confidence)
            .cmp(&rank(right, right_judged.confidence))
            .then_with(|| right.rule.id().cmp(left.rule.id()))
    })?;
    Some(Candidate {
        rule: suspect.rule.clone(),
        whole: span.clone(),
        span,
        confidence: judgement.confidence,
        reason: if judgement.confidence > Confidence::Low {
            "its column and its form".into()
        } else {
            judgement.reason
        },
        detail: judgement.detail,
        weight: Weight::Labelled,
    })
}

/// The part of a cell that has a shape of the rule: all of it, or an amount without its currency.
fn fits(suspect: &Suspect<'_>, text: &[u8], cell: &Cell) -> Option<Range<usize>> {
    let value = &text[cell.span()];
    let inside = suspect.shapes.iter().find_map(|shape| match shape {
        Shape::Pattern(pattern) => fits_pattern(pattern, value).then_some(0..value.len()),
        Shape::Form(form) => fits_form(*form, value),
    })?;
    Some(cell.start as usize + inside.start..cell.start as usize + inside.end)
}

fn fits_pattern(pattern: &Pattern, value: &[u8]) -> bool {
    value.len() <= 64 && pattern.is_whole(value)
}

fn fits_form(form: Form, value: &[u8]) -> Option<Range<usize>> {
    let is_sign = |byte: &u8| !byte.is_ascii_digit() && !matches!(byte, b'-' | b'.');
    let start = if form == Form::Amount { value.iter().take(5).take_while(|byte| is_sign(byte)).count() } else { 0 };
    let span = recognise::form_in_cell(value, form, start)?;
    let rest = value.len() - span.end;
    let may_follow = if form == Form::Amount { 5 } else { 0 };
    (rest <= may_follow && !value[span.end..].iter().any(u8::is_ascii_digit)).then_some(span)
}

fn is_valid(rule: &Rule, value: &[u8]) -> bool {
    let verdict = rule.validator().map(|validator| validator(value));
    matches!(verdict, Some(validate::Verdict::Valid | validate::Verdict::ValidWith(_)))
}

/// Whether a cell holds nothing, in the ways that programs write it.
fn is_empty(value: &[u8]) -> bool {
    const NOTHING: &[&[u8]] =
        &[b"", b"-", b"--", b"...", b"nan", b"null", b"none", b"na", b"n/a", b"<na>", b"nat", b"\\n"];
    value.len() <= 5 && NOTHING.contains(&&value.to_ascii_lowercase()[..])
}
