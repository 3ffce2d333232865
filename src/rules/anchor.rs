//! The keywords of a rule that is written as names of variables.

/// Words that half of all names of secrets hold, or that stand in half of all texts, so that they are no anchor.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "ably", "access", "account", "admin", "amazon", "analytics", "android", "ansible", "api", "app", "apple",
    "application", "assembly", "audio", "auth", "authorize", "azure", "backup", "base", "bearer", "better", "bing",
    "bird", "blob", "bootstrap", "bot", "box", "build", "builds", "cache", "calendar", "channel", "check", "client",
    "cloud", "cluster", "code", "company", "concur", "config", "connection", "consumer", "cookie", "credentials",
    "culture", "cursor", "customer", "data", "database", "date", "deploy", "deployer", "developer", "development",
    "device", "dify", "directory", "django", "docker", "document", "domain", "drive", "drop", "elastic", "email",
    "embedded", "embedding", "encryption", "event", "events", "facebook", "file", "files", "flask", "form", "forms",
    "front", "gateway", "github", "global", "google", "grid", "group", "groups", "harvest", "here", "host", "hosting",
    "hris", "hub", "human", "id", "identity", "image", "increase", "ingestion", "integration", "interest", "iterable",
    "java", "key", "keys", "legacy", "lever", "licence", "license", "line", "linear", "link", "linked", "links",
    "live", "log", "logic", "logs", "loops", "mail", "make", "management", "manager", "maps", "master", "media",
    "merge", "message", "meta", "metrics", "microsoft", "mobile", "modal", "monitor", "monkey", "name", "native",
    "network", "news", "node", "notification", "npm", "number", "oauth", "oauth2", "open", "operator", "oracle",
    "order", "org", "organization", "owner", "package", "page", "pass", "password", "payer", "payment", "payroll",
    "people", "permanent", "personal", "phrase", "ping", "platform", "plus", "primary", "priv", "private", "pro",
    "prod", "production", "project", "proxy", "public", "pypi", "python", "queue", "rails", "rate", "react",
    "refresh", "registry", "relayer", "release", "remote", "report", "reports", "rest", "right", "role", "root",
    "routing", "sage", "sandbox", "schedule", "scout", "search", "secret", "secure", "security", "seed", "segment",
    "server", "service", "session", "shared", "shop", "sign", "signal", "signature", "signer", "signing", "sms",
    "space", "spring", "stack", "status", "storage", "store", "subscription", "support", "survey", "table", "target",
    "team", "test", "time", "times", "together", "token", "total", "trace", "track", "transaction", "twitter",
    "upload", "uptime", "user", "users", "variable", "vault", "verify", "video", "wallet", "web", "webhook", "when",
    "windows", "wise", "work", "worker", "workspace", "write",
];

/// How the words of a name are joined.
const JOINTS: &[&str] = &["_", "-", "", " ", "."];

/// The keywords of which one stands wherever the name does: its most telling word, or its first two words joined in every
/// usual way where no word is telling.
pub(super) fn keywords_of_name(name: &str) -> Vec<String> {
    let words: Vec<&str> = words_of(name).collect();
    let telling = words.iter().filter(|word| word.len() >= 4 && !COMMON.contains(word)).max_by_key(|word| word.len());
    match (telling, words.as_slice()) {
        (Some(word), _) => vec![(*word).to_owned()],
        (None, [first, second, ..]) => JOINTS.iter().map(|joint| format!("{first}{joint}{second}")).collect(),
        (None, _) => vec![name.to_owned()],
    }
}

/// The words of a name, however they are joined.
pub(super) fn words_of(name: &str) -> impl Iterator<Item = &str> {
    name.split([' ', '_', '-', '.']).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_issuer_is_the_anchor() {
        assert_eq!(keywords_of_name("datadog api key"), ["datadog"]);
    }

    #[test]
    fn a_word_of_every_text_is_no_anchor() {
        assert_eq!(keywords_of_name("paychex subscription key"), ["paychex"]);
        assert_eq!(keywords_of_name("line channel secret")[0], "line_channel");
    }

    #[test]
    fn without_a_telling_word_two_are_joined() {
        assert_eq!(keywords_of_name("dd_api_key"), ["dd_api", "dd-api", "ddapi", "dd api", "dd.api"]);
    }
}
