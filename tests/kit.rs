//! The kit for CI: every command in it is one that the program understands, and its parts are where docs/ci.md says.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use support::{outcome, rolebook};

const KIT: [&str; 6] = [
    "scripts/ci/github/action.yml",
    "scripts/ci/gitlab-ci.yml",
    "scripts/ci/Containerfile",
    "scripts/ci/install",
    ".pre-commit-hooks.yaml",
    "docs/ci.md",
];

fn text(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// What follows the program's name in the commands of a file: up to the end of the line, of the code, or a pipe.
fn commands(text: &str) -> Vec<Vec<String>> {
    // A command that goes on in the next line.
    let text = text.replace("\\\n", " ").replace("\n      --", " --");
    let after = text.split("rolebook ").skip(1);
    let ends = |letter: char| matches!(letter, '\n' | '`' | '|' | '#');
    let lines = after.map(|rest| rest.split(ends).next().unwrap_or_default());
    let words = lines.map(|line| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    // Where no command follows, the name stands in a sentence.
    let help = outcome(&mut rolebook(&["help"])).1;
    let known: BTreeSet<&str> = help.lines().filter_map(|line| line.split_whitespace().next()).collect();
    words
        .filter(|words| words.first().is_some_and(|word| known.contains(&**word)))
        .collect()
}

#[test]
fn every_command_of_the_kit_has_only_options_that_there_are() {
    let mut seen = BTreeSet::new();
    for path in KIT {
        for command in commands(&text(path)) {
            let help = outcome(&mut rolebook(&[&command[0], "--help"])).1;
            let options = command.iter().map(|word| word.trim_matches(['"', '(', ')', ',']));
            for option in options.filter(|word| word.starts_with("--") && word.len() > 2) {
                assert!(
                    help.contains(&format!("{option} ")) || help.contains(&format!("{option}\n")),
                    "{path}: {command:?}"
                );
                seen.insert(format!("{} {option}", command[0]));
            }
        }
    }
    for expected in [
        "check --report",
        "check --baseline",
        "build --base-url",
        "build --strict",
    ] {
        assert!(seen.contains(expected), "{expected} in {seen:?}");
    }
}

#[test]
fn the_page_on_the_kit_names_every_part_and_every_input() {
    let page = text("docs/ci.md");
    for path in &KIT[..5] {
        assert!(page.contains(&format!("(../{path})")), "{path}");
    }
    let action = text("scripts/ci/github/action.yml");
    let inputs = action
        .split("\ninputs:\n")
        .nth(1)
        .unwrap()
        .split("\noutputs:")
        .next()
        .unwrap();
    let names = inputs
        .lines()
        .filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
    for name in names
        .map(|name| name.trim_end_matches(':'))
        .filter(|name| !name.is_empty())
    {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
    for hook in text(".pre-commit-hooks.yaml")
        .lines()
        .filter_map(|line| line.strip_prefix("- id: "))
    {
        assert!(page.contains(&format!("`{hook}`")), "{hook}");
    }
}

#[test]
fn the_kit_is_for_this_version() {
    let version = env!("CARGO_PKG_VERSION");
    let page = text("docs/ci.md");
    for place in [
        format!("@v{version}"),
        format!("rev: v{version}"),
        format!("rolebook:{version}"),
    ] {
        assert!(page.contains(&place), "{place}");
    }
    assert!(text("scripts/ci/gitlab-ci.yml").contains(&format!("rolebook:{version}")));
    // Cargo.toml says which Rust builds the program.
    let manifest = text("Cargo.toml");
    let rust = manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = "))
        .unwrap();
    let rust = rust.trim_matches('"');
    assert!(text("scripts/ci/Containerfile").contains(&format!("rust:{rust}-")));
    assert!(page.contains(&format!("Rust {rust}")));
}
