//! Weighted sums of digits, which most national check digits are remainders of.

/// The sum of each value times the weight at its place; the shorter of the two lists ends it.
#[inline]
pub(super) fn sum(values: &[u8], weights: &[u8]) -> u32 {
    values.iter().zip(weights).map(|(&value, &weight)| u32::from(value) * u32::from(weight)).sum()
}

/// What must be added to the weighted sum to make it a multiple of `modulus`: 0 to `modulus - 1`.
#[inline]
pub(super) fn complement(values: &[u8], weights: &[u8], modulus: u32) -> u32 {
    (modulus - sum(values, weights) % modulus) % modulus
}

/// The check digit of the many mod 11 schemes in which a remainder of 10 or 11 is written 0.
#[inline]
pub(super) fn eleven_or_zero(values: &[u8], weights: &[u8]) -> u32 {
    complement(values, weights, 11) % 10
}

/// The sum of products whose tens and ones are added where they have two digits.
#[inline]
pub(super) fn cross_sum(values: &[u8], weights: &[u8]) -> u32 {
    let cross = |product: u32| product / 10 + product % 10;
    values.iter().zip(weights).map(|(&value, &weight)| cross(u32::from(value) * u32::from(weight))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_complements() {
        assert_eq!(sum(&[1, 2, 3], &[3, 2, 1]), 10);
        assert_eq!(complement(&[1, 2, 3], &[3, 2, 1], 11), 1);
        assert_eq!(complement(&[0], &[1], 11), 0);
        assert_eq!(eleven_or_zero(&[1], &[1]), 0);
        assert_eq!(cross_sum(&[9, 4], &[2, 2]), 17);
    }
}
