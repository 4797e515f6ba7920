//! Text as XML: the body of the document, its footnotes, the head and the foot of its pages.

use super::super::document::{Block, Document, Link, Paragraph, Run, Style};
use super::xml::Xml;
use super::{R, Relationships, W, styles};

/// A4 and its margins in twips: left and right of text in one column, and of two.
const PAGE: (u32, u32) = (11906, 16838);
const MARGINS: (u32, u32) = (1588, 1474);
const NARROW_MARGINS: (u32, u32) = (1134, 1134);
/// What marks the parts that are no text of the regulation.
const FURNITURE: &str = "rolebook-furniture";

/// A part of the file that holds text.
pub(super) struct Story<'d> {
    pub(super) document: &'d Document,
    pub(super) xml: Xml,
    pub(super) relationships: Relationships,
    bookmarks: u32,
    pub(super) images: u32,
    /// Whether paragraphs stay on the page of what follows.
    pub(super) keeps: bool,
    /// Whether a table stands right before.
    pub(super) after_table: bool,
}

fn part(name: &'static str) -> Xml {
    let mut xml = Xml::new();
    let drawing = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
    xml.open(name, &[("xmlns:w", W), ("xmlns:r", R), ("xmlns:wp", drawing)]);
    xml
}

fn margins(document: &Document) -> (u32, u32) {
    if document.locales.len() > 1 {
        NARROW_MARGINS
    } else {
        MARGINS
    }
}

/// The width of the text on a page, in twips.
pub(super) fn text_width(document: &Document) -> u32 {
    let (left, right) = margins(document);
    PAGE.0 - left - right
}

/// The head of each page.
pub(super) fn header(document: &Document) -> String {
    let mut xml = part("w:hdr");
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.value("w:pStyle", "Header");
    xml.close();
    xml.open("w:r", &[]);
    xml.text("w:t", &[("xml:space", "preserve")], &document.header);
    xml.finish()
}

/// The foot of each page: its number and that of the last.
pub(super) fn footer(document: &Document) -> String {
    let mut xml = part("w:ftr");
    for form in &document.footer {
        xml.open("w:p", &[]);
        xml.open("w:pPr", &[]);
        xml.value("w:pStyle", "Footer");
        xml.close();
        let mut rest = form.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            plain(&mut xml, before);
            let field = if name == "page" { " PAGE " } else { " NUMPAGES " };
            xml.open("w:fldSimple", &[("w:instr", field)]);
            plain(&mut xml, "1");
            xml.close();
            rest = after;
        }
        plain(&mut xml, rest);
        xml.close();
    }
    xml.finish()
}

fn plain(xml: &mut Xml, text: &str) {
    xml.open("w:r", &[]);
    xml.text("w:t", &[("xml:space", "preserve")], text);
    xml.close();
}

impl<'d> Story<'d> {
    pub fn new(document: &'d Document, relationships: Relationships) -> Self {
        Self {
            document,
            xml: Xml::new(),
            relationships,
            bookmarks: 0,
            images: 0,
            keeps: false,
            after_table: false,
        }
    }

    /// The text itself.
    pub fn body(mut self) -> (String, Relationships) {
        self.xml = part("w:document");
        self.xml.open("w:body", &[]);
        let document = self.document;
        let width = text_width(document);
        for block in &document.blocks {
            self.block(block, width);
        }
        self.section();
        (self.xml.finish(), self.relationships)
    }

    /// The footnotes, which Word counts itself.
    pub fn notes(mut self) -> (String, Relationships) {
        self.xml = part("w:footnotes");
        for (id, kind, mark) in [
            ("-1", "separator", "w:separator"),
            ("0", "continuationSeparator", "w:continuationSeparator"),
        ] {
            self.xml.open("w:footnote", &[("w:type", kind), ("w:id", id)]);
            self.xml.open("w:p", &[]);
            self.xml.open("w:r", &[]);
            self.xml.empty(mark, &[]);
            (0..3).for_each(|_| self.xml.close());
        }
        let document = self.document;
        for (note, number) in document.notes.iter().zip(1..) {
            self.xml.open("w:footnote", &[("w:id", &number.to_string())]);
            for (index, paragraph) in note.iter().enumerate() {
                self.paragraph(paragraph, index == 0);
            }
            if note.is_empty() {
                self.xml.empty("w:p", &[]);
            }
            self.xml.close();
        }
        (self.xml.finish(), self.relationships)
    }

    fn section(&mut self) {
        let header = self.relationships.id("header", "header.xml", false);
        let footer = self.relationships.id("footer", "footer.xml", false);
        let xml = &mut self.xml;
        xml.open("w:sectPr", &[]);
        xml.empty("w:headerReference", &[("w:type", "default"), ("r:id", &header)]);
        xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", &footer)]);
        xml.empty("w:pgSz", &[("w:w", &PAGE.0.to_string()), ("w:h", &PAGE.1.to_string())]);
        let (left, right) = margins(self.document);
        let around = [
            ("w:top", "1701"),
            ("w:right", &right.to_string()),
            ("w:bottom", "1588"),
            ("w:left", &left.to_string()),
            ("w:header", "851"),
            ("w:footer", "851"),
            ("w:gutter", "0"),
        ];
        xml.empty("w:pgMar", &around);
        xml.close();
    }

    pub(super) fn block(&mut self, block: &Block, width: u32) {
        match block {
            Block::Paragraph(paragraph) => self.paragraph(paragraph, false),
            Block::Table(table) => self.table(table, width),
            Block::Furniture(blocks) if blocks.is_empty() => {}
            Block::Furniture(blocks) => {
                self.open_furniture();
                blocks.iter().for_each(|block| self.block(block, width));
                // Two tables that touch would be one.
                if let Some(Block::Table(_)) = blocks.last() {
                    self.xml.empty("w:p", &[]);
                }
                self.xml.close();
                self.xml.close();
            }
        }
    }

    /// Opens the two elements around what the import leaves out.
    fn open_furniture(&mut self) {
        self.xml.open("w:sdt", &[]);
        self.xml.open("w:sdtPr", &[]);
        self.xml.value("w:tag", FURNITURE);
        self.xml.close();
        self.xml.open("w:sdtContent", &[]);
    }

    /// A paragraph; the first one of a footnote begins with its number.
    fn paragraph(&mut self, paragraph: &Paragraph, numbers_note: bool) {
        let layout = &self.document.layout;
        self.xml.open("w:p", &[]);
        self.xml.open("w:pPr", &[]);
        self.xml.value("w:pStyle", paragraph.style.id());
        if self.keeps {
            self.xml.empty("w:keepNext", &[]);
        }
        if let Some(number) = paragraph.number {
            self.xml.open("w:numPr", &[]);
            self.xml.value("w:ilvl", number.level);
            self.xml.value("w:numId", number.list.0 + 1);
            self.xml.close();
        }
        if std::mem::take(&mut self.after_table) && matches!(paragraph.style, Style::Paragraph | Style::Item) {
            self.xml.empty("w:spacing", &[("w:before", "120")]);
        }
        if paragraph.number.is_some() || paragraph.deeper > 0 {
            // Said here again: LibreOffice takes the indents of a number from the numbering alone.
            styles::indent(&mut self.xml, paragraph.style, layout, paragraph.deeper);
        }
        self.xml.close();
        let first = self.bookmarks;
        for name in &paragraph.bookmarks {
            self.xml.empty(
                "w:bookmarkStart",
                &[("w:id", &self.bookmarks.to_string()), ("w:name", name)],
            );
            self.bookmarks += 1;
        }
        if numbers_note {
            self.xml.open("w:r", &[]);
            self.xml.open("w:rPr", &[]);
            self.xml.value("w:rStyle", "FootnoteReference");
            self.xml.close();
            self.xml.empty("w:footnoteRef", &[]);
            self.xml.close();
            plain(&mut self.xml, " ");
        }
        for run in &paragraph.runs {
            self.run(run, paragraph.column);
        }
        for id in first..self.bookmarks {
            self.xml.empty("w:bookmarkEnd", &[("w:id", &id.to_string())]);
        }
        self.xml.close();
    }

    fn run(&mut self, run: &Run, column: usize) {
        if run.is_furniture {
            self.open_furniture();
        }
        match &run.link {
            Some(Link::Address(address)) => {
                let id = self.relationships.id("hyperlink", address, true);
                self.xml.open("w:hyperlink", &[("r:id", &id)]);
            }
            Some(Link::Bookmark(name)) => self.xml.open("w:hyperlink", &[("w:anchor", name), ("w:history", "1")]),
            None => {}
        }
        if !run.text.is_empty() {
            self.xml.open("w:r", &[]);
            self.run_look(run, column);
            self.run_text(&run.text);
            self.xml.close();
        }
        if let Some(note) = run.note {
            self.xml.open("w:r", &[]);
            self.xml.open("w:rPr", &[]);
            self.xml.value("w:rStyle", "FootnoteReference");
            self.xml.close();
            self.xml
                .empty("w:footnoteReference", &[("w:id", &(note + 1).to_string())]);
            self.xml.close();
        }
        if let Some(index) = run.image {
            self.xml.open("w:r", &[]);
            self.image(index);
            self.xml.close();
        }
        if run.link.is_some() {
            self.xml.close();
        }
        if run.is_furniture {
            self.xml.close();
            self.xml.close();
        }
    }

    fn run_look(&mut self, run: &Run, column: usize) {
        let locale = &self.document.locales[column];
        let xml = &mut self.xml;
        xml.open("w:rPr", &[]);
        match (&run.link, run.code) {
            // What the handbook links by itself reads as text; a link of the author's is seen.
            (Some(Link::Address(_)), _) => xml.value("w:rStyle", "Hyperlink"),
            (_, true) => xml.value("w:rStyle", "CodeCharacters"),
            _ => {}
        }
        // Marks that both scripts have are then as wide as this language writes them.
        if locale.wide {
            xml.empty("w:rFonts", &[("w:hint", "eastAsia")]);
        }
        for (name, is_set) in [("w:b", run.bold), ("w:i", run.italic), ("w:strike", run.strike)] {
            if is_set {
                xml.empty(name, &[]);
            }
        }
        xml.empty("w:lang", &[("w:val", &locale.tag), ("w:eastAsia", &locale.tag)]);
        xml.close();
    }

    fn run_text(&mut self, text: &str) {
        let mut lines = text.split('\n').peekable();
        while let Some(line) = lines.next() {
            let mut parts = line.split('\t').peekable();
            while let Some(part) = parts.next() {
                if !part.is_empty() {
                    self.xml
                        .text("w:t", &[("xml:space", "preserve")], part.trim_end_matches('\r'));
                }
                if parts.peek().is_some() {
                    self.xml.empty("w:tab", &[]);
                }
            }
            if lines.peek().is_some() {
                self.xml.empty("w:br", &[]);
            }
        }
    }
}
