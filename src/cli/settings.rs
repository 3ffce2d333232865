//! The configuration that is in force: read from files, the environment and the command line, and turned into rules.

use std::env;
use std::fs;
use std::path::Path;

use tightlip::config::{self, Config, Layer, Settings, Sourced};
use tightlip::error::Problem;
use tightlip::rules::{self, RuleSet};

use super::args::Common;
use super::exit::Failure;

/// The variable that names a policy.
const POLICY: &str = "TIGHTLIP_POLICY";

/// What is in force for the file or folder `root`, and what of the repository's wishes is not followed.
pub(crate) fn load(common: &Common, root: &Path) -> Result<(Settings, Vec<Problem>), Failure> {
    let told = |error: config::ConfigError| Failure::new(error.to_string());
    let named = common.config.as_deref().map(|path| Layer::read(path, false)).transpose().map_err(told)?;
    let policy = env::var_os(POLICY).filter(|path| !path.is_empty());
    let policy = policy.map(|path| Layer::read(Path::new(&path), false)).transpose().map_err(told)?;
    let mut layers = Vec::new();
    if named.as_ref().is_none_or(|layer| layer.config.policy.locked) {
        let found = config::discover(root);
        layers.extend(found.map(|path| Layer::read(&path, true)).transpose().map_err(told)?);
    }
    layers.extend(named);
    layers.extend(policy);
    layers.push(command_line(common)?);
    Settings::of(&layers).map_err(told)
}

/// The rules that the settings ask for.
pub(crate) fn rules(settings: &Settings) -> Result<RuleSet, Failure> {
    let mut rules = RuleSet::builtin();
    for file in &settings.rules {
        let told = |error: &dyn std::fmt::Display| Failure::new(format!("{}: {error}", file.value.display()));
        let text = fs::read_to_string(&file.value).map_err(|error| told(&error))?;
        let specs = rules::parse(&file.value.display().to_string(), &text);
        specs
            .and_then(|specs| rules.extend(specs))
            .map_err(|error| Failure::new(error.to_string()).hint("`tightlip rules check FILE` tries each example"))?;
    }
    for word in settings.only.iter().chain(&settings.skip) {
        if !rules.as_slice().iter().any(|rule| rule.answers_to(&word.value)) {
            return Err(unknown_rule(&rules, word));
        }
    }
    let answers = |words: &[Sourced<String>], rule: &rules::Rule| words.iter().any(|word| rule.answers_to(&word.value));
    rules.retain(|rule| (settings.only.is_empty() || answers(&settings.only, rule)) && !answers(&settings.skip, rule));
    if rules.as_slice().is_empty() {
        return Err(Failure::new("no rule is left to go by: `only` and `skip` take out all of them"));
    }
    Ok(rules)
}

fn command_line(common: &Common) -> Result<Layer, Failure> {
    let config = Config {
        rules: common.rules.clone(),
        only: (!common.only.is_empty()).then(|| common.only.clone()),
        skip: common.skip.clone(),
        min_confidence: common.min_confidence.map(Into::into),
        exclude: common.exclude.clone(),
        baseline: common.baseline.clone(),
        threads: common.threads,
        ..Config::default()
    };
    Ok(Layer { origin: "command line".to_owned(), folder: env::current_dir()?, is_scanned: false, config })
}

fn unknown_rule(rules: &RuleSet, word: &Sourced<String>) -> Failure {
    let classes: Vec<String> = rules.as_slice().iter().map(|rule| rule.class()).collect();
    let ids = rules.as_slice().iter().map(|rule| rule.id());
    let failure =
        Failure::new(format!("{}: there is no rule, kind or class \"{}\"", word.origin, word.value.escape_debug()));
    match config::nearest(&word.value, ids.chain(classes.iter().map(String::as_str)).chain(["secret", "pii"])) {
        Some(near) => failure.hint(format!("did you mean \"{near}\"?")),
        None => failure.hint("`tightlip rules list` shows them all"),
    }
}
