//! Tables: rows, cells, and cells that are merged.

use super::changes::TrackChanges;
use super::error::DocxError;
use super::line;
use super::reader::Reader;
use super::remark;
use super::xml::{self, Node, Vocabulary};
use crate::import::manuscript::{Block, Cell, Place, Table};

impl<'a> Reader<'a, '_> {
    pub(super) fn table(&mut self, node: Node<'a>, out: &mut Vec<Block>) -> Result<(), DocxError> {
        let first = node.descendants().find_map(|inner| self.places.get(&inner.id()));
        let place = first.map_or(self.place, |place| Place(*place));
        let mut rows = Vec::new();
        for (row, removed) in self.parts(node, "tr") {
            let properties = xml::child(row, "trPr");
            if removed || self.changes.removes_marked(properties) {
                self.left_out(row);
                continue;
            }
            if properties.and_then(|properties| xml::switch(properties, "hidden")) == Some(true) {
                let text = self.plain(row);
                self.remark(remark::HIDDEN, &text);
                continue;
            }
            let cells = self.row(row, properties)?;
            if !cells.is_empty() {
                rows.push(cells);
            }
        }
        if !rows.is_empty() {
            out.push(Block::Table(Table { place, rows }));
        }
        Ok(())
    }

    fn row(&mut self, row: Node<'a>, properties: Option<Node<'a>>) -> Result<Vec<Cell>, DocxError> {
        let skipped = |name: &str| properties.and_then(|properties| xml::number(properties, name));
        let empty = |columns: u32| Cell {
            paragraphs: Vec::new(),
            columns,
            continues: false,
        };
        let mut cells: Vec<Cell> = skipped("gridBefore")
            .filter(|columns| *columns > 0)
            .map(empty)
            .into_iter()
            .collect();
        for (cell, removed) in self.parts(row, "tc") {
            let properties = xml::child(cell, "tcPr");
            if removed || self.changes.removes_marked(properties) {
                self.left_out(cell);
                continue;
            }
            let merges = |name: &str| {
                let merge = properties.and_then(|properties| xml::child(properties, name));
                merge.is_some_and(|merge| xml::attribute(merge, "val") != Some("restart"))
            };
            let span = properties.and_then(|properties| xml::number(properties, "gridSpan"));
            let columns = span.unwrap_or(1).clamp(1, MOST_COLUMNS);
            let continues = merges("vMerge");
            let blocks = self.container(cell)?;
            let mut paragraphs = self.flattened(blocks);
            if merges("hMerge")
                && let Some(before) = cells.last_mut()
            {
                before.columns += columns;
                before.paragraphs.append(&mut paragraphs);
                continue;
            }
            if continues && !paragraphs.is_empty() {
                let lines: Vec<String> = paragraphs.drain(..).map(|paragraph| line::text(&paragraph)).collect();
                self.remark(remark::COVERED, &lines.join("\n"));
            }
            cells.push(Cell {
                paragraphs,
                columns,
                continues,
            });
        }
        cells.extend(skipped("gridAfter").filter(|columns| *columns > 0).map(empty));
        Ok(cells)
    }

    /// The rows of a table or the cells of a row, and whether a tracked change takes them away.
    fn parts(&self, node: Node<'a>, wanted: &str) -> Vec<(Node<'a>, bool)> {
        let mut found = Vec::new();
        parts(node, wanted, self.changes, false, &mut found);
        found
    }
}

/// Word has 63.
const MOST_COLUMNS: u32 = 63;

/// Looks for them through whatever wraps them.
fn parts<'a>(node: Node<'a>, wanted: &str, changes: TrackChanges, removed: bool, found: &mut Vec<(Node<'a>, bool)>) {
    for child in xml::elements(node) {
        match xml::name(child) {
            (Vocabulary::Word, name) if name == wanted => found.push((child, removed)),
            // A table that a broken file has between the cells of another has none of them.
            (Vocabulary::Word, "tbl") => {}
            (Vocabulary::Compatibility, "AlternateContent") => {
                if let Some(version) = xml::alternative(child) {
                    parts(version, wanted, changes, removed, found);
                }
            }
            _ => {
                let removed = removed || changes.removes(child) == Some(true);
                parts(child, wanted, changes, removed, found);
            }
        }
    }
}
