//! Refs and their logs in a reftable.
//!
//! Format: <https://git-scm.com/docs/reftable>, versions 1 and 2. A table is read from its start to its end, so that its
//! indexes are not needed.

use super::id::{Format, Oid};
use super::inflate::{Inflate, can_hold};
use super::refs::LogEntry;

/// What a ref holds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Value {
    Deleted,
    Id(Oid),
    Symbolic(Vec<u8>),
}

/// A table's records, in its order. A deletion of a log entry is left out: what the entry said was in an older table.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) refs: Vec<(Vec<u8>, Value)>,
    pub(super) logs: Vec<LogEntry>,
}

const BAD: &str = "it is not a valid reftable";

/// Reads a table.
pub(super) fn read(file: &[u8]) -> Result<Table, &'static str> {
    let (header, footer, format) = match file.get(..5) {
        Some(b"REFT\x01") => (24, 68, Format::Sha1),
        Some(b"REFT\x02") if file.get(24..28) == Some(b"s256") => (28, 72, Format::Sha256),
        Some(b"REFT\x02") => (28, 72, Format::Sha1),
        _ => return Err(BAD),
    };
    let end = file.len().checked_sub(footer).filter(|end| *end >= header).ok_or(BAD)?;
    let (checked, checksum) = file[end..].split_at(footer - 4);
    let mut crc = flate2::Crc::new();
    crc.update(checked);
    if file[..header] != checked[..header] || crc.sum().to_be_bytes() != checksum {
        return Err(BAD);
    }
    let block_size = number(&file[5..8]);
    let mut table = Table::default();
    let mut at = 0;
    while at < end {
        let skip = if at == 0 { header } else { 0 };
        if at + skip >= end {
            break;
        }
        at += read_block(&file[at..end], skip, block_size, format, &mut table).ok_or(BAD)?;
    }
    Ok(table)
}

/// Reads the block at the start of `bytes`, whose type stands behind `skip` bytes of the file's header. Gives its length.
fn read_block(bytes: &[u8], skip: usize, block_size: usize, format: Format, table: &mut Table) -> Option<usize> {
    let start = bytes.get(skip..skip + 4)?;
    let len = number(&start[1..4]);
    if start[0] == b'g' {
        let data = &bytes[skip + 4..];
        let size = len.checked_sub(skip + 4).filter(|size| can_hold(data.len() as u64, *size as u64))?;
        let mut block = Vec::new();
        let used = Inflate::default().whole(data, &mut block, size).ok()?;
        records(&block, |name, kind, rest| read_log(name, kind, rest, format, table))?;
        return Some(skip + 4 + used);
    }
    let block = bytes.get(skip + 4..len)?;
    match start[0] {
        b'r' => records(block, |name, kind, rest| read_ref(name, kind, rest, format, table))?,
        b'i' | b'o' => {}
        _ => return None,
    }
    let padded = bytes.get(len).is_some_and(|next| *next == 0) && block_size > len;
    Some(if padded { block_size } else { len })
}

/// Calls `each` for every record of a block with its key, its type and what follows, of which it gives back the rest.
fn records(block: &[u8], mut each: impl FnMut(&[u8], u64, &mut &[u8]) -> Option<()>) -> Option<()> {
    let (rest, count) = block.split_last_chunk::<2>()?;
    let restarts = 3 * usize::from(u16::from_be_bytes(*count));
    let mut rest = &rest[..rest.len().checked_sub(restarts)?];
    let mut key = Vec::new();
    while !rest.is_empty() {
        let shared = usize::try_from(varint(&mut rest)?).ok()?;
        let suffix = varint(&mut rest)?;
        key.truncate(shared);
        (key.len() == shared).then_some(())?;
        key.extend_from_slice(take(&mut rest, suffix >> 3)?);
        each(&key, suffix & 7, &mut rest)?;
    }
    Some(())
}

fn read_ref(name: &[u8], kind: u64, rest: &mut &[u8], format: Format, table: &mut Table) -> Option<()> {
    varint(rest)?;
    let width = format.width() as u64;
    let value = match kind {
        0 => Value::Deleted,
        1 | 2 => {
            let ids = take(rest, width * kind)?;
            Value::Id(Oid::from_bytes(&ids[..format.width()])?)
        }
        3 => {
            let len = varint(rest)?;
            Value::Symbolic(take(rest, len)?.to_vec())
        }
        _ => return None,
    };
    table.refs.push((name.to_vec(), value));
    Some(())
}

fn read_log(key: &[u8], kind: u64, rest: &mut &[u8], format: Format, table: &mut Table) -> Option<()> {
    let name = &key[..key.len().checked_sub(9)?];
    if kind == 0 {
        return Some(());
    }
    let mut id = || Oid::from_bytes(take(rest, format.width() as u64)?);
    let (old, new) = (id()?, id()?);
    let mut text = || {
        let len = varint(rest)?;
        take(rest, len)
    };
    let (who, email) = (text()?, text()?);
    let time = varint(rest)?;
    let zone = take(rest, 2)?;
    let zone = i16::from_be_bytes([zone[0], zone[1]]);
    let len = varint(rest)?;
    let message = take(rest, len)?.trim_ascii_end().to_vec();
    let by = [who, b" <", email, format!("> {time} {zone:+05}").as_bytes()].concat();
    table.logs.push(LogEntry { name: name.to_vec(), old, new, by, message });
    Some(())
}

fn number(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |value, byte| value << 8 | usize::from(*byte))
}

fn take<'a>(rest: &mut &'a [u8], len: u64) -> Option<&'a [u8]> {
    let (taken, after) = rest.split_at_checked(usize::try_from(len).ok()?)?;
    *rest = after;
    Some(taken)
}

fn varint(rest: &mut &[u8]) -> Option<u64> {
    let mut byte = take(rest, 1)?[0];
    let mut value = u64::from(byte & 0x7f);
    while byte & 0x80 != 0 {
        byte = take(rest, 1)?[0];
        value = value.checked_add(1).filter(|value| value >> 57 == 0)? << 7 | u64::from(byte & 0x7f);
    }
    Some(value)
}
