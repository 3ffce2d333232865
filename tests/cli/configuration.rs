//! `tightlip.toml`, policies, and what is in force.

use crate::sandbox::{Sandbox, findings, number, told};
use crate::values::token;

fn with_both() -> Sandbox {
    let sandbox = Sandbox::with_repository();
    sandbox.write("folder/a.txt", format!("token = {}\nSSN: {}\n", token(1), number()));
    sandbox
}

fn count(sandbox: &Sandbox, arguments: &[&str]) -> usize {
    findings(&sandbox.tightlip(&[&["scan", "--format", "jsonl"], arguments].concat())).len()
}

#[test]
fn the_nearest_file_is_followed_up_to_the_repository() {
    let sandbox = with_both();
    assert_eq!(count(&sandbox, &["folder"]), 2);
    sandbox.write("tightlip.toml", "skip = [\"pii\"]\n");
    assert_eq!(count(&sandbox, &["folder"]), 1);
    sandbox.write("tightlip.toml", "exclude = [\"/folder\"]\n");
    assert_eq!(count(&sandbox, &["folder/a.txt"]), 0);
    assert_eq!(sandbox.tightlip(&["scan"]).status.code(), Some(0));
    sandbox.write("../tightlip.toml", "skip = [\"secret\"]\n");
    assert_eq!(count(&sandbox, &["--only", "pii", "--config", "../tightlip.toml", "folder"]), 1);
    std::fs::remove_file(sandbox.path("tightlip.toml")).expect("the file is there");
    assert_eq!(count(&sandbox, &["folder"]), 2);
}

#[test]
fn a_misspelt_key_stops_the_scan_and_tells_the_right_one() {
    let sandbox = with_both();
    sandbox.write("tightlip.toml", "# settings\nskipp = [\"pii\"]\n");
    let output = sandbox.tightlip(&["scan"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told(&output).contains("tightlip.toml:2: unknown field `skipp`; did you mean `skip`?"),
        "{}",
        told(&output)
    );
    assert!(output.stdout.is_empty());
    for bad in [
        "skip = [\"us-snn\"]",
        "min_confidence = \"hihg\"",
        "rules = [\"missing.toml\"]",
        "skip = [\"pii\", \"secret\"]",
    ] {
        sandbox.write("tightlip.toml", bad);
        assert_eq!(sandbox.tightlip(&["scan"]).status.code(), Some(2), "{bad}");
    }
}

#[test]
fn a_locked_policy_is_not_weakened_by_what_it_scans() {
    let sandbox = with_both();
    sandbox
        .write("tightlip.toml", "skip = [\"pii\", \"github-pat\"]\nexclude = [\"*\"]\nmin_confidence = \"verified\"\n");
    sandbox.write("../policy.toml", "[policy]\nlocked = true\n");
    let policy = sandbox.path("../policy.toml").display().to_string();
    let output = sandbox.tightlip_under(("TIGHTLIP_POLICY", &policy), &["scan", "--format", "jsonl"]);
    assert_eq!(findings(&output).len(), 2, "{}", told(&output));
    for key in ["skip", "exclude", "min_confidence"] {
        assert!(told(&output).contains(&format!("`{key}` is not followed")), "{}", told(&output));
    }
    assert_eq!(count(&sandbox, &["--config", &policy]), 2);
    let missing = sandbox.tightlip_under(("TIGHTLIP_POLICY", "/no/such/policy.toml"), &["scan"]);
    assert_eq!(missing.status.code(), Some(2));
}

#[test]
fn what_is_in_force_is_shown_with_its_origin() {
    let sandbox = with_both();
    sandbox.write("tightlip.toml", "skip = [\"pii.bank\"]\nmin_confidence = \"high\"\n");
    let output = sandbox.tightlip(&["config", "show", "--min-confidence", "low"]);
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(shown.contains("min_confidence = \"low\"  # command line"), "{shown}");
    assert!(shown.contains("\"pii.bank\",  # ") && shown.contains("inline_allow = true  # default"), "{shown}");
}

#[test]
fn marks_can_be_switched_off() {
    let sandbox = Sandbox::new();
    let mark = ["tightlip", "allow"].join(":");
    sandbox.write("a.txt", format!("SSN: {} # {mark} us-ssn a made-up number\n", number()));
    assert_eq!(count(&sandbox, &["a.txt"]), 0);
    sandbox.write("tightlip.toml", "inline_allow = false\n");
    assert_eq!(count(&sandbox, &["a.txt"]), 1);
}

#[test]
fn the_schema_for_editors_knows_the_keys_that_the_program_knows() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tightlip.schema.json");
    let text = std::fs::read_to_string(path).expect("the schema is there");
    let schema: serde_json::Value = serde_json::from_str(&text).expect("the schema is JSON");
    let keys = |value: &serde_json::Value| -> Vec<String> {
        value.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect()
    };
    let config = serde_json::to_value(tightlip::config::Config::default()).expect("a configuration is data");
    assert_eq!(keys(&schema["properties"]), keys(&config));
    assert_eq!(keys(&schema["properties"]["policy"]["properties"]), keys(&config["policy"]));
    for (key, property) in schema["properties"].as_object().into_iter().flatten() {
        let example: toml::Value =
            serde_json::from_value(property["examples"][0].clone()).expect("each key has an example");
        let table = toml::Table::from_iter([(key.clone(), example)]);
        let text = toml::to_string(&table).expect("an example is TOML");
        assert!(tightlip::config::parse("example", &text).is_ok(), "{text}");
        assert!(jsonschema::is_valid(&schema, &serde_json::json!({ key: property["examples"][0] })), "{key}");
    }
    assert!(!jsonschema::is_valid(&schema, &serde_json::json!({ "no_such_key": 1 })));
}
