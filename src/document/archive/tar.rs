//! Members one after the other: tar (POSIX ustar and pax, GNU) and ar, which Debian packages are.

use std::ops::Range;

use super::Container;
use crate::error::ProblemKind;

/// What a tar is made of.
pub(super) const BLOCK: usize = 512;

/// Whether a block is a tar header: its checksum is right.
pub(super) fn is_header(block: &[u8]) -> bool {
    let Some(block) = block.get(..BLOCK) else { return false };
    let Some(told) = octal(&block[148..156]) else { return false };
    let sum: u64 = block.iter().map(|byte| u64::from(*byte)).sum();
    let own: u64 = block[148..156].iter().map(|byte| u64::from(*byte)).sum();
    block[0] != 0 && told == sum - own + 8 * u64::from(b' ')
}

/// Hands over the members of a tar.
pub(super) fn read(container: &mut Container<'_, '_, '_>) {
    let whole = container.whole;
    let bytes = whole.text;
    let (mut at, mut long_name, mut taken) = (0, None, Vec::new());
    while let Some(block) = bytes.get(at..at + BLOCK) {
        if block.iter().all(|byte| *byte == 0) {
            at += BLOCK;
            continue;
        }
        let Some(size) = octal(&block[124..136]).filter(|_| is_header(block)) else {
            container.tell(ProblemKind::Malformed, "is damaged; what follows was read as it stands");
            break;
        };
        let start = at + BLOCK;
        let end = usize::try_from(size).unwrap_or(usize::MAX).saturating_add(start);
        let data = start..end.min(bytes.len());
        match block[156] {
            b'L' => long_name = Some(until_zero(&bytes[data.clone()]).to_vec()),
            b'x' => long_name = pax_path(&bytes[data.clone()]).or(long_name),
            b'K' | b'g' | b'X' => {}
            _ => {
                let name = long_name.take().unwrap_or_else(|| name(block));
                if !data.is_empty() && container.admits() {
                    container.stored(&name, data.clone());
                    taken.push(data.clone());
                }
                if end > bytes.len() {
                    container.tell_of(&name, ProblemKind::Malformed, CUT);
                }
            }
        }
        at = end.checked_next_multiple_of(BLOCK).unwrap_or(usize::MAX - BLOCK);
    }
    container.rest(taken);
}

const CUT: &str = "is cut or damaged; what could be read of it was searched";

/// Hands over the members of an ar archive.
pub(super) fn read_ar(container: &mut Container<'_, '_, '_>) {
    const HEADER: usize = 60;
    let whole = container.whole;
    let bytes = whole.text;
    let (mut at, mut taken) = (8, Vec::new());
    while let Some(header) = bytes.get(at..at + HEADER) {
        let size = std::str::from_utf8(&header[48..58]).ok().and_then(|size| size.trim().parse::<usize>().ok());
        let Some(size) = size.filter(|_| header.ends_with(b"`\n")) else {
            container.tell(ProblemKind::Malformed, "is damaged; what follows was read as it stands");
            break;
        };
        let name = header[..16].trim_ascii_end();
        let name = name.strip_suffix(b"/").unwrap_or(name).to_vec();
        let end = size.saturating_add(at + HEADER);
        let data: Range<usize> = at + HEADER..end.min(bytes.len());
        if !data.is_empty() && container.admits() {
            container.stored(&name, data.clone());
            taken.push(data);
        }
        if end > bytes.len() {
            container.tell_of(&name, ProblemKind::Malformed, CUT);
        }
        at = end.saturating_add(end % 2).min(usize::MAX - HEADER);
    }
    container.rest(taken);
}

/// A number in octal digits, or, with its first bit set, in binary.
fn octal(field: &[u8]) -> Option<u64> {
    if let [first @ 0x80..=0xff, rest @ ..] = field {
        let start = u64::from(first & 0x7f);
        return rest.iter().try_fold(start, |sum, byte| Some(sum.checked_mul(256)? | u64::from(*byte)));
    }
    let digits = field.iter().skip_while(|byte| **byte == b' ').take_while(|byte| !matches!(byte, b' ' | 0));
    let mut number = None;
    for digit in digits {
        let value = char::from(*digit).to_digit(8)?;
        number = Some(number.unwrap_or(0_u64).checked_mul(8)? + u64::from(value));
    }
    number.or_else(|| field.iter().all(|byte| matches!(byte, b' ' | 0)).then_some(0))
}

fn name(block: &[u8]) -> Vec<u8> {
    let name = until_zero(&block[..100]);
    let prefix = until_zero(&block[345..500]);
    if &block[257..263] == b"ustar\0" && !prefix.is_empty() { [prefix, b"/", name].concat() } else { name.to_vec() }
}

fn until_zero(field: &[u8]) -> &[u8] {
    field.split(|byte| *byte == 0).next().unwrap_or(field)
}

/// The `path` of a pax header, whose records are `length key=value\n`.
fn pax_path(records: &[u8]) -> Option<Vec<u8>> {
    let path = records.split(|byte| *byte == b'\n').find_map(|record| {
        let space = memchr::memchr(b' ', record)?;
        record[space + 1..].strip_prefix(b"path=")
    });
    path.map(<[u8]>::to_vec)
}
