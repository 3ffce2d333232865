//! Commits that are there already: ranges, pushes, messages, and what is not committed yet.

use super::commit::{commit, hooked, line, refused};
use super::sandbox::{Sandbox, findings, number, told};

/// Commits without the hooks.
fn record(sandbox: &Sandbox, message: &str) -> String {
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "--no-verify", "--allow-empty", "-m", message]);
    sandbox.git(&["rev-parse", "HEAD"]).trim().to_owned()
}

fn status(sandbox: &Sandbox, arguments: &[&str]) -> Option<i32> {
    sandbox.tightlip(&[&["scan"], arguments].concat()).status.code()
}

fn paths(sandbox: &Sandbox, arguments: &[&str]) -> Vec<String> {
    let output = sandbox.tightlip(&[&["scan", "--format", "jsonl"], arguments].concat());
    findings(&output).iter().map(|one| one["path"].as_str().expect("a path").to_owned()).collect()
}

#[test]
fn a_range_tells_what_each_commit_brings_in() {
    let sandbox = hooked();
    let first = record(&sandbox, "first");
    sandbox.write("a", line());
    let second = record(&sandbox, "added");
    std::fs::remove_file(sandbox.path("a")).expect("removed");
    record(&sandbox, "removed");
    let output = sandbox.tightlip(&["scan", "--format", "jsonl", "--range", &format!("{first}..HEAD")]);
    assert_eq!(output.status.code(), Some(1));
    let found = findings(&output);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["commit"], second.as_str());
    assert_eq!(found[0]["author"], "A <a@localhost>");
    assert_eq!(found[0]["date"], "2020-01-01T00:00:00+00:00");
    for (range, code) in [
        ("HEAD~1..HEAD", 0),
        ("HEAD^..", 0),
        ("HEAD~2..main^0", 1),
        ("HEAD~1", 1),
        ("main...HEAD~2", 1),
        ("HEAD..HEAD", 0),
        (&format!("{}..HEAD", "0".repeat(40)), 1),
        (&format!("{}..HEAD~2", "0".repeat(40)), 0),
        (&format!("{}..HEAD~2", "1".repeat(40)), 2),
        (&format!("{}..{}", &first[..8], &second[..8]), 1),
        ("nowhere..HEAD", 2),
        ("HEAD~99..HEAD", 2),
        (&format!("HEAD..{}", "0".repeat(40)), 2),
    ] {
        assert_eq!(status(&sandbox, &["--range", range]), Some(code), "{range}");
    }
}

#[test]
fn both_sides_of_a_symmetric_range_are_scanned_and_nothing_before() {
    let sandbox = hooked();
    sandbox.write("old", line());
    record(&sandbox, "old");
    sandbox.git(&["checkout", "--quiet", "-b", "side"]);
    sandbox.write("side", line());
    record(&sandbox, "side");
    sandbox.git(&["checkout", "--quiet", "main"]);
    sandbox.write("main", line());
    record(&sandbox, "main");
    assert_eq!(paths(&sandbox, &["--range", "main...side"]), ["main", "side"]);
    assert_eq!(paths(&sandbox, &["--range", "main..side"]), ["side"]);
    sandbox.git(&["merge", "--quiet", "--no-verify", "--no-commit", "side"]);
    sandbox.write("own", line());
    record(&sandbox, "merge");
    assert_eq!(paths(&sandbox, &["--range", "HEAD^1..HEAD"]), ["own", "side"]);
    let ids = sandbox.tightlip_with(&["scan", "--commits", "-", "--format", "jsonl"], b"HEAD\n");
    assert_eq!(findings(&ids).len(), 1);
}

#[test]
fn messages_and_tags_are_read() {
    let sandbox = hooked();
    record(&sandbox, &format!("a subject\n\nbody\n{}", line()));
    let output = sandbox.tightlip(&["scan", "--format", "jsonl", "--range", "HEAD^..HEAD"]);
    assert_eq!(findings(&output)[0]["part"]["field"], "message");
    sandbox.git(&["tag", "-a", "v1", "HEAD^", "-m", line().trim()]);
    assert_eq!(paths(&sandbox, &["--range", "v1^{commit}..v1"]).len(), 1);
    assert_eq!(status(&sandbox, &["--range", "v1^0..v1^{}"]), Some(0));
}

#[test]
fn an_end_that_was_cut_off_is_told() {
    let sandbox = hooked();
    for name in ["one", "two", "three"] {
        record(&sandbox, name);
    }
    let url = format!("file://{}", sandbox.path("").display());
    sandbox.git(&["clone", "--quiet", "--depth", "2", &url, "clone"]);
    let scan = |range: &str| sandbox.shell(&format!("cd clone && \"$0\" scan --range {range}")).status.code();
    assert_eq!(scan("HEAD^..HEAD"), Some(0));
    assert_eq!(scan("HEAD"), Some(2));
}

#[test]
fn a_message_is_judged_without_its_comments() {
    let sandbox = hooked();
    refused(&sandbox, &["--allow-empty", "-m", line().trim()]);
    refused(&sandbox, &["--allow-empty", "-m", &format!("# {}", line().trim()), "--cleanup=verbatim"]);
    commit(&sandbox, &["--allow-empty", "-m", "clean"]);
    sandbox.write("message", format!("subject\n# {}", line()));
    assert_eq!(status(&sandbox, &["--message", "message"]), Some(0));
    sandbox.git(&["config", "core.commentChar", ";"]);
    assert_eq!(status(&sandbox, &["--message", "message"]), Some(1));
    assert_eq!(status(&sandbox, &["--message", "nowhere"]), Some(2));
}

#[test]
fn a_merge_without_a_conflict_is_judged_too() {
    let sandbox = hooked();
    sandbox.git(&["checkout", "--quiet", "-b", "side"]);
    sandbox.write("side", line());
    record(&sandbox, "side");
    sandbox.git(&["checkout", "--quiet", "main"]);
    sandbox.write("main", "main\n");
    record(&sandbox, "main");
    let output = sandbox.try_git(&["merge", "--no-edit", "side"]);
    assert!(output.status.success(), "what a parent has is not new: {}", told(&output));
}

#[test]
fn a_push_is_judged_by_what_the_remote_has_not() {
    let sandbox = hooked();
    sandbox.git(&["init", "--quiet", "--bare", "remote.git"]);
    sandbox.git(&["remote", "add", "origin", "./remote.git"]);
    sandbox.write(".git/info/exclude", "remote.git\n");
    let push = |arguments: &[&str]| sandbox.try_git(&[&["push", "--quiet", "origin"], arguments].concat());
    assert!(push(&["main"]).status.success());
    sandbox.write("a", line());
    record(&sandbox, "added");
    std::fs::remove_file(sandbox.path("a")).expect("removed");
    record(&sandbox, "removed");
    let output = push(&["main"]);
    assert!(!output.status.success() && told(&output).contains("push refused: 1 finding"), "{}", told(&output));
    assert!(!push(&["main:new"]).status.success());
    sandbox.git(&["push", "--quiet", "--no-verify", "origin", "main"]);
    sandbox.write("b", "clean\n");
    record(&sandbox, "clean");
    assert!(push(&["main"]).status.success());
    assert!(push(&["main:another"]).status.success(), "only what is new is scanned");
    assert!(push(&[":another"]).status.success(), "a branch is deleted");
    sandbox.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    assert!(push(&["--force", "main"]).status.success());
    sandbox.git(&["tag", "-a", "v1", "-m", line().trim()]);
    assert!(!push(&["v1"]).status.success());
}

#[test]
fn a_server_refuses_what_is_pushed_to_it() {
    let sandbox = hooked();
    sandbox.git(&["init", "--quiet", "--bare", "remote.git"]);
    sandbox.write(".git/info/exclude", "remote.git\n");
    let installed = sandbox.shell("cd remote.git && \"$0\" hook install --hook pre-receive");
    assert!(installed.status.success(), "{}", told(&installed));
    let push = |refs: &str| sandbox.try_git(&["push", "--quiet", "--no-verify", "./remote.git", refs]);
    let clean = push("main");
    assert!(clean.status.success(), "{}", told(&clean));
    sandbox.write("a", line());
    record(&sandbox, "added");
    std::fs::remove_file(sandbox.path("a")).expect("removed");
    record(&sandbox, "removed");
    let output = push("main");
    assert!(!output.status.success() && told(&output).contains("us-ssn"), "{}", told(&output));
    assert!(!told(&output).contains(&number()));
    assert!(push("main~2:refs/heads/old").status.success());
    assert!(push(":refs/heads/old").status.success());
    sandbox.write("blob", line());
    let blob = sandbox.git(&["hash-object", "-w", "blob"]);
    assert!(!push(&format!("{}:refs/tags/blob", blob.trim())).status.success());
}

#[test]
fn what_is_not_staged_is_compared_with_the_index() {
    let sandbox = hooked();
    sandbox.write("staged", line());
    sandbox.git(&["add", "staged"]);
    assert_eq!(status(&sandbox, &["--unstaged"]), Some(0));
    sandbox.write("staged", format!("{}more\n", line()));
    assert_eq!(status(&sandbox, &["--unstaged"]), Some(0), "an old line");
    sandbox.write("readme", line());
    sandbox.write("new", line());
    assert_eq!(paths(&sandbox, &["--unstaged"]), ["readme"]);
    assert_eq!(paths(&sandbox, &["--unstaged", "--untracked"]), ["new", "readme"]);
    sandbox.git(&["update-index", "--assume-unchanged", "readme"]);
    assert_eq!(paths(&sandbox, &["--unstaged"]), ["readme"]);
    sandbox.git(&["add", "-N", "new"]);
    assert_eq!(paths(&sandbox, &["--unstaged"]), ["new", "readme"]);
}

#[test]
fn pre_commit_asks_for_files_what_is_staged_or_a_range() {
    let sandbox = hooked();
    sandbox.write("old", line());
    record(&sandbox, "old");
    sandbox.write("readme", "changed\n");
    sandbox.git(&["add", "readme"]);
    assert_eq!(status(&sandbox, &["--pre-commit", "readme"]), Some(0));
    assert_eq!(status(&sandbox, &["--pre-commit", "readme", "old"]), Some(1), "all files");
    let range = "PRE_COMMIT_FROM_REF=HEAD^ PRE_COMMIT_TO_REF=HEAD \"$0\" scan --pre-commit";
    assert_eq!(sandbox.shell(range).status.code(), Some(1));
    let none = "PRE_COMMIT_FROM_REF=HEAD PRE_COMMIT_TO_REF=HEAD \"$0\" scan --pre-commit old";
    assert_eq!(sandbox.shell(none).status.code(), Some(0));
}
