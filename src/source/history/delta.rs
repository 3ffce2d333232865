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
