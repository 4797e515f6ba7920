//! `styles.xml` and the table of fonts: how each kind of paragraph looks.

use super::super::document::{Document, Style};
use super::super::words::{Fonts, Layout};
use super::W;
use super::xml::Xml;

/// Twips in a half point.
const TWIPS: u32 = 10;
/// Where the text of a hanging item begins, for each level, in twips.
const HANG: u32 = 480;
/// The colour of what is no part of the text.
const GREY: &str = "595959";

/// Every style of paragraphs.
const STYLES: [Style; 18] = [
    Style::Title,
    Style::Subtitle,
    Style::Heading(1),
    Style::Heading(2),
    Style::Heading(3),
    Style::Article,
    Style::Group,
    Style::Paragraph,
    Style::Item,
    Style::ItemText,
    Style::Subitem,
    Style::SubitemText,
    Style::Quote,
    Style::Code,
    Style::Note,
    Style::Cell,
    Style::CellHead,
    Style::Footnote,
];

/// How one kind of paragraph differs from plain text.
#[derive(Default)]
struct Look<'l> {
    fonts: Option<&'l Fonts>,
    /// Half points more than the text has.
    larger: i32,
    bold: bool,
    grey: bool,
    /// `w:jc`.
    align: Option<&'static str>,
    /// Twips before and after.
    around: (u32, u32),
    /// Twips, and those of the first line: in, or out where it is less than nothing.
    left: u32,
    first: i32,
    /// A first line of so many characters, for programs that know these.
    first_characters: u32,
    /// Level in the outline of the document, from 0.
    outline: Option<u8>,
    tight: bool,
    bar: bool,
}

impl Style {
    /// The name by which parts of the file speak of it.
    pub fn id(self) -> &'static str {
        self.names().0
    }

    /// Its id and the name that Word shows; those of Word's own styles are Word's.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Title => ("Title", "Title"),
            Self::Subtitle => ("Subtitle", "Subtitle"),
            Self::Heading(1) => ("Heading1", "heading 1"),
            Self::Heading(2) => ("Heading2", "heading 2"),
            Self::Heading(_) => ("Heading3", "heading 3"),
            Self::Article => ("Article", "Article"),
            Self::Group => ("Group", "Group"),
            Self::Paragraph => ("Paragraph", "Paragraph"),
            Self::Item => ("Item", "Item"),
            Self::ItemText => ("ItemText", "Item text"),
            Self::Subitem => ("Subitem", "Sub-item"),
            Self::SubitemText => ("SubitemText", "Sub-item text"),
            Self::Quote => ("Quote", "Quote"),
            Self::Code => ("Code", "Code"),
            Self::Note => ("Note", "Note"),
            Self::Cell => ("Cell", "Cell"),
            Self::CellHead => ("CellHead", "Cell head"),
            Self::Footnote => ("FootnoteText", "footnote text"),
        }
    }

    fn look(self, layout: &Layout) -> Look<'_> {
        let plain = Look::default();
        let heading = Look {
            fonts: Some(&layout.heading),
            bold: layout.bold,
            ..Look::default()
        };
        let first_line = Look {
            align: Some("both"),
            first: (layout.first_line * layout.size * TWIPS) as i32,
            first_characters: layout.first_line * 100,
            ..Look::default()
        };
        // An item's lines stand below its number, or hang behind it.
        let item = |level: u32, numbered: bool| match layout.hanging {
            true => Look {
                align: Some("both"),
                left: HANG * level,
                first: if numbered { -(HANG as i32) } else { 0 },
                ..Look::default()
            },
            false => Look {
                left: (level - 1) * layout.first_line * layout.size * TWIPS,
                ..Self::Paragraph.look(layout)
            },
        };
        match self {
            Self::Title => Look {
                larger: 20,
                align: Some("center"),
                around: (240, 120),
                tight: true,
                ..heading
            },
            Self::Subtitle => Look {
                fonts: Some(&layout.note),
                larger: -2,
                grey: true,
                align: Some("center"),
                around: (0, 240),
                ..plain
            },
            Self::Heading(1) => Look {
                larger: 6,
                align: Some("center"),
                around: if layout.narrow { (80, 80) } else { (360, 180) },
                outline: Some(0),
                ..heading
            },
            Self::Heading(level) => Look {
                larger: 4,
                align: Some("center"),
                around: if layout.narrow { (60, 60) } else { (280, 140) },
                outline: Some(level - 1),
                ..heading
            },
            Self::Article => Look {
                around: if layout.narrow { (120, 30) } else { (200, 60) },
                outline: Some(3),
                ..heading
            },
            Self::Group => Look {
                around: (120, 60),
                outline: Some(4),
                ..heading
            },
            Self::Paragraph => first_line,
            Self::Item => item(1, true),
            Self::ItemText => item(1, false),
            Self::Subitem => item(2, true),
            Self::SubitemText => item(2, false),
            Self::Quote => Look {
                fonts: Some(&layout.note),
                left: HANG,
                around: (60, 60),
                bar: true,
                ..plain
            },
            Self::Code => Look {
                fonts: Some(&layout.code),
                larger: -3,
                left: HANG,
                around: (60, 60),
                tight: true,
                ..plain
            },
            Self::Note => Look {
                fonts: Some(&layout.note),
                larger: -4,
                grey: true,
                around: (0, 120),
                ..plain
            },
            Self::Cell => Look {
                larger: -2,
                around: (30, 30),
                tight: true,
                ..plain
            },
            Self::CellHead => Look {
                larger: -2,
                around: (30, 30),
                tight: true,
                align: Some("center"),
                ..heading
            },
            Self::Footnote => Look {
                larger: -6,
                tight: true,
                ..plain
            },
        }
    }
}

/// What one level more indents a paragraph of this layout, in twips.
pub(super) fn deeper(layout: &Layout) -> u32 {
    match layout.hanging {
        true => HANG,
        false => layout.first_line * layout.size * TWIPS,
    }
}

/// The indents of a style at `deeper` levels below its own.
pub(super) fn indent(xml: &mut Xml, style: Style, layout: &Layout, levels: u8) {
    style.look(layout).indent(xml, u32::from(levels) * deeper(layout));
}

impl Look<'_> {
    fn indent(&self, xml: &mut Xml, more: u32) {
        let left = (self.left + more).to_string();
        let first = self.first.unsigned_abs().to_string();
        let characters = self.first_characters.to_string();
        let mut attributes = vec![("w:left", left.as_str())];
        match self.first {
            0 => attributes.push(("w:firstLine", "0")),
            1.. => attributes.extend([("w:firstLineChars", characters.as_str()), ("w:firstLine", &first)]),
            _ => attributes.push(("w:hanging", &first)),
        }
        xml.empty("w:ind", &attributes);
    }

    fn paragraph(&self, xml: &mut Xml) {
        xml.open("w:pPr", &[]);
        if self.outline.is_some() {
            xml.empty("w:keepNext", &[]);
        }
        if self.bar {
            xml.open("w:pBdr", &[]);
            let line = [
                ("w:val", "single"),
                ("w:sz", "12"),
                ("w:space", "8"),
                ("w:color", "BFBFBF"),
            ];
            xml.empty("w:left", &line);
            xml.close();
        }
        let (before, after) = (self.around.0.to_string(), self.around.1.to_string());
        let mut spacing = vec![("w:before", before.as_str()), ("w:after", &after)];
        if self.tight {
            spacing.extend([("w:line", "276"), ("w:lineRule", "auto")]);
        }
        xml.empty("w:spacing", &spacing);
        self.indent(xml, 0);
        if let Some(align) = self.align {
            xml.value("w:jc", align);
        }
        if let Some(level) = self.outline {
            xml.value("w:outlineLvl", level);
        }
        xml.close();
    }

    fn run(&self, xml: &mut Xml, layout: &Layout) {
        xml.open("w:rPr", &[]);
        if let Some(fonts) = self.fonts {
            fonts_of(xml, fonts);
        }
        if self.bold {
            xml.empty("w:b", &[]);
        }
        if self.grey {
            xml.value("w:color", GREY);
        }
        size(xml, layout.size.saturating_add_signed(self.larger));
        xml.close();
    }
}

pub(super) fn fonts_of(xml: &mut Xml, fonts: &Fonts) {
    let (latin, east_asian) = (fonts.latin.as_str(), fonts.east_asian.as_str());
    xml.empty(
        "w:rFonts",
        &[
            ("w:ascii", latin),
            ("w:eastAsia", east_asian),
            ("w:hAnsi", latin),
            ("w:cs", latin),
        ],
    );
}

fn size(xml: &mut Xml, half_points: u32) {
    xml.value("w:sz", half_points);
    xml.value("w:szCs", half_points);
}

pub(super) fn xml(document: &Document) -> String {
    let layout = &document.layout;
    let mut xml = Xml::new();
    xml.open("w:styles", &[("xmlns:w", W)]);
    defaults(&mut xml, document);
    xml.open(
        "w:style",
        &[("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")],
    );
    xml.value("w:name", "Normal");
    xml.empty("w:qFormat", &[]);
    xml.close();
    for style in STYLES {
        let (id, name) = style.names();
        xml.open("w:style", &[("w:type", "paragraph"), ("w:styleId", id)]);
        xml.value("w:name", name);
        xml.value("w:basedOn", "Normal");
        xml.empty("w:qFormat", &[]);
        let look = style.look(layout);
        look.paragraph(&mut xml);
        look.run(&mut xml, layout);
        xml.close();
    }
    page_furniture(&mut xml, layout);
    character(&mut xml, "Hyperlink", "Hyperlink", |xml| {
        xml.value("w:color", "1F4E79");
        xml.value("w:u", "single");
    });
    character(&mut xml, "FootnoteReference", "footnote reference", |xml| {
        xml.value("w:vertAlign", "superscript")
    });
    character(&mut xml, "CodeCharacters", "Code characters", |xml| {
        fonts_of(xml, &layout.code)
    });
    xml.finish()
}

fn defaults(xml: &mut Xml, document: &Document) {
    let layout = &document.layout;
    xml.open("w:docDefaults", &[]);
    xml.open("w:rPrDefault", &[]);
    xml.open("w:rPr", &[]);
    fonts_of(xml, &layout.text);
    size(xml, layout.size);
    if let Some(locale) = document.locales.first() {
        xml.empty("w:lang", &[("w:val", &locale.tag), ("w:eastAsia", &locale.tag)]);
    }
    xml.close();
    xml.close();
    xml.open("w:pPrDefault", &[]);
    xml.open("w:pPr", &[]);
    let line = layout.line.to_string();
    xml.empty(
        "w:spacing",
        &[("w:after", "0"), ("w:line", &line), ("w:lineRule", "auto")],
    );
    xml.close();
    xml.close();
    xml.close();
}

/// What stands at the head and the foot of each page.
fn page_furniture(xml: &mut Xml, layout: &Layout) {
    for (id, name, align) in [("Header", "header", "center"), ("Footer", "footer", "center")] {
        xml.open("w:style", &[("w:type", "paragraph"), ("w:styleId", id)]);
        xml.value("w:name", name);
        xml.value("w:basedOn", "Normal");
        xml.open("w:pPr", &[]);
        if id == "Header" {
            xml.open("w:pBdr", &[]);
            let line = [
                ("w:val", "single"),
                ("w:sz", "4"),
                ("w:space", "4"),
                ("w:color", "A6A6A6"),
            ];
            xml.empty("w:bottom", &line);
            xml.close();
        }
        xml.empty("w:spacing", &[("w:line", "240"), ("w:lineRule", "auto")]);
        xml.value("w:jc", align);
        xml.close();
        xml.open("w:rPr", &[]);
        fonts_of(xml, &layout.text);
        xml.value("w:color", GREY);
        size(xml, 18);
        xml.close();
        xml.close();
    }
}

fn character(xml: &mut Xml, id: &str, name: &str, look: impl Fn(&mut Xml)) {
    xml.open("w:style", &[("w:type", "character"), ("w:styleId", id)]);
    xml.value("w:name", name);
    xml.open("w:rPr", &[]);
    look(xml);
    xml.close();
    xml.close();
}

/// The fonts that the document asks for.
pub(super) fn fonts(document: &Document) -> String {
    let layout = &document.layout;
    let all = [&layout.text, &layout.heading, &layout.note, &layout.code];
    let names = all
        .into_iter()
        .flat_map(|fonts| [fonts.latin.as_str(), fonts.east_asian.as_str()]);
    let names: std::collections::BTreeSet<&str> = names.collect();
    let mut xml = Xml::new();
    xml.open("w:fonts", &[("xmlns:w", W)]);
    for name in names {
        xml.empty("w:font", &[("w:name", name)]);
    }
    xml.finish()
}
