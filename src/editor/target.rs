//! Where the things that a text speaks of are set out.

use super::article::label_span;
use super::occurrence::{Form, Occurrence, Occurrences, Symbol};
use crate::model::{Handbook, LanguageId, TextId};
use crate::source::{FileId, Span};

/// The places that set out what `at` speaks of, those in its own language first; from there, its counterparts.
pub fn definitions(handbook: &Handbook, at: &Occurrence) -> Vec<Span> {
    let language = language_of(handbook, at.span.file);
    match &at.symbol {
        Symbol::Article(article) => {
            let texts: Vec<_> = handbook.article(*article).texts.iter().collect();
            let own = texts.iter().find(|(own, _)| Some(*own) == language);
            match own.filter(|_| !at.defines) {
                Some((_, id)) => vec![label(handbook, **id)],
                None => others(texts.iter().map(|(_, id)| label(handbook, **id)), at),
            }
        }
        Symbol::Division(chapter, index) => {
            let chapter = handbook.chapter(*chapter);
            let division = chapter.document.divisions.get(*index as usize);
            let span = division.map(|division| Span::new(chapter.file, division.head.clone()));
            span.into_iter().collect()
        }
        Symbol::Page(chapter) => vec![Span::new(handbook.chapter(*chapter).file, 0..0)],
        Symbol::Role(role) => {
            let mut articles: Vec<_> = handbook.role(*role).articles.iter().collect();
            articles.sort_by_key(|article| (Some(article.language) != language, article.text));
            if let Some(language) = language {
                // Where its language states its duties, the others are a step further.
                let own = articles.iter().any(|article| article.language == language);
                articles.retain(|article| !own || article.language == language);
            }
            let articles = articles.iter().map(|article| label(handbook, article.text));
            others(articles.chain(entry(handbook, "roles.toml", &at.symbol)), at)
        }
        Symbol::Unit(_) => entry(handbook, "roles.toml", &at.symbol).into_iter().collect(),
        Symbol::Term(_) => entry(handbook, "glossary.toml", &at.symbol).into_iter().collect(),
        Symbol::Rule(_) => Vec::new(),
    }
}

fn others(places: impl Iterator<Item = Span>, at: &Occurrence) -> Vec<Span> {
    places.filter(|place| !(at.defines && *place == at.span)).collect()
}

fn label(handbook: &Handbook, text: TextId) -> Span {
    label_span(handbook, handbook.text(text))
}

/// The id at the head of its entry in a settings file.
fn entry(handbook: &Handbook, path: &str, symbol: &Symbol) -> Option<Span> {
    let file = handbook.sources.find(path)?;
    let all = Occurrences::new(handbook).in_file(file);
    let mut entries = all.into_iter().filter(|found| found.defines && found.form == Form::Id);
    Some(entries.find(|found| found.symbol == *symbol)?.span)
}

/// The language that a file is written in.
pub(super) fn language_of(handbook: &Handbook, file: FileId) -> Option<LanguageId> {
    let path = &handbook.sources.file(file).path;
    let (tag, _) = path.split_once('/')?;
    let mut languages = handbook.language_ids();
    languages.find(|&language| handbook.tag(language) == tag)
}
