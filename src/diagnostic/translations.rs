//! What there is to do for the translations of a handbook.

use serde::Serialize;

/// How the translations of a handbook stand. Serialised into the JSON report as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Translations {
    /// One entry for each regulation and language that it is translated into.
    pub regulations: Vec<TranslationStats>,
    /// What is to be done, in the order of the regulations, of their articles and of the languages.
    pub work: Vec<TranslationTask>,
}

/// A regulation in a language that it is translated into: articles of the source by the state of their translations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TranslationStats {
    pub regulation: String,
    /// In the authoritative language.
    pub title: String,
    /// As `handbook.toml` writes its tag.
    pub language: String,
    /// Those of the source.
    pub articles: usize,
    /// Reviewed against the source as it is now.
    pub current: usize,
    pub missing: usize,
    pub untranslated: usize,
    pub stale: usize,
    pub unreviewed: usize,
}

/// An article to be translated or reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TranslationTask {
    /// Regulation and id, which `translations accept` takes.
    pub article: String,
    pub regulation: String,
    pub language: String,
    pub state: TranslationState,
    /// Those of the source.
    pub number: String,
    pub title: Option<String>,
    pub source: ArticlePlace,
    /// Nothing where it is missing.
    pub translation: Option<ArticlePlace>,
}

/// Why a translation needs work. Ordered with what is to be done first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TranslationState {
    /// The language does not have the article.
    Missing,
    /// It is there, in the language of the source.
    Untranslated,
    /// The source has changed since it was reviewed.
    Stale,
    /// Nobody has reviewed it.
    Unreviewed,
}

/// The line that an article's head stands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArticlePlace {
    /// From the handbook's folder, with `/`.
    pub path: String,
    /// Counted from 1.
    pub line: u32,
}

impl TranslationStats {
    /// Counts an article; nothing is to be done where it has no state.
    pub fn count(&mut self, state: Option<TranslationState>) {
        self.articles += 1;
        *match state {
            None => &mut self.current,
            Some(TranslationState::Missing) => &mut self.missing,
            Some(TranslationState::Untranslated) => &mut self.untranslated,
            Some(TranslationState::Stale) => &mut self.stale,
            Some(TranslationState::Unreviewed) => &mut self.unreviewed,
        } += 1;
    }
}
