//! Words of a pack in a text.

use std::ops::Range;

use jiff::civil::Date;

use super::Language;

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

    /// The places of a word in a text, both in lower case: whole words where blanks stand between words.
    pub fn places<'t>(&self, text: &'t str, word: &'t str) -> impl Iterator<Item = Range<usize>> + use<'t> {
        let spaced = self.pack.spaced;
        let found = text.match_indices(word).map(move |(at, _)| at..at + word.len());
        found.filter(move |range| {
            let before = text[..range.start].ends_with(char::is_alphanumeric);
            let after = text[range.end..].starts_with(char::is_alphanumeric);
            !range.is_empty() && !(spaced && (before || after))
        })
    }

    /// Whether any of the words stands in a text, all in lower case.
    pub fn has_any(&self, text: &str, words: &[String]) -> bool {
        words.iter().any(|word| self.places(text, word).next().is_some())
    }

    /// The length of the longest of the words that a text begins with, all in lower case.
    pub fn begins_with(&self, text: &str, words: &[String]) -> Option<usize> {
        let begins = |word: &&String| {
            let whole = !self.pack.spaced || !text[word.len()..].starts_with(char::is_alphanumeric);
            !word.is_empty() && whole
        };
        let words = words.iter().filter(|word| text.starts_with(word.as_str()));
        words.filter(begins).map(String::len).max()
    }

    /// Whether a clause, in lower case and without punctuation around it, is the one that covers all other work:
    /// 完成上级交办的其他工作.
    pub fn is_catch_all(&self, clause: &str) -> bool {
        self.catch_all.is_match(clause)
    }
}
