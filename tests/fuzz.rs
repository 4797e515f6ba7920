//! What the fuzz targets hold of any input, of the inputs that are kept: seeds, and what once went wrong.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

#[path = "../fuzz/src/lib.rs"]
mod fuzz;
mod support;

use support::files_below;

/// Each target has seeds, and holds what it holds of each of them.
#[test]
fn every_seed_holds() {
    let mut failed = Vec::new();
    for (name, hold) in fuzz::TARGETS {
        let seeds = files_below(&format!("fuzz/seeds/{name}"));
        assert!(!seeds.is_empty(), "{name} has no seeds");
        let fails = |input: &[u8]| std::panic::catch_unwind(|| hold(input)).is_err();
        let paths = seeds.iter().filter(|(_, input)| fails(input)).map(|(path, _)| path);
        failed.extend(paths.map(|path| format!("fuzz/seeds/{name}/{path}")));
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
