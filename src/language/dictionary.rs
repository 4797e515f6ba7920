//! Words that are looked for all at once.

use std::ops::Range;

/// Words as a tree of their bytes.
///
/// An automaton (Aho-Corasick) reads a text as fast, but making its tables for the words of two packs takes longer than
/// reading a handbook of 200 articles.
#[derive(Debug, Clone)]
pub struct Dictionary {
    /// Which first characters there may be, by their lowest bits: most of a Chinese text begins no word.
    filter: [u64; FILTER / 64],
    /// The nodes of the first bytes.
    roots: [Option<NodeId>; 256],
    nodes: Vec<Node>,
    /// Whether no word begins inside another.
    spaced: bool,
    /// Whether ASCII is the same in capitals or not.
    any_case: bool,
}

/// The place of a node.
type NodeId = u32;

/// A byte of a word, after those of the nodes above it.
#[derive(Debug, Clone)]
struct Node {
    byte: u8,
    /// The word that ends here: its index among those given.
    word: Option<usize>,
    /// The first of the bytes that may follow.
    below: Option<NodeId>,
    /// Another byte that may stand here instead.
    beside: Option<NodeId>,
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
        let mut dictionary = Self {
            filter: [0; FILTER / 64],
            roots: [None; 256],
            nodes: Vec::new(),
            spaced,
            any_case: false,
        };
        for (index, word) in words.into_iter().enumerate() {
            dictionary.insert(&word, index);
        }
        dictionary
    }

    fn insert(&mut self, word: &str, index: usize) {
        let Some(first) = word.chars().next() else { return };
        let (place, bit) = filtered(first);
        self.filter[place] |= bit;
        let mut above = None;
        for byte in word.bytes() {
            let children = self.children(above, byte);
            let id = self.among(children, byte).unwrap_or_else(|| {
                self.nodes.push(Node {
                    byte,
                    word: None,
                    below: None,
                    beside: children,
                });
                let id = self.nodes.len() as NodeId - 1;
                match above {
                    None => self.roots[usize::from(byte)] = Some(id),
                    Some(above) => self.node_mut(above).below = Some(id),
                }
                id
            });
            above = Some(id);
        }
        if let Some(last) = above {
            self.node_mut(last).word.get_or_insert(index);
        }
    }

    /// The first of the nodes below another one; without one the node of a first byte, which has none beside it.
    fn children(&self, above: Option<NodeId>, byte: u8) -> Option<NodeId> {
        match above {
            None => self.roots[usize::from(byte)],
            Some(above) => self.node(above).below,
        }
    }

    fn among(&self, mut id: Option<NodeId>, byte: u8) -> Option<NodeId> {
        while let Some(node) = id.map(|id| self.node(id)).filter(|node| node.byte != byte) {
            id = node.beside;
        }
        id
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id as usize]
    }

    /// All words that stand at the start of `text`, the shortest first: their lengths and indices.
    pub fn starts<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
        let mut above = None;
        let nodes = text.bytes().zip(1..).map_while(move |(byte, length)| {
            let byte = if self.any_case { byte.to_ascii_lowercase() } else { byte };
            above = self.among(self.children(above, byte), byte);
            Some((length, self.node(above?).word))
        });
        nodes.filter_map(|(length, word)| Some((length, word?)))
    }

    /// The places of all words in `text`, also those within others.
    pub fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        let starts = text.char_indices().filter(|(_, first)| self.may_begin(*first));
        starts.flat_map(|(start, _)| {
            let words = self.starts(&text[start..]);
            words.map(move |(length, _)| start..start + length)
        })
    }

    /// The first word that begins at or after `from`, the longest of those that begin there.
    pub fn find(&self, text: &str, from: usize) -> Option<Found> {
        let mut inside = self.spaced && text[..from].ends_with(char::is_alphabetic);
        let mut at = from;
        while let Some(first) = text[at..].chars().next() {
            let letter = self.spaced && first.is_alphabetic();
            if !(letter && inside)
                && self.may_begin(first)
                && let Some((length, index)) = self.starts(&text[at..]).last()
            {
                let range = at..at + length;
                return Some(Found { range, index });
            }
            at += first.len_utf8();
            if letter {
                let rest = text.as_bytes()[at..].iter();
                at += rest.take_while(|next| next.is_ascii_alphabetic()).count();
            }
            inside = letter;
        }
        None
    }

    fn may_begin(&self, first: char) -> bool {
        let first = if self.any_case {
            first.to_ascii_lowercase()
        } else {
            first
        };
        let (place, bit) = filtered(first);
        self.filter[place] & bit != 0
    }
}

/// The place of a first character in the filter.
fn filtered(first: char) -> (usize, u64) {
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
        assert_eq!(dictionary.starts("No one").collect::<Vec<_>>(), [(2, 1)]);
        assert_eq!(dictionary.find("NO, May", 0), None);
    }

    #[test]
    fn words_within_others_are_found_too() {
        let dictionary = Dictionary::new(["员工", "员工大会", "大会", "Staff"].map(str::to_owned), false);
        let text = "员工大会staff";
        let places = dictionary.places(text).map(|range| &text[range]);
        assert_eq!(places.collect::<Vec<_>>(), ["员工", "员工大会", "大会", "staff"]);
    }

    proptest! {
        #[test]
        fn an_automaton_finds_the_same(
            words in prop::collection::vec("[abé第前条A]{1,4}", 1..8),
            text in "[abé第前条 AB-]{0,40}",
        ) {
            let automaton = aho_corasick::AhoCorasick::builder()
                .match_kind(aho_corasick::MatchKind::LeftmostLongest)
                .ascii_case_insensitive(true)
                .build(&words)
                .unwrap();
            let whole = Dictionary::new(words.clone(), true);
            for from in (0..=text.len()).filter(|&from| text.is_char_boundary(from)) {
                let inside = |at: usize| {
                    let mut sides = [text[..at].chars().next_back(), text[at..].chars().next()].into_iter();
                    sides.all(|side| side.is_some_and(char::is_alphabetic))
                };
                let begins = |&(at, _): &(usize, char)| at >= from && !inside(at) && whole.starts(&text[at..]).next().is_some();
                let wanted = text.char_indices().find(begins).map(|(at, _)| at);
                prop_assert_eq!(whole.find(&text, from).map(|found| found.range.start), wanted);
            }
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
