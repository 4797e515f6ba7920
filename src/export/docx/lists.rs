//! `numbering.xml`: how the numbers look, and where they start.

use super::super::document::Document;
use super::super::numbering::{BULLET, Gap, Scheme};
use super::W;
use super::styles::fonts_of;
use super::xml::Xml;

pub(super) fn xml(document: &Document) -> String {
    let numbering = &document.numbering;
    let (trees, tree_of) = numbering.distinct();
    let mut xml = Xml::new();
    xml.open("w:numbering", &[("xmlns:w", W)]);
    for (tree, index) in trees.iter().zip(0_u32..) {
        xml.open("w:abstractNum", &[("w:abstractNumId", &index.to_string())]);
        xml.value("w:nsid", format!("{:08X}", index + 1));
        let kind = if tree.levels.len() > 1 {
            "multilevel"
        } else {
            "singleLevel"
        };
        xml.value("w:multiLevelType", kind);
        for (scheme, level) in tree.levels.iter().zip(0..) {
            self::level(&mut xml, document, scheme.as_ref(), level);
        }
        xml.close();
    }
    for ((list, tree), number) in numbering.lists.iter().zip(tree_of).zip(1..) {
        xml.open("w:num", &[("w:numId", &number.to_string())]);
        xml.value("w:abstractNumId", tree);
        let (level, start) = list.start;
        xml.open("w:lvlOverride", &[("w:ilvl", &level.to_string())]);
        xml.value("w:startOverride", start);
        xml.close();
        xml.close();
    }
    xml.finish()
}

fn level(xml: &mut Xml, document: &Document, scheme: Option<&Scheme>, level: u8) {
    xml.open("w:lvl", &[("w:ilvl", &level.to_string())]);
    xml.value("w:start", 1);
    let Some(scheme) = scheme else {
        xml.value("w:numFmt", "none");
        xml.value("w:lvlText", "");
        xml.close();
        return;
    };
    xml.value("w:numFmt", &scheme.format);
    let gap = match scheme.gap {
        Gap::Nothing => "nothing",
        Gap::Space => "space",
        Gap::Tab => "tab",
    };
    xml.value("w:suff", gap);
    let place = if scheme.format == BULLET {
        String::new()
    } else {
        format!("%{}", level + 1)
    };
    xml.value("w:lvlText", format!("{}{place}{}", scheme.before, scheme.after));
    xml.value("w:lvlJc", "left");
    if scheme.strong {
        xml.open("w:rPr", &[]);
        fonts_of(xml, &document.layout.heading);
        xml.value("w:b", i32::from(document.layout.bold));
        xml.close();
    }
    xml.close();
}
