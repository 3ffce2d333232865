//! Git's long-running filter protocol, version 2 (gitattributes(5)): one process for all files of a command.

use std::io::{self, ErrorKind, Read, Write};

use super::pkt;

/// Answers git until it closes the input. What is checked out stays as it is, and must be answered because the filter is
/// required. A file that `clean` refuses is answered with an error, and git stops at it
/// because the filter is required; `Ok(None)` leaves the content as it is.
pub(super) fn serve(
    input: &mut impl Read,
    output: &mut impl Write,
    mut clean: impl FnMut(&[u8], &[u8]) -> Result<Option<Vec<u8>>, String>,
) -> io::Result<()> {
    greet(input, output)?;
    while let Some(first) = pkt::read_or_end(input)? {
        let mut lines: Vec<Vec<u8>> = first.into_iter().collect();
        lines.extend(pkt::read_lines(input)?);
        let content = pkt::read_content(input)?;
        let path = value(&lines, b"pathname=").unwrap_or_default();
        match value(&lines, b"command=") {
            Some(b"clean") => match clean(path, &content) {
                Ok(cleaned) => answer(output, cleaned.as_deref().unwrap_or(&content))?,
                Err(_) => pkt::write_lines(output, &["status=error"])?,
            },
            Some(b"smudge") => answer(output, &content)?,
            _ => pkt::write_lines(output, &["status=error"])?,
        }
        output.flush()?;
    }
    Ok(())
}

fn greet(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    let greeting = pkt::read_lines(input)?;
    let is_known = greeting.first().is_some_and(|line| line == b"git-filter-client");
    if !is_known || !greeting.iter().any(|line| line == b"version=2") {
        return Err(io::Error::new(ErrorKind::InvalidData, "this git speaks no filter protocol of version 2"));
    }
    pkt::write_lines(output, &["git-filter-server", "version=2"])?;
    output.flush()?;
    pkt::read_lines(input)?;
    pkt::write_lines(output, &["capability=clean", "capability=smudge"])?;
    output.flush()
}

fn answer(output: &mut impl Write, content: &[u8]) -> io::Result<()> {
    pkt::write_lines(output, &["status=success"])?;
    pkt::write_content(output, content)?;
    pkt::write_lines(output, &[])
}

fn value<'l>(lines: &'l [Vec<u8>], key: &[u8]) -> Option<&'l [u8]> {
    lines.iter().find_map(|line| line.strip_prefix(key)).map(|value| value.strip_suffix(b"\n").unwrap_or(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packets(groups: &[&[&[u8]]]) -> Vec<u8> {
        let group = |lines: &&[&[u8]]| {
            let packets = lines.iter().flat_map(|line| [format!("{:04x}", line.len() + 4).as_bytes(), line].concat());
            packets.chain(*b"0000").collect::<Vec<u8>>()
        };
        groups.iter().flat_map(group).collect()
    }

    #[test]
    fn a_conversation_cleans_and_refuses() {
        let input = packets(&[
            &[b"git-filter-client\n", b"version=2\n"],
            &[b"capability=clean\n", b"capability=smudge\n", b"capability=delay\n"],
            &[b"command=clean\n", b"pathname=a b.ipynb\n"],
            &[b"con", b"tent"],
            &[b"command=clean\n", b"pathname=bad.ipynb\n"],
            &[],
        ]);
        let mut output = Vec::new();
        let served = serve(&mut input.as_slice(), &mut output, |path, content| match path {
            b"a b.ipynb" => Ok(Some(content.to_ascii_uppercase())),
            _ => Err(String::new()),
        });
        assert!(served.is_ok());
        let expected = packets(&[
            &[b"git-filter-server\n", b"version=2\n"],
            &[b"capability=clean\n", b"capability=smudge\n"],
            &[b"status=success\n"],
            &[b"CONTENT"],
            &[],
            &[b"status=error\n"],
        ]);
        assert_eq!(String::from_utf8_lossy(&output), String::from_utf8_lossy(&expected));
    }

    #[test]
    fn what_is_no_protocol_is_an_error() {
        let serve = |mut input: &[u8]| serve(&mut input, &mut Vec::new(), |_, _| Ok(None));
        assert!(serve(b"zzzz").is_err());
        assert!(serve(b"0003").is_err());
        assert!(serve(b"0009hello0000").is_err());
    }
}
