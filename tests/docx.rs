//! Word files say to the importer what they say to a reader: `tests/fixtures/docx` has the files, and the lines that are
//! seen in them as LibreOffice shows them (`print.py` says which are written by hand, and why).

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

use std::fs;
use std::path::{Path, PathBuf};

use rolebook::import::docx::{TrackChanges, read};
use rolebook::import::manuscript::{Block, Manuscript, Paragraph};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/docx")
}

fn manuscript(name: &str, changes: TrackChanges) -> Manuscript {
    let file = format!("{name}.docx");
    let bytes = fs::read(folder().join(&file)).unwrap();
    read(&file, &bytes, changes).unwrap_or_else(|error| panic!("{error}"))
}

/// The lines of a manuscript, notes last.
fn lines(manuscript: &Manuscript) -> Vec<String> {
    let mut paragraphs: Vec<&Paragraph> = Vec::new();
    for block in &manuscript.blocks {
        match block {
            Block::Paragraph(paragraph) => paragraphs.push(paragraph),
            Block::Table(table) => {
                let cells = table.rows.iter().flatten();
                paragraphs.extend(cells.flat_map(|cell| &cell.paragraphs));
            }
        }
    }
    paragraphs.extend(manuscript.notes.iter().flatten());
    let texts = paragraphs.into_iter().map(|paragraph| {
        let label = paragraph.label.iter().map(|label| label.text.as_str());
        label
            .chain(paragraph.runs.iter().map(|run| run.text.as_str()))
            .collect::<String>()
    });
    texts
        .collect::<Vec<_>>()
        .join("\n")
        .lines()
        .map(bare)
        .filter(|line| !line.is_empty())
        .collect()
}

fn bare(line: &str) -> String {
    line.chars().filter(|next| !next.is_whitespace()).collect()
}

fn expected(file: &str) -> Vec<String> {
    fs::read_to_string(folder().join(file))
        .unwrap()
        .lines()
        .map(bare)
        .collect()
}

#[test]
fn every_file_says_what_its_reader_sees() {
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<String> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "docx"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(names.len() >= 12, "{names:?}");
    for name in names {
        let found = lines(&manuscript(&name, TrackChanges::Accept));
        assert_eq!(found, expected(&format!("{name}.txt")), "{name}");
    }
    let rejected = lines(&manuscript("tracked", TrackChanges::Reject));
    assert_eq!(rejected, expected("tracked.reject.txt"));
}
