//! What a rule of a pack finds in one text.

use std::ops::Range;

use super::Prepared;
use crate::config::pack::{Demand, PackPattern};
use crate::language::Language;

/// A match that counts.
#[derive(Debug)]
pub(super) struct Hit {
    pub range: Range<usize>,
    /// The number that a limit took out of the text, as written.
    pub value: Option<String>,
    /// The bound that it does not keep.
    pub limit: Option<f64>,
    /// What is to stand in place of the match.
    pub replacement: Option<String>,
}

/// The matches of a rule in `text`, in order, not overlapping. `lead` is the sentence that leads in to a list.
pub(super) fn hits(
    prepared: &Prepared<'_>,
    text: &str,
    lead: impl Fn() -> Option<String>,
    language: &Language,
) -> Vec<Hit> {
    let mut found: Vec<Hit> = Vec::new();
    for pattern in &prepared.patterns {
        for captures in pattern.regex.captures_iter(text) {
            let Some(range) = captures.get(0).map(|whole| whole.range()) else {
                continue;
            };
            let mut hit = Hit {
                range,
                value: None,
                limit: None,
                replacement: None,
            };
            if prepared.rule.demand == Demand::Limit {
                let written = captures.name(PackPattern::VALUE).map_or("", |value| value.as_str());
                hit.limit = number(language, written).and_then(|number| broken_bound(pattern, number));
                hit.value = Some(written.to_owned());
                if hit.limit.is_none() {
                    continue;
                }
            }
            if let Some(with) = &pattern.with {
                let mut replacement = String::new();
                captures.expand(with, &mut replacement);
                hit.replacement = Some(replacement);
            }
            found.push(hit);
        }
    }
    found.sort_by_key(|hit| (hit.range.start, std::cmp::Reverse(hit.range.end)));
    let mut end = 0;
    found.retain(|hit| {
        let is_free = hit.range.start >= end;
        let counts = is_free && !is_excused(prepared, text, &hit.range, &lead, language);
        if counts {
            end = hit.range.end;
        }
        counts
    });
    found
}

/// Whether the sentence of a match says that it is not meant so, or the match is a title or a quotation.
fn is_excused(
    prepared: &Prepared<'_>,
    text: &str,
    range: &Range<usize>,
    lead: impl Fn() -> Option<String>,
    language: &Language,
) -> bool {
    if is_quoted(text, range, language) {
        return true;
    }
    if prepared.unless.is_empty() {
        return false;
    }
    let own = sentence(text, range, &language.pack.sentence_ends);
    let finds = |text: &str| prepared.unless.iter().any(|pattern| pattern.regex.is_match(text));
    finds(own) || lead().is_some_and(|lead| finds(&format!("{lead}{own}")))
}

/// The sentence around a range.
pub(super) fn sentence<'t>(text: &'t str, range: &Range<usize>, ends: &[String]) -> &'t str {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let begins = ends
        .iter()
        .filter_map(|end| Some(before.rfind(end.as_str())? + end.len()));
    let stops = ends.iter().filter_map(|end| after.find(end.as_str()));
    let start = begins.max().unwrap_or(0);
    let stop = stops.min().map_or(text.len(), |at| range.end + at);
    &text[start..stop]
}

/// Whether a match ends within a title or a quotation: what comes before it may be a word of the sentence.
fn is_quoted(text: &str, range: &Range<usize>, language: &Language) -> bool {
    let (before, after) = text.split_at(range.end);
    let mut pairs = language.pack.citation.title_marks();
    pairs.any(|(open, close)| {
        let opened = before.rfind(open.as_str());
        let is_open = opened.is_some_and(|at| !before[at..].contains(close.as_str()));
        is_open && after.contains(close.as_str())
    })
}

/// The bound that a number does not keep.
fn broken_bound(pattern: &PackPattern, number: f64) -> Option<f64> {
    let above = pattern.max.filter(|&max| number > max);
    above.or(pattern.min.filter(|&min| number < min))
}

/// The number that `text` is: digits of either width, with or without decimals, or a numeral of the language.
fn number(language: &Language, text: &str) -> Option<f64> {
    let text = text.trim();
    let half_width = |next: char| match next {
        '\u{ff10}'..='\u{ff19}' => char::from_u32(next as u32 - 0xff10 + u32::from(b'0')).unwrap_or(next),
        _ => next,
    };
    let digits: String = text.chars().filter(|next| *next != ',').map(half_width).collect();
    let decimal = digits
        .trim_end_matches('.')
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite());
    decimal.or_else(|| {
        let lower = text.to_lowercase();
        let (value, length) = language.number(&lower)?;
        (length == lower.len()).then_some(f64::from(value))
    })
}
