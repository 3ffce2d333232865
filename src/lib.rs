//! tightlip keeps credentials and personal data out of git.

pub mod clean;
pub mod config;
mod copies;
pub mod document;
pub mod engine;
pub mod error;
pub mod excerpt;
pub mod finding;
pub mod progress;
pub mod report;
pub mod rules;
pub mod scan;
pub mod source;
pub mod suppress;
mod toml_fault;
pub mod validate;
