//! Reads every object of a clone and prints how long it takes beside `git cat-file`.
//!
//! ```text
//! cargo bench --bench history -- CLONE [--threads N] [--all] [--check] [--attribute N] [--no-git]
//! ```
//! `--attribute N` finds the lives of N blobs after that, and what is missing.
//! `--all` reads objects of every kind rather than blobs; `--check` hashes each and compares the set with git's.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use tightlip::source::history::{
    Kind, Kinds, Object, Oid, Options, Part, Progress, Question, Refs, Store, Visit, attribute, walk,
};

#[derive(Default)]
struct Counter {
    check: bool,
    objects: u64,
    bytes: u64,
    fresh: u64,
    wrong: Vec<Oid>,
    seen: Vec<Oid>,
}

impl Visit for Counter {
    type Kept = ();

    fn visit(&mut self, object: &Object<'_>, _: Option<&()>) {
        self.objects += 1;
        self.bytes += object.content.len() as u64;
        self.fresh +=
            object.delta.map_or(object.content.len(), |delta| delta.changed.iter().map(std::ops::Range::len).sum())
                as u64;
        if self.check && object.first {
            self.seen.push(object.id);
            let kind = match object.kind {
                Kind::Commit => git2::ObjectType::Commit,
                Kind::Tree => git2::ObjectType::Tree,
                Kind::Blob => git2::ObjectType::Blob,
                Kind::Tag => git2::ObjectType::Tag,
            };
            if git2::Oid::hash_object(kind, object.content).unwrap().as_bytes() != object.id.as_bytes() {
                self.wrong.push(object.id);
            }
        }
    }

    fn visit_part(&mut self, part: &Part<'_>) {
        self.bytes += (part.content.len() - part.overlap) as u64;
    }
}

/// CPU seconds and peak resident megabytes of this process.
fn usage() -> (f64, u64) {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks: f64 = [11, 12].iter().filter_map(|at| fields.get(*at)?.parse::<f64>().ok()).sum();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
    (ticks / 100.0, peak.unwrap_or(0u64) / 1024)
}

fn read(path: &Path, threads: usize, kinds: Kinds, check: bool) -> (f64, Vec<Oid>) {
    let before = usage().0;
    let start = Instant::now();
    let mut store = Store::open(path).unwrap();
    let opened = start.elapsed().as_secs_f64();
    let progress = Progress::default();
    let options = Options { threads, ..Options::new(kinds, &progress) };
    let walked = walk(&mut store, &options, || Counter { check, ..Counter::default() });
    let wall = start.elapsed().as_secs_f64();
    let (cpu, peak) = usage();
    let sum = |field: fn(&Counter) -> u64| walked.visitors.iter().map(field).sum::<u64>();
    println!(
        "read: {threads} threads {wall:.2} s wall (open {opened:.2}), {:.2} s CPU, peak {peak} MB; {} objects, {} MB, {} MB new, {} problems",
        cpu - before,
        sum(|counter| counter.objects),
        sum(|counter| counter.bytes) >> 20,
        sum(|counter| counter.fresh) >> 20,
        walked.problems.len() + store.problems().len()
    );
    for problem in store.problems().iter().chain(&walked.problems).take(10) {
        println!("  {:?} {problem}", problem.fault);
    }
    let wrong: Vec<_> = walked.visitors.iter().flat_map(|counter| &counter.wrong).collect();
    assert!(wrong.is_empty(), "content does not fit the id: {wrong:?}");
    (wall, walked.visitors.into_iter().flat_map(|counter| counter.seen).collect())
}

#[derive(Default)]
struct Ids(Vec<Oid>);

impl Visit for Ids {
    type Kept = ();
    fn visit(&mut self, object: &Object<'_>, _: Option<&()>) {
        self.0.push(object.id);
    }
    fn visit_part(&mut self, _: &Part<'_>) {}
}

fn measure_attribution(path: &Path, threads: usize, wanted: usize) {
    let mut store = Store::open(path).unwrap();
    let progress = Progress::default();
    let options = Options { threads, ..Options::new(Kinds::BLOBS, &progress) };
    let walked = walk(&mut store, &options, Ids::default);
    let mut blobs: Vec<Oid> = walked.visitors.into_iter().flat_map(|ids| ids.0).collect();
    blobs.sort_unstable();
    let step = (blobs.len() / wanted).max(1);
    let blobs: Vec<Oid> = blobs.into_iter().step_by(step).take(wanted).collect();
    for missing in [false, true] {
        let (start, before) = (Instant::now(), usage().0);
        let refs = Refs::read(&store);
        let read = start.elapsed().as_secs_f64();
        let found = attribute(&mut store, &refs, &Question { blobs: &blobs, missing }, &options);
        println!(
            "attribution: {:.2} s wall (refs {read:.2}), {:.2} s CPU, peak {} MB; {} lives, {} in a tip, {} missing, {} problems",
            start.elapsed().as_secs_f64(),
            usage().0 - before,
            usage().1,
            found.lives.len(),
            found.lives.values().filter(|life| life.in_tip).count(),
            found.missing.len(),
            found.problems.len() + refs.problems.len()
        );
        for (blob, life) in found.lives.iter().take(3) {
            let first =
                life.first.as_ref().map(|first| format!("{} {}", first.commit, String::from_utf8_lossy(&first.path)));
            println!("  {blob} {:?} {} {}", life.reach, life.in_tip, first.unwrap_or_default());
        }
    }
}

fn git(path: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-c").arg("safe.directory=*").arg("--git-dir").arg(path).args(arguments);
    command
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let (mut path, mut threads, mut kinds, mut check, mut compare) = (None, 2, Kinds::BLOBS, false, true);
    let mut wanted = 0;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--threads" => threads = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(2),
            "--all" => kinds = Kinds::ALL,
            "--check" => (check, kinds) = (true, Kinds::ALL),
            "--attribute" => wanted = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(100),
            "--no-git" => compare = false,
            _ => path = Some(PathBuf::from(argument)),
        }
    }
    let Some(path) = path else {
        println!("no clone given: nothing measured");
        return;
    };
    let (wall, mut seen) = read(&path, threads, kinds, check);
    if check {
        let listed = git(&path, &["cat-file", "--batch-all-objects", "--batch-check=%(objectname)"]).output().unwrap();
        let mut listed: Vec<Oid> = listed.stdout.split(|byte| *byte == b'\n').filter_map(Oid::from_hex).collect();
        listed.sort_unstable();
        listed.dedup();
        seen.sort_unstable();
        assert!(seen == listed, "{} objects seen, git lists {}", seen.len(), listed.len());
        println!("check: {} objects, as git lists them, each with the content of its id", seen.len());
    }
    if wanted > 0 {
        measure_attribution(&path, threads, wanted);
    }
    if compare {
        let start = Instant::now();
        let arguments = ["cat-file", "--batch-all-objects", "--batch", "--unordered", "--buffer"];
        git(&path, &arguments).stdout(Stdio::null()).status().unwrap();
        let git = start.elapsed().as_secs_f64();
        println!("git cat-file: {git:.2} s wall; ratio {:.3}", wall / git);
    }
}
