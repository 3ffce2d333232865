//! Git's packet lines: four hexadecimal digits of length, and what is that long with them (gitprotocol-common(5)).

use std::io::{self, ErrorKind, Read, Write};

/// The most content that one packet carries.
const LARGEST: usize = 65_516;

/// The next packet's content; `None` is a flush packet.
pub(super) fn read(input: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    read_rest(input, length)
}

/// As [`read`], but `Ok(None)` at the end of the input, before the first byte of a packet.
pub(super) fn read_or_end(input: &mut impl Read) -> io::Result<Option<Option<Vec<u8>>>> {
    let mut length = [0; 4];
    match input.read(&mut length[..1])? {
        0 => Ok(None),
        _ => {
            input.read_exact(&mut length[1..])?;
            read_rest(input, length).map(Some)
        }
    }
}

fn read_rest(input: &mut impl Read, length: [u8; 4]) -> io::Result<Option<Vec<u8>>> {
    let digits = std::str::from_utf8(&length).ok().and_then(|digits| usize::from_str_radix(digits, 16).ok());
    match digits {
        Some(0) => Ok(None),
        Some(length) if (4..=LARGEST + 4).contains(&length) => {
            let mut content = vec![0; length - 4];
            input.read_exact(&mut content)?;
            Ok(Some(content))
        }
        _ => Err(io::Error::new(ErrorKind::InvalidData, "git sent what is no packet line")),
    }
}

/// The text lines up to the next flush packet, without their line ends.
pub(super) fn read_lines(input: &mut impl Read) -> io::Result<Vec<Vec<u8>>> {
    let mut lines = Vec::new();
    while let Some(line) = read(input)? {
        lines.push(line.strip_suffix(b"\n").map_or(line.clone(), <[u8]>::to_vec));
    }
    Ok(lines)
}

/// The content up to the next flush packet.
pub(super) fn read_content(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    while let Some(packet) = read(input)? {
        content.extend_from_slice(&packet);
    }
    Ok(content)
}

/// Writes text lines and a flush packet.
pub(super) fn write_lines(output: &mut impl Write, lines: &[&str]) -> io::Result<()> {
    for line in lines {
        writeln!(output, "{:04x}{line}", line.len() + 5)?;
    }
    output.write_all(b"0000")
}

/// Writes content in as many packets as it takes, and a flush packet.
pub(super) fn write_content(output: &mut impl Write, content: &[u8]) -> io::Result<()> {
    for packet in content.chunks(LARGEST) {
        write!(output, "{:04x}", packet.len() + 4)?;
        output.write_all(packet)?;
    }
    output.write_all(b"0000")
}
