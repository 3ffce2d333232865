//! Findings told as one: the cells of a table's column, or all of the same value, file or rule.

use std::collections::HashMap;

use crate::document::Part;
use crate::finding::{Finding, Origin, Secret};

/// What is told as one finding.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Group {
    /// Cells of one table's column that one rule found.
    #[default]
    Column,
    /// The same value, found by the same rule, wherever it is.
    Value,
    /// What the same rule found in the same file.
    File,
    /// What the same rule found.
    Rule,
    /// Each finding is told by itself.
    None,
}

/// What findings that are told as one have in common.
#[derive(Eq, Hash, PartialEq)]
enum Key {
    Cell(Origin, Part, String),
    Value(String, Secret),
    File(Origin, String),
    Rule(String),
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Column, Self::Value, Self::File, Self::Rule, Self::None];

    /// Its name, as a user types it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Column => "column",
            Self::Value => "value",
            Self::File => "file",
            Self::Rule => "rule",
            Self::None => "none",
        }
    }

    /// Folds what is told as one into the first of each, whose `count` then is that of all.
    #[must_use]
    pub fn fold(self, findings: Vec<Finding>) -> Vec<Finding> {
        let mut firsts: HashMap<Key, usize> = HashMap::new();
        let mut folded: Vec<Finding> = Vec::with_capacity(findings.len());
        for finding in findings {
            let first = self.key(&finding).and_then(|key| {
                let next = folded.len();
                Some(*firsts.entry(key).or_insert(next)).filter(|first| *first < next)
            });
            match first.and_then(|first| folded.get_mut(first)) {
                Some(first) => {
                    first.count += finding.count;
                    first.confidence = first.confidence.max(finding.confidence);
                }
                None => folded.push(finding),
            }
        }
        folded
    }

    fn key(self, finding: &Finding) -> Option<Key> {
        let rule = finding.rule.id().to_owned();
        match self {
            Self::Column => finding.part.column.is_some().then(|| {
                let column = Part { row: None, line: None, ..finding.part.clone() };
                Key::Cell((*finding.origin).clone(), column, rule)
            }),
            Self::Value => Some(Key::Value(rule, finding.secret.clone())),
            Self::File => Some(Key::File((*finding.origin).clone(), rule)),
            Self::Rule => Some(Key::Rule(rule)),
            Self::None => None,
        }
    }
}
