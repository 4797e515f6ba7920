//! What a sentence obliges, allows or forbids, by the words of the pack.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, Input, MatchKind};

use super::pack::Modality;

/// Finds the modal words of a language.
#[derive(Debug)]
pub struct Modals {
    automaton: AhoCorasick,
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
    pub(super) fn new(words: &Modality, spaced: bool) -> Result<Self, String> {
        let lists = [
            (&words.obligation, Kind::Obligation),
            (&words.permission, Kind::Permission),
            (&words.prohibition, Kind::Prohibition),
            (&words.negation, Kind::Negation),
            (&words.neutral, Kind::Neutral),
        ];
        let all = lists
            .into_iter()
            .flat_map(|(list, kind)| list.iter().map(move |word| (word, kind)));
        let (patterns, kinds): (Vec<&String>, Vec<Kind>) = all.unzip();
        let automaton = AhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns)
            .map_err(|error| error.to_string())?;
        Ok(Self {
            automaton,
            kinds,
            spaced,
        })
    }

    /// Counts the modal words of a text.
    pub fn read(&self, text: &str) -> Modes {
        let mut modes = Modes::default();
        let mut at = 0;
        while let Some(found) = self.automaton.find(Input::new(text).range(at..)) {
            at = found.end();
            let inside = |side: char| side.is_alphabetic();
            if self.spaced && (text[..found.start()].ends_with(inside) || text[at..].starts_with(inside)) {
                at = text[found.start()..]
                    .find(|next: char| !inside(next))
                    .map_or(text.len(), |end| found.start() + end.max(1));
                continue;
            }
            match self.kinds[found.pattern().as_usize()] {
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
