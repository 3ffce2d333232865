//! Applying a delta: an object as copies from its base and inserted bytes.
//!
//! Format: <https://git-scm.com/docs/gitformat-pack>, "Deltified representation".

use std::ops::Range;

/// A stretch of an object that is the same as a stretch of its base. Offsets and length are in bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Copied {
    /// Where it begins in the base.
    pub from: usize,
    /// Where it begins in the object.
    pub to: usize,
    /// How long it is.
    pub len: usize,
}

/// How an object came out of its base.
#[derive(Debug, Default)]
pub(super) struct Edits {
    /// What is new, in ascending order: inserted bytes, and as an empty range each place at which text that stood apart
    /// in the base now meets, or at which the base's start or end was cut off.
    pub(super) changed: Vec<Range<usize>>,
    /// What was copied, in the object's order.
    pub(super) copies: Vec<Copied>,
}

/// Sizes from the start of a delta: the base's, the result's, and where the instructions begin.
pub(super) fn sizes(delta: &[u8]) -> Option<(u64, u64, usize)> {
    let mut at = 0;
    let base = size(delta, &mut at)?;
    let result = size(delta, &mut at)?;
    Some((base, result, at))
}

/// Rebuilds an object of at most `limit` bytes from its base into `result` (cleared first), and says how in `edits`.
pub(super) fn apply(
    base: &[u8],
    delta: &[u8],
    limit: usize,
    result: &mut Vec<u8>,
    edits: &mut Edits,
) -> Result<(), DeltaError> {
    let (base_size, size, start) = sizes(delta).ok_or(DeltaError::Corrupt("its delta has no sizes"))?;
    if base_size != base.len() as u64 {
        return Err(DeltaError::Corrupt("its delta is made for a base of another size"));
    }
    let size = usize::try_from(size).ok().filter(|size| *size <= limit).ok_or(DeltaError::TooLarge(size))?;
    result.clear();
    result.reserve(size);
    edits.changed.clear();
    edits.copies.clear();
    let mut instructions = &delta[start..];
    let mut seam = 0;
    while let Some((&code, rest)) = instructions.split_first() {
        let to = result.len();
        instructions = if code & 0x80 == 0 {
            let (bytes, rest) = rest.split_at_checked(usize::from(code)).filter(|_| code != 0).ok_or(BAD)?;
            result.extend_from_slice(bytes);
            edits.insert(to..result.len());
            seam = usize::MAX;
            rest
        } else {
            let (from, len, rest) = copy(code, rest).ok_or(BAD)?;
            result.extend_from_slice(base.get(from..).and_then(|tail| tail.get(..len)).ok_or(BAD)?);
            if from != seam {
                edits.insert(to..to);
            }
            edits.copies.push(Copied { from, to, len });
            seam = from + len;
            rest
        };
        if result.len() > size {
            return Err(BAD);
        }
    }
    if seam != base.len() {
        edits.insert(size..size);
    }
    if result.len() == size { Ok(()) } else { Err(BAD) }
}

/// Why a delta cannot be applied.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum DeltaError {
    /// The bytes are not a delta of this base.
    Corrupt(&'static str),
    /// The result would have that many bytes, which is over the limit.
    TooLarge(u64),
}

const BAD: DeltaError = DeltaError::Corrupt("its delta is not valid");

impl Edits {
    /// Adds a range that begins nowhere before the last one's end, and joins it to that if they touch.
    fn insert(&mut self, range: Range<usize>) {
        match self.changed.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => self.changed.push(range),
        }
    }
}

/// The offset and the length of a copy instruction, and what follows it.
fn copy(code: u8, rest: &[u8]) -> Option<(usize, usize, &[u8])> {
    let (mut value, mut at) = (0u64, 0);
    for bit in 0..7 {
        if code & 1 << bit != 0 {
            value |= u64::from(*rest.get(at)?) << (8 * bit);
            at += 1;
        }
    }
    let len = match value >> 32 {
        0 => 0x1_0000,
        len => len,
    };
    Some((usize::try_from(value & 0xffff_ffff).ok()?, usize::try_from(len).ok()?, &rest[at..]))
}

/// A number of seven bits a byte, the lowest first.
fn size(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let (mut value, mut shift) = (0u64, 0);
    loop {
        let byte = *bytes.get(*at)?;
        *at += 1;
        let bits = u64::from(byte & 0x7f);
        if shift > 63 || bits << shift >> shift != bits {
            return None;
        }
        value |= bits << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// An instruction as a test writes it.
    #[derive(Clone, Debug)]
    enum Step {
        Copy(usize, usize),
        Insert(Vec<u8>),
    }

    fn varint(mut value: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        while value > 0x7f {
            bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        bytes.push(value as u8);
        bytes
    }

    /// Writes a delta, every byte of offset and length in full, and says what it makes, byte by byte.
    fn write(base: &[u8], steps: &[Step]) -> (Vec<u8>, Vec<u8>) {
        let (mut instructions, mut result) = (Vec::new(), Vec::new());
        for step in steps {
            match step {
                Step::Copy(from, len) => {
                    let (from, len) = (from % base.len(), *len);
                    let len = len.min(base.len() - from).max(1);
                    instructions.push(0xff);
                    instructions.extend_from_slice(&(from as u32).to_le_bytes());
                    instructions.extend_from_slice(&(len as u32).to_le_bytes()[..3]);
                    (from..from + len).for_each(|at| result.push(base[at]));
                }
                Step::Insert(bytes) => {
                    instructions.push(bytes.len() as u8);
                    instructions.extend_from_slice(bytes);
                    result.extend(bytes);
                }
            }
        }
        ([varint(base.len()), varint(result.len()), instructions].concat(), result)
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let copy = (0..1000usize, 1..300usize).prop_map(|(from, len)| Step::Copy(from, len));
        let insert = proptest::collection::vec(any::<u8>(), 1..40).prop_map(Step::Insert);
        proptest::collection::vec(prop_oneof![copy, insert], 0..30)
    }

    fn run(base: &[u8], delta: &[u8], limit: usize) -> Result<(Vec<u8>, Edits), DeltaError> {
        let (mut result, mut edits) = (vec![1, 2, 3], Edits::default());
        apply(base, delta, limit, &mut result, &mut edits).map(|()| (result, edits))
    }

    proptest! {
        #[test]
        fn a_delta_makes_what_its_steps_say(base in proptest::collection::vec(any::<u8>(), 1..600), steps in steps()) {
            let (delta, expected) = write(&base, &steps);
            let (result, edits) = run(&base, &delta, 1 << 20).expect("a valid delta");
            prop_assert_eq!(&result, &expected);
            let mut new = vec![true; result.len()];
            for copied in &edits.copies {
                let to = copied.to..copied.to + copied.len;
                prop_assert_eq!(&base[copied.from..copied.from + copied.len], &result[to.clone()]);
                new[to].fill(false);
            }
            let inserted = edits.changed.iter().flat_map(Clone::clone).filter(|at| new[*at]).count();
            prop_assert_eq!(inserted, new.iter().filter(|new| **new).count());
            prop_assert!(edits.changed.iter().flat_map(Clone::clone).all(|at| new[at]));
            // Every place where a copy does not go on from the one before lies in a change or at its edge.
            for pair in edits.copies.windows(2).filter(|pair| pair[0].from + pair[0].len != pair[1].from) {
                prop_assert!(edits.changed.iter().any(|range| range.start <= pair[1].to && pair[1].to <= range.end));
            }
        }

        #[test]
        fn no_bytes_make_it_panic(base in proptest::collection::vec(any::<u8>(), 0..200), mut delta in proptest::collection::vec(any::<u8>(), 0..200), sized in any::<bool>()) {
            if sized {
                delta.splice(0..0, varint(base.len()));
            }
            if let Ok((result, _)) = run(&base, &delta, 5000) {
                prop_assert!(result.len() <= 5000);
            }
        }
    }

    #[test]
    fn cuts_at_the_ends_and_seams_are_changes() {
        let base = b"0123456789";
        let (delta, _) = write(base, &[Step::Copy(2, 3), Step::Copy(5, 1), Step::Copy(7, 2)]);
        let (result, edits) = run(base, &delta, 100).expect("valid");
        assert_eq!(result, b"234578");
        assert_eq!(
            edits.changed.iter().map(|range| (range.start, range.end)).collect::<Vec<_>>(),
            [(0, 0), (4, 4), (6, 6)]
        );
        let (delta, _) = write(base, &[Step::Copy(0, 10)]);
        assert!(run(base, &delta, 100).expect("valid").1.changed.is_empty());
        let (delta, _) = write(base, &[Step::Copy(0, 10), Step::Insert(vec![1])]);
        assert_eq!(run(base, &delta, 100).expect("valid").1.changed.len(), 1);
    }

    #[test]
    fn sizes_that_lie_are_refused_before_memory_is_taken() {
        let huge = [varint(3), varint(usize::MAX), vec![1, 1]].concat();
        assert_eq!(run(b"abc", &huge, 1 << 30).err(), Some(DeltaError::TooLarge(u64::MAX)));
        assert!(run(b"abc", &[varint(4), varint(1), vec![1, 1]].concat(), 9).is_err());
        assert!(run(b"abc", &[varint(3), varint(1), vec![2, 1, 1]].concat(), 9).is_err());
        assert!(run(b"abc", &[varint(3), varint(2), vec![1, 1]].concat(), 9).is_err());
        assert!(run(b"abc", &[varint(3), varint(1), vec![0]].concat(), 9).is_err());
        assert!(run(b"abc", &[varint(3), varint(1), vec![0x91, 3, 1]].concat(), 9).is_err());
        assert!(run(b"abc", &[255; 20], 9).is_err());
        assert!(run(b"abc", &[], 9).is_err());
    }
}
