//! The Luhn formula of ISO/IEC 7812-1, Annex B, over digits and over larger alphabets (Luhn mod N).

/// Whether digit values (0 to 9), the last being the check digit, satisfy Luhn's formula.
pub(super) fn holds(digits: &[u8]) -> bool {
    sum(digits, 10).is_multiple_of(10)
}

/// Whether values below `base`, the last being the check value, satisfy Luhn's formula in that base.
pub(super) fn holds_in_base(values: &[u8], base: u32) -> bool {
    sum(values, base).is_multiple_of(base)
}

/// The sum in which every second value from the right is doubled and cast out to one place.
#[inline]
pub(super) fn sum(values: &[u8], base: u32) -> u32 {
    let mut doubled = false;
    let mut sum = 0;
    for &value in values.iter().rev() {
        let weighted = u32::from(value) << u32::from(doubled);
        sum += if weighted >= base { weighted - (base - 1) } else { weighted };
        doubled = !doubled;
    }
    sum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn holds_for_the_standard_s_example() {
        assert!(holds(&[7, 9, 9, 2, 7, 3, 9, 8, 7, 1, 3]));
        assert!(!holds(&[7, 9, 9, 2, 7, 3, 9, 8, 7, 1, 4]));
    }

    proptest! {
        #[test]
        fn detects_every_changed_digit(mut digits in prop::collection::vec(0u8..10, 2..20), at: usize, by in 1u8..10) {
            let last = digits.len() - 1;
            digits[last] = 0;
            digits[last] = ((10 - sum(&digits, 10) % 10) % 10) as u8;
            prop_assert!(holds(&digits));
            let at = at % digits.len();
            digits[at] = (digits[at] + by) % 10;
            prop_assert!(!holds(&digits));
        }
    }
}
