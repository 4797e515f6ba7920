//! The article numbers of an edition in the order of the text: what is missing, what comes twice, what steps back.
//!
//! The longest rising run of numbers is taken for what was meant, so that one article in a wrong place does not make
//! all others look misplaced.

use std::ops::RangeInclusive;

use rustc_hash::{FxHashMap, FxHashSet};

use super::buried_heads;
use crate::check::rules::source::malformed_heads;
use crate::check::wording;
use crate::diagnostic::{Diagnostic, Value};
use crate::language::{Level, Number};
use crate::model::{Edition, Handbook, TextId};
use crate::source::Span;
use crate::syntax::ProblemKind;

/// An article head, or an ill-formed one that is read as what it means.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub number: Number,
    /// Its label.
    pub span: Span,
    /// Nothing for an ill-formed one.
    pub text: Option<TextId>,
}

/// Numbers that no article bears, all between two neighbours of the rising run.
#[derive(Debug)]
pub(super) struct Gap {
    pub missing: Vec<RangeInclusive<u32>>,
    /// The entry before the gap; nothing where the first numbers are missing.
    pub previous: Option<usize>,
    pub at: usize,
}

/// An entry and an earlier one that it does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub at: usize,
    pub other: usize,
}

/// What is wrong with the numbers of an edition. Without faults it is empty.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    pub entries: Vec<Entry>,
    pub gaps: Vec<Gap>,
    /// Entries whose number came before, with its first bearer.
    pub duplicates: Vec<Pair>,
    /// Entries lower than the one before them, with that one.
    pub steps_back: Vec<Pair>,
}

impl Sequence {
    pub fn of(handbook: &Handbook, edition: &Edition) -> Self {
        if runs_on(handbook, edition) {
            return Self::default();
        }
        let entries = entries(handbook, edition);
        let numbers: Vec<Number> = entries.iter().map(|entry| entry.number).collect();
        let buried = edition.texts.iter().flat_map(|&text| buried_heads(handbook, text));
        let buried = buried.map(|head| head.number.value).collect();
        Self {
            entries,
            ..analyse(&numbers, buried)
        }
    }

    /// A finding at an entry, with its label as `{article}`.
    pub fn finding(&self, handbook: &Handbook, code: &'static str, edition: &Edition, at: usize) -> Diagnostic {
        let entry = &self.entries[at];
        let finding = match entry.text {
            Some(text) => {
                let place = entry.span.start..entry.span.end;
                wording::finding(handbook, code, handbook.text(text), &place)
            }
            None => Diagnostic::new(code, entry.span),
        };
        let chapter = edition.chapters.first().map(|&id| handbook.chapter(id));
        let finding = match chapter.and_then(|chapter| chapter.regulation) {
            Some(id) => finding.param("regulation", wording::regulation(handbook, id, edition.language)),
            None => finding.param("regulation", &edition.title),
        };
        finding.param("article", self.label(at))
    }

    pub fn label(&self, at: usize) -> Value {
        wording::label(Level::Article, self.entries[at].number)
    }

    pub fn span(&self, at: usize) -> Span {
        self.entries[at].span
    }
}

/// Whether the numbers are 1, 2, 3 … with inserted ones in order: nothing to look into.
fn runs_on(handbook: &Handbook, edition: &Edition) -> bool {
    let mut last = Number::default();
    edition.texts.iter().all(|&id| {
        let number = handbook.node(handbook.text(id)).number;
        let next = number == Number::new(last.value + 1);
        let inserted = number.value == last.value && number.branch > last.branch;
        last = number;
        next || (inserted && number.value > 0)
    })
}

fn entries(handbook: &Handbook, edition: &Edition) -> Vec<Entry> {
    let entry = |id: TextId| {
        let text = handbook.text(id);
        let node = handbook.node(text);
        Entry {
            number: node.number,
            span: handbook.span(text, &node.label),
            text: Some(id),
        }
    };
    let mut entries: Vec<Entry> = edition.texts.iter().map(|&id| entry(id)).collect();
    for &id in &edition.chapters {
        let chapter = handbook.chapter(id);
        let malformed = |problem: &crate::syntax::Problem| matches!(problem.kind, ProblemKind::MalformedHead { .. });
        if !chapter.document.problems.iter().any(malformed) {
            continue;
        }
        for head in malformed_heads(handbook, chapter) {
            // Files stand in the order of the edition, and so do the articles of each.
            let texts = chapter.texts.clone();
            let mut own = entries.iter().filter(|entry| entry.span.file == chapter.file);
            if own.any(|entry| entry.span.start <= head.span.start && head.span.start < entry.span.end) {
                continue;
            }
            let before = |entry: &Entry| match entry.text {
                Some(text) => text.0 < texts.start || (text.0 < texts.end && entry.span.start < head.span.start),
                None => entry.span.file != head.span.file || entry.span.start < head.span.start,
            };
            let at = entries.partition_point(before);
            let entry = Entry {
                number: head.number,
                span: head.span,
                text: None,
            };
            entries.insert(at, entry);
        }
    }
    entries
}

fn analyse(numbers: &[Number], buried: FxHashSet<u32>) -> Sequence {
    let mut found = Sequence::default();
    let mut firsts: FxHashMap<Number, usize> = FxHashMap::default();
    let mut single = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        match firsts.get(number) {
            Some(&other) => found.duplicates.push(Pair { at, other }),
            None => {
                firsts.insert(*number, at);
                single.push(at);
            }
        }
    }
    let steps = single.windows(2).filter(|pair| numbers[pair[1]] < numbers[pair[0]]);
    found.steps_back = steps
        .map(|pair| Pair {
            at: pair[1],
            other: pair[0],
        })
        .collect();
    let rising = longest_rising(numbers, &single);
    found.gaps = gaps(numbers, &rising, &buried);
    found
}

/// The places of the longest rising run among `places`.
fn longest_rising(numbers: &[Number], places: &[usize]) -> Vec<usize> {
    // For each length the run of that length that ends lowest, and what each place follows in its run.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: FxHashMap<usize, usize> = FxHashMap::default();
    for &place in places {
        let length = ends.partition_point(|&end| numbers[end] < numbers[place]);
        if let Some(&last) = length.checked_sub(1).and_then(|last| ends.get(last)) {
            before.insert(place, last);
        }
        match ends.get_mut(length) {
            Some(end) => *end = place,
            None => ends.push(place),
        }
    }
    let mut run: Vec<usize> = std::iter::successors(ends.last().copied(), |place| before.get(place).copied()).collect();
    run.reverse();
    run
}

fn gaps(numbers: &[Number], rising: &[usize], buried: &FxHashSet<u32>) -> Vec<Gap> {
    let mut present: Vec<u32> = numbers.iter().map(|number| number.value).collect();
    present.extend(buried);
    present.sort_unstable();
    present.dedup();
    let mut gaps = Vec::new();
    let mut previous: Option<usize> = None;
    for &at in rising {
        let from = previous.map_or(1, |previous| numbers[previous].value.saturating_add(1));
        let to = numbers[at].value;
        let missing = missing(&present, from, to);
        if !missing.is_empty() {
            // A mistyped number stands where the missing one belongs; it is reported as what it is.
            let between = previous.map_or(0, |previous| previous + 1)..at;
            let strangers = between.filter(|&place| !fits_elsewhere(numbers, rising, place)).count();
            let count: usize = missing
                .iter()
                .map(|range| (range.end() - range.start()) as usize + 1)
                .sum();
            if count != strangers {
                gaps.push(Gap { missing, previous, at });
            }
        }
        previous = Some(at);
    }
    gaps
}

/// The numbers from `from` up to, but not including, `to` that are not in `present`.
fn missing(present: &[u32], from: u32, to: u32) -> Vec<RangeInclusive<u32>> {
    let mut ranges = Vec::new();
    let mut next = from;
    let start = present.partition_point(|&number| number < from);
    for &number in &present[start..] {
        if number > next && next < to {
            ranges.push(next..=number.min(to) - 1);
        }
        if number >= to {
            break;
        }
        next = number + 1;
    }
    ranges
}

/// Whether the number at `place`, which is no part of the rising run, fills a hole of it, so that the article was moved
/// and not mistyped.
fn fits_elsewhere(numbers: &[Number], rising: &[usize], place: usize) -> bool {
    let number = numbers[place];
    let at = rising.partition_point(|&other| numbers[other] < number);
    let is_there = rising.get(at).is_some_and(|&other| numbers[other] == number);
    let beyond = at == rising.len()
        && rising
            .last()
            .is_some_and(|&last| numbers[last].value + 1 != number.value);
    !is_there && !beyond
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gaps as (missing, at), duplicates and steps back as indices.
    type Found = (Vec<(Vec<u32>, usize)>, Vec<usize>, Vec<usize>);

    fn analysed(numbers: &[u32]) -> Found {
        let numbers: Vec<Number> = numbers.iter().map(|&number| Number::new(number)).collect();
        let found = analyse(&numbers, FxHashSet::default());
        let gap = |gap: &Gap| (gap.missing.iter().cloned().flatten().collect(), gap.at);
        (
            found.gaps.iter().map(gap).collect(),
            found.duplicates.iter().map(|pair| pair.at).collect(),
            found.steps_back.iter().map(|pair| pair.at).collect(),
        )
    }

    #[test]
    fn one_misplaced_article_is_one_finding() {
        assert_eq!(analysed(&[1, 3, 2]), (vec![], vec![], vec![2]));
        assert_eq!(analysed(&[1, 2, 9, 3, 4, 5, 6, 7, 8, 10]), (vec![], vec![], vec![3]));
        assert_eq!(analysed(&[1, 2, 4, 5, 6, 3, 7]), (vec![], vec![], vec![5]));
    }

    #[test]
    fn one_mistyped_number_is_one_finding() {
        assert_eq!(analysed(&[1, 2, 3, 40, 5, 6]), (vec![], vec![], vec![4]));
        assert_eq!(analysed(&[1, 2, 3, 3, 5]), (vec![], vec![3], vec![]));
    }

    #[test]
    fn a_gap_is_reported_once_and_the_sequence_goes_on() {
        assert_eq!(analysed(&[1, 4, 5]), (vec![(vec![2, 3], 1)], vec![], vec![]));
        assert_eq!(analysed(&[3, 4]), (vec![(vec![1, 2], 0)], vec![], vec![]));
        assert_eq!(analysed(&[1, 2, 5, 3, 6]), (vec![(vec![4], 4)], vec![], vec![3]));
    }

    #[test]
    fn an_immense_number_costs_nothing() {
        let (gaps, ..) = {
            let numbers = [Number::new(1), Number::new(99_999_999)];
            let found = analyse(&numbers, FxHashSet::default());
            (found.gaps, ())
        };
        assert_eq!(gaps[0].missing, [2..=99_999_998]);
    }
}
