//! What a value is, from the value itself.

use super::name;
use crate::document::picture::{decode_base64, is_base64};
use crate::engine::entropy::distinct;
use crate::engine::placeholder;
use crate::engine::randomness::{evidence, evidence_of_a_part};
use crate::engine::words::{ends_with, find, listed, starts_with, words};

/// What a value looks like.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Look {
    /// Drawn at random.
    Random,
    /// A UUID, which some issuers hand out as a credential.
    Uuid,
    /// The hash of a password, as `crypt` and web frameworks store it.
    Hash,
    /// Letters with digits or punctuation, as people make passwords.
    Mixed,
    /// Digits only.
    Digits,
    /// One word in small letters, or several glued together.
    Word,
    /// Words with separators or capitals between, as in identifiers.
    Identifier,
    /// A placeholder or an example.
    Fake,
}

/// How many bits must speak for a random value before it counts as one.
const RANDOM: f32 = 12.0;

/// The same for a value without digits, which may be words of another language or glued abbreviations.
const RANDOM_LETTERS: f32 = 18.0;

/// How base64 of a PEM block begins, without case; what is in such a block is told by its own format.
const BASE64_OF_PEM: &[u8] = b"ls0tls1crudjti";

/// What the value looks like; None for what is no credential whatever its name: a reference, a path, a type, a sentence.
pub(super) fn look(value: &[u8], name: &[u8], quoted: bool) -> Option<Look> {
    if value.len() < 4 || value.len() > 500 || value.iter().any(u8::is_ascii_control) {
        return None;
    }
    let is_text = value.contains(&b' ') || !value.is_ascii();
    if is_text && !could_be_passphrase(value) || starts_with(value, BASE64_OF_PEM) {
        return None;
    }
    if placeholder::reference(value).is_some() || is_elsewhere(value) || is_code(value, quoted) {
        return None;
    }
    if is_text {
        return Some(Look::Mixed);
    }
    if says_its_name(value, name) || listed(TYPES, value) {
        return None;
    }
    if placeholder::placeholder(value).is_some() {
        return Some(Look::Fake);
    }
    match encoded_text(value) {
        Some(text) => Some(look_of_text(&text, name)),
        None => Some(shape(value)),
    }
}

/// The look of what base64 hides: a placeholder stays one.
fn look_of_text(text: &[u8], name: &[u8]) -> Look {
    let secret = text.iter().position(|byte| *byte == b':').map_or(text, |at| &text[at + 1..]);
    match look(secret, name, true) {
        None | Some(Look::Fake) => Look::Fake,
        Some(look) => look,
    }
}

/// The printable text that the value is the base64 of, if there is one.
fn encoded_text(value: &[u8]) -> Option<Vec<u8>> {
    let unpadded = value.strip_suffix(b"==").or_else(|| value.strip_suffix(b"=")).unwrap_or(value);
    if value.len() < 8 || !value.len().is_multiple_of(4) || !unpadded.iter().all(|byte| is_base64(*byte)) {
        return None;
    }
    let text = decode_base64(unpadded);
    text.iter().all(|byte| (b' '..=b'~').contains(byte)).then_some(text)
}

/// What stands between the words of an identifier, a version or a list.
const SEPARATORS: &[u8] = b"_-.:/|,";

/// The look of a value that is one token.
fn shape(value: &[u8]) -> Look {
    if is_uuid(value) {
        return Look::Uuid;
    }
    if is_hash(value) {
        return Look::Hash;
    }
    let letters = value.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    let separators = value.iter().filter(|byte| SEPARATORS.contains(byte)).count();
    if letters == 0 {
        return match value.len() - digits {
            0 => Look::Digits,
            others if others == separators => Look::Identifier,
            _ => Look::Mixed,
        };
    }
    let needed = if digits > 0 { RANDOM } else { RANDOM_LETTERS };
    if value.len() >= 8 && distinct(value) >= 6 && evidence_of_a_part(value) >= needed {
        return Look::Random;
    }
    if letters + digits + separators < value.len() {
        return Look::Mixed;
    }
    if separators > 0 && (digits < 2 || evidence(value) < -12.0) {
        return Look::Identifier;
    }
    if digits > 0 {
        return Look::Mixed;
    }
    if value.iter().all(u8::is_ascii_lowercase) { Look::Word } else { Look::Identifier }
}

/// How many bits a value must have before a name that says little makes it a credential.
pub(super) fn is_long_random(value: &[u8]) -> bool {
    let needed = if value.len() >= 16 { 24.0 } else { 32.0 };
    value.len() >= 12
        && evidence_of_a_part(value) >= needed
        && value.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-.+/=~:%".contains(byte))
}

/// Whether the value is nothing but hexadecimal digits of the length of a usual digest.
pub(super) fn is_digest(value: &[u8]) -> bool {
    matches!(value.len(), 32 | 40 | 56 | 64 | 96 | 128) && value.iter().all(u8::is_ascii_hexdigit)
}

/// Whether the value says where something is rather than what: a URL, a path, a file, an address.
fn is_elsewhere(value: &[u8]) -> bool {
    if find(value, b"://").is_some() || starts_with(value, b"data:") || starts_with(value, b"urn:") {
        return true;
    }
    let first = value[0];
    let drive = value.len() > 2 && value[1] == b':' && value[2] == b'\\';
    if first == b'/' && evidence(value) < RANDOM
        || starts_with(value, b"./")
        || starts_with(value, b"../")
        || starts_with(value, b"~/")
        || drive
    {
        return true;
    }
    let dotted = value.iter().rposition(|byte| *byte == b'.').map(|at| &value[at + 1..]);
    if dotted.is_some_and(|extension| listed(EXTENSIONS, extension)) {
        return true;
    }
    let slashed = value.contains(&b'/') && evidence(value) < 0.0;
    let mail = value
        .iter()
        .position(|byte| *byte == b'@')
        .is_some_and(|at| at > 0 && value[at..].contains(&b'.') && evidence(value) < RANDOM);
    slashed || mail
}

/// Whether the value is a piece of code, markup, a selector, a pattern or a list rather than a credential.
fn is_code(value: &[u8], quoted: bool) -> bool {
    let has = |text: &[u8]| find(value, text).is_some();
    let last = value[value.len() - 1];
    let called = value.iter().position(|byte| *byte == b'(').is_some_and(|at| {
        at > 0 && value[..at].iter().all(|byte| byte.is_ascii_alphanumeric() || b"_.:$".contains(byte))
    });
    let call = last == b')' && called;
    let selector = matches!(value[0], b'#' | b'.' | b'[') && evidence(&value[1..]) < 0.0;
    let anchored = value[0] == b'^' && (last == b'$' || value.contains(&b'['));
    let pattern = anchored || [&b"(?"[..], b"\\w", b"\\d", b"\\s", b"[a-z", b".*", b"[^"].iter().any(|text| has(text));
    let escapes = has(b"\\n") || has(b"\\t") || has(b"\\r");
    let list = has(b", ")
        || has(b"','")
        || has(b"\",\"")
        || has(b"=>")
        || has(b"->")
        || has(b"=?")
        || has(b"==") && !value.ends_with(b"==");
    let markup = has(b"</") || has(b"/>") || has(b"&lt;") || has(b"&quot;") || has(b"<br");
    let statement =
        !quoted && (matches!(last, b'(' | b'{' | b'[' | b';') || value.starts_with(b"[") || value.starts_with(b"{"));
    let open_ended = last == b'=' && value.iter().any(|byte| b"_-;&".contains(byte)) && evidence(value) < RANDOM;
    let flag = value.starts_with(b"--") || open_ended;
    flag || call || selector || pattern || escapes || list || markup || statement
}

/// Whether a value with blanks or letters beyond ASCII may still be a password: it has digits and punctuation, and no
/// word that a text about passwords would have.
fn could_be_passphrase(value: &[u8]) -> bool {
    let digits = value.iter().any(u8::is_ascii_digit);
    let marks = value.iter().any(|byte| byte.is_ascii_punctuation() && !b".,:'\"()-_/".contains(byte));
    let about = words(value).any(|word| name::names_credential(word) || listed(PROSE, word));
    digits && marks && !about && value.iter().filter(|byte| **byte == b' ').count() <= 3
}

/// Whether the value repeats its name (`PASSWORD_FIELD = "password_field"`), or is built of the same words.
fn says_its_name(value: &[u8], name: &[u8]) -> bool {
    if ends_with(name, &value.to_ascii_lowercase()) {
        return true;
    }
    if value.iter().filter(|byte| b"!@#$%^&*?+=~".contains(byte)).count() > 1 {
        return false;
    }
    if value.iter().any(u8::is_ascii_digit) && evidence(value) > 0.0 {
        return false;
    }
    let mut all = true;
    let mut credential = false;
    for word in words(value) {
        credential |= name::names_credential(word) || starts_with(word, b"password");
        all &= word.len() == 1 || find(name, &word.to_ascii_lowercase()).is_some();
    }
    let numbered = value.iter().filter(|byte| byte.is_ascii_digit()).count() > 1;
    let foreign = listed(FOREIGN, value);
    let titled = value[0].is_ascii_uppercase() && value[1..].iter().all(u8::is_ascii_lowercase);
    !numbered && (all || credential || foreign || titled)
}

/// Whether the value has the form of a UUID.
fn is_uuid(value: &[u8]) -> bool {
    value.len() == 36
        && value.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Whether the value is the hash of a password.
fn is_hash(value: &[u8]) -> bool {
    let modular = value[0] == b'$' && value.iter().filter(|byte| **byte == b'$').count() >= 3;
    let django = starts_with(value, b"pbkdf2_") || starts_with(value, b"bcrypt$") || starts_with(value, b"sha1$");
    let ldap = starts_with(value, b"{ssha") || starts_with(value, b"{sha") || starts_with(value, b"{crypt}");
    modular || django || ldap || starts_with(value, b"sha256:") || starts_with(value, b"sha1:")
}

/// Words that are types, settings or literals of languages where a value would stand.
#[rustfmt::skip]
const TYPES: &[&str] = &[
    "accepted", "admin", "allow", "always", "any", "array", "auto", "basic", "bearer", "binary", "blob", "block",
    "bool", "boolean", "button", "byte", "bytea", "bytes", "char", "confirmed", "const", "cookie", "correct",
    "created", "date", "default", "deny", "digest", "disable", "disabled", "disallow", "email", "enable", "enabled",
    "encrypted", "external", "fail", "failed", "false", "file", "filled", "float", "function", "hashed", "header",
    "hidden", "incorrect", "inline", "input", "integer", "interface", "internal", "invalid", "json", "keyword",
    "local", "long", "manual", "missing", "name", "never", "none", "null", "nullable", "number", "numeric", "object",
    "off", "optional", "pass", "passed", "plain", "post", "prompt", "public", "random", "readonly", "required",
    "secretstr", "secure", "self", "session", "static", "string", "struct", "text", "textarea", "this",
    "true", "tuple", "type", "undefined", "unicode", "union", "unset", "user", "username", "uuid", "value", "varchar",
    "vector", "void", "wrong", "yes",
];

/// Words of sentences about passwords.
const PROSE: &[&str] =
    &["and", "choose", "enter", "field", "for", "is", "must", "not", "please", "required", "the", "to", "your"];

/// Words for a password in other languages, which stand in translations.
#[rustfmt::skip]
const FOREIGN: &[&str] = &[
    "adgangskode", "contrasena", "contrasenya", "contrasinal", "cyfrinair", "geslo", "haslo", "heslo", "jelszava",
    "jelszo", "kata", "katasandi", "kennwort", "kodeord", "losenord", "lozinka", "lykilord", "motdepasse", "nenosiri",
    "parola", "parole", "parool", "pasahitza", "pasfhocal", "passord", "passwort", "pasvorto", "salasana", "sandi",
    "senha", "sifre", "slaptazodis", "wachtwoord", "wagwoord",
];

/// Endings of files' names.
#[rustfmt::skip]
const EXTENSIONS: &[&str] = &[
    "bin", "cfg", "com", "conf", "config", "crt", "cs", "css", "csv", "dat", "db", "der", "env", "go", "html", "ini",
    "java", "jks", "js", "json", "jsx", "key", "keystore", "local", "log", "md", "net", "org", "p12", "pem", "pfx",
    "php", "png", "properties", "pub", "py", "rb", "rs", "sh", "sql", "svg", "toml", "ts", "tsx", "txt", "xml",
    "yaml", "yml",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for list in [TYPES, PROSE, FOREIGN, EXTENSIONS] {
            assert!(list.is_sorted(), "{:?}", list.windows(2).find(|pair| pair[0] > pair[1]));
        }
    }

    fn seen(value: &str) -> Option<Look> {
        look(value.as_bytes(), b"password", true)
    }

    #[test]
    fn values_are_told_apart() {
        assert_eq!(seen("hunter2"), Some(Look::Mixed));
        assert_eq!(seen("squire"), Some(Look::Word));
        assert_eq!(seen("6742530"), Some(Look::Digits));
        assert_eq!(seen("u-6U1SbDiM6XIH2DcTC"), Some(Look::Random));
        assert_eq!(seen("secret_value"), None);
        assert_eq!(seen("changeme"), Some(Look::Fake));
        assert_eq!(seen("8a0f6a3c-5b1d-4a57-9d1e-0c2f6b7e4d19"), Some(Look::Uuid));
        assert_eq!(seen("$2b$10$kq7ZrWx0pLmT5vBnYdHfGe"), Some(Look::Hash));
    }

    #[test]
    fn what_is_no_value_is_passed_over() {
        for value in [
            "Enter your password",
            "/run/secrets/db",
            "https://example.com/reset",
            "password",
            "Password",
            "string",
            "getPassword()",
            "^[a-z]+$",
            "#password-field",
            "client.pem",
            "me@example.org",
            "Passwort",
            "${PASSWORD}",
        ] {
            assert_eq!(seen(value), None, "{value}");
        }
    }
}
