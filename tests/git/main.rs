//! Commits as git makes them, with the hooks installed, in repositories made for each test.

#[allow(dead_code, reason = "the other suite uses the rest")]
#[path = "../cli/sandbox.rs"]
mod sandbox;

mod commit;
mod names;
mod range;
mod repository;
