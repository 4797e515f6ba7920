//! The plain text of what pages show: duties, and articles line by line.

use super::Shared;
use super::outline::joined;
use crate::model::{Chapter, TextId};
use crate::syntax::{Block, BlockKind, Field, ItemMarker};

/// Between the cells of a row.
const BETWEEN_CELLS: &str = " | ";
/// What stands for the mark of an item that has no number.
const BULLET: &str = "-";

/// The lines of an article, each with a line end: its number and title, then its fields, headings, paragraphs, items and
/// rows in order. An item stands in the line of its first paragraph, behind its number as it is written.
pub(super) fn article(shared: &Shared<'_>, id: TextId) -> String {
    let handbook = shared.handbook;
    let text = handbook.text(id);
    let chapter = handbook.chapter_of(text);
    let node = handbook.node(text);
    let title = node.title.as_ref().map_or("", |title| &title.text);
    let mut out = String::new();
    let mut line = |text: &str| {
        let text = tidy(text);
        if !text.is_empty() {
            out.push_str(&text);
            out.push('\n');
        }
    };
    line(&joined(&handbook.written_label(text), title));
    let mut marker = None;
    for (index, block) in chapter.document.blocks_of(node) {
        match block.kind {
            BlockKind::Fields => {
                fields(shared, chapter, block, chapter.document.fields_of(node)).for_each(|field| line(&field));
            }
            BlockKind::Item(own) => marker = Some(mark(shared, chapter, own)),
            BlockKind::Paragraph | BlockKind::Heading(_) => {
                let text = handbook.block_text(chapter, block);
                line(&joined(marker.take().unwrap_or_default(), &text.text));
            }
            BlockKind::Row { .. } => line(&row(shared, chapter, index, BETWEEN_CELLS)),
            BlockKind::Code => {
                let span = block.span.start as usize..block.span.end as usize;
                handbook.source(chapter)[span].lines().for_each(&mut line);
            }
            BlockKind::List { .. }
            | BlockKind::Quote
            | BlockKind::Html
            | BlockKind::Table
            | BlockKind::Cell
            | BlockKind::Footnote
            | BlockKind::Rule => {}
        }
    }
    out
}

/// The cells of the row with the index `row`, with `between` between them.
pub(super) fn row(shared: &Shared<'_>, chapter: &Chapter, row: usize, between: &str) -> String {
    let blocks = &chapter.document.blocks;
    let cells = blocks[row + 1..blocks[row].end as usize].iter();
    let cells = cells.filter(|cell| cell.kind == BlockKind::Cell);
    let texts = cells.map(|cell| shared.handbook.block_text(chapter, cell).text.trim().to_owned());
    texts.collect::<Vec<_>>().join(between)
}

/// Those of `fields` that stand in `block`, each as its label and its value.
pub(super) fn fields<'f>(
    shared: &Shared<'_>,
    chapter: &Chapter,
    block: &'f Block,
    fields: &'f [Field],
) -> impl Iterator<Item = String> + use<'f> {
    let colon = shared.words(chapter.language).get("colon");
    let inside = fields.iter().filter(|field| block.span.contains(&field.label.start));
    inside.map(move |field| format!("{}{colon}{}", field.label_text, field.value_text))
}

/// A duty: its number as it is written, and its own text. What is nested in it is a duty of its own.
pub(super) fn duty<'a>(shared: &Shared<'a>, chapter: &'a Chapter, index: u32) -> Option<(&'a str, String)> {
    let handbook = shared.handbook;
    let block = chapter.document.blocks.get(index as usize)?;
    let BlockKind::Item(marker) = block.kind else {
        return None;
    };
    let inside = chapter.document.blocks[index as usize + 1..block.end as usize].iter();
    let own = inside.take_while(|block: &&Block| !matches!(block.kind, BlockKind::List { .. }));
    let words = own.map(|block| handbook.block_text(chapter, block).text.trim().to_owned());
    let words: Vec<String> = words.filter(|words| !words.is_empty()).collect();
    let label = marker.map_or("", |marker| mark(shared, chapter, Some(marker)));
    Some((label, words.join(" ")))
}

fn mark<'a>(shared: &Shared<'a>, chapter: &'a Chapter, marker: Option<ItemMarker>) -> &'a str {
    let source = shared.handbook.source(chapter);
    marker.map_or(BULLET, |marker| {
        source[marker.start as usize..marker.end as usize].trim()
    })
}

/// `text` on one line, with single blanks and none around it.
fn tidy(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}
