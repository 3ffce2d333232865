//! The engine: finds what rules match in a region's text and judges it. Pure; knows no path and does no I/O.
//!
//! One pass of the [`prefilter`] names the rules that can match and where; only their expressions run, and only around
//! their keywords. Numbers have no keyword: the [`digits`] scanner feeds `numbers`. Each answer is a function of the
//! text within [`MARGIN`] of an anchor, so that a text can be read in windows of any size with the same result.

mod blocks;
mod candidate;
pub mod columns;
mod context;
pub mod digits;
pub mod entropy;
pub mod generic;
mod numbers;
pub mod placeholder;
pub mod prefilter;
pub mod randomness;
mod recognise;
mod record;
pub mod runs;
pub mod words;

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

pub use candidate::{Candidate, Weight};

use crate::document::Region;
use crate::rules::shape::Form;
use crate::rules::{Confidence, Rule, RuleSet};
use candidate::Judgement;
use generic::Generic;
use numbers::Numbers;
use prefilter::Prefilter;

/// How far from an anchor any answer may depend on the text, in bytes: the overlap that windows need.
pub const MARGIN: usize = 64 * 1024;
/// How far from its anchor a value may begin, in bytes.
pub const ANCHOR_REACH: usize = 17 * 1024;
/// How far from a match its `near` words may stand, in bytes.
const NEAR_WORDS: usize = 256;

/// Rules made ready to search with.
pub struct Engine {
    rules: RuleSet,
    prefilter: Prefilter,
    /// By how much of the text after a range its keywords may reach out of it.
    overlap: usize,
    keywords: Vec<Keyword>,
    /// The rules of assigned values, in the order of [`Generic::ALL`].
    generic: Vec<Option<Arc<Rule>>>,
    numbers: OnceLock<Numbers>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Engine").field("rules", &self.rules.as_slice().len()).finish_non_exhaustive()
    }
}

/// What a keyword stands for.
#[derive(Debug, Default)]
struct Keyword {
    length: usize,
    rules: Vec<u32>,
    /// The forms that are looked for after it, where it is part of a label.
    forms: Vec<Form>,
    is_generic: bool,
}

/// One of the things that a keyword stands for.
enum Target {
    Rule(u32),
    Form(Form),
}

impl Engine {
    /// Makes rules ready. Compiles no expression: each is compiled when its keyword first turns up.
    #[must_use]
    pub fn new(rules: RuleSet) -> Self {
        let mut ids: HashMap<Vec<u8>, usize> = HashMap::new();
        let mut keywords: Vec<Keyword> = Vec::new();
        let mut keyword = |text: &str| {
            let lowered = text.as_bytes().to_ascii_lowercase();
            *ids.entry(lowered).or_insert_with(|| {
                keywords.push(Keyword { length: text.len(), ..Keyword::default() });
                keywords.len() - 1
            })
        };
        let mut targets: Vec<(usize, Target)> = Vec::new();
        for (index, rule) in rules.as_slice().iter().enumerate() {
            targets.extend(rule.keywords().iter().map(|text| (keyword(text), Target::Rule(index as u32))));
        }
        for (label, form) in Numbers::form_labels(&rules) {
            targets.extend(numbers::anchors_of_label(label).iter().map(|text| (keyword(text), Target::Form(form))));
        }
        let generic: Vec<Option<Arc<Rule>>> = Generic::ALL.iter().map(|kind| rules.get(kind.id()).cloned()).collect();
        let starters = if generic.iter().any(Option::is_some) { generic::KEYWORDS } else { &[] };
        let starters: Vec<usize> = starters.iter().map(|text| keyword(text)).collect();
        for (id, target) in targets {
            match target {
                Target::Rule(rule) if !keywords[id].rules.contains(&rule) => keywords[id].rules.push(rule),
                Target::Form(form) if !keywords[id].forms.contains(&form) => keywords[id].forms.push(form),
                _ => {}
            }
        }
        starters.into_iter().for_each(|id| keywords[id].is_generic = true);
        let mut texts: Vec<(usize, Vec<u8>)> = ids.into_iter().map(|(text, id)| (id, text)).collect();
        texts.sort();
        let prefilter = Prefilter::new(texts.into_iter().map(|(_, text)| text));
        Self { rules, overlap: prefilter.overlap(), prefilter, keywords, generic, numbers: OnceLock::new() }
    }

    /// The rules it goes by.
    #[must_use]
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Everything that rules match with an anchor in the region's core, in the order of the text, overlaps included.
    #[must_use]
    pub fn candidates(&self, region: &Region<'_>) -> Vec<Candidate> {
        self.candidates_in(region, std::slice::from_ref(&region.core))
    }

    /// Everything that rules match with an anchor in one of the ranges of the region's text, which are in ascending order
    /// and apart, and take the place of its core. Only they are searched; what is found is judged on all of the text.
    #[must_use]
    pub fn candidates_in(&self, region: &Region<'_>, cores: &[Range<usize>]) -> Vec<Candidate> {
        let mut out = Vec::new();
        for core in cores {
            let end = core.end.saturating_add(self.overlap).min(region.text.len());
            self.prefilter.scan(&region.text[core.start..end], |start, keyword| {
                let start = core.start + start;
                if start < core.end {
                    let keyword = &self.keywords[keyword as usize];
                    self.try_rules(region, keyword, start..start + keyword.length, &mut out);
                }
            });
            self.numbers().find(&self.rules, region, core, &mut out);
        }
        out.sort_by(|left, right| order(left).cmp(&order(right)));
        out.dedup_by(|left, right| left.span == right.span && left.rule.id() == right.rule.id());
        out
    }

    fn numbers(&self) -> &Numbers {
        self.numbers.get_or_init(|| Numbers::of(&self.rules))
    }

    fn try_rules(&self, region: &Region<'_>, keyword: &Keyword, at: Range<usize>, out: &mut Vec<Candidate>) {
        for &index in &keyword.rules {
            let rule = &self.rules.as_slice()[index as usize];
            let Some(found) = rule.expression().and_then(|expression| expression.find(region.text, at.clone())) else {
                continue;
            };
            let value = &region.text[found.secret.clone()];
            if value.is_empty()
                || !is_near_enough(rule, region.text, &found.whole)
                || entropy::shannon(value) < rule.spec().entropy
            {
                continue;
            }
            if let Some(Judgement { confidence, reason, detail }) = Judgement::of_format(rule, value) {
                let rule = rule.clone();
                out.push(Candidate {
                    rule,
                    span: found.secret,
                    whole: found.whole,
                    confidence,
                    reason,
                    detail,
                    weight: Weight::Format,
                });
            }
        }
        if keyword.is_generic {
            out.extend(self.assigned(region, at.clone()));
        }
        if !keyword.forms.is_empty() {
            self.numbers().find_after_label(&self.rules, region, at, &keyword.forms, out);
        }
    }
}

impl Engine {
    fn assigned(&self, region: &Region<'_>, at: Range<usize>) -> Option<Candidate> {
        let assigned = generic::judge(region.text, at, region.setting)?;
        let rule = self.generic[assigned.rule as usize].clone()?;
        Some(Candidate {
            rule,
            whole: assigned.name.start.min(assigned.value.start)..assigned.value.end.max(assigned.name.end),
            span: assigned.value,
            confidence: assigned.confidence,
            reason: assigned.reason.into(),
            detail: None,
            weight: Weight::Generic,
        })
    }
}

fn order(candidate: &Candidate) -> (usize, usize, &str, std::cmp::Reverse<Confidence>) {
    (candidate.span.start, candidate.span.end, candidate.rule.id(), std::cmp::Reverse(candidate.confidence))
}

fn is_near_enough(rule: &Rule, text: &[u8], whole: &Range<usize>) -> bool {
    let near = &rule.spec().near;
    if near.is_empty() {
        return true;
    }
    let around = &text[whole.start.saturating_sub(NEAR_WORDS)..(whole.end + NEAR_WORDS).min(text.len())];
    let around = around.to_ascii_lowercase();
    near.iter().any(|word| memchr::memmem::find(&around, word.to_ascii_lowercase().as_bytes()).is_some())
}
