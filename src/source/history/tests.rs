//! The states a repository can be in, made with git itself, and read as git reads them.

use super::recover::hash;
use super::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A directory for repositories, with a git that takes nothing from the machine's settings.
pub(super) struct Place {
    directory: tempfile::TempDir,
}

impl Place {
    pub(super) fn new() -> Self {
        Self { directory: tempfile::tempdir().expect("a temporary directory") }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Runs git in a directory of this place; gives its output.
    pub(super) fn git(&self, name: &str, arguments: &[&str]) -> Vec<u8> {
        let output = self.command(name).args(arguments).output().expect("git runs");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    /// Runs git with that input.
    pub(super) fn git_with(&self, name: &str, arguments: &[&str], input: &[u8]) -> Vec<u8> {
        let path = self.path("input");
        std::fs::write(&path, input).expect("written");
        let input = std::fs::File::open(path).expect("opened");
        let output = self.command(name).args(arguments).stdin(input).output().expect("git runs");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new("git");
        command.current_dir(self.path(name)).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", self.path(""));
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_AUTHOR_NAME", "A").env("GIT_AUTHOR_EMAIL", "a@a.example");
        command.env("GIT_COMMITTER_NAME", "C").env("GIT_COMMITTER_EMAIL", "c@c.example");
        command.env("GIT_AUTHOR_DATE", "1700000000 +0000").env("GIT_COMMITTER_DATE", "1700000000 +0000");
        command.args(["-c", "protocol.file.allow=always", "-c", "gc.auto=0", "-c", "init.defaultBranch=main"]);
        command
    }

    /// A repository with a history: a file of many lines, changed in the middle, and others.
    pub(super) fn repository(&self, name: &str, options: &[&str]) -> PathBuf {
        std::fs::create_dir(self.path(name)).expect("a new directory");
        self.git(name, &[&["init", "-q"], options].concat());
        for version in 0..12 {
            let lines = (0..400).map(|line| {
                let changed = line % 40 == version || line == 200 + version;
                format!("line {line} {}\n", if changed { version * 7919 + line } else { line * 31 })
            });
            self.commit(name, "long.txt", lines.collect::<String>().as_bytes(), &format!("version {version}"));
        }
        self.commit(name, "folder/other.bin", &[0, 1, 2, 255].repeat(50), "binary");
        self.git(name, &["tag", "-a", "v1", "-m", "a tag"]);
        self.path(name)
    }

    /// Writes a file and commits it.
    pub(super) fn commit(&self, name: &str, file: &str, content: &[u8], message: &str) {
        let path = self.path(name).join(file);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        std::fs::write(path, content).expect("written");
        self.git(name, &["add", "-A"]);
        self.git(name, &["commit", "-q", "-m", message]);
    }

    /// The ids that git lists, alternates included.
    fn ids(&self, name: &str) -> Vec<String> {
        let text = self.git(name, &["cat-file", "--batch-all-objects", "--batch-check=%(objectname)"]);
        let mut ids: Vec<_> = String::from_utf8(text).expect("hex").lines().map(str::to_owned).collect();
        ids.sort();
        ids
    }

    /// Asserts that everything that git lists is seen once, right, and without problems.
    fn same(&self, name: &str) -> Seen {
        let seen = see(&self.path(name));
        assert_eq!(seen.problems, []);
        assert_eq!(seen.ids(), self.ids(name));
        seen
    }
}

/// What a walk showed.
#[derive(Debug)]
pub(super) struct Seen {
    objects: BTreeMap<Oid, (Kind, usize)>,
    deltas: usize,
    parts: Vec<(u64, usize, Vec<u8>)>,
    pub(super) problems: Vec<Problem>,
}

impl Seen {
    fn ids(&self) -> Vec<String> {
        self.objects.keys().map(ToString::to_string).collect()
    }

    fn faults(&self) -> Vec<Fault> {
        self.problems.iter().map(|problem| problem.fault).collect()
    }
}

/// Checks each object as it comes.
struct Witness {
    format: Format,
    seen: Vec<(Oid, Kind, usize)>,
    deltas: usize,
    parts: Vec<(u64, usize, Vec<u8>)>,
}

impl Visit for Witness {
    type Kept = Oid;

    fn visit(&mut self, object: &Object<'_>, base: Option<&Oid>) -> Oid {
        assert_eq!(base.is_some(), object.delta.is_some());
        if !object.id.as_bytes().starts_with(&[0; 12]) {
            assert_eq!(hash(self.format, object), Some(object.id));
        }
        if let Some(delta) = object.delta {
            self.deltas += 1;
            check_delta(object.content, &delta);
        }
        if object.first {
            self.seen.push((object.id, object.kind, object.content.len()));
        }
        object.id
    }

    fn visit_part(&mut self, part: &Part<'_>) {
        self.parts.push((part.offset, part.overlap, part.content.to_vec()));
    }
}

fn check_delta(content: &[u8], delta: &Delta<'_>) {
    let mut covered = vec![false; content.len()];
    for range in delta.changed {
        covered[range.clone()].fill(true);
    }
    for copied in delta.copies {
        let (from, to) = (copied.from..copied.from + copied.len, copied.to..copied.to + copied.len);
        assert_eq!(delta.base[from], content[to.clone()]);
        covered[to].fill(true);
    }
    assert!(covered.iter().all(|covered| *covered));
    assert!(delta.changed.windows(2).all(|pair| pair[0].end < pair[1].start), "ascending and apart");
}

pub(super) fn see(path: &Path) -> Seen {
    see_with(path, &Places::default(), 512 << 20)
}

fn see_with(path: &Path, places: &Places, largest: usize) -> Seen {
    let mut store = Store::open_with(path, places).expect("a repository");
    let progress = Progress::default();
    let options = Options { threads: 2, largest, ..Options::new(Kinds::ALL, &progress) };
    let format = store.format();
    let walked = walk(&mut store, &options, || Witness { format, seen: Vec::new(), deltas: 0, parts: Vec::new() });
    let mut problems = [store.problems(), &walked.problems].concat();
    problems.sort();
    let mut seen = Seen { objects: BTreeMap::new(), deltas: 0, parts: Vec::new(), problems };
    for witness in walked.visitors {
        seen.deltas += witness.deltas;
        seen.parts.extend(witness.parts);
        for (id, kind, size) in witness.seen {
            assert_eq!(seen.objects.insert(id, (kind, size)), None, "{id} came twice as first");
        }
    }
    seen
}

/// The only file of that extension among the packs.
fn pack_file(repository: &Path, extension: &str) -> PathBuf {
    let directory = [repository.join(".git/objects/pack"), repository.join("objects/pack")];
    let entries = directory.iter().filter_map(|path| std::fs::read_dir(path).ok()).flatten();
    let mut paths = entries.map(|entry| entry.expect("an entry").path());
    paths.find(|path| path.extension().is_some_and(|found| found == extension)).expect("a file of that extension")
}

fn writable(path: &Path) -> Vec<u8> {
    let content = std::fs::read(path).expect("read");
    std::fs::remove_file(path).expect("removed");
    content
}

#[test]
fn loose_and_packed() {
    let place = Place::new();
    place.repository("r", &[]);
    assert_eq!(place.same("r").deltas, 0);
    place.git("r", &["repack", "-qadf", "--depth=50"]);
    assert!(place.same("r").deltas > 8);
    place.commit("r", "new.txt", b"loose beside a pack", "more");
    place.same("r");
    place.git("r", &["repack", "-q"]);
    place.git("r", &["prune-packed"]);
    place.same("r");
    place.git("r", &["multi-pack-index", "write"]);
    place.same("r");
}

#[test]
fn the_same_object_in_two_packs_and_loose() {
    let place = Place::new();
    let path = place.repository("r", &[]);
    place.git("r", &["repack", "-qa"]);
    place.commit("r", "long.txt", b"short now", "cut");
    let list = place.git("r", &["rev-list", "--objects", "--no-object-names", "--all"]);
    let base = path.join(".git/objects/pack/pack");
    place.git_with("r", &["pack-objects", "-q", base.to_str().expect("plain")], &list);
    place.same("r");
}

#[test]
fn old_indexes_and_large_offsets() {
    let place = Place::new();
    let path = place.repository("r", &[]);
    place.git("r", &["-c", "pack.indexVersion=1", "repack", "-qad"]);
    place.same("r");
    let pack = pack_file(&path, "pack");
    writable(&pack_file(&path, "idx"));
    place.git("r", &["index-pack", "--index-version=2,0x80", pack.to_str().expect("plain")]);
    place.same("r");
}

#[test]
fn deltas_by_id() {
    let place = Place::new();
    place.repository("r", &[]);
    place.git("r", &["-c", "repack.useDeltaBaseOffset=false", "repack", "-qadf"]);
    assert!(place.same("r").deltas > 8);
}

#[test]
fn sha256() {
    let place = Place::new();
    place.repository("r", &["--object-format=sha256"]);
    place.same("r");
    place.git("r", &["repack", "-qadf"]);
    assert!(place.same("r").deltas > 8);
}

#[test]
fn cruft_kept_and_promised_packs() {
    let place = Place::new();
    let path = place.repository("r", &[]);
    place.git("r", &["reset", "-q", "--hard", "HEAD~3"]);
    place.git("r", &["reflog", "expire", "--expire=all", "--all"]);
    place.git("r", &["tag", "-d", "v1"]);
    place.git("r", &["gc", "-q", "--cruft", "--prune=never"]);
    pack_file(&path, "mtimes");
    std::fs::write(pack_file(&path, "pack").with_extension("keep"), "").expect("written");
    std::fs::write(pack_file(&path, "pack").with_extension("promisor"), "").expect("written");
    place.same("r");
}

#[test]
fn alternates_once_even_in_a_circle() {
    let place = Place::new();
    let path = place.repository("r", &[]);
    place.git("r", &["repack", "-qad"]);
    place.git("", &["clone", "-q", "--shared", "r", "s"]);
    place.git("", &["clone", "-q", "--reference", "s", "--bare", "s", "t"]);
    place.commit("s", "only-here.txt", b"of s", "s");
    place.same("s");
    place.same("t");
    let circle = place.path("t").join("objects");
    std::fs::write(path.join(".git/objects/info/alternates"), circle.to_str().expect("plain")).expect("written");
    assert_eq!(see(&place.path("t")).problems, []);
    std::fs::write(path.join(".git/objects/info/alternates"), "/nowhere/at/all\n").expect("written");
    assert_eq!(see(&place.path("t")).faults(), [Fault::Missing]);
}

#[test]
fn object_directories_of_the_environment() {
    let place = Place::new();
    let path = place.repository("r", &[]);
    place.repository("empty", &[]);
    std::fs::rename(path.join(".git/objects"), place.path("elsewhere")).expect("moved");
    let places = Places { objects: Some(place.path("elsewhere")), alternates: Vec::new() };
    let moved = see_with(&path, &places, 1 << 30);
    assert!(moved.problems.is_empty() && moved.objects.len() > 30);
    assert_eq!(Store::open(&path).expect_err("nothing there").fault, Fault::Missing);
    let places = Places { objects: None, alternates: vec![place.path("elsewhere")] };
    assert_eq!(see_with(&place.path("empty"), &places, 1 << 30).ids(), moved.ids(), "the same history");
}

#[test]
fn bare_linked_and_separate() {
    let place = Place::new();
    let path = place.repository("r", &[]);
    let all = place.same("r").ids();
    place.git("r", &["worktree", "add", "-q", "../linked"]);
    assert_eq!(see(&place.path("linked")).ids(), all);
    let store = Store::open(&place.path("linked")).expect("a linked worktree");
    assert_ne!(store.git_dir(), store.common_dir());
    place.git("", &["clone", "-q", "--bare", "r", "bare"]);
    assert_eq!(see(&place.path("bare")).ids(), all);
    place.git("", &["clone", "-q", "--separate-git-dir=apart", "r", "separate"]);
    assert_eq!(see(&place.path("separate")).ids(), all);
    assert_eq!(see(&path.join(".git")).ids(), all);
    assert!(Store::open(&place.path("r/folder")).is_err());
}

#[test]
fn shallow_and_empty() {
    let place = Place::new();
    let path = place.repository("r", &[]);
    place.git("", &["clone", "-q", "--depth=2", &format!("file://{}", path.display()), "shallow"]);
    place.same("shallow");
    std::fs::create_dir(place.path("e")).expect("a directory");
    place.git("e", &["init", "-q"]);
    assert!(place.same("e").objects.is_empty());
}

#[test]
fn a_truncated_pack_is_told_and_read_as_far_as_it_goes() {
    let place = Place::new();
    let path = place.repository("r", &[]);
    place.git("r", &["repack", "-qadf"]);
    let all = place.same("r").ids();
    let pack = pack_file(&path, "pack");
    let content = writable(&pack);
    for len in [0, 5, 12, 13, 100, content.len() / 2, content.len() - 21, content.len() - 20, content.len() - 1] {
        std::fs::write(&pack, &content[..len]).expect("written");
        let seen = see(&path);
        assert!(seen.problems.iter().any(Problem::loses), "{len}");
        assert!(seen.ids().iter().all(|id| all.contains(id) || id.starts_with("00000000")), "{len}");
        assert!(len < 200 || !seen.objects.is_empty(), "{len}");
    }
    std::fs::remove_file(&pack).expect("removed");
    assert_eq!(see(&path).faults(), [Fault::Missing], "an index without its pack");
}

#[test]
fn a_missing_or_damaged_index_is_told_and_done_without() {
    let place = Place::new();
    for options in [&[][..], &["--object-format=sha256"]] {
        let name = format!("r{}", options.len());
        let path = place.repository(&name, options);
        for by_id in ["true", "false"] {
            place.git(&name, &["-c", &format!("repack.useDeltaBaseOffset={by_id}"), "repack", "-qadf"]);
            let all = place.same(&name).ids();
            let index = pack_file(&path, "idx");
            let content = writable(&index);
            let seen = see(&path);
            assert_eq!(seen.faults(), [Fault::Missing]);
            assert_eq!(seen.ids(), all);
            for damaged in [&content[..content.len() / 2], &content[..3], b"", &[255; 5000]] {
                std::fs::write(&index, damaged).expect("written");
                let seen = see(&path);
                assert_eq!(seen.faults(), [Fault::Corrupt]);
                assert_eq!(seen.ids(), all);
            }
            std::fs::write(&index, &content).expect("written");
        }
    }
}

#[test]
fn damage_anywhere_in_a_pack_or_its_index_never_panics_and_is_never_silent() {
    let place = Place::new();
    let path = place.repository("r", &[]);
    place.git("r", &["repack", "-qadf"]);
    let all = place.same("r").ids();
    for extension in ["pack", "idx"] {
        let file = pack_file(&path, extension);
        let content = writable(&file);
        for at in (0..content.len()).step_by(content.len() / 150 + 1) {
            let mut damaged = content.clone();
            damaged[at] ^= 0x41;
            std::fs::write(&file, damaged).expect("written");
            let mut store = Store::open(&path).expect("a repository");
            let progress = Progress::default();
            let options = Options { threads: 1, ..Options::new(Kinds::ALL, &progress) };
            let walked = walk(&mut store, &options, Ids::default);
            let mut seen: Vec<_> = walked.visitors.into_iter().flat_map(|ids| ids.0).collect();
            seen.sort();
            let told = !store.problems().is_empty() || walked.problems.iter().any(Problem::loses);
            let ids_only = seen.len() == all.len() && extension == "idx";
            assert!(told || seen == all || ids_only, "{extension}, byte {at}");
        }
        std::fs::write(&file, content).expect("written");
    }
}

#[derive(Default)]
struct Ids(Vec<String>);

impl Visit for Ids {
    type Kept = ();
    fn visit(&mut self, object: &Object<'_>, _: Option<&()>) {
        self.0.push(object.id.to_string());
    }
    fn visit_part(&mut self, _: &Part<'_>) {}
}

#[test]
fn a_damaged_loose_object_is_told_and_another_copy_taken() {
    let place = Place::new();
    let path = place.repository("r", &[]);
    let id = String::from_utf8(place.git("r", &["rev-parse", "HEAD:folder/other.bin"])).expect("hex");
    let (start, rest) = id.trim().split_at(2);
    let loose = path.join(".git/objects").join(start).join(rest);
    let content = writable(&loose);
    let mut extended = content.clone();
    extended[content.len() / 2] ^= 0x10;
    for damaged in [b"".as_slice(), &content[..content.len() / 2], &content[..4], b"x\x9c junk", &extended] {
        std::fs::write(&loose, damaged).expect("written");
        let seen = see(&path);
        assert_eq!(seen.faults(), [Fault::Corrupt]);
        assert_eq!((seen.problems[0].objects, seen.ids().contains(&id.trim().to_owned())), (1, false));
    }
    place.git("", &["init", "-q", "--bare", "copy"]);
    std::fs::write(place.path("blob"), [0, 1, 2, 255].repeat(50)).expect("written");
    place.git("copy", &["hash-object", "-w", "../blob"]);
    let places = Places { objects: None, alternates: vec![place.path("copy/objects")] };
    let seen = see_with(&path, &places, 1 << 30);
    assert_eq!(seen.faults(), [Fault::Damaged]);
    assert!(seen.ids().contains(&id.trim().to_owned()));
}

#[test]
fn an_object_over_the_limit_comes_in_parts() {
    let place = Place::new();
    let path = place.repository("r", &[]);
    let large: Vec<u8> = (0..9_000_000u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    place.commit("r", "large", &large, "large");
    for _ in ["loose", "packed"] {
        let seen = see_with(&path, &Places::default(), 1 << 20);
        assert_eq!(seen.problems, []);
        assert_eq!(seen.parts.len(), 3);
        let mut joined = Vec::new();
        for (offset, overlap, content) in &seen.parts {
            assert_eq!(*offset as usize, joined.len() - overlap);
            assert_eq!(joined[joined.len() - overlap..], content[..*overlap]);
            joined.extend_from_slice(&content[*overlap..]);
        }
        assert!(joined == large);
        place.git("r", &["repack", "-qad"]);
    }
}

#[test]
fn bases_that_were_let_go_are_built_again() {
    let place = Place::new();
    let path = place.repository("r", &[]);
    place.git("r", &["repack", "-qadf", "--depth=4"]);
    let whole = place.same("r");
    // With this limit the history of `long.txt`, of 6 KB a version, cannot be held as a whole.
    let spilled = see_with(&path, &Places::default(), 14 << 10);
    assert_eq!(spilled.problems, []);
    assert_eq!((spilled.objects, spilled.deltas), (whole.objects, whole.deltas));
}

#[test]
fn objects_that_move_during_the_walk_come_once() {
    let place = Place::new();
    let path = place.repository("r", &[]);
    let all = place.ids("r");
    let mut store = Store::open(&path).expect("a repository");
    place.git("r", &["repack", "-qad"]);
    place.git("r", &["prune-packed"]);
    place.commit("r", "late.txt", b"written after the listing", "late");
    let progress = Progress::default();
    let walked = walk(&mut store, &Options::new(Kinds::ALL, &progress), Ids::default);
    let mut seen: Vec<_> = walked.visitors.into_iter().flat_map(|ids| ids.0).collect();
    seen.sort();
    seen.dedup();
    assert!(seen.len() == all.len() + 3 && all.iter().all(|id| seen.contains(id)));
    assert!(walked.problems.iter().all(|problem| !problem.loses()), "{:?}", walked.problems);
}

#[test]
fn a_stopped_walk_says_so() {
    let place = Place::new();
    let mut store = Store::open(&place.repository("r", &[])).expect("a repository");
    let progress = Progress::default();
    progress.stop();
    let walked = walk(&mut store, &Options::new(Kinds::ALL, &progress), Ids::default);
    assert_eq!(walked.problems.iter().map(|problem| problem.fault).collect::<Vec<_>>(), [Fault::Stopped]);
}

#[test]
#[cfg(unix)]
fn what_is_no_regular_file_is_told_and_not_waited_for() {
    let place = Place::new();
    let path = place.repository("r", &[]);
    let made = Command::new("mkfifo").arg(path.join(".git/refs/heads/pipe")).status().expect("mkfifo runs");
    assert!(made.success());
    std::os::unix::fs::symlink("/dev/zero", path.join(".git/packed-refs")).expect("a link");
    std::os::unix::fs::symlink("/dev/zero", path.join(".git/objects/pack/pack-x.pack")).expect("a link");
    let seen = see(&path);
    assert_eq!(seen.faults(), [Fault::Unreadable]);
    let refs = Refs::read(&Store::open(&path).expect("a repository"));
    assert_eq!(refs.problems.len(), 2);
}
