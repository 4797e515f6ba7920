//! Pictures, text boxes, charts and objects of other programs.

use super::error::DocxError;
use super::line::{self, Line};
use super::plain::plain;
use super::reader::Reader;
use super::remark;
use super::xml::{self, Node, Vocabulary};
use crate::import::manuscript::{Block, Image};

/// A picture of more bytes than this is left out.
const LARGEST_IMAGE: u64 = 64 << 20;

/// Endings of names of pictures that browsers show.
const SHOWN: [&str; 8] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "avif"];

/// Reads a `w:drawing`, a `w:pict` or a `w:object`.
pub(super) fn read<'a>(reader: &mut Reader<'a, '_>, node: Node<'a>, line: &mut Line) -> Result<(), DocxError> {
    parts(reader, node, line, &mut String::new())
}

fn parts<'a>(
    reader: &mut Reader<'a, '_>,
    parent: Node<'a>,
    line: &mut Line,
    description: &mut String,
) -> Result<(), DocxError> {
    if let Some(own) = described(parent) {
        *description = own;
    }
    for node in xml::elements(parent) {
        match xml::name(node) {
            (Vocabulary::Word, "txbxContent") => text_box(reader, node, line)?,
            (Vocabulary::Drawing, "blip") => {
                let id = xml::relation(node, "embed").or_else(|| xml::relation(node, "link"));
                image(reader, id, line, description)?;
            }
            (Vocabulary::Drawing, "t") => {
                let text = reader.text(node);
                reader.remark(remark::DRAWING_TEXT, &text);
            }
            (Vocabulary::Other, "imagedata") => {
                let id = xml::relation(node, "id");
                if let Some(title) = node.attributes().find(|attribute| attribute.name() == "title")
                    && description.is_empty()
                {
                    *description = title.value().to_owned();
                }
                image(reader, id, line, description)?;
            }
            (Vocabulary::Other, "textpath") => {
                reader.remark(remark::DRAWING_TEXT, node.attribute("string").unwrap_or_default());
            }
            (Vocabulary::Other, "chart") => reader.remark(remark::OBJECT, description),
            (Vocabulary::Other, "relIds") => diagram(reader, node, description)?,
            (Vocabulary::Other, "OLEObject") => {
                reader.remark(remark::OBJECT, node.attribute("ProgID").unwrap_or_default());
            }
            (Vocabulary::Compatibility, "AlternateContent") => {
                if let Some(version) = xml::alternative(node) {
                    parts(reader, version, line, description)?;
                }
            }
            _ => parts(reader, node, line, description)?,
        }
    }
    Ok(())
}

/// What an element says of the picture that comes in it.
fn described(node: Node<'_>) -> Option<String> {
    let properties = xml::elements(node).find(|child| child.tag_name().name() == "docPr");
    let stated = |name: &str| properties?.attribute(name);
    let own = stated("descr").or_else(|| stated("title"));
    // A shape of the older kind.
    let own = own.or_else(|| node.attribute("alt"));
    own.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn text_box<'a>(reader: &mut Reader<'a, '_>, node: Node<'a>, line: &mut Line) -> Result<(), DocxError> {
    let place = reader.place;
    let blocks = reader.container(node)?;
    reader.place = place;
    let paragraphs = blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(line::text(paragraph)),
        Block::Table(_) => None,
    });
    let lines: Vec<String> = paragraphs.collect();
    if !blocks.is_empty() {
        reader.remark(remark::TEXT_BOX, &lines.join("\n"));
    }
    line.after.extend(blocks);
    Ok(())
}

fn image(reader: &mut Reader<'_, '_>, id: Option<&str>, line: &mut Line, description: &str) -> Result<(), DocxError> {
    let Some(relation) = id.and_then(|id| reader.relations.get(id)).cloned() else {
        reader.remark(remark::IMAGE_MISSING, description);
        return Ok(());
    };
    if relation.external {
        reader.remark(remark::IMAGE_LINKED, &relation.target);
        return Ok(());
    }
    let key = (relation.target.clone(), description.to_owned());
    if let Some(&index) = reader.images.get(&key) {
        line.show_image(index);
        return Ok(());
    }
    let name = safe_name(&relation.target, reader.manuscript.images.len() + 1);
    let Some(bytes) = reader.package.bytes(&relation.target, LARGEST_IMAGE)? else {
        reader.remark(remark::IMAGE_MISSING, &name);
        return Ok(());
    };
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    if !SHOWN.contains(&ending.as_str()) {
        reader.remark(remark::IMAGE_FORMAT, &name);
    }
    let index = reader.manuscript.images.len();
    reader.manuscript.images.push(Image {
        name,
        description: description.to_owned(),
        bytes,
    });
    reader.images.insert(key, index);
    line.show_image(index);
    Ok(())
}

/// A picture's file name: what the path ends in, if any system takes it for a name.
fn safe_name(path: &str, number: usize) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_safe = |next: char| next.is_ascii_alphanumeric() || matches!(next, '.' | '-' | '_');
    if name.chars().all(is_safe) && name.starts_with(|next: char| next.is_ascii_alphanumeric()) && name.len() < 100 {
        return name.to_owned();
    }
    let ending: String = name
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|next| next.is_ascii_alphanumeric())
        .take(4)
        .collect();
    format!("image-{number}.{ending}").trim_end_matches('.').to_owned()
}

/// SmartArt: its text stands in a part of its own.
fn diagram(reader: &mut Reader<'_, '_>, node: Node<'_>, description: &str) -> Result<(), DocxError> {
    let relation = xml::relation(node, "dm")
        .and_then(|id| reader.relations.get(id))
        .cloned();
    let mut text = description.to_owned();
    if let Some(relation) = relation
        && let Some(part) = reader.package.text(&relation.target)?
    {
        let tree = reader.package.tree(&relation.target, &part)?;
        text = plain(tree.root_element());
    }
    reader.remark(remark::OBJECT, &text);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::safe_name;

    #[test]
    fn names_of_pictures_are_names_everywhere() {
        for (path, expected) in [
            ("word/media/image1.png", "image1.png"),
            ("word/media/../../etc/passwd", "passwd"),
            ("word/media/..", "image-3"),
            ("word/media/.htaccess", "image-3.htac"),
            ("word/media/组织 图.png", "image-3.png"),
            ("word/media/a:b?.jpeg", "image-3.jpeg"),
        ] {
            assert_eq!(safe_name(path, 3), expected, "{path}");
        }
    }
}
