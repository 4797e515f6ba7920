//! The rules, one file each, by band.

pub mod citations;
pub mod compliance;
pub mod duties;
pub mod numbering;
pub mod project;
pub mod roles;
pub mod source;
pub mod translation;
pub mod wording;
