//! Reports in every format, and where they go.

use crate::sandbox::{Sandbox, findings, number, told};
use crate::values::token;

const FORMATS: [&str; 10] = ["human", "json", "jsonl", "sarif", "csv", "junit", "gitlab", "github", "markdown", "html"];

fn with_findings() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("a.env", format!("TOKEN={}\n", token(1)));
    sandbox.write("b c/d%.txt", format!("é SSN: {}\n", number()));
    let mark = ["tightlip", "allow"].join(":");
    sandbox.write("e.txt", format!("# {mark} us-ssn a made-up number\nSSN: {}\n", number()));
    sandbox.write("cut.ipynb", "{\"cells\": [");
    sandbox
}

#[test]
fn the_keys_of_a_line_and_their_order_are_stable() {
    let sandbox = with_findings();
    let output = sandbox.tightlip(&["scan", "--format", "jsonl", "a.env"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let keys = "rule name kind severity confidence path line column end_line end_column start end commit blob part secret \
                fingerprint count";
    let places: Vec<Option<usize>> = keys.split(' ').map(|key| text.find(&format!("\"{key}\":"))).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{text}");
    let finding = &findings(&output)[0];
    assert_eq!((&finding["path"], &finding["line"], &finding["column"]), (&"a.env".into(), &1.into(), &7.into()));
    assert_eq!(
        (&finding["start"], &finding["end"], &finding["part"]),
        (&6.into(), &46.into(), &serde_json::Value::Null)
    );
    assert_eq!(finding["secret"], "ghp_…");
}

#[test]
fn the_document_holds_what_was_found_allowed_and_not_read() {
    let output = with_findings().tightlip(&["scan", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a report is JSON");
    assert_eq!(report["tool"]["name"], "tightlip");
    let counts = ["findings", "suppressed", "problems"].map(|key| report["summary"][key].as_u64());
    assert_eq!(counts, [Some(2), Some(1), Some(1)]);
    assert_eq!(report["summary"]["complete"], false);
    assert_eq!(report["problems"][0]["path"], "cut.ipynb");
    assert!(report["findings"][1]["secret"] == "[US_SSN]");
}

#[test]
fn sarif_is_valid_against_its_schema() {
    let sandbox = with_findings();
    sandbox.write_at(std::path::Path::new("new\nline \u{202e}.txt"), format!("TOKEN={}\n", token(4)));
    let output = sandbox.tightlip(&["scan", "--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a log is JSON");
    let schema = include_str!("../data/sarif-schema-2.1.0.json");
    let schema: serde_json::Value = serde_json::from_str(schema).expect("the schema is JSON");
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).expect("the schema is one");
    let faults: Vec<String> = validator.iter_errors(&log).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    let run = &log["runs"][0];
    assert_eq!(run["results"].as_array().map(Vec::len), Some(4));
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let uri = |index: usize| &run["results"][index]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!((uri(0), uri(1)), (&"a.env".into(), &"b%20c/d%25.txt".into()));
    assert_eq!(run["results"][3]["suppressions"][0]["kind"], "inSource");
    for result in run["results"].as_array().into_iter().flatten() {
        let index = result["ruleIndex"].as_u64().unwrap_or(99) as usize;
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        assert!(result["partialFingerprints"]["tightlip/v1"].as_str().is_some_and(|text| text.len() == 32));
    }
}

#[test]
fn every_format_says_rule_and_path_and_that_something_was_not_read() {
    let sandbox = with_findings();
    for format in FORMATS {
        let output = sandbox.tightlip(&["scan", "--format", format]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert!(text.contains("a.env") || text.contains("a\\.env"), "{format}: {text}");
        assert!(
            text.contains("GitHub") && text.contains("Social Security") || text.contains("us-ssn"),
            "{format}: {text}"
        );
        assert!((text + &told(&output)).contains("cut.ipynb"), "{format}");
        assert!(!told(&output).contains('\u{1b}'), "{format}");
    }
}

#[test]
fn the_report_for_people_says_what_where_why_and_what_to_do() {
    let sandbox = with_findings();
    let output = sandbox.tightlip(&["scan", "a.env"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    for part in ["a.env:1:7", "why:", "fix:", "allow:", "| TOKEN=ghp_…", "1 finding", "1 file, 47 bytes"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(text.lines().count() < 10, "{text}");
    assert!(!text.contains('\u{1b}'));
    let quiet = sandbox.tightlip(&["scan", "--quiet", "b c"]);
    assert!(!String::from_utf8_lossy(&quiet.stdout).contains("1 file"));
}

#[test]
fn findings_can_be_told_as_one() {
    let sandbox = Sandbox::new();
    for name in ["a.txt", "b.txt"] {
        sandbox.write(name, format!("t = {}\nt = {}\n", token(1), token(2)));
    }
    let counts = |group: &str| -> Vec<u64> {
        let output = sandbox.tightlip(&["scan", "--format", "jsonl", "--group", group]);
        findings(&output).iter().filter_map(|one| one["count"].as_u64()).collect()
    };
    assert_eq!(counts("none"), [1, 1, 1, 1]);
    assert_eq!(counts("column"), [1, 1, 1, 1]);
    assert_eq!(counts("value"), [2, 2]);
    assert_eq!(counts("file"), [2, 2]);
    assert_eq!(counts("rule"), [4]);
}

#[test]
fn a_file_is_replaced_as_a_whole() {
    let sandbox = with_findings();
    sandbox.write("report.json", "old");
    let output = sandbox.tightlip(&["scan", "--format", "json", "--output", "report.json", "a.env"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    assert!(sandbox.read("report.json").starts_with('{'));
    assert!(told(&output).contains("1 finding"));
    let left = std::fs::read_dir(sandbox.path(".")).expect("the folder is there").flatten();
    assert!(left.into_iter().all(|entry| !entry.file_name().to_string_lossy().starts_with(".tightlip-")));
}

#[cfg(unix)]
#[test]
fn values_are_shown_in_a_file_of_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = with_findings();
    let refused = sandbox.tightlip(&["scan", "--show-secrets", "a.env"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(told(&refused).contains("--show-secrets is refused") && refused.stdout.is_empty());
    sandbox.write("report.txt", "readable for all");
    let shown = sandbox.tightlip(&["scan", "--show-secrets", "--output", "report.txt", "a.env"]);
    assert_eq!(shown.status.code(), Some(1));
    assert!(sandbox.read("report.txt").contains(&token(1)));
    assert!(!told(&shown).contains(&token(1)));
    let mode = std::fs::metadata(sandbox.path("report.txt")).expect("the file is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn completions_and_manual_name_every_command() {
    let sandbox = Sandbox::new();
    for arguments in
        [&["completions", "bash"][..], &["completions", "zsh"], &["completions", "fish"], &["man"], &["--help"]]
    {
        let output = sandbox.tightlip(arguments);
        assert_eq!(output.status.code(), Some(0));
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        for command in ["scan", "rules", "config", "clean", "redact", "filter"] {
            assert!(text.contains(command), "{arguments:?}: {command}");
        }
    }
}
