//! Where citations may begin: the fast first look over a text.

use aho_corasick::packed::Searcher;
use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, BuildError, Input, MatchKind, StartKind};

/// The words that citations begin with.
#[derive(Debug)]
pub(super) struct Openers {
    words: AhoCorasick,
    /// The words' first characters, where they are few enough and none is ASCII: vector instructions find these several
    /// times faster than the automaton finds the words.
    first: Option<Searcher>,
}

impl Openers {
    pub fn new(words: Vec<String>) -> Result<Self, BuildError> {
        let mut characters: Vec<String> = words
            .iter()
            .filter_map(|word| word.chars().next())
            .map(String::from)
            .collect();
        characters.sort_unstable();
        characters.dedup();
        let plain = characters.iter().all(|character| !character.is_ascii());
        let first = Some(characters).filter(|_| plain).and_then(Searcher::new);
        // Tables of all steps are worth their making only where they go over whole texts.
        let (start, kind) = match first {
            Some(_) => (StartKind::Anchored, AhoCorasickKind::ContiguousNFA),
            None => (StartKind::Unanchored, AhoCorasickKind::DFA),
        };
        Ok(Self {
            first,
            words: AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .start_kind(start)
                .kind(Some(kind))
                .ascii_case_insensitive(true)
                .build(words)?,
        })
    }

    /// The next opener at or after `from`: where it begins and ends.
    pub fn next(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        let Some(first) = &self.first else {
            let found = self.words.find(Input::new(text).range(from..))?;
            return Some((found.start(), found.end()));
        };
        let mut at = from;
        loop {
            let found = first.find_in(text.as_bytes(), (at..text.len()).into())?;
            let anchored = Input::new(text).range(found.start()..).anchored(Anchored::Yes);
            if let Some(word) = self.words.find(anchored) {
                return Some((word.start(), word.end()));
            }
            at = found.end();
        }
    }
}
