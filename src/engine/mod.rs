//! The engine: finds candidates in text and judges them.

pub mod digits;
pub mod prefilter;
pub mod runs;
