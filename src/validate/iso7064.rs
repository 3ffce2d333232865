//! Check characters of ISO 7064 other than mod 97-10.

/// Mod 11,10: whether digit values, the last being the check digit, satisfy the hybrid recursion.
pub(super) fn mod_11_10_holds(digits: &[u8]) -> bool {
    let Some((&check, body)) = digits.split_last() else {
        return false;
    };
    let product = body.iter().fold(10u32, |product, &digit| {
        let sum = (product + u32::from(digit)) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10 == u32::from(check)
}

/// Mod 11-2: whether values, the last being the check value (10 for X), satisfy the pure recursion.
pub(super) fn mod_11_2_holds(values: &[u8]) -> bool {
    values.iter().fold(0u32, |product, &value| (product * 2 + u32::from(value)) % 11) == 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hold_for_the_standard_s_examples() {
        assert!(mod_11_10_holds(&[0, 7, 9, 4, 5]));
        assert!(!mod_11_10_holds(&[0, 7, 9, 4, 6]));
        assert!(mod_11_2_holds(&[0, 7, 9, 4, 0]));
        assert!(mod_11_2_holds(&[0, 7, 9, 10]));
        assert!(!mod_11_10_holds(&[]) && !mod_11_2_holds(&[]));
    }

    proptest! {
        #[test]
        fn detect_every_changed_digit(mut digits in prop::collection::vec(0u8..10, 2..18), at: usize, by in 1u8..10) {
            let last = digits.len() - 1;
            let holds: [fn(&[u8]) -> bool; 2] = [mod_11_10_holds, mod_11_2_holds];
            for holds in holds {
                let check = (0..11).find(|&check| { digits[last] = check; holds(&digits) });
                prop_assert!(check.is_some());
                let at = at % last;
                let before = digits[at];
                digits[at] = (before + by) % 10;
                prop_assert!(!holds(&digits));
                digits[at] = before;
            }
        }
    }
}
