//! What a commit brings in is judged, however it is made; what it leaves alone is not.

use std::process::Output;

use super::sandbox::{Sandbox, notebook, number, told};

/// A repository with the hooks and a first commit.
pub(crate) fn hooked() -> Sandbox {
    let sandbox = Sandbox::with_repository();
    let installed = sandbox.tightlip(&["hook", "install"]);
    assert!(installed.status.success(), "{}", told(&installed));
    sandbox.write("readme", "a line\n");
    sandbox.write("other", "another line\n");
    sandbox.git(&["add", "."]);
    commit(&sandbox, &["-m", "first"]);
    sandbox
}

/// A line that holds a value.
pub(crate) fn line() -> String {
    format!("ssn: {}\n", number())
}

/// Commits, which must be possible.
pub(crate) fn commit(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let output = sandbox.try_git(&[&["commit", "--quiet"], arguments].concat());
    assert!(output.status.success(), "{}", told(&output));
    told(&output)
}

/// Tries to commit, which must be refused, with the value in no output.
pub(crate) fn refused(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let before = sandbox.try_git(&["rev-parse", "--verify", "HEAD"]).stdout;
    let output = sandbox.try_git(&[&["commit", "--quiet"], arguments].concat());
    assert!(!output.status.success(), "the commit was not refused");
    assert_eq!(sandbox.try_git(&["rev-parse", "--verify", "HEAD"]).stdout, before);
    hides(&output)
}

fn hides(output: &Output) -> String {
    let text = told(output) + &String::from_utf8_lossy(&output.stdout);
    assert!(!text.contains(&number()) && !text.contains(&number().replace('-', "")), "the value is shown");
    text
}

#[test]
fn the_first_commit_of_a_repository_is_judged() {
    let sandbox = Sandbox::with_repository();
    sandbox.tightlip(&["hook", "install"]);
    sandbox.write("a", line());
    sandbox.git(&["add", "a"]);
    let text = refused(&sandbox, &["-m", "one"]);
    for part in ["a:1:", "us-ssn", "why:", "fix:", "tightlip:allow us-ssn"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn only_what_is_committed_counts() {
    let sandbox = hooked();
    sandbox.write("readme", format!("a line\n{}", line()));
    commit(&sandbox, &["--allow-empty", "-m", "nothing is staged"]);
    refused(&sandbox, &["-a", "-m", "all"]);
    refused(&sandbox, &["-m", "a path", "readme"]);
    sandbox.git(&["add", "readme"]);
    sandbox.write("readme", "a line\n");
    refused(&sandbox, &["-m", "staged only"]);
    sandbox.write("other", "changed\n");
    commit(&sandbox, &["-m", "another path", "other"]);
    refused(&sandbox, &["--amend", "-m", "amended"]);
    std::fs::remove_file(sandbox.path("readme")).expect("removed");
    refused(&sandbox, &["-m", "staged and gone from the disk"]);
}

#[test]
fn what_was_there_is_a_note_and_what_moves_is_not() {
    let sandbox = hooked();
    sandbox.write("readme", format!("one\ntwo\n{}three\nfour\n", line()));
    sandbox.git(&["add", "."]);
    commit(&sandbox, &["--no-verify", "-m", "old"]);
    sandbox.write("readme", format!("one\ntwo\n{}three\nfour\nfive\n", line()));
    assert!(commit(&sandbox, &["-am", "another line"]).contains("1 finding in lines that this does not touch"));
    commit(&sandbox, &["--amend", "-m", "amended"]);
    sandbox.git(&["mv", "readme", "renamed"]);
    commit(&sandbox, &["-m", "renamed"]);
    sandbox.git(&["update-index", "--chmod=+x", "renamed"]);
    commit(&sandbox, &["-m", "mode"]);
    sandbox.git(&["mv", "renamed", "again"]);
    sandbox.write("again", format!("one\ntwo\n{}three\nfour\nfive\nsix\n", line()));
    commit(&sandbox, &["-am", "renamed and changed elsewhere"]);
    sandbox.write("again", format!("one\ntwo\n{}three\nfour\nfive\nsix\n{}", line(), line()));
    refused(&sandbox, &["-am", "added once more"]);
    sandbox.write("again", format!("{}one\ntwo\nthree\nfour\nfive\nsix\n", line()));
    refused(&sandbox, &["-am", "moved"]);
    sandbox.write("again", "one\ntwo\nthree\n");
    commit(&sandbox, &["-am", "line deleted"]);
    sandbox.git(&["rm", "--quiet", "again"]);
    commit(&sandbox, &["-m", "deleted"]);
}

#[test]
fn a_merge_is_judged_by_what_no_parent_has() {
    let sandbox = hooked();
    sandbox.git(&["checkout", "--quiet", "-b", "side"]);
    sandbox.write("readme", format!("{}side\n", line()));
    sandbox.git(&["commit", "--quiet", "--no-verify", "-am", "side"]);
    sandbox.git(&["checkout", "--quiet", "main"]);
    sandbox.write("readme", "main\n");
    commit(&sandbox, &["-am", "main"]);
    sandbox.try_git(&["merge", "--quiet", "side"]);
    sandbox.write("readme", format!("{}side\nmain\n", line()));
    sandbox.write("other", line());
    sandbox.git(&["add", "."]);
    refused(&sandbox, &["-m", "the merge adds its own"]);
    sandbox.git(&["checkout", "HEAD", "other"]);
    commit(&sandbox, &["-m", "merged"]);
    assert_eq!(sandbox.git(&["rev-list", "--parents", "-1", "HEAD"]).split_whitespace().count(), 3);
}

#[test]
fn types_and_links_are_content() {
    let sandbox = hooked();
    std::fs::remove_file(sandbox.path("other")).expect("removed");
    #[cfg(unix)]
    std::os::unix::fs::symlink(line().trim(), sandbox.path("other")).expect("linked");
    refused(&sandbox, &["-am", "a link to a value"]);
    std::fs::remove_file(sandbox.path("other")).expect("removed");
    sandbox.write("other/file", line());
    sandbox.git(&["add", "-A"]);
    refused(&sandbox, &["-m", "a folder in a file's place"]);
}

#[test]
fn attributes_and_settings_hide_nothing_and_run_nothing() {
    let sandbox = hooked();
    let canary = sandbox.path("canary");
    let program = format!("touch {}; cat", canary.display());
    for key in ["diff.x.textconv", "diff.x.command", "core.fsmonitor", "diff.external"] {
        sandbox.git(&["config", key, &program]);
    }
    sandbox.write(".gitattributes", "*.a -diff\n*.b binary\n*.c diff=x\n*.d export-ignore linguist-generated -text\n");
    sandbox.git(&["-c", "core.fsmonitor=", "add", ".gitattributes"]);
    for name in ["v.a", "v.b", "v.c", "v.d"] {
        sandbox.write(name, line());
        sandbox.git(&["-c", "core.fsmonitor=", "add", name]);
        std::fs::remove_file(&canary).ok();
        let output = sandbox.tightlip(&["scan", "--staged", "--format", "jsonl"]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(!canary.exists(), "{name}: a program of the repository was run");
        sandbox.git(&["-c", "core.fsmonitor=", "rm", "--quiet", "--cached", name]);
    }
}

#[test]
fn encodings_and_notebooks_are_read() {
    let sandbox = hooked();
    let wide: Vec<u8> = format!("\u{feff}{}", line()).encode_utf16().flat_map(u16::to_le_bytes).collect();
    sandbox.write("wide.txt", wide);
    sandbox.git(&["add", "wide.txt"]);
    refused(&sandbox, &["-m", "UTF-16"]);
    sandbox.git(&["rm", "--quiet", "--cached", "wide.txt"]);
    sandbox.write("n.ipynb", notebook("print(1)", line().trim()));
    sandbox.git(&["add", "n.ipynb"]);
    assert!(refused(&sandbox, &["-m", "a notebook"]).contains("cell 0, output 0"));
}

#[test]
fn a_table_that_grows_tells_its_new_rows() {
    let sandbox = hooked();
    let rows = |count: u32| -> String {
        let row = |row: u32| format!("{row},{}\n", [536, 22 + row, 8726].map(|part| part.to_string()).join("-"));
        format!("id,ssn\n{}", (0..count).map(row).collect::<String>())
    };
    sandbox.write("t.csv", rows(5));
    sandbox.git(&["add", "."]);
    commit(&sandbox, &["--no-verify", "-m", "old rows"]);
    sandbox.write("t.csv", rows(7));
    let text = refused(&sandbox, &["-am", "new rows"]);
    assert!(text.contains("t.csv:7:"), "{text}");
}

#[test]
fn many_files_are_told_in_short() {
    let sandbox = hooked();
    for number in 0..60 {
        sandbox.write(&format!("many/{number}"), line());
    }
    sandbox.git(&["add", "."]);
    let text = refused(&sandbox, &["-m", "many"]);
    assert!(text.contains("and 50 more findings"), "{text}");
    assert_eq!(text.matches("why:").count(), 10);
}
