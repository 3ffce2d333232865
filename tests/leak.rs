//! No report, help text, error or log holds a planted value, nor its usual encodings.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// The values, made here so that no scanner stumbles over this file.
fn values() -> Vec<String> {
    vec![
        ["ghp", "_", &"Zk3".repeat(12)].concat(),
        ["AKIA", "QYLPMN5HHHFPZAM2"].concat(),
        ["536", "22", "8726"].join("-"),
        ["4539", "5787", "6362", "1486"].join(""),
        ["xk9Qz", "7Lw2v", "Rt5Pm"].join("w"),
    ]
}

fn forms(value: &str) -> Vec<String> {
    let hex: String = value.bytes().map(|byte| format!("{byte:02x}")).collect();
    let percent: String = value.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let mut forms = vec![value.to_owned(), hex.to_uppercase(), hex, percent, value.chars().rev().collect()];
    // A value inside a longer text is encoded differently for each of three places it may begin at.
    forms.extend((0..3).map(|skip| {
        let encoded = base64(&[&vec![b' '; skip][..], value.as_bytes()].concat());
        encoded[(skip * 4).div_ceil(3)..encoded.len() - 4].to_owned()
    }));
    forms
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = |chunk: &[u8]| {
        let word = (0..3).fold(0u32, |word, at| word << 8 | u32::from(chunk.get(at).copied().unwrap_or_default()));
        (0..4).map(|at| char::from(ALPHABET[(word >> (18 - 6 * at)) as usize & 63])).collect::<String>()
    };
    bytes.chunks(3).map(digits).collect()
}

fn plant(folder: &Path) {
    let values = values();
    let [token, key, number, card, password] = values.as_slice() else { unreachable!("there are five values") };
    let write = |name: &str, text: String| fs::write(folder.join(name), text).expect("a file can be written");
    let text = format!(
        "token = \"{token}\"\naws_access_key_id = {key}\nSSN: {number}\ncard number {card}\npassword = \"{password}\"\n\
         url = https://user:{password}@host.test/\n"
    );
    write("all.txt", text.clone());
    write("line.js", text.replace('\n', ";"));
    write("people.csv", format!("name,ssn,card\nBob,{number},{card}\n"));
    write(&format!("{key}.txt"), text.clone());
    write(&format!("ssn {number} x"), text.clone());
    write("cut.ipynb", format!("{{\"cells\": [{{\"source\": \"{}\"", text.replace('"', "'").replace('\n', "\\n")));
    write("bad.toml", format!("{password} = \"{token}\"\n[{key}"));
    write("keys.toml", format!("skip = [\"{token}\"]\n"));
    write("types.toml", format!("inline_allow = \"{token}\"\n"));
    write("allow.txt", format!("{}:allow us-ssn a made-up {number}\nSSN: {number}\n", "tightlip"));
    write("rule.toml", format!("[[rule]]\nid = \"{token}\"\nseverity = \"{password}\"\n"));
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tightlip"));
    command.current_dir(folder).args(arguments);
    command.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "full").env("HOME", folder).env_remove("TIGHTLIP_POLICY");
    command.output().expect("the program starts")
}

fn assert_silent(output: &Output, what: &[&str]) {
    let told = [&output.stdout[..], &output.stderr].concat();
    let told = String::from_utf8_lossy(&told);
    for value in values() {
        for form in forms(&value) {
            assert!(!told.contains(&form), "{what:?} tells a value");
        }
    }
}

#[test]
fn no_output_holds_a_value() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let tree = folder.path().join("tree");
    fs::create_dir(&tree).expect("a folder can be made");
    plant(&tree);
    for format in ["human", "json", "jsonl", "sarif", "csv", "junit", "gitlab", "github", "markdown", "html"] {
        for group in ["column", "value", "file", "rule", "none"] {
            let what = ["scan", "--min-confidence", "low", "--format", format, "--group", group];
            let output = run(&tree, &what);
            assert_eq!(output.status.code(), Some(1), "{what:?}");
            assert!(output.stdout.len() > 100, "{what:?}");
            assert_silent(&output, &what);
        }
    }
}

#[test]
fn no_help_or_error_holds_a_value() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    plant(folder.path());
    let runs: [&[&str]; 16] = [
        &["--help"],
        &["scan", "--help"],
        &["scan", "--config", "bad.toml"],
        &["scan", "--config", "types.toml"],
        &["scan", "--config", "all.txt"],
        &["scan", "--rules", "rule.toml"],
        &["scan", "--rules", "bad.toml"],
        &["scan", "--rules", "all.txt"],
        &["scan", "--show-secrets"],
        &["rules", "check", "rule.toml"],
        &["rules", "check", "bad.toml"],
        &["rules", "test", "rule.toml"],
        &["config", "show"],
        &["clean", "cut.ipynb"],
        &["clean", "--diff", "all.txt"],
        &["scan", "--output", "no/such/file", "all.txt"],
    ];
    for arguments in runs {
        assert_silent(&run(folder.path(), arguments), arguments);
    }
}

#[test]
fn no_file_that_is_left_holds_a_value() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let tree = folder.path().join("tree");
    fs::create_dir(&tree).expect("a folder can be made");
    plant(&tree);
    run(folder.path(), &["scan", "--format", "json", "--output", "report.json", "tree"]);
    let report = fs::read_to_string(folder.path().join("report.json")).expect("the report is there");
    for form in values().iter().flat_map(|value| forms(value)) {
        assert!(!report.contains(&form));
    }
}
