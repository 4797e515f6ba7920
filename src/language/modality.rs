//! What a sentence obliges, allows or forbids, by the words of the pack.

use super::dictionary::{Dictionary, Found};
use super::pack::Modality;

/// Finds the modal words of a language.
#[derive(Debug)]
pub struct Modals {
    dictionary: Dictionary,
    kinds: Vec<Kind>,
    spaced: bool,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Obligation,
    Permission,
    Prohibition,
    Negation,
    Neutral,
}

/// How often a text uses each kind of modal word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Modes {
    pub obligations: usize,
    pub permissions: usize,
    pub prohibitions: usize,
    /// Words that may say no without forbidding.
    pub negations: usize,
}

impl Modes {
    /// Whether there is no modal word.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

impl Modals {
    pub(super) fn new(words: &Modality, spaced: bool) -> Self {
        let lists = [
            (&words.obligation, Kind::Obligation),
            (&words.permission, Kind::Permission),
            (&words.prohibition, Kind::Prohibition),
            (&words.negation, Kind::Negation),
            (&words.neutral, Kind::Neutral),
        ];
        let all = lists
            .into_iter()
            .flat_map(|(list, kind)| list.iter().map(move |word| (word.clone(), kind)));
        let (words, kinds): (Vec<String>, Vec<Kind>) = all.unzip();
        Self {
            // May is a month.
            dictionary: Dictionary::exact(words, spaced),
            kinds,
            spaced,
        }
    }

    /// Counts the modal words of a text.
    pub fn read(&self, text: &str) -> Modes {
        let mut modes = Modes::default();
        let mut at = 0;
        while let Some(Found { range, index }) = self.dictionary.find(text, at) {
            at = range.end;
            if self.spaced && text[at..].starts_with(char::is_alphabetic) {
                continue;
            }
            match self.kinds[index] {
                Kind::Obligation => modes.obligations += 1,
                Kind::Permission => modes.permissions += 1,
                Kind::Prohibition => modes.prohibitions += 1,
                Kind::Negation => modes.negations += 1,
                Kind::Neutral => {}
            }
        }
        modes
    }
}
