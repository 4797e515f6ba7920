//! The guide in docs/zh and docs/en: its commands are run in the order of each page, on a copy of the shipped handbook,
//! and say what the page says; both languages tell the same.
//!
//! A block `console` has commands and what they answer, where a line `…` stands for any lines. A block `find PATH` is a text
//! that PATH has once, and the block `change` after it is what an editor puts there; a block `new PATH` is a new file. A block `sh`
//! is only looked at, since it needs a browser or another machine. With UPDATE_GUIDE=1 the answers are written anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use support::{Texts, files_below, folder, outcome, rolebook, texts_below};

/// A part of a page: text, or a block with the words after its fence.
enum Part<'a> {
    Text(&'a str),
    Block { words: Vec<&'a str>, lines: Vec<&'a str> },
}

fn parts(page: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        parts.push(match line.strip_prefix("```") {
            Some(words) => Part::Block {
                words: words.split_whitespace().collect(),
                lines: lines.by_ref().take_while(|line| *line != "```").collect(),
            },
            None => Part::Text(line),
        });
    }
    parts
}

/// Pages of a language by their paths in its folder.
fn pages(language: &str) -> Texts {
    texts_below(&format!("docs/{language}"))
}

/// What the program answers to a command line, as a terminal shows it.
fn answer(folder: &Path, line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(words[0], "rolebook", "{line}");
    let (mut reader, writer) = std::io::pipe().unwrap();
    // Made from the one that tests use, so that the machine's settings stay out.
    let prepared = rolebook(&words[1..]);
    let mut command = Command::new(prepared.get_program());
    command.args(prepared.get_args()).current_dir(folder);
    for (name, _) in prepared.get_envs() {
        command.env_remove(name);
    }
    command.stdout(writer.try_clone().unwrap()).stderr(writer);
    let mut child = command.spawn().unwrap();
    // The ends that the command keeps open would keep the reader waiting.
    drop(command);
    let mut said = String::new();
    reader.read_to_string(&mut said).unwrap();
    child.wait().unwrap();
    said
}

/// Whether `said` is what a page shows, where `…` stands for any lines.
fn is_as_shown(shown: &[&str], said: &[&str]) -> bool {
    match shown.split_first() {
        None => said.is_empty(),
        Some((&"…", rest)) => (0..=said.len()).any(|skipped| is_as_shown(rest, &said[skipped..])),
        Some((line, rest)) => said.first() == Some(line) && is_as_shown(rest, &said[1..]),
    }
}

/// The page with what the program really answers.
fn played(page: &str) -> String {
    let shipped = files_below("handbook");
    let files = shipped
        .iter()
        .map(|(path, bytes)| (format!("handbook/{path}"), bytes.as_slice()));
    let files: Vec<(String, &[u8])> = files.collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, bytes)| (path.as_str(), *bytes)).collect();
    let folder = folder(&files);
    let mut out = String::new();
    let mut find: Option<(PathBuf, String)> = None;
    for part in parts(page) {
        let (words, lines) = match part {
            Part::Text(line) => {
                out += &format!("{line}\n");
                continue;
            }
            Part::Block { words, lines } => (words, lines),
        };
        let text = lines.join("\n");
        let shown = match words.as_slice() {
            ["console"] => converse(folder.path(), &lines),
            _ => text.clone(),
        };
        match words.as_slice() {
            [_, "find", path] => find = Some((folder.path().join(path), text)),
            [_, "change"] => {
                let (path, old) = find.take().expect("a text to find comes before its change");
                let whole = fs::read_to_string(&path).unwrap();
                assert_eq!(whole.matches(&old).count(), 1, "{old} in {}", path.display());
                fs::write(&path, whole.replace(&old, &text)).unwrap();
            }
            [_, "new", path] => {
                let path = folder.path().join(path);
                assert!(!path.exists(), "{}", path.display());
                fs::write(path, text + "\n").unwrap();
            }
            _ => {}
        }
        out += &format!("```{}\n{shown}\n```\n", words.join(" "));
    }
    out
}

/// The commands of a block with what the program answers to each.
fn converse(folder: &Path, lines: &[&str]) -> String {
    let mut out = Vec::new();
    for exchange in lines.chunk_by(|_, next| !next.starts_with("$ ")) {
        let said = answer(
            folder,
            exchange[0].strip_prefix("$ ").expect("a block begins with a command"),
        );
        let said: Vec<&str> = said.lines().collect();
        let shown = if is_as_shown(&exchange[1..], &said) {
            &exchange[1..]
        } else {
            &said
        };
        out.push(exchange[0].to_owned());
        out.extend(shown.iter().map(|line| (*line).to_owned()));
    }
    out.join("\n")
}

#[test]
fn every_command_of_the_guide_answers_what_the_page_says() {
    let update = std::env::var_os("UPDATE_GUIDE").is_some();
    let all = ["zh", "en"].map(|language| (language, pages(language)));
    let all = all.iter().flat_map(|(language, pages)| {
        let named = pages.iter();
        named.map(move |(path, page)| (format!("docs/{language}/{path}"), page))
    });
    // Most of the time the program waits for files.
    thread::scope(|scope| {
        let running: Vec<_> = all
            .map(|(path, page)| (path, page, scope.spawn(|| played(page))))
            .collect();
        for (path, page, played) in running {
            let played = played.join().expect("the page can be played");
            if update {
                fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(path), played).unwrap();
            } else {
                assert!(played == *page, "{path} would be\n{played}");
            }
        }
    });
}

#[test]
fn both_languages_have_the_same_pages_of_the_same_build() {
    let (zh, en) = (pages("zh"), pages("en"));
    assert_eq!(zh.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
    for (path, page) in &zh {
        assert_eq!(build(page), build(&en[path]), "{path}");
    }
}

/// The headings, blocks, rows and items of a page without their words.
fn build(page: &str) -> Vec<String> {
    let parts = parts(page).into_iter();
    let kinds = parts.filter_map(|part| match part {
        // The path after the kind of block is each language's own.
        Part::Block { words, .. } => Some(words[..words.len().min(2)].join(" ")),
        Part::Text(line) => {
            let mark = line.split(' ').next().unwrap_or_default();
            ["#", "##", "###", "|", "-"].contains(&mark).then(|| mark.to_owned())
        }
    });
    kinds.collect()
}

#[test]
fn the_guide_is_a_handbook_without_findings_and_builds() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let docs = docs.to_str().unwrap();
    let (status, out, _) = outcome(&mut rolebook(&["check", docs, "--deny", "warnings", "--lang", "en"]));
    assert_eq!(status, 0, "{out}");
    let site = tempfile::tempdir().unwrap();
    let (status, _, err) = outcome(&mut rolebook(&[
        "build",
        docs,
        "--strict",
        "-o",
        site.path().to_str().unwrap(),
    ]));
    assert_eq!(status, 0, "{err}");
    for page in pages("zh").keys().filter(|path| path.starts_with("pages/")) {
        let page = page.replace(".md", ".html");
        assert!(site.path().join("zh").join(&page).exists() && site.path().join("en").join(&page).exists());
    }
}

#[test]
fn every_page_is_named_on_the_first_one() {
    for language in ["zh", "en"] {
        let pages = pages(language);
        for path in pages.keys().filter(|path| *path != "index.md") {
            assert!(pages["index.md"].contains(&format!("]({path})")), "{language}/{path}");
        }
    }
}
