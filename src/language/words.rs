//! Words of a pack in a text.

use std::ops::Range;

use super::Language;

impl Language {
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
