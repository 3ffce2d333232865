//! The delta decoder against one that is written byte by byte.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../src/source/history/delta.rs"]
#[allow(dead_code, unreachable_pub)]
mod delta;

const LIMIT: usize = 1 << 20;

fuzz_target!(|input: &[u8]| {
    let Some((&len, rest)) = input.split_first() else { return };
    let (base, instructions) = rest.split_at(rest.len().min(usize::from(len)));
    let (mut result, mut edits) = (Vec::new(), delta::Edits::default());
    let decoded = delta::apply(base, instructions, LIMIT, &mut result, &mut edits);
    assert_eq!(decoded.is_ok(), slow(base, instructions).is_some());
    if decoded.is_ok() {
        assert_eq!(Some(&result), slow(base, instructions).as_ref());
        let mut covered = vec![false; result.len()];
        for range in &edits.changed {
            covered[range.clone()].fill(true);
        }
        for copied in &edits.copies {
            covered[copied.to..copied.to + copied.len].fill(true);
            assert_eq!(base[copied.from..copied.from + copied.len], result[copied.to..copied.to + copied.len]);
        }
        assert!(covered.iter().all(|covered| *covered));
    }
});

/// Decodes one byte after another.
fn slow(base: &[u8], delta: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = delta.iter().copied();
    let mut number = || {
        let (mut value, mut place) = (0u128, 1u128);
        for _ in 0..10 {
            let byte = bytes.next()?;
            value += u128::from(byte % 128) * place;
            place *= 128;
            if byte < 128 {
                return u64::try_from(value).ok();
            }
        }
        None
    };
    let (from, to) = (number()?, number()?);
    if from != base.len() as u64 || to > LIMIT as u64 {
        return None;
    }
    let mut result = Vec::new();
    while let Some(code) = bytes.next() {
        if code == 0 {
            return None;
        }
        if code < 128 {
            for _ in 0..code {
                result.push(bytes.next()?);
            }
        } else {
            let mut parts = [0u64; 7];
            for (bit, part) in parts.iter_mut().enumerate() {
                if code >> bit & 1 == 1 {
                    *part = u64::from(bytes.next()?);
                }
            }
            let offset = parts[0] + parts[1] * 256 + parts[2] * 65_536 + parts[3] * 16_777_216;
            let len = match parts[4] + parts[5] * 256 + parts[6] * 65_536 {
                0 => 65_536,
                len => len,
            };
            for at in offset..offset + len {
                result.push(*base.get(usize::try_from(at).ok()?)?);
            }
        }
        if result.len() as u64 > to {
            return None;
        }
    }
    (result.len() as u64 == to).then_some(result)
}
