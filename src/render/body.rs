//! The text of handbooks as HTML: what a writer knows while it writes a page, and where links lead.

use rustc_hash::FxHashSet;

use super::Shared;
use super::html::{decode, encode, escape, join, relative};
use super::places::{GLOSSARY, Location, PageKind, ROLES, term_anchor, unit_anchor, unit_heading_anchor};
use crate::model::{Chapter, Citation, Mark, MarkTarget, RoleId, Target, division_anchor};
use crate::syntax::{Bytes, Document};

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
        let start = self.links.partition_point(|link| link.block < block);
        let length = self.links[start..].partition_point(|link| link.block == block);
        &self.links[start..start + length]
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
    /// The page of a role, which repeats its article.
    Duties(RoleId),
}

/// Writes the text of one page.
pub(super) struct Writer<'a> {
    pub shared: &'a Shared<'a>,
    pub at: Location,
    pub purpose: Purpose,
    pub out: String,
    /// Put before anchors that are unique in their file only.
    pub prefix: String,
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
            anchors: FxHashSet::default(),
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
    pub fn reserve(&mut self, anchor: &str) {
        self.anchors.insert(anchor.to_owned());
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

    pub fn href(&self, page: super::places::PageId, anchor: Option<&str>) -> String {
        let to = Location {
            language: self.at.language,
            page,
        };
        self.shared.places.href(self.shared.handbook, self.at, to, anchor)
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
            LinkTo::Cited(Target::Article {
                text, article, unit, ..
            }) => {
                let anchor = unit_anchor(handbook, handbook.text(text), unit);
                let page = places.article_page(handbook, article, self.at.language)?;
                if self.purpose == Purpose::Print && self.on_print(handbook.article(article).regulation) {
                    return Some((fragment(&anchor), "citation"));
                }
                Some((self.href(page, Some(&anchor)), "citation"))
            }
            LinkTo::Cited(Target::Division { chapter, division }) => {
                let document = &handbook.chapter(chapter).document;
                let page = places.page_of(chapter);
                let anchor = division_anchor(document, division as usize);
                Some((self.href(page, Some(&anchor)), "citation"))
            }
            LinkTo::Cited(Target::External | Target::Missing(_) | Target::Unclear) => None,
        }
    }

    fn on_print(&self, regulation: crate::model::RegulationId) -> bool {
        self.shared.places.kind(self.at.page) == PageKind::Print(regulation)
    }

    /// Where a link that an author wrote in `chapter` leads; nothing where it is unsafe or leads nowhere.
    pub fn author_link(&self, chapter: &Chapter, target: &str) -> Option<String> {
        if !crate::syntax::html::is_safe_link(target) {
            return None;
        }
        if has_scheme(target) || target.starts_with("//") {
            return Some(target.to_owned());
        }
        let (path, anchor) = match target.split_once('#') {
            Some((path, anchor)) => (path, Some(decode(anchor))),
            None => (target, None),
        };
        let anchor = anchor.as_deref().filter(|anchor| !anchor.is_empty());
        if path.is_empty() {
            return self.anchor_link(chapter, anchor?);
        }
        let path = decode(path.split('?').next().unwrap_or(path));
        let full = join(&self.shared.handbook.sources.file(chapter.file).path, &path)?;
        if let Some(file) = full.strip_suffix(".md") {
            return self.chapter_link(file, anchor);
        }
        let handbook = self.shared.handbook;
        handbook.assets.binary_search(&full).ok()?;
        Some(relative(&self.shared.places.path(handbook, self.at), &full))
    }

    /// A link to an anchor of the same file or the same regulation.
    fn anchor_link(&self, chapter: &Chapter, anchor: &str) -> Option<String> {
        let (handbook, places) = (self.shared.handbook, &self.shared.places);
        if let Some(regulation) = chapter.regulation
            && let Some(article) = places.article_at(regulation, anchor)
        {
            let page = places.article_page(handbook, article, self.at.language)?;
            return Some(self.href(page, Some(anchor)));
        }
        has_division(&chapter.document, anchor).then(|| {
            let page = match (self.purpose, chapter.regulation) {
                (Purpose::Duties(_) | Purpose::Print, _) => self.page_of_path(&chapter.path),
                _ => None,
            };
            page.map_or_else(|| fragment(anchor), |page| self.href(page, Some(anchor)))
        })
    }

    /// A link to another source file, by its path without `.md` from the handbook's folder.
    fn chapter_link(&self, file: &str, anchor: Option<&str>) -> Option<String> {
        let handbook = self.shared.handbook;
        let (tag, path) = file.split_once('/')?;
        let language = handbook.language_ids().find(|&id| handbook.tag(id) == tag)?;
        let id = handbook.chapter_at(language, path).or_else(|| {
            handbook
                .language_ids()
                .find_map(|other| handbook.chapter_at(other, path))
        })?;
        let target = handbook.chapter(id);
        let anchor = anchor.filter(|anchor| {
            let article = target
                .regulation
                .and_then(|regulation| self.shared.places.article_at(regulation, anchor));
            article.is_some() || has_division(&target.document, anchor)
        });
        Some(self.href(self.shared.places.page_of(id), anchor))
    }

    fn page_of_path(&self, path: &str) -> Option<super::places::PageId> {
        let handbook = self.shared.handbook;
        let id = handbook
            .language_ids()
            .find_map(|language| handbook.chapter_at(language, path))?;
        Some(self.shared.places.page_of(id))
    }
}

fn fragment(anchor: &str) -> String {
    let mut href = "#".to_owned();
    encode(&mut href, anchor);
    href
}

fn has_division(document: &Document, anchor: &str) -> bool {
    (0..document.divisions.len()).any(|index| division_anchor(document, index) == anchor)
}

/// Whether a link names its scheme: `https:`, `mailto:`.
pub(super) fn has_scheme(target: &str) -> bool {
    let scheme = target.split_once(':').map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|next| next.is_ascii_alphanumeric() || "+-.".contains(next))
    })
}
