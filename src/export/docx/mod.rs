//! A document as a .docx: a zip file of XML parts that name each other by relationships.

mod body;
mod lists;
mod properties;
mod styles;
mod table;
mod xml;

use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::document::Document;
use body::Story;
use xml::Xml;

/// Namespaces of the parts that hold text.
const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// What the kinds of relationships begin with.
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

/// A file within the document.
struct Part {
    path: String,
    media_type: String,
    bytes: Vec<u8>,
}

/// Where something leads, by its id `rId1`, `rId2` …
#[derive(Debug, Default)]
struct Relationships {
    list: Vec<Relationship>,
}

#[derive(Debug, PartialEq, Eq)]
struct Relationship {
    kind: String,
    target: String,
    external: bool,
}

impl Relationships {
    /// The id of a relationship; the same for the same one.
    fn id(&mut self, kind: &str, target: &str, external: bool) -> String {
        let wanted = Relationship {
            kind: kind.to_owned(),
            target: target.to_owned(),
            external,
        };
        let at = self.list.iter().position(|known| *known == wanted).unwrap_or_else(|| {
            self.list.push(wanted);
            self.list.len() - 1
        });
        format!("rId{}", at + 1)
    }

    fn xml(&self) -> String {
        let mut xml = Xml::new();
        xml.open(
            "Relationships",
            &[("xmlns", "http://schemas.openxmlformats.org/package/2006/relationships")],
        );
        for (relationship, number) in self.list.iter().zip(1..) {
            let kind = match relationship.kind.contains(':') {
                true => relationship.kind.clone(),
                false => format!("{KIND}{}", relationship.kind),
            };
            let id = format!("rId{number}");
            let mut attributes = vec![("Id", id.as_str()), ("Type", &kind), ("Target", &relationship.target)];
            if relationship.external {
                attributes.push(("TargetMode", "External"));
            }
            xml.empty("Relationship", &attributes);
        }
        xml.finish()
    }
}

/// All parts of a file.
#[derive(Default)]
struct Package {
    parts: Vec<Part>,
}

impl Package {
    fn add(&mut self, path: &str, media_type: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.parts.push(Part {
            path: path.to_owned(),
            media_type: media_type.into(),
            bytes: bytes.into(),
        });
    }

    /// Adds the relationships of the part at `path`.
    fn relate(&mut self, path: &str, relationships: &Relationships) {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let folder = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        if !relationships.list.is_empty() {
            self.add(&format!("{folder}_rels/{name}.rels"), "", relationships.xml());
        }
    }

    fn content_types(&self) -> String {
        let mut xml = Xml::new();
        xml.open(
            "Types",
            &[("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")],
        );
        let relationships = "application/vnd.openxmlformats-package.relationships+xml";
        xml.empty("Default", &[("Extension", "rels"), ("ContentType", relationships)]);
        xml.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")]);
        for part in self.parts.iter().filter(|part| !part.media_type.is_empty()) {
            let path = format!("/{}", part.path);
            xml.empty("Override", &[("PartName", &path), ("ContentType", &part.media_type)]);
        }
        xml.finish()
    }

    /// The same parts give the same bytes: a file of the archive has no time of its own.
    fn zip(&self) -> ZipResult<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        // Readers look for the types in the first file.
        zip.start_file("[Content_Types].xml", options)?;
        zip.write_all(self.content_types().as_bytes())?;
        for part in &self.parts {
            zip.start_file(part.path.as_str(), options)?;
            zip.write_all(&part.bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }
}

/// The bytes of the file.
///
/// # Errors
/// The archive cannot be made.
pub(super) fn write(document: &Document) -> ZipResult<Vec<u8>> {
    let mut package = Package::default();
    let mut top = Relationships::default();
    top.id("officeDocument", "word/document.xml", false);
    top.id(
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
        "docProps/core.xml",
        false,
    );
    top.id("extended-properties", "docProps/app.xml", false);
    top.id("custom-properties", "docProps/custom.xml", false);
    package.relate("", &top);

    let mut main = Relationships::default();
    let word = |kind: &str| format!("{WORD}{kind}+xml");
    let parts = [
        ("styles", "styles", styles::xml(document)),
        ("numbering", "numbering", lists::xml(document)),
        ("settings", "settings", properties::settings(document)),
        ("fontTable", "fontTable", styles::fonts(document)),
        ("header", "header", body::header(document)),
        ("footer", "footer", body::footer(document)),
    ];
    for (kind, name, text) in parts {
        main.id(kind, &format!("{name}.xml"), false);
        package.add(&format!("word/{name}.xml"), word(kind), text);
    }
    for (image, number) in document.images.iter().zip(1..) {
        let path = format!("word/media/image{number}.{}", image.extension);
        package.add(&path, image.media_type, image.bytes.clone());
    }
    if !document.notes.is_empty() {
        main.id("footnotes", "footnotes.xml", false);
        let (text, relationships) = Story::new(document, Relationships::default()).notes();
        package.add("word/footnotes.xml", word("footnotes"), text);
        package.relate("word/footnotes.xml", &relationships);
    }
    main.id("customXml", "../customXml/item1.xml", false);
    package.add("customXml/item1.xml", "application/xml", properties::carried(document));
    let mut item = Relationships::default();
    item.id("customXmlProps", "itemProps1.xml", false);
    package.relate("customXml/item1.xml", &item);
    let kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml";
    package.add("customXml/itemProps1.xml", kind, properties::carried_properties());
    let (text, main) = Story::new(document, main).body();
    package.add("word/document.xml", word("document.main"), text);
    package.relate("word/document.xml", &main);
    package.add(
        "docProps/core.xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
        properties::core(document),
    );
    let office = "application/vnd.openxmlformats-officedocument.";
    package.add(
        "docProps/app.xml",
        format!("{office}extended-properties+xml"),
        properties::app(),
    );
    package.add(
        "docProps/custom.xml",
        format!("{office}custom-properties+xml"),
        properties::custom(document),
    );
    package.zip()
}
