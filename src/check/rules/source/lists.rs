//! The lists of an article by the numbers of their items.

use rustc_hash::FxHashSet;

use crate::diagnostic::{Edit, Fix, Safety};
use crate::language::Language;
use crate::model::{ArticleText, Handbook};
use crate::source::Span;
use crate::syntax::{Block, BlockKind, Document, ItemMarker};

/// The lists of an article whose items have markers.
pub(in crate::check::rules) struct Lists<'a> {
    handbook: &'a Handbook,
    text: &'a ArticleText,
    document: &'a Document,
    source: &'a str,
    language: &'static Language,
}

/// One list of them; nested lists are lists of their own.
pub(in crate::check::rules) struct MarkedList<'a> {
    lists: &'a Lists<'a>,
    block: usize,
    /// The last number of the list of the same kind before it in the article, 0 where there is none.
    before: u32,
}

/// What is wrong with the numbers of a list.
#[derive(Debug, Clone, Copy)]
pub(in crate::check::rules) enum Disorder {
    /// It does not begin at the first number.
    Start { first: ItemMarker },
    /// A number that came before.
    Duplicate { again: ItemMarker, due: u32 },
    /// A gap, or a step back.
    Step {
        previous: ItemMarker,
        item: ItemMarker,
        due: u32,
    },
}

impl Disorder {
    /// Whether the numbers themselves repeat, skip or step back.
    pub fn is_of_numbers(&self) -> bool {
        !matches!(self, Self::Start { .. })
    }
}

impl<'a> Lists<'a> {
    pub fn of(handbook: &'a Handbook, text: &'a ArticleText) -> Self {
        let chapter = handbook.chapter_of(text);
        Self {
            handbook,
            text,
            document: &chapter.document,
            source: handbook.source(chapter),
            language: handbook.language(text.language),
        }
    }

    /// Calls `look` for each list, in the order of the text.
    pub fn each(&self, mut look: impl FnMut(&MarkedList<'_>)) {
        let mut last: Vec<(u8, u32)> = Vec::new();
        for (block, found) in self.document.blocks_of(self.handbook.node(self.text)) {
            if !matches!(found.kind, BlockKind::List { .. }) {
                continue;
            }
            let mut list = MarkedList {
                lists: self,
                block,
                before: 0,
            };
            let Some(first) = list.items().next() else {
                continue;
            };
            let known = last.iter_mut().find(|(family, _)| *family == first.family);
            list.before = known.as_ref().map_or(0, |(_, number)| *number);
            look(&list);
            let number = list.items().last().map_or(0, |item| item.number);
            match known {
                Some((_, last)) => *last = number,
                None => last.push((first.family, number)),
            }
        }
    }

    /// The marker as it is written.
    pub fn written(&self, marker: &ItemMarker) -> &'a str {
        self.source[marker.start as usize..marker.end as usize].trim()
    }

    pub fn span(&self, marker: &ItemMarker) -> Span {
        let length = self.written(marker).len() as u32;
        self.handbook.span(self.text, &(marker.start..marker.start + length))
    }

    /// A marker like `model` with another number.
    pub fn like(&self, model: &ItemMarker, number: u32) -> String {
        let canonical = self.language.marker(model.style, number);
        let bare = canonical.trim_matches(is_mark);
        let written = self.written(model);
        let inner = written.trim_matches(is_mark);
        // Without a numeral to put the other one in the place of, the pack's own form has to do.
        if inner.is_empty() || bare.is_empty() {
            return canonical;
        }
        let start = written.len() - written.trim_start_matches(is_mark).len();
        format!("{}{bare}{}", &written[..start], &written[start + inner.len()..])
    }
}

/// Brackets and points around a numeral.
fn is_mark(character: char) -> bool {
    !character.is_alphanumeric()
}

impl<'a> MarkedList<'a> {
    /// The markers of its items, those of nested lists left out.
    pub fn items(&self) -> impl Iterator<Item = ItemMarker> + 'a {
        let blocks: &'a [Block] = &self.lists.document.blocks;
        let end = blocks[self.block].end as usize;
        let first = Some(self.block + 1).filter(|&at| at < end);
        let all = std::iter::successors(first, move |&at| {
            Some(blocks[at].end as usize).filter(|&next| next > at && next < end)
        });
        all.filter_map(move |at| match blocks[at].kind {
            BlockKind::Item(marker) => marker,
            _ => None,
        })
    }

    /// The first thing wrong with its numbers: its start, else a duplicate, else a gap or a step back.
    pub fn disorder(&self) -> Option<Disorder> {
        let mut items = self.items().peekable();
        let first = items.next()?;
        if first.number != 1 && first.number != self.before + 1 {
            // A single line with a number is no list, and a number may be hidden in the text before.
            let hidden = items.peek().is_none() || self.follows_hidden_item(&first);
            return (!hidden).then_some(Disorder::Start { first });
        }
        let mut previous = first;
        for item in items {
            // Markers of two kinds side by side have no common order.
            if item.family != first.family || self.is_parted(&previous, &item) {
                return None;
            }
            let due = previous.number + 1;
            if item.number != due {
                let step = Disorder::Step { previous, item, due };
                // A number that was jumped over comes first; what repeats after it follows from that.
                let repeats = item.number <= previous.number;
                return Some(self.duplicate().filter(|_| repeats).unwrap_or(step));
            }
            previous = item;
        }
        None
    }

    /// Whether a list begins again after an item that holds another list: the line between them, such as `2.` after
    /// `(1)` to `(4)`, was taken for an item of the last one.
    fn is_parted(&self, previous: &ItemMarker, item: &ItemMarker) -> bool {
        let blocks = &self.lists.document.blocks[self.block..];
        let nested = |block: &Block| {
            matches!(block.kind, BlockKind::List { .. }) && (previous.start + 1..item.start).contains(&block.span.start)
        };
        item.number == 1
            && previous.number > 1
            && blocks
                .iter()
                .take_while(|block| block.span.start < item.start)
                .any(nested)
    }

    fn duplicate(&self) -> Option<Disorder> {
        let first = self.items().next()?;
        let mut seen = FxHashSet::default();
        let items = self.items().take_while(|item| item.family == first.family);
        let mut due = (first.number..).zip(items);
        let (due, again) = due.find(|(_, item)| !seen.insert(item.number))?;
        Some(Disorder::Duplicate { again, due })
    }

    /// The text of the block right before the list, if that is one of the same level.
    fn text_before(&self) -> Option<&'a str> {
        let lists = self.lists;
        let blocks = &lists.document.blocks[..self.block];
        let list = &lists.document.blocks[self.block];
        let before = blocks.last().filter(|block| block.span.end <= list.span.start)?;
        Some(&lists.source[before.span.start as usize..before.span.end as usize])
    }

    fn follows_hidden_item(&self, first: &ItemMarker) -> bool {
        let previous = self.lists.like(first, first.number.saturating_sub(1));
        self.text_before().is_some_and(|text| text.contains(&previous))
    }

    /// Whether a sentence that ends in a colon leads in to the list, so that it begins here for certain.
    pub fn has_lead_in(&self) -> bool {
        let colons = &self.lists.language.pack.roles.colons;
        let text = self.text_before().map(str::trim_end);
        self.before == 0 && text.is_some_and(|text| colons.iter().any(|colon| text.ends_with(colon.as_str())))
    }

    /// Whether it may go on from an earlier list.
    pub fn goes_on(&self) -> bool {
        self.items().next().is_some_and(|first| first.number == self.before + 1)
    }

    /// Numbers the whole list in order; where it may go on from an earlier list, from there.
    pub fn renumber(&self) -> Option<Fix> {
        let first = self.items().next()?;
        let start = if self.goes_on() { first.number } else { 1 };
        let edits = self
            .items()
            .zip(start..)
            .filter(|(item, number)| item.number != *number);
        let edits: Vec<Edit> = edits
            .map(|(item, number)| Edit {
                span: self.lists.span(&item),
                text: self.lists.like(&item, number),
            })
            .collect();
        (!edits.is_empty()).then_some(Fix {
            safety: Safety::Safe,
            edits,
        })
    }

    /// The marker with brackets that match, in the form of the other markers of the list.
    pub fn mended(&self, marker: &ItemMarker) -> String {
        let lists = self.lists;
        let whole = self.items().find(|item| item.style == marker.style && !item.mixed);
        match whole {
            Some(model) => lists.like(&model, marker.number),
            None => lists.language.marker(marker.style, marker.number),
        }
    }
}
