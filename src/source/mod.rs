//! Where bytes come from: the working tree, the index, a range of commits, the full history, standard input. Knows no rule.

#[cfg(feature = "git")]
pub mod changes;
#[cfg(feature = "git")]
pub mod commits;
#[cfg(feature = "git")]
pub mod history;
#[cfg(feature = "git")]
pub mod index;
#[cfg(feature = "git")]
pub mod lines;
pub mod message;
#[cfg(feature = "git")]
pub mod news;
#[cfg(feature = "git")]
pub mod past;
#[cfg(feature = "git")]
pub mod staged;
pub mod stdin;
#[cfg(feature = "git")]
pub mod unstaged;
pub mod worktree;
