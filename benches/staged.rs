//! Times a scan of what is staged beside `git diff --cached --quiet`, in a repository of 5,000 files that it makes, with 1, 20
//! and 200 of them changed. Prints the least of fifteen runs each, from the start of the process to its end.
//!
//! ```text
//! cargo bench --bench staged
//! ```
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used)]

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const FILES: usize = 5_000;
const RUNS: usize = 15;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    git(root, &["init", "--quiet"]);
    for number in 0..FILES {
        write(root, number, "");
    }
    git(root, &["add", "."]);
    git(root, &["-c", "user.name=A", "-c", "user.email=a@localhost", "commit", "--quiet", "-m", "files"]);
    git(root, &["gc", "--quiet"]);
    println!("changed  git diff  tightlip     above");
    for changed in [1, 20, 200] {
        (0..changed).for_each(|number| write(root, number, "one more line\n"));
        git(root, &["add", "."]);
        git(root, &["write-tree"]);
        let (mut without, mut with) = (Duration::MAX, Duration::MAX);
        for _ in 0..RUNS {
            without = without.min(time(root, "git", &["diff", "--cached", "--quiet"]));
            with = with.min(time(root, env!("CARGO_BIN_EXE_tightlip"), &["scan", "--staged", "--quiet"]));
        }
        let above = with.saturating_sub(without);
        println!("{changed:7}  {without:7.1?}   {with:7.1?}   {above:7.1?}");
    }
}

/// Writes a file of a hundred lines as programs have them.
fn write(root: &Path, number: usize, end: &str) {
    let mut text = String::new();
    for line in 0..100 {
        let _ = writeln!(text, "    result_{line} = parse(config, name, index={}) or default", line * number % 997);
    }
    let path = root.join(format!("folder{}/part{}/file{number}.py", number % 50, number % 7));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text + end).unwrap();
}

fn git(root: &Path, arguments: &[&str]) {
    let status = Command::new("git").current_dir(root).args(arguments).stdout(Stdio::null()).status().unwrap();
    assert!(status.success(), "git {arguments:?}");
}

fn time(root: &Path, program: &str, arguments: &[&str]) -> Duration {
    let start = Instant::now();
    Command::new(program).current_dir(root).args(arguments).stdout(Stdio::null()).output().unwrap();
    start.elapsed()
}
