//! tightlip keeps credentials and personal data out of git.

pub mod document;
pub mod engine;
pub mod rules;
pub mod source;
pub mod validate;
