//! Why a role, an article, a chapter or a regulation cannot be added.

use super::Words;
use crate::diagnostic::fill;
use crate::model::NameFault;

/// Why something cannot be added, with what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No regulation is called so.
    NoRegulation(String),
    /// The regulation has no such article.
    NoArticle(String),
    /// The regulation has no such chapter, or no article in it.
    NoChapter(String),
    /// No role is called so, to be a superior.
    NoSuperior(String),
    /// Several roles or regulations are called so: the name, and their ids.
    Ambiguous(String, String),
    /// There is no role article and more than one regulation: the new article has no place of itself.
    NoPlace,
    /// An id has ASCII letters, digits and hyphens.
    Malformed(String),
    /// Another role, article or regulation, or a file of it, is called so.
    Taken(String),
    /// Something has this name already: the name, and the id of what has it.
    NameTaken(String, String),
    /// The name would be read as several: the name, and the mark in it that separates names.
    Separator(String, String),
    /// Titles are missing in these languages.
    Untitled(String),
    /// Names are missing in these languages.
    Unnamed(String),
    /// The article to stand after is not there in this language.
    Untranslated(String),
    /// No name sorts between the file of the chapter before and the next one.
    NoRoom(String),
    /// A file of settings cannot be read.
    Faulty(String),
}

impl Refusal {
    /// Why `name` cannot be the name of a role.
    pub(super) fn of_name(fault: NameFault, name: &str, tag: &str) -> Self {
        match fault {
            NameFault::Empty => Self::Unnamed(tag.to_owned()),
            NameFault::Separator(mark) => Self::Separator(name.to_owned(), mark),
            NameFault::Taken { name, owner } => Self::NameTaken(name, owner),
        }
    }

    /// What to say about it.
    pub fn message(&self, words: &Words) -> String {
        let (key, value, other) = self.parts();
        let template = words.refused.get(key).map_or("", String::as_str);
        fill(template, |name| match name {
            "value" => Some(value),
            "other" => Some(other),
            _ => None,
        })
    }

    fn parts(&self) -> (&'static str, &str, &str) {
        match self {
            Self::NoRegulation(value) => ("no-regulation", value, ""),
            Self::NoArticle(value) => ("no-article", value, ""),
            Self::NoChapter(value) => ("no-chapter", value, ""),
            Self::NoSuperior(value) => ("no-superior", value, ""),
            Self::Ambiguous(value, ids) => ("ambiguous", value, ids),
            Self::NoPlace => ("no-place", "", ""),
            Self::Malformed(value) => ("malformed", value, ""),
            Self::Taken(value) => ("taken", value, ""),
            Self::NameTaken(value, owner) => ("name-taken", value, owner),
            Self::Separator(value, mark) => ("separator", value, mark),
            Self::Untitled(value) => ("untitled", value, ""),
            Self::Unnamed(value) => ("unnamed", value, ""),
            Self::Untranslated(value) => ("untranslated", value, ""),
            Self::NoRoom(value) => ("no-room", value, ""),
            Self::Faulty(value) => ("faulty", value, ""),
        }
    }
}
