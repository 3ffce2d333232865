//! Embeds every pattern file into the program.

fn main() {}
