//! tightlip keeps credentials and personal data out of git.

pub mod document;
pub mod validate;
pub mod rules {
    //! Rules.
    pub mod file;
}
