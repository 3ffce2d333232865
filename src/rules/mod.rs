//! Rules: what there is to find. Read from pattern files, the built-in ones at build time; compiled on first use.

mod anchor;
mod check;
mod expression;
pub mod file;
pub mod shape;

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, OnceLock};

pub use check::{RulesError, parse};
pub use file::{Confidence, Kind, RuleSpec, Severity};

use crate::validate::{self, Validator};
use expression::Expression;
use shape::Shape;

mod builtin {
    #[allow(unused_imports, reason = "a build without a pattern file uses none of them")]
    use super::file::{Confidence, Kind, RuleSpec, Severity};
    #[allow(unused_imports, reason = "as above")]
    use std::borrow::Cow;

    pub(super) static RULES: &[RuleSpec] = include!(concat!(env!("OUT_DIR"), "/builtin_rules.rs"));
}

/// A rule ready for use.
pub struct Rule {
    spec: Cow<'static, RuleSpec>,
    validator: Option<Validator>,
    expression: OnceLock<Option<Expression>>,
}

impl Rule {
    fn new(spec: Cow<'static, RuleSpec>) -> Self {
        let validator = validate::find(&spec.validator);
        Self { spec, validator, expression: OnceLock::new() }
    }

    /// What the pattern file says of it.
    #[must_use]
    pub fn spec(&self) -> &RuleSpec {
        &self.spec
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.spec.id
    }

    /// Its class with its kind, as `--only` takes it: `pii.bank`.
    #[must_use]
    pub fn class(&self) -> String {
        let kind = match self.spec.kind {
            Kind::Secret => "secret",
            Kind::Pii => "pii",
        };
        format!("{kind}.{}", self.spec.class)
    }

    /// Whether a word of `--only` or `--skip` means this rule: its id, its kind, or its class.
    #[must_use]
    pub fn answers_to(&self, word: &str) -> bool {
        let class = self.class();
        word == self.id() || word == class || class.strip_prefix(word).is_some_and(|rest| rest.starts_with('.'))
    }

    /// What judges its values, where something does.
    pub(crate) fn validator(&self) -> Option<Validator> {
        self.validator
    }

    /// The literals of which one stands in each match of its expression.
    pub(crate) fn keywords(&self) -> Vec<Cow<'_, str>> {
        if self.spec.names.is_empty() {
            self.spec.keywords.iter().map(|keyword| Cow::Borrowed(&**keyword)).collect()
        } else {
            self.spec.names.iter().flat_map(|name| anchor::keywords_of_name(name)).map(Cow::Owned).collect()
        }
    }

    /// Its regular expression, compiled when first asked for; none in a rule of shapes.
    pub(crate) fn expression(&self) -> Option<&Expression> {
        self.expression.get_or_init(|| Expression::of(&self.spec).ok().flatten()).as_ref()
    }

    /// Its shapes; one that cannot be read was refused when the rules were.
    pub(crate) fn shapes(&self) -> impl Iterator<Item = Shape> {
        self.spec.shapes.iter().filter_map(|shape| Shape::parse(shape).ok())
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Rule").field(&self.spec.id).finish()
    }
}

/// The rules that a scan goes by. No two have the same id.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    rules: Vec<Arc<Rule>>,
}

impl RuleSet {
    /// The rules that come with the program.
    #[must_use]
    pub fn builtin() -> Self {
        let rules = builtin::RULES.iter().map(|spec| Arc::new(Rule::new(Cow::Borrowed(spec)))).collect();
        Self { rules }
    }

    /// Adds a user's rules.
    ///
    /// # Errors
    /// When one has an id that is taken already; none is added then.
    pub fn extend(&mut self, specs: Vec<RuleSpec>) -> Result<(), RulesError> {
        let mut taken: HashSet<&str> = self.rules.iter().map(|rule| rule.id()).collect();
        if let Some(twice) = specs.iter().find(|spec| !taken.insert(&spec.id)) {
            return Err(RulesError::taken(&twice.id));
        }
        self.rules.extend(specs.into_iter().map(|spec| Arc::new(Rule::new(Cow::Owned(spec)))));
        Ok(())
    }

    /// Keeps the rules for which `keep` holds.
    pub fn retain(&mut self, keep: impl Fn(&Rule) -> bool) {
        self.rules.retain(|rule| keep(rule));
    }

    /// The rule of that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Arc<Rule>> {
        self.rules.iter().find(|rule| rule.id() == id)
    }

    /// All rules, in a stable order.
    #[must_use]
    pub fn as_slice(&self) -> &[Arc<Rule>] {
        &self.rules
    }
}
