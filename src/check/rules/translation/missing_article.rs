//! RB502: articles that one language has and another, whose page is there, does not.

use super::pages::{Pages, title};
use crate::check::wording;
use crate::diagnostic::Findings;
use crate::model::{ArticleText, ChapterId, Handbook, LanguageId};
use crate::source::Span;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    if handbook.languages.len() < 2 {
        return;
    }
    let pages = Pages::new(handbook);
    for article in &handbook.articles {
        let Some((_, &id)) = article.texts.iter().next() else {
            continue;
        };
        let text = handbook.text(id);
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
