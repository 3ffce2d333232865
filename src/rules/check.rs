//! Reading a pattern file, and what must hold of each rule in it.

use std::borrow::Cow;
use std::fmt;

use super::expression::{Expression, GREATEST_REACH, name_has_anchor};
use super::file::{PatternFile, RuleSpec, Text};
use super::shape::Shape;
use crate::{toml_fault, validate};

/// Why rules could not be taken: each fault with the file's name and its 1-based line, one a line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RulesError {
    faults: Vec<String>,
}

impl RulesError {
    pub(super) fn taken(id: &str) -> Self {
        Self { faults: vec![format!("the rule id \"{id}\" is taken already; choose another")] }
    }

    /// The faults, each a sentence that tells where it is.
    #[must_use]
    pub fn faults(&self) -> &[String] {
        &self.faults
    }
}

impl fmt::Display for RulesError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.faults.join("\n"))
    }
}

impl std::error::Error for RulesError {}

/// Reads the pattern file `text`, called `name` in messages, such as `rules/acme.toml`.
///
/// # Errors
/// When it is no TOML, has an unknown key, or a rule in it is not whole. Nothing is taken from a file with a fault.
pub fn parse(name: &str, text: &str) -> Result<Vec<RuleSpec>, RulesError> {
    let file: PatternFile =
        toml::from_str(text).map_err(|error| RulesError { faults: vec![toml_fault::fault(name, text, &error)] })?;
    let stem = name.rsplit(['/', '\\']).next().and_then(|last| last.split('.').next()).unwrap_or(name);
    let faults: Vec<String> = file
        .rules
        .iter()
        .flat_map(|rule| faults_of(stem, rule).into_iter().map(|fault| (line_of(text, &rule.id), &rule.id, fault)))
        .map(|(line, id, fault)| format!("{name}:{line}: rule \"{id}\": {fault}"))
        .collect();
    if !faults.is_empty() {
        return Err(RulesError { faults });
    }
    Ok(file.rules.into_iter().map(|rule| loaded(rule, stem)).collect())
}

fn line_of(text: &str, id: &str) -> usize {
    let wanted = [format!("\"{id}\""), format!("'{id}'")];
    let is_id = |line: &str| line.trim_start().starts_with("id") && wanted.iter().any(|id| line.contains(id));
    1 + text.lines().position(is_id).unwrap_or(0)
}

/// A rule as it is used: the class filled in, and every `<>` dropped from the examples.
fn loaded(mut rule: RuleSpec, stem: &str) -> RuleSpec {
    if rule.class.is_empty() {
        rule.class = Cow::Owned(stem.to_owned());
    }
    for find in rule.finds.to_mut() {
        find.text = unspliced(&find.text);
        find.secret = unspliced(&find.secret);
    }
    for spare in rule.spares.to_mut() {
        spare.text = unspliced(&spare.text);
    }
    rule.examples.to_mut().iter_mut().for_each(|example| *example = unspliced(example));
    rule
}

fn unspliced(text: &str) -> Text {
    Cow::Owned(text.replace("<>", ""))
}

fn faults_of(stem: &str, rule: &RuleSpec) -> Vec<String> {
    let mut faults = Vec::new();
    faults.extend(id_fault(stem, &rule.id));
    faults.extend(way_fault(rule));
    faults.extend(anchor_fault(rule));
    faults.extend(rule.shapes.iter().filter_map(|shape| Shape::parse(shape).err()));
    faults.extend(Expression::of(rule).err().map(|error| format!("its regex does not compile: {error}")));
    if !rule.validator.is_empty() && validate::find(&rule.validator).is_none() {
        faults.push(unknown_validator(&rule.validator));
    }
    if rule.reach > GREATEST_REACH {
        faults.push(format!("its reach is greater than {GREATEST_REACH}"));
    }
    for (field, text) in [("name", &rule.name), ("why", &rule.why), ("fix", &rule.fix), ("source", &rule.source)] {
        if text.trim().is_empty() {
            faults.push(format!("`{field}` is empty"));
        }
    }
    for (field, number) in [("finds", rule.finds.len()), ("spares", rule.spares.len())] {
        if number < 2 {
            faults.push(format!("it has {number} `{field}`; at least two are asked for"));
        }
    }
    faults
}

fn id_fault(stem: &str, id: &str) -> Option<String> {
    let is_plain = id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let begins = id.strip_prefix(stem).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    (!is_plain || !begins)
        .then(|| format!("an id is made of a-z, 0-9 and -, and begins with the file's name, here \"{stem}\""))
}

fn way_fault(rule: &RuleSpec) -> Option<String> {
    let by_regex = !rule.regex.is_empty();
    let by_name = !rule.names.is_empty() || !rule.value.is_empty();
    let by_shape = !rule.shapes.is_empty();
    if usize::from(by_regex) + usize::from(by_name) + usize::from(by_shape) != 1 {
        return Some("it needs exactly one of `regex`, `names` with `value`, or `shapes`".to_owned());
    }
    (by_name && (rule.names.is_empty() || rule.value.is_empty())).then(|| "`names` and `value` go together".to_owned())
}

fn anchor_fault(rule: &RuleSpec) -> Option<String> {
    if !rule.regex.is_empty() && rule.keywords.is_empty() {
        return Some("a `regex` needs `keywords`, of which one stands in every match".to_owned());
    }
    if let Some(short) = rule.keywords.iter().find(|keyword| keyword.len() < 3) {
        return Some(format!("the keyword \"{short}\" is shorter than three bytes"));
    }
    let loose = rule.names.iter().find(|name| !name_has_anchor(name))?;
    Some(format!("the name \"{loose}\" is too short to look for"))
}

fn unknown_validator(name: &str) -> String {
    let nearest = validate::names()
        .max_by(|left, right| strsim::jaro_winkler(left, name).total_cmp(&strsim::jaro_winkler(right, name)));
    let hint = nearest.map_or(String::new(), |nearest| format!("; did you mean \"{nearest}\"?"));
    format!("there is no validator \"{name}\"{hint}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"
        [[rule]]
        id = "acme-token"
        name = "Acme token"
        kind = "secret"
        severity = "high"
        keywords = ["acme_"]
        regex = '\b(?<secret>acme_[a-z]{8})\b'
        why = "It opens the door"
        fix = "Change the lock"
        source = "https://acme.test/docs"
        # tightlip:allow generic-secret a made-up token
        finds = [{ text = "a acme_<>abcdefgh", secret = "acme_<>abcdefgh" }, { text = "acme_<>hgfedcba", secret = "acme_<>hgfedcba" }]
        spares = [{ text = "acme_abc", because = "too short" }, { text = "acme_ABCDEFGH", because = "upper case" }]
    "#;

    #[test]
    fn a_whole_rule_is_taken_and_its_examples_joined() {
        let rules = parse("rules/acme.toml", WHOLE).expect("the rule is whole");
        assert_eq!(rules[0].finds[0].text, "a acme_abcdefgh");
        assert_eq!(rules[0].class, "acme");
    }

    #[test]
    fn faults_tell_file_line_and_cure() {
        let cases = [
            ("severity = \"high\"", "severity = \"hihg\"", "acme.toml:6:"),
            ("keywords = [\"acme_\"]", "keyword = [\"acme_\"]", "unknown field `keyword`"),
            ("[a-z]{8}", "[a-z", "does not compile"),
            ("keywords = [\"acme_\"]", "keywords = []", "needs `keywords`"),
            ("id = \"acme-token\"", "id = \"token\"", "begins with the file's name"),
            ("severity = \"high\"", "severity = \"high\"\nvalidator = \"github_crc\"", "there is no validator"),
        ];
        for (from, to, expected) in cases {
            let error = parse("acme.toml", &WHOLE.replacen(from, to, 1)).expect_err(to);
            assert!(error.to_string().contains(expected), "{expected} is not in: {error}");
        }
    }
}
