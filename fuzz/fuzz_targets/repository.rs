//! A git directory of any files: each is a byte for its place, two for its length, and its content.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::path::Path;
use tightlip::source::history::{Kinds, Object, Oid, Options, Part, Progress, Question, Refs, Store, Visit, attribute, walk};

const LIMIT: usize = 1 << 20;

const PLACES: [&str; 14] = [
    "config", "HEAD", "packed-refs", "shallow", "refs/heads/main", "logs/HEAD", "reftable/tables.list", "reftable/a.ref",
    "objects/info/alternates", "objects/pack/pack-a.pack", "objects/pack/pack-a.idx", "objects/pack/pack-b.pack",
    "objects/00/00000000000000000000000000000000000000", "commondir",
];

struct Witness(Vec<Oid>);

impl Visit for Witness {
    type Kept = usize;

    fn visit(&mut self, object: &Object<'_>, base: Option<&usize>) -> usize {
        assert!(object.content.len() <= LIMIT);
        assert_eq!(base.copied(), object.delta.map(|delta| delta.base.len()));
        self.0.push(object.id);
        object.content.len()
    }

    fn visit_part(&mut self, part: &Part<'_>) {
        assert!(part.overlap <= part.content.len());
    }
}

fuzz_target!(|input: &[u8]| {
    let directory = tempfile::tempdir().expect("a directory");
    write(directory.path(), input);
    let Ok(mut store) = Store::open(directory.path()) else { return };
    let progress = Progress::default();
    let options = Options { threads: 1, largest: LIMIT, ..Options::new(Kinds::ALL, &progress) };
    let walked = walk(&mut store, &options, || Witness(Vec::new()));
    let blobs: Vec<Oid> = walked.visitors.into_iter().flat_map(|witness| witness.0).collect();
    let refs = Refs::read(&store);
    attribute(&mut store, &refs, &Question { blobs: &blobs, missing: true }, &options);
});

fn write(directory: &Path, mut input: &[u8]) {
    std::fs::create_dir_all(directory.join("objects/pack")).expect("a directory");
    while let [place, high, low, rest @ ..] = input {
        let (content, after) = rest.split_at(rest.len().min(usize::from(u16::from_be_bytes([*high, *low]))));
        let path = directory.join(PLACES[usize::from(*place) % PLACES.len()]);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        std::fs::write(path, content).expect("written");
        input = after;
    }
}
