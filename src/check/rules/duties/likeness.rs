//! Whether two duties say the same, and which ones are worth comparing.
//!
//! Candidates are found by hashes of pairs of neighbouring words (MinHash with bands), so that the work grows with the
//! number of duties and not with that of their pairs. <https://www.mmds.org/> chapter 3 has the method.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::language::Language;

/// Texts with fewer words, in languages without blanks characters, are equal or not.
const FEWEST_SPACED: usize = 5;
const FEWEST: usize = 8;
/// One word in so many may have been added.
const SLACK: usize = 5;
/// A pair whose texts share three quarters of their neighbours is missed about once in a hundred times.
const BANDS: usize = 8;
const ROWS: usize = 3;
/// More duties than this under one hash are a phrase that every role has.
const CROWD: usize = 8;
/// Marks a word that changes what a text means.
const DISTINCT: u64 = 1 << 63;

/// The words of a duty without what adds nothing.
#[derive(Debug, Clone)]
pub struct Likeness {
    words: Vec<u64>,
    /// The same with the clauses in an order of their own: equal for texts that say the same.
    pub key: Vec<u64>,
    fewest: usize,
}

impl Likeness {
    /// Reads a text in lower case.
    pub fn new(text: &str, language: &Language) -> Self {
        let spaced = language.pack.spaced;
        let clauses = text.split(['，', '；', '。', '：', ',', ';', ':', '.']);
        let mut clauses: Vec<Vec<u64>> = clauses
            .map(|clause| {
                if spaced {
                    words(clause, language)
                } else {
                    characters(clause, language)
                }
            })
            .filter(|clause| !clause.is_empty())
            .collect();
        let words = clauses.concat();
        clauses.sort_unstable();
        Self {
            words,
            key: clauses.concat(),
            fewest: if spaced { FEWEST_SPACED } else { FEWEST },
        }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether both say the same, or one says the same with a few words more, none of which changes what is meant.
    pub fn says_the_same(&self, other: &Self) -> bool {
        if self.key == other.key {
            return !self.is_empty();
        }
        let (short, long) = if self.words.len() <= other.words.len() {
            (self, other)
        } else {
            (other, self)
        };
        let more = long.words.len() - short.words.len();
        if short.words.len() < short.fewest || more == 0 || more * SLACK > long.words.len() {
            return false;
        }
        let (mut count, mut changes) = (0, false);
        for word in rest(&short.words, &long.words) {
            count += 1;
            changes |= word & DISTINCT != 0;
        }
        // Nothing but additions parts the two where all of the shorter stands in the longer, in order.
        count == more && !changes
    }

    /// The least hashes of its pairs of neighbours, in bands.
    fn bands(&self) -> [u64; BANDS] {
        let mut least = [u64::MAX; BANDS * ROWS];
        let ends = [self.words.first(), self.words.last()];
        let single = ends.into_iter().flatten().map(|&word| mix(word));
        for pair in self
            .words
            .windows(2)
            .map(|pair| mix(pair[0] ^ mix(pair[1])))
            .chain(single)
        {
            for (index, least) in least.iter_mut().enumerate() {
                *least = (*least).min(mix(pair ^ (index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)));
            }
        }
        std::array::from_fn(|band| {
            let rows = &least[band * ROWS..(band + 1) * ROWS];
            rows.iter().fold(band as u64, |hash, row| mix(hash ^ row))
        })
    }
}

/// The pairs of texts, by their places in `all`, that may well say the same; each once, in order.
pub fn candidates(all: &[&Likeness]) -> Vec<(u32, u32)> {
    let mut hashes: Vec<(u64, u32)> = all
        .par_iter()
        .zip(0..all.len() as u32)
        .flat_map_iter(|(text, index)| text.bands().map(|band| (band, index)))
        .collect();
    hashes.par_sort_unstable();
    let mut pairs = FxHashSet::default();
    for bucket in hashes.chunk_by(|left, right| left.0 == right.0) {
        if bucket.len() > CROWD {
            continue;
        }
        for (at, &(_, left)) in bucket.iter().enumerate() {
            pairs.extend(bucket[at + 1..].iter().map(|&(_, right)| (left, right)));
        }
    }
    let mut pairs: Vec<(u32, u32)> = pairs.into_iter().filter(|(left, right)| left != right).collect();
    pairs.sort_unstable();
    pairs
}

fn words(clause: &str, language: &Language) -> Vec<u64> {
    let forms = &language.pack.duties;
    let words = clause.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '\'' | '’' | '-'));
    let words = words.filter(|word| !word.is_empty() && !forms.filler.has(word));
    words
        .map(|word| {
            let changes = forms.distinct.has(word) || word.starts_with(|first: char| first.is_numeric());
            flagged(hash(word), changes)
        })
        .collect()
}

fn characters(clause: &str, language: &Language) -> Vec<u64> {
    let forms = &language.pack.duties;
    let mut rest = clause;
    let mut found = Vec::with_capacity(clause.len() / 3);
    while let Some(first) = rest.chars().next() {
        if let Some(length) = language.begins_with(rest, &forms.filler) {
            rest = &rest[length..];
            continue;
        }
        let (character, after) = rest.split_at(first.len_utf8());
        if first.is_alphanumeric() {
            let changes = first.is_numeric() || forms.distinct.has(character);
            found.push(flagged(u64::from(u32::from(first)), changes));
        }
        rest = after;
    }
    found
}

/// What is left of the longer text without the words of the shorter, as far as they stand in it in order.
fn rest<'a>(short: &'a [u64], long: &'a [u64]) -> impl Iterator<Item = u64> + 'a {
    let mut at = 0;
    long.iter().copied().filter(move |word| {
        let known = short.get(at) == Some(word);
        at += usize::from(known);
        !known
    })
}

fn flagged(word: u64, changes: bool) -> u64 {
    if changes { word | DISTINCT } else { word & !DISTINCT }
}

/// FNV-1a.
fn hash(word: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    word.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

/// The finaliser of SplitMix64.
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
