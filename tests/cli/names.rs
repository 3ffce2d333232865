//! Files whose names break programs, or make others pass them over.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::sandbox::{Sandbox, findings, number, told};
use crate::values::token;

fn names() -> Vec<Vec<u8>> {
    let long = "l".repeat(255);
    let deep = "deep/".repeat(200) + "a.txt";
    let texts = [
        "a b.txt",
        " lead.txt",
        "trail.txt ",
        "new\nline.txt",
        "tab\t.txt",
        "cr\r.txt",
        "d\"quote.txt",
        "s'quote.txt",
        "back\\slash.txt",
        "-dash.txt",
        "--help",
        "--",
        "-",
        "@at.txt",
        "\u{e9}.txt",
        "e\u{301}x.txt",
        "\u{1b}[31mred.txt",
        "\u{1}ctrl.txt",
        "*?[a].txt",
        ":(top)path.txt",
        "a:b.txt",
        "\u{1f511}.txt",
        "\u{202e}rtl.txt",
        "#hash.txt",
        "%41.txt",
        "$HOME.txt",
        "<b>html.txt",
        ".dot",
        "..dotdot",
        ".gitlike",
        "x.git",
        "UPPER.TXT",
        "upper.txt",
        "noext",
        "backup.txt~",
        ".a.swp",
        "vendor/a.txt",
        "node_modules/a.js",
        "tests/a.txt",
        "dist/a.js",
        "package-lock.json",
        "a.png",
        "a.svg",
        "a.log",
        "a.pdf",
        "go.sum",
        ".env.example",
        "a.md",
        "a.csv",
        "a.zip",
        "a.exe",
        "a.ttf",
        ".gitattributes",
        ".secrets.baseline",
        ".venv/a.py",
        &long,
        &deep,
    ];
    let mut names: Vec<Vec<u8>> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    names.push(b"non\xffutf8.txt".to_vec());
    names.push(b"non\xfeutf8/a.txt".to_vec());
    names
}

#[test]
fn what_is_in_a_file_of_any_name_is_found() {
    let sandbox = Sandbox::new();
    for (seed, name) in names().iter().enumerate() {
        sandbox.write_at(Path::new(OsStr::from_bytes(name)), format!("token = \"{}\"\n", token(seed as u64)));
    }
    let output = sandbox.tightlip(&["scan", "--format", "jsonl"]);
    let found: BTreeSet<String> =
        findings(&output).iter().map(|one| one["path"].as_str().unwrap_or_default().to_owned()).collect();
    let expected: BTreeSet<String> = names()
        .iter()
        .map(|name| {
            String::from_utf8_lossy(name).replace('\u{fffd}', if name.contains(&0xff) { "\\xff" } else { "\\xfe" })
        })
        .collect();
    let missing: Vec<&String> = expected.difference(&found).collect();
    assert!(missing.is_empty(), "{missing:?} {}", told(&output));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn no_name_commands_a_terminal_or_breaks_a_format() {
    let sandbox = Sandbox::new();
    for name in [&b"\x1b[31mred\x07.txt"[..], b"new\nline.txt", b"\xe2\x80\xaertl.txt", b"\xff.txt", b"a\"<&>|`'.txt"] {
        sandbox.write_at(Path::new(OsStr::from_bytes(name)), format!("token = \"{}\"\n", token(1)));
    }
    for format in ["human", "csv", "junit", "github", "markdown", "html", "gitlab", "sarif", "json", "jsonl"] {
        let output = sandbox.tightlip(&["scan", "--format", format]);
        let text = String::from_utf8(output.stdout.clone()).expect("a report is UTF-8");
        assert!(!text.contains('\u{1b}') && !text.contains('\u{7}'), "{format}: {text}");
        assert!(
            format.starts_with("json") || ["sarif", "gitlab"].contains(&format) || !text.contains('\u{202e}'),
            "{format}"
        );
        assert!(!told(&output).contains('\u{1b}'), "{format}");
    }
}

#[test]
fn a_value_in_a_name_is_found_and_not_told() {
    let sandbox = Sandbox::new();
    let (token, number) = (token(3), number());
    sandbox.write(&format!("{token}.txt"), "nothing\n");
    sandbox.write(&format!("w2/ssn_{number}.pdf"), "nothing\n");
    let output = sandbox.tightlip(&["scan", "--format", "jsonl"]);
    let found = findings(&output);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|one| one["part"]["field"] == "path"));
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &told(&output);
    assert!(!text.contains(&token) && !text.contains(&number), "{text}");
}

#[cfg(unix)]
#[test]
fn a_link_is_its_target_and_is_not_followed() {
    let sandbox = Sandbox::new();
    sandbox.write("../outside/secret.txt", format!("token = {}\n", token(5)));
    std::os::unix::fs::symlink("../outside/secret.txt", sandbox.path("outside.txt")).expect("a link can be made");
    std::os::unix::fs::symlink("../outside", sandbox.path("outside")).expect("a link can be made");
    std::os::unix::fs::symlink(".", sandbox.path("loop")).expect("a link can be made");
    std::os::unix::fs::symlink("nowhere", sandbox.path("dangling")).expect("a link can be made");
    std::os::unix::fs::symlink("/dev/zero", sandbox.path("zero")).expect("a link can be made");
    let output = sandbox.tightlip(&["scan"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    let target = format!("/tokens/{}", token(6));
    std::os::unix::fs::symlink(target, sandbox.path("target")).expect("a link can be made");
    let found = findings(&sandbox.tightlip(&["scan", "--format", "jsonl"]));
    assert_eq!(found.len(), 1);
    assert_eq!((found[0]["path"].as_str(), found[0]["part"]["field"].as_str()), (Some("target"), Some("link")));
}

#[test]
fn what_git_ignores_is_passed_over_unless_it_is_named() {
    let sandbox = Sandbox::with_repository();
    sandbox.write(".gitignore", "*.env\nbuild/\n");
    sandbox.write("a.env", format!("TOKEN={}\n", token(1)));
    sandbox.write("build/b.txt", format!("TOKEN={}\n", token(2)));
    sandbox.write(".hidden/c.txt", format!("TOKEN={}\n", token(3)));
    let count =
        |arguments: &[&str]| findings(&sandbox.tightlip(&[&["scan", "--format", "jsonl"], arguments].concat())).len();
    assert_eq!(count(&[]), 1);
    assert_eq!(count(&["--no-ignore"]), 3);
    assert_eq!(count(&["a.env"]), 1);
    assert_eq!(count(&["build/b.txt", "a.env"]), 2);
}

#[test]
fn what_is_excluded_is_told() {
    let sandbox = Sandbox::new();
    sandbox.write("generated/a.txt", format!("TOKEN={}\n", token(1)));
    sandbox.write("b.txt", "nothing\n");
    let output = sandbox.tightlip(&["scan", "--exclude", "generated/"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).contains("generated: excluded"));
    assert_eq!(sandbox.tightlip(&["scan", "--exclude", "*"]).status.code(), Some(2));
}
