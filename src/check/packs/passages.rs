//! The texts that patterns are held against: headings, blocks, and lines of front matter.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::config::pack::{PackRule, Part};
use crate::model::{ArticleText, Chapter, Citing, Handbook, TextId, in_block};
use crate::syntax::{Block, BlockKind, Bytes, Text};

/// A text of a chapter, and where it stands.
pub(super) struct Passage<'a> {
    content: Content<'a>,
    pub article: Option<&'a ArticleText>,
    pub text_id: Option<TextId>,
    /// Index of its block.
    block: Option<usize>,
    in_role_article: bool,
    is_duty: bool,
    is_heading: bool,
}

enum Content<'a> {
    Block(Text<'a>),
    /// A text whose marks were taken out, with the place of all of it.
    Line(&'a str, Bytes),
    FrontMatter(&'a str, Bytes),
}

/// The blocks that are duties. Nothing is gathered where no rule asks for them.
pub(super) type Duties = FxHashSet<(TextId, u32)>;

pub(super) fn duties(handbook: &Handbook, rules: &[&PackRule]) -> Duties {
    if !rules.iter().any(|rule| rule.scope.part == Part::Duties) {
        return Duties::default();
    }
    let articles = handbook.roles.iter().flat_map(|role| &role.articles);
    articles
        .flat_map(|article| article.duties.iter().map(|duty| (article.text, duty.block)))
        .collect()
}

/// Hands every text of a chapter to `look`. Articles that are no longer in force are left out.
pub(super) fn of(handbook: &Handbook, chapter: &Chapter, duties: &Duties, mut look: impl FnMut(&Passage<'_>)) {
    let document = &chapter.document;
    let source = handbook.source(chapter);
    if let Some(bytes) = &document.front_matter {
        front_matter(source, bytes, &mut look);
    }
    let title = document.title.iter().map(|title| (&*title.text, &title.span));
    let divisions = document
        .divisions
        .iter()
        .map(|division| (&*division.title, &division.head));
    for (text, span) in title.chain(divisions) {
        look(&Passage::heading(text, span.clone()));
    }
    for range in document.blocks_outside_articles() {
        for index in range.start as usize..range.end as usize {
            if let Some(passage) = Passage::block(handbook, chapter, index) {
                look(&passage);
            }
        }
    }
    for id in chapter.texts.clone().map(TextId) {
        let text = handbook.text(id);
        let node = handbook.node(text);
        if node.is_repealed() {
            continue;
        }
        let in_role_article = node.is_role_article();
        if let Some(title) = &node.title {
            look(&Passage::heading(&title.text, title.span.clone()).of(text, id, in_role_article));
        }
        for (index, _) in document.blocks_of(node) {
            if let Some(passage) = Passage::block(handbook, chapter, index) {
                let is_duty = duties.contains(&(id, index as u32));
                look(&Passage {
                    is_duty,
                    ..passage.of(text, id, in_role_article)
                });
            }
        }
    }
}

fn front_matter(source: &str, bytes: &Bytes, look: &mut impl FnMut(&Passage<'_>)) {
    let mut start = bytes.start;
    let text = source.get(bytes.start as usize..bytes.end as usize).unwrap_or_default();
    for line in text.split_inclusive('\n') {
        let length = line.trim_end().len() as u32;
        let content = Content::FrontMatter(line.trim_end(), start..start + length);
        look(&Passage::new(content, None, false));
        start += line.len() as u32;
    }
}

impl<'a> Passage<'a> {
    fn new(content: Content<'a>, block: Option<usize>, is_heading: bool) -> Self {
        Self {
            content,
            article: None,
            text_id: None,
            block,
            in_role_article: false,
            is_duty: false,
            is_heading,
        }
    }

    fn of(self, text: &'a ArticleText, id: TextId, in_role_article: bool) -> Self {
        Self {
            article: Some(text),
            text_id: Some(id),
            in_role_article,
            ..self
        }
    }

    fn heading(text: &'a str, span: Bytes) -> Self {
        Self::new(Content::Line(text, span), None, true)
    }

    fn block(handbook: &'a Handbook, chapter: &'a Chapter, index: usize) -> Option<Self> {
        let block: &Block = chapter
            .document
            .blocks
            .get(index)
            .filter(|block| !block.inlines.is_empty())?;
        let is_heading = matches!(block.kind, BlockKind::Heading(_));
        let text = handbook.block_text(chapter, block);
        Some(Self::new(Content::Block(text), Some(index), is_heading))
    }

    pub fn text(&self) -> &str {
        match &self.content {
            Content::Block(text) => &text.text,
            Content::Line(text, _) | Content::FrontMatter(text, _) => text,
        }
    }

    /// The place of a range of the text in the file.
    pub fn source(&self, range: &Range<usize>) -> Bytes {
        match &self.content {
            Content::Block(text) => text.source(range),
            Content::Line(_, span) => span.clone(),
            Content::FrontMatter(_, span) => span.start + range.start as u32..span.start + range.end as u32,
        }
    }

    pub fn is_in(&self, part: Part) -> bool {
        let is_front_matter = matches!(self.content, Content::FrontMatter(..));
        match part {
            Part::Text => !is_front_matter,
            Part::RoleArticles => self.in_role_article,
            Part::Duties => self.is_duty,
            Part::Headings => self.is_heading,
            Part::FrontMatter => is_front_matter,
        }
    }

    /// Whether a range is part of a citation of a work that the handbook does not hold.
    pub fn is_cited(&self, chapter: &Chapter, range: &Range<usize>) -> bool {
        let citations = self.article.map_or(&chapter.citations, |text| &text.citations);
        let Some(block) = self.block else { return false };
        let place = self.source(range);
        in_block(citations, block).iter().any(|citation| {
            let around = citation.span.start <= place.start && place.end <= citation.span.end;
            around && matches!(citation.citing, Citing::External(_))
        })
    }

    /// The text that leads in to the list that this text stands in.
    pub fn lead(&self, handbook: &Handbook, chapter: &Chapter) -> Option<String> {
        let blocks = &chapter.document.blocks;
        let index = self.block?;
        let first = self.article.map_or(0, |text| handbook.node(text).blocks.start as usize);
        let colons = &handbook.language(chapter.language).pack.roles.colons;
        let is_lead = |text: &String| colons.iter().any(|colon| text.trim_end().ends_with(colon.as_str()));
        let lists = (first..index).rev().filter(|&at| {
            let block = &blocks[at];
            matches!(block.kind, BlockKind::List { .. }) && block.end as usize > index
        });
        let before = |list: usize| blocks[first..list].iter().rev().find(|block| !block.inlines.is_empty());
        lists
            .filter_map(before)
            .map(|block| handbook.block_text(chapter, block).text.into_owned())
            .find(is_lead)
    }
}
