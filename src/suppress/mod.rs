//! What is found and not told, each with its reason.

pub mod inline;

/// Why a finding is a note where only what is new counts.
pub const ALREADY_THERE: &str = "already there: the change does not touch it";
