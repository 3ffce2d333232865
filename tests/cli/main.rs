//! The program as a user calls it, in folders and repositories made for each test.

mod clean;
mod configuration;
mod encodings;
mod faults;
mod filter;
mod names;
mod notebook;
mod reports;
mod rules;
mod sandbox;
mod stdin;
mod values;
