//! RB206: citations of, and links to, articles that are marked as repealed.

use rustc_hash::FxHashMap;

use super::all;
use super::broken_link::PlacedLink;
use crate::check::wording;
use crate::diagnostic::{Diagnostic, Findings};
use crate::model::{ArticleId, ArticleText, Handbook, LinkTarget, Target, TextId};
use crate::source::Span;

/// The text that marks each repealed article.
type Repealed = FxHashMap<ArticleId, TextId>;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let marked = handbook
        .text_ids()
        .filter(|&id| handbook.node(handbook.text(id)).is_repealed());
    let mut repealed: Repealed = FxHashMap::default();
    for id in marked {
        repealed.entry(handbook.text(id).article).or_insert(id);
    }
    if repealed.is_empty() {
        return;
    }
    for cited in all(handbook) {
        if cited.text.is_some_and(|text| repealed.contains_key(&text.article)) {
            continue;
        }
        for member in &cited.citation.members {
            let Target::Article { article, through, .. } = member.target else {
                continue;
            };
            let ends = std::iter::once(article).chain(through.filter(|through| *through != article));
            for mark in ends.filter_map(|end| repealed.get(&end)) {
                let finding = cited.finding("RB206", &member.span);
                findings.push(finish(handbook, finding, handbook.text(*mark)));
            }
        }
    }
    links(handbook, &repealed, findings);
}

fn links(handbook: &Handbook, repealed: &Repealed, findings: &mut Findings) {
    for (chapter, links) in super::broken_link::links(handbook) {
        for PlacedLink { link, .. } in links {
            let LinkTarget::Chapter {
                chapter: page,
                anchor: Some(anchor),
            } = handbook.link_target(chapter, &link.target)
            else {
                continue;
            };
            let target = handbook.article_at(page, &anchor);
            let Some(mark) = target.and_then(|text| repealed.get(&text.article)) else {
                continue;
            };
            let texts = &handbook.texts[chapter.texts.start as usize..chapter.texts.end as usize];
            let inside = texts.iter().any(|text| {
                let span = &handbook.node(text).span;
                span.contains(&link.span.start) && repealed.contains_key(&text.article)
            });
            if !inside {
                let written = &handbook.source(chapter)[link.span.start as usize..link.span.end as usize];
                let finding = Diagnostic::new("RB206", Span::new(chapter.file, link.span.clone()));
                findings.push(finish(
                    handbook,
                    finding.param("citation", written),
                    handbook.text(*mark),
                ));
            }
        }
    }
}

fn finish(handbook: &Handbook, finding: Diagnostic, mark: &ArticleText) -> Diagnostic {
    let place = handbook.span(mark, &handbook.node(mark).head);
    finding
        .param("article", wording::article(handbook, mark))
        .related("article", place)
}
