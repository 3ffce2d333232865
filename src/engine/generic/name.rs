//! What the name of an assignment promises of the value.

use super::Generic;
use crate::engine::words::{ends_with, listed, words};

/// How much a name says that its value is a credential, the least first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Strength {
    /// As likely the name of something else (`key`, `token`, `auth`): the value must speak for itself.
    Weak,
    /// A credential's name, with words beside it whose meaning is not known.
    Medium,
    /// A credential's name and nothing else.
    Strong,
}

/// A name that may hold a credential.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Grade {
    /// The kind of credential.
    pub(super) rule: Generic,
    /// How much the name says so.
    pub(super) strength: Strength,
}

/// How many words of a name are looked at.
const WORDS: usize = 12;

/// Grades a name by its words; None for one that names no credential, or something about one (`password_field`).
pub(super) fn grade(name: &[u8]) -> Option<Grade> {
    let name = own_part(name);
    let mut found: [&[u8]; WORDS] = [b""; WORDS];
    let mut count = 0;
    for (slot, word) in found.iter_mut().zip(words(name)) {
        *slot = word;
        count += 1;
    }
    let found = &found[..count];
    let (at, grade) = (0..count).rev().find_map(|at| credential(found, at).map(|grade| (at, grade)))?;
    if found[..at].iter().any(|word| listed(BEFORE, word)) {
        return None;
    }
    let mut strength = grade.strength;
    for word in &found[at + 1..] {
        if listed(ABOUT, word) {
            return None;
        }
        if !listed(NEUTRAL, word) && word.len() > 1 {
            strength = strength.min(Strength::Medium);
        }
    }
    Some(Grade { strength, ..grade })
}

/// The name without the objects before the last dot, when what is left has a word of its own beside the credential's
/// (`cookieManager.setSecretKey` is about a secret key, and `csrf.token` about CSRF).
fn own_part(name: &[u8]) -> &[u8] {
    let last = name.rsplit(|byte| *byte == b'.').next().unwrap_or(name);
    if words(last).count() > 1 && words(last).any(names_credential) { last } else { name }
}

/// Whether a single word names a credential.
pub(super) fn names_credential(word: &[u8]) -> bool {
    credential(&[word], 0).is_some()
}

/// The grade of the word at `at` among the words of a name, its predecessor considered.
fn credential(name: &[&[u8]], at: usize) -> Option<Grade> {
    use Strength::{Medium, Strong, Weak};
    let word = name[at];
    let before = if at > 0 { name[at - 1] } else { b"" };
    let grade = |rule, strength| Some(Grade { rule, strength });
    let ends = |suffixes: &[&str]| suffixes.iter().any(|suffix| ends_with(word, suffix.as_bytes()));
    if ends(&["password", "passwd", "passphrase", "passcode", "passwort", "pwd", "passwrd", "pasword"]) {
        return grade(Generic::Password, Strong);
    }
    if word.eq_ignore_ascii_case(b"by") && before.eq_ignore_ascii_case(b"identified") {
        return grade(Generic::Password, Strong);
    }
    if listed(SHORT_PASSWORDS, word) {
        let strong = word.len() > 4 || listed(OWNERS, before);
        return grade(Generic::Password, if strong { Strong } else { Medium });
    }
    if ends(&["apikey", "apisecret"]) {
        return grade(Generic::ApiKey, Strong);
    }
    if ends(&["secret", "secretkey", "privatekey", "encryptionkey", "signingkey", "masterkey", "cipherkey"])
        || ends(&["accesskey", "accountkey", "sharedkey", "licensekey", "authkey", "secretaccesskey"])
    {
        return grade(Generic::Secret, Strong);
    }
    if word.eq_ignore_ascii_case(b"key") {
        return match before {
            _ if before.eq_ignore_ascii_case(b"api") => grade(Generic::ApiKey, Strong),
            _ if listed(KEY_KINDS, before) => grade(Generic::Secret, Strong),
            _ if listed(OPEN_KEYS, before) => None,
            _ => grade(Generic::Key, Weak),
        };
    }
    if ends(&["token"]) {
        let strong = listed(TOKEN_KINDS, before) || listed(TOKEN_KINDS, &word[..word.len() - 5]);
        return grade(Generic::Token, if strong { Strong } else { Weak });
    }
    if listed(&["auth", "authorization", "cred", "credential", "credentials", "creds"], word) {
        return grade(Generic::Credential, Weak);
    }
    None
}

/// Words for a password that also mean something else.
#[rustfmt::skip]
const SHORT_PASSWORDS: &[&str] = &[
    "adminpass", "bindpw", "dbpass", "dbpw", "ftppass", "masterauth", "mypass", "mysqlpass", "pass", "passw", "pw",
    // tightlip:allow redis-requirepass names and no values
    "requirepass", "rootpass", "rootpw", "smtppass", "sshpass", "userpass", "userpw",
];

/// What a `pass` belongs to when it is a password.
#[rustfmt::skip]
const OWNERS: &[&str] = &[
    "account", "admin", "ansible", "auth", "basic", "become", "bind", "cert", "client", "database", "db", "default",
    "email", "enable", "ftp", "host", "http", "https", "imap", "initial", "key", "keyring", "keystore", "ldap",
    "login", "mail", "master", "mongo", "my", "mysql", "new", "old", "pem", "pg", "pgsql", "postgres", "private",
    "proxy", "rabbitmq", "redis", "root", "service", "sftp", "smtp", "ssh", "ssl", "sudo", "super", "test", "tls",
    "truststore", "user", "vault", "vpn", "wifi", "wordpress", "wp",
];

/// What makes a `key` a secret one.
#[rustfmt::skip]
const KEY_KINDS: &[&str] = &[
    "access", "account", "aes", "app", "appsecret", "auth", "authentication", "cipher", "client", "consumer",
    "cookie", "crypto", "decryption", "deploy", "encrypt", "encryption", "hmac", "ingest", "integration", "jwt",
    "license", "machine", "master", "private", "root", "secret", "secure", "security", "service", "session", "shared",
    "sign", "signature", "signing", "ssh", "subscription", "symmetric", "webhook", "write",
];

/// What makes a `key` one that looks something up, or that everybody may know.
#[rustfmt::skip]
const OPEN_KEYS: &[&str] = &[
    "array", "attribute", "bucket", "cache", "candidate", "column", "composite", "config", "context", "dedupe", "dict",
    "entry", "event", "field", "file", "foreign", "gpg", "group", "hash", "host", "hot", "i18n", "idempotency", "index",
    "item", "job", "label", "lang", "lock", "lookup", "map", "message", "meta", "metadata", "model", "natural", "object",
    "option", "order", "page", "param", "partition", "path", "pgp", "primary", "property", "query", "range", "react",
    "record", "redis", "registry", "resource", "route", "routing", "row", "search", "setting", "shard", "shortcut", "site",
    "sort", "state", "storage", "store", "table", "tag", "text", "topic", "track", "translation", "type", "unique", "view",
];

/// What makes a `token` a credential.
#[rustfmt::skip]
const TOKEN_KINDS: &[&str] = &[
    "access", "account", "admin", "api", "app", "auth", "authentication", "authorization", "bearer", "bot", "client",
    "deploy", "device", "github", "gitlab", "id", "jwt", "login", "npm", "oauth", "personal", "private", "refresh",
    "registration", "secret", "security", "service", "session", "slack", "user", "vault", "webhook",
];

/// Words before a credential's that make the name that of something else.
#[rustfmt::skip]
const BEFORE: &[&str] = &[
    "allow", "anti", "antiforgery", "ask", "authenticity", "cache", "can", "cancel", "cancellation", "check",
    "compare", "composite", "continuation", "csrf", "decrypt", "describe", "disable", "disallow", "enable", "encode",
    "encoded", "encrypted", "enter", "foreign", "forget", "forgot", "has", "hash", "hashed", "hide", "ignore",
    "index", "invalidate", "is", "lexer", "lost", "min", "need", "needs", "next", "no", "num", "page",
    "parse", "partition", "primary", "pub", "public", "publishable", "range", "recover", "remember", "require",
    "requires", "reset", "should", "show", "skip", "sort", "sync", "syntax", "toggle", "translation", "update", "use",
    "validate", "verification", "xsrf",
];

/// Words after a credential's that leave the value a credential.
#[rustfmt::skip]
const NEUTRAL: &[&str] = &[
    "again", "backup", "base", "confirm", "confirmation", "content", "current", "data", "default", "dev",
    "development", "for", "hex", "internal", "live", "local", "main", "new", "old", "one", "plain", "plaintext",
    "primary", "prod", "production", "raw", "secondary", "secure", "shared", "staging", "str", "string", "test",
    "testing", "two", "unencrypted", "val", "value",
];

/// Words after a credential's that make the name that of something about it.
#[rustfmt::skip]
const ABOUT: &[&str] = &[
    "action", "active", "added", "age", "alg", "algorithm", "alias", "allowed", "already", "api", "arg", "args",
    "argument", "arn", "array", "attempts", "attr", "attribute", "attributes", "authenticator", "backend", "box",
    "builder", "button", "bytes", "callback", "cannot", "cell", "changed", "char", "chars", "check", "checker",
    "class", "code", "codes", "column", "command", "complexity", "component", "config", "configuration", "container",
    "context", "controller", "cookie", "copied", "count", "counter", "created", "date", "days", "def", "definition",
    "deleted", "demo", "desc", "description", "dict", "digest", "dir", "directory", "disabled", "domain", "duration",
    "element", "email", "empty", "enabled", "encoder", "encoding", "endpoint", "engine", "entry", "enum", "env",
    "error", "errors", "event", "example", "exists", "expiration", "expired", "expires", "expiry", "factory",
    "failed", "failure", "feature", "field", "fields", "file", "filename", "filter", "finder", "fingerprint", "flag",
    "flow", "fn", "form", "format", "func", "function", "generator", "getter", "grant", "group", "handler", "hash",
    "hasher", "hashes", "header", "headers", "help", "helper", "hide", "hint", "history", "host", "icon", "id",
    "identifier", "ids", "inactive", "incorrect", "index", "info", "input", "interceptor", "invalid", "is", "issuer",
    "iterator", "kind", "label", "layout", "len", "length", "level", "lifetime", "limit", "link", "list", "loader",
    "location", "long", "lstrip", "manager", "map", "mapping", "match", "max", "message", "messages", "method", "mgr",
    "middleware", "min", "minutes", "mismatch", "missing", "mode", "model", "module", "msg", "name", "names",
    "namespace", "note", "number", "object", "option", "options", "page", "pair", "param", "parameter", "parameters",
    "params", "parser", "path", "paths", "pattern", "permission", "placeholder", "plugin", "policy", "port",
    "position", "prefix", "prompt", "property", "protected", "protocol", "provider", "query", "realm", "ref",
    "reference", "regex", "regexp", "region", "rejected", "request", "required", "requirements", "reset", "resolver",
    "resource", "response", "result", "revoked", "role", "route", "rstrip", "rule", "rules", "salt", "saved",
    "schema", "scheme", "scope", "scopes", "screen", "seconds", "section", "selector", "separator", "serializer",
    "server", "service", "set", "setting", "settings", "short", "show", "size", "sort", "source", "spec", "specs",
    "split", "state", "status", "stdin", "store", "strategy", "strength", "strip", "style", "subject", "success",
    "suffix", "tag", "target", "template", "tests", "text", "time", "timeout", "tip", "title", "toggle", "too",
    "tooltip", "ttl", "type", "types", "updated", "uri", "url", "urls", "usage", "user", "username", "uuid", "valid",
    "validation", "validator", "validity", "var", "variable", "version", "view", "visible", "warning", "weak",
    "widget", "wrapper",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for list in [SHORT_PASSWORDS, OWNERS, KEY_KINDS, OPEN_KEYS, TOKEN_KINDS, BEFORE, NEUTRAL, ABOUT] {
            assert!(list.is_sorted(), "{:?}", list.windows(2).find(|pair| pair[0] > pair[1]));
        }
    }

    #[test]
    fn names_of_credentials_are_graded() {
        use Generic::{ApiKey, Credential, Key, Password, Secret, Token};
        use Strength::{Medium, Strong, Weak};
        for (name, rule, strength) in [
            ("password", Password, Strong),
            ("spring.datasource.password", Password, Strong),
            ("dbPwd2", Password, Strong),
            ("DB_PASS", Password, Strong),
            ("first_pass", Password, Medium),
            ("cookieManager.setCipherKey", Secret, Strong),
            ("password_stripe", Password, Medium),
            ("X-Api-Key", ApiKey, Strong),
            ("client_secret", Secret, Strong),
            ("SECRET_KEY_BASE", Secret, Strong),
            ("accessToken", Token, Strong),
            ("token", Token, Weak),
            ("tenant_key", Key, Weak),
            ("auth", Credential, Weak),
        ] {
            assert_eq!(grade(name.as_bytes()), Some(Grade { rule, strength }), "{name}");
        }
    }

    #[test]
    fn names_of_something_about_a_credential_are_not() {
        for name in [
            "password_field",
            "passwordLength",
            "token_url",
            "PUBLIC_KEY",
            "csrf_token",
            "next_token",
            "secret_name",
            "tokenizer",
            "max_tokens",
            "compass",
            "access_key_id",
            "keyboard",
            "author",
            "forgot_password",
            "bypass",
        ] {
            assert_eq!(grade(name.as_bytes()), None, "{name}");
        }
    }
}
