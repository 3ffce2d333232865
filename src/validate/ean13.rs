//! The check digit of GS1's article numbers.

use super::weighted;

/// Whether thirteen digit values, the last being the check digit, weigh to a multiple of 10 by 1 and 3 in turn.
pub(super) fn holds(digits: &[u8; 13]) -> bool {
    weighted::sum(digits, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]).is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_for_an_article() {
        assert!(holds(&[4, 0, 0, 6, 3, 8, 1, 3, 3, 3, 9, 3, 1]));
        assert!(!holds(&[4, 0, 0, 6, 3, 8, 1, 3, 3, 3, 9, 3, 2]));
    }
}
