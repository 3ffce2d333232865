//! ISO 7064 mod 97-10, over digits and letters (A is 10, Z is 35).

/// The remainder by 97 of the number that the characters make; `None` where one is no capital letter or digit.
pub(super) fn remainder<'a>(characters: impl IntoIterator<Item = &'a u8>) -> Option<u32> {
    /// Far enough below the limit for two more digits.
    const DIVIDE_FROM: u64 = 10_000_000_000_000_000;
    let mut number = 0u64;
    for &character in characters {
        number = match character {
            b'0'..=b'9' => number * 10 + u64::from(character - b'0'),
            b'A'..=b'Z' => number * 100 + u64::from(character - b'A') + 10,
            _ => return None,
        };
        if number >= DIVIDE_FROM {
            number %= 97;
        }
    }
    Some((number % 97) as u32)
}

/// Whether characters that end in their two check digits are congruent to 1.
pub(super) fn holds(characters: &[u8]) -> bool {
    remainder(characters) == Some(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn holds_for_the_standard_s_example() {
        assert!(holds(b"79444"));
        assert!(!holds(b"79445"));
        assert_eq!(remainder(b"1a"), None);
    }

    proptest! {
        #[test]
        fn detects_changes_and_swaps(body in "[0-9]{4,20}", at: usize, by in 1u8..10) {
            let check = 98 - remainder(format!("{body}00").as_bytes()).expect("digits");
            let whole = format!("{body}{check:02}").into_bytes();
            prop_assert!(holds(&whole));
            let at = at % (whole.len() - 1);
            let mut changed = whole.clone();
            changed[at] = b'0' + (changed[at] - b'0' + by) % 10;
            prop_assert!(!holds(&changed));
            let mut swapped = whole.clone();
            swapped.swap(at, at + 1);
            prop_assert_eq!(holds(&swapped), swapped == whole);
        }
    }
}
