//! What holds of any input, a module for each fuzz target. `tests/fuzz.rs` includes this file and holds it of the seeds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a target stops where something is not as it must be"
)]

pub mod citations;
pub mod config;
pub mod docx;
mod handbook;
mod imported;
pub mod packs;
pub mod patterns;
pub mod repairs;
mod spans;
pub mod suppressions;
pub mod syntax;
pub mod text;

/// A target by its name, which is also that of the folder of its seeds, and what it does with an input.
pub type Target = (&'static str, fn(&[u8]));

pub const TARGETS: [Target; 9] = [
    ("syntax", syntax::hold),
    ("patterns", patterns::hold),
    ("citations", citations::hold),
    ("text", text::hold),
    ("docx", docx::hold),
    ("config", config::hold),
    ("packs", packs::hold),
    ("suppressions", suppressions::hold),
    ("repairs", repairs::hold),
];
