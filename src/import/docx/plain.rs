//! The text of a piece of a document, whole and without its look: for what goes into a remark.

use super::reader::Reader;
use super::xml::{self, Node, Vocabulary};

/// All text within a node: paragraphs on lines of their own, cells parted by tabs.
pub(super) fn plain(node: Node<'_>) -> String {
    gathered(node, &mut xml::text)
}

impl<'a> Reader<'a, '_> {
    /// The same of a piece of a story, whose texts count as read.
    pub(super) fn plain(&mut self, node: Node<'a>) -> String {
        gathered(node, &mut |text| self.text(text))
    }
}

fn gathered<'a>(node: Node<'a>, read: &mut dyn FnMut(Node<'a>) -> String) -> String {
    let mut text = String::new();
    collect(node, &mut text, read);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

fn collect<'a>(node: Node<'a>, text: &mut String, read: &mut dyn FnMut(Node<'a>) -> String) {
    for child in xml::elements(node) {
        match xml::name(child) {
            _ if xml::is_text(child) => text.push_str(&read(child)),
            (Vocabulary::Word, "tab" | "ptab") if xml::is(node, "r") => text.push('\t'),
            (Vocabulary::Word, "br" | "cr") => text.push('\n'),
            (Vocabulary::Word, "noBreakHyphen") => text.push('\u{2011}'),
            (Vocabulary::Word, "sym") => text.extend(symbol(child)),
            (Vocabulary::Compatibility, "AlternateContent") => {
                if let Some(version) = xml::alternative(child) {
                    collect(version, text, read);
                }
            }
            // The text of WordArt, such as a watermark.
            (Vocabulary::Other, "textpath") => text.push_str(child.attribute("string").unwrap_or_default()),
            (vocabulary, name) => {
                collect(child, text, read);
                match (vocabulary, name) {
                    (Vocabulary::Word | Vocabulary::Drawing, "p") | (Vocabulary::Word, "tr") => text.push('\n'),
                    (Vocabulary::Word, "tc") => {
                        // A cell's last paragraph ends no line of its row.
                        text.truncate(text.trim_end_matches('\n').len());
                        text.push('\t');
                    }
                    _ => {}
                }
            }
        }
    }
}

/// The character that a symbol of a symbol font is, where there is one.
pub(super) fn symbol(node: Node<'_>) -> Option<char> {
    let font = xml::attribute(node, "font").unwrap_or_default();
    let code = u32::from_str_radix(xml::attribute(node, "char")?, 16).ok()?;
    // Word moves the codes of symbol fonts into an area for private use.
    let glyph = if (0xF000..=0xF0FF).contains(&code) {
        code - 0xF000
    } else {
        code
    };
    if font.starts_with("Wingdings") || font.starts_with("Webdings") || font == "Symbol" {
        let known = SYMBOLS.iter().find(|(own, code, _)| *own == font && *code == glyph);
        return known.map(|(_, _, character)| *character);
    }
    char::from_u32(glyph).filter(|found| !('\u{E000}'..='\u{F8FF}').contains(found) && !found.is_control())
}

/// Symbols that regulations use: boxes to tick, ticks, arrows, bullets.
const SYMBOLS: [(&str, u32, char); 25] = [
    ("Wingdings", 0x6C, '●'),
    ("Wingdings", 0x6E, '■'),
    ("Wingdings", 0x6F, '□'),
    ("Wingdings", 0x71, '❑'),
    ("Wingdings", 0x75, '◆'),
    ("Wingdings", 0x76, '❖'),
    ("Wingdings", 0xA7, '▪'),
    ("Wingdings", 0xA8, '□'),
    ("Wingdings", 0xD8, '➢'),
    ("Wingdings", 0xE0, '→'),
    ("Wingdings", 0xFB, '✗'),
    ("Wingdings", 0xFC, '✓'),
    ("Wingdings", 0xFD, '☒'),
    ("Wingdings", 0xFE, '☑'),
    ("Wingdings 2", 0x4F, '✗'),
    ("Wingdings 2", 0x50, '✓'),
    ("Wingdings 2", 0x52, '☑'),
    ("Wingdings 2", 0x53, '☒'),
    ("Wingdings 2", 0xA3, '□'),
    ("Symbol", 0xA3, '≤'),
    ("Symbol", 0xAE, '→'),
    ("Symbol", 0xB1, '±'),
    ("Symbol", 0xB3, '≥'),
    ("Symbol", 0xB4, '×'),
    ("Symbol", 0xB7, '•'),
];
