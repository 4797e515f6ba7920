//! Sentences of a text, by the marks of the pack.

use std::ops::Range;

use super::pattern::is_blank;

/// The sentences of `text` in order, each with its end mark and without blanks around it.
///
/// A mark with a blank after it ends a sentence only before what may begin one: “a.m. on” is no end.
pub fn sentences(text: &str, ends: &[String]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let end = ends.iter().find(|end| rest.starts_with(end.as_str()));
        let end = end.filter(|end| !end.ends_with(' ') || end.starts_with(';') || begins(&rest[end.len()..]));
        at += end.map_or_else(|| rest.chars().next().map_or(1, char::len_utf8), String::len);
        if end.is_some() {
            push(text, start..at, &mut found);
            start = at;
        }
    }
    push(text, start..text.len(), &mut found);
    found
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
