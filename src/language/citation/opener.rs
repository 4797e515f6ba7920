//! Where citations may begin: the fast first look over a text.

use aho_corasick::packed::Searcher;

use super::super::dictionary::Dictionary;

/// The words that citations begin with.
#[derive(Debug)]
pub(super) struct Openers {
    words: Dictionary,
    /// The words' first characters, where they are few enough and none is ASCII: vector instructions find these several
    /// times faster than a look at each character.
    first: Option<Searcher>,
}

impl Openers {
    pub fn new(words: Vec<String>, spaced: bool) -> Self {
        let mut characters: Vec<String> = words
            .iter()
            .filter_map(|word| word.chars().next())
            .map(String::from)
            .collect();
        characters.sort_unstable();
        characters.dedup();
        let plain = characters.iter().all(|character| !character.is_ascii());
        Self {
            first: Some(characters).filter(|_| plain).and_then(Searcher::new),
            words: Dictionary::new(words, spaced),
        }
    }

    /// The next opener at or after `from`: where it begins and ends.
    pub fn next(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        let Some(first) = &self.first else {
            let found = self.words.find(text, from)?;
            return Some((found.range.start, found.range.end));
        };
        let mut at = from;
        loop {
            let found = first.find_in(text.as_bytes(), (at..text.len()).into())?;
            if let Some((length, _)) = self.words.at(&text[found.start()..]) {
                return Some((found.start(), found.start() + length));
            }
            at = found.end();
        }
    }
}
