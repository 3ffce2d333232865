//! The keywords of a rule that is written as names of variables.

/// Words that half of all names of secrets hold, or that stand in half of all texts, so that they are no anchor.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "ably", "access", "account", "admin", "api", "app", "application", "assembly", "auth", "authorize", "backup",
    "bearer", "better", "bing", "bird", "bootstrap", "channel", "check", "client", "code", "company", "concur",
    "connection", "consumer", "cookie", "credentials", "culture", "cursor", "customer", "data", "deploy",
    "deployer", "developer", "development", "dify", "elastic", "embedded", "embedding", "encryption", "front",
    "global", "harvest", "here", "hris", "human", "id", "increase", "ingestion", "integration", "interest",
    "iterable", "key", "legacy", "lever", "licence", "license", "line", "linear", "linked", "live", "logic",
    "loops", "make", "management", "maps", "master", "merge", "message", "meta", "modal", "monkey", "news",
    "notification", "number", "oauth", "oauth2", "operator", "oracle", "owner", "page", "pass", "password", "payer",
    "payment", "payroll", "people", "permanent", "personal", "phrase", "ping", "priv", "private", "prod",
    "production", "proxy", "public", "refresh", "relayer", "remote", "rest", "right", "role", "root", "routing",
    "sage", "sandbox", "scout", "secret", "security", "seed", "segment", "service", "shared", "signal", "signature",
    "signer", "signing", "stack", "status", "subscription", "test", "times", "together", "token", "total", "track",
    "transaction", "uptime", "user", "wallet", "webhook", "when", "wise", "work", "write",
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
