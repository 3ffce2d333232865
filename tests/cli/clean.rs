//! `tightlip clean` and `tightlip redact`.

use std::fs;

use crate::sandbox::{Sandbox, notebook, number, told};

#[test]
fn a_value_is_masked_in_place_and_only_once() {
    let sandbox = Sandbox::new();
    let before = notebook("print(1)", &format!("SSN: {}", number()));
    sandbox.write("a.ipynb", &before);
    let output = sandbox.tightlip(&["clean", "a.ipynb"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert_eq!(sandbox.read("a.ipynb"), before.replace(&number(), "[US_SSN]"));
    assert!(!told(&output).contains(&number()));
    let modified = || fs::metadata(sandbox.path("a.ipynb")).and_then(|metadata| metadata.modified()).ok();
    let first = modified();
    assert_eq!(sandbox.tightlip(&["clean", "a.ipynb"]).status.code(), Some(0));
    assert_eq!(modified(), first);
    assert_eq!(fs::read_dir(sandbox.path(".")).expect("the folder is there").count(), 1);
}

#[test]
fn check_and_diff_change_nothing_and_show_no_value() {
    let sandbox = Sandbox::new();
    let before = notebook("print(1)", &format!("SSN: {}", number()));
    sandbox.write("a.ipynb", &before);
    for option in ["--check", "--diff"] {
        let output = sandbox.tightlip(&["clean", option, "a.ipynb"]);
        assert_eq!(output.status.code(), Some(1));
        let shown = String::from_utf8_lossy(&output.stdout).into_owned() + &told(&output);
        assert!(!shown.contains(&number()));
        assert!(option == "--check" || shown.contains("[US_SSN]"));
    }
    assert_eq!(sandbox.read("a.ipynb"), before);
}

#[test]
fn a_bad_file_does_not_stop_the_others() {
    let sandbox = Sandbox::new();
    let good = notebook("print(1)", &format!("SSN: {}", number()));
    let bad = &good[..good.len() / 2];
    sandbox.write("bad.ipynb", bad);
    sandbox.write("good.ipynb", &good);
    let output = sandbox.tightlip(&["clean", "bad.ipynb", "missing.ipynb", "good.ipynb"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(sandbox.read("bad.ipynb"), bad);
    assert_eq!(sandbox.read("good.ipynb"), good.replace(&number(), "[US_SSN]"));
    assert!(told(&output).contains("bad.ipynb") && told(&output).contains("missing.ipynb"));
}

#[test]
fn a_value_in_source_is_told_by_its_cell_and_stays() {
    let sandbox = Sandbox::new();
    let before = notebook(&format!("ssn = '{}'", number()), "nothing");
    sandbox.write("a.ipynb", &before);
    let output = sandbox.tightlip(&["clean", "a.ipynb"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("source of cell 0"));
    assert_eq!(sandbox.read("a.ipynb"), before);
    let output = sandbox.tightlip(&["clean", "--source", "a.ipynb"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let literal = format!("'{}'", number());
    assert_eq!(sandbox.read("a.ipynb"), before.replace(&literal, "os.environ[\\\"SSN\\\"]"));
}

#[test]
fn standard_input_is_a_filter() {
    let sandbox = Sandbox::new();
    let before = notebook("print(1)", &format!("SSN: {}", number()));
    let output = sandbox.tightlip_with(&["clean", "-"], before.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stdout), before.replace(&number(), "[US_SSN]"));
    let output = sandbox.tightlip_with(&["clean", "-"], b"{\"cells\": [");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
}

#[test]
fn stripping_takes_out_what_it_says() {
    let sandbox = Sandbox::new();
    sandbox.write("a.ipynb", notebook("print(1)", "text"));
    assert_eq!(sandbox.tightlip(&["clean", "--strip", "all", "a.ipynb"]).status.code(), Some(0));
    let after = sandbox.read("a.ipynb");
    assert!(
        after.contains("\"outputs\": []")
            && after.contains("\"execution_count\": null")
            && after.contains("\"id\": \"0\"")
    );
}

#[test]
fn redact_masks_source_too_and_leaves_the_file() {
    let sandbox = Sandbox::new();
    let before = notebook(&format!("ssn = '{}'", number()), &format!("SSN: {}", number()));
    sandbox.write("a.ipynb", &before);
    let output = sandbox.tightlip(&["redact", "a.ipynb"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stdout), before.replace(&number(), "[US_SSN]"));
    assert_eq!(sandbox.read("a.ipynb"), before);
    let csv = format!("name,ssn\nAnn,{}\n", number());
    let output = sandbox.tightlip_with(&["redact", "--stdin-name", "a.csv", "--mask", "partial"], csv.as_bytes());
    assert_eq!(String::from_utf8_lossy(&output.stdout), "name,ssn\nAnn,***-**-8726\n");
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let sandbox = Sandbox::new();
    sandbox.write("real/a.ipynb", notebook("print(1)", &format!("SSN: {}", number())));
    let real = sandbox.path("real/a.ipynb");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("the file is ours");
    symlink(&real, sandbox.path("link.ipynb")).expect("a link can be made");
    assert_eq!(sandbox.tightlip(&["clean", "--backup", ".before", "link.ipynb"]).status.code(), Some(0));
    let metadata = fs::symlink_metadata(&real).expect("the file is there");
    assert_eq!(metadata.permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(sandbox.path("link.ipynb")).is_ok_and(|metadata| metadata.is_symlink()));
    assert!(sandbox.read("real/a.ipynb.before").contains(&number()));
    assert!(!sandbox.read("real/a.ipynb").contains(&number()));
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_leaves_the_old_file_whole() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new();
    let before = notebook("print(1)", &format!("SSN: {}", number()));
    sandbox.write("closed/a.ipynb", &before);
    let folder = sandbox.path("closed");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).expect("the folder is ours");
    let is_root = fs::write(folder.join("probe"), "").is_ok();
    let output = sandbox.tightlip(&["clean", "closed/a.ipynb"]);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).expect("the folder is ours");
    if !is_root {
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(sandbox.read("closed/a.ipynb"), before);
    }
}

/// Runs the program in a shell in which no file may grow beyond 1,024 bytes, as on a disk that is full.
#[cfg(unix)]
fn clean_on_a_full_disk(sandbox: &Sandbox, before: &str) -> std::process::Output {
    let script = format!("{before} ulimit -f 1; exec \"$0\" clean a.ipynb");
    sandbox.shell(&script)
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_file_whole() {
    let sandbox = Sandbox::new();
    let before = notebook("print(1)", &format!("SSN: {} {}", number(), "x".repeat(5000)));
    sandbox.write("a.ipynb", &before);
    let output = clean_on_a_full_disk(&sandbox, "trap '' XFSZ;");
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert_eq!(sandbox.read("a.ipynb"), before);
    assert_eq!(fs::read_dir(sandbox.path(".")).expect("the folder is there").count(), 1);
}

#[cfg(unix)]
#[test]
fn a_kill_in_the_middle_leaves_the_old_file_whole() {
    let sandbox = Sandbox::new();
    let before = notebook("print(1)", &format!("SSN: {} {}", number(), "x".repeat(5000)));
    sandbox.write("a.ipynb", &before);
    let output = clean_on_a_full_disk(&sandbox, "");
    assert_eq!(output.status.code(), None, "the signal for too large a file ends it");
    assert_eq!(sandbox.read("a.ipynb"), before);
}
