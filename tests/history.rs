//! The whole history, scanned in repositories that git makes for each test.
#![cfg(unix)]

#[path = "cli/sandbox.rs"]
mod sandbox;

use sandbox::{Sandbox, findings, number, told};
use std::collections::BTreeSet;
use std::fs;

/// A value that looks random, another for each seed.
fn secret(seed: u64) -> String {
    const LETTERS: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x1234_5678_9abc_def1);
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(LETTERS[(state >> 33) as usize % LETTERS.len()])
    };
    (0..24).map(|_| next()).collect()
}

/// A line that gives a value to a password.
fn line(seed: u64) -> String {
    format!("db_password = \"{}\"\n", secret(seed))
}

fn commit(sandbox: &Sandbox, name: &str, content: impl AsRef<[u8]>) -> String {
    sandbox.write(name, content);
    sandbox.git(&["add", "--all", "--force"]);
    sandbox.git(&["commit", "--quiet", "--allow-empty", "--message", "change"]);
    sandbox.git(&["rev-parse", "HEAD"]).trim().to_owned()
}

/// What the history of the repository in a folder holds.
fn scan(sandbox: &Sandbox, arguments: &[&str]) -> (Option<i32>, Vec<serde_json::Value>, String) {
    let output = sandbox.tightlip(&[&["scan", "--history", "--format", "jsonl"], arguments].concat());
    (output.status.code(), findings(&output), told(&output))
}

fn only(sandbox: &Sandbox, arguments: &[&str]) -> serde_json::Value {
    let (code, found, told) = scan(sandbox, arguments);
    assert_eq!((code, found.len()), (Some(1), 1), "{found:#?} {told}");
    found[0].clone()
}

fn text<'v>(finding: &'v serde_json::Value, key: &str) -> &'v str {
    finding[key].as_str().unwrap_or_default()
}

fn started() -> Sandbox {
    let sandbox = Sandbox::with_repository();
    commit(&sandbox, "README", "a beginning\n");
    sandbox
}

#[test]
fn what_was_added_and_removed_is_told_with_its_life() {
    let sandbox = started();
    let first = commit(&sandbox, "deep/settings.py", format!("x = 1\n{}", line(1)));
    let second = commit(&sandbox, "deep/settings.py", format!("x = 2\n{}", line(1)));
    commit(&sandbox, "deep/settings.py", "x = 3\n");
    for packed in [false, true] {
        if packed {
            sandbox.git(&["gc", "--quiet", "--prune=now"]);
        }
        let finding = only(&sandbox, &[]);
        assert_eq!((text(&finding, "path"), text(&finding, "commit")), ("deep/settings.py", first.as_str()));
        assert_eq!((finding["line"].as_u64(), text(&finding, "author")), (Some(2), "A <a@localhost>"));
        let detail = text(&finding, "detail");
        assert!(detail.contains(&second[..12]) && detail.contains("2 versions"), "{detail}");
    }
}

#[test]
fn what_is_told_can_be_narrowed() {
    let sandbox = started();
    commit(&sandbox, "in/a.py", line(1));
    commit(&sandbox, "b.py", line(2));
    commit(&sandbox, "gone.py", line(3));
    sandbox.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    let paths = |arguments: &[&str]| -> Vec<String> {
        scan(&sandbox, arguments).1.iter().map(|finding| text(finding, "path").to_owned()).collect()
    };
    assert_eq!(paths(&[]), ["b.py", "gone.py", "in/a.py"]);
    assert_eq!(paths(&["--reachable"]), ["b.py", "in/a.py"]);
    assert_eq!(paths(&["--path", "in"]), ["in/a.py"]);
    assert_eq!(paths(&["--since", "2020-01-01", "--until", "2020-01-01"]).len(), 3);
    assert!(paths(&["--since", "2020-01-02"]).is_empty() && paths(&["--until", "2019-12-31"]).is_empty());
}

#[test]
fn every_place_of_objects_is_seen() {
    type Make = fn(&Sandbox);
    let cases: [(&str, Make); 13] = [
        ("another branch", |sandbox| {
            sandbox.git(&["checkout", "--quiet", "-b", "other"]);
            commit(sandbox, "a.py", line(1));
            sandbox.git(&["checkout", "--quiet", "main"]);
        }),
        ("an orphan root", |sandbox| {
            sandbox.git(&["checkout", "--quiet", "--orphan", "other"]);
            commit(sandbox, "a.py", line(1));
        }),
        ("notes", |sandbox| drop(sandbox.git(&["notes", "add", "--message", &line(1)]))),
        ("a stash", |sandbox| {
            sandbox.write("README", line(1));
            sandbox.git(&["stash", "--quiet"]);
        }),
        ("an untracked file in a stash", |sandbox| {
            sandbox.write("new.py", line(1));
            sandbox.git(&["stash", "--quiet", "--include-untracked"]);
        }),
        ("an old stash", |sandbox| {
            sandbox.write("README", line(1));
            sandbox.git(&["stash", "--quiet"]);
            sandbox.write("README", "another change");
            sandbox.git(&["stash", "--quiet"]);
        }),
        ("what only a log names", |sandbox| {
            commit(sandbox, "a.py", line(1));
            sandbox.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
        }),
        ("what nothing names", |sandbox| {
            commit(sandbox, "a.py", line(1));
            sandbox.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
            sandbox.git(&["reflog", "expire", "--expire=all", "--all"]);
        }),
        ("a cruft pack", |sandbox| {
            commit(sandbox, "a.py", line(1));
            sandbox.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
            sandbox.git(&["reflog", "expire", "--expire=all", "--all"]);
            sandbox.git(&["repack", "-d", "--cruft", "--quiet"]);
        }),
        ("a tag's blob", |sandbox| {
            sandbox.write("../note", line(1));
            let blob = sandbox.git(&["hash-object", "-w", "../note"]);
            sandbox.git(&["tag", "blob", blob.trim()]);
        }),
        ("a merge's own content", |sandbox| {
            sandbox.git(&["checkout", "--quiet", "-b", "other"]);
            commit(sandbox, "a.py", "other");
            sandbox.git(&["checkout", "--quiet", "main"]);
            sandbox.git(&["merge", "--quiet", "--no-ff", "--no-commit", "other"]);
            commit(sandbox, "a.py", line(1));
        }),
        ("what a replacement hides", |sandbox| {
            commit(sandbox, "a.py", line(1));
            let bad = sandbox.git(&["rev-parse", "HEAD:a.py"]);
            let good = sandbox.git(&["rev-parse", "HEAD:README"]);
            sandbox.git(&["replace", bad.trim(), good.trim()]);
        }),
        ("what attributes hide", |sandbox| {
            sandbox.write(".gitattributes", "*.py -diff binary export-ignore\n");
            commit(sandbox, "a.py", line(1));
        }),
    ];
    for (name, make) in cases {
        let sandbox = started();
        make(&sandbox);
        let (code, found, told) = scan(&sandbox, &[]);
        assert!(code == Some(1) && found.len() == 1, "{name}: {found:#?} {told}");
    }
}

#[test]
fn messages_people_and_refs_are_read() {
    let sandbox = started();
    let quiet = ["commit", "--quiet", "--allow-empty"];
    sandbox.git(&[&quiet[..], &["--message", &format!("say\n\n{}", line(1))]].concat());
    sandbox.git(&[&quiet[..], &["--message", "x", "--author", &format!("password={} <a@b>", secret(2))]].concat());
    sandbox.git(&["tag", "--annotate", "v1", "--message", &line(3)]);
    sandbox.git(&["branch", &format!("password={}", secret(4))]);
    sandbox.git(&["update-ref", "--create-reflog", "-m", &line(5), "refs/heads/logged", "HEAD"]);
    let (code, found, told) = scan(&sandbox, &[]);
    let fields: BTreeSet<&str> = found.iter().filter_map(|finding| finding["part"]["field"].as_str()).collect();
    assert_eq!(code, Some(1), "{told}");
    assert!(["message", "author", "ref", "reflog"].iter().all(|field| fields.contains(field)), "{found:#?}");
    assert!(found.iter().any(|one| text(one, "path").starts_with("tag ")), "{found:#?}");
    let all = format!("{found:?}{told}");
    assert!((1..6).all(|seed| !all.contains(&secret(seed))), "a value is shown");
}

#[test]
fn the_same_is_found_in_deltas_and_in_whole_objects() {
    let sandbox = started();
    let filler: String = (0..400).map(|number| format!("line {number} of a file that is changed often\n")).collect();
    let csv = |rows: usize| -> String {
        let rows = (0..rows).map(|row| format!("{row},somebody,{}-{:02}-{}\n", 501 + row, 11 + row % 80, 2001 + row));
        std::iter::once("id,name,ssn\n".to_owned()).chain(rows).collect()
    };
    let half = secret(50);
    for step in 0..40_usize {
        let mut lines: Vec<String> = filler.lines().map(|line| format!("{line}\n")).collect();
        lines.insert(step * 9, line(step as u64 % 7));
        if step % 5 == 0 {
            lines.remove(step + 20);
        }
        sandbox.write("chain.py", lines.concat());
        let joined = if step % 2 == 0 { format!("password = \"{}\n", &half[..12]) } else { line(50) };
        sandbox.write("halves.py", format!("{filler}{joined}{filler}{}\"\n", &half[12..]));
        sandbox.write("table.csv", csv(step + 3));
        sandbox.write(
            "crlf.ini",
            format!("{}password={}\r\n", filler.replace('\n', "\r\n"), secret(60 + step as u64 / 4)),
        );
        let wide = format!("{filler}{}", line(80 + step as u64 / 8))
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>();
        sandbox.write("wide.txt", [&[0xff, 0xfe][..], &wide].concat());
        sandbox
            .write("cell.ipynb", sandbox::notebook("x = 1", &format!("password = {}", secret(100 + step as u64 / 6))));
        commit(&sandbox, "step", step.to_string());
    }
    let key = |finding: &serde_json::Value| {
        ["rule", "path", "commit", "blob", "start", "fingerprint", "detail"].map(|key| finding[key].to_string())
    };
    let of = |found: Vec<serde_json::Value>| found.iter().map(key).collect::<BTreeSet<_>>();
    let loose = of(scan(&sandbox, &["--group", "none"]).1);
    sandbox.git(&["repack", "-adfq", "--depth=50", "--window=50"]);
    let packed = of(scan(&sandbox, &["--group", "none"]).1);
    assert!(loose.len() > 40, "{}", loose.len());
    let differences: Vec<_> = loose.symmetric_difference(&packed).collect();
    assert!(differences.is_empty(), "{differences:#?}");
    for threads in ["1", "4"] {
        assert_eq!(of(scan(&sandbox, &["--group", "none", "--threads", threads]).1), packed);
    }
}

#[test]
fn other_forms_of_repositories_are_read() {
    let sandbox = Sandbox::new();
    for format in ["sha1", "sha256"] {
        sandbox.git(&["init", "--quiet", "--object-format", format, format]);
        sandbox.write(&format!("{format}/a.py"), line(1));
        sandbox.git(&["-C", format, "add", "."]);
        sandbox.git(&["-C", format, "commit", "--quiet", "--message", "x"]);
        only(&sandbox, &["--repo", format]);
        let bare = format!("{format}.git");
        sandbox.git(&["clone", "--quiet", "--bare", format, &bare]);
        only(&sandbox, &[&bare]);
        let shared = format!("{format}-shared");
        sandbox.git(&["clone", "--quiet", "--shared", format, &shared]);
        only(&sandbox, &["--repo", &shared]);
    }
}

#[test]
fn what_is_not_there_is_told() {
    let sandbox = started();
    commit(&sandbox, "a.txt", "nothing\n");
    commit(&sandbox, "b.txt", "nothing more\n");
    assert_eq!(scan(&sandbox, &[]).0, Some(0));
    let url = format!("file://{}", sandbox.path(".").display());
    sandbox.git(&["clone", "--quiet", "--depth", "1", &url, "../shallow"]);
    assert_eq!(scan(&sandbox, &["--repo", "../shallow"]).0, Some(2));
    assert_eq!(scan(&sandbox, &["--repo", "../shallow", "--allow-shallow"]).0, Some(0));
    sandbox.git(&["config", "uploadpack.allowFilter", "true"]);
    sandbox.git(&["clone", "--quiet", "--no-checkout", "--filter=blob:none", &url, "../partial"]);
    let (code, _, told) = scan(&sandbox, &["--repo", "../partial"]);
    assert!(code == Some(2) && told.contains("partial"), "{told}");
    assert_eq!(scan(&sandbox, &["--repo", "../partial", "--allow-partial"]).0, Some(0));
}

#[test]
fn damage_is_never_clean() {
    type Harm = fn(&Sandbox);
    let object = |sandbox: &Sandbox, what: &str| {
        let id = sandbox.git(&["rev-parse", what]);
        sandbox.path(".git/objects").join(&id[..2]).join(id[2..].trim())
    };
    for what in ["HEAD:a.txt", "HEAD^{tree}", "HEAD~1"] {
        for remove in [true, false] {
            let sandbox = started();
            commit(&sandbox, "a.txt", "nothing\n");
            let path = object(&sandbox, what);
            fs::remove_file(&path).expect("it is there");
            if !remove {
                fs::write(&path, "junk").expect("written");
            }
            let (code, found, told) = scan(&sandbox, &[]);
            assert_eq!((code, found.len()), (Some(2), 0), "{what} {remove}: {told}");
        }
    }
    let packs: [(&str, Harm); 3] = [
        ("a pack cut short", |sandbox| {
            let pack = pack(sandbox, "pack");
            let content = fs::read(&pack).expect("it is there");
            fs::remove_file(&pack).expect("it is there");
            fs::write(&pack, &content[..content.len() / 2]).expect("written");
        }),
        ("no pack", |sandbox| fs::remove_file(pack(sandbox, "pack")).expect("it is there")),
        ("a broken ref", |sandbox| sandbox.write(".git/refs/heads/bad", "junk\n")),
    ];
    for (name, harm) in packs {
        let sandbox = started();
        (0..20).for_each(|step| drop(commit(&sandbox, "a.txt", format!("nothing {step}\n"))));
        sandbox.git(&["gc", "--quiet"]);
        harm(&sandbox);
        let (code, _, told) = scan(&sandbox, &[]);
        assert_eq!(code, Some(2), "{name}: {told}");
        assert!(told.contains("not"), "{name}: {told}");
    }
}

#[test]
fn a_pack_without_its_index_is_read_and_told() {
    let sandbox = started();
    commit(&sandbox, "a.py", line(1));
    sandbox.git(&["gc", "--quiet"]);
    fs::remove_file(pack(&sandbox, "idx")).expect("it is there");
    let (code, found, told) = scan(&sandbox, &[]);
    assert_eq!((code, found.len()), (Some(1), 1), "{told}");
}

#[test]
fn an_empty_repository_and_none_are_no_clean_ones() {
    let sandbox = Sandbox::with_repository();
    assert_eq!(scan(&sandbox, &[]).0, Some(2));
    assert_eq!(scan(&Sandbox::new(), &[]).0, Some(2));
}

#[test]
fn a_table_in_the_history_is_told_by_its_column() {
    let sandbox = started();
    commit(&sandbox, "staff.csv", format!("id,ssn\n1,{}\n", number()));
    commit(&sandbox, "staff.csv", "id,ssn\n");
    let finding = only(&sandbox, &[]);
    assert_eq!((text(&finding, "path"), finding["part"]["column"].as_str()), ("staff.csv", Some("ssn")));
}

fn pack(sandbox: &Sandbox, extension: &str) -> std::path::PathBuf {
    let entries = fs::read_dir(sandbox.path(".git/objects/pack")).expect("it is there");
    let mut paths = entries.map(|entry| entry.expect("readable").path());
    paths.find(|path| path.extension().is_some_and(|own| own == extension)).expect("there is a pack")
}
