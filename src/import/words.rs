//! What an import knows of the language that a regulation is written in: the table `[import.forms]` of a language pack.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use serde::Deserialize;

use super::furniture::Furniture;
use crate::language::Language;

/// What regulations look like, and what web pages put around them.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Forms {
    /// Title of a handbook that is new.
    pub handbook: String,
    /// What a citation follows.
    pub before_citations: Vec<String>,
    /// What a line ends with only where a citation stands on the next one.
    pub before_broken_citations: Vec<String>,
    /// In titles of lists of posts.
    pub rosters: Vec<String>,
    /// Words of descriptions of people that are no names of posts.
    pub descriptions: Vec<String>,
    /// Labels of forms that the name of a post follows.
    pub posts: Vec<String>,
    /// Labels of forms that the duties follow.
    pub duties: Vec<String>,
    /// What no single post is called.
    pub generic: Vec<String>,
    /// How names of those who issue regulations end.
    pub organisations: Vec<String>,
    /// How titles of regulations end, beside the names of works.
    pub titles: Vec<String>,
    /// In titles of regulations, by the status that they tell.
    pub statuses: BTreeMap<String, Vec<String>>,
    /// Labels of a version, before a colon.
    pub versions: Vec<String>,
    /// Headings of a table of contents.
    pub contents: Vec<String>,
    /// File names of chapters, by their titles.
    pub file_names: Vec<(String, String)>,
    /// By the name of the kind, which `[import.kinds]` has words for.
    pub furniture: BTreeMap<String, KindForms>,
}

/// A kind of what web pages put around a text and into it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindForms {
    /// Regular expressions of what stands between blanks or sentences.
    pub within: Vec<String>,
    /// The same of whole lines.
    pub lines: Vec<String>,
    /// Whether it is known for what it is between the articles too.
    pub anywhere: bool,
    /// Whether nothing after it belongs to the text.
    pub closing: bool,
    /// Whether printed regulations have it too, so that it does not show that a text comes from a web page.
    #[serde(default)]
    pub printed: bool,
}

impl Forms {
    /// Whether a form has the name of the post after this label.
    pub fn names_post(&self, label: &str) -> bool {
        self.posts.iter().any(|known| known.eq_ignore_ascii_case(label))
    }

    /// Whether a form has the duties after this label.
    pub fn names_duties(&self, label: &str) -> bool {
        self.duties.iter().any(|known| known.eq_ignore_ascii_case(label))
    }

    /// Whether a text may be what a post is called, and is no description of somebody.
    pub fn may_be_post(&self, name: &str) -> bool {
        let described = self.descriptions.iter().any(|word| name.contains(word.as_str()));
        !described && !self.generic.iter().any(|word| word.eq_ignore_ascii_case(name))
    }
}

/// What the import knows of a language, made once.
#[derive(Debug)]
pub struct Knowledge {
    pub forms: Forms,
    pub furniture: Furniture,
}

static KNOWLEDGE: LazyLock<Vec<OnceLock<Result<Knowledge, String>>>> =
    LazyLock::new(|| Language::builtin().map(|_| OnceLock::new()).collect());

impl Knowledge {
    /// What is known of a language.
    ///
    /// # Errors
    /// The pack is broken; tests show that none is.
    pub fn of(language: &Language) -> Result<&'static Self, String> {
        let index = Language::builtin().position(|known| known.pack.tag == language.pack.tag);
        let slot = index
            .and_then(|index| KNOWLEDGE.get(index))
            .ok_or("there is no such pack")?;
        let made = slot.get_or_init(|| {
            let table = language.pack.import.get("forms").cloned();
            let table = table.ok_or("the pack has no table import.forms")?;
            let forms: Forms = table.try_into().map_err(|error: toml::de::Error| error.to_string())?;
            let furniture = Furniture::new(&forms.furniture)?;
            Ok(Self { forms, furniture })
        });
        made.as_ref().map_err(Clone::clone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Strings;

    #[test]
    fn every_pack_is_complete() {
        for language in Language::builtin() {
            let known = Knowledge::of(language).unwrap_or_else(|error| panic!("{}: {error}", language.pack.tag));
            let words: Strings = language
                .pack
                .import
                .clone()
                .try_into()
                .unwrap_or_else(|error| panic!("{error}"));
            assert!(known.forms.furniture.keys().all(|kind| words.kinds.contains_key(kind)));
        }
    }
}
