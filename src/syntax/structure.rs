//! Units and items: what a heading or the beginning of a paragraph says it is.

use super::events::Raw;
use super::field::{self, FieldKey};
use super::inline::{slice_inlines, slices};
use super::items::{self, Open, Place, leafless};
use super::{
    Article, Attributes, Block, BlockKind, Bytes, Division, Document, Heading, InlineKind, ItemMarker, Problem,
    ProblemKind, Text, comment, html,
};
use crate::language::{Head, Language, Level, Number, is_blank};

/// A run-in article ends at any heading.
const RUN_IN: u8 = 7;
/// Lists nested deeper are kept as they are, without looking for markers in their lines.
const DEEPEST: usize = 12;

struct Builder<'a> {
    source: &'a str,
    language: &'a Language,
    /// Markdown's blocks; their inlines have moved to the document.
    raw: Vec<Block>,
    attributes: std::iter::Peekable<std::vec::IntoIter<(u32, Attributes)>>,
    document: Document,
    open: Open,
    /// Level of the open article's heading.
    article_level: Option<u8>,
    paragraph: u16,
    /// Fields may still come: a role article whose duties have not begun.
    fields: bool,
    last_number: Number,
}

/// Turns Markdown's blocks into a document.
pub fn build(source: &str, language: &Language, raw: Raw, front_matter: Option<Bytes>) -> Document {
    let document = Document {
        front_matter,
        inlines: raw.inlines,
        links: raw.links,
        blocks: Vec::with_capacity(raw.blocks.len() + raw.blocks.len() / 2),
        ..Document::default()
    };
    let mut builder = Builder {
        source,
        language,
        raw: raw.blocks,
        attributes: raw.attributes.into_iter().peekable(),
        document,
        open: Open::default(),
        article_level: None,
        paragraph: 0,
        fields: false,
        last_number: Number::default(),
    };
    let mut at = 0;
    while at < builder.raw.len() {
        builder.top_level(at);
        at = builder.raw[at].end as usize;
    }
    builder.close_article(source.len() as u32);
    builder.comments();
    builder.document
}

impl<'a> Builder<'a> {
    fn top_level(&mut self, at: usize) {
        let kind = self.raw[at].kind;
        match kind {
            BlockKind::Heading(level) => self.heading(at, level),
            BlockKind::Paragraph => self.paragraph(at),
            BlockKind::List { ordered } => self.list(at, ordered),
            BlockKind::Table if self.fields && self.field_table(at) => {}
            BlockKind::Html => self.copy(at, false),
            _ => {
                self.close_items(self.raw[at].span.start);
                self.copy(at, false);
            }
        }
    }

    /// The plain text of a Markdown block.
    fn text(&self, block: &Block) -> Text<'a> {
        // The document's links hold entities only for this text, so the text is made owned there.
        let inlines = &self.document.inlines[block.inlines.start as usize..block.inlines.end as usize];
        Text::new(self.source, inlines, &self.document.links, self.language.pack.spaced).detached(self.source)
    }

    fn attributes_of(&mut self, at: usize) -> Option<Box<Attributes>> {
        while self.attributes.next_if(|(index, _)| (*index as usize) < at).is_some() {}
        self.attributes.next_if(|(index, _)| *index as usize == at).map(|(_, found)| Box::new(found))
    }

    fn heading(&mut self, at: usize, level: u8) {
        let block = self.raw[at].clone();
        let attributes = self.attributes_of(at);
        let text = self.text(&block);
        let plain = text.text.trim_end();
        let skip = plain.len() - plain.trim_start().len();
        let head = self.language.head(&plain[skip..]);
        self.close_items(block.span.start);
        match head {
            Some(head) if !head.prose && head.level == Level::Article => {
                self.open_article(&block, &text, skip, head, level, attributes, plain.len());
            }
            Some(head) if !head.prose => self.division(&block, &text, skip, head, attributes),
            _ => {
                if head.is_none()
                    && let Some((length, expected)) = self.language.malformed_head(&plain[skip..], false)
                {
                    let span = text.source(&(skip..skip + length));
                    self.document.problems.push(Problem { kind: ProblemKind::MalformedHead { expected }, span });
                }
                self.other_heading(at, &block, plain, level, attributes);
            }
        }
    }

    fn other_heading(&mut self, at: usize, block: &Block, plain: &str, level: u8, attributes: Option<Box<Attributes>>) {
        let document = &mut self.document;
        let begins = document.title.is_none() && document.articles.is_empty() && document.divisions.is_empty();
        if begins {
            document.title = Some(Heading {
                text: plain.trim().into(),
                span: block.span.clone(),
                attributes,
            });
            return;
        }
        if self.article_level.is_some_and(|article| level <= article || article == RUN_IN) {
            self.close_article(block.span.start);
        }
        self.copy(at, false);
    }

    fn division(&mut self, block: &Block, text: &Text<'_>, skip: usize, head: Head, attributes: Option<Box<Attributes>>) {
        self.close_article(block.span.start);
        let label = skip..skip + head.length;
        let title = text.text[label.end..].trim_matches(|next: char| is_blank(next) || matches!(next, ':' | '：' | '.'));
        let document = &mut self.document;
        document.divisions.push(Division {
            level: head.level,
            number: head.number,
            numeral: head.numeral,
            title: title.into(),
            head: block.span.start..trimmed_end(self.source, &block.span),
            label: text.source(&label),
            attributes,
            first_block: document.blocks.len() as u32,
            first_article: document.articles.len() as u32,
        });
    }

    #[allow(clippy::too_many_arguments)]
    fn open_article(
        &mut self,
        block: &Block,
        text: &Text<'_>,
        skip: usize,
        head: Head,
        level: u8,
        attributes: Option<Box<Attributes>>,
        title_end: usize,
    ) {
        self.close_article(block.span.start);
        let label = skip..skip + head.length;
        let rest = &text.text[label.end..title_end];
        let title = rest.trim_matches(|next: char| is_blank(next) || matches!(next, ':' | '：'));
        let title_start = label.end + (title.as_ptr() as usize - rest.as_ptr() as usize);
        let title = (!title.is_empty()).then(|| Heading {
            text: title.into(),
            span: text.source(&(title_start..title_start + title.len())),
            attributes: None,
        });
        let duties_of = title.as_ref().and_then(|title| self.language.duties_of(&title.text));
        let document = &mut self.document;
        let label = text.source(&label);
        let article = Article {
            number: head.number.unwrap_or_default(),
            numeral: head.numeral,
            head: if level == RUN_IN { label.clone() } else { block.span.start..trimmed_end(self.source, &block.span) },
            label,
            title,
            attributes,
            span: block.span.clone(),
            blocks: document.blocks.len() as u32..document.blocks.len() as u32,
            fields: document.fields.len() as u32..document.fields.len() as u32,
            division: document.divisions.len().checked_sub(1).map(|last| last as u32),
            duties_of,
        };
        self.last_number = article.number;
        self.fields = article.is_role_article();
        self.article_level = Some(level);
        self.paragraph = 0;
        document.articles.push(article);
    }

    fn close_items(&mut self, end: u32) {
        let end = end.min(trimmed_end(self.source, &(0..end)));
        self.open.close(0, &mut self.document.blocks, end);
    }

    fn close_article(&mut self, end: u32) {
        self.close_items(end);
        self.fields = false;
        if self.article_level.take().is_none() {
            return;
        }
        let (blocks, fields) = (self.document.blocks.len() as u32, self.document.fields.len() as u32);
        if let Some(article) = self.document.articles.last_mut() {
            article.blocks.end = blocks;
            article.fields.end = fields;
            article.span.end = trimmed_end(self.source, &(article.span.start..end));
        }
    }

    fn paragraph(&mut self, at: usize) {
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
            self.paragraph_part(Block { span, inlines, ..block.clone() });
        }
    }

    /// The spans between one start and the next, without blanks and line ends at their ends.
    fn parts(&self, starts: &[u32], end: u32) -> Vec<Bytes> {
        let ends = starts.iter().skip(1).copied().chain([end]);
        starts.iter().zip(ends).map(|(&start, end)| start..trimmed_end(self.source, &(start..end))).collect()
    }

    /// Where lines of a paragraph begin the article that is due next: an editor left out the empty line.
    fn heads_in_lines(&self, block: &Block) -> Vec<u32> {
        let breaks = self.breaks(&block.inlines);
        if breaks.is_empty() {
            return breaks;
        }
        let mut due = self.last_number.value;
        let mut splits = Vec::new();
        for start in std::iter::once(block.span.start).chain(breaks) {
            let line = self.source[start as usize..block.span.end as usize].trim_start_matches(is_blank);
            let line = line.trim_start_matches('*');
            let head = Some(line).filter(|line| self.language.begins_like_head(line)).and_then(|line| self.language.head(line));
            if let Some(head) = head.filter(|head| head.level == Level::Article && head.clear && !head.prose)
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
    fn breaks(&self, inlines: &std::ops::Range<u32>) -> Vec<u32> {
        self.document.inlines[inlines.start as usize..inlines.end as usize]
            .iter()
            .filter(|inline| matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak))
            .map(|inline| inline.end)
            .collect()
    }

    fn paragraph_part(&mut self, block: Block) {
        let first = self.first_text(&block);
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
                        self.document.problems.push(Problem { kind: ProblemKind::MalformedHead { expected }, span });
                    }
                }
            }
        }
        if self.source[block.span.start as usize..block.span.end as usize].trim_matches(is_blank).is_empty() {
            return;
        }
        self.lines(&block, block.inlines.clone(), block.span.clone(), 0);
    }

    /// The text of the first run, marks aside.
    fn first_text(&self, block: &Block) -> Option<&'a str> {
        let inlines = &self.document.inlines[block.inlines.start as usize..block.inlines.end as usize];
        let first = inlines.iter().find(|inline| inline.kind == InlineKind::Text)?;
        Some(&self.source[first.start as usize..first.end as usize])
    }

    fn may_begin_article(&self, text: &str) -> bool {
        let text = text.trim_start_matches(is_blank);
        self.language.begins_like_head(text)
    }

    fn begins_article(&self, head: Head) -> bool {
        let next = head.number.is_some_and(|number| number.value == self.last_number.value + 1 && number.branch == 0);
        !head.prose && (head.clear || next)
    }

    fn run_in_article(&mut self, block: &Block, text: &Text<'_>, skip: usize, head: Head) {
        // **第五条 标题** …: what the bold run holds beyond the label is the title.
        let inlines = &self.document.inlines[block.inlines.start as usize..block.inlines.end as usize];
        let bold_end = match inlines.first().map(|inline| inline.kind) {
            Some(InlineKind::StrongStart) => inlines.iter().find(|inline| inline.kind == InlineKind::StrongEnd).map(|inline| inline.end - 2),
            _ => None,
        };
        let label_end = skip + head.length;
        let title_end = bold_end
            .and_then(|end| (label_end..=text.text.len()).rev().find(|&at| text.text.is_char_boundary(at) && text.source_end(at) <= end))
            .unwrap_or(label_end);
        self.close_items(block.span.start);
        self.open_article(block, text, skip, head, RUN_IN, None, title_end);
        let rest = &text.text[title_end..];
        let body = title_end + rest.len() - rest.trim_start_matches(is_blank).len();
        if body >= text.text.len() {
            return;
        }
        let start = text.source_start(body);
        let range = slice_inlines(&mut self.document.inlines, block.inlines.clone(), start, block.span.end);
        self.lines(block, range, start..block.span.end, 0);
    }

    /// A paragraph's lines: plain text, items, fields.
    fn lines(&mut self, block: &Block, inlines: std::ops::Range<u32>, span: Bytes, base: usize) {
        let breaks = self.breaks(&inlines);
        if breaks.is_empty() {
            self.line(block, inlines, span, base, Place::Block);
            return;
        }
        let mut starts = vec![span.start];
        let first = self.source[span.start as usize..span.end as usize].trim_start_matches(is_blank).trim_start_matches('*');
        let mut last = items::marker(first, self.language, &self.open, base, Place::Block);
        for &start in &breaks {
            let line = self.source[start as usize..span.end as usize].trim_start_matches(is_blank);
            let line = line.trim_start_matches('*');
            let found = items::line_marker(line, self.language, &self.open, last);
            let is_field = self.fields && self.language.field(line).is_some();
            if found.is_some() || is_field {
                starts.push(start);
                last = found.or(last);
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
            let (place, base) = if index == 0 { (Place::Block, base) } else { (Place::Line, 0) };
            self.line(block, range, span, base, place);
        }
    }

    /// One line or a whole paragraph without items in it.
    fn line(&mut self, block: &Block, inlines: std::ops::Range<u32>, span: Bytes, base: usize, place: Place) {
        let part = Block { inlines: inlines.clone(), span: span.clone(), ..block.clone() };
        if self.fields {
            let text = self.text(&part);
            let found = field::read(&text, self.language, false);
            if !found.is_empty() {
                self.add_fields(found, &span);
                return;
            }
        }
        let plausible = self.first_text(&part).is_some_and(|text| self.language.may_begin_item(text.trim_start_matches(is_blank)));
        if plausible {
            let text = self.text(&part);
            let plain = &*text.text;
            let skip = plain.len() - plain.trim_start_matches(is_blank).len();
            if let Some(found) = items::marker(&plain[skip..], self.language, &self.open, base, place) {
                let marker_range = text.source(&(skip..skip + plain[skip..skip + found.length].trim_end_matches(is_blank).len()));
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
                self.open.item(marker, span.clone(), &mut self.document.blocks, base, paragraph);
                let body = skip + found.length;
                let start = if body < plain.len() { text.source_start(body) } else { span.end };
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
    fn item_goes_on(&self, span: &Bytes) -> bool {
        let after = self.raw.partition_point(|block| block.span.start <= span.start);
        let mut at = after;
        for _ in 0..3 {
            let Some(block) = self.raw.get(at).filter(|block| block.kind == BlockKind::Paragraph) else {
                return false;
            };
            let Some(text) = self.first_text(block) else { return false };
            let text = text.trim_start_matches(is_blank);
            if self.language.begins_like_head(text) && self.language.head(text).is_some_and(|head| !head.prose) {
                return false;
            }
            if self.language.may_begin_item(text) {
                let mut found = self.language.markers(text).peekable();
                if found.peek().is_some() {
                    return found.any(|marker| self.open.continues(&marker, 0));
                }
            }
            at = block.end as usize;
        }
        false
    }

    fn leaf(&mut self, kind: BlockKind, span: Bytes, inlines: std::ops::Range<u32>) -> usize {
        let index = self.document.blocks.len();
        self.document.blocks.push(Block { inlines, ..leafless(kind, span, index) });
        index
    }

    /// A Markdown list: its items with their markers, and the lines that should have been items.
    fn list(&mut self, at: usize, ordered: bool) {
        if self.fields && !ordered && self.field_list(at) {
            return;
        }
        if ordered {
            self.fields = false;
        }
        let list = self.raw[at].clone();
        // A Markdown list after items written as paragraphs belongs to the last of them.
        let base = self.open.levels.len();
        if base >= DEEPEST {
            self.copy(at, false);
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
        if !goes_on || base > 0 {
            self.open.close(base, &mut self.document.blocks, end);
        }
        if base == 0 {
            self.close_items(end);
        }
    }

    /// Whether a Markdown list continues the list of lines that is open.
    fn list_goes_on(&self, at: usize) -> bool {
        let item = &self.raw[at + 1];
        let text = &self.source[item.span.start as usize..item.span.end as usize];
        let level = self.open.levels.first();
        self.language
            .markers(text)
            .any(|marker| level.is_some_and(|level| level.family == Some(marker.family) && marker.number == level.number + 1))
    }

    fn list_item(&mut self, at: usize, item: &Block, ordered: bool, base: usize, first: bool) {
        let source = &self.source[item.span.start as usize..item.span.end as usize];
        let mut inlines = None;
        let mut marker = None;
        if ordered {
            let found = self.language.markers(source).next();
            let digits = source.bytes().take_while(u8::is_ascii_digit).count();
            marker = Some(ItemMarker {
                style: found.map_or(u8::MAX, |found| found.style),
                family: found.map_or(u8::MAX, |found| found.family),
                number: found.map_or_else(|| source[..digits].parse().unwrap_or(0), |found| found.number),
                start: item.span.start,
                end: item.span.start + digits as u32 + 1,
                mixed: false,
            });
        } else if let Some(child) = self.raw.get(at + 1).filter(|child| child.kind == BlockKind::Paragraph && at + 1 < item.end as usize) {
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
                    self.open.close(base, &mut self.document.blocks, trimmed_end(self.source, &list.span));
                }
                _ => self.copy(child, true),
            }
            child = block.end as usize;
        }
    }

    /// The lines of a Markdown item: the first is its text; a later one may be the next item (`10.负责`).
    fn item_lines(&mut self, block: &Block, inlines: std::ops::Range<u32>, span: Bytes) {
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

    /// A list of fields: all items that are none stay a list.
    fn field_list(&mut self, at: usize) -> bool {
        let list = self.raw[at].clone();
        let mut found = Vec::new();
        let mut known = false;
        let mut child = at + 1;
        while child < list.end as usize {
            let item = self.raw[child].clone();
            let Some(text) = self.raw.get(child + 1).filter(|_| child + 1 < item.end as usize).map(|block| self.text(block)) else {
                return false;
            };
            let fields = field::read(&text, self.language, true);
            if fields.is_empty() {
                return false;
            }
            known |= fields.iter().any(|field| field.key.is_some());
            found.extend(fields);
            child = item.end as usize;
        }
        if known {
            let span = list.span.start..trimmed_end(self.source, &list.span);
            self.add_fields(found, &span);
        }
        known
    }

    fn field_table(&mut self, at: usize) -> bool {
        let table = self.raw[at].clone();
        let mut found = Vec::new();
        let mut child = at + 1;
        while child < table.end as usize {
            let row = self.raw[child].clone();
            let cells: Vec<usize> = (child + 1..row.end as usize).collect();
            let [label, value] = cells[..] else { return false };
            let (label, value) = (self.text(&self.raw[label]), self.text(&self.raw[value]));
            found.extend(field::read_row(&label, &value, self.language));
            child = row.end as usize;
        }
        let any = !found.is_empty();
        if any {
            self.add_fields(found, &table.span);
        }
        any
    }

    fn add_fields(&mut self, fields: Vec<field::Field>, span: &Bytes) {
        let merged = self.document.blocks.last_mut().filter(|block| block.kind == BlockKind::Fields);
        match merged {
            Some(block) => block.span.end = span.end,
            None => {
                self.leaf(BlockKind::Fields, span.clone(), 0..0);
            }
        }
        debug_assert!(fields.iter().all(|field| field.key.is_none_or(|key| FieldKey::ALL.contains(&key))));
        self.document.fields.extend(fields);
    }

    /// A subtree as Markdown has it.
    fn copy(&mut self, at: usize, _inside: bool) {
        let end = self.raw[at].end as usize;
        let shift = self.document.blocks.len() as i64 - at as i64;
        for block in &self.raw[at..end] {
            let mut block = block.clone();
            block.end = (i64::from(block.end) + shift) as u32;
            self.document.blocks.push(block);
        }
    }

    /// Comments to the checker, and HTML that cannot be shown.
    fn comments(&mut self) {
        let mut runs: Vec<Bytes> = Vec::new();
        for inline in self.document.inlines.iter().filter(|inline| inline.kind == InlineKind::Html) {
            match runs.last_mut() {
                Some(last) if last.end == inline.start => last.end = inline.end,
                _ => runs.push(inline.start..inline.end),
            }
        }
        runs.sort_by_key(|run| run.start);
        runs.dedup();
        for run in runs {
            let text = &self.source[run.start as usize..run.end as usize];
            if text.starts_with("<!--") {
                if let Some(mut found) = comment::suppression(text, run.start) {
                    found.target = self.target(found.span.end);
                    self.document.suppressions.push(found);
                }
            } else if let Some((tag, range)) = html::dropped(text) {
                let span = run.start + range.start as u32..run.start + range.end as u32;
                self.document.problems.push(Problem { kind: ProblemKind::DroppedHtml { tag }, span });
            }
        }
    }

    /// The article, or else the block, that begins next after `offset`.
    fn target(&self, offset: u32) -> Bytes {
        let rest = &self.source[offset as usize..];
        let next = offset + (rest.len() - rest.trim_start().len()) as u32;
        let document = &self.document;
        let article = document.articles.iter().find(|article| article.head.start >= offset);
        if let Some(article) = article.filter(|article| article.head.start <= next || article.span.start <= next) {
            return article.span.clone();
        }
        let division = document.divisions.iter().find(|division| division.head.start == next);
        if let Some(division) = division {
            return division.head.clone();
        }
        document
            .blocks
            .iter()
            .filter(|block| block.kind != BlockKind::Html && !matches!(block.kind, BlockKind::List { .. }))
            .find(|block| block.span.end > next)
            .map_or(next..next, |block| block.span.start.min(next)..block.span.end)
    }
}

/// The end of a span without trailing blanks and line ends.
fn trimmed_end(source: &str, span: &Bytes) -> u32 {
    span.start + source[span.start as usize..(span.end as usize).min(source.len())].trim_end().len() as u32
}
