//! The program as a user calls it, in folders and repositories made for each test.

mod clean;
mod filter;
mod notebook;
mod sandbox;
