//! The rules of the house that no compiler keeps.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder whose names end in one of `extensions`, in order.
fn files(folder: &str, extensions: &[&str]) -> Vec<PathBuf> {
    let mut folders = vec![root().join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there").flatten() {
            let path = entry.path();
            let is_built = path.file_name().is_some_and(|name| name == "target" || name == "corpus");
            if path.is_dir() && !is_built {
                folders.push(path);
            } else if path.extension().is_some_and(|end| extensions.iter().any(|one| end == *one)) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_module_opens_with_what_it_is() {
    let faults: Vec<String> = ["src", "tests", "benches"]
        .iter()
        .flat_map(|folder| files(folder, &["rs"]))
        .filter(|path| !text(path).starts_with("//! "))
        .map(|path| format!("{} does not begin with //!", path.display()))
        .collect();
    assert_none(&faults);
}

#[test]
fn pattern_files_have_no_loose_ends() {
    let mut faults = Vec::new();
    let mut ids = HashSet::new();
    for path in files("patterns", &["toml"]) {
        let text = text(&path);
        let name = path.display();
        if !text.ends_with('\n') || text.ends_with("\n\n") {
            faults.push(format!("{name} does not end with one line end"));
        }
        if text.contains('\r') || text.starts_with('\u{feff}') {
            faults.push(format!("{name} has other line ends than \\n, or a byte order mark"));
        }
        for id in text.lines().filter_map(|line| line.strip_prefix("id = ")) {
            if !ids.insert(id.to_owned()) {
                faults.push(format!("{name}: the id {id} is there twice"));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn nothing_unfinished_is_left() {
    // Spelt in two parts, so that this file is not its own finding.
    let words = ["TO|DO", "FIX|ME", "XX|X:", "db|g!(", "un|implemented!"].map(|word| word.replace('|', ""));
    let mut faults = Vec::new();
    for path in ["src", "tests", "benches"].iter().flat_map(|folder| files(folder, &["rs"])) {
        for (number, line) in text(&path).lines().enumerate() {
            faults.extend(
                words
                    .iter()
                    .filter(|word| line.contains(&***word))
                    .map(|word| format!("{}:{}: {word}", path.display(), number + 1)),
            );
        }
    }
    assert_none(&faults);
}

#[test]
fn the_pure_parts_do_no_input_or_output() {
    let mut faults = Vec::new();
    for folder in ["src/engine", "src/rules", "src/validate", "src/document"] {
        for path in files(folder, &["rs"]) {
            let text = text(&path);
            let words = ["std::fs", "std::env", "std::net", "std::process", "std::thread", "println!"];
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            faults.extend(
                words.iter().filter(|word| code.contains(**word)).map(|word| format!("{}: {word}", path.display())),
            );
        }
    }
    assert_none(&faults);
}

#[test]
fn only_the_program_reads_the_environment_or_the_command_line() {
    let mut faults = Vec::new();
    let is_library = |path: &PathBuf| !path.starts_with(root().join("src/cli")) && !path.ends_with("tests.rs");
    for path in files("src", &["rs"]).into_iter().filter(is_library) {
        let text = text(&path);
        let words = ["env::var", "clap::", "process::exit", "anstream::"];
        faults.extend(
            words.iter().filter(|word| text.contains(**word)).map(|word| format!("{}: {word}", path.display())),
        );
    }
    assert_none(&faults);
}

#[test]
fn the_readme_names_every_command() {
    let help = Command::new(env!("CARGO_BIN_EXE_tightlip")).arg("--help").output().expect("the program starts");
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let commands = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    let commands: Vec<&str> =
        commands.take_while(|line| !line.is_empty()).filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() > 5, "{help}");
    let readme = text(&root().join("README.md"));
    let faults: Vec<String> = commands
        .into_iter()
        .filter(|command| *command != "help" && !readme.contains(&format!("tightlip {command}")))
        .map(|command| format!("README.md does not name `tightlip {command}`"))
        .collect();
    assert_none(&faults);
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest: toml::Table = text(&root().join("Cargo.toml")).parse().expect("the manifest is TOML");
    let reasons = text(&root().join("deny.toml"));
    let faults: Vec<String> = ["dependencies", "build-dependencies", "dev-dependencies"]
        .iter()
        .filter_map(|table| manifest.get(*table)?.as_table())
        .flat_map(|table| table.keys())
        .filter(|name| !reasons.contains(&format!("# {name}: ")))
        .map(|name| format!("deny.toml gives no reason for {name}"))
        .collect();
    assert_none(&faults);
}
