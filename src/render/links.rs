//! Links that authors write: to other files of the handbook, to places in them, and out of it.

use super::body::{Writer, fragment};
use super::html::{decode, join, relative};
use super::pages::other_language;
use super::places::{Location, PageKind, unit_anchor};
use crate::model::{ArticleId, Chapter, ChapterId, LinkTarget, division_anchor, leads_out};
use crate::syntax::{Attributes, Document, html as raw};

impl Writer<'_> {
    /// Where a link that an author wrote in `chapter` leads; nothing where it is unsafe or leads nowhere.
    pub(super) fn author_link(&self, chapter: &Chapter, target: &str) -> Option<String> {
        if !raw::is_safe_link(target) {
            return None;
        }
        if leads_out(target) {
            return Some(target.to_owned());
        }
        let handbook = self.shared.handbook;
        match handbook.link_target(chapter, target) {
            LinkTarget::Chapter { chapter, anchor } => self.chapter_link(chapter, anchor.as_deref()),
            LinkTarget::MissingAnchor { chapter, .. } => self.chapter_link(chapter, None),
            LinkTarget::Asset(path) => Some(relative(&self.shared.places.path(handbook, self.at), &path)),
            LinkTarget::MissingFile { .. } => self.other_language_link(chapter, target),
            LinkTarget::Elsewhere => {
                let role = handbook.role_by_id(target.strip_prefix('#')?)?;
                Some(self.href(self.shared.places.role_page(role), None))
            }
        }
    }

    /// A link to a file, or to a place on it, as the pages in this page's language show it.
    fn chapter_link(&self, id: ChapterId, anchor: Option<&str>) -> Option<String> {
        let (handbook, places) = (self.shared.handbook, &self.shared.places);
        let target = handbook.chapter(id);
        let page = places.page_of(id);
        let Some(anchor) = anchor else {
            return Some(self.href(page, None));
        };
        if let Some((article, anchor)) = self.article_anchor(target, anchor) {
            if let Some(here) = self.here(article, &anchor) {
                return Some(here);
            }
            let page = places.article_page(handbook, article, self.at.language)?;
            return Some(self.href(page, Some(&anchor)));
        }
        // What is no article has its anchor only where the page shows the file that the link names.
        let shown = places.shown_chapter(handbook, places.file_of(id), self.at.language)?;
        let there = std::ptr::eq(shown, target) || has_division(&shown.document, anchor);
        Some(self.href(page, there.then_some(anchor)))
    }

    /// The article that an anchor means, and the nearest anchor that it has on its page.
    fn article_anchor(&self, chapter: &Chapter, anchor: &str) -> Option<(ArticleId, String)> {
        let (handbook, places) = (self.shared.handbook, &self.shared.places);
        let regulation = chapter.regulation?;
        let article = places.article_at(regulation, anchor)?;
        let shown = places.shown_text(handbook, article, self.at.language)?;
        let text = handbook.text(shown);
        let document = &handbook.chapter_of(text).document;
        let mut units = document.blocks_of(handbook.node(text)).map(|(_, block)| block.unit);
        let exact = units.any(|unit| unit_anchor(handbook, text, unit) == anchor);
        let own = || handbook.article(article).key.to_string();
        Some((article, if exact { anchor.to_owned() } else { own() }))
    }

    /// A link to a file that only another language has: the page exists in every language.
    fn other_language_link(&self, chapter: &Chapter, target: &str) -> Option<String> {
        let (handbook, places) = (self.shared.handbook, &self.shared.places);
        let path = decode(target.split(['#', '?']).next()?);
        let full = join(&handbook.sources.file(chapter.file).path, &path)?;
        let (_, file) = full.strip_suffix(".md")?.split_once('/')?;
        let mut languages = handbook.language_ids();
        let id = languages.find_map(|language| handbook.chapter_at(language, file))?;
        Some(self.href(places.page_of(id), None))
    }

    /// The link to an anchor of an article where this page repeats the article and is not its own.
    pub(super) fn here(&self, article: ArticleId, anchor: &str) -> Option<String> {
        let (handbook, places) = (self.shared.handbook, &self.shared.places);
        let found = handbook.article(article);
        match places.kind(self.at.page) {
            PageKind::Print(regulation) => (regulation == found.regulation).then(|| fragment(anchor)),
            PageKind::SideBySide(file) => {
                let shown = handbook.text(places.shown_text(handbook, article, self.at.language)?);
                if places.file_of(shown.chapter) != file {
                    return None;
                }
                // A text in a third language is not shown, but its row is there.
                let columns = [self.at.language, other_language(self.at.language)];
                let there = columns.contains(&shown.language);
                Some(if there {
                    fragment(anchor)
                } else {
                    fragment(&found.key.to_string())
                })
            }
            _ => None,
        }
    }

    /// A page in this page's language, or a place on it.
    pub(super) fn href(&self, page: super::places::PageId, anchor: Option<&str>) -> String {
        let to = Location {
            language: self.at.language,
            page,
        };
        self.shared.places.href(self.shared.handbook, self.at, to, anchor)
    }
}

/// The id that an author gave a heading which is no unit.
pub(super) fn heading_id(heading: &str) -> Option<String> {
    // Nearly all headings have none, and looking for a brace is cheap.
    heading
        .contains("{#")
        .then(|| Attributes::read(heading, 0))??
        .id
        .map(|id| id.value.into())
}

/// Whether a document has a part, chapter or section with this anchor.
pub(super) fn has_division(document: &Document, anchor: &str) -> bool {
    (0..document.divisions.len()).any(|index| division_anchor(document, index) == anchor)
}
