//! Where bytes come from: the working tree, the index, a range of commits, the full history, standard input. Knows no rule.

#[cfg(feature = "git")]
pub mod history;
pub mod stdin;
pub mod worktree;
