//! The keywords of a rule that is written as names of variables.

/// Words that half of all names of secrets hold, so that they are no anchor.
const COMMON: &[&str] = &[
    "access",
    "account",
    "admin",
    "api",
    "app",
    "auth",
    "bearer",
    "client",
    "id",
    "integration",
    "key",
    "oauth",
    "pass",
    "password",
    "personal",
    "private",
    "public",
    "refresh",
    "secret",
    "service",
    "signing",
    "token",
    "user",
    "webhook",
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
    fn without_a_telling_word_two_are_joined() {
        assert_eq!(keywords_of_name("dd_api_key"), ["dd_api", "dd-api", "ddapi", "dd api", "dd.api"]);
    }
}
