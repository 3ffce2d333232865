//! Every example of every pattern file, through the whole engine, with exact spans.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::fs;
use std::path::{Path, PathBuf};

use tightlip::document::{OffsetMap, Region, Setting};
use tightlip::engine::{Candidate, Engine};
use tightlip::rules::{self, Confidence, RuleSet, RuleSpec};

fn pattern_files() -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("patterns")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && path.file_name().unwrap() != "profiles" {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn candidates(engine: &Engine, text: &str) -> Vec<Candidate> {
    let map = OffsetMap::identity(0, text.len());
    engine.candidates(&Region::root(text.as_bytes(), &map, Setting::default()))
}

fn faults_of(engine: &Engine, spec: &RuleSpec) -> Vec<String> {
    let mut faults = Vec::new();
    for find in spec.finds.iter() {
        let found = candidates(engine, &find.text)
            .into_iter()
            .find(|one| one.rule.id() == spec.id && find.text[one.span.clone()] == *find.secret);
        match (found, find.confidence) {
            (None, _) => faults.push(format!("does not find its value in: {}", find.text)),
            (Some(found), Some(expected)) if found.confidence != expected => {
                faults.push(format!("is {:?}, not {expected:?}, in: {}", found.confidence, find.text));
            }
            (Some(found), None) if found.confidence < Confidence::Medium => {
                faults.push(format!("is low ({}) in: {}", found.reason, find.text));
            }
            _ => {}
        }
    }
    for spare in spec.spares.iter() {
        let found = candidates(engine, &spare.text);
        if found.iter().any(|one| one.rule.id() == spec.id && one.confidence >= Confidence::Medium) {
            faults.push(format!("finds something in: {}", spare.text));
        }
    }
    faults
}

#[test]
fn every_example_is_found_and_every_look_alike_spared() {
    let engine = Engine::new(RuleSet::builtin());
    let mut faults = Vec::new();
    for path in pattern_files() {
        let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display().to_string();
        match rules::parse(&name, &fs::read_to_string(&path).unwrap()) {
            Err(error) => faults.push(error.to_string()),
            Ok(specs) => faults.extend(specs.iter().flat_map(|spec| {
                faults_of(&engine, spec).into_iter().map(|fault| format!("{name}: {}: {fault}", spec.id))
            })),
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
