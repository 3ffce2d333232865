//! What is wrong with a TOML text, told by line and cure and without any of its content.

use toml::de::Error;

/// How alike a key must be to be taken for a misspelling, from 0 to 1.
const ALIKE: f64 = 0.7;

/// The fault as `name:line: …`.
pub(crate) fn fault(name: &str, text: &str, error: &Error) -> String {
    let line = error
        .span()
        .map_or(1, |span| 1 + text.as_bytes().iter().take(span.start).filter(|byte| **byte == b'\n').count());
    format!("{name}:{line}: {}", without_content(error.message()))
}

/// The nearest of some names, if one is near.
pub(crate) fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    names
        .map(|one| (strsim::jaro_winkler(one, name), one))
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, one)| one)
}

/// A message of the reader says what it stumbled over, which may be a value: only what was expected is kept of it.
fn without_content(message: &str) -> String {
    let known: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    if let Some(("unknown field", _)) = message.split_once(" `") {
        let (unknown, expected) = known.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
        let named =
            if is_plain_key(unknown) { format!("unknown field `{unknown}`") } else { "unknown field".to_owned() };
        let hint = nearest(unknown, expected.iter().copied()).map_or_else(
            || format!("expected one of {}", expected.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        return format!("{named}; {hint}");
    }
    if ["invalid type", "invalid value", "invalid length", "unknown variant"]
        .iter()
        .any(|kind| message.starts_with(kind))
    {
        let expected = message.rsplit_once("expected ").map_or("another value", |(_, expected)| expected);
        return format!("wrong value: expected {expected}");
    }
    match message.split(['`', '"']).next() {
        Some(whole) if whole.len() == message.len() => message.to_owned(),
        _ if message.starts_with("missing field") => message.to_owned(),
        Some(beginning) => format!("{}…", beginning.trim_end()),
        None => String::new(),
    }
}

fn is_plain_key(key: &str) -> bool {
    key.len() <= 24 && key.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-'))
}
