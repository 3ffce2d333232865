//! Any name that git allows is a file's name.

use super::commit::{commit, hooked, line, refused};

#[test]
fn names_of_all_kinds_are_read() {
    let sandbox = hooked();
    for name in ["with space", "-dash", "--", "new\nline", "tab\t", "\"quote'", "ü", ":colon", "*", "back\\slash"] {
        sandbox.write(name, line());
        sandbox.git(&["add", "-A"]);
        refused(&sandbox, &["-m", "named"]);
        sandbox.git(&["rm", "-r", "--quiet", "--cached", "."]);
        std::fs::remove_file(sandbox.path(name)).expect("removed");
        sandbox.git(&["add", "-A"]);
    }
    commit(&sandbox, &["--allow-empty", "-m", "clean"]);
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_read() {
    use std::os::unix::ffi::OsStrExt;
    let sandbox = hooked();
    let name = std::ffi::OsStr::from_bytes(b"raw\xff\xfe");
    let path = sandbox.path("x").with_file_name(name);
    if std::fs::write(path, line()).is_err() {
        return; // Some file systems take no such name.
    }
    sandbox.git(&["add", "-A"]);
    assert!(refused(&sandbox, &["-m", "raw"]).contains("raw\\xff\\xfe:1:"));
}

#[test]
fn a_value_in_a_new_name_is_told_and_not_shown() {
    let sandbox = hooked();
    sandbox.write(&format!("ssn {}.txt", super::sandbox::number()), "clean\n");
    sandbox.git(&["add", "-A"]);
    assert!(refused(&sandbox, &["-m", "named"]).contains("[US_SSN]"));
}
