//! `tightlip filter`, driven by git itself.

use crate::sandbox::{Sandbox, notebook, number, told};

fn installed() -> Sandbox {
    let sandbox = Sandbox::with_repository();
    let output = sandbox.tightlip(&["filter", "install"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    sandbox
}

#[test]
fn what_is_added_is_clean_and_what_is_on_disk_stays() {
    let sandbox = installed();
    let dirty = notebook("print(1)", &format!("SSN: {}", number()));
    let clean = dirty.replace(&number(), "[US_SSN]");
    for name in ["a.ipynb", "b c/d é.ipynb", "-e.ipynb"] {
        sandbox.write(name, &dirty);
    }
    sandbox.git(&["add", "--all"]);
    for name in ["a.ipynb", "b c/d é.ipynb", "-e.ipynb"] {
        assert_eq!(sandbox.git(&["cat-file", "blob", &format!(":{name}")]), clean, "{name}");
        assert_eq!(sandbox.read(name), dirty);
    }
    sandbox.git(&["commit", "--quiet", "--message=add"]);
    assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
    sandbox.git(&["rm", "--quiet", "--cached", "-r", "."]);
    sandbox.git(&["reset", "--quiet", "--hard"]);
    assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
    sandbox.git(&["add", "--renormalize", "."]);
    assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
}

#[test]
fn the_filter_for_one_file_does_the_same() {
    let sandbox = installed();
    sandbox.git(&["config", "--unset", "filter.tightlip.process"]);
    let dirty = notebook("print(1)", &format!("SSN: {}", number()));
    sandbox.write("it's $(a).ipynb", &dirty);
    sandbox.git(&["add", "--all"]);
    assert_eq!(sandbox.git(&["cat-file", "blob", ":it's $(a).ipynb"]), dirty.replace(&number(), "[US_SSN]"));
}

#[test]
fn what_cannot_be_read_is_refused() {
    for process in [true, false] {
        let sandbox = installed();
        if !process {
            sandbox.git(&["config", "--unset", "filter.tightlip.process"]);
        }
        let whole = notebook("print(1)", &format!("SSN: {}", number()));
        sandbox.write("bad.ipynb", &whole[..whole.len() - 20]);
        let output = sandbox.try_git(&["add", "bad.ipynb"]);
        assert!(!output.status.success());
        assert!(told(&output).contains("bad.ipynb") && !told(&output).contains(&number()));
        assert_eq!(sandbox.git(&["ls-files"]), "");
    }
}

#[test]
fn a_missing_program_lets_nothing_through() {
    let sandbox = installed();
    for key in ["filter.tightlip.process", "filter.tightlip.clean"] {
        sandbox.git(&["config", key, "/nowhere/tightlip filter"]);
    }
    sandbox.write("a.ipynb", notebook("print(1)", &number()));
    assert!(!sandbox.try_git(&["add", "a.ipynb"]).status.success());
    assert_eq!(sandbox.git(&["ls-files"]), "");
}

#[test]
fn notebooks_are_compared_as_text() {
    let sandbox = installed();
    sandbox.write("a.ipynb", notebook("print(1)", "one"));
    sandbox.git(&["add", "--all"]);
    sandbox.git(&["commit", "--quiet", "--message=add"]);
    sandbox.write("a.ipynb", notebook("print(2)", "one"));
    let diff = sandbox.git(&["diff"]);
    assert!(diff.contains("-print(1)") && diff.contains("+print(2)") && diff.contains("# cell 0"));
    assert!(!diff.contains("\"print"));
}

#[test]
fn install_status_and_uninstall_agree() {
    let sandbox = Sandbox::with_repository();
    sandbox.write(".gitattributes", "*.png binary");
    assert_eq!(sandbox.tightlip(&["filter", "status"]).status.code(), Some(1));
    for _ in 0..2 {
        assert_eq!(sandbox.tightlip(&["filter", "install"]).status.code(), Some(0));
        assert_eq!(sandbox.read(".gitattributes"), "*.png binary\n*.ipynb filter=tightlip diff=tightlip\n");
    }
    assert_eq!(sandbox.tightlip(&["filter", "status"]).status.code(), Some(0));
    for _ in 0..2 {
        assert_eq!(sandbox.tightlip(&["filter", "uninstall"]).status.code(), Some(0));
        assert_eq!(sandbox.read(".gitattributes"), "*.png binary\n");
    }
    assert_eq!(sandbox.tightlip(&["filter", "status"]).status.code(), Some(1));
    assert!(!sandbox.git(&["config", "--list", "--local"]).contains("tightlip"));
}

#[test]
fn a_global_filter_reaches_every_repository() {
    let sandbox = Sandbox::with_repository();
    assert_eq!(sandbox.tightlip(&["filter", "install", "--global"]).status.code(), Some(0));
    assert_eq!(sandbox.tightlip(&["filter", "status", "--global"]).status.code(), Some(0));
    let dirty = notebook("print(1)", &format!("SSN: {}", number()));
    sandbox.write("a.ipynb", &dirty);
    sandbox.git(&["add", "--all"]);
    assert_eq!(sandbox.git(&["cat-file", "blob", ":a.ipynb"]), dirty.replace(&number(), "[US_SSN]"));
    assert_eq!(sandbox.tightlip(&["filter", "uninstall", "--global"]).status.code(), Some(0));
    assert_eq!(sandbox.tightlip(&["filter", "status", "--global"]).status.code(), Some(1));
}

#[test]
fn where_nbstripout_was_its_work_goes_on() {
    let sandbox = Sandbox::with_repository();
    sandbox.write(".gitattributes", "*.ipynb filter=nbstripout\n");
    assert_eq!(sandbox.tightlip(&["filter", "install"]).status.code(), Some(0));
    sandbox.write("a.ipynb", notebook("print(1)", "text"));
    sandbox.git(&["add", "--all"]);
    assert!(sandbox.git(&["cat-file", "blob", ":a.ipynb"]).contains("\"outputs\": []"));
    assert_eq!(sandbox.tightlip(&["filter", "uninstall"]).status.code(), Some(0));
    assert_eq!(sandbox.read(".gitattributes"), "*.ipynb filter=nbstripout\n");
}

#[test]
fn what_is_in_source_is_told_and_left_to_the_hook() {
    let sandbox = installed();
    sandbox.write("a.ipynb", notebook(&format!("ssn = '{}'", number()), "nothing"));
    let output = sandbox.try_git(&["add", "--all"]);
    assert!(output.status.success());
    assert!(told(&output).contains("source of cell 0"));
}
