//! Markdown lists: items with their markers, and lines that should have been items.

use super::super::inline::slice_inlines;
use super::super::items::{self, Place};
use super::super::{Block, BlockKind, Bytes, ItemMarker};
use super::{Builder, DEEPEST, trimmed_end};
use crate::language::is_blank;

impl<'a> Builder<'a> {
    /// A Markdown list: its items with their markers, and the lines that should have been items.
    pub(super) fn list(&mut self, at: usize, ordered: bool) {
        if self.fields && self.field_list(at, ordered) {
            return;
        }
        if ordered {
            self.fields = false;
        }
        let list = self.raw[at].clone();
        // A Markdown list after items written as paragraphs belongs to the last of them.
        let base = self.open.levels.len();
        if base >= DEEPEST {
            self.copy(at);
            return;
        }
        let goes_on = base > 0 && self.list_goes_on(at);
        if base > 0 && !goes_on && !self.item_goes_on(&list.span) && self.article_level.is_some() && !ordered {
            self.close_items(list.span.start);
        }
        let base = if goes_on { 0 } else { self.open.levels.len() };
        let mut child = at + 1;
        let mut first = !goes_on;
        while child < list.end as usize {
            let item = self.raw[child].clone();
            self.list_item(child, &item, ordered, base, first);
            first = false;
            child = item.end as usize;
        }
        let end = trimmed_end(self.source, &list.span);
        // Paragraphs may go on with a numbered list; a list of bullets ends where Markdown ends it.
        let keep = if ordered { base + 1 } else { base };
        self.open.close(keep, &mut self.document.blocks, end);
    }

    /// Whether a Markdown list continues the list of lines that is open.
    pub(super) fn list_goes_on(&self, at: usize) -> bool {
        let (text, _) = self.item_source(&self.raw[at + 1]);
        let level = self.open.levels.first();
        self.language.markers(text).any(|marker| {
            level.is_some_and(|level| level.family == Some(marker.family) && marker.number == level.number + 1)
        })
    }

    /// An item's source without the blanks that indent it, and where it begins.
    pub(super) fn item_source(&self, item: &Block) -> (&'a str, u32) {
        let source = &self.source[item.span.start as usize..item.span.end as usize];
        let text = source.trim_start_matches(is_blank);
        (text, item.span.start + (source.len() - text.len()) as u32)
    }

    pub(super) fn list_item(&mut self, at: usize, item: &Block, ordered: bool, base: usize, first: bool) {
        let mut inlines = None;
        let mut marker = None;
        if ordered {
            let (source, start) = self.item_source(item);
            let found = self.language.markers(source).next();
            let digits = source.bytes().take_while(u8::is_ascii_digit).count();
            marker = Some(ItemMarker {
                style: found.map_or(u8::MAX, |found| found.style),
                family: found.map_or(u8::MAX, |found| found.family),
                number: found.map_or_else(|| source[..digits].parse().unwrap_or(0), |found| found.number),
                start,
                end: start + digits as u32 + 1,
                mixed: false,
            });
        } else if let Some(child) = self
            .raw
            .get(at + 1)
            .filter(|child| child.kind == BlockKind::Paragraph && at + 1 < item.end as usize)
        {
            // - （一）…: the text brings its own marker.
            let text = self.text(child);
            if let Some(found) = items::marker(&text.text, self.language, &self.open, base, Place::Block) {
                let span = text.source(&(0..text.text[..found.length].trim_end_matches(is_blank).len()));
                marker = Some(ItemMarker {
                    style: found.style,
                    family: found.family,
                    number: found.number,
                    start: span.start,
                    end: span.end,
                    mixed: found.mixed,
                });
                let (range, end) = (child.inlines.clone(), child.span.end);
                let start = text.source_start(found.length);
                inlines = Some((slice_inlines(&mut self.document.inlines, range, start, end), start));
            }
        }
        let paragraph = self.paragraph;
        let blocks = &mut self.document.blocks;
        if first {
            self.open.nested(marker, item.span.clone(), blocks, paragraph);
        } else {
            self.open.close(base + 1, blocks, item.span.start);
            self.open.sibling(marker, item.span.clone(), blocks, paragraph);
        }
        let depth = self.open.levels.len();
        let mut child = at + 1;
        while child < item.end as usize {
            let block = self.raw[child].clone();
            match block.kind {
                BlockKind::Paragraph => {
                    let (range, start) = inlines.take().unwrap_or((block.inlines.clone(), block.span.start));
                    self.item_lines(&block, range, start..block.span.end);
                }
                BlockKind::List { ordered } if depth < DEEPEST => {
                    let list = block.clone();
                    let base = self.open.levels.len();
                    let mut inner = child + 1;
                    let mut first = true;
                    while inner < list.end as usize {
                        let item = self.raw[inner].clone();
                        self.list_item(inner, &item, ordered, base, first);
                        first = false;
                        inner = item.end as usize;
                    }
                    self.open
                        .close(base, &mut self.document.blocks, trimmed_end(self.source, &list.span));
                }
                _ => self.copy(child),
            }
            child = block.end as usize;
        }
    }

    /// The lines of a Markdown item: the first is its text; a later one may be the next item (`10.负责`).
    pub(super) fn item_lines(&mut self, block: &Block, inlines: std::ops::Range<u32>, span: Bytes) {
        let breaks = self.breaks(&inlines);
        let split = breaks.iter().copied().find(|&start| {
            let line = self.source[start as usize..span.end as usize].trim_start_matches(is_blank);
            items::marker(line, self.language, &self.open, 0, Place::Line).is_some()
        });
        let Some(split) = split else {
            self.leaf(BlockKind::Paragraph, span, inlines);
            return;
        };
        let end = trimmed_end(self.source, &(span.start..split));
        let range = slice_inlines(&mut self.document.inlines, inlines.clone(), span.start, end);
        self.leaf(BlockKind::Paragraph, span.start..end, range);
        let range = slice_inlines(&mut self.document.inlines, inlines, split, span.end);
        // They may go on with any list that is open.
        self.lines(block, range, split..span.end, 0);
    }
}
