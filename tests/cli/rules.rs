//! `tightlip rules`, and rules of a user's own.

use crate::sandbox::{Sandbox, findings, told};

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
finds = [{ text = "a acme_<>abcdefgh", secret = "acme_<>abcdefgh" }, { text = "acme_<>hgfedcba", secret = "acme_<>hgfedcba" }]
spares = [{ text = "acme_abc", because = "too short" }, { text = "acme_ABCDEFGH", because = "upper case" }]
"#;

#[test]
fn a_users_rules_are_found_like_any_other() {
    let sandbox = Sandbox::new();
    sandbox.write("rules/acme.toml", WHOLE);
    sandbox.write("src/a.txt", format!("key acme_{}\n", "qwertyui"));
    let output = sandbox.tightlip(&["scan", "--format", "jsonl", "--rules", "rules/acme.toml", "src"]);
    assert_eq!(findings(&output)[0]["rule"], "acme-token", "{}", told(&output));
    sandbox.write("tightlip.toml", "rules = [\"rules/acme.toml\"]\n");
    assert_eq!(findings(&sandbox.tightlip(&["scan", "--format", "jsonl", "src"])).len(), 1);
}

#[test]
fn pattern_files_are_checked_and_tried() {
    let sandbox = Sandbox::new();
    sandbox.write("acme.toml", WHOLE);
    assert_eq!(sandbox.tightlip(&["rules", "check", "acme.toml"]).status.code(), Some(0));
    sandbox.write("acme.toml", WHOLE.replace("acme_ABCDEFGH", "acme_abcdefgx"));
    let output = sandbox.tightlip(&["rules", "check", "acme.toml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("what it is to spare is found (upper case)"));
    sandbox.write("acme.toml", WHOLE.replace("severity", "severty"));
    let output = sandbox.tightlip(&["rules", "check", "acme.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told(&output).contains("acme.toml:6: unknown field `severty`; did you mean `severity`?"),
        "{}",
        told(&output)
    );
    assert_eq!(sandbox.tightlip(&["scan", "--rules", "acme.toml"]).status.code(), Some(2));
}

#[test]
fn rules_are_tried_on_a_folder_in_which_they_must_find_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("acme.toml", WHOLE);
    sandbox.write("clean/a.txt", "nothing\n");
    let arguments = ["rules", "test", "acme.toml", "--must-not-match", "clean"];
    let output = sandbox.tightlip(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("ms a megabyte"));
    sandbox.write("clean/a.txt", format!("acme_{}\n", "qwertyui"));
    assert_eq!(sandbox.tightlip(&arguments).status.code(), Some(1));
}

#[test]
fn the_built_in_rules_are_listed_and_shown() {
    let sandbox = Sandbox::new();
    let listed = sandbox.tightlip(&["rules", "list", "--format", "json"]);
    let rules: Vec<serde_json::Value> = serde_json::from_slice(&listed.stdout).expect("a list is JSON");
    assert!(rules.len() > 60 && rules.iter().all(|rule| rule["fix"].as_str().is_some_and(|fix| !fix.is_empty())));
    let shown = sandbox.tightlip(&["rules", "show", "us-ssn"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("severity"));
    let unknown = sandbox.tightlip(&["rules", "show", "us-snn"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(told(&unknown).contains("did you mean \"us-ssn\"?"));
}
