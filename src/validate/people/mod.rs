//! Identifiers of people and of those who employ them, by region. Each validator states the public source of its rules.

pub(super) mod canada;
pub(super) mod india;
pub(super) mod united_kingdom;
pub(super) mod united_states;

/// What the validators are written with.
mod tools {
    pub(super) use super::super::Verdict::{self, Plausible, Valid};
    pub(super) use super::super::compact::{digits, digits_between, digits_in, number, text, text_between};
    pub(super) use super::super::judge::{FORMAT, Judged, RANGE, TEST_RANGE, checksum, date, require, unpublished};
    pub(super) use super::super::{date, luhn, mod97, verhoeff, weighted};
}
