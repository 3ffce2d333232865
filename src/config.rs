//! `tightlip.toml`: what a repository, a user or a policy asks for, and what follows when they ask for different things.
//!
//! Layers are laid over each other: the repository's file, the one that is named, the policy, the command line. A policy
//! that is `locked` lets the repository ask for more, and never for less.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use bstr::ByteSlice;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use serde::{Deserialize, Serialize};

use crate::error::{Problem, ProblemKind};
use crate::rules::Confidence;
use crate::toml_fault;

/// The name under which the file is looked for.
pub const FILE_NAME: &str = "tightlip.toml";

/// What the file may say. A key that is absent leaves the layer below as it is.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Pattern files whose rules are added, relative to this file.
    pub rules: Vec<PathBuf>,
    /// What is looked for, by rule, kind or class; all if absent.
    pub only: Option<Vec<String>>,
    /// What is not looked for.
    pub skip: Vec<String>,
    /// What is told: findings at least so sure.
    pub min_confidence: Option<Confidence>,
    /// What is not read, in the language of `.gitignore`, relative to this file.
    pub exclude: Vec<String>,
    /// Whether marks in a file may allow what is found in it.
    pub inline_allow: Option<bool>,
    /// The file of findings that are known already, relative to this file.
    pub baseline: Option<PathBuf>,
    /// How many threads may work.
    pub threads: Option<u16>,
    /// What others may change.
    pub policy: Policy,
}

/// What a policy lets a repository do.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// The scanned repository may ask for more than this file, and not for less.
    pub locked: bool,
}

/// Why a configuration cannot be followed, told by file and line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ConfigError(String);

impl fmt::Display for ConfigError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

/// A configuration and where it comes from.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// The file's path as it is told, or `command line`.
    pub origin: String,
    /// What its paths and patterns are relative to, as an absolute path.
    pub folder: PathBuf,
    /// Whether it is part of what is scanned, so that a policy may bind it.
    pub is_scanned: bool,
    /// What it says.
    pub config: Config,
}

impl Layer {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read, is no TOML, or says what no key is for.
    pub fn read(path: &Path, is_scanned: bool) -> Result<Self, ConfigError> {
        let origin = path.display().to_string();
        let text = fs::read_to_string(path)
            .map_err(|error| ConfigError(format!("the configuration {origin} cannot be read: {error}")))?;
        let config = parse(&origin, &text)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        Ok(Self { origin, folder, is_scanned, config })
    }
}

/// Reads the text of a configuration that is called `name` in messages.
///
/// # Errors
/// When it is no TOML, or says what no key is for: with the line, and the nearest key there is.
pub fn parse(name: &str, text: &str) -> Result<Config, ConfigError> {
    toml::from_str(text).map_err(|error| ConfigError(toml_fault::fault(name, text, &error)))
}

/// The name among `names` that a misspelt one was most likely meant to be.
#[must_use]
pub fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    toml_fault::nearest(name, names)
}

/// The nearest `tightlip.toml` in the folder of `start` or above, up to the root of its repository.
#[must_use]
pub fn discover(start: &Path) -> Option<PathBuf> {
    let start = fs::canonicalize(start).ok()?;
    for folder in start.ancestors().skip(usize::from(!start.is_dir())) {
        let file = folder.join(FILE_NAME);
        if file.is_file() {
            return Some(file);
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}

/// A value, and who said so.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// A file's path, `command line` or `default`.
    pub origin: String,
}

impl<T> Sourced<T> {
    fn new(value: T, layer: &Layer) -> Self {
        Self { value, origin: layer.origin.clone() }
    }

    fn default(value: T) -> Self {
        Self { value, origin: "default".to_owned() }
    }
}

/// What is in force.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Pattern files whose rules are added.
    pub rules: Vec<Sourced<PathBuf>>,
    /// What is looked for; all if empty.
    pub only: Vec<Sourced<String>>,
    /// What is not looked for.
    pub skip: Vec<Sourced<String>>,
    /// What is told.
    pub min_confidence: Sourced<Confidence>,
    /// What is not read.
    pub exclude: Excludes,
    /// Whether marks in a file may allow what is found in it.
    pub inline_allow: Sourced<bool>,
    /// The file of findings that are known already.
    pub baseline: Option<Sourced<PathBuf>>,
    /// How many threads may work; as many as there are if absent.
    pub threads: Option<Sourced<u16>>,
    /// The policy that binds the repository.
    pub locked_by: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rules: Vec::new(),
            only: Vec::new(),
            skip: Vec::new(),
            min_confidence: Sourced::default(Confidence::Medium),
            exclude: Excludes::default(),
            inline_allow: Sourced::default(true),
            baseline: None,
            threads: None,
            locked_by: None,
        }
    }
}

impl Settings {
    /// Lays the layers over each other, the first at the bottom. Of what a locked policy does not let the repository do,
    /// nothing is done, and each such wish is a problem.
    ///
    /// # Errors
    /// When a pattern of what is not read means nothing.
    pub fn of(layers: &[Layer]) -> Result<(Self, Vec<Problem>), ConfigError> {
        let mut settings = Self::default();
        let lock = layers.iter().find(|layer| layer.config.policy.locked && !layer.is_scanned);
        settings.locked_by = lock.map(|layer| layer.origin.clone());
        let mut refused = Vec::new();
        for layer in layers.iter().filter(|layer| !layer.is_scanned || lock.is_none()) {
            settings.lay(layer)?;
        }
        if let Some(lock) = lock {
            for layer in layers.iter().filter(|layer| layer.is_scanned) {
                refused.extend(settings.tighten(layer, &lock.origin));
            }
        }
        Ok((settings, refused))
    }

    fn lay(&mut self, layer: &Layer) -> Result<(), ConfigError> {
        let config = &layer.config;
        self.rules.extend(config.rules.iter().map(|path| Sourced::new(layer.folder.join(path), layer)));
        self.skip.extend(config.skip.iter().map(|word| Sourced::new(word.clone(), layer)));
        if let Some(only) = &config.only {
            self.only = only.iter().map(|word| Sourced::new(word.clone(), layer)).collect();
        }
        if let Some(confidence) = config.min_confidence {
            self.min_confidence = Sourced::new(confidence, layer);
        }
        if let Some(inline_allow) = config.inline_allow {
            self.inline_allow = Sourced::new(inline_allow, layer);
        }
        if let Some(baseline) = &config.baseline {
            self.baseline = Some(Sourced::new(layer.folder.join(baseline), layer));
        }
        if let Some(threads) = config.threads {
            self.threads = Some(Sourced::new(threads, layer));
        }
        self.exclude.add(layer)
    }

    /// Takes from the repository's own configuration what asks for more, and tells what asks for less.
    fn tighten(&mut self, layer: &Layer, lock: &str) -> Vec<Problem> {
        let config = &layer.config;
        if let Some(confidence) = config.min_confidence.filter(|asked| *asked < self.min_confidence.value) {
            self.min_confidence = Sourced::new(confidence, layer);
        }
        if config.inline_allow == Some(false) {
            self.inline_allow = Sourced::new(false, layer);
        }
        if let Some(threads) = config.threads.filter(|_| self.threads.is_none()) {
            self.threads = Some(Sourced::new(threads, layer));
        }
        let weaker = [
            ("rules", !config.rules.is_empty()),
            ("only", config.only.is_some()),
            ("skip", !config.skip.is_empty()),
            ("min_confidence", config.min_confidence.is_some_and(|asked| asked > self.min_confidence.value)),
            ("exclude", !config.exclude.is_empty()),
            ("inline_allow", config.inline_allow == Some(true) && !self.inline_allow.value),
            ("baseline", config.baseline.is_some()),
        ];
        weaker
            .into_iter()
            .filter(|(_, is_weaker)| *is_weaker)
            .map(|(key, _)| {
                let message = format!("`{key}` is not followed: the policy {lock} does not let it");
                Problem::new(layer.origin.as_bytes().as_bstr(), ProblemKind::Policy, message)
            })
            .collect()
    }
}

/// What is not read.
#[derive(Clone, Debug, Default)]
pub struct Excludes {
    patterns: Vec<Sourced<String>>,
    matchers: Vec<Gitignore>,
}

impl Excludes {
    /// The patterns, each with who said so.
    #[must_use]
    pub fn patterns(&self) -> &[Sourced<String>] {
        &self.patterns
    }

    /// Whether `path`, or a folder that it is in, is not to be read. The path is absolute.
    #[must_use]
    pub fn excludes(&self, path: &Path, is_dir: bool) -> bool {
        self.matchers.iter().any(|matcher| {
            path.strip_prefix(matcher.path()).is_ok_and(|inside| {
                inside.ancestors().enumerate().any(|(up, part)| {
                    !part.as_os_str().is_empty() && matcher.matched(part, is_dir || up > 0).is_ignore()
                })
            })
        })
    }

    fn add(&mut self, layer: &Layer) -> Result<(), ConfigError> {
        if layer.config.exclude.is_empty() {
            return Ok(());
        }
        let fault = |error: ignore::Error| ConfigError(format!("{}: `exclude`: {error}", layer.origin));
        let mut builder = GitignoreBuilder::new(&layer.folder);
        for pattern in &layer.config.exclude {
            builder.add_line(None, pattern).map_err(fault)?;
            self.patterns.push(Sourced::new(pattern.clone(), layer));
        }
        self.matchers.push(builder.build().map_err(fault)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(origin: &str, is_scanned: bool, text: &str) -> Layer {
        let config = parse(origin, text).expect("the text is whole");
        Layer { origin: origin.to_owned(), folder: "/repository".into(), is_scanned, config }
    }

    #[test]
    fn a_misspelt_key_is_told_with_its_line_and_the_right_one() {
        let told = |text: &str| parse("tightlip.toml", text).expect_err("a key is misspelt").to_string();
        assert_eq!(
            told("skip = []\nmin_confidance = \"low\""),
            "tightlip.toml:2: unknown field `min_confidance`; did you mean `min_confidence`?"
        );
        assert!(told("[policy]\nlokced = true").ends_with("did you mean `locked`?"));
        let secret = ["hunter", "2"].concat();
        for text in [
            format!("inline_allow = \"{secret}\""),
            format!("min_confidence = \"{secret}\""),
            secret.clone(),
            format!("{secret} = 1"),
        ] {
            assert!(!told(&text).contains(&secret), "{}", told(&text));
        }
    }

    #[test]
    fn later_layers_win_and_lists_grow() {
        let layers = [
            layer("repository", true, "skip = ['pii']\nmin_confidence = 'high'\nthreads = 1"),
            layer("named", false, "skip = ['us-ein']\nmin_confidence = 'low'"),
        ];
        let (settings, refused) = Settings::of(&layers).expect("both can be followed");
        assert_eq!(settings.skip.iter().map(|word| &*word.value).collect::<Vec<_>>(), ["pii", "us-ein"]);
        assert_eq!(settings.min_confidence, Sourced { value: Confidence::Low, origin: "named".into() });
        assert_eq!(settings.threads.map(|threads| threads.origin), Some("repository".into()));
        assert!(refused.is_empty());
    }

    #[test]
    fn a_locked_policy_lets_a_repository_ask_for_more_only() {
        let repository = "skip = ['pii']\nexclude = ['*']\nonly = ['us-ssn']\nbaseline = 'b'\nrules = ['r.toml']";
        let layers = [
            layer("repository", true, &format!("{repository}\nmin_confidence = 'low'\ninline_allow = false")),
            layer("policy", false, "min_confidence = 'high'\n[policy]\nlocked = true"),
        ];
        let (settings, refused) = Settings::of(&layers).expect("both can be followed");
        assert!(settings.skip.is_empty() && settings.only.is_empty() && settings.rules.is_empty());
        assert!(!settings.exclude.excludes(Path::new("/repository/a"), false));
        assert_eq!((settings.min_confidence.value, settings.inline_allow.value), (Confidence::Low, false));
        assert_eq!(refused.len(), 5);
        let weaker = [
            layer("repository", true, "min_confidence = 'verified'\ninline_allow = true\n[policy]\nlocked = true"),
            layer("policy", false, "inline_allow = false\n[policy]\nlocked = true"),
        ];
        let (settings, refused) = Settings::of(&weaker).expect("both can be followed");
        assert_eq!((settings.min_confidence.value, settings.inline_allow.value), (Confidence::Medium, false));
        assert_eq!(refused.len(), 2);
    }

    #[test]
    fn what_is_excluded_is_told_in_the_language_of_gitignore() {
        let layers = [layer("repository", true, "exclude = ['/vendor/', '*.lock', '!keep.lock']")];
        let (settings, _) = Settings::of(&layers).expect("it can be followed");
        let excludes = |path: &str| settings.exclude.excludes(Path::new(path), false);
        assert!(excludes("/repository/vendor/a/b.rs") && excludes("/repository/a/b.lock"));
        assert!(
            !excludes("/repository/keep.lock") && !excludes("/elsewhere/b.lock") && !excludes("/repository/vendor")
        );
    }
}
