//! Word files say to the importer what they say to a reader: `tests/fixtures/docx` has the files, and the lines that are
//! seen in them as LibreOffice shows them (`print.py` says which are written by hand, and why).

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use rolebook::import::docx::{TrackChanges, read};
use rolebook::import::manuscript::{Block, Manuscript, Paragraph};
use rolebook::workspace::Workspace;
use support::rolebook;

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

#[test]
fn a_regulation_has_its_headings_numbers_and_fields() {
    let manuscript = manuscript("regulation", TrackChanges::Fail);
    assert_eq!(manuscript.title.as_deref(), Some("客户服务中心管理制度"));
    let paragraphs: Vec<&Paragraph> = manuscript
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph),
            Block::Table(_) => None,
        })
        .collect();
    let labels = |heading: u8| {
        let headings = paragraphs.iter().filter(|paragraph| paragraph.heading == Some(heading));
        headings
            .map(|paragraph| paragraph.label.as_ref().map_or("", |label| label.text.as_str()))
            .collect::<Vec<_>>()
    };
    assert_eq!(labels(0), [""]);
    assert_eq!(labels(1), ["第一章", "第二章", "第三章", "第四章", "第五章", "第六章"]);
    let articles = labels(2);
    assert_eq!(
        (articles.len(), articles[0], articles[21]),
        (22, "第一条", "第二十二条")
    );
    // A field's label stands out, and what it says does not.
    let field = paragraphs
        .iter()
        .find(|paragraph| paragraph.runs.first().is_some_and(|run| run.text == "直接上级："))
        .unwrap();
    let looks: Vec<(&str, bool)> = field.runs.iter().map(|run| (run.text.as_str(), run.bold)).collect();
    assert_eq!(looks, [("直接上级：", true), ("营运总监", false)]);
    assert_eq!(manuscript.remarks, []);
}

#[test]
fn tracked_changes_stop_the_reader_unless_decided_on() {
    let bytes = fs::read(folder().join("tracked.docx")).unwrap();
    let error = read("tracked.docx", &bytes, TrackChanges::default()).unwrap_err();
    let told: Vec<String> = error.parameters().into_iter().map(|(_, value)| value).collect();
    assert_eq!(
        (error.key(), told),
        (
            "docx-tracked",
            ["tracked.docx", "13", "1", "一"].map(str::to_owned).to_vec()
        )
    );
    let deleted: Vec<String> = manuscript("tracked", TrackChanges::Accept)
        .remarks
        .into_iter()
        .filter(|remark| remark.key == "deleted-text")
        .map(|remark| remark.text)
        .collect();
    assert_eq!(deleted, ["一", "事假每月不超过一天。", "销假应当当面办理。"]);
}

#[test]
fn what_is_no_text_is_told() {
    let told = |name: &str| {
        let remarks = manuscript(name, TrackChanges::Fail).remarks;
        remarks
            .into_iter()
            .map(|remark| (remark.key, remark.text))
            .collect::<Vec<_>>()
    };
    let expected = [
        ("page-header", "内部文件"),
        ("page-footer", "第 1 页"),
        ("table-of-contents", "第一条 总则\t1\n第二条 密码\t1"),
        ("hidden-text", "内部说明"),
    ];
    assert_eq!(told("fields"), expected.map(|(key, text)| (key, text.to_owned())));
    assert_eq!(told("images"), [("text-box", "文本框：客人优先。".to_owned())]);
    let images = manuscript("images", TrackChanges::Fail).images;
    let named: Vec<(&str, &str)> = images
        .iter()
        .map(|image| (image.name.as_str(), image.description.as_str()))
        .collect();
    assert_eq!(named, [("image1.png", "从迎客到送客的流程图"), ("image2.png", "")]);
}

#[test]
fn merged_cells_are_told_apart() {
    let manuscript = manuscript("tables", TrackChanges::Fail);
    let first = manuscript.blocks.iter().find_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    });
    let shape: Vec<Vec<(u32, bool)>> = first
        .unwrap()
        .rows
        .iter()
        .map(|row| row.iter().map(|cell| (cell.columns, cell.continues)).collect())
        .collect();
    let plain = (1, false);
    assert_eq!(
        shape,
        [
            vec![plain; 3],
            vec![plain; 3],
            vec![(1, true), plain, plain],
            vec![(2, false), plain]
        ]
    );
}

#[test]
fn an_imported_file_has_the_articles_that_its_reader_sees() {
    for (name, articles) in [
        ("articles", 27),
        ("chapters", 7),
        ("english", 3),
        ("fields", 3),
        ("linked", 3),
        ("notes", 3),
        ("regulation", 22),
        ("regulation-lo", 22),
        ("styles", 6),
        ("styles-lo", 6),
        ("tracked", 8),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let file = self::folder().join(format!("{name}.docx"));
        let run = rolebook(&["--lang", "zh", "import", "--track-changes", "accept"])
            .arg(file)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert_ne!(run.status.code(), Some(2), "{name}: {run:?}");

        let snapshot = Workspace::open(&folder.path().join("handbook")).unwrap().snapshot();
        let handbook = snapshot.handbook();
        let texts = handbook.texts.iter();
        let found: Vec<String> = texts.map(|text| bare(&handbook.written_label(text))).collect();
        assert_eq!(found.len(), articles, "{name}");
        let seen = expected(&format!("{name}.txt"));
        let mut rest = seen.iter();
        for label in &found {
            assert!(
                rest.any(|line| line.starts_with(label.as_str())),
                "{name}: {label} of {found:?}"
            );
        }
    }
}
