//! Blocks of text as pieces: paragraphs, items with their numbers, tables, quotes, code, fields.

use std::collections::HashMap;
use std::ops::Range;

use super::document::{Block as Made, Cell, Paragraph, Row, Run, Style, Table, TableKind};
use super::numbering::{Items, LEVELS, Scheme};
use super::passage::{Passage, note_name, width};
use super::writer::{Label, Piece, PieceKind, Writer};
use crate::model::TextId;
use crate::syntax::{self, Block, BlockKind, Field, ItemMarker, Unit, html};

/// Widths of columns, in characters, between which a table's columns are shared out.
const NARROWEST: usize = 4;
const WIDEST: usize = 40;

/// Where an article begins, as its place says it.
pub(super) const HEAD: &str = "head";

/// What begins the first paragraph of a passage: the number of an article whose text runs on.
#[derive(Default)]
pub(super) struct Lead {
    pub label: Label,
    pub bookmarks: Vec<String>,
}

/// A container that is open.
struct Open {
    /// Index of the first block behind it.
    end: u32,
    kind: OpenKind,
}

enum OpenKind {
    List(Items),
    Item {
        unit: Unit,
        /// Level of its list.
        level: u8,
        /// Its number, until its first paragraph has it.
        label: Option<Label>,
    },
    Quote,
}

/// A run of blocks while it is turned into pieces.
struct Flow<'w, 'a, 'p> {
    writer: &'w mut Writer<'a>,
    passage: &'p Passage<'a>,
    column: usize,
    /// The article that the blocks stand in.
    article: Option<(TextId, &'p syntax::Article)>,
    place: String,
    places: HashMap<String, u32>,
    lead: Option<Lead>,
    /// The kind of the next piece.
    kind: PieceKind,
    open: Vec<Open>,
    pieces: Vec<Piece>,
}

impl<'a> Writer<'a> {
    /// The pieces of a range of blocks of an article, or outside articles; their places begin with `place`. Nesting may
    /// be as deep as an author likes, so there is no recursion.
    pub fn passage(
        &mut self,
        column: usize,
        passage: &Passage<'a>,
        range: Range<u32>,
        article: Option<(TextId, &syntax::Article)>,
        place: &str,
        lead: Option<Lead>,
    ) -> Vec<Piece> {
        let mut run = Flow {
            writer: self,
            passage,
            column,
            article,
            place: place.to_owned(),
            places: HashMap::new(),
            kind: if lead.is_some() {
                PieceKind::Article
            } else {
                PieceKind::Text
            },
            lead,
            open: Vec::new(),
            pieces: Vec::new(),
        };
        let mut index = range.start;
        while index < range.end {
            run.close(index);
            index = run.block(index);
        }
        run.close(u32::MAX);
        run.settle_lead();
        run.pieces
    }
}

impl<'a> Flow<'_, 'a, '_> {
    /// Writes the block with an index, and says which one comes next.
    fn block(&mut self, index: u32) -> u32 {
        let passage = self.passage;
        let block = &passage.document.blocks[index as usize];
        match block.kind {
            BlockKind::Paragraph => self.paragraph(index, block),
            BlockKind::Heading(_) => {
                self.settle();
                let runs = self.runs(index, block);
                self.push("heading", Style::Group, runs);
            }
            BlockKind::List { .. } => {
                self.settle();
                let outer = self.open.iter().rev().find_map(|open| match &open.kind {
                    OpenKind::List(items) => Some(items),
                    _ => None,
                });
                let items = Items::new(&mut self.writer.numbering, self.column, outer);
                self.open.push(Open {
                    end: block.end,
                    kind: OpenKind::List(items),
                });
            }
            BlockKind::Item(marker) => self.item(block, marker),
            BlockKind::Quote => {
                self.settle();
                self.open.push(Open {
                    end: block.end,
                    kind: OpenKind::Quote,
                });
            }
            BlockKind::Code => {
                self.settle();
                let text = passage.raw(block);
                self.push("code", Style::Code, vec![Run::text(text.trim_end_matches('\n'))]);
            }
            BlockKind::Html => {
                let text = html::plain(&passage.raw(block));
                // A comment is no text, and leaves the number to what follows.
                for line in text.lines() {
                    self.settle();
                    self.push("html", Style::Paragraph, vec![Run::text(line)]);
                }
            }
            BlockKind::Table => {
                self.settle();
                let table = self.table(index, block);
                self.push_block("table", Made::Table(table));
                return block.end;
            }
            BlockKind::Footnote => {
                let name = note_name(passage.document, block).unwrap_or_default();
                if passage.notes.contains_key(name) {
                    return block.end;
                }
                // Nothing refers to it, but it is the regulation's text all the same.
                self.settle();
                self.push("note", Style::Note, vec![Run::text(format!("[{name}]"))]);
            }
            BlockKind::Fields if passage.without_fields => {}
            BlockKind::Fields => {
                self.settle();
                self.fields(block);
            }
            BlockKind::Row { .. } | BlockKind::Cell | BlockKind::Rule => {}
        }
        index + 1
    }

    fn runs(&mut self, index: u32, block: &Block) -> Vec<Run> {
        self.writer.runs(self.column, self.passage, index, block)
    }

    /// Closes what ends before a block.
    fn close(&mut self, index: u32) {
        while self.open.last().is_some_and(|open| open.end <= index) {
            // An item without text has its number all the same.
            self.settle();
            self.open.pop();
        }
    }

    /// Writes the number of the article or of the item that waits for a paragraph, in a paragraph of its own.
    fn settle(&mut self) {
        self.settle_lead();
        let waits = matches!(
            self.open.last(),
            Some(Open {
                kind: OpenKind::Item { label: Some(_), .. },
                ..
            })
        );
        if waits {
            self.in_item(Vec::new());
        }
    }

    fn settle_lead(&mut self) {
        if let Some(lead) = self.lead.take() {
            let made = self
                .writer
                .heading(self.column, Style::Paragraph, lead.label, Vec::new(), lead.bookmarks);
            self.push_block(HEAD, made);
        }
    }

    fn paragraph(&mut self, index: u32, block: &Block) {
        if block.inlines.is_empty() {
            return;
        }
        let runs = self.runs(index, block);
        if self.open.iter().any(|open| matches!(open.kind, OpenKind::Item { .. })) {
            self.in_item(runs);
            return;
        }
        let style = if self.open.is_empty() {
            Style::Paragraph
        } else {
            Style::Quote
        };
        let mut bookmarks = self.bookmark(block.unit);
        let leads = self.lead.is_some();
        let lead = self.lead.take().unwrap_or_default();
        bookmarks.extend(lead.bookmarks);
        let made = self.writer.heading(self.column, style, lead.label, runs, bookmarks);
        match leads {
            true => self.push_block(HEAD, made),
            false => self.push_unit(block.unit, made),
        }
    }

    /// Writes a paragraph of the innermost item.
    fn in_item(&mut self, mut runs: Vec<Run>) {
        let quoted = self.open.iter().any(|open| matches!(open.kind, OpenKind::Quote));
        let item = self.open.iter_mut().rev().find_map(|open| match &mut open.kind {
            OpenKind::Item { unit, level, label } => Some((*unit, *level, label.take())),
            _ => None,
        });
        let Some((unit, level, label)) = item else {
            return;
        };
        let style = match (level, &label) {
            _ if quoted => Style::Quote,
            (0, Some(_)) => Style::Item,
            (0, None) => Style::ItemText,
            (_, Some(_)) => Style::Subitem,
            (_, None) => Style::SubitemText,
        };
        let first = label.is_some();
        let label = label.unwrap_or_default();
        if !label.text.is_empty() {
            runs.insert(0, Run::text(format!("{} ", label.text)));
        }
        let made = Made::Paragraph(Paragraph {
            style,
            column: self.column,
            number: label.number,
            deeper: level.min(LEVELS).saturating_sub(1),
            bookmarks: if first { self.bookmark(unit) } else { Vec::new() },
            runs,
        });
        self.push_unit(unit, made);
    }

    fn item(&mut self, block: &Block, marker: Option<ItemMarker>) {
        let passage = self.passage;
        let column = &self.writer.columns[self.column];
        let hanging = column.words.layout.hanging || self.writer.is_beside();
        let written = marker.map(|marker| passage.text(&(marker.start..marker.end)).trim());
        let scheme = match (marker, written) {
            (Some(marker), Some(written)) => {
                let scheme = Scheme::read(written, marker.number, column.language, &column.words);
                scheme.map(|scheme| (scheme.of_item(hanging), marker.number))
            }
            _ => Some((Scheme::bullet(&column.words).of_item(hanging), 1)),
        };
        let items = self.open.iter_mut().rev().find_map(|open| match &mut open.kind {
            OpenKind::List(items) => Some(items),
            _ => None,
        });
        let Some(items) = items else {
            return;
        };
        let number = items.number(&mut self.writer.numbering, scheme);
        let level = items.level();
        let text = if number.is_none() {
            written.unwrap_or_default()
        } else {
            ""
        };
        self.open.push(Open {
            end: block.end,
            kind: OpenKind::Item {
                unit: block.unit,
                level,
                label: Some(Label {
                    number,
                    text: text.to_owned(),
                }),
            },
        });
    }

    fn table(&mut self, index: u32, block: &Block) -> Table {
        let passage = self.passage;
        let mut rows: Vec<Row> = Vec::new();
        let mut widths: Vec<usize> = Vec::new();
        for at in index + 1..block.end {
            let inner = &passage.document.blocks[at as usize];
            match inner.kind {
                BlockKind::Row { head } => rows.push(Row {
                    head,
                    ..Row::of(Vec::new())
                }),
                BlockKind::Cell => {
                    let runs = self.writer.runs(self.column, passage, at, inner);
                    let Some(row) = rows.last_mut() else {
                        continue;
                    };
                    let width = runs.iter().map(|run| width(&run.text)).sum::<usize>();
                    let width = width.clamp(NARROWEST, WIDEST);
                    match widths.get_mut(row.cells.len()) {
                        Some(known) => *known = width.max(*known),
                        None => widths.push(width),
                    }
                    let style = if row.head { Style::CellHead } else { Style::Cell };
                    let made = self
                        .writer
                        .heading(self.column, style, Label::default(), runs, Vec::new());
                    row.cells.push(Cell {
                        shaded: row.head,
                        ..Cell::of(vec![made])
                    });
                }
                _ => {}
            }
        }
        Table {
            kind: TableKind::Grid,
            columns: widths.into_iter().map(|width| width as u32).collect(),
            rows,
        }
    }

    /// The fields of a role article that stand in `block`: a table, or beside another language a line each.
    fn fields(&mut self, block: &Block) {
        let Some((_, node)) = self.article else {
            return;
        };
        let fields = self.passage.document.fields_of(node).iter();
        let fields: Vec<&Field> = fields
            .filter(|field| block.span.start <= field.label.start && field.label.start < block.span.end)
            .collect();
        if self.writer.is_beside() {
            let colon = self.writer.columns[self.column].language.colon();
            for field in fields {
                let label = Run {
                    bold: true,
                    ..Run::text(format!("{}{colon}", field.label_text))
                };
                let key = field.key.map_or("field", syntax::FieldKey::key);
                self.push(key, Style::Cell, vec![label, Run::text(&*field.value_text)]);
            }
            return;
        }
        let row = |field: &Field| {
            let label = self.writer.label_cell(&*field.label_text);
            Row::of(vec![label, self.writer.cell(self.column, &*field.value_text)])
        };
        let rows = fields.into_iter().map(row);
        let table = Table {
            kind: TableKind::Fields,
            columns: vec![1, 4],
            rows: rows.collect(),
        };
        self.push_block("fields", Made::Table(table));
    }

    fn bookmark(&mut self, unit: Unit) -> Vec<String> {
        let Some((text, _)) = self.article.filter(|_| unit != Unit::default()) else {
            return Vec::new();
        };
        self.writer.bookmark(self.column, text, unit).into_iter().collect()
    }

    fn push(&mut self, what: &str, style: Style, runs: Vec<Run>) {
        let made = self
            .writer
            .heading(self.column, style, Label::default(), runs, Vec::new());
        self.push_block(what, made);
    }

    fn push_unit(&mut self, unit: Unit, made: Made) {
        // Items are counted through their article: one language may lead in to them where another does not.
        let place = match unit.item {
            0 => format!("p{}", unit.paragraph),
            item => format!("i{item}.s{}", unit.subitem),
        };
        self.push_block(&place, made);
    }

    fn push_block(&mut self, what: &str, made: Made) {
        let place = format!("{}/{what}", self.place);
        let times = self.places.entry(place.clone()).or_default();
        *times += 1;
        self.pieces.push(Piece {
            place: format!("{place}/{times}"),
            kind: std::mem::replace(&mut self.kind, PieceKind::Text),
            block: made,
        });
    }
}
