//! What was written, read again as the handbook will read it.

use super::body::Piece;
use super::draft::Draft;
use super::line::Line;
use super::manuscript::Place;
use super::write::Chapter;
use crate::language::Language;
use crate::syntax::{BlockKind, Document};

/// Reads what was written, and finds the articles whose number, items or fields are not those that were meant, and those
/// that the preamble has.
pub fn misread(
    draft: &Draft,
    lines: &[Line<'_>],
    (preamble, chapters): (&Chapter, &[Chapter]),
    language: &Language,
) -> Vec<(Place, String)> {
    let text = preamble.text();
    let document = Document::parse(&text, language);
    let labels = document.articles.iter().map(|article| &article.label);
    let labels = labels.map(|label| &text[label.start as usize..label.end as usize]);
    let mut wrong: Vec<(Place, String)> = labels
        .map(|label| {
            let line = lines.iter().find(|line| line.text.contains(label));
            (line.map_or_else(Place::default, |line| line.place), label.to_owned())
        })
        .collect();
    let mut read = Vec::new();
    for chapter in chapters {
        let text = chapter.text();
        let document = Document::parse(&text, language);
        for article in &document.articles {
            let blocks = document.blocks_of(article).map(|(_, block)| block);
            let items = blocks.filter_map(|block| match block.kind {
                BlockKind::Item(Some(marker)) => Some(marker.number),
                _ => None,
            });
            read.push((
                article.number,
                items.collect::<Vec<u32>>(),
                document.fields_of(article).len(),
            ));
        }
    }
    let mut read = &read[..];
    let mut last: Option<(Place, String)> = None;
    for unit in draft.units.iter().filter(|unit| unit.is_article()) {
        let label = unit.label();
        let here = (lines[unit.found.line].place, label.text(lines).to_owned());
        let count = |is: fn(&Piece) -> bool| unit.pieces.iter().filter(|piece| is(piece)).count();
        let items: Vec<u32> = unit
            .pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Item { number, .. } => Some(*number),
                _ => None,
            })
            .collect();
        let fields = count(|piece| matches!(piece, Piece::Field { .. }));
        let number = unit.found.head.number.unwrap_or_default();
        let found = read.iter().position(|(found, ..)| *found == number);
        if let Some(more) = found.filter(|more| *more > 0) {
            // Text of the article before reads as a head.
            wrong.extend(last.take());
            read = &read[more..];
        }
        let next = read.split_first().filter(|_| found.is_some());
        let is_right = next.is_some_and(|((_, found, known), rest)| {
            read = rest;
            *found == items && *known == fields
        });
        if !is_right {
            wrong.push(here.clone());
        }
        last = is_right.then_some(here);
    }
    if !read.is_empty() {
        wrong.extend(last);
    }
    wrong
}
