//! What must hold for every input: the answer does not depend on how it is read.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::io;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use tightlip::engine::Engine;
use tightlip::finding::Origin;
use tightlip::rules::{Confidence, RuleSet};
use tightlip::scan::{self, Options, Outcome, ReadAt, Windows};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(RuleSet::builtin()));

struct Held(Vec<u8>);

impl ReadAt for Held {
    fn length(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = &self.0[usize::try_from(offset).unwrap().min(self.0.len())..];
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        Ok(length)
    }
}

fn told(outcome: &Outcome) -> Vec<String> {
    let mut told: Vec<String> = outcome
        .findings
        .iter()
        .map(|one| {
            let place = one.location;
            format!("{} {place:?} {:?} {} {}", one.rule.id(), one.confidence, one.excerpt, one.fingerprint.as_str())
        })
        .collect();
    told.sort();
    told
}

/// Pieces that a text is made of: values, what leads to them, and what is around them.
fn pieces() -> impl Strategy<Value = String> {
    let token = ["gh", "p_", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"].concat();
    let number = ["536", "22", "1234"].join("-");
    let piece = prop_oneof![
        Just(token),
        Just(format!("ssn: {number}")),
        Just("password = \"Tr0ub4dor&3x\"".to_owned()),
        Just("eyJhbGciOiJIUzI1NiJ9".to_owned()),
        Just("salary: 85,000\\n".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just(" é \\u0041 %20 ".to_owned()),
        "[ -~]{0,40}",
        (1usize..5000).prop_map(|length| "x ".repeat(length)),
    ];
    proptest::collection::vec(piece, 1..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn windows_of_any_size_and_threads_tell_the_same(text in pieces(), size in 1usize..3000, threads in 1usize..4) {
        let options = Options { min_confidence: Confidence::Low, fold_columns: true, ..Options::on(jiff::civil::date(2026, 1, 1)) };
        let origin = Arc::new(Origin { path: "a.txt".into(), ..Origin::default() });
        let (mut whole, mut windows) = (Outcome::default(), Outcome::default());
        scan::scan_bytes(&ENGINE, &options, &origin, text.as_bytes(), &mut whole);
        let how = Windows { size: size * 4, threads };
        scan::scan_large(&ENGINE, &options, &origin, &Held(text.into_bytes()), how, &mut windows);
        prop_assert_eq!(told(&whole), told(&windows));
        prop_assert_eq!(whole.bytes, windows.bytes);
    }
}
