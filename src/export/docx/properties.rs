//! What the file says of itself: properties, settings, and what `rolebook import` takes up again.

use super::super::document::Document;
use super::W;
use super::xml::Xml;

/// The namespace of the part that carries what Word has no place for.
const CARRIED: &str = "urn:rolebook:export:1";

pub(super) fn core(document: &Document) -> String {
    let mut xml = Xml::new();
    xml.open(
        "cp:coreProperties",
        &[
            (
                "xmlns:cp",
                "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
            ),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ],
    );
    xml.text("dc:title", &[], &document.properties.title);
    xml.text("dc:creator", &[], &document.properties.author);
    if let Some(locale) = document.locales.first() {
        xml.text("dc:language", &[], &locale.tag);
    }
    xml.finish()
}

pub(super) fn app() -> String {
    let mut xml = Xml::new();
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    xml.open("Properties", &[("xmlns", namespace)]);
    xml.text("Application", &[], "Rolebook");
    xml.finish()
}

pub(super) fn custom(document: &Document) -> String {
    let mut xml = Xml::new();
    xml.open(
        "Properties",
        &[
            (
                "xmlns",
                "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
            ),
            (
                "xmlns:vt",
                "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
            ),
        ],
    );
    // Word counts them from 2, under the one name that there is for all.
    for ((name, value), number) in document.properties.custom.iter().zip(2..) {
        let attributes = [
            ("fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"),
            ("pid", &number.to_string()),
            ("name", name),
        ];
        xml.open("property", &attributes);
        xml.text("vt:lpwstr", &[], value);
        xml.close();
    }
    xml.finish()
}

pub(super) fn settings(document: &Document) -> String {
    let mut xml = Xml::new();
    xml.open("w:settings", &[("xmlns:w", W)]);
    xml.value("w:defaultTabStop", 420);
    xml.value("w:characterSpacingControl", "compressPunctuation");
    if !document.notes.is_empty() {
        xml.open("w:footnotePr", &[]);
        xml.empty("w:footnote", &[("w:id", "-1")]);
        xml.empty("w:footnote", &[("w:id", "0")]);
        xml.close();
    }
    xml.open("w:compat", &[]);
    // The line before a break is not spread out.
    xml.empty("w:doNotExpandShiftReturn", &[]);
    let uri = "http://schemas.microsoft.com/office/word";
    let mode = [("w:name", "compatibilityMode"), ("w:uri", uri), ("w:val", "15")];
    xml.empty("w:compatSetting", &mode);
    xml.finish()
}

/// Languages, front matter and attributes of headings.
pub(super) fn carried(document: &Document) -> String {
    let carried = &document.carried;
    let mut xml = Xml::new();
    let languages: Vec<&str> = document.locales.iter().map(|locale| locale.tag.as_str()).collect();
    let languages = languages.join(" ");
    let mut attributes = vec![("xmlns", CARRIED), ("languages", &languages)];
    attributes.extend(carried.id.as_deref().map(|id| ("id", id)));
    xml.open("regulation", &attributes);
    if let Some(front_matter) = &carried.front_matter {
        xml.text("front-matter", &[], front_matter);
    }
    for (bookmark, attributes) in &carried.attributes {
        xml.text("attributes", &[("bookmark", bookmark)], attributes);
    }
    xml.finish()
}

pub(super) fn carried_properties() -> String {
    let mut xml = Xml::new();
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
    let id = "{52C3B00C-5D6B-4F7E-9A51-0E8C1D6A7B21}";
    xml.open("ds:datastoreItem", &[("ds:itemID", id), ("xmlns:ds", namespace)]);
    xml.open("ds:schemaRefs", &[]);
    xml.empty("ds:schemaRef", &[("ds:uri", CARRIED)]);
    xml.finish()
}
