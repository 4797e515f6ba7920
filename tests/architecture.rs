//! The house keeps its own rules: layers, where libraries may be used, language as data, documents that say what is.
//! The numbers are those of the invariants in `docs/architecture.md`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Modules from left to right; a module imports what stands to its left. Those on one level do not import each other.
const LAYERS: &[&[&str]] = &[
    &["source", "html", "hash"],
    &["language"],
    &["diagnostic"],
    &["config"],
    &["syntax"],
    &["model"],
    &["resolve", "check", "layout", "render"],
    &["workspace"],
    &["editor", "import", "export", "scaffold", "report", "output"],
    &["serve", "lsp"],
    &["cli"],
];

/// What a module imports less than its place in the layers allows.
const NARROWER: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("language", &[]),
    (
        "render",
        &["source", "html", "hash", "language", "config", "syntax", "model"],
    ),
    ("report", &["source", "html", "diagnostic"]),
];

struct Source {
    path: PathBuf,
    module: String,
    /// The text without comments and without its tests.
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let inside = path.strip_prefix(&root).unwrap().to_path_buf();
                if inside
                    .components()
                    .any(|step| matches!(step.as_os_str().to_str(), Some("tests" | "tests.rs")))
                {
                    continue;
                }
                let first = inside
                    .components()
                    .next()
                    .unwrap()
                    .as_os_str()
                    .to_string_lossy()
                    .into_owned();
                let code = code(&fs::read_to_string(&path).unwrap());
                found.push(Source {
                    path: inside,
                    module: first.trim_end_matches(".rs").to_owned(),
                    code,
                });
            }
        }
    }
    assert!(found.len() > 50, "src was not found");
    found
}

/// A file's code: what stands before its tests, without line comments.
fn code(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    before_tests
        .lines()
        .map(|line| match line.trim_start().starts_with("//") {
            true => "",
            false => line.split(" // ").next().unwrap_or_default(),
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// Every module named after `crate::`, alone or in braces.
fn imports(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let names = match rest.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or_default(),
            None => rest,
        };
        for part in names
            .split(',')
            .take(if rest.starts_with('{') { usize::MAX } else { 1 })
        {
            let name: String = part
                .trim()
                .chars()
                .take_while(|next| next.is_alphanumeric() || *next == '_')
                .collect();
            found.push(name);
        }
    }
    found
}

#[test]
fn invariant_1_imports_follow_the_layers() {
    let mut faults = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| !matches!(source.module.as_str(), "lib" | "main"))
    {
        let Some(own) = layer(&source.module) else {
            faults.push(format!(
                "{}: the module {} has no layer",
                source.path.display(),
                source.module
            ));
            continue;
        };
        for name in imports(&source.code) {
            let Some(other) = layer(&name) else { continue };
            let narrow = NARROWER.iter().find(|(module, _)| *module == source.module);
            let allowed =
                name == source.module || (other < own && narrow.is_none_or(|(_, list)| list.contains(&name.as_str())));
            if !allowed {
                faults.push(format!("{} imports {name}", source.path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn invariant_2_libraries_stay_in_their_modules() {
    let mut faults = Vec::new();
    for source in sources() {
        let path = source.path.to_string_lossy().replace('\\', "/");
        for (library, homes) in [
            ("lsp_types", &["lsp/"][..]),
            ("tera::", &["render/"]),
            ("clap::", &["cli/"]),
            ("zip::", &["import/", "export/"]),
            ("axum", &["serve/"]),
            ("notify", &["workspace/watch"]),
            ("std::fs", &["workspace/disk", "output/", "cli/"]),
            ("annotate_snippets", &["report/"]),
        ] {
            if source.code.contains(library) && !homes.iter().any(|home| path.starts_with(home)) {
                faults.push(format!("{path} uses {library}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn invariant_3_language_is_data() {
    let han = |next: char| ('\u{4e00}'..='\u{9fff}').contains(&next);
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.module != "language") {
        for (number, line) in source.code.lines().enumerate() {
            if line.contains(han) || line.contains("\"zh\"") || line.contains("\"en\"") {
                faults.push(format!("{}:{}: {}", source.path.display(), number + 1, line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn invariant_10_the_drawing_of_the_house_lists_its_modules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = fs::read_to_string(root.join("docs/architecture.md")).unwrap();
    let tree = document
        .split("```text\nsrc/\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .expect("the tree of src/");
    let mut drawn: Vec<&str> = tree
        .lines()
        .filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')))
        .filter_map(|line| line.split_whitespace().next())
        .map(|name| name.trim_end_matches('/').trim_end_matches(".rs"))
        .collect();
    drawn.sort_unstable();
    let mut modules: Vec<String> = fs::read_dir(root.join("src"))
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .file_name()
                .to_string_lossy()
                .trim_end_matches(".rs")
                .to_owned()
        })
        .collect();
    modules.sort_unstable();
    assert_eq!(drawn, modules);
    for module in &modules {
        if !matches!(module.as_str(), "lib" | "main") {
            assert!(layer(module).is_some(), "{module} has no layer");
        }
    }
}

#[test]
fn files_have_one_idea() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|source| source.code.lines().count() > 450)
        .map(|source| format!("{}: {} lines", source.path.display(), source.code.lines().count()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn every_dependency_comes_from_crates_io_with_its_checksum() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lock = fs::read_to_string(root.join("Cargo.lock")).unwrap();
    let packages = lock.split("[[package]]\n").skip(1);
    let others: Vec<&str> = packages
        .filter(|package| !package.contains("\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\n"))
        .chain(
            lock.split("[[package]]\n")
                .skip(1)
                .filter(|package| !package.contains("\nchecksum = ")),
        )
        .filter(|package| !package.starts_with("name = \"rolebook\"\n"))
        .collect();
    assert!(others.is_empty(), "{}", others.join("\n"));
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(manifest.contains("\nunsafe_code = \"forbid\"\n"));
}

#[test]
fn the_oldest_rust_is_stated_alike() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let manifest = read("Cargo.toml");
    let stated = manifest.split("\nrust-version = \"").nth(1).unwrap();
    let version = stated.split('"').next().unwrap();
    for path in ["README.md", "CONTRIBUTING.md"] {
        let text = read(path);
        let mut named = text.match_indices("Rust").filter_map(|(at, _)| {
            let rest = text[at..].lines().next()?;
            let digits = rest.find(|next: char| next.is_ascii_digit())?;
            let number = rest[digits..]
                .split(|next: char| !next.is_ascii_digit() && next != '.')
                .next()?;
            number.starts_with("1.").then(|| number.trim_end_matches('.'))
        });
        assert_eq!(named.next(), Some(version), "{path}");
    }
}
