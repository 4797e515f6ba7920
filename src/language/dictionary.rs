//! Words that are looked for all at once.

use std::ops::Range;

/// Words by their first characters.
///
/// An automaton (Aho-Corasick) reads a text as fast, but making its tables for the words of two packs takes longer than
/// reading a handbook of 200 articles.
#[derive(Debug)]
pub struct Dictionary {
    /// The first characters that there may be, by the lowest bits of their code points.
    filter: [u64; FILTER / 64],
    /// The first characters in order, each with its range of `words`.
    starts: Vec<(char, Range<usize>)>,
    /// With their indices in the list given; of those that begin alike the longest first.
    words: Vec<(String, usize)>,
    /// Whether no word begins inside another.
    spaced: bool,
    /// Whether ASCII is the same in capitals or not.
    any_case: bool,
}

const FILTER: usize = 4096;

/// A word in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub range: Range<usize>,
    /// Which of the words given it is.
    pub index: usize,
}

impl Dictionary {
    /// Words whatever their case. `spaced` says that blanks stand between words.
    pub fn new(words: impl IntoIterator<Item = String>, spaced: bool) -> Self {
        let words = words.into_iter().map(|word| word.to_ascii_lowercase());
        Self {
            any_case: true,
            ..Self::exact(words, spaced)
        }
    }

    /// Words as they are written.
    pub fn exact(words: impl IntoIterator<Item = String>, spaced: bool) -> Self {
        let mut words: Vec<(String, usize)> = words
            .into_iter()
            .zip(0..)
            .filter(|(word, _)| !word.is_empty())
            .collect();
        words.sort_by(|(one, _), (other, _)| {
            let key = |word: &str| (word.chars().next(), std::cmp::Reverse(word.len()));
            key(one).cmp(&key(other))
        });
        let mut dictionary = Self {
            filter: [0; FILTER / 64],
            starts: Vec::new(),
            words,
            spaced,
            any_case: false,
        };
        for (index, (word, _)) in dictionary.words.iter().enumerate() {
            let Some(first) = word.chars().next() else { continue };
            let (cell, bit) = place(first);
            dictionary.filter[cell] |= bit;
            match dictionary.starts.last_mut() {
                Some((known, range)) if *known == first => range.end = index + 1,
                _ => dictionary.starts.push((first, index..index + 1)),
            }
        }
        dictionary
    }

    /// The longest word that stands at the start of `text`: its length and its index.
    pub fn at(&self, text: &str) -> Option<(usize, usize)> {
        self.beginning_with(text.chars().next()?, text)
    }

    /// The first word that begins at or after `from`, the longest of those that begin there.
    pub fn find(&self, text: &str, from: usize) -> Option<Found> {
        let mut inside = self.spaced && text[..from].ends_with(char::is_alphabetic);
        for (at, next) in text[from..].char_indices() {
            let letter = self.spaced && next.is_alphabetic();
            let start = from + at;
            if !(letter && inside)
                && let Some((length, index)) = self.beginning_with(next, &text[start..])
            {
                let range = start..start + length;
                return Some(Found { range, index });
            }
            inside = letter;
        }
        None
    }

    fn beginning_with(&self, first: char, text: &str) -> Option<(usize, usize)> {
        let first = match self.any_case {
            true => first.to_ascii_lowercase(),
            false => first,
        };
        let (cell, bit) = place(first);
        if self.filter[cell] & bit == 0 {
            return None;
        }
        let at = self.starts.binary_search_by_key(&first, |(known, _)| *known).ok()?;
        let mut words = self.words[self.starts[at].1.clone()].iter();
        let is_there = |word: &str| {
            let start = text.as_bytes().get(..word.len());
            start.is_some_and(|start| match self.any_case {
                true => start.eq_ignore_ascii_case(word.as_bytes()),
                false => start == word.as_bytes(),
            })
        };
        let (word, index) = words.find(|(word, _)| is_there(word))?;
        Some((word.len(), *index))
    }
}

/// The place of a character in the filter.
fn place(first: char) -> (usize, u64) {
    let low = first as usize % FILTER;
    (low / 64, 1 << (low % 64))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_longest_word_at_the_first_place_is_found() {
        let words = ["第", "前款", "前", "No More", "no"].map(str::to_owned);
        let dictionary = Dictionary::new(words.clone(), false);
        let found = |text: &str| {
            let found = dictionary.find(text, 0)?;
            Some((text[found.range].to_owned(), found.index))
        };
        assert_eq!(found("依照前款"), Some(("前款".to_owned(), 1)));
        assert_eq!(found("以前第三"), Some(("前".to_owned(), 2)));
        assert_eq!(found("say NO MORE"), Some(("NO MORE".to_owned(), 3)));
        assert_eq!(found("know"), Some(("no".to_owned(), 4)));
        let whole = Dictionary::new(words, true);
        assert_eq!(
            whole.find("know, snow, nowhere", 0).map(|found| found.range),
            Some(12..14)
        );
        assert_eq!(whole.find("know", 2), None);
    }

    #[test]
    fn exact_words_have_a_case() {
        let dictionary = Dictionary::exact(["no", "No", "may"].map(str::to_owned), true);
        assert_eq!(dictionary.at("No one").map(|(_, index)| index), Some(1));
        assert_eq!(dictionary.find("NO, May", 0), None);
    }

    proptest! {
        #[test]
        fn an_automaton_finds_the_same(
            words in prop::collection::vec("[ab第前条A]{1,4}", 1..8),
            text in "[ab第前条 AB-]{0,40}",
        ) {
            let automaton = aho_corasick::AhoCorasick::builder()
                .match_kind(aho_corasick::MatchKind::LeftmostLongest)
                .ascii_case_insensitive(true)
                .build(&words)
                .unwrap();
            let dictionary = Dictionary::new(words, false);
            let mut from = 0;
            while let Some(wanted) = automaton.find(aho_corasick::Input::new(&text).range(from..)) {
                prop_assert_eq!(dictionary.find(&text, from).map(|found| found.range), Some(wanted.range()));
                from = wanted.end();
            }
            prop_assert_eq!(dictionary.find(&text, from), None);
        }
    }
}
