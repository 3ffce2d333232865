//! `tightlip scan` on notebooks.

use crate::sandbox::{Sandbox, notebook, number};

#[test]
fn a_value_shown_twice_is_one_finding_and_told_by_cell_output_and_line() {
    let sandbox = Sandbox::new();
    let number = number();
    let twice = format!("first line\\nSSN: {number}\\nSSN: {number}");
    sandbox.write("a.ipynb", notebook("print(1)", &twice));
    let output = sandbox.tightlip(&["scan", "--format", "jsonl", "a.ipynb"]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let findings: Vec<&str> = told.lines().collect();
    assert_eq!(findings.len(), 1, "{told}");
    assert!(findings[0].contains(r#""cell":0,"output":0,"line":2"#), "{told}");
    assert!(!told.contains(&number));
}
