//! One Markdown file as a [`Document`]: units, blocks and inline text, each with its byte span, nothing lost.
//!
//! Once it is read, nothing in it depends on the language. Any text parses.

mod attributes;
mod comment;
mod emphasis;
mod events;
mod field;
pub mod html;
mod inline;
mod items;
mod structure;
pub mod svg;

use std::ops::Range;

pub use attributes::{Attribute, Attributes, FORMER};
pub use comment::Suppression;
pub use events::Markdown;
pub use field::{Field, FieldKey, Name};
pub use inline::{Inline, InlineKind, Link, Text};

use crate::language::{Language, Level, Number};

/// A range of bytes in the document's own text.
pub type Bytes = Range<u32>;

/// What one file says.
#[derive(Debug, Default)]
pub struct Document {
    /// The TOML between the `+++` lines at the top.
    pub front_matter: Option<Bytes>,
    /// The first heading that is no unit: the title of the page.
    pub title: Option<Heading>,
    pub divisions: Vec<Division>,
    pub articles: Vec<Article>,
    /// All blocks before their children, children right after their parent.
    pub blocks: Vec<Block>,
    pub inlines: Vec<Inline>,
    pub links: Vec<Link>,
    /// Fields of role articles.
    pub fields: Vec<Field>,
    pub suppressions: Vec<Suppression>,
    pub problems: Vec<Problem>,
}

/// A part of a document, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The heading of a part, chapter or section: index into [`Document::divisions`].
    Division(usize),
    /// Index into [`Document::articles`].
    Article(usize),
    /// Blocks that stand in no article.
    Blocks(Range<u32>),
}

/// A heading that is no unit, or a unit's own heading line.
#[derive(Debug, Clone)]
pub struct Heading {
    pub text: Box<str>,
    pub span: Bytes,
    pub attributes: Option<Box<Attributes>>,
}

/// A part, chapter or section.
#[derive(Debug)]
pub struct Division {
    pub level: Level,
    /// Nothing for those without a number (总则).
    pub number: Option<Number>,
    /// How many before it in the file have its level and number.
    pub repeats: u32,
    pub numeral: u8,
    pub title: Box<str>,
    /// The heading's line.
    pub head: Bytes,
    /// The label within it (第一章); empty without a number.
    pub label: Bytes,
    pub attributes: Option<Box<Attributes>>,
    /// Index of the first block after the heading.
    pub first_block: u32,
    /// Index of the first article in it or after it.
    pub first_article: u32,
}

/// An article as it stands in one file.
#[derive(Debug)]
pub struct Article {
    pub number: Number,
    /// Which of the pack's numerals wrote the number.
    pub numeral: u8,
    /// 第五条, Article 5.
    pub label: Bytes,
    /// The heading, or the label where the text runs on.
    pub head: Bytes,
    pub title: Option<Heading>,
    pub attributes: Option<Box<Attributes>>,
    /// Head and body.
    pub span: Bytes,
    /// Its blocks in the document.
    pub blocks: Range<u32>,
    /// Its fields in the document.
    pub fields: Range<u32>,
    /// Index of the innermost division that it stands in.
    pub division: Option<u32>,
    /// The role named by the title (营销协理岗位职责), as a range of the title's text.
    pub duties_of: Option<Range<usize>>,
}

impl Article {
    pub fn attribute(&self, key: &str) -> Option<&Attribute> {
        self.attributes.as_ref()?.get(key)
    }

    pub fn id(&self) -> Option<&Attribute> {
        self.attributes.as_ref()?.id.as_ref()
    }

    /// Whether it is the list of posts.
    pub fn is_roster(&self) -> bool {
        let attributes = self.attributes.as_ref();
        attributes.is_some_and(|attributes| attributes.classes.iter().any(|class| &*class.value == "roster"))
    }

    /// Whether it keeps its number but is no longer in force (`status=repealed`).
    pub fn is_repealed(&self) -> bool {
        self.attribute("status")
            .is_some_and(|status| &*status.value == "repealed")
    }

    /// Whether it gives a role its duties, by attribute or by its title.
    pub fn is_role_article(&self) -> bool {
        self.duties_of.is_some() || self.attribute("role").is_some()
    }
}

/// A block of the text.
#[derive(Debug, Clone)]
pub struct Block {
    pub kind: BlockKind,
    pub span: Bytes,
    /// Its inline text, for blocks that hold text themselves.
    pub inlines: Range<u32>,
    /// Index after its last descendant.
    pub end: u32,
    pub unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    Paragraph,
    /// A heading inside an article, or one that is no unit, with its level from 1.
    Heading(u8),
    List {
        ordered: bool,
    },
    /// A list item, whether Markdown or the text marked it. Without a marker it is a bullet.
    Item(Option<ItemMarker>),
    Quote,
    Code,
    Html,
    Table,
    Row {
        head: bool,
    },
    Cell,
    Footnote,
    Rule,
    /// Where the fields of a role article stand.
    Fields,
}

/// The number of an item as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemMarker {
    /// Index of the marker's style in the language pack.
    pub style: u8,
    /// Style of the list, whatever the punctuation.
    pub family: u8,
    pub number: u32,
    /// Where it stands.
    pub start: u32,
    pub end: u32,
    /// Its brackets do not match.
    pub mixed: bool,
}

/// Which unit of its article a block is; 0 where it is none of that level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit {
    /// The natural paragraph, or the one that leads in to an item.
    pub paragraph: u16,
    pub item: u16,
    pub subitem: u16,
}

/// Something in the text that a rule speaks about and that only the parser sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub kind: ProblemKind,
    pub span: Bytes,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// A heading that looks like a unit but is mistyped.
    MalformedHead { expected: String },
    /// An article's head in the middle of a paragraph.
    GluedHead { number: Number },
    /// HTML that the site would have to drop.
    DroppedHtml { tag: String },
}

/// Reads `text` as Markdown alone has it, before units, items and fields are told apart. Front matter is left out.
pub fn markdown(text: &str) -> Markdown {
    let (_, body) = comment::front_matter(text);
    events::read(text, body)
}

impl Document {
    /// Reads `text`. `language` is that of the folder the file lies in.
    pub fn parse(text: &str, language: &Language) -> Self {
        let (front_matter, body) = comment::front_matter(text);
        let raw = events::read(text, body);
        let mut document = structure::build(text, language, raw, front_matter);
        document.shrink();
        document
    }

    /// Gives back the room that lists have to grow: a handbook keeps thousands of documents.
    fn shrink(&mut self) {
        self.divisions.shrink_to_fit();
        self.articles.shrink_to_fit();
        self.blocks.shrink_to_fit();
        self.inlines.shrink_to_fit();
        self.links.shrink_to_fit();
        self.fields.shrink_to_fit();
        self.suppressions.shrink_to_fit();
        self.problems.shrink_to_fit();
    }

    /// Whether the front matter has its closing line; also false where other marks stand for it (`---`).
    pub fn front_matter_is_sound(&self, source: &str) -> bool {
        match &self.front_matter {
            Some(bytes) => comment::is_closed(source, bytes.end),
            None => source.lines().next().is_none_or(|line| line.trim_end() != "---"),
        }
    }

    /// The plain text of a block.
    pub fn text<'a>(&'a self, source: &'a str, block: &Block, spaced: bool) -> Text<'a> {
        let inlines = &self.inlines[block.inlines.start as usize..block.inlines.end as usize];
        Text::new(source, inlines, &self.links, spaced)
    }

    /// The blocks of an article with their indices.
    pub fn blocks_of<'a>(&'a self, article: &Article) -> impl Iterator<Item = (usize, &'a Block)> + use<'a> {
        let range = article.blocks.start as usize..article.blocks.end as usize;
        range.clone().zip(&self.blocks[range])
    }

    /// The runs of blocks that stand in no article: preambles, and the text of free pages.
    pub fn blocks_outside_articles(&self) -> impl Iterator<Item = Range<u32>> + use<'_> {
        let starts = std::iter::once(0).chain(self.articles.iter().map(|article| article.blocks.end));
        let ends = self
            .articles
            .iter()
            .map(|article| article.blocks.start)
            .chain([self.blocks.len() as u32]);
        starts
            .zip(ends)
            .filter(|(start, end)| start < end)
            .map(|(start, end)| start..end)
    }

    /// Headings of divisions, articles and what stands in no article, in the order of the text.
    pub fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        let (mut block, mut division, mut article) = (0_u32, 0, 0);
        loop {
            let next_division = self.divisions.get(division);
            if next_division.is_some_and(|next| next.first_block <= block && next.first_article as usize <= article) {
                parts.push(Part::Division(division));
                division += 1;
                continue;
            }
            if let Some(next) = self.articles.get(article).filter(|next| next.blocks.start <= block) {
                parts.push(Part::Article(article));
                block = block.max(next.blocks.end);
                article += 1;
                continue;
            }
            let ends = [
                next_division.map(|next| next.first_block),
                self.articles.get(article).map(|next| next.blocks.start),
            ];
            let end = ends.into_iter().flatten().min().unwrap_or(self.blocks.len() as u32);
            if end > block {
                parts.push(Part::Blocks(block..end));
                block = end;
            } else if division < self.divisions.len() {
                parts.push(Part::Division(division));
                division += 1;
            } else {
                return parts;
            }
        }
    }

    /// The inline text of a block.
    pub fn inlines_of(&self, block: &Block) -> &[Inline] {
        &self.inlines[block.inlines.start as usize..block.inlines.end as usize]
    }

    /// What of a block may hold no link of ours: links, images and code.
    pub fn quiet_spans(&self, block: &Block) -> Vec<Bytes> {
        let quiet = |inline: &&Inline| {
            matches!(
                inline.kind,
                InlineKind::LinkStart(_) | InlineKind::ImageStart(_) | InlineKind::Code
            )
        };
        let inlines = self.inlines_of(block).iter().filter(quiet);
        inlines.map(|inline| inline.start..inline.end).collect()
    }

    /// The fields of an article.
    pub fn fields_of(&self, article: &Article) -> &[Field] {
        &self.fields[article.fields.start as usize..article.fields.end as usize]
    }
}

#[cfg(test)]
mod tests;
