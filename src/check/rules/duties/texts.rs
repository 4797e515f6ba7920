//! The duties of role articles with their plain text.

use std::cell::OnceCell;
use std::ops::Range;

use crate::language::Language;
use crate::model::{ArticleText, Handbook, RoleArticle, RoleId};
use crate::source::Span;
use crate::syntax::{BlockKind, Text};

/// A duty that stands under no other.
#[derive(Debug)]
pub struct DutyText<'a> {
    /// Its item's blocks: its own, its text's, those that stand under it.
    pub blocks: Range<u32>,
    /// Its number among the items of its paragraph.
    pub item: u16,
    pub text: Text<'a>,
    folded: OnceCell<String>,
}

/// The role articles of the roles that the handbook governs, those that are repealed left out, in the order of the roles.
pub fn role_articles(handbook: &Handbook) -> impl Iterator<Item = (RoleId, &RoleArticle)> {
    let roles = handbook.role_ids().filter(|&id| !handbook.role(id).external);
    let articles = roles.flat_map(|id| handbook.role(id).articles.iter().map(move |article| (id, article)));
    articles.filter(|(_, article)| !handbook.node(handbook.text(article.text)).is_repealed())
}

/// The duties of an article, in order.
pub fn duties<'a>(handbook: &'a Handbook, article: &RoleArticle) -> Vec<DutyText<'a>> {
    let chapter = handbook.chapter_of(handbook.text(article.text));
    let blocks = &chapter.document.blocks;
    let own = article.duties.iter().filter(|duty| !duty.nested);
    let texts = own.filter_map(|duty| {
        let item = &blocks[duty.block as usize];
        let first = blocks.get(duty.block as usize + 1)?;
        (duty.block + 1 < item.end && first.kind == BlockKind::Paragraph).then(|| DutyText {
            blocks: duty.block..item.end,
            item: item.unit.item,
            text: handbook.block_text(chapter, first),
            folded: OnceCell::new(),
        })
    });
    texts.collect()
}

/// The duties that stand in one list each.
pub fn lists<'s, 'a>(duties: &'s [DutyText<'a>]) -> impl Iterator<Item = &'s [DutyText<'a>]> {
    duties.chunk_by(|duty, next| duty.blocks.end == next.blocks.start)
}

impl DutyText<'_> {
    /// Whether it is one paragraph and no more.
    pub fn is_simple(&self) -> bool {
        self.blocks.end == self.blocks.start + 2
    }

    /// The text without blanks and marks around it, in lower case.
    pub fn folded(&self) -> &str {
        self.folded.get_or_init(|| {
            let bare = self.text.text.trim_matches(|letter: char| !letter.is_alphanumeric());
            bare.to_lowercase()
        })
    }

    /// Whether it is the clause that covers all other work, whatever follows its first comma.
    pub fn is_catch_all(&self, language: &Language) -> bool {
        let folded = self.folded();
        let clause = folded.split_once(['，', ',']).map(|(clause, _)| clause);
        language.is_catch_all(folded) || clause.is_some_and(|clause| language.is_catch_all(clause))
    }

    /// Where its text ends but for blanks and the marks that end an item.
    pub fn content_end(&self, language: &Language) -> usize {
        let words = &language.pack.duties;
        let text = self.text.text.trim_end();
        let marks = || words.between.iter().chain(&words.last);
        let mut content = text;
        while let Some(rest) = marks().find_map(|mark| content.strip_suffix(mark.as_str())) {
            content = rest.trim_end();
        }
        content.len()
    }

    /// Where its text stands, without the marks that end an item.
    pub fn span(&self, handbook: &Handbook, text: &ArticleText) -> Span {
        let language = handbook.language(text.language);
        handbook.span(text, &self.text.source(&(0..self.content_end(language))))
    }
}
