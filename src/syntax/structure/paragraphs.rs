//! Paragraphs: the article or the item that one begins, and what its lines are.

use super::super::field;
use super::super::inline::{slice_inlines, slices};
use super::super::items::{self, Place};
use super::super::{Attributes, Block, BlockKind, Bytes, InlineKind, ItemMarker, Problem, ProblemKind, Text};
use super::{Builder, RUN_IN, trimmed_end};
use crate::language::{Head, Level, is_blank};

impl<'a> Builder<'a> {
    pub(super) fn paragraph(&mut self, at: usize) {
        let block = self.raw[at].clone();
        let mut starts = vec![block.span.start];
        starts.extend(self.heads_in_lines(&block));
        if starts.len() == 1 {
            self.paragraph_part(block);
            return;
        }
        let spans = self.parts(&starts, block.span.end);
        let ranges = slices(&mut self.document.inlines, block.inlines.clone(), &spans);
        for (span, inlines) in spans.into_iter().zip(ranges) {
            self.paragraph_part(Block {
                span,
                inlines,
                ..block.clone()
            });
        }
    }

    /// The spans between one start and the next, without blanks and line ends at their ends.
    pub(super) fn parts(&self, starts: &[u32], end: u32) -> Vec<Bytes> {
        let ends = starts.iter().skip(1).copied().chain([end]);
        starts
            .iter()
            .zip(ends)
            .map(|(&start, end)| start..trimmed_end(self.source, &(start..end)))
            .collect()
    }

    /// Where lines of a paragraph begin the article that is due next: an editor left out the empty line.
    pub(super) fn heads_in_lines(&self, block: &Block) -> Vec<u32> {
        let breaks = self.breaks(&block.inlines);
        if breaks.is_empty() {
            return breaks;
        }
        let mut due = self.last_number.value;
        let mut splits = Vec::new();
        for start in std::iter::once(block.span.start).chain(breaks) {
            let line = self.source[start as usize..block.span.end as usize].trim_start_matches(is_blank);
            let line = line.trim_start_matches('*');
            let head = Some(line)
                .filter(|line| self.language.begins_like_head(line))
                .and_then(|line| self.language.head(line));
            if let Some(head) = head.filter(|head| head.level == Level::Article && head.clear && !head.is_sentence())
                && let Some(number) = head.number
            {
                let next = number.value == due + 1 || (number.value == due && number.branch > 0);
                if start > block.span.start && next {
                    splits.push(start);
                }
                due = number.value;
            }
        }
        splits
    }

    /// Where the lines of a run of inlines begin, but for the first.
    pub(super) fn breaks(&self, inlines: &std::ops::Range<u32>) -> Vec<u32> {
        self.document.inlines[inlines.start as usize..inlines.end as usize]
            .iter()
            .filter(|inline| matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak))
            .map(|inline| inline.end)
            .collect()
    }

    pub(super) fn paragraph_part(&mut self, block: Block) {
        let first = self.first_text(&block);
        if first.is_some_and(|first| first.starts_with(['#', '＃'])) && self.mistyped_heading(&block) {
            return;
        }
        if first.is_some_and(|first| self.may_begin_article(first)) {
            let text = self.text(&block);
            let plain = &*text.text;
            let skip = plain.len() - plain.trim_start_matches(is_blank).len();
            match self.language.head(&plain[skip..]) {
                Some(head) if head.level == Level::Article && self.begins_article(head) => {
                    self.run_in_article(&block, &text, skip, head);
                    return;
                }
                Some(_) => {}
                None => {
                    if let Some((length, expected)) = self.language.malformed_head(&plain[skip..], true) {
                        let span = text.source(&(skip..skip + length));
                        self.document.problems.push(Problem {
                            kind: ProblemKind::MalformedHead { expected },
                            span,
                        });
                    }
                }
            }
        }
        if self.source[block.span.start as usize..block.span.end as usize]
            .trim_matches(is_blank)
            .is_empty()
        {
            return;
        }
        self.lines(&block, block.inlines.clone(), block.span.clone(), 0);
    }

    /// `##第三十条`, `＃＃ 第三十条` or `#总则` alone: Markdown sees a paragraph, an editor means a heading, unless a `\` says otherwise.
    fn mistyped_heading(&mut self, block: &Block) -> bool {
        let text = self.text(block);
        if self.source[..text.source_start(0) as usize].ends_with('\\') {
            return false;
        }
        let line = &self.source[block.span.start as usize..block.span.end as usize];
        let plain = &*text.text;
        let hashes = plain.chars().take_while(|next| matches!(next, '#' | '＃')).count();
        let rest = plain.trim_start_matches(['#', '＃']);
        let label = rest.trim_start_matches(is_blank);
        let skip = plain.len() - label.len();
        let attributes = Attributes::read(line, block.span.start).map(Box::new);
        let end = attributes
            .as_ref()
            .and_then(|_| plain.rfind('{'))
            .unwrap_or(plain.len());
        let Some(head) = plain
            .get(skip..end)
            .and_then(|label| self.language.head(label))
            .filter(|head| !head.prose)
        else {
            return false;
        };
        if hashes > 6 || line.trim_end().contains('\n') {
            return false;
        }
        // A unit without a number has nothing but its title.
        let length = match head.number {
            Some(_) => head.length,
            None => plain[skip..end].trim_end().len(),
        };
        let written = &plain[skip..skip + length];
        self.document.problems.push(Problem {
            kind: ProblemKind::MalformedHead {
                expected: format!("{} {written}", "#".repeat(hashes)),
            },
            span: text.source(&(0..skip + length)),
        });
        match head.level {
            Level::Article => self.open_article(block, &text, skip, head, hashes as u8, attributes, end),
            _ => self.division(block, &text, skip, head, attributes, end),
        }
        true
    }

    /// The text of the first run, marks aside.
    pub(super) fn first_text(&self, block: &Block) -> Option<&'a str> {
        let inlines = &self.document.inlines[block.inlines.start as usize..block.inlines.end as usize];
        let first = inlines.iter().find(|inline| inline.kind == InlineKind::Text)?;
        Some(&self.source[first.start as usize..first.end as usize])
    }

    pub(super) fn may_begin_article(&self, text: &str) -> bool {
        let text = text.trim_start_matches(is_blank);
        self.language.begins_like_head(text)
    }

    pub(super) fn begins_article(&self, head: Head) -> bool {
        let next = head
            .number
            .is_some_and(|number| number.value == self.last_number.value + 1 && number.branch == 0);
        !head.is_sentence() && (head.clear || next)
    }

    pub(super) fn run_in_article(&mut self, block: &Block, text: &Text<'_>, skip: usize, head: Head) {
        // **第五条 标题** …: what the bold run holds beyond the label is the title.
        let inlines = &self.document.inlines[block.inlines.start as usize..block.inlines.end as usize];
        let bold_end = match inlines.first().map(|inline| inline.kind) {
            Some(InlineKind::StrongStart) => inlines
                .iter()
                .find(|inline| inline.kind == InlineKind::StrongEnd)
                .map(|inline| inline.end - 2),
            _ => None,
        };
        let label_end = skip + head.length;
        let title_end = bold_end
            .and_then(|end| {
                (label_end..=text.text.len())
                    .rev()
                    .find(|&at| text.text.is_char_boundary(at) && text.source_end(at) <= end)
            })
            .unwrap_or(label_end);
        self.close_items(block.span.start);
        self.open_article(block, text, skip, head, RUN_IN, None, title_end);
        // After a bold title the text begins at once; after a bare label a separator may stand between.
        let after_label = (label_end + head.gap).max(title_end);
        let rest = &text.text[after_label..];
        let body = after_label + rest.len() - rest.trim_start_matches(is_blank).len();
        if body >= text.text.len() {
            return;
        }
        let start = text.source_start(body);
        let range = slice_inlines(&mut self.document.inlines, block.inlines.clone(), start, block.span.end);
        self.lines(block, range, start..block.span.end, 0);
    }

    /// A paragraph's lines: plain text, items, fields.
    pub(super) fn lines(&mut self, block: &Block, inlines: std::ops::Range<u32>, span: Bytes, base: usize) {
        let breaks = self.breaks(&inlines);
        if breaks.is_empty() {
            self.line(block, inlines, span, base, Place::Block);
            return;
        }
        let mut starts = vec![span.start];
        let first = self.source[span.start as usize..span.end as usize]
            .trim_start_matches(is_blank)
            .trim_start_matches('*');
        // What will be open at each line, before anything is: the lines have to be cut first.
        let mut open = self.open.clone();
        match items::marker(first, self.language, &open, base, Place::Block) {
            Some(marker) => open.note(&marker, base),
            None if base == 0 => open.levels.clear(),
            None => {}
        }
        for &start in &breaks {
            let line = self.source[start as usize..span.end as usize].trim_start_matches(is_blank);
            let line = line.trim_start_matches('*');
            let found = items::marker(line, self.language, &open, 0, Place::Line);
            if let Some(marker) = &found {
                open.note(marker, 0);
            }
            if found.is_some() || (self.fields && field::begins_field(line, self.language)) {
                starts.push(start);
            }
        }
        if starts.len() == 1 {
            self.line(block, inlines, span, base, Place::Block);
            return;
        }
        let spans = self.parts(&starts, span.end);
        let ranges = slices(&mut self.document.inlines, inlines, &spans);
        for (index, (span, range)) in spans.into_iter().zip(ranges).enumerate() {
            // A later line may go on with any list that is open.
            let (place, base) = if index == 0 {
                (Place::Block, base)
            } else {
                (Place::Line, 0)
            };
            self.line(block, range, span, base, place);
        }
    }

    /// One line or a whole paragraph without items in it.
    pub(super) fn line(
        &mut self,
        block: &Block,
        inlines: std::ops::Range<u32>,
        span: Bytes,
        base: usize,
        place: Place,
    ) {
        let part = Block {
            inlines: inlines.clone(),
            span: span.clone(),
            ..block.clone()
        };
        if self.fields {
            let text = self.text(&part);
            // After a known label a further line may bear one that no pack knows.
            let follows = self.fields_in == Some(block.span.start);
            let found = field::read(&text, self.language, follows);
            if !found.is_empty() {
                self.fields_in = Some(block.span.start);
                self.add_fields(found, &span);
                return;
            }
        }
        let plausible = self
            .first_text(&part)
            .is_some_and(|text| self.language.may_begin_item(text.trim_start_matches(is_blank)));
        if plausible {
            let text = self.text(&part);
            let plain = &*text.text;
            let skip = plain.len() - plain.trim_start_matches(is_blank).len();
            if let Some(found) = items::marker(&plain[skip..], self.language, &self.open, base, place) {
                let marker_range =
                    text.source(&(skip..skip + plain[skip..skip + found.length].trim_end_matches(is_blank).len()));
                let marker = ItemMarker {
                    style: found.style,
                    family: found.family,
                    number: found.number,
                    start: marker_range.start,
                    end: marker_range.end,
                    mixed: found.mixed,
                };
                self.fields = false;
                let paragraph = self.paragraph;
                self.open
                    .item(marker, span.clone(), &mut self.document.blocks, base, paragraph);
                let body = skip + found.length;
                let start = if body < plain.len() {
                    text.source_start(body)
                } else {
                    span.end
                };
                let range = slice_inlines(&mut self.document.inlines, inlines, start, span.end);
                self.leaf(BlockKind::Paragraph, start..span.end, range);
                return;
            }
        }
        if base == 0 && !self.open.levels.is_empty() && !(place == Place::Block && self.item_goes_on(&span)) {
            self.close_items(span.start);
        }
        let natural = base == 0 && self.open.levels.is_empty();
        let index = self.leaf(BlockKind::Paragraph, span, inlines);
        if natural {
            self.paragraph = self.paragraph.saturating_add(1);
            self.document.blocks[index].unit.paragraph = self.paragraph;
        }
    }

    /// Whether a later paragraph goes on with the open list, so that the one at `span` is a continuation of its item.
    pub(super) fn item_goes_on(&self, span: &Bytes) -> bool {
        let after = self.raw.partition_point(|block| block.span.start <= span.start);
        let mut at = after;
        for _ in 0..3 {
            let Some(block) = self.raw.get(at) else { return false };
            let text = match block.kind {
                BlockKind::Paragraph => self.first_text(block),
                BlockKind::List { ordered: true } => self.raw.get(at + 1).map(|item| self.item_source(item).0),
                _ => None,
            };
            let Some(text) = text else { return false };
            let text = text.trim_start_matches(is_blank);
            if self.language.begins_like_head(text) && self.language.head(text).is_some_and(|head| !head.is_sentence())
            {
                return false;
            }
            if self.language.may_begin_item(text) {
                let mut found = self.language.markers(text).peekable();
                if found.peek().is_some() {
                    // The paragraph itself may be the item that lost its number.
                    return found.any(|marker| self.open.nearly_continues(&marker));
                }
            }
            at = block.end as usize;
        }
        false
    }
}
