//! RB502: articles that one language has and another, whose page is there, does not.

use rustc_hash::FxHashMap;

use super::pages::{Pages, title};
use crate::check::wording;
use crate::diagnostic::Findings;
use crate::model::{ArticleText, ChapterId, Handbook, LanguageId, RegulationId};
use crate::source::Span;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    if handbook.languages.len() < 2 {
        return;
    }
    let pages = Pages::new(handbook);
    let mut given: FxHashMap<Id<'_>, usize> = FxHashMap::default();
    for id in handbook.texts.iter().filter_map(|text| id_of(handbook, text)) {
        *given.entry(id).or_default() += 1;
    }
    for article in &handbook.articles {
        let Some((_, &id)) = article.texts.iter().next() else {
            continue;
        };
        let text = handbook.text(id);
        // An article whose id another one has found no partner: RB004 says so.
        if id_of(handbook, text).is_some_and(|id| given[&id] > 1) {
            continue;
        }
        for &language in &pages.languages {
            if article.texts.get(language).is_some() {
                continue;
            }
            let Some(page) = pages.get(&handbook.chapter_of(text).path, language) else {
                continue;
            };
            let finding = wording::finding(handbook, "RB502", text, &handbook.node(text).head)
                .param(
                    "regulation",
                    wording::regulation(handbook, text.regulation, text.language),
                )
                .param("article", wording::titled_article(handbook, text))
                .param("language", wording::language(handbook, language));
            findings.push(finding.related("counterpart", neighbour(handbook, text, language, page)));
        }
    }
}

/// An id and where it has to be the only one.
type Id<'a> = (RegulationId, LanguageId, &'a str);

fn id_of<'a>(handbook: &'a Handbook, text: &'a ArticleText) -> Option<Id<'a>> {
    let id = handbook.node(text).id()?;
    Some((text.regulation, text.language, &id.value))
}

/// Where the article would belong: the head of the one before it in that language, else the page's title.
fn neighbour(handbook: &Handbook, text: &ArticleText, language: LanguageId, page: ChapterId) -> Span {
    let texts = handbook.chapter_of(text).texts.clone();
    let own = texts.start as usize + text.node as usize;
    let before = handbook.texts[texts.start as usize..own].iter().rev();
    let counterpart = before
        .filter_map(|text| handbook.text_for(text.article, language))
        .next();
    counterpart.map_or_else(
        || title(handbook, page),
        |text| handbook.span(text, &handbook.node(text).head),
    )
}
