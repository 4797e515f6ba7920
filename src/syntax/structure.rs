//! Units and items: what a heading or the beginning of a paragraph says it is.

mod comments;
mod fields;
mod lists;
mod paragraphs;

use rustc_hash::FxHashMap;

use super::events::Markdown;
use super::items::{Open, leafless};
use super::{Article, Attributes, Block, BlockKind, Bytes, Division, Document, Heading, Problem, ProblemKind, Text};
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
    /// Start of the paragraph whose lines fields were last read from.
    fields_in: Option<u32>,
    last_number: Number,
    /// How many divisions have each level and number.
    divisions: FxHashMap<(Level, Option<Number>), u32>,
}

/// Turns Markdown's blocks into a document.
pub fn build(source: &str, language: &Language, raw: Markdown, front_matter: Option<Bytes>) -> Document {
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
        fields_in: None,
        last_number: Number::default(),
        divisions: FxHashMap::default(),
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
            BlockKind::Html => self.copy(at),
            _ => {
                self.close_items(self.raw[at].span.start);
                self.copy(at);
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
        self.attributes
            .next_if(|(index, _)| *index as usize == at)
            .map(|(_, found)| Box::new(found))
    }

    fn heading(&mut self, at: usize, level: u8) {
        let block = self.raw[at].clone();
        let attributes = self.attributes_of(at);
        let text = self.text(&block);
        let plain = self.without_attributes(&text, attributes.as_deref());
        let skip = plain.len() - plain.trim_start().len();
        let mut head = self.language.head(&plain[skip..]);
        self.close_items(block.span.start);
        if head.is_none()
            && let Some((length, expected)) = self.language.malformed_head(&plain[skip..], false)
        {
            // A mistyped label is read as what it means; one that lacks its unit word may be something else.
            if !expected.starts_with(plain[skip..skip + length].trim_end()) {
                let (gap, _) = self.language.gap(&plain[skip + length..]);
                head = self.language.head(&expected).map(|head| Head { length, gap, ..head });
            }
            let span = text.source(&(skip..skip + length));
            self.document.problems.push(Problem {
                kind: ProblemKind::MalformedHead { expected },
                span,
            });
        }
        match head {
            Some(head) if !head.prose && head.level == Level::Article => {
                self.open_article(&block, &text, skip, head, level, attributes, plain.len());
            }
            Some(head) if !head.prose => self.division(&block, &text, skip, head, attributes, plain.len()),
            _ => self.other_heading(at, &block, plain, level, attributes),
        }
    }

    /// A heading's text without attributes that end in a full-width brace, which Markdown takes for text.
    fn without_attributes<'t>(&mut self, text: &'t Text<'_>, attributes: Option<&Attributes>) -> &'t str {
        let plain = text.text.trim_end();
        let full_width = attributes
            .filter(|_| plain.ends_with('｝'))
            .map(|attributes| attributes.span.clone());
        let Some((span, open)) = full_width.zip(plain.rfind('{')) else {
            return plain;
        };
        self.document.problems.push(Problem {
            kind: ProblemKind::MalformedHead {
                expected: "}".to_owned(),
            },
            span: span.end - '｝'.len_utf8() as u32..span.end,
        });
        plain[..open].trim_end()
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
        if self
            .article_level
            .is_some_and(|article| level <= article || article == RUN_IN)
        {
            self.close_article(block.span.start);
        }
        self.copy(at);
    }

    fn division(
        &mut self,
        block: &Block,
        text: &Text<'_>,
        skip: usize,
        head: Head,
        attributes: Option<Box<Attributes>>,
        end: usize,
    ) {
        self.close_article(block.span.start);
        let label = skip..skip + head.length;
        let title = text.text[label.end + head.gap..end].trim_matches(is_blank);
        let known = self.divisions.entry((head.level, head.number)).or_default();
        let repeats = *known;
        *known += 1;
        let document = &mut self.document;
        document.divisions.push(Division {
            level: head.level,
            number: head.number,
            repeats,
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
        let start = (label.end + head.gap).min(title_end);
        let rest = &text.text[start..title_end];
        let title = rest.trim_matches(is_blank);
        let title_start = start + (title.as_ptr() as usize - rest.as_ptr() as usize);
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
            head: if level == RUN_IN {
                label.clone()
            } else {
                block.span.start..trimmed_end(self.source, &block.span)
            },
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

    fn leaf(&mut self, kind: BlockKind, span: Bytes, inlines: std::ops::Range<u32>) -> usize {
        let index = self.document.blocks.len();
        self.document.blocks.push(Block {
            inlines,
            ..leafless(kind, span, index)
        });
        index
    }

    /// A subtree as Markdown has it.
    fn copy(&mut self, at: usize) {
        let end = self.raw[at].end as usize;
        let shift = self.document.blocks.len() as i64 - at as i64;
        for block in &self.raw[at..end] {
            let mut block = block.clone();
            block.end = (i64::from(block.end) + shift) as u32;
            self.document.blocks.push(block);
        }
    }
}

/// The end of a span without trailing blanks and line ends.
fn trimmed_end(source: &str, span: &Bytes) -> u32 {
    span.start
        + source[span.start as usize..(span.end as usize).min(source.len())]
            .trim_end()
            .len() as u32
}
