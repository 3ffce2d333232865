//! Validators: what can be proved of a value from the value alone, offline. One algorithm a file.

/// What a validator says of a value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// The check digits, the checksum or the structure hold.
    Valid,
    /// They hold, and say something more that is no secret, such as the account a key belongs to.
    ValidWith(String),
    /// The format is right, and there is nothing that could prove it.
    Plausible,
    /// It cannot be a real one, for the reason given.
    Invalid(&'static str),
    /// A published example, a test value or one of a reserved range, for the reason given.
    Example(&'static str),
}

/// Judges a value as it stands in the text, separators included.
pub type Validator = fn(&[u8]) -> Verdict;

/// Every validator by the name that pattern files use, sorted by name.
const VALIDATORS: &[(&str, Validator)] = &[];

/// The validator of that name.
#[must_use]
pub fn find(name: &str) -> Option<Validator> {
    VALIDATORS.binary_search_by(|(known, _)| known.cmp(&name)).ok().map(|index| VALIDATORS[index].1)
}

/// The names of all validators, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    VALIDATORS.iter().map(|(name, _)| *name)
}
