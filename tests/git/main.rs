//! Commits as git makes them, with the hooks installed, in repositories made for each test.

#[path = "../cli/sandbox.rs"]
mod sandbox;

mod commit;
mod names;
mod range;
mod repository;
