//! Validators: what can be proved of a value from the value alone, offline. One algorithm a file.

mod bank;
mod bech32;
mod birth;
mod card;
mod compact;
mod country;
mod crc;
mod date;
mod device;
mod ean13;
mod email;
mod entropy;
mod iban;
mod iso7064;
mod judge;
mod luhn;
mod mod97;
mod people;
mod phone;
mod radix;
mod secrets;
mod table;
mod verhoeff;
mod weighted;

use table::{Entry, VALIDATORS};

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

/// The validator of that name.
#[must_use]
pub fn find(name: &str) -> Option<Validator> {
    entry(name).map(|entry| entry.judge)
}

/// The share of random strings of the right length and classes of characters that the validator does not refuse; `None`
/// where there is no such shape, or no validator of that name.
///
/// What one value does not prove, many do: thirty cells that all pass a check that one string in ten passes by chance are
/// no accident.
#[must_use]
pub fn chance(name: &str) -> Option<f32> {
    entry(name).and_then(|entry| entry.chance)
}

/// The names of all validators, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    VALIDATORS.iter().map(|entry| entry.name)
}

fn entry(name: &str) -> Option<&'static Entry> {
    VALIDATORS.binary_search_by(|entry| entry.name.cmp(name)).ok().map(|index| &VALIDATORS[index])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_validator_is_found_by_its_name() {
        assert!(VALIDATORS.is_sorted_by(|left, right| left.name < right.name));
        assert!(names().all(|name| find(name).is_some()));
        assert!(find("no_such_validator").is_none() && chance("no_such_validator").is_none());
    }

    #[test]
    fn no_validator_fails_on_any_bytes() {
        let long = vec![b'1'; 10_000];
        let hostile: [&[u8]; 12] = [
            b"",
            b"-",
            b"\xFF\xFE",
            b"\xE2\x80",
            b"A",
            b"0",
            b"=",
            b".",
            b"AAAAAAAAAAAAAAAAAAAAAAAA",
            b"--------",
            b"\0\0\0\0",
            &long,
        ];
        for entry in VALIDATORS {
            for value in hostile {
                let _ = (entry.judge)(value);
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn no_validator_fails_on_text_like_a_value(value in "[-A-Z0-9a-z ./_=+:]{0,48}") {
            for entry in VALIDATORS {
                let _ = (entry.judge)(value.as_bytes());
            }
        }
    }
}
