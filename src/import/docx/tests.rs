//! What Word files may hold, by hand. `tests/docx.rs` reads whole files.

mod accounting;
mod hostile;
mod numbers;
mod text;
mod tracked;

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::import::manuscript::{Block, Paragraph};
use crate::language::Language;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";

/// A Word file in the making: its parts by their paths.
struct File {
    parts: Vec<(String, String)>,
    /// Relations of the document: type, target and whether it is outside.
    relations: Vec<(&'static str, String, bool)>,
}

impl File {
    /// A document with this body.
    fn new(body: &str) -> Self {
        let document = format!("<w:document {}><w:body>{body}</w:body></w:document>", spaces(WORD));
        Self {
            parts: vec![
                (
                    "[Content_Types].xml".to_owned(),
                    r#"<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#.to_owned(),
                ),
                ("word/document.xml".to_owned(), document),
            ],
            relations: Vec::new(),
        }
    }

    /// The same with a part that the document refers to as `rId1`, `rId2` …
    fn with(mut self, kind: &'static str, name: &str, xml: &str) -> Self {
        let spaced = xml.replacen('>', &format!(" {}>", spaces(WORD)), 1);
        self.parts.push((format!("word/{name}"), spaced));
        self.relations.push((kind, name.to_owned(), false));
        self
    }

    fn with_numbering(self, inside: &str) -> Self {
        self.with(
            "numbering",
            "numbering.xml",
            &format!("<w:numbering>{inside}</w:numbering>"),
        )
    }

    fn with_styles(self, inside: &str) -> Self {
        self.with("styles", "styles.xml", &format!("<w:styles>{inside}</w:styles>"))
    }

    fn linked(mut self, kind: &'static str, address: &str) -> Self {
        self.relations.push((kind, address.to_owned(), true));
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let relation = |(index, (kind, target, external)): (usize, &(&str, String, bool))| {
            let mode = if *external { r#" TargetMode="External""# } else { "" };
            format!(
                r#"<Relationship Id="rId{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"{mode}/>"#,
                index + 1
            )
        };
        let relations: String = self.relations.iter().enumerate().map(relation).collect();
        let mut parts = self.parts.clone();
        parts.push((
            "word/_rels/document.xml.rels".to_owned(),
            format!("<Relationships>{relations}</Relationships>"),
        ));
        let parts: Vec<(&str, &[u8])> = parts
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_bytes()))
            .collect();
        archive(&parts)
    }

    fn read(&self, changes: TrackChanges) -> Result<Manuscript, DocxError> {
        read("a.docx", &self.bytes(), changes)
    }

    fn manuscript(&self) -> Manuscript {
        self.read(TrackChanges::Accept)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    fn lines(&self) -> Vec<String> {
        lines(&self.manuscript())
    }
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let begun = writer.start_file(*name, SimpleFileOptions::default());
        begun.unwrap_or_else(|error| panic!("{error}"));
        writer.write_all(bytes).unwrap_or_else(|error| panic!("{error}"));
    }
    writer.finish().unwrap_or_else(|error| panic!("{error}")).into_inner()
}

fn spaces(word: &str) -> String {
    format!(
        r#"xmlns:w="{word}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office""#
    )
}

/// A paragraph of the list 1 on a level.
fn item(depth: u32, text: &str) -> String {
    item_of(1, depth, text)
}

fn item_of(list: u32, depth: u32, text: &str) -> String {
    let properties = format!(r#"<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list}"/></w:numPr>"#);
    format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", run(text))
}

fn paragraph(inside: &str) -> String {
    format!("<w:p>{inside}</w:p>")
}

fn run(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

/// A level of a list: depth, format, text, and what else it holds.
fn level(depth: u32, format: &str, text: &str, more: &str) -> String {
    format!(
        r#"<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#
    )
}

/// An abstract list and the list of the same number.
fn list(number: u32, levels: &[String]) -> String {
    let levels = levels.concat();
    format!(
        r#"<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum><w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>"#
    )
}

fn paragraphs(manuscript: &Manuscript) -> Vec<&Paragraph> {
    let mut found = Vec::new();
    for block in &manuscript.blocks {
        match block {
            Block::Paragraph(paragraph) => found.push(paragraph),
            Block::Table(table) => found.extend(table.rows.iter().flatten().flat_map(|cell| &cell.paragraphs)),
        }
    }
    found
}

fn lines(manuscript: &Manuscript) -> Vec<String> {
    paragraphs(manuscript).into_iter().map(line::text).collect()
}

/// Keys and texts of the remarks.
fn remarks(manuscript: &Manuscript) -> Vec<(&str, &str)> {
    let remarks = manuscript.remarks.iter();
    remarks.map(|remark| (remark.key, remark.text.as_str())).collect()
}

#[test]
fn every_pack_has_words_for_every_remark() {
    for language in Language::builtin() {
        let words = language.pack.import.get("remarks").and_then(toml::Value::as_table);
        let words = words.unwrap_or_else(|| panic!("{} has no [import.remarks]", language.pack.tag));
        for key in remark::ALL {
            assert!(words.contains_key(key), "{}: {key}", language.pack.tag);
        }
    }
}
