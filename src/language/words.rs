//! Words of a pack in a text.

use std::ops::{Deref, Range};
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::Language;
use super::dictionary::Dictionary;

/// Words that are looked for all at once, in capitals or not.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct WordList {
    words: Vec<String>,
    /// Made when a word is first looked for.
    dictionary: OnceLock<Dictionary>,
}

impl From<Vec<String>> for WordList {
    fn from(words: Vec<String>) -> Self {
        Self {
            words,
            dictionary: OnceLock::new(),
        }
    }
}

impl Deref for WordList {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.words
    }
}

impl WordList {
    fn dictionary(&self) -> &Dictionary {
        self.dictionary
            .get_or_init(|| Dictionary::new(self.words.iter().cloned(), false))
    }

    /// The words that a text begins with, letter for letter.
    fn starts<'t>(&'t self, text: &'t str) -> impl Iterator<Item = &'t str> + 't {
        let found = self.dictionary().starts(text);
        let words = found.map(|(_, index)| self.words[index].as_str());
        words.filter(|word| text.starts_with(word))
    }

    /// Whether `word` is one of them, letter for letter.
    pub fn has(&self, word: &str) -> bool {
        self.starts(word).any(|known| known.len() == word.len())
    }

    /// All places of the words in a text, also those within others.
    pub fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        self.dictionary().places(text)
    }

    /// Whether a text has any of the words, be it within others.
    pub fn is_in(&self, text: &str) -> bool {
        self.dictionary().find(text, 0).is_some()
    }
}

impl Language {
    /// What pages call the thing with a dotted key of the pack's table `[interface]`.
    pub fn interface(&self, key: &str) -> Option<&str> {
        let mut parts = key.split('.');
        let mut value = self.pack.interface.get(parts.next()?)?;
        for part in parts {
            value = value.get(part)?;
        }
        value.as_str()
    }

    /// A day as the language writes it.
    pub fn date(&self, date: Date) -> String {
        let months = self.pack.interface.get("months").and_then(toml::Value::as_array);
        let index = usize::from(date.month().unsigned_abs()).saturating_sub(1);
        let month = months
            .and_then(|months| months.get(index)?.as_str())
            .unwrap_or_default();
        let form = self.interface("date").unwrap_or_default();
        let day = form
            .replace("{year}", &date.year().to_string())
            .replace("{month}", month);
        day.replace("{day}", &date.day().to_string())
    }

    /// What it is called how a regulation stands, by `Sign::key` of the model.
    pub fn status<'k>(&'k self, key: &'k str) -> &'k str {
        let found = self.interface(&format!("statuses.{key}"));
        found
            .or_else(|| self.interface(&format!("status.{key}")))
            .unwrap_or(key)
    }

    /// Whether any of the words stands in a text, in capitals or not: whole words where blanks stand between words.
    pub fn has_any(&self, text: &str, words: &WordList) -> bool {
        words.places(text).any(|range| {
            let before = text[..range.start].ends_with(char::is_alphanumeric);
            let after = text[range.end..].starts_with(char::is_alphanumeric);
            !range.is_empty() && !(self.pack.spaced && (before || after))
        })
    }

    /// The length of the longest of the words that a text begins with, all in lower case.
    pub fn begins_with(&self, text: &str, words: &WordList) -> Option<usize> {
        let is_whole = |end: &usize| !self.pack.spaced || !text[*end..].starts_with(char::is_alphanumeric);
        words.starts(text).map(str::len).filter(is_whole).last()
    }

    /// Whether a clause, in lower case and without punctuation around it, is the one that covers all other work:
    /// 完成上级交办的其他工作.
    pub fn is_catch_all(&self, clause: &str) -> bool {
        self.catch_all.is_match(clause)
    }
}
