//! Credentials that have no name beside them: options of well-known programs, and arguments of well-known functions.

use std::ops::Range;

use super::site::{Form, Site};
use super::value::is_long_random;
use super::{Generic, quote};
use crate::engine::words::{find, starts_with};

/// Keywords that are a program's or a function's name, and how the credential is given to it.
pub(super) const KNOWN: &[(&str, Given)] = &[
    ("sshpass", Given::Option("-p", Part::Whole)),
    ("mysql", Given::Option("-p", Part::Attached)),
    ("mysqldump", Given::Option("-p", Part::Attached)),
    ("mysqladmin", Given::Option("-p", Part::Attached)),
    ("mariadb", Given::Option("-p", Part::Attached)),
    ("redis-cli", Given::Option("-a", Part::Whole)),
    ("docker login", Given::Option("-p", Part::Whole)),
    ("podman login", Given::Option("-p", Part::Whole)),
    ("ldapsearch", Given::Option("-w", Part::Whole)),
    ("curl", Given::Option("-u", Part::AfterColon)),
    ("curl", Given::Option("--user", Part::AfterColon)),
    ("chpasswd", Given::Echoed),
    ("securestring", Given::PlainText),
    ("cookie:", Given::Cookie),
    ("login(", Given::Argument(1)),
    ("authenticate(", Given::Argument(1)),
    ("connect(", Given::Argument(2)),
    ("mysqli(", Given::Argument(2)),
    ("pdo(", Given::Argument(2)),
    ("getconnection(", Given::Argument(2)),
];

/// How a credential is given.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Given {
    /// By an option of a command.
    Option(&'static str, Part),
    /// By the text that is piped into the command: `echo "user:password" | chpasswd`.
    Echoed,
    /// By the string of PowerShell's `ConvertTo-SecureString`.
    PlainText,
    /// By a session's or a token's pair in a header of cookies.
    Cookie,
    /// By a function's argument of that number, from 0, all before it being strings too.
    Argument(usize),
}

/// Which part of an option's value is the credential.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// All of it, which must follow the option without a blank.
    Attached,
    /// What follows the first colon.
    AfterColon,
}

/// How far a command is read, in bytes.
const COMMAND: usize = 400;

/// Finds the credential given to the program or function that is named at `hit`, and its kind.
pub(super) fn locate(text: &[u8], hit: &Range<usize>) -> Option<(Site, Generic)> {
    let word = &text[hit.clone()];
    let known = KNOWN.iter().filter(|(known, _)| known.as_bytes().eq_ignore_ascii_case(word));
    let (value, given) = known.into_iter().find_map(|(_, given)| Some((read(text, hit, *given)?, given)))?;
    let form = if matches!(given, Given::Argument(_)) { Form::Login } else { Form::Command };
    let rule = if matches!(given, Given::Cookie) { Generic::Token } else { Generic::Password };
    Some((Site { name: hit.clone(), value, form, quoted: true, dynamic: false }, rule))
}

/// The credential that is given in the way told.
fn read(text: &[u8], hit: &Range<usize>, given: Given) -> Option<Range<usize>> {
    match given {
        Given::Option(option, part) => option_value(text, hit, option.as_bytes(), part),
        Given::Echoed => echoed(text, hit.start),
        Given::PlainText => plain_text(text, hit.end),
        Given::Cookie => cookie(text, hit.end),
        Given::Argument(number) => argument(text, hit.end, number),
    }
}

/// The value of an option of the command that begins at `hit`, up to the end of the line or the command.
fn option_value(text: &[u8], hit: &Range<usize>, option: &[u8], part: Part) -> Option<Range<usize>> {
    let starts_word = hit.start.checked_sub(1).is_none_or(|at| !text[at].is_ascii_alphanumeric() && text[at] != b'_');
    if !starts_word || !matches!(text.get(hit.end), Some(b' ' | b'"' | b'\'')) {
        return None;
    }
    let command = &text[hit.end..text.len().min(hit.end + COMMAND)];
    let length = command.iter().position(|byte| matches!(byte, b'\n' | b'|' | b';')).unwrap_or(command.len());
    let command = &command[..length];
    let at = (1..command.len())
        .find(|&at| matches!(command[at - 1], b' ' | b'"' | b'\'') && command[at..].starts_with(option))?;
    let mut start = at + option.len();
    if part != Part::Attached {
        start += command[start..].iter().take_while(|byte| matches!(byte, b' ' | b'=')).count();
    }
    let value = shell_word(text, hit.end + start)?;
    let bytes = &text[value.clone()];
    match part {
        Part::AfterColon => bytes.iter().position(|byte| *byte == b':').map(|at| value.start + at + 1..value.end),
        _ => (!bytes.starts_with(b"-") && !bytes.contains(&b':')).then_some(value),
    }
}

/// The word of a shell that begins at `at`, without its quotes.
fn shell_word(text: &[u8], at: usize) -> Option<Range<usize>> {
    if let Some(quoted) = quote::read(text, at) {
        return Some(quoted.range);
    }
    let rest = text.get(at..)?;
    let length =
        rest.iter().position(|byte| byte.is_ascii_whitespace() || b"\"'`\\|;&".contains(byte)).unwrap_or(rest.len());
    (length > 0 && length < COMMAND).then_some(at..at + length)
}

/// The password in `echo "user:password" |` before `at`.
fn echoed(text: &[u8], at: usize) -> Option<Range<usize>> {
    let start = memchr::memrchr(b'\n', &text[..at]).map_or(0, |at| at + 1);
    let line = &text[start..at];
    let echo = find(line, b"echo ")? + 5;
    let dashes = line[echo..].iter().take_while(|byte| b"-en ".contains(byte)).count();
    let value = shell_word(text, start + echo + if line[echo..].starts_with(b"-") { dashes } else { 0 })?;
    let colon = text[value.clone()].iter().position(|byte| *byte == b':')?;
    Some(value.start + colon + 1..value.end)
}

/// The string that becomes a secure one, `-AsPlainText` standing behind it.
fn plain_text(text: &[u8], at: usize) -> Option<Range<usize>> {
    let blank = |at: usize| text[at.min(text.len())..].iter().take_while(|byte| **byte == b' ').count() + at;
    let mut start = blank(at);
    if starts_with(&text[start.min(text.len())..], b"-string") {
        start = blank(start + 7);
    }
    let quoted = quote::read(text, start)?;
    let rest = &text[quoted.after..text.len().min(quoted.after + 60)];
    find(rest, b"-asplain").map(|_| quoted.range)
}

/// The value of the first cookie from `at` on that is named like a session's or a token's and is long and random.
fn cookie(text: &[u8], at: usize) -> Option<Range<usize>> {
    let line = text[at..].split(|byte| matches!(byte, b'\n' | b'\r' | b'"' | b'\'')).next()?;
    let mut start = at;
    for pair in line.split(|byte| *byte == b';') {
        let equals = pair.iter().position(|byte| *byte == b'=');
        if let Some((name, value)) = equals.map(|equals| (&pair[..equals], &pair[equals + 1..])) {
            let session =
                [&b"sess"[..], b"token", b"auth", b"sid", b"jwt"].iter().any(|part| find(name, part).is_some());
            if session && find(name, b"csrf").is_none() && is_long_random(value) {
                return Some(start + name.len() + 1..start + pair.len());
            }
        }
        start += pair.len() + 1;
    }
    None
}

/// The string that is the argument of that number, all before it being strings too.
fn argument(text: &[u8], at: usize, number: usize) -> Option<Range<usize>> {
    let mut at = skip_space(text, at);
    for _ in 0..number {
        let quoted = quote::read(text, at)?;
        let comma = skip_space(text, quoted.after);
        if text.get(comma) != Some(&b',') {
            return None;
        }
        at = skip_space(text, comma + 1);
    }
    let quoted = quote::read(text, at)?;
    let next = text.get(skip_space(text, quoted.after))?;
    (matches!(next, b',' | b')') && !quoted.interpolates).then_some(quoted.range)
}

/// The place behind the blanks and line breaks at `at`, 80 at most.
fn skip_space(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().take(80).take_while(|byte| byte.is_ascii_whitespace()).count()
}
