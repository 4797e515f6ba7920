//! Names for articles whose numbers change: the anchor that an article had becomes its id, so that old links lead to it.

use std::collections::BTreeSet;

use super::articles::Articles;
use super::{Left, Reason};
use crate::check::rules::citations::links;
use crate::diagnostic::Edit;
use crate::language::Number;
use crate::model::{ArticleKey, Handbook, LinkTarget, TextId};
use crate::source::Span;

/// The names that articles get.
pub(super) struct Names {
    /// Of each group of texts.
    given: Vec<Option<String>>,
}

impl Names {
    pub fn new(articles: &Articles<'_>) -> Self {
        let groups = &articles.groups;
        let written: BTreeSet<String> = articles
            .texts()
            .filter_map(|text| articles.id(text).map(str::to_owned))
            .collect();
        let nameable = |texts: &[TextId]| {
            texts
                .iter()
                .all(|&text| articles.id(text).is_none() && heading_end(articles.handbook, articles, text).is_some())
        };
        let moves = |texts: &[TextId]| {
            let is_old = |text: &TextId| !articles.is_fresh(*text);
            let old = texts.iter().copied().find(is_old);
            old.map(|text| articles.written(text))
                .filter(|old| texts.iter().any(|&text| articles.number(text) != Some(*old)))
        };
        // Anchors that articles without a name will have. Nothing else may be called so.
        let mut claimed: BTreeSet<String> = BTreeSet::new();
        for texts in groups {
            let unnamed = texts.iter().any(|&text| articles.id(text).is_none());
            if unnamed && !nameable(texts) {
                claimed.extend(texts.first().and_then(|&text| articles.number(text)).map(anchor));
            }
        }
        let old = |texts: &Vec<TextId>| {
            let name = moves(texts).filter(|_| nameable(texts)).map(anchor)?;
            (!written.contains(&name) && !claimed.contains(&name)).then_some(name)
        };
        let mut given: Vec<Option<String>> = groups.iter().map(old).collect();
        let mut taken: BTreeSet<String> = given.iter().flatten().cloned().collect();
        taken.extend(written);
        for (texts, name) in groups.iter().zip(&mut given) {
            let number = texts.first().and_then(|&text| articles.number(text));
            let clash = number.filter(|&number| taken.contains(&anchor(number)));
            if let Some(number) = clash.filter(|_| name.is_none() && nameable(texts)) {
                let fresh = free(&taken, &format!("article-{number}"));
                taken.insert(fresh.clone());
                *name = Some(fresh);
            }
        }
        Self { given }
    }

    /// Whether an article gets a name.
    pub fn has(&self, articles: &Articles<'_>, text: TextId) -> bool {
        articles.group(text).is_some_and(|group| self.given[group].is_some())
    }

    /// The names at the headings, and the links that have to follow articles which can have none. Those that cannot, since
    /// their address stands elsewhere, are `left`.
    pub fn edits(&self, articles: &Articles<'_>, left: &mut Vec<Left>) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (texts, name) in articles.groups.iter().zip(&self.given) {
            let Some(name) = name else { continue };
            edits.extend(texts.iter().filter_map(|&text| write(articles, text, name)));
        }
        edits.extend(self.links(articles, left));
        edits
    }

    /// Links by number to articles that have no name and another number now.
    fn links(&self, articles: &Articles<'_>, left: &mut Vec<Left>) -> Vec<Edit> {
        let handbook = articles.handbook;
        let mut edits = Vec::new();
        for (chapter, links) in links(handbook) {
            for placed in links.iter().filter(|placed| placed.link.target.contains("#art-")) {
                let link = placed.link;
                let LinkTarget::Chapter { chapter: page, .. } = handbook.link_target(chapter, &link.target) else {
                    continue;
                };
                let page = handbook.chapter(page);
                let own = page.regulation.map(|id| handbook.regulation(id));
                if !own.is_some_and(|own| std::ptr::eq(own, articles.regulation)) {
                    continue;
                }
                let Some((length, text)) = self.link(articles, page.language, &link.target) else {
                    continue;
                };
                let source = &handbook.source(chapter)[link.span.start as usize..link.span.end as usize];
                let Some(at) = source.rfind("#art-") else {
                    left.push(Left::note(Span::new(chapter.file, link.span.clone()), Reason::Address));
                    continue;
                };
                let start = link.span.start + (at + "#art-".len()) as u32;
                edits.push(Edit {
                    span: Span::new(chapter.file, start..start + length as u32),
                    text,
                });
            }
        }
        edits
    }

    /// Length and replacement of the number in a link's address.
    fn link(
        &self,
        articles: &Articles<'_>,
        language: crate::model::LanguageId,
        target: &str,
    ) -> Option<(usize, String)> {
        let (_, fragment) = target.split_once("#art-")?;
        let length = fragment
            .find(|next: char| !next.is_ascii_digit() && next != '-')
            .unwrap_or(fragment.len());
        let old = Number::read(&fragment[..length])?;
        let text = articles.bearer(language, old)?;
        let new = articles.number(text).filter(|new| *new != old)?;
        // Who has a name keeps the anchor.
        if self.has(articles, text) || articles.id(text).is_some() {
            return None;
        }
        Some((length, new.to_string()))
    }
}

fn anchor(number: Number) -> String {
    ArticleKey::Numbered(number).to_string()
}

pub(super) fn free(taken: &BTreeSet<String>, wanted: &str) -> String {
    let mut names = std::iter::once(wanted.to_owned()).chain((2..).map(|time| format!("{wanted}-{time}")));
    names.find(|name| !taken.contains(name)).unwrap_or_default()
}

/// Where an id can be written behind an article's heading; nothing where it begins a paragraph.
fn heading_end(handbook: &Handbook, articles: &Articles<'_>, text: TextId) -> Option<Span> {
    let label = articles.label(text);
    let text = handbook.text(text);
    if let Some(attributes) = &handbook.node(text).attributes {
        let at = attributes.span.start + 1;
        return Some(handbook.span(text, &(at..at)));
    }
    end_of_heading(&handbook.sources.file(label.file).text, label)
}

/// The end of the heading line that begins before `label`, its closing marks aside.
pub(super) fn end_of_heading(source: &str, label: Span) -> Option<Span> {
    let before = &source[..label.start as usize];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = source[start..].lines().next()?;
    if !line.trim_start().starts_with('#') {
        return None;
    }
    let whole = line.trim_end();
    let open = whole.trim_end_matches('#').trim_end();
    let end = (start + if open.is_empty() { whole.len() } else { open.len() }) as u32;
    Some(Span::new(label.file, end..end))
}

fn write(articles: &Articles<'_>, text: TextId, name: &str) -> Option<Edit> {
    let handbook = articles.handbook;
    let span = heading_end(handbook, articles, text)?;
    let has_attributes = handbook.node(handbook.text(text)).attributes.is_some();
    let text = match has_attributes {
        true => format!("#{name} "),
        false => format!(" {{#{name}}}"),
    };
    Some(Edit { span, text })
}
