//! The text of handbooks as HTML: what a writer knows while it writes a page, and where links lead.

use rustc_hash::FxHashSet;

use super::Shared;
use super::html::{encode, escape};
use super::links::has_division;
use super::places::{GLOSSARY, Location, ROLES, term_anchor, unit_anchor, unit_heading_anchor};
use crate::model::{
    ArticleId, Chapter, Citation, InBlock, Mark, MarkTarget, RoleId, Target, division_anchor, in_block,
};
use crate::syntax::{Bytes, Document, Unit};

/// What a span of the text links to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum LinkTo {
    Mark(MarkTarget),
    Cited(Target),
}

/// A span of a block that becomes a link.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LinkSpan {
    pub block: u32,
    pub span: Bytes,
    pub to: LinkTo,
}

impl InBlock for LinkSpan {
    fn block(&self) -> u32 {
        self.block
    }
}

/// A chapter's text and what in it becomes a link.
pub(super) struct Passage<'a> {
    pub chapter: &'a Chapter,
    pub document: &'a Document,
    pub source: &'a str,
    /// Sorted by block and place.
    pub links: Vec<LinkSpan>,
}

impl<'a> Passage<'a> {
    pub fn new(shared: &Shared<'a>, chapter: &'a Chapter, marks: &[Mark], citations: &[Citation]) -> Self {
        let marks = marks.iter().map(|mark| LinkSpan {
            block: mark.block,
            span: mark.span.clone(),
            to: LinkTo::Mark(mark.to),
        });
        let cited = citations.iter().flat_map(|citation| {
            citation.members.iter().map(|member| LinkSpan {
                block: citation.block,
                span: member.span.clone(),
                to: LinkTo::Cited(member.target),
            })
        });
        let mut links: Vec<LinkSpan> = marks.chain(cited).collect();
        links.sort_by_key(|link| (link.block, link.span.start));
        Self {
            chapter,
            document: &chapter.document,
            source: shared.handbook.source(chapter),
            links,
        }
    }

    /// The links of a block.
    pub fn links_of(&self, block: u32) -> &[LinkSpan] {
        in_block(&self.links, block as usize)
    }

    pub fn text(&self, bytes: &Bytes) -> &'a str {
        &self.source[bytes.start as usize..bytes.end as usize]
    }
}

/// What a writer's page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The page of a source file: its anchors are the ones that links lead to.
    Read,
    /// All of a regulation on one page, for paper.
    Print,
    /// A file in two languages, side by side.
    Beside,
    /// The page of a role, which repeats its article.
    Duties(RoleId),
}

/// Anchors that the frames of pages have.
const FRAME_ANCHORS: [&str; 3] = ["page-main", "page-contents", "page-regulations"];

/// Writes the text of one page.
pub(super) struct Writer<'a> {
    pub shared: &'a Shared<'a>,
    pub at: Location,
    pub purpose: Purpose,
    pub out: String,
    /// Put before anchors that are unique in their file only.
    pub prefix: String,
    /// Anchors that headings of the page have, written already or not.
    pub living: FxHashSet<String>,
    anchors: FxHashSet<String>,
}

impl<'a> Writer<'a> {
    pub fn new(shared: &'a Shared<'a>, at: Location, purpose: Purpose) -> Self {
        Self {
            shared,
            at,
            purpose,
            out: String::new(),
            prefix: String::new(),
            living: FxHashSet::default(),
            anchors: FRAME_ANCHORS.iter().map(|&anchor| anchor.to_owned()).collect(),
        }
    }

    pub fn push(&mut self, html: &str) {
        self.out.push_str(html);
    }

    pub fn escape(&mut self, text: &str) {
        escape(&mut self.out, text);
    }

    pub fn word(&self, key: &'static str) -> &'static str {
        self.shared.words(self.at.language).get(key)
    }

    /// Notes that the page's frame has an anchor already.
    pub fn reserve(&mut self, anchor: Option<&str>) {
        self.anchors.extend(anchor.map(str::to_owned));
    }

    /// Whether nothing on the page has this anchor yet.
    pub fn is_free(&self, anchor: &str) -> bool {
        !self.anchors.contains(anchor)
    }

    /// Writes ` id="…"` unless the page has that anchor already, and says whether it did.
    pub fn id(&mut self, anchor: &str) -> bool {
        let fresh = self.anchors.insert(anchor.to_owned());
        if fresh {
            self.push(" id=\"");
            self.escape(anchor);
            self.push("\"");
        }
        fresh
    }

    /// Lets `write` write with `prefix` before anchors that are unique in their file only.
    pub fn prefixed(&mut self, prefix: &str, write: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.prefix, prefix.to_owned());
        write(self);
        self.prefix = outer;
    }

    /// Writes ` lang="…"` where `chapter` is not in the language of the page.
    pub fn lang(&mut self, chapter: &Chapter) {
        if chapter.language != self.at.language {
            self.push(" lang=\"");
            self.escape(self.shared.handbook.tag(chapter.language));
            self.push("\"");
        }
    }

    /// The link that readers copy to point at `anchor` on this page.
    pub fn permalink(&mut self, anchor: &str) {
        self.push("<a class=\"anchor\" href=\"#");
        encode(&mut self.out, anchor);
        self.push("\" aria-label=\"");
        let word = self.word("permalink");
        self.escape(word);
        self.push("\"></a>");
    }

    /// Where a recognised name or citation leads and its class; nothing where it stays text.
    pub fn destination(&self, to: LinkTo) -> Option<(String, &'static str)> {
        let (handbook, places) = (self.shared.handbook, &self.shared.places);
        match to {
            LinkTo::Mark(MarkTarget::Role(role)) => {
                let own = self.purpose == Purpose::Duties(role);
                (!own).then(|| (self.href(places.role_page(role), None), "role"))
            }
            LinkTo::Mark(MarkTarget::Term(term)) => {
                Some((self.href(GLOSSARY, Some(&term_anchor(handbook, term))), "term"))
            }
            LinkTo::Mark(MarkTarget::Unit(unit)) => {
                Some((self.href(ROLES, Some(&unit_heading_anchor(handbook, unit))), "unit"))
            }
            LinkTo::Cited(Target::Article { article, unit, .. }) => {
                let anchor = self.shown_anchor(article, unit)?;
                if let Some(here) = self.here(article, &anchor) {
                    return Some((here, "citation"));
                }
                let page = places.article_page(handbook, article, self.at.language)?;
                Some((self.href(page, Some(&anchor)), "citation"))
            }
            LinkTo::Cited(Target::Division { chapter, division }) => {
                let cited = handbook.chapter(chapter);
                let anchor = division_anchor(&cited.document, division as usize);
                let file = places.file_of(chapter);
                let shown = places.shown_chapter(handbook, file, self.at.language)?;
                // Divisions do not pair over languages: where the page has none like it, the link goes to one that has.
                let same = std::ptr::eq(shown, cited) || has_division(&shown.document, &anchor);
                let to = Location {
                    language: if same { self.at.language } else { cited.language },
                    page: places.page_of(chapter),
                };
                Some((places.href(handbook, self.at, to, Some(&anchor)), "citation"))
            }
            LinkTo::Cited(Target::External | Target::Missing(_) | Target::Unclear) => None,
        }
    }

    /// The anchor of a unit of an article as the pages in this page's language show it: the article's own where they
    /// have no such unit.
    fn shown_anchor(&self, article: ArticleId, unit: Unit) -> Option<String> {
        let handbook = self.shared.handbook;
        let shown = self.shared.places.shown_text(handbook, article, self.at.language)?;
        let text = handbook.text(shown);
        let document = &handbook.chapter_of(text).document;
        let exists = document
            .blocks_of(handbook.node(text))
            .any(|(_, block)| block.unit == unit);
        let unit = if exists { unit } else { Unit::default() };
        Some(unit_anchor(handbook, text, unit))
    }
}

pub(super) fn fragment(anchor: &str) -> String {
    let mut href = "#".to_owned();
    encode(&mut href, anchor);
    href
}
