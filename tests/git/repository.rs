//! Repositories, indexes and hooks in all their forms, whole and damaged.

use std::fs;

use super::commit::{commit, hooked, line, refused};
use super::sandbox::{Sandbox, told};

fn staged(sandbox: &Sandbox) -> Option<i32> {
    sandbox.tightlip(&["scan", "--staged"]).status.code()
}

#[test]
fn every_form_of_repository_is_read() {
    for format in [&["--object-format=sha256"][..], &["--ref-format=reftable"]] {
        let sandbox = Sandbox::new();
        let made = sandbox.try_git(&[&["init", "--quiet"], format].concat());
        if !made.status.success() {
            continue; // An older git does not know it.
        }
        sandbox.tightlip(&["hook", "install"]);
        sandbox.write("a", "clean\n");
        sandbox.git(&["add", "a"]);
        commit(&sandbox, &["-m", "first"]);
        sandbox.write("a", line());
        refused(&sandbox, &["-am", "second"]);
        sandbox.git(&["gc", "--quiet"]);
        commit(&sandbox, &["--no-verify", "-am", "old"]);
        sandbox.git(&["repack", "-adq"]);
        sandbox.write("a", format!("{}more\n", line()));
        assert!(commit(&sandbox, &["-am", "third"]).contains("does not touch"));
    }
}

#[test]
fn every_form_of_index_is_read() {
    let sandbox = hooked();
    for number in 0..40 {
        sandbox.write(&format!("folder{}/file{number}", number % 4), "clean\n");
    }
    sandbox.git(&["add", "."]);
    commit(&sandbox, &["-m", "files"]);
    let forms: [&[&str]; 4] = [
        &["update-index", "--index-version", "4"],
        &["update-index", "--split-index"],
        &["update-index", "--no-split-index"],
        &["sparse-checkout", "set", "--cone", "--sparse-index", "folder1"],
    ];
    for form in forms {
        sandbox.git(form);
        assert_eq!(staged(&sandbox), Some(0), "{form:?}");
        sandbox.write("folder1/file1", line());
        sandbox.write("folder1/new", "clean\n");
        sandbox.git(&["rm", "--quiet", "--cached", "folder1/file5"]);
        sandbox.git(&["add", "folder1"]);
        assert_eq!(staged(&sandbox), Some(1), "{form:?}");
        sandbox.git(&["reset", "--quiet", "--hard"]);
    }
}

#[test]
fn announced_and_skipped_files_are_no_content() {
    let sandbox = hooked();
    sandbox.write("announced", line());
    sandbox.git(&["add", "-N", "announced"]);
    sandbox.write("readme", "changed\n");
    sandbox.git(&["add", "readme"]);
    commit(&sandbox, &["-m", "another"]);
    sandbox.git(&["update-index", "--skip-worktree", "other"]);
    sandbox.write("other", line());
    commit(&sandbox, &["--allow-empty", "-m", "skipped"]);
    refused(&sandbox, &["-am", "all"]);
}

#[test]
fn worktrees_folders_and_submodules_have_their_own_index() {
    let sandbox = hooked();
    sandbox.git(&["worktree", "add", "--quiet", "linked", "-b", "linked"]);
    sandbox.write("linked/readme", line());
    let output = sandbox.try_git(&["-C", "linked", "commit", "-am", "x"]);
    assert!(!output.status.success() && told(&output).contains("us-ssn"));

    sandbox.git(&["init", "--quiet", "sub"]);
    sandbox.git(&["-C", "sub", "commit", "--quiet", "--allow-empty", "-m", "first"]);
    sandbox.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "./sub", "sub"]);
    assert_eq!(staged(&sandbox), Some(0));
    let inner = sandbox.shell("cd sub && \"$0\" hook install && echo \"$1\" > f && git add f && git commit -m x");
    assert!(inner.status.success());
    sandbox.write("folder/file", line());
    let output = sandbox.shell("cd folder && git add file && git commit -m x");
    assert!(!output.status.success() && told(&output).contains("folder/file:1:"));
    let output = sandbox.shell("cd folder && \"$0\" scan --staged --format jsonl");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("\"path\":\"folder/file\""));
}

#[test]
fn what_cannot_be_read_is_never_clean() {
    let sandbox = hooked();
    sandbox.write("readme", "changed\n");
    sandbox.git(&["add", "readme"]);
    let id = sandbox.git(&["rev-parse", ":readme"]);
    let (folder, rest) = id.trim().split_at(2);
    let object = format!(".git/objects/{folder}/{rest}");
    let content = fs::read(sandbox.path(&object)).expect("there");
    fs::remove_file(sandbox.path(&object)).expect("removed");
    assert_eq!(staged(&sandbox), Some(2), "missing");
    sandbox.write(&object, &content[..content.len() / 2]);
    assert_eq!(staged(&sandbox), Some(2), "cut short");
    fs::remove_file(sandbox.path(&object)).expect("removed");
    sandbox.write(&object, content);
    assert_eq!(staged(&sandbox), Some(0));

    let index = fs::read(sandbox.path(".git/index")).expect("there");
    let mut damaged = index.clone();
    damaged[60] ^= 1;
    sandbox.write(".git/index", damaged);
    assert_eq!(staged(&sandbox), Some(2), "damaged index");
    sandbox.write(".git/index", &index[..40]);
    assert_eq!(staged(&sandbox), Some(2), "index cut short");
    sandbox.write(".git/index", index);
    let head = sandbox.read(".git/refs/heads/main");
    sandbox.write(".git/refs/heads/main", "junk\n");
    assert_eq!(staged(&sandbox), Some(2), "broken ref");
    sandbox.write(".git/refs/heads/main", head);
    fs::remove_file(sandbox.path(".git/HEAD")).expect("removed");
    assert_eq!(staged(&sandbox), Some(2), "no HEAD");
    let outside = Sandbox::new();
    assert_eq!(staged(&outside), Some(2), "no repository");
}

#[test]
fn a_hook_without_its_program_refuses() {
    let sandbox = hooked();
    let hook = sandbox.read(".git/hooks/pre-commit");
    let gone = hook.replace(env!("CARGO_BIN_EXE_tightlip"), "/nowhere/tightlip");
    sandbox.write(".git/hooks/pre-commit", gone);
    sandbox.write("readme", "changed\n");
    let text = refused(&sandbox, &["-am", "x"]);
    assert!(text.contains("program is missing") && text.contains("remove the hook"), "{text}");
    assert_eq!(sandbox.tightlip(&["hook", "status"]).status.code(), Some(1));
}

#[cfg(unix)]
#[test]
fn a_hook_that_was_there_is_kept_and_put_back() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::with_repository();
    sandbox.git(&["config", "core.hooksPath", "my hooks"]);
    let own = "#!/bin/sh\necho ran >> ran\n";
    sandbox.write("my hooks/pre-commit", own);
    fs::set_permissions(sandbox.path("my hooks/pre-commit"), fs::Permissions::from_mode(0o755)).expect("set");
    for _ in 0..2 {
        assert!(sandbox.tightlip(&["hook", "install"]).status.success());
    }
    assert!(sandbox.tightlip(&["hook", "status"]).status.success());
    sandbox.write("a", line());
    sandbox.git(&["add", "a"]);
    refused(&sandbox, &["-m", "x"]);
    assert_eq!(sandbox.read("ran"), "ran\n");
    assert!(sandbox.tightlip(&["hook", "uninstall"]).status.success());
    assert_eq!(sandbox.read("my hooks/pre-commit"), own);
    assert!(!sandbox.path("my hooks/commit-msg").exists());
    commit(&sandbox, &["-m", "x"]);
}

#[test]
fn a_global_hook_passes_on_to_the_repositories_own() {
    let sandbox = Sandbox::with_repository();
    assert!(sandbox.tightlip(&["hook", "install", "--global"]).status.success());
    sandbox.write(".git/hooks/post-commit", "#!/bin/sh\necho ran >> ran\n");
    sandbox.shell("chmod +x .git/hooks/post-commit");
    sandbox.write("a", line());
    sandbox.git(&["add", "a"]);
    refused(&sandbox, &["-m", "x"]);
    sandbox.write("a", "clean\n");
    sandbox.git(&["add", "a"]);
    commit(&sandbox, &["-m", "x"]);
    assert_eq!(sandbox.read("ran"), "ran\n");
    assert!(sandbox.tightlip(&["hook", "uninstall", "--global"]).status.success());
    assert!(!sandbox.try_git(&["config", "core.hooksPath"]).status.success());
}

#[test]
fn nothing_is_written_by_a_scan() {
    let sandbox = hooked();
    sandbox.write("readme", line());
    sandbox.git(&["add", "readme"]);
    let listing = "find . -type f -exec ls -l --time-style=full-iso {} + | sort";
    let before = sandbox.shell(listing).stdout;
    assert_eq!(staged(&sandbox), Some(1));
    assert_eq!(sandbox.shell(listing).stdout, before);
}
