//! Pieces in their order: below each other in one language, or row by row in two.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::document::{Block, Cell, Row, Style, Table, TableKind};
use super::writer::{Piece, PieceKind, Writer};

impl Writer<'_> {
    /// The blocks that the pieces of each column make up. Both columns keep their order, on which their numbers depend: a
    /// piece that the other language has elsewhere has no counterpart.
    pub fn lay(&self, columns: Vec<Vec<Piece>>) -> Vec<Block> {
        let mut columns = columns.into_iter();
        let (Some(left), right) = (columns.next(), columns.next()) else {
            return Vec::new();
        };
        let Some(right) = right else {
            return left.into_iter().map(|piece| piece.block).collect();
        };
        let places = |pieces: &[Piece]| pieces.iter().map(|piece| piece.place.clone()).collect::<Vec<_>>();
        let steps = capture_diff_slices(Algorithm::Myers, &places(&left), &places(&right));
        let (mut left, mut right) = (left.into_iter(), right.into_iter());
        let mut rows = vec![self.languages_row()];
        for step in steps {
            let (tag, old, new) = step.as_tag_tuple();
            if tag == DiffTag::Equal {
                for _ in old {
                    rows.extend(self.row(left.next(), right.next()));
                }
                continue;
            }
            rows.extend(old.filter_map(|_| self.row(left.next(), None)));
            rows.extend(new.filter_map(|_| self.row(None, right.next())));
        }
        vec![Block::Table(Table {
            kind: TableKind::Beside,
            columns: vec![1, 1],
            rows,
        })]
    }

    /// The heads of the columns: what each language calls itself.
    fn languages_row(&self) -> Row {
        let names = self.columns.iter().map(|column| column.language.pack.name.clone());
        Row {
            head: true,
            ..Row::of(names.map(|name| self.label_cell(name)).collect())
        }
    }

    fn row(&self, left: Option<Piece>, right: Option<Piece>) -> Option<Row> {
        let kind = left.as_ref().or(right.as_ref())?.kind;
        if kind == PieceKind::Heading {
            let blocks = [left, right].into_iter().flatten().map(|piece| piece.block).collect();
            return Some(Row::of(vec![Cell {
                columns: 2,
                ..Cell::of(blocks)
            }]));
        }
        let cell = |(column, piece): (usize, Option<Piece>)| {
            let missing = (kind == PieceKind::Article).then(|| {
                let nothing = &self.columns[column].words.nothing;
                self.line(column, Style::Note, nothing)
            });
            Cell::of(piece.map(|piece| piece.block).or(missing).into_iter().collect())
        };
        let cells = [left, right].into_iter().enumerate().map(cell);
        Some(Row::of(cells.collect()))
    }
}
