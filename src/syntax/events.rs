//! pulldown-cmark's events as a flat list of blocks with spans.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Attributes, Block, BlockKind, Inline, InlineKind, Link, Unit, emphasis};

/// Blocks as Markdown sees them, before units are told apart.
#[derive(Debug, Default)]
pub struct Markdown {
    pub blocks: Vec<Block>,
    pub inlines: Vec<Inline>,
    pub links: Vec<Link>,
    /// Attributes of headings, by block index, in order.
    pub attributes: Vec<(u32, Attributes)>,
}

struct Reader<'a> {
    text: &'a str,
    /// Offset of the body in the file.
    base: u32,
    raw: Markdown,
    open: Vec<usize>,
    leaf: Option<usize>,
    /// The leaf holds asterisks, so its emphasis has to be looked at again.
    stars: bool,
}

/// Reads the Markdown of `text` from `body` on. All spans are offsets in `text`.
pub fn read(text: &str, body: usize) -> Markdown {
    let mut reader = Reader {
        text,
        base: body as u32,
        raw: Markdown::default(),
        open: Vec::new(),
        leaf: None,
        stars: false,
    };
    let lines = text.len() / 60;
    reader.raw.blocks.reserve(lines);
    reader.raw.inlines.reserve(lines);
    for (event, range) in Parser::new_ext(&text[body..], options()).into_offset_iter() {
        reader.event(event, range.start as u32 + body as u32, range.end as u32 + body as u32);
    }
    reader.close_leaf();
    reader.raw
}

/// Old-style footnotes share a bit with the new ones, so the options are listed one by one.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, start: u32, end: u32) {
        match event {
            Event::Start(tag) => self.start(tag, start, end),
            Event::End(tag) => self.end(tag, end),
            Event::Text(text) => self.push_text(&text, start, end),
            Event::Code(_) => {
                let span = self.slice(start, end);
                let ticks = span.len() - span.trim_start_matches('`').len();
                let inner = span.get(ticks..span.len() - ticks).unwrap_or("");
                let lead = if inner.starts_with(' ') && inner.ends_with(' ') && !inner.trim().is_empty() {
                    1
                } else {
                    0
                };
                let start = start + (ticks + lead) as u32;
                self.push(InlineKind::Code, start, (end - (ticks + lead) as u32).max(start));
            }
            Event::Html(_) | Event::InlineHtml(_) => self.push(InlineKind::Html, start, end),
            Event::SoftBreak => self.push(InlineKind::SoftBreak, start, end),
            Event::HardBreak => self.push(InlineKind::HardBreak, start, end),
            Event::FootnoteReference(name) => {
                let link = self.link(&name, "", start, end);
                self.push(InlineKind::FootnoteRef(link), start, end);
            }
            Event::Rule => {
                self.close_leaf();
                self.add(BlockKind::Rule, start, end);
            }
            Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, start: u32, end: u32) {
        let inline = match &tag {
            Tag::Strong => Some(InlineKind::StrongStart),
            Tag::Emphasis => Some(InlineKind::EmphasisStart),
            Tag::Strikethrough => Some(InlineKind::StrikeStart),
            Tag::Link { dest_url, title, .. } => {
                let link = self.link(dest_url, title, start, end);
                Some(InlineKind::LinkStart(link))
            }
            Tag::Image { dest_url, title, .. } => {
                let link = self.link(dest_url, title, start, end);
                Some(InlineKind::ImageStart(link))
            }
            _ => None,
        };
        if let Some(kind) = inline {
            self.stars |= self.text.as_bytes().get(start as usize) == Some(&b'*');
            self.push(kind, start, end);
            return;
        }
        self.close_leaf();
        let kind = match tag {
            Tag::Paragraph => BlockKind::Paragraph,
            Tag::Heading { level, .. } => BlockKind::Heading(heading_level(level)),
            Tag::BlockQuote(_) => BlockKind::Quote,
            Tag::CodeBlock(kind) => {
                let _: CodeBlockKind<'_> = kind;
                BlockKind::Code
            }
            Tag::HtmlBlock => BlockKind::Html,
            Tag::List(first) => BlockKind::List {
                ordered: first.is_some(),
            },
            Tag::Item => BlockKind::Item(None),
            Tag::FootnoteDefinition(name) => {
                self.link(&name, "", start, end);
                BlockKind::Footnote
            }
            Tag::Table(_) => BlockKind::Table,
            Tag::TableHead => BlockKind::Row { head: true },
            Tag::TableRow => BlockKind::Row { head: false },
            Tag::TableCell => BlockKind::Cell,
            _ => BlockKind::Paragraph,
        };
        let index = self.add(kind, start, end);
        if let BlockKind::Heading(_) = kind
            && let Some(attributes) = Attributes::read(self.slice(start, end), start)
        {
            self.raw.attributes.push((index as u32, attributes));
        }
        match kind {
            BlockKind::Paragraph | BlockKind::Heading(_) | BlockKind::Code | BlockKind::Html | BlockKind::Cell => {
                self.open_leaf(index);
            }
            _ => self.open.push(index),
        }
    }

    fn end(&mut self, tag: TagEnd, end: u32) {
        let inline = match tag {
            TagEnd::Strong => Some(InlineKind::StrongEnd),
            TagEnd::Emphasis => Some(InlineKind::EmphasisEnd),
            TagEnd::Strikethrough => Some(InlineKind::StrikeEnd),
            TagEnd::Link => Some(InlineKind::LinkEnd),
            TagEnd::Image => Some(InlineKind::ImageEnd),
            _ => None,
        };
        if let Some(kind) = inline {
            self.push(kind, end, end);
            return;
        }
        let html = self.leaf.filter(|_| matches!(tag, TagEnd::HtmlBlock));
        self.close_leaf();
        if let Some(index) = html {
            self.text_after_comment(index);
        }
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::TableCell => {}
            _ => {
                if let Some(index) = self.open.pop() {
                    self.raw.blocks[index].end = self.raw.blocks.len() as u32;
                }
            }
        }
    }

    /// CommonMark takes the rest of a comment's line for HTML. To an editor it is text, and so it is read as such.
    fn text_after_comment(&mut self, index: usize) {
        let span = self.raw.blocks[index].span.clone();
        let text = self.text;
        let html = &text[span.start as usize..span.end as usize];
        let Some(end) = html
            .starts_with("<!--")
            .then(|| html.find("-->"))
            .flatten()
            .map(|end| end + 3)
        else {
            return;
        };
        if html[end..].trim().is_empty() {
            return;
        }
        let (end, from) = (span.start + end as u32, self.raw.blocks[index].inlines.start);
        self.raw.inlines.truncate(from as usize);
        self.raw.inlines.push(Inline {
            kind: InlineKind::Html,
            start: span.start,
            end,
        });
        let block = &mut self.raw.blocks[index];
        block.inlines.end = from + 1;
        block.span.end = end;
        let rest = &text[end as usize..span.end as usize];
        for (event, range) in Parser::new_ext(rest, options()).into_offset_iter() {
            self.event(event, range.start as u32 + end, range.end as u32 + end);
        }
    }

    fn add(&mut self, kind: BlockKind, start: u32, end: u32) -> usize {
        let index = self.raw.blocks.len();
        let inlines = self.raw.inlines.len() as u32;
        self.raw.blocks.push(Block {
            kind,
            span: start..end,
            inlines: inlines..inlines,
            end: index as u32 + 1,
            unit: Unit::default(),
        });
        index
    }

    fn open_leaf(&mut self, index: usize) {
        self.leaf = Some(index);
        self.stars = false;
    }

    fn close_leaf(&mut self) {
        let Some(index) = self.leaf.take() else {
            return;
        };
        let first = self.raw.blocks[index].inlines.start as usize;
        if self.stars {
            emphasis::repair(self.text, &mut self.raw.inlines, first);
        }
        let block = &mut self.raw.blocks[index];
        block.inlines.end = self.raw.inlines.len() as u32;
        if let Some(last) = self.raw.inlines.get(first..).and_then(<[Inline]>::last) {
            // Text of a tight list item has no paragraph of its own: its end is that of its text.
            block.span.end = block.span.end.max(last.end);
        }
    }

    fn push(&mut self, kind: InlineKind, start: u32, end: u32) {
        if self.leaf.is_none() {
            let index = self.add(BlockKind::Paragraph, start, end);
            self.open_leaf(index);
            self.stars = self.text.as_bytes().get(start as usize) == Some(&b'*');
        }
        self.raw.inlines.push(Inline { kind, start, end });
    }

    fn push_text(&mut self, text: &str, start: u32, end: u32) {
        let same = text.len() == (end - start) as usize;
        if same && self.leaf.is_some() {
            self.stars |= text.starts_with('*') || (text.len() > 1 && memchr::memchr(b'*', text.as_bytes()).is_some());
            let first = self.leaf.map_or(0, |leaf| self.raw.blocks[leaf].inlines.start as usize);
            let mergeable = self.raw.inlines.len() > first;
            if let Some(last) = self.raw.inlines.last_mut().filter(|_| mergeable)
                && last.kind == InlineKind::Text
                && last.end == start
            {
                last.end = end;
                return;
            }
        }
        if same {
            self.push(InlineKind::Text, start, end);
        } else {
            let link = self.link(text, "", start, end);
            self.push(InlineKind::Entity(link), start, end);
        }
        self.stars |= text.contains('*');
    }

    fn link(&mut self, target: &str, title: &str, start: u32, end: u32) -> u32 {
        self.raw.links.push(Link {
            target: target.into(),
            title: title.into(),
            span: start..end,
        });
        self.raw.links.len() as u32 - 1
    }

    fn slice(&self, start: u32, end: u32) -> &str {
        debug_assert!(start >= self.base);
        &self.text[start as usize..end as usize]
    }
}

fn heading_level(level: HeadingLevel) -> u8 {
    level as u8
}
