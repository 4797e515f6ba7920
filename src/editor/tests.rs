use std::path::Path;

use super::*;
use crate::diagnostic::{Diagnostic, Fix, Safety, apply};
use crate::language::Language;
use crate::model::{Handbook, LanguageId};
use crate::source::FileId;
use crate::workspace::{CheckOptions, Snapshot, Workspace};

fn fixture(name: &str) -> Workspace {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    Workspace::open(&folder).expect("the fixture is there")
}

fn findings(snapshot: &Snapshot) -> Vec<Diagnostic> {
    snapshot.diagnostics(&CheckOptions::default())
}

#[test]
fn every_pack_has_all_words() {
    for language in Language::builtin() {
        let words = Words::new(&language.pack.tag);
        assert!(words.is_ok(), "{}: {words:?}", language.pack.tag);
    }
}

#[test]
fn edits_between_two_texts_make_the_one_the_other() {
    let (old, new) = ("a\r\nb\nc", "a\r\nx\ny\nc\nd");
    let mut made = old.to_owned();
    for (bytes, text) in between(old, new).into_iter().rev() {
        made.replace_range(bytes.start as usize..bytes.end as usize, &text);
    }
    assert_eq!(made, new);
    assert_eq!(between(old, old), []);
}

/// The codes in `before` without those in `after`.
fn gone<'a>(before: &'a [Diagnostic], after: &[Diagnostic]) -> Vec<&'a str> {
    let mut codes: Vec<&str> = before.iter().map(|finding| finding.lint.code.as_str()).collect();
    for finding in after {
        if let Some(at) = codes.iter().position(|code| *code == finding.lint.code) {
            codes.remove(at);
        }
    }
    codes
}

#[test]
fn a_comment_silences_the_finding_that_it_is_written_for_and_no_other_rule() {
    let mut silenced = 0;
    for name in ["source-faults", "citations", "grouping"] {
        let workspace = fixture(name);
        let snapshot = workspace.snapshot();
        let before = findings(&snapshot);
        for finding in &before {
            let Some(mut edit) = suppression(snapshot.handbook(), finding) else {
                continue;
            };
            edit.text = edit.text.replace(":  -->", ": because -->");
            let fix = Fix {
                safety: Safety::Unsafe,
                edits: vec![edit],
            };
            let mut with = workspace.clone();
            for (file, text) in apply(snapshot.sources(), [&fix]) {
                with.set(&snapshot.sources().file(file).path, Some(text));
            }
            let after = findings(&with.snapshot());
            let gone = gone(&before, &after);
            let own = finding.lint.code.as_str();
            assert!(
                !gone.is_empty() && gone.iter().all(|code| *code == own),
                "{name}: {own}: {gone:?}"
            );
            assert_eq!(before.len() - gone.len(), after.len(), "{name}: {own} adds findings");
            silenced += 1;
        }
    }
    assert!(silenced >= 12, "{silenced}");
}

/// Every place of a handbook's files.
fn places(handbook: &Handbook) -> impl Iterator<Item = (FileId, u32)> {
    let files = handbook.sources.iter();
    files.flat_map(|(file, source)| source.text.char_indices().map(move |(at, _)| (file, at as u32)))
}

#[test]
fn every_place_can_be_asked_about() {
    for name in ["source-format", "traditional"] {
        let snapshot = fixture(name).snapshot();
        let handbook = snapshot.handbook();
        let words = Words::new("en").expect("there is a pack");
        let occurrences = Occurrences::new(handbook);
        for (file, offset) in places(handbook).step_by(7) {
            if let Some(found) = occurrences.at(file, offset) {
                assert!(!handbook.sources.text(found.span).is_empty());
                hover(handbook, &found, &words, &|_| None);
                definitions(handbook, &found);
                // Whatever it says, it says so.
                if let Err(fault) = rename(handbook, &found, "a / b") {
                    assert!(!fault.message(&words).is_empty());
                }
            }
            completions(handbook, file, offset);
        }
    }
}

#[test]
fn a_name_that_serves_all_languages_is_renamed_in_all_of_them() {
    let files = [
        ("handbook.toml", "languages = ['zh', 'en']\n"),
        ("roles.toml", "[[role]]\nid = 'coo'\nname = 'COO'\n"),
        ("zh/a.md", "# 甲\n\n## 第一条 汇报\n\n向COO汇报。\n"),
        ("en/a.md", "# A\n\n## Article 1 Reports\n\nReport to the COO.\n"),
    ];
    let workspace = Workspace::from_files(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
    let snapshot = workspace.snapshot();
    let handbook = snapshot.handbook();
    let file = handbook.sources.find("en/a.md").expect("the file is there");
    let at = handbook.sources.file(file).text.find("COO").map_or(0, |at| at as u32);
    let found = Occurrences::new(handbook).at(file, at).expect("a name");
    assert_eq!(found.form, Form::Name(LanguageId(1)));
    let edits = rename(handbook, &found, "COO-2").expect("it can be renamed");
    let paths: Vec<&str> = edits
        .iter()
        .map(|edit| &*handbook.sources.file(edit.span.file).path)
        .collect();
    assert_eq!(paths, ["en/a.md", "roles.toml", "zh/a.md"]);
}
