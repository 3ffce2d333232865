//! Throughput of the byte-scanning kernels of the engine, beside the `aho-corasick` crate, on texts made here.

use std::hint::black_box;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tightlip::engine::{digits, prefilter::Prefilter, runs};

const LENGTH: usize = 1 << 20;

const SYLLABLES: &[&str] = &[
    "al", "an", "as", "ber", "cal", "con", "cor", "da", "de", "den", "dis", "ed", "en", "er", "ex", "for", "fu", "ge",
    "in", "ing", "is", "ko", "le", "li", "lo", "ma", "mo", "na", "ne", "or", "per", "pre", "qu", "re", "ro", "se",
    "sha", "sig", "ta", "te", "ter", "ti", "to", "tra", "un", "ve", "vi", "wi", "xy", "ze",
];

const COMMON: &[&str] = &[
    "self", "return", "value", "name", "data", "index", "result", "if", "else", "for", "import", "from", "string",
    "function", "list", "key", "file", "path", "type", "error", "object", "parent", "size", "node", "text",
];

/// A small generator of numbers (xorshift64), the same at every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 32) as usize % bound
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn word(&mut self) -> String {
        match self.below(3) {
            0 => (0..2 + self.below(3)).map(|_| self.pick(SYLLABLES)).collect(),
            _ => self.pick(COMMON).to_owned(),
        }
    }

    fn source_line(&mut self) -> String {
        let indent = " ".repeat(4 * self.below(4));
        let [one, two, three, four] = std::array::from_fn(|_| self.word());
        match self.below(5) {
            0 => format!("{indent}def {one}_{two}(self, {three}, {four}=None):\n"),
            1 => format!("{indent}# {one} {two} is the {three} of {four}, see {one}.{three}\n"),
            2 => format!("{indent}if {one}.{two} == {}: return {three}['{four}']\n", self.below(300)),
            3 => format!("{indent}{one} = {two}({three}, \"{four} {one}\")\n"),
            _ => "\n".to_owned(),
        }
    }

    fn minified(&mut self) -> String {
        let [one, two, three] = std::array::from_fn(|_| self.word());
        let letter = char::from(b'a' + self.below(26) as u8);
        format!("{letter}.{one}=function(t,e){{return t.{two}&&e[{}]?\"{three}\":{letter}({letter})}},", self.below(99))
    }

    fn row(&mut self) -> String {
        let [one, two, three, four] = std::array::from_fn(|_| self.below(1 << 30));
        format!("{one},{two}.{:02},{three:010}{four:06},19{:02}-0{}-1{}\n", one % 99, two % 99, 1 + one % 9, two % 9)
    }
}

fn text(mut line: impl FnMut() -> String) -> Vec<u8> {
    std::iter::repeat_with(|| line().into_bytes())
        .scan(0, |length, line| {
            *length += line.len();
            (*length <= LENGTH).then_some(line)
        })
        .flatten()
        .collect()
}

fn keywords(count: usize) -> Vec<String> {
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    let known = ["token", "password", "api_key", "secret", "AKIA", "ghp_", "xoxb-", "sk_live_", "ssn", "iban"];
    let made = std::iter::repeat_with(|| (0..3).map(|_| numbers.pick(SYLLABLES)).collect::<String>());
    known.into_iter().map(str::to_owned).chain(made).take(count).collect()
}

fn kernels(criterion: &mut Criterion) {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let texts = [
        ("source", text(|| numbers.source_line())),
        ("minified", text(|| numbers.minified())),
        ("csv", text(|| numbers.row())),
    ];
    for (kind, text) in &texts {
        let mut group = criterion.benchmark_group(*kind);
        group.throughput(Throughput::Bytes(text.len() as u64));
        for count in [600, 1500] {
            let keywords = keywords(count);
            let prefilter = Prefilter::new(&keywords);
            group.bench_function(format!("prefilter {count}"), |bencher| {
                bencher.iter(|| prefilter.scan(text, |start, keyword| _ = black_box((start, keyword))));
            });
            let automaton = AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .kind(Some(AhoCorasickKind::DFA))
                .build(&keywords)
                .expect("few keywords make a small automaton");
            group.bench_function(format!("aho-corasick {count}"), |bencher| {
                bencher.iter(|| automaton.find_overlapping_iter(text).for_each(|found| _ = black_box(found)));
            });
        }
        group.bench_function("digit_words", |bencher| {
            bencher.iter(|| digits::digit_words(text, |word, letters| _ = black_box((word, letters))));
        });
        group.bench_function("token_runs", |bencher| {
            bencher.iter(|| runs::token_runs(text, 20, |run| _ = black_box(run)));
        });
        group.bench_function("escape_hints", |bencher| bencher.iter(|| runs::escape_hints(text)));
        group.bench_function("count_newlines", |bencher| bencher.iter(|| runs::count_newlines(text)));
    }
    for count in [600, 1500] {
        let keywords = keywords(count);
        criterion.bench_function(&format!("build {count}"), |bencher| bencher.iter(|| Prefilter::new(&keywords)));
    }
}

criterion_group!(benches, kernels);
criterion_main!(benches);
