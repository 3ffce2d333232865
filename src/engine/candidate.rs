//! What the engine hands on: a place that a rule matched, and how far it is believed.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::placeholder::{placeholder, reference};
use crate::rules::{Confidence, Kind, Rule};
use crate::validate::Verdict;

/// A rule that asks for so many bits a byte has ruled placeholders out.
const ENTROPY_OF_TOKENS: f32 = 2.6;
/// A longer value is no placeholder that a person wrote, in bytes.
const LONGEST_PLACEHOLDER: usize = 128;

/// A place in a region's text that a rule matched.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The rule.
    pub rule: Arc<Rule>,
    /// The value, in bytes of the region's text.
    pub span: Range<usize>,
    /// The value with what led to it: name, operator, quotes.
    pub whole: Range<usize>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Why it is believed, or why it is not believed more. Holds nothing of the value.
    pub reason: Cow<'static, str>,
    /// What the value says that is no secret, such as the account of a key.
    pub detail: Option<String>,
    /// How specific the evidence is; the greater wins where two candidates overlap.
    pub weight: Weight,
}

const BY_LABEL: &str = "its label and form";
const BY_FORM: &str = "its form";
pub(super) const BY_LABEL_IN_TESTS: &str = "its label and form, in a test or in documentation";

impl Candidate {
    /// Whether nothing speaks for it but its form or label, and nothing against it.
    pub(super) fn is_unproven(&self) -> bool {
        [BY_FORM, BY_LABEL, BY_LABEL_IN_TESTS].contains(&&*self.reason)
    }
}

/// How specific the evidence for a candidate is, the least first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Weight {
    /// A value that looks random, or a name that sounds secret.
    Generic,
    /// A form that many things have, such as a telephone number's.
    Form,
    /// A number of a known shape, by its label.
    Labelled,
    /// A format of its own.
    Format,
}

/// What remains of a match once its value has been judged: how sure it is and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Judgement {
    pub(super) confidence: Confidence,
    pub(super) reason: Cow<'static, str>,
    pub(super) detail: Option<String>,
}

impl Judgement {
    fn new(confidence: Confidence, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { confidence, reason: reason.into(), detail: None }
    }

    /// Judges a value with a format of its own. None when it is not worth telling at any confidence.
    pub(super) fn of_format(rule: &Rule, value: &[u8]) -> Option<Self> {
        let spec = rule.spec();
        if spec.examples.iter().any(|example| example.as_bytes() == value) {
            return Some(Self::new(Confidence::Low, "a published example"));
        }
        let Some(validator) = rule.validator() else {
            return Some(Self::unproven(rule, value));
        };
        match validator(value) {
            Verdict::Valid => Some(Self::new(Confidence::Verified, "its checksum or structure holds")),
            Verdict::ValidWith(detail) => {
                let judgement = Self::new(Confidence::Verified, "its checksum or structure holds");
                Some(Self { detail: Some(detail), ..judgement })
            }
            Verdict::Plausible => Some(Self::unproven(rule, value)),
            Verdict::Invalid(reason) if spec.kind == Kind::Secret => Some(Self::new(Confidence::Low, reason)),
            Verdict::Invalid(_) => None,
            Verdict::Example(reason) => Some(Self::new(Confidence::Low, reason)),
        }
    }

    /// Judges a credential that nothing proves: it may still say itself that it is none, as `changeme` does.
    fn unproven(rule: &Rule, value: &[u8]) -> Self {
        let spec = rule.spec();
        let may_be_words = spec.entropy < ENTROPY_OF_TOKENS && value.len() <= LONGEST_PLACEHOLDER;
        let doubt = if may_be_words && spec.kind == Kind::Secret {
            placeholder(value).or_else(|| reference(value))
        } else {
            None
        };
        match doubt {
            Some(reason) => Self::new(Confidence::Low, reason),
            None => Self::new(spec.confidence.unwrap_or(Confidence::High), "its format"),
        }
    }

    /// Judges a number or form: a label makes it believed, and so do check digits, according to the rule.
    pub(super) fn of_number(rule: &Rule, value: &[u8], labelled: bool) -> Option<Self> {
        let spec = rule.spec();
        if spec.examples.iter().any(|example| is_same_number(example.as_bytes(), value)) {
            return Some(Self::new(Confidence::Low, "a published example"));
        }
        let verdict = rule.validator().map_or(Verdict::Plausible, |validator| validator(value));
        let (proven, detail) = match verdict {
            Verdict::Valid => (true, None),
            Verdict::ValidWith(detail) => (true, Some(detail)),
            Verdict::Plausible => (false, None),
            Verdict::Invalid(_) => return None,
            Verdict::Example(reason) => return Some(Self::new(Confidence::Low, reason)),
        };
        let judgement = match (labelled, proven) {
            (true, true) => Self::new(spec.alone.max(Some(Confidence::High))?, "its label and check digits"),
            (true, false) => Self::new(spec.confidence.unwrap_or(Confidence::Medium), BY_LABEL),
            (false, true) => Self::new(spec.alone?, "its check digits"),
            (false, false) => Self::new(spec.alone?, BY_FORM),
        };
        Some(Self { detail, ..judgement })
    }
}

/// Whether two numbers are the same but for separators and case.
fn is_same_number(left: &[u8], right: &[u8]) -> bool {
    let essence = |number: &[u8]| -> Vec<u8> {
        number.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
    };
    left == right || (left.len().abs_diff(right.len()) <= 16 && essence(left) == essence(right))
}
