//! Embeds every pattern file below this folder into the program, as data that needs no parsing when it starts.

#[allow(dead_code, missing_docs, unreachable_pub)]
#[path = "../src/rules/file.rs"]
mod file;

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use file::{PatternFile, RuleSpec, Text};

fn main() -> Result<(), Box<dyn Error>> {
    let patterns = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("patterns");
    println!("cargo::rerun-if-changed=patterns");
    println!("cargo::rerun-if-changed=src/rules/file.rs");
    let mut rules = String::from("&[\n");
    for path in files_below(&patterns)? {
        let text = fs::read_to_string(&path)?;
        let read: PatternFile = toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for mut rule in read.rules {
            if rule.class.is_empty() {
                rule.class = stem.clone().into();
            }
            writeln!(rules, "{},", literal(&rule))?;
        }
    }
    rules.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("builtin_rules.rs"), rules)?;
    Ok(())
}

/// The pattern files, in an order that does not depend on the machine. Profiles are no rules.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() && path.file_name().is_some_and(|name| name != "profiles") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A rule as a Rust expression, without the texts that it finds and spares, which only the tests read.
fn literal(rule: &RuleSpec) -> String {
    let RuleSpec { kind, severity, alone, confidence, entropy, reach, shown, .. } = rule;
    let texts = [
        ("id", &rule.id),
        ("name", &rule.name),
        ("class", &rule.class),
        ("unanchored", &rule.unanchored),
        ("regex", &rule.regex),
        ("value", &rule.value),
        ("validator", &rule.validator),
        ("why", &rule.why),
        ("fix", &rule.fix),
        ("source", &rule.source),
    ];
    let lists = [
        ("keywords", &rule.keywords),
        ("names", &rule.names),
        ("shapes", &rule.shapes),
        ("labels", &rule.labels),
        ("near", &rule.near),
        ("beats", &rule.beats),
        ("examples", &rule.examples),
    ];
    let mut fields = String::new();
    for (field, text) in texts {
        let _ = write!(fields, "{field}: Cow::Borrowed({text:?}), ");
    }
    for (field, list) in lists {
        let _ = write!(fields, "{field}: Cow::Borrowed({}), ", list_literal(list));
    }
    format!(
        "RuleSpec {{ {fields} kind: Kind::{kind:?}, severity: Severity::{severity:?}, alone: {}, confidence: {}, \
         entropy: {entropy:?}, reach: {reach}, shown: {shown}, finds: Cow::Borrowed(&[]), spares: Cow::Borrowed(&[]) }}",
        confidence_literal(*alone),
        confidence_literal(*confidence),
    )
}

fn list_literal(list: &[Text]) -> String {
    let items: Vec<String> = list.iter().map(|item| format!("Cow::Borrowed({:?})", item.replace("<>", ""))).collect();
    format!("&[{}]", items.join(", "))
}

fn confidence_literal(confidence: Option<file::Confidence>) -> String {
    confidence.map_or("None".to_owned(), |confidence| format!("Some(Confidence::{confidence:?})"))
}
