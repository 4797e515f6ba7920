//! XML as Word writes it: names without their prefixes, in both editions of the standard.

/// A node of a part.
pub(super) type Node<'a> = roxmltree::Node<'a, 'a>;

/// The vocabularies that matter here. Each has one address in ISO 29500 Transitional, which Word writes, and one in Strict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vocabulary {
    Word,
    Math,
    Relationships,
    Drawing,
    Compatibility,
    Other,
}

use Vocabulary::{Compatibility, Drawing, Math, Other, Relationships, Word};

const ADDRESSES: [(&str, Vocabulary); 9] = [
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", Word),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", Word),
    ("http://schemas.openxmlformats.org/officeDocument/2006/math", Math),
    ("http://purl.oclc.org/ooxml/officeDocument/math", Math),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        Relationships,
    ),
    ("http://purl.oclc.org/ooxml/officeDocument/relationships", Relationships),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", Drawing),
    ("http://purl.oclc.org/ooxml/drawingml/main", Drawing),
    (
        "http://schemas.openxmlformats.org/markup-compatibility/2006",
        Compatibility,
    ),
];

fn vocabulary(address: Option<&str>) -> Vocabulary {
    let found = ADDRESSES.iter().find(|(known, _)| Some(*known) == address);
    found.map_or(Other, |(_, vocabulary)| *vocabulary)
}

/// An element's vocabulary and its name in it.
pub(super) fn name<'a>(node: Node<'a>) -> (Vocabulary, &'a str) {
    let tag = node.tag_name();
    (vocabulary(tag.namespace()), tag.name())
}

/// Whether a node is the element `wanted` of Word's own vocabulary.
pub(super) fn is(node: Node<'_>, wanted: &str) -> bool {
    node.is_element() && name(node) == (Word, wanted)
}

/// The elements right within a node.
pub(super) fn elements<'a>(node: Node<'a>) -> impl Iterator<Item = Node<'a>> {
    node.children().filter(Node::is_element)
}

/// The first element of Word's vocabulary with that name right within a node.
pub(super) fn child<'a>(node: Node<'a>, wanted: &str) -> Option<Node<'a>> {
    elements(node).find(|child| is(*child, wanted))
}

/// The element that names lead to, each within the one before.
pub(super) fn at<'a>(node: Node<'a>, names: &[&str]) -> Option<Node<'a>> {
    names.iter().try_fold(node, |node, name| child(node, name))
}

/// An attribute of Word's vocabulary, or of none.
pub(super) fn attribute<'a>(node: Node<'a>, wanted: &str) -> Option<&'a str> {
    let mut own = node.attributes().filter(|attribute| attribute.name() == wanted);
    let fits = |address: Option<&str>| address.is_none() || vocabulary(address) == Word;
    own.find(|attribute| fits(attribute.namespace()))
        .map(|attribute| attribute.value())
}

/// The attribute that leads to another part: `r:id`, `r:embed`.
pub(super) fn relation<'a>(node: Node<'a>, wanted: &str) -> Option<&'a str> {
    let mut own = node.attributes().filter(|attribute| attribute.name() == wanted);
    own.find(|attribute| vocabulary(attribute.namespace()) == Relationships)
        .map(|attribute| attribute.value())
}

/// The value of the child `name`: `<w:name w:val="…"/>`.
pub(super) fn value<'a>(node: Node<'a>, name: &str) -> Option<&'a str> {
    attribute(child(node, name)?, "val")
}

/// The same as a number.
pub(super) fn number(node: Node<'_>, name: &str) -> Option<u32> {
    value(node, name)?.trim().parse().ok()
}

/// Whether the child `name` switches something on or off; nothing where it is missing.
pub(super) fn switch(node: Node<'_>, name: &str) -> Option<bool> {
    let child = child(node, name)?;
    Some(!matches!(attribute(child, "val"), Some("0" | "false" | "off" | "none")))
}

/// The one version of an alternative content that is to be read: what a program of today shows, if it shows anything that
/// can be read here. An emoji is a `w16se:symEx` in the first version, and a text in the last.
pub(super) fn alternative(node: Node<'_>) -> Option<Node<'_>> {
    let versions = || elements(node).filter(|child| is_version(*child));
    versions()
        .find(|version| version.descendants().any(shows))
        .or_else(|| versions().next())
}

fn is_version(node: Node<'_>) -> bool {
    matches!(name(node), (Compatibility, "Choice" | "Fallback"))
}

/// Whether an element is one that something is read of.
fn shows(node: Node<'_>) -> bool {
    let is_drawn = matches!(
        name(node),
        (
            Word,
            "sym" | "tab" | "br" | "cr" | "txbxContent" | "footnoteReference" | "endnoteReference"
        ) | (Drawing, "blip")
            | (Other, "imagedata" | "textpath" | "chart" | "relIds" | "OLEObject")
    );
    node.is_element() && (is_drawn || is_text(node) && !text(node).is_empty())
}

/// Whether a node is a version of an alternative content that is not read.
pub(super) fn is_fallback(node: Node<'_>) -> bool {
    is_version(node)
        && node
            .parent_element()
            .and_then(alternative)
            .is_some_and(|read| read != node)
}

/// Whether an element holds text itself.
pub(super) fn is_text(node: Node<'_>) -> bool {
    matches!(name(node), (Word, "t" | "delText") | (Math | Drawing, "t"))
}

/// A text as Word reads it: blanks at the ends count only where the element, or one around it, says so, and a line end is
/// a blank. What a broken file has in further elements within it belongs to it.
pub(super) fn text(node: Node<'_>) -> String {
    const XML: &str = "http://www.w3.org/XML/1998/namespace";
    let texts = node.descendants().filter(roxmltree::Node::is_text);
    let text: String = texts.filter_map(|part| part.text()).collect();
    let text = text.replace(['\r', '\n'], " ");
    match node.ancestors().find_map(|node| node.attribute((XML, "space"))) {
        Some("preserve") => text,
        _ => text.trim_matches([' ', '\t']).to_owned(),
    }
}
