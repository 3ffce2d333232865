//! Standard input, by itself and beside files.

use crate::sandbox::{Sandbox, findings, notebook, number};
use crate::values::token;

#[test]
fn standard_input_is_scanned_in_any_encoding() {
    let sandbox = Sandbox::new();
    let text = format!("first\ntoken = {}\n", token(1));
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let nul = text.replace('\n', "\0");
    let diff = format!("diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-old\n+token = {}\n", token(1));
    for input in [text.as_bytes(), &wide, nul.as_bytes(), diff.as_bytes()] {
        let output = sandbox.tightlip_with(&["scan", "--format", "jsonl", "-"], input);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(findings(&output).len(), 1);
    }
    assert_eq!(sandbox.tightlip_with(&["scan", "-"], b"nothing\n").status.code(), Some(0));
    assert_eq!(sandbox.tightlip_with(&["scan", "-"], b"").status.code(), Some(0));
}

#[test]
fn standard_input_may_stand_beside_paths() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", format!("token = {}\n", token(1)));
    let output =
        sandbox.tightlip_with(&["scan", "--format", "jsonl", "-", "a.txt"], format!("t = {}", token(2)).as_bytes());
    let found = findings(&output);
    assert_eq!(found.iter().map(|one| one["path"].as_str().unwrap_or_default()).collect::<Vec<_>>(), ["-", "a.txt"]);
}

#[test]
fn long_input_is_read_window_by_window_to_its_end() {
    let sandbox = Sandbox::new();
    let lines = 1_000_000;
    let mut text = "some words of text\n".repeat(lines);
    text += &format!("token = {}\n", token(1));
    let found = findings(&sandbox.tightlip_with(&["scan", "--format", "jsonl", "-"], text.as_bytes()));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["line"], lines + 1);
    assert_eq!(found[0]["start"], lines * 19 + 8);
}

#[test]
fn a_name_says_how_it_is_read() {
    let sandbox = Sandbox::new();
    let text = notebook("print(1)", &format!("SSN: {}", number()));
    let arguments = ["scan", "--format", "jsonl", "--stdin-name", "a.ipynb", "-"];
    let found = findings(&sandbox.tightlip_with(&arguments, text.as_bytes()));
    assert_eq!((&found[0]["path"], &found[0]["part"]["cell"]), (&"a.ipynb".into(), &0.into()));
}
