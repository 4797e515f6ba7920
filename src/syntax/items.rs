//! Items: which marker a line begins with, and how items nest.

use super::{Block, BlockKind, Bytes, ItemMarker, Unit};
use crate::language::{Language, Marker};

/// The lists that are open at a point of the text, outermost first.
#[derive(Debug, Clone, Default)]
pub struct Open {
    pub levels: Vec<OpenList>,
}

#[derive(Debug, Clone, Copy)]
pub struct OpenList {
    /// Index of the list's block.
    pub list: usize,
    /// Index of the item's block that is open in it.
    pub item: usize,
    /// Family of its markers; nothing for bullets.
    pub family: Option<u8>,
    pub number: u32,
}

impl Open {
    /// Whether `marker` is the next of a list that is open at `base` or deeper.
    pub fn continues(&self, marker: &Marker, base: usize) -> bool {
        self.levels[base.min(self.levels.len())..]
            .iter()
            .any(|level| level.family == Some(marker.family) && marker.number == level.number + 1)
    }

    fn same_family(&self, family: Option<u8>, base: usize) -> Option<usize> {
        let base = base.min(self.levels.len());
        self.levels[base..]
            .iter()
            .rposition(|level| level.family == family)
            .map(|at| base + at)
    }

    /// Whether `marker` is the next of an open list, or the next but one.
    pub fn nearly_continues(&self, marker: &Marker) -> bool {
        let levels = self.levels.iter().filter(|level| level.family == Some(marker.family));
        levels
            .into_iter()
            .any(|level| (level.number + 1..=level.number + 2).contains(&marker.number))
    }

    /// Takes note of an item without making its block: what would be open after it.
    pub fn note(&mut self, marker: &Marker, base: usize) {
        let depth = self.list_of(marker.family, marker.number, base);
        let otherwise = self.goes_on_otherwise(marker.number, base);
        match depth.or_else(|| self.levels.len().checked_sub(1).filter(|_| otherwise)) {
            Some(depth) => {
                self.levels.truncate(depth + 1);
                if let Some(level) = self.levels.last_mut() {
                    level.family = Some(marker.family);
                    level.number = marker.number;
                }
            }
            None => self.levels.push(OpenList {
                list: usize::MAX,
                item: usize::MAX,
                family: Some(marker.family),
                number: marker.number,
            }),
        }
    }

    /// Closes the lists from `depth` on.
    pub fn close(&mut self, depth: usize, blocks: &mut [Block], end: u32) {
        let length = blocks.len() as u32;
        for level in self.levels.drain(depth.min(self.levels.len())..) {
            for index in [level.list, level.item] {
                blocks[index].end = length;
                blocks[index].span.end = blocks[index].span.end.max(end);
            }
        }
    }

    /// The open list that an item belongs to: the innermost of its family that it is next in, else the innermost at all.
    fn list_of(&self, family: u8, number: u32, base: usize) -> Option<usize> {
        let base = base.min(self.levels.len());
        let next = |level: &OpenList| level.family == Some(family) && number == level.number + 1;
        let due = self.levels[base..].iter().rposition(next).map(|at| base + at);
        due.or_else(|| self.same_family(Some(family), base))
    }

    /// Opens an item: next to the open one of the same style, else inside the innermost open one.
    pub fn item(&mut self, marker: ItemMarker, span: Bytes, blocks: &mut Vec<Block>, base: usize, paragraph: u16) {
        let end = span.start;
        match self.list_of(marker.family, marker.number, base) {
            Some(depth) => {
                self.close(depth + 1, blocks, end);
                self.sibling(Some(marker), span, blocks, paragraph);
            }
            // （三） and then 四、: the list goes on in another form, which a rule speaks of.
            None if self.goes_on_otherwise(marker.number, base) => self.sibling(Some(marker), span, blocks, paragraph),
            None => self.nested(Some(marker), span, blocks, paragraph),
        }
    }

    fn goes_on_otherwise(&self, number: u32, base: usize) -> bool {
        let innermost = self
            .levels
            .get(base.min(self.levels.len())..)
            .and_then(<[OpenList]>::last);
        number > 1 && innermost.is_some_and(|level| level.family.is_some() && number == level.number + 1)
    }

    /// Opens an item in the innermost list.
    pub fn sibling(&mut self, marker: Option<ItemMarker>, span: Bytes, blocks: &mut Vec<Block>, paragraph: u16) {
        let length = blocks.len();
        if let Some(level) = self.levels.last_mut() {
            let previous = &mut blocks[level.item];
            previous.end = length as u32;
            previous.span.end = previous.span.end.max(span.start);
            level.item = length;
            level.number = marker.map_or(0, |marker| marker.number);
            level.family = marker.map(|marker| marker.family).or(level.family);
        }
        self.push_item(marker, span, blocks, paragraph);
    }

    /// Opens a list and an item in it.
    pub fn nested(&mut self, marker: Option<ItemMarker>, span: Bytes, blocks: &mut Vec<Block>, paragraph: u16) {
        blocks.push(leafless(
            BlockKind::List {
                ordered: marker.is_some(),
            },
            span.clone(),
            blocks.len(),
        ));
        self.levels.push(OpenList {
            list: blocks.len() - 1,
            item: blocks.len(),
            family: marker.map(|marker| marker.family),
            number: marker.map_or(0, |marker| marker.number),
        });
        self.push_item(marker, span, blocks, paragraph);
    }

    fn push_item(&self, marker: Option<ItemMarker>, span: Bytes, blocks: &mut Vec<Block>, paragraph: u16) {
        let mut block = leafless(BlockKind::Item(marker), span, blocks.len());
        let small = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
        let numbers: Vec<u16> = self
            .levels
            .iter()
            .filter(|level| level.family.is_some())
            .map(|level| small(level.number))
            .collect();
        if marker.is_some() {
            block.unit = Unit {
                paragraph,
                item: numbers.first().copied().unwrap_or(0),
                subitem: numbers.get(1).copied().unwrap_or(0),
            };
            if numbers.len() > 2 {
                block.unit = Unit::default();
            }
        }
        blocks.push(block);
    }
}

/// A container block that ends where it begins, for now.
pub fn leafless(kind: BlockKind, span: Bytes, index: usize) -> Block {
    Block {
        kind,
        span,
        inlines: 0..0,
        end: index as u32 + 1,
        unit: Unit::default(),
    }
}

/// Where a marker is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At the start of a paragraph or of a Markdown item.
    Block,
    /// At the start of a later line.
    Line,
}

/// The marker that `text` begins with, read in the light of the open lists.
pub fn marker(text: &str, language: &Language, open: &Open, base: usize, place: Place) -> Option<Marker> {
    let mut candidates = language.markers(text);
    let mut first: Option<Marker> = None;
    for candidate in candidates.by_ref() {
        if open.continues(&candidate, base) {
            return Some(candidate);
        }
        // It would begin a list anew that is being written.
        if candidate.enumerates && open.same_family(Some(candidate.family), base).is_some() {
            continue;
        }
        let better = first.is_none_or(|first| first.number != 1 && candidate.number == 1);
        if better {
            first = Some(candidate);
        }
    }
    let found = first?;
    let letter = text
        .trim_start_matches(['(', '（'])
        .starts_with(|next: char| next.is_ascii_alphabetic());
    let sure = match place {
        Place::Block => found.number == 1 || (!letter && found.number <= 200),
        Place::Line => found.number == 1 || (!letter && open.same_family(Some(found.family), base).is_some()),
    };
    sure.then_some(found)
}
