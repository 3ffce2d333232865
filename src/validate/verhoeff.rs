//! Verhoeff's check digit over the dihedral group D5 (J. Verhoeff, Error Detecting Decimal Codes, 1969).

/// The product in D5: 0 to 4 are rotations, 5 to 9 are reflections.
const PRODUCT: [[u8; 10]; 10] = {
    let mut table = [[0; 10]; 10];
    let mut left = 0;
    while left < 10 {
        let mut right = 0;
        while right < 10 {
            let (a, b) = (left % 5, right % 5);
            let turned = (if left < 5 { a + b } else { a + 5 - b }) % 5;
            table[left][right] = (turned + if (left < 5) == (right < 5) { 0 } else { 5 }) as u8;
            right += 1;
        }
        left += 1;
    }
    table
};

/// The permutation of a digit by its place from the right, which repeats after eight places.
const PERMUTATION: [[u8; 10]; 8] = {
    const ONCE: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let mut table = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]; 8];
    let mut place = 1;
    while place < 8 {
        let mut digit = 0;
        while digit < 10 {
            table[place][digit] = ONCE[table[place - 1][digit] as usize];
            digit += 1;
        }
        place += 1;
    }
    table
};

/// Whether digit values, the last being the check digit, multiply to the neutral element.
pub(super) fn holds(digits: &[u8]) -> bool {
    digits.iter().rev().enumerate().fold(0u8, |product, (place, &digit)| {
        PRODUCT[usize::from(product)][usize::from(PERMUTATION[place % 8][usize::from(digit % 10)])]
    }) == 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn holds_for_a_published_example() {
        assert!(holds(&[2, 3, 6, 3]));
        assert!(!holds(&[2, 3, 6, 4]));
    }

    proptest! {
        #[test]
        fn detects_changes_and_swaps(mut digits in prop::collection::vec(0u8..10, 3..18), at: usize, by in 1u8..10) {
            let last = digits.len() - 1;
            let check = (0..10).filter(|&check| { digits[last] = check; holds(&digits) }).collect::<Vec<_>>();
            prop_assert_eq!(check.len(), 1);
            digits[last] = check[0];
            let at = at % last;
            let mut swapped = digits.clone();
            swapped.swap(at, at + 1);
            prop_assert_eq!(holds(&swapped), swapped == digits);
            digits[at] = (digits[at] + by) % 10;
            prop_assert!(!holds(&digits));
        }
    }
}
