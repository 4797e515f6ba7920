//! What stands over an article: who cites it, and whom its role reports to.

use rustc_hash::FxHashMap;

use super::article::label_span;
use super::target::language_of;
use super::words::{Words, filled};
use crate::model::{ArticleId, Handbook, LanguageId, TextId};
use crate::source::{FileId, Span};

/// A line over an article that leads to other places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The article's label.
    pub span: Span,
    pub text: String,
    pub places: Vec<Span>,
}

/// A citation: the text that it stands in, and its place.
type Place = (TextId, Span);

/// The lines over the articles of a file, in order.
pub fn lenses(handbook: &Handbook, file: FileId, words: &Words) -> Vec<Lens> {
    let Some(chapter) = handbook.chapters.iter().find(|chapter| chapter.file == file) else {
        return Vec::new();
    };
    let Some(language) = language_of(handbook, file) else {
        return Vec::new();
    };
    let citing = citing(handbook, language);
    let mut superiors: FxHashMap<TextId, Vec<_>> = FxHashMap::default();
    for role in &handbook.roles {
        for article in role.articles.iter().filter(|article| article.language == language) {
            superiors.entry(article.text).or_default().extend(&role.superiors);
        }
    }
    let mut lenses = Vec::new();
    for id in chapter.texts.clone().map(TextId) {
        let text = handbook.text(id);
        let span = label_span(handbook, text);
        if let Some(places) = citing.get(&text.article) {
            lenses.push(Lens {
                span,
                text: words.cited.format(articles(places)),
                places: places.iter().map(|(_, place)| *place).collect(),
            });
        }
        if let Some(superiors) = superiors.get(&id).filter(|superiors| !superiors.is_empty()) {
            let names: Vec<&str> = superiors
                .iter()
                .map(|&role| handbook.role(role).name(language))
                .collect();
            let names = names.join(&handbook.language(language).pack.list_separator);
            let own = superiors
                .iter()
                .filter_map(|&role| handbook.role(role).article(language));
            lenses.push(Lens {
                span,
                text: filled(&words.reports_to, &[("names", &names)]),
                places: own
                    .map(|article| label_span(handbook, handbook.text(article.text)))
                    .collect(),
            });
        }
    }
    lenses
}

/// The citations of each article by others, in the texts of a language.
pub(super) fn citing(handbook: &Handbook, language: LanguageId) -> FxHashMap<ArticleId, Vec<Place>> {
    let mut found: FxHashMap<ArticleId, Vec<Place>> = FxHashMap::default();
    for id in handbook.text_ids() {
        let text = handbook.text(id);
        if text.language != language {
            continue;
        }
        for member in text.citations.iter().flat_map(|citation| &citation.members) {
            if let Some(article) = member.target.article().filter(|cited| *cited != text.article) {
                let span = handbook.span(text, &member.span);
                found.entry(article).or_default().push((id, span));
            }
        }
    }
    found
}

/// How many articles citations stand in.
pub(super) fn articles(places: &[Place]) -> usize {
    // They come in the order of the texts.
    places.chunk_by(|(one, _), (other, _)| one == other).count()
}
