//! Identifiers of people and of those who employ them, by region. Each validator states the public source of its rules.
//!
//! A rule that the issuer breaks in practice, such as a date that does not exist because the serial numbers of its day had
//! run out, makes a value plausible rather than invalid.

pub(super) mod africa;
pub(super) mod asia;
pub(super) mod baltic;
pub(super) mod benelux;
pub(super) mod canada;
pub(super) mod central_europe;
pub(super) mod china;
pub(super) mod france;
pub(super) mod german;
pub(super) mod iberia;
pub(super) mod india;
pub(super) mod italy;
pub(super) mod latin_america;
pub(super) mod mexico;
pub(super) mod nordic;
pub(super) mod oceania;
pub(super) mod south_east_europe;
pub(super) mod united_kingdom;
pub(super) mod united_states;

/// What the validators are written with.
mod tools {
    pub(super) use super::super::Verdict::{self, Plausible, Valid};
    pub(super) use super::super::compact::{digits, digits_between, digits_in, number, text, text_between};
    pub(super) use super::super::judge::{
        FORMAT, Judged, RANGE, TEST_RANGE, checksum, date, proven_if, require, unpublished,
    };
    pub(super) use super::super::weighted::{complement, cross_sum, eleven_or_zero, sum};
    pub(super) use super::super::{date, ean13, iso7064, luhn, mod97, verhoeff};

    /// The value without the two letters of the country that a tax number may begin with.
    pub(super) fn without_country<'a>(value: &'a [u8], country: &[u8; 2]) -> &'a [u8] {
        let value = value.trim_ascii();
        match value.split_first_chunk::<2>() {
            Some((prefix, rest)) if prefix.eq_ignore_ascii_case(country) => rest,
            _ => value,
        }
    }

    /// The value of a digit or of a letter from A, which is 10.
    pub(super) fn value36(character: u8) -> u8 {
        if character.is_ascii_digit() { character - b'0' } else { character.wrapping_sub(b'A').wrapping_add(10) }
    }
}

#[cfg(test)]
mod tests;
