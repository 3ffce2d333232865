//! The form of a pattern file: what a TOML file under `patterns/` or a user's rule file may say.
//!
//! `patterns/build.rs` includes this file too, so that the built-in rules and a user's own are read by the same types.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// A text that is part of the program, or was read from a user's file.
pub type Text = Cow<'static, str>;
/// Some of them.
pub type Texts = Cow<'static, [Text]>;

/// A whole pattern file.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PatternFile {
    /// The file's rules, in the order written.
    #[serde(default, rename = "rule")]
    pub rules: Vec<RuleSpec>,
}

/// One rule as it is written: what it finds, how it is proved, and how it is told.
///
/// A rule is found in one of three ways: by `keywords` and a `regex` around them; by `names` and a `value`, from which
/// the regex of an assignment is made; or by the `shapes` of a number, for which no keyword exists.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSpec {
    /// Unique for ever; begins with the stem of the file's name.
    pub id: Text,
    /// What a person calls it.
    pub name: Text,
    /// Whether it is a credential or a person's data.
    pub kind: Kind,
    /// A finer class inside the kind, for `--only pii.bank`; the file's stem when empty.
    #[serde(default)]
    pub class: Text,
    /// How bad a true finding is.
    pub severity: Severity,
    /// Literals of which at least one stands in or next to every match; compared without case. Three bytes or more.
    #[serde(default)]
    pub keywords: Texts,
    /// Why a rule has neither keywords, names nor shapes.
    #[serde(default)]
    pub unanchored: Text,
    /// A regular expression over bytes, in the `regex` crate's syntax, Unicode off. The group `secret` is the value.
    #[serde(default)]
    pub regex: Text,
    /// Words of which one must be part of the name a value is assigned to: `["datadog", "dd_api_key"]`. A `_`, `-`,
    /// space or nothing between words is all the same, and so is case.
    #[serde(default)]
    pub names: Texts,
    /// With `names`: the regular expression of the value alone.
    #[serde(default)]
    pub value: Text,
    /// Shapes of a number: `9` is a digit, `A` a letter, `X` either; `-`, `.`, `/` and a space stand for themselves;
    /// `{a,b}` after a class repeats it.
    #[serde(default)]
    pub shapes: Texts,
    /// Context words (whole words, any case, `_`, `-` and spaces alike) that make a shape or a cell this identifier.
    #[serde(default)]
    pub labels: Texts,
    /// With `labels`: the confidence of a valid value that no label accompanies; absent, it is not reported.
    #[serde(default)]
    pub alone: Option<Confidence>,
    /// The confidence of a match that nothing proves, `high` when absent.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// A function of `src/validate` that judges the value.
    #[serde(default)]
    pub validator: Text,
    /// The least Shannon entropy of the value, in bits a character.
    #[serde(default)]
    pub entropy: f32,
    /// How far from a keyword the regex may look, in bytes, to either side; 256 when 0, at most 16384.
    #[serde(default)]
    pub reach: usize,
    /// Words of which one must stand within 256 bytes before or after the match.
    #[serde(default)]
    pub near: Texts,
    /// Rules that this one makes superfluous where both match one place.
    #[serde(default)]
    pub beats: Texts,
    /// Published example values, which are told at low confidence only.
    #[serde(default)]
    pub examples: Texts,
    /// How many bytes of the value are a public prefix that may be shown; a person's value shows none.
    #[serde(default)]
    pub shown: usize,
    /// What an attacker or a regulator makes of it.
    pub why: Text,
    /// How to revoke or remove it.
    pub fix: Text,
    /// The issuer's public page that the format comes from.
    pub source: Text,
    /// Texts in which the rule must find exactly `secret`.
    #[serde(default)]
    pub finds: Cow<'static, [Find]>,
    /// Texts that look alike and in which this rule must find nothing.
    #[serde(default)]
    pub spares: Cow<'static, [Spare]>,
}

/// A text that a rule must find something in. `<>` is dropped from both fields on load.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Find {
    /// The text, as a file would hold it.
    pub text: Text,
    /// The exact value that must be found in it.
    pub secret: Text,
    /// The confidence that must be given, where it matters.
    #[serde(default)]
    pub confidence: Option<Confidence>,
}

/// A text that a rule must spare. `<>` is dropped on load.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Spare {
    /// The text, as a file would hold it.
    pub text: Text,
    /// Why nothing may be found in it at the default confidence.
    pub because: Text,
}

/// Whether a rule finds credentials or people's data.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A credential.
    Secret,
    /// A person's data.
    Pii,
}

/// How bad a finding is, the worst first.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Whoever reads it can take over an account, or many people's identities.
    Critical,
    /// Direct access or a direct identifier.
    High,
    /// Useful to an attacker with something else.
    Medium,
    /// Worth knowing.
    Low,
}

/// How sure a finding is, the least sure first.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Told only when asked for: an example, a failed checksum, a guess.
    Low,
    /// A format with context.
    Medium,
    /// A distinctive format, or check digits with context.
    High,
    /// A checksum or the structure proves it.
    Verified,
}
