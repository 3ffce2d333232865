//! The few settings of a repository that say how its objects are kept.
//!
//! Format: <https://git-scm.com/docs/git-config>, "Syntax". Included files are not read: git takes these settings from
//! the repository's own file only.

use super::file;
use super::id::Format;
use super::problem::{Fault, Problem};
use std::path::Path;

/// How a repository's objects and refs are kept.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Config {
    pub(super) format: Format,
    pub(super) reftable: bool,
    /// Some objects stay at a remote.
    pub(super) partial: bool,
}

/// Reads the settings; a file that is not there has none.
pub(super) fn read(path: &Path) -> Result<Config, Problem> {
    let text = match file::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Config::default()),
        Err(error) => return Err(Problem::unreadable(path, &error)),
    };
    parse(&text).map_err(|what| Problem::new(Fault::Unsupported, path.display(), what))
}

fn parse(text: &[u8]) -> Result<Config, String> {
    let mut config = Config::default();
    let mut section = String::new();
    for line in text.split(|byte| *byte == b'\n') {
        let line = String::from_utf8_lossy(line);
        let mut line = line.trim();
        if let Some((name, rest)) = line.strip_prefix('[').and_then(|line| line.split_once(']')) {
            section = name.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
            line = rest.trim();
        }
        let (name, value) = line.split_once('=').unwrap_or((line, "true"));
        let value = value.split([';', '#']).next().unwrap_or_default().trim().trim_matches('"').to_ascii_lowercase();
        match (section.as_str(), name.trim().to_ascii_lowercase().as_str()) {
            ("extensions", "objectformat") => config.format = object_format(&value)?,
            ("extensions", "refstorage") => config.reftable = ref_storage(&value)?,
            ("extensions", "partialclone") => config.partial = true,
            ("remote", "promisor") => config.partial |= value != "false",
            _ => {}
        }
    }
    Ok(config)
}

fn object_format(value: &str) -> Result<Format, String> {
    match value {
        "sha1" => Ok(Format::Sha1),
        "sha256" => Ok(Format::Sha256),
        _ => Err("its object format is not known".to_owned()),
    }
}

fn ref_storage(value: &str) -> Result<bool, String> {
    match value {
        "files" => Ok(false),
        "reftable" => Ok(true),
        _ => Err("its ref storage is not known".to_owned()),
    }
}

/// Takes a line out of double quotes and C escapes, if it begins with a quote.
pub(super) fn unquote(line: &[u8]) -> Vec<u8> {
    let Some(mut rest) = line.strip_prefix(b"\"") else { return line.to_vec() };
    let mut plain = Vec::with_capacity(rest.len());
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match (byte, after.split_first()) {
            (b'"', _) => break,
            (b'\\', Some((escape @ b'0'..=b'3', _))) if after.len() >= 3 => {
                let value = after[1..3].iter().fold(escape - b'0', |value, digit| value << 3 | (digit & 7));
                plain.push(value);
                rest = &after[3..];
            }
            (b'\\', Some((&escape, after))) => {
                plain.push(match escape {
                    b'n' => b'\n',
                    b't' => b'\t',
                    b'r' => b'\r',
                    b'a' => 7,
                    b'b' => 8,
                    b'f' => 12,
                    b'v' => 11,
                    other => other,
                });
                rest = after;
            }
            _ => plain.push(byte),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_found_in_any_spelling() {
        let text = b"[core]\n\tbare = true\n[Extensions]\n\tObjectFormat = SHA256 ; told\n\trefStorage=\"reftable\"\n";
        let config = parse(text).expect("known");
        assert_eq!(config, Config { format: Format::Sha256, reftable: true, partial: false });
        assert!(parse(b"[extensions] objectformat = sha3").is_err());
        assert!(parse(b"[remote \"origin\"]\n promisor = true").expect("known").partial);
    }

    #[test]
    fn quoted_paths_are_taken_as_git_writes_them() {
        assert_eq!(unquote(b"/plain \"path\""), b"/plain \"path\"");
        assert_eq!(unquote(b"\"a\\\"b\\\\c\\303\\244\\n\""), "a\"b\\cä\n".as_bytes());
        assert_eq!(unquote(b"\"cut\\"), b"cut\\");
    }
}
