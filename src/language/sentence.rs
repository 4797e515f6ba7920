//! Sentences of a text, by the marks of the pack.

use std::ops::Range;

use aho_corasick::{AhoCorasick, Input, MatchKind};

use super::pattern::is_blank;

/// Finds where sentences end.
#[derive(Debug)]
pub struct Sentences {
    ends: AhoCorasick,
    /// Which of the ends are semicolons.
    semicolons: Vec<bool>,
}

impl Sentences {
    pub(super) fn new(ends: &[String]) -> Result<Self, String> {
        let built = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(ends);
        Ok(Self {
            ends: built.map_err(|error| error.to_string())?,
            semicolons: ends.iter().map(|end| end.starts_with([';', '；'])).collect(),
        })
    }

    /// The sentences of `text` in order, each with its end mark and without blanks around it.
    ///
    /// A mark with a blank after it ends a sentence only before what may begin one: “a.m. on” is no end.
    pub fn of(&self, text: &str) -> Vec<Range<usize>> {
        self.split(text, true)
    }

    /// The same without ends at semicolons.
    pub fn whole(&self, text: &str) -> Vec<Range<usize>> {
        self.split(text, false)
    }

    fn split(&self, text: &str, at_semicolons: bool) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut start = 0;
        let mut at = 0;
        while let Some(end) = self.ends.find(Input::new(text).range(at..)) {
            let is_semicolon = self.semicolons[end.pattern()];
            let is_doubtful = text[end.range()].ends_with(' ') && !is_semicolon;
            if (is_semicolon && !at_semicolons) || (is_doubtful && !begins(&text[end.end()..])) {
                // The mark may be the first of two.
                at = text.ceil_char_boundary(end.start() + 1);
                continue;
            }
            at = end.end();
            push(text, start..at, &mut found);
            start = at;
        }
        push(text, start..text.len(), &mut found);
        found
    }
}

fn begins(rest: &str) -> bool {
    let first = rest.trim_start().chars().next();
    first.is_none_or(|first| !first.is_lowercase())
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start_matches(is_blank).len());
    let length = part.trim_matches(is_blank).len();
    if length > 0 {
        found.push(start..start + length);
    }
}
