//! What is said when the program itself fails: the place in its source, and nothing of what was being read.

use std::panic;

/// From now on, a panic tells where it is, without its message, which could hold what was being read.
pub(crate) fn say_only_where() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        anstream::eprintln!("tightlip: internal error{place}; please report it");
    }));
}
