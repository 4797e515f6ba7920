//! The state of the sources, and everything derived from it.

mod decode;
pub mod disk;
