//! Word files: an archive, or the inside of its parts as text, since a fuzzer gets neither through an archive's checksums
//! nor often to XML that reads. What comes of it is read whatever is decided on tracked changes, and loses no text.

use std::io::{Cursor, Write};
use std::sync::LazyLock;

use regex::Regex;
use rolebook::import::Counted;
use rolebook::import::docx::{TrackChanges, read};
use rolebook::import::manuscript::{Block, Manuscript, Paragraph};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::imported;

/// Begins the line that names a part; what is inside its root element follows. The body of the document comes first.
const PART: &str = "\n==> ";
/// The parts that there may be, with their root elements.
const PARTS: [(&str, &str); 5] = [
    ("numbering", "numbering"),
    ("styles", "styles"),
    ("footnotes", "footnotes"),
    ("endnotes", "endnotes"),
    ("comments", "comments"),
];
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SPACES: &str = concat!(
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" ",
    "xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" ",
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" ",
    "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" ",
    "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" ",
    "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" ",
    "xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\"",
);

pub fn hold(input: &[u8]) {
    if input.starts_with(b"PK") {
        check(input, None);
        return;
    }
    let text = String::from_utf8_lossy(input);
    let mut pieces = text.split(PART);
    let body = balanced(pieces.next().unwrap_or_default());
    let main = format!("<w:document {SPACES}><w:body>{body}</w:body></w:document>");
    let named = pieces.filter_map(|piece| piece.split_once('\n'));
    let parts: Vec<(&str, String)> = PARTS
        .iter()
        .filter_map(|&(name, root)| {
            let (_, inside) = named.clone().find(|(given, _)| *given == name)?;
            Some((name, format!("<w:{root} {SPACES}>{}</w:{root}>", balanced(inside))))
        })
        .collect();
    check(&archive(&main, &parts), Some(&main));
}

/// `text` as XML that reads: what is no tag is text, what was never opened is not closed, and all that was is.
fn balanced(text: &str) -> String {
    static TAG: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"^<(/?)((?:w|m|r|mc|a|wp|v|o):[A-Za-z]+)((?: [a-z:A-Z]+="[^"<&\x00-\x1f]*")*)\s*(/?)>"#).unwrap()
    });
    let mut out = String::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let Some(tag) = TAG.captures(rest) else {
            match next {
                '<' => out.push_str("&lt;"),
                '&' => out.push_str("&amp;"),
                '\n' | '\t' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => out.push(next),
                _ => {}
            }
            rest = &rest[next.len_utf8()..];
            continue;
        };
        let (_, [close, name, attributes, empty]) = tag.extract();
        if close.is_empty() {
            out.push_str(&format!("<{name}{attributes}{empty}>"));
            open.extend(Some(name).filter(|_| empty.is_empty()));
        } else if let Some(depth) = open.iter().rposition(|opened| *opened == name) {
            open.drain(depth..)
                .rev()
                .for_each(|name| out.push_str(&format!("</{name}>")));
        }
        rest = &rest[tag[0].len()..];
    }
    open.iter().rev().for_each(|name| out.push_str(&format!("</{name}>")));
    out
}

fn check(bytes: &[u8], main: Option<&str>) {
    for changes in [TrackChanges::Accept, TrackChanges::Reject, TrackChanges::Fail] {
        match read("a.docx", bytes, changes) {
            Ok(manuscript) => {
                main.into_iter().for_each(|main| check_words(main, &manuscript));
                imported::check(&manuscript, Counted::Paragraphs);
            }
            Err(error) => assert!(!error.parameters().is_empty() || !error.key().is_empty()),
        }
    }
}

/// Holds that every text of the body is in a block, a note or a remark.
fn check_words(main: &str, manuscript: &Manuscript) {
    let Ok(tree) = roxmltree::Document::parse(main) else {
        return;
    };
    let mut said = String::new();
    for block in &manuscript.blocks {
        let paragraphs: Vec<&Paragraph> = match block {
            Block::Paragraph(paragraph) => vec![paragraph],
            Block::Table(table) => table.rows.iter().flatten().flat_map(|cell| &cell.paragraphs).collect(),
        };
        said.extend(
            paragraphs
                .iter()
                .flat_map(|paragraph| &paragraph.runs)
                .map(|run| run.text.as_str()),
        );
    }
    said.extend(manuscript.remarks.iter().map(|remark| remark.text.as_str()));
    let bare = |text: &str| -> String { text.chars().filter(|next| !next.is_whitespace()).collect() };
    let said = bare(&said);
    let body = tree
        .root_element()
        .children()
        .find(|node| node.has_tag_name((WORD, "body")));
    let texts = body.into_iter().flat_map(|body| body.descendants());
    for node in texts.filter(|node| node.has_tag_name((WORD, "t"))) {
        // Of alternatives, one is shown.
        if node
            .ancestors()
            .any(|node| node.tag_name().name() == "AlternateContent")
        {
            continue;
        }
        for text in node.children().filter(|child| child.is_text()) {
            let text = text.text().unwrap_or_default();
            assert!(said.contains(&bare(text)), "{text:?} is lost\n{main}\n{manuscript:?}");
        }
    }
}

fn archive(main: &str, parts: &[(&str, String)]) -> Vec<u8> {
    let types = r#"<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let relations = parts.iter().enumerate().map(|(index, (name, _))| {
        format!(r#"<Relationship Id="rId{index}" Type="{RELATIONS}/{name}" Target="{name}.xml"/>"#)
    });
    let link = format!(
        r#"<Relationship Id="rId9" Type="{RELATIONS}/hyperlink" Target="https://example.com/a" TargetMode="External"/>"#
    );
    let relations = format!("<Relationships>{}{link}</Relationships>", relations.collect::<String>());
    let own = [
        ("[Content_Types].xml".to_owned(), types),
        ("word/document.xml".to_owned(), main),
        ("word/_rels/document.xml.rels".to_owned(), &relations),
    ];
    let others = parts
        .iter()
        .map(|(name, text)| (format!("word/{name}.xml"), text.as_str()));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in own.into_iter().chain(others) {
        writer.start_file(name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
