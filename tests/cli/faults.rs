//! What goes wrong is told, and never ends as clean.

use crate::sandbox::{Sandbox, findings, notebook, number, told};
use crate::values::token;

fn text(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &told(output)
}

#[test]
fn a_missing_path_is_a_problem_and_the_rest_is_scanned() {
    let sandbox = Sandbox::new();
    sandbox.write("clean.txt", "nothing\n");
    sandbox.write("found.txt", format!("token = {}\n", token(1)));
    let output = sandbox.tightlip(&["scan", "missing.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output).contains("missing.txt: is not there"), "{}", text(&output));
    assert_eq!(sandbox.tightlip(&["scan", "missing.txt", "clean.txt"]).status.code(), Some(2));
    let both = sandbox.tightlip(&["scan", "missing.txt", "found.txt"]);
    assert_eq!(both.status.code(), Some(1));
    assert!(text(&both).contains("missing.txt") && text(&both).contains("found.txt:1:"));
}

#[test]
fn what_holds_nothing_is_not_clean_where_it_was_named() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("empty")).expect("a folder can be made");
    let output = sandbox.tightlip(&["scan", "empty"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output).contains("nothing was scanned"));
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_read_is_told() {
    let sandbox = Sandbox::new();
    let output = sandbox.tightlip(&["scan", "/proc/self/mem"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output).contains("/proc/self/mem: cannot be read"), "{}", text(&output));
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new();
    sandbox.write("closed.txt", "nothing\n");
    sandbox.write("folder/closed.txt", "nothing\n");
    let close = |name: &str, mode| std::fs::set_permissions(sandbox.path(name), std::fs::Permissions::from_mode(mode));
    close("closed.txt", 0).expect("a mode can be set");
    close("folder", 0).expect("a mode can be set");
    // Whoever may read everything sees no fault here.
    if std::fs::File::open(sandbox.path("closed.txt")).is_err() {
        let output = sandbox.tightlip(&["scan"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(
            text(&output).contains("closed.txt: may not be read") && text(&output).contains("folder: may not be read")
        );
    }
    close("folder", 0o700).expect("a mode can be set");
}

#[cfg(unix)]
#[test]
fn a_pipe_or_device_is_passed_over_unless_it_is_named() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "nothing\n");
    assert!(sandbox.shell("mkfifo pipe").status.success());
    assert_eq!(sandbox.tightlip(&["scan"]).status.code(), Some(0));
    let output = sandbox.tightlip(&["scan", "pipe", "/dev/zero"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output).contains("pipe: is a pipe") && text(&output).contains("/dev/zero: is a device"));
    std::os::unix::fs::symlink("nowhere", sandbox.path("dangling")).expect("a link can be made");
    assert_eq!(sandbox.tightlip(&["scan", "dangling"]).status.code(), Some(2));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let sandbox = Sandbox::new();
    for seed in 0..500 {
        sandbox.write(&format!("{seed}.txt"), format!("token = {}\n", token(seed)));
    }
    let output = sandbox.shell("{ \"$0\" scan; echo \"status $?\" >&2; } | head -1");
    assert_eq!(told(&output).trim(), "status 1");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "nothing\n");
    let output = sandbox.shell("\"$0\" scan > /dev/full");
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("cannot be written"));
    let output = sandbox.tightlip(&["scan", "--output", "/dev/full"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_report_that_cannot_be_written_leaves_the_old_one() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "nothing\n");
    let output = sandbox.tightlip(&["scan", "--output", "no/such/folder.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("cannot be written"));
}

#[test]
fn a_bad_notebook_is_told_and_read_as_text() {
    let sandbox = Sandbox::new();
    let good = notebook("print(1)", &format!("SSN: {}", number()));
    sandbox.write("cut.ipynb", &good[..good.len() - 40]);
    let output = sandbox.tightlip(&["scan"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("cut.ipynb: no notebook"));
    sandbox.write("cut.ipynb", "{\"cells\": [");
    assert_eq!(sandbox.tightlip(&["scan"]).status.code(), Some(2));
}

#[test]
fn deep_nesting_ends() {
    let sandbox = Sandbox::new();
    sandbox.write("deep.json", "[".repeat(200_000));
    sandbox.write("deep.ipynb", "{\"cells\":".repeat(100_000));
    sandbox.write("deep.yaml", "- ".repeat(200_000));
    let output = sandbox.tightlip(&["scan"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
}

#[test]
fn a_value_is_allowed_by_a_mark_with_a_reason() {
    let sandbox = Sandbox::new();
    let mark = ["tightlip", "allow"].join(":");
    sandbox.write("a.txt", format!("# {mark} us-ssn a made-up number\nSSN: {}\n", number()));
    let output = sandbox.tightlip(&["scan", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a report is JSON");
    assert_eq!(report["summary"]["suppressed"], 1);
    assert!(report["suppressed"][0]["suppression"].as_str().is_some_and(|reason| reason.contains("a made-up number")));
    sandbox.write("a.txt", format!("# {mark} us-ssn\nSSN: {}\n", number()));
    assert_eq!(sandbox.tightlip(&["scan"]).status.code(), Some(1));
    sandbox.write("a.txt", format!("# {mark} us-ssn there is none\n"));
    let output = sandbox.tightlip(&["scan"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output).contains("allows nothing"));
    assert_eq!(sandbox.tightlip(&["scan", "--strict"]).status.code(), Some(2));
}

#[test]
fn wrong_usage_is_status_two() {
    let sandbox = Sandbox::new();
    for arguments in
        [&["scan", "--format", "xml"][..], &["scan", "--no-such-thing"], &["scna"], &["scan", "--only", "githb-pat"]]
    {
        assert_eq!(sandbox.tightlip(arguments).status.code(), Some(2), "{arguments:?}");
    }
    let output = sandbox.tightlip(&["scan", "--only", "us-snn"]);
    assert!(told(&output).contains("did you mean \"us-ssn\"?"), "{}", told(&output));
}

#[cfg(unix)]
#[test]
fn an_interrupt_tells_what_was_found_so_far() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", format!("token = {}\n", token(1)));
    let script = "mkfifo in; sleep 9 > in & sleep=$!; \"$0\" scan --format jsonl a.txt - < in & scan=$!; sleep 1; \
                  kill -INT $scan; wait $scan; echo \"status $?\" >&2; kill $sleep";
    let output = sandbox.shell(script);
    assert!(told(&output).contains("status 2") || told(&output).contains("status 1"), "{}", told(&output));
}

#[test]
fn nothing_is_written_where_it_scans() {
    let sandbox = Sandbox::with_repository();
    sandbox.write("a.txt", format!("token = {}\n", token(1)));
    sandbox.git(&["add", "--all"]);
    sandbox.git(&["commit", "--quiet", "--message", "first"]);
    let state = || sandbox.shell("find . -type f -exec sha256sum {} + | sort").stdout;
    let before = state();
    sandbox.tightlip(&["scan"]);
    assert_eq!(before, state());
}

#[test]
fn many_files_are_read_on_any_number_of_threads_with_the_same_report() {
    let sandbox = Sandbox::new();
    for seed in 0..300 {
        sandbox.write(&format!("{}/{seed}.txt", seed % 17), format!("token = {}\nSSN: {}\n", token(seed), number()));
    }
    let one = sandbox.tightlip(&["scan", "--format", "json", "--threads", "1"]);
    let four = sandbox.tightlip(&["scan", "--format", "json", "--threads", "4"]);
    assert_eq!(findings(&sandbox.tightlip(&["scan", "--format", "jsonl"])).len(), 600);
    assert_eq!(one.stdout, four.stdout);
}
