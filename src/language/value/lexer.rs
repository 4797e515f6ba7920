//! Tokens of values: digits, and the words of the pack.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::super::dictionary::{Dictionary, Found};
use super::super::pattern::{fold, is_blank};
use super::amount::Amount;
use super::forms::Meaning;

/// A word of the pack, or digits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
    pub word: Word,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Word {
    /// Digits, and whether a letter or another sign of a name touches them: ISO9001, A-12.
    Digits(Amount, bool),
    /// Index into the meanings.
    Known(usize),
}

/// Finds the words of a pack.
#[derive(Debug)]
pub(super) struct Lexer {
    dictionary: Dictionary,
    meanings: Vec<Vec<Meaning>>,
    spaced: bool,
}

impl Lexer {
    pub fn new(words: Vec<(String, Meaning)>, spaced: bool) -> Self {
        let mut index: FxHashMap<String, usize> = FxHashMap::default();
        let mut patterns: Vec<String> = Vec::new();
        let mut meanings: Vec<Vec<Meaning>> = Vec::new();
        for (word, meaning) in words {
            let key = word.to_ascii_lowercase();
            let at = *index.entry(key.clone()).or_insert_with(|| {
                patterns.push(key);
                meanings.push(Vec::new());
                meanings.len() - 1
            });
            meanings[at].push(meaning);
        }
        Self {
            dictionary: Dictionary::new(patterns, spaced),
            meanings,
            spaced,
        }
    }

    pub fn meanings(&self, token: &Token) -> &[Meaning] {
        match token.word {
            Word::Known(index) => &self.meanings[index],
            Word::Digits(..) => &[],
        }
    }

    /// The longest word at a place that is a whole one, with its end and its index. What begins like a value and is none is
    /// so at the beginning alone: twenty-one of them.
    fn whole(&self, text: &str, start: usize, end: usize, index: usize, before: &[Token]) -> Option<(usize, usize)> {
        if !self.spaced {
            return Some((end, index));
        }
        let goes_on = before.last().is_some_and(|last| {
            let number =
                |meaning: &Meaning| matches!(meaning, Meaning::Number(_) | Meaning::Multiplier(_) | Meaning::Joint);
            is_close(&text[last.end..start], true) && self.meanings(last).iter().any(number)
        });
        let fits = |(length, index): &(usize, usize)| {
            let idiom = goes_on && self.meanings[*index] == [Meaning::Idiom];
            !idiom && is_word(text, start, start + length)
        };
        let found = self.dictionary.starts(&text[start..]).filter(fits).last();
        found.map(|(length, index)| (start + length, index))
    }

    /// The tokens of a text in order.
    pub fn read(&self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut from = 0;
        let mut at = 0;
        while let Some(Found { range, index }) = self.dictionary.find(text, at) {
            let Range { start, end } = range;
            let Some((end, index)) = self.whole(text, start, end, index, &tokens) else {
                at = after_word(text, start);
                continue;
            };
            // A hyphen within a word is no range.
            if is_hyphen(text, start, end, self.spaced) {
                at = end;
                continue;
            }
            digits(text, from, start, &mut tokens);
            let word = Word::Known(index);
            tokens.push(Token { start, end, word });
            from = end;
            at = from;
        }
        digits(text, from, text.len(), &mut tokens);
        tokens
    }
}

/// Whether no letter of the same word stands beside a match; digits may.
fn is_word(text: &str, start: usize, end: usize) -> bool {
    let inside = |side: char| side.is_alphabetic();
    let word = &text[start..end];
    let first = word.starts_with(inside) && text[..start].ends_with(inside);
    let last = word.ends_with(inside) && text[end..].starts_with(inside);
    !first && !last
}

/// Whether a hyphen joins words, or a number to its unit: a 3-kg bucket.
fn is_hyphen(text: &str, start: usize, end: usize, spaced: bool) -> bool {
    let letter = |side: char| side.is_ascii_alphabetic();
    let joined = |side: char| letter(side) || (spaced && side.is_ascii_digit());
    &text[start..end] == "-" && text[..start].ends_with(joined) && text[end..].starts_with(letter)
}

/// Where the next word may begin after a match that is none.
fn after_word(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let letters = rest.trim_start_matches(char::is_alphabetic);
    let next = text.len() - letters.len();
    if next > start {
        return next;
    }
    start + rest.chars().next().map_or(1, char::len_utf8)
}

fn is_digit(character: char) -> bool {
    fold(character).is_ascii_digit()
}

/// Appends the digits between two places.
fn digits(text: &str, from: usize, to: usize, tokens: &mut Vec<Token>) {
    let part = &text[from..to];
    let mut at = 0;
    while let Some(found) = part[at..].find(is_digit) {
        let start = at + found;
        let end = start + number_length(&part[start..]);
        let (start, end) = (from + start, from + end);
        if let Some(amount) = Amount::parse(&text[start..end]) {
            let word = Word::Digits(amount, is_named(text, start, end));
            tokens.push(Token { start, end, word });
        }
        at = end - from;
    }
}

/// The length of a number in digits: `1,000.50`.
fn number_length(text: &str) -> usize {
    let run = |text: &str| text.len() - text.trim_start_matches(is_digit).len();
    let count = |text: &str| text.chars().take_while(|&next| is_digit(next)).count();
    let mut length = run(text);
    let whole = count(text);
    let sign = |text: &str, wanted: char| {
        text.chars()
            .next()
            .filter(|&next| fold(next) == wanted)
            .map(char::len_utf8)
    };
    // 5 700 is written so beside the unit signs of physics.
    let apart = |rest: &str| rest.starts_with([' ', '\u{a0}', '\u{202f}']) && count(rest.trim_start()) == 3;
    if whole <= 3 && apart(&text[length..]) && text[length..].trim_start().len() + 3 > text[length..].len() {
        let blank = text[length..].len() - text[length..].trim_start().len();
        length += blank + run(&text[length + blank..]);
    } else if whole <= 3 {
        while let Some(comma) = sign(&text[length..], ',') {
            let rest = &text[length + comma..];
            // NT$240, 000 is a slip for a thousand.
            let blank = usize::from(rest.starts_with(" 000"));
            if count(&rest[blank..]) != 3 {
                break;
            }
            length += comma + blank + run(&rest[blank..]);
        }
    }
    if let Some(point) = sign(&text[length..], '.') {
        let rest = &text[length + point..];
        let decimals = run(rest);
        // 1.2.3 is no decimal.
        if decimals > 0 && sign(&rest[decimals..], '.').is_none_or(|dot| !rest[decimals + dot..].starts_with(is_digit))
        {
            length += point + decimals;
        }
    }
    length
}

/// Whether digits are part of a name: letters touch them, or they are one of several parts (1.2.3, 2,4-).
fn is_named(text: &str, start: usize, end: usize) -> bool {
    let (before, after) = (&text[..start], &text[end..]);
    let letter = |side: char| side.is_ascii_alphabetic() || matches!(side, '_' | '\\');
    let digit = |side: char| is_digit(side);
    let part = before.strip_suffix(['-', '.']).is_some_and(|part| {
        let rest = part.trim_end_matches(|side: char| side.is_ascii_digit());
        // 3-5人 is a range, A-3-5 and 1.2 are names.
        let range = before.ends_with('-') && rest.len() < part.len() && !rest.ends_with(['-', '.', ',', '_']);
        part.ends_with(|side: char| side.is_ascii_alphanumeric()) && (!range || rest.ends_with(letter))
    });
    let listed = before.strip_suffix(',').is_some_and(|before| before.ends_with(digit))
        || after
            .strip_prefix([',', '.'])
            .is_some_and(|after| after.starts_with(digit));
    let chemical = after
        .strip_prefix('-')
        .is_some_and(|after| after.starts_with(|next: char| !next.is_ascii() && next.is_alphabetic()));
    before.ends_with(letter) || part || listed || chemical
}

/// Whether nothing but blanks, or between words a hyphen or the end of brackets, stands in a gap.
pub(super) fn is_close(gap: &str, spaced: bool) -> bool {
    let joins = |next: char| is_blank(next) || (spaced && matches!(next, '-' | '‑' | ')'));
    gap.is_empty() || (gap.len() <= 4 && gap.chars().all(joins))
}
