//! What is found and not told, each with its reason.

pub mod inline;
