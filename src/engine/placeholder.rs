//! What stands where a secret would: placeholders, masks, sequences, references to where the value really is.

use super::entropy::distinct;
use super::randomness::evidence;
use super::words::{ends_with, find, listed, starts_with, words};

/// Why the value is a placeholder, a mask or an example rather than a credential; None when nothing says so.
#[must_use]
pub fn placeholder(value: &[u8]) -> Option<&'static str> {
    if is_mask(value) {
        return Some("it is masked or repeats itself");
    }
    if is_sequence(value) {
        return Some("it is a sequence");
    }
    if says_placeholder(value) {
        return Some("it says that it is a placeholder");
    }
    None
}

/// Why the value only refers to a credential that is kept elsewhere, or is put in later; None when nothing says so.
#[must_use]
pub fn reference(value: &[u8]) -> Option<&'static str> {
    if is_bracketed(value) || has_template(value) {
        return Some("it is a template");
    }
    if is_variable(value) {
        return Some("it is a variable");
    }
    if KEPT_ELSEWHERE.iter().any(|prefix| starts_with(value, prefix.as_bytes())) {
        return Some("it names where the value is kept, or is encrypted");
    }
    None
}

/// Beginnings of values that are looked up at run time, or encrypted.
#[rustfmt::skip]
const KEPT_ELSEWHERE: &[&str] = &[
    "!vault", "!ref", "!sub", "!getatt", "!secret", "!env", "$ansible_vault", "@microsoft.keyvault", "aqicah", "arn:",
    "aws:", "cipher:", "credhub:", "doppler:", "enc[", "enc(", "env:", "env.", "file:", "keychain:", "kms:", "op://",
    "ref+", "secretsmanager:", "secretref:", "ssm:", "vault:", "vault://", "{aes}", "{cipher}", "process.env",
    "os.environ", "secrets.", "var.", "data.", "local.", "module.", "gcp-secret", "keyring:", "azurekeyvault",
];

/// Words of which one alone makes a value a placeholder.
#[rustfmt::skip]
const TELLING: &[&str] = &[
    "abcdef", "asdf", "asdfasdf", "asdfgh", "blah", "censored", "change", "changed", "changeit", "changeme",
    "changethis", "dummy", "enter", "example", "examples", "fake", "fill", "filtered", "fixme", "foobar", "goes",
    "here", "hidden", "insert", "invalid", "lorem", "masked", "mock", "mypass", "mypassword", "mysecret", "mytoken",
    "none", "notreal", "null", "omitted", "placeholder", "redacted", "removed", "replace", "replaced", "replaceme",
    "sample", "sanitized", "scrubbed", "somepassword", "supersecret", "test", "testing", "todo", "undefined",
    "unknown", "unused", "verysecret", "xxxx", "your", "yourpassword",
];

/// Words of which a value is a placeholder when it has no others: what it would be, not what it is.
#[rustfmt::skip]
const EMPTY: &[&str] = &[
    "a", "access", "any", "api", "app", "auth", "authorization", "bar", "base", "baz", "bearer", "client", "code",
    "consumer", "credential", "credentials", "data", "db", "default", "empty", "encryption", "false", "first", "foo",
    "generated", "hash", "hex", "id", "key", "long", "master", "me", "my", "new", "no", "not", "oauth", "of", "old",
    "optional", "pass", "passphrase", "passwd", "password", "plain", "pw", "pwd", "qux", "random", "raw", "refresh",
    "required", "second", "secret", "secrets", "secure", "session", "shared", "signing", "some", "string", "super",
    "tbd", "tests", "text", "that", "the", "this", "token", "true", "type", "val", "valid", "value", "very",
    "webhook", "with", "wrong", "xxx",
];

/// Whether words in the value say that it is none.
fn says_placeholder(value: &[u8]) -> bool {
    let (mut all_empty, mut any) = (true, false);
    for word in words(&value[..value.len().min(TOLD_WITHIN)]) {
        if listed(TELLING, word) && word.len() * 8 > value.len() {
            return true;
        }
        any = true;
        all_empty &= listed(EMPTY, word) || word.len() == 1;
    }
    let numbered = value.iter().filter(|byte| byte.is_ascii_digit()).count() > 1;
    (any && all_empty && !numbered)
        || GLUED.iter().any(|telling| find(&value[..value.len().min(TOLD_WITHIN)], telling.as_bytes()).is_some())
}

/// How far into a value what tells a placeholder is looked for, in bytes.
const TOLD_WITHIN: usize = 100;

/// What makes a value a placeholder wherever it stands in it, also inside a longer word.
#[rustfmt::skip]
const GLUED: &[&str] = &[
    "changeme", "change_me", "change-me", "example", "placeholder", "replaceme", "replace_", "replace-", "redacted",
    "your_", "your-", "yourapi", "yourpass", "yoursecret", "yourtoken", "xxxxx", "dummy", "fake", "lorem", "todo_",
    "...", "***", "insert_", "notasecret", "not-a-", "not_a_", "testtest", "\u{2022}", "\u{2026}",
];

/// Whether the value is a mask (`****`, `xxxx`), or two different characters at most make all of it.
fn is_mask(value: &[u8]) -> bool {
    let letters = value.iter().filter(|byte| byte.is_ascii_alphanumeric()).count();
    letters == 0 || distinct(value) <= 2.max(value.len() / 10) || is_repeated(value)
}

/// Whether the value is one short piece, written three times or more (`abcabcabc`), as far as it goes.
fn is_repeated(value: &[u8]) -> bool {
    (1..=value.len().min(30) / 3).any(|period| value.iter().zip(&value[period..]).all(|(one, next)| one == next))
}

/// Whether most of the value counts up or down, or walks along a keyboard.
fn is_sequence(value: &[u8]) -> bool {
    if value.len() < 4 {
        return false;
    }
    let steps = value.windows(2).filter(|pair| follows(pair[0], pair[1])).count();
    steps * 10 >= (value.len() - 1) * 7
}

/// Whether the second character is the neighbour of the first in the alphabet, among the digits or on a keyboard's row.
fn follows(first: u8, second: u8) -> bool {
    const ROWS: [&[u8]; 3] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];
    let (first, second) = (first.to_ascii_lowercase(), second.to_ascii_lowercase());
    let same_class = (first.is_ascii_digit() && second.is_ascii_digit())
        || (first.is_ascii_lowercase() && second.is_ascii_lowercase());
    (same_class && first.abs_diff(second) == 1)
        || (first == b'9' && second == b'0')
        || ROWS.iter().any(|row| row.windows(2).any(|pair| pair == [first, second]))
}

/// Whether the whole value stands in brackets or percent signs: `<token>`, `[token]`, `{token}`, `%TOKEN%`, `__TOKEN__`.
fn is_bracketed(value: &[u8]) -> bool {
    let (Some(first), Some(last)) = (value.first(), value.last()) else { return false };
    let paired = matches!(
        (first, last),
        (b'<', b'>') | (b'[', b']') | (b'{', b'}') | (b'(', b')') | (b'%', b'%') | (b'`', b'`') | (b'*', b'*')
    );
    (value.len() > 2 && paired) || (value.len() > 4 && value.starts_with(b"__") && value.ends_with(b"__"))
}

/// Whether a part of the value is filled in later.
fn has_template(value: &[u8]) -> bool {
    const FORMS: [(&[u8], &[u8]); 10] = [
        (b"${", b"}"),
        (b"{{", b"}}"),
        (b"#{", b"}"),
        (b"$(", b")"),
        (b"<%", b"%>"),
        (b"%(", b")"),
        (b"@{", b"}"),
        (b"$[", b"]"),
        (b"\\(", b")"),
        (b"{$", b"}"),
    ];
    let formed = FORMS.iter().any(|(open, close)| is_filled(value, open, close));
    formed || value.windows(2).any(is_verb) || has_braced_name(value) || has_angled_name(value)
}

/// Whether the value holds an expression between the two marks, or begins with the first and never ends.
fn is_filled(value: &[u8], open: &[u8], close: &[u8]) -> bool {
    let Some(start) = find(value, open).map(|at| at + open.len()) else { return false };
    let Some(length) = find(&value[start..], close) else { return start == open.len() };
    let odd = |byte: &u8| matches!(byte, b'{' | b'}' | b'<' | b'>' | b'#' | b';' | b'^' | b'~' | b'\\');
    !value[start..start + length].iter().any(odd)
}

/// Whether two bytes are a verb of printf's.
fn is_verb(pair: &[u8]) -> bool {
    pair[0] == b'%' && matches!(pair[1], b's' | b'd' | b'v' | b'q' | b'@')
}

/// Whether the value holds `{name}`, `{0}` or `{}`.
fn has_braced_name(value: &[u8]) -> bool {
    let Some(open) = value.iter().position(|byte| *byte == b'{') else { return false };
    let inner = value[open + 1..].split(|byte| *byte == b'}').next().unwrap_or_default();
    open + 1 + inner.len() < value.len()
        && inner.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_.: ".contains(byte))
}

/// Whether the value holds `<name>`, of letters and separators.
fn has_angled_name(value: &[u8]) -> bool {
    let Some(open) = value.iter().position(|byte| *byte == b'<') else { return false };
    let inner = value[open + 1..].split(|byte| *byte == b'>').next().unwrap_or_default();
    let wordy = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-. /:|".contains(byte);
    inner.len() > 2 && open + 1 + inner.len() < value.len() && inner.iter().all(wordy)
}

/// Whether the value is a variable: `$NAME`, `@name@`, `:name`, `?`, `&name`, `*name` (an alias in YAML).
fn is_variable(value: &[u8]) -> bool {
    let Some((first, rest)) = value.split_first() else { return false };
    let named = rest.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_.-@[]>:()'\"".contains(byte));
    let name_first = rest.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
    match first {
        b'$' => named && (rest.len() <= 1 || (name_first && evidence(rest) < 12.0)),
        b':' | b'&' | b'*' => named && name_first && !rest.iter().any(u8::is_ascii_digit),
        b'@' => {
            let constant = rest.contains(&b'_') && !rest.iter().any(u8::is_ascii_lowercase);
            named && name_first && (constant || ends_with(rest, b"@") || !rest.iter().any(u8::is_ascii_digit))
        }
        b'?' => rest.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(TELLING.is_sorted(), "{:?}", TELLING.windows(2).find(|pair| pair[0] > pair[1]));
        assert!(EMPTY.is_sorted(), "{:?}", EMPTY.windows(2).find(|pair| pair[0] > pair[1]));
    }

    #[test]
    fn placeholders_are_told() {
        for value in [
            "changeme",
            "your-token-here",
            "YOUR_API_KEY",
            "xxxxxxxx",
            "********",
            "1234567890",
            "abcdefgh",
            "qwertyuiop",
            "my-secret-token",
            "password",
            "REPLACE_ME",
            "0000000000000000",
            "dummy123",
            "abcabcabcabc",
            "EXAMPLEKEY",
            "secret",
            "fake-token-for-tests",
            "987654321",
            "sk-...",
            "test_password",
        ] {
            assert!(placeholder(value.as_bytes()).is_some(), "{value}");
        }
    }

    #[test]
    fn passwords_are_no_placeholders() {
        for value in [
            "hunter2",
            "newpass123",
            "s3cret!",
            "johndoe",
            "is!realPassword?",
            "Tr0ub4dor&3",
            "password123",
            "druid123",
        ] {
            assert_eq!(placeholder(value.as_bytes()), None, "{value}");
            assert_eq!(reference(value.as_bytes()), None, "{value}");
        }
    }

    #[test]
    fn references_are_told() {
        for value in [
            "${TOKEN}",
            "{{ vault.token }}",
            "$TOKEN",
            "%(token)s",
            "<token>",
            "#{token}",
            "$(cat token)",
            "!vault |",
            "ENC(abc=)",
            "op://vault/item",
            "%TOKEN%",
            "{password}",
            "@token@",
            ":password",
            "?",
            "prefix-${x}",
            "process.env.TOKEN",
            "$1",
            "Bearer <your access token>",
            "hello {name}",
            "%s:%s",
        ] {
            assert!(reference(value.as_bytes()).is_some(), "{value}");
        }
    }
}
