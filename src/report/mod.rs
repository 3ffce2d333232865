//! Findings as people and programs read them.

pub mod json;
