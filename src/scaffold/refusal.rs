//! Why an article, a chapter or a regulation cannot be added.

use super::Words;
use crate::diagnostic::fill;

/// Why something cannot be added, with what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No regulation has this id.
    NoRegulation(String),
    /// The regulation has no such article.
    NoArticle(String),
    /// The regulation has no such chapter, or no article in it.
    NoChapter(String),
    /// An id has ASCII letters, digits and hyphens.
    Malformed(String),
    /// Another article or regulation, or a file of it, is called so.
    Taken(String),
    /// Titles are missing in these languages.
    Untitled(String),
    /// The article to stand after is not there in this language.
    Untranslated(String),
    /// The regulation is a single file and has no chapters of its own.
    Whole(String),
    /// Another chapter follows in the same file.
    Shared(String),
    /// No name sorts between the file of the chapter before and the next one.
    NoRoom(String),
}

impl Refusal {
    /// What to say about it.
    pub fn message(&self, words: &Words) -> String {
        let (key, value) = self.parts();
        let template = words.refused.get(key).map_or("", String::as_str);
        fill(template, |name| (name == "value").then_some(value))
    }

    fn parts(&self) -> (&'static str, &str) {
        match self {
            Self::NoRegulation(value) => ("no-regulation", value),
            Self::NoArticle(value) => ("no-article", value),
            Self::NoChapter(value) => ("no-chapter", value),
            Self::Malformed(value) => ("malformed", value),
            Self::Taken(value) => ("taken", value),
            Self::Untitled(value) => ("untitled", value),
            Self::Untranslated(value) => ("untranslated", value),
            Self::Whole(value) => ("whole", value),
            Self::Shared(value) => ("shared", value),
            Self::NoRoom(value) => ("no-room", value),
        }
    }
}
