//! tightlip keeps credentials and personal data out of git.

pub mod document;
pub mod engine;
pub mod validate;
pub mod rules {
    //! Rules.
    pub mod file;
}
