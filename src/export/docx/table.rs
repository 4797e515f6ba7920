//! Tables as XML, and the pictures in the text.

use super::super::document::{Block, Cell, Row, Style, Table, TableKind};
use super::super::image::Image;
use super::body::{Story, text_width};

/// Between the edges of a cell and its text, in twips.
const CELL_MARGIN: u32 = 108;
/// Height of a row that is signed, in twips.
const TALL: &str = "800";
/// English metric units in a pixel of 96 to the inch, and in a twip.
const EMU_PER_PIXEL: u64 = 9525;
const EMU_PER_TWIP: u64 = 635;
/// The tallest that an image may stand on a page.
const TALLEST: u64 = 11_000 * EMU_PER_TWIP;
impl Story<'_> {
    /// A picture at its own size, or as large as the page allows.
    pub(super) fn image(&mut self, index: usize) {
        let image: &Image = &self.document.images[index];
        let target = format!("media/image{}.{}", index + 1, image.extension);
        let id = self.relationships.id("image", &target, false);
        self.images += 1;
        let number = self.images.to_string();
        let columns = self.document.locales.len() as u32;
        let widest = u64::from(text_width(self.document) / columns - 2 * CELL_MARGIN) * EMU_PER_TWIP;
        let (mut width, mut height) = (
            u64::from(image.width) * EMU_PER_PIXEL,
            u64::from(image.height) * EMU_PER_PIXEL,
        );
        for (own, most) in [(width, widest), (height, TALLEST)] {
            if own > most {
                (width, height) = ((width * most / own).max(1), (height * most / own).max(1));
            }
        }
        let size = [("cx", width.to_string()), ("cy", height.to_string())];
        let size = [(size[0].0, size[0].1.as_str()), (size[1].0, size[1].1.as_str())];
        let name = format!("image{}", index + 1);
        let named = [("id", number.as_str()), ("name", &name), ("descr", &image.description)];
        let a = "http://schemas.openxmlformats.org/drawingml/2006/main";
        let picture = "http://schemas.openxmlformats.org/drawingml/2006/picture";
        let xml = &mut self.xml;
        xml.open("w:drawing", &[]);
        xml.open(
            "wp:inline",
            &[("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")],
        );
        xml.empty("wp:extent", &size);
        xml.empty("wp:docPr", &named);
        xml.open("a:graphic", &[("xmlns:a", a)]);
        xml.open("a:graphicData", &[("uri", picture)]);
        xml.open("pic:pic", &[("xmlns:pic", picture)]);
        xml.open("pic:nvPicPr", &[]);
        xml.empty("pic:cNvPr", &named);
        xml.empty("pic:cNvPicPr", &[]);
        xml.close();
        xml.open("pic:blipFill", &[]);
        xml.empty("a:blip", &[("r:embed", &id)]);
        xml.open("a:stretch", &[]);
        xml.empty("a:fillRect", &[]);
        xml.close();
        xml.close();
        xml.open("pic:spPr", &[]);
        xml.open("a:xfrm", &[]);
        xml.empty("a:off", &[("x", "0"), ("y", "0")]);
        xml.empty("a:ext", &size);
        xml.close();
        xml.open("a:prstGeom", &[("prst", "rect")]);
        xml.empty("a:avLst", &[]);
        (0..7).for_each(|_| xml.close());
    }

    pub(super) fn table(&mut self, table: &Table, width: u32) {
        let sum: u32 = table.columns.iter().sum::<u32>().max(1);
        let widths: Vec<u32> = table.columns.iter().map(|share| width * share / sum).collect();
        let xml = &mut self.xml;
        xml.open("w:tbl", &[]);
        xml.open("w:tblPr", &[]);
        xml.empty(
            "w:tblW",
            &[("w:w", &widths.iter().sum::<u32>().to_string()), ("w:type", "dxa")],
        );
        xml.value("w:jc", "center");
        xml.open("w:tblBorders", &[]);
        for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
            xml.empty(
                side,
                &[
                    ("w:val", "single"),
                    ("w:sz", "4"),
                    ("w:space", "0"),
                    ("w:color", "7F7F7F"),
                ],
            );
        }
        xml.close();
        xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        xml.open("w:tblCellMar", &[]);
        for side in ["w:left", "w:right"] {
            xml.empty(side, &[("w:w", &CELL_MARGIN.to_string()), ("w:type", "dxa")]);
        }
        xml.close();
        xml.close();
        xml.open("w:tblGrid", &[]);
        for width in &widths {
            xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
        }
        xml.close();
        for (index, row) in table.rows.iter().enumerate() {
            self.keeps = table.kind == TableKind::Fields && index + 1 < table.rows.len();
            self.row(row, table.kind, &widths);
        }
        self.xml.close();
        self.after_table = true;
    }

    fn row(&mut self, row: &Row, kind: TableKind, widths: &[u32]) {
        self.xml.open("w:tr", &[]);
        self.xml.open("w:trPr", &[]);
        // Rows of two languages are as long as paragraphs, which may go on on the next page.
        if kind != TableKind::Beside {
            self.xml.empty("w:cantSplit", &[]);
        }
        if row.tall {
            self.xml.empty("w:trHeight", &[("w:val", TALL), ("w:hRule", "atLeast")]);
        }
        if row.head {
            self.xml.empty("w:tblHeader", &[]);
        }
        self.xml.close();
        let mut at = 0;
        for cell in &row.cells {
            let end = (at + cell.columns as usize).min(widths.len());
            self.cell(cell, widths[at..end].iter().sum(), kind);
            at = end;
        }
        self.xml.close();
    }

    fn cell(&mut self, cell: &Cell, width: u32, kind: TableKind) {
        let xml = &mut self.xml;
        xml.open("w:tc", &[]);
        xml.open("w:tcPr", &[]);
        xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
        if cell.columns > 1 {
            xml.value("w:gridSpan", cell.columns);
        }
        if cell.shaded {
            xml.empty(
                "w:shd",
                &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", "F2F2F2")],
            );
        }
        if kind != TableKind::Beside {
            xml.value("w:vAlign", "center");
        }
        xml.close();
        self.after_table = false;
        for block in &cell.blocks {
            self.block(block, width - 2 * CELL_MARGIN);
        }
        // A cell ends with a paragraph.
        if !matches!(cell.blocks.last(), Some(Block::Paragraph(_))) {
            self.xml.open("w:p", &[]);
            self.xml.open("w:pPr", &[]);
            self.xml.value("w:pStyle", Style::Cell.id());
            self.xml.close();
            self.xml.close();
        }
        self.xml.close();
    }
}
