//! Parts, chapters and sections in the order of the text, with the citations of them.

use std::collections::BTreeSet;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::names::{end_of_heading, free};
use super::{Left, Reason, words};
use crate::check::rules::citations::{Cited, Index};
use crate::check::rules::numbering::misnumbered_division::Entry;
use crate::check::rules::numbering::{Written, rewrite, written};
use crate::diagnostic::Edit;
use crate::language::{Level, Number};
use crate::model::{ChapterId, CitedMember, Edition, Handbook, RegulationId, Target, division_anchor};
use crate::source::Span;

/// The divisions of one level of an edition.
pub(in crate::check::rules::numbering) struct Divisions<'a> {
    handbook: &'a Handbook,
    edition: &'a Edition,
    level: Level,
    entries: &'a [Entry<'a>],
    /// The number that each of them gets.
    new: Vec<u32>,
    /// Of those that share a number within one division of a higher level, the last: the others came in later.
    bearers: Vec<usize>,
    pub edits: Vec<Edit>,
    pub left: Vec<Left>,
    /// Some citation names a number that several bear, or a range.
    pub ambiguous: bool,
}

impl<'a> Divisions<'a> {
    /// Nothing where there is nothing to change, or where some are not translated yet and the others keep their numbers.
    pub fn new(
        handbook: &'a Handbook,
        regulation: RegulationId,
        edition: &'a Edition,
        entries: &'a [Entry<'a>],
        index: &Index<'_>,
    ) -> Option<Self> {
        let level = entries.first()?.division.level;
        if entries.iter().any(|entry| entry.agrees && !entry.is_due()) {
            return None;
        }
        let (new, bearers) = in_order(entries);
        if entries.iter().zip(&new).all(|(entry, new)| entry.number == *new) {
            return None;
        }
        let mut divisions = Self {
            handbook,
            edition,
            level,
            entries,
            new,
            bearers,
            edits: Vec::new(),
            left: Vec::new(),
            ambiguous: false,
        };
        divisions.heads();
        divisions.citations(regulation, index);
        divisions.words();
        Some(divisions)
    }

    fn label(&self, at: usize) -> Span {
        let entry = &self.entries[at];
        Span::new(self.handbook.chapter(entry.chapter).file, entry.division.label.clone())
    }

    fn heads(&mut self) {
        let language = self.handbook.language(self.edition.language);
        for (at, entry) in self.entries.iter().enumerate() {
            if self.new[at] == entry.number {
                continue;
            }
            let span = self.label(at);
            let label = self.handbook.sources.text(span);
            let Some(numeral) = written(language, label, self.level, entry.number, false) else {
                self.left.push(Left::stop(span, Reason::Head));
                continue;
            };
            let start = span.start + numeral.range.start as u32;
            self.edits.push(Edit {
                span: Span::new(span.file, start..start + numeral.range.len() as u32),
                text: rewrite(language, &numeral, self.new[at]),
            });
        }
    }

    /// Headings and words of links that name a division by its old number.
    fn words(&mut self) {
        let is_past = |number: Number| {
            let mut bearers = (0..self.entries.len()).filter(|&at| self.entries[at].number == number.value);
            bearers.any(|at| self.new[self.bearers[at]] != number.value)
        };
        let left = words::left(self.handbook, self.edition, self.level, is_past);
        self.left.extend(left);
    }

    fn citations(&mut self, regulation: RegulationId, index: &Index<'_>) {
        let entries = self.entries.iter().enumerate();
        let places: FxHashMap<(ChapterId, u32), usize> =
            entries.map(|(at, entry)| ((entry.chapter, entry.index), at)).collect();
        for (cited, member) in index.of(regulation) {
            if cited.chapter.language != self.edition.language {
                continue;
            }
            match member.path.last() {
                Some(last) if last == self.level => self.citation(cited, member, &places),
                _ => self.outer(cited, member),
            }
        }
    }

    fn citation(&mut self, cited: &Cited<'_>, member: &CitedMember, places: &FxHashMap<(ChapterId, u32), usize>) {
        let place = cited.span(&member.span);
        let old = member.path.get(self.level).map_or(0, |number| number.value);
        match member.target {
            // What the text itself cites and does not have may be a heading that lost its line.
            target @ (Target::Missing(_) | Target::Unclear) => {
                self.ambiguous = true;
                let numbers = [Some(old), member.through.map(|end| end.value)];
                let is_taken = |number: u32| match target {
                    Target::Missing(level) => level == self.level && self.new.contains(&number),
                    _ => self.is_taken_over(number),
                };
                if numbers.into_iter().flatten().any(is_taken) {
                    self.left.push(Left::stop(place, Reason::Gone));
                }
            }
            Target::Division { chapter, division } => {
                let Some(&found) = places.get(&(chapter, division)) else {
                    return;
                };
                let meant = self.bearers[found];
                let repeated = self.bearers.iter().filter(|bearer| **bearer == meant).count() > 1;
                self.ambiguous |= repeated || member.through.is_some();
                let Some(numeral) = cited.numeral(member, self.level) else {
                    return;
                };
                self.rewrite(cited, member, (&numeral, old), meant);
                let Some(end) = member.through else { return };
                let run = self.run(found);
                let last = run.clone().find(|&at| self.entries[at].number == end.value);
                let (Some(last), Some(found)) = (last, cited.numeral_end(member, &numeral)) else {
                    self.left.push(Left::stop(place, Reason::Gone));
                    return;
                };
                let last = self.bearers[last];
                self.rewrite(cited, member, (&found, end.value), last);
                let known = run.filter(|&at| self.bearers[at] == at);
                let is_kept =
                    |at: usize| (old..=end.value).contains(&self.entries[at].number) == (meant..=last).contains(&at);
                if !known.into_iter().all(is_kept) {
                    self.left.push(Left::note(place, Reason::Range));
                }
            }
            _ => {}
        }
    }

    /// Whether a number that no division had is given to one.
    fn is_taken_over(&self, number: u32) -> bool {
        self.new.contains(&number) && self.entries.iter().all(|entry| entry.number != number)
    }

    /// Writes the new number of the division that a citation means in the place of the old one.
    fn rewrite(&mut self, cited: &Cited<'_>, member: &CitedMember, (numeral, old): (&Written, u32), meant: usize) {
        if self.new[meant] != old {
            self.edits.push(Edit {
                span: cited.place(member, numeral),
                text: rewrite(cited.language(), numeral, self.new[meant]),
            });
            if cited.goes_on() {
                self.left.push(Left::note(cited.span(&member.span), Reason::Rest));
            }
        }
    }

    /// The divisions that are counted in one with that at an index.
    fn run(&self, at: usize) -> Range<usize> {
        let begins = |at: &usize| self.entries[*at].restarts;
        let start = (1..=at).rev().find(begins).unwrap_or(0);
        let end = (at + 1..self.entries.len()).find(begins).unwrap_or(self.entries.len());
        start..end
    }

    /// A citation of something within a division: 第二章第二节, Article 4 in Chapter 3.
    fn outer(&mut self, cited: &Cited<'_>, member: &CitedMember) {
        let (Some(old), Some(numeral)) = (member.path.get(self.level), cited.numeral(member, self.level)) else {
            return;
        };
        let named = (0..self.entries.len()).filter(|&at| self.entries[at].number == old.value);
        let mut meant: Vec<usize> = named.map(|at| self.bearers[at]).collect();
        meant.dedup();
        match meant.as_slice() {
            [] if self.is_taken_over(old.value) => self.left.push(Left::stop(cited.span(&member.span), Reason::Gone)),
            [] => {}
            [only] => self.rewrite(cited, member, (&numeral, old.value), *only),
            // Each part has a chapter of this number.
            _ => self.left.push(Left::stop(cited.span(&member.span), Reason::Gone)),
        }
    }

    /// The anchors that divisions had become their ids, so that old links lead to them.
    pub fn names(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut taken: FxHashMap<ChapterId, BTreeSet<String>> = FxHashMap::default();
        let moved =
            (0..self.entries.len()).filter(|&at| self.bearers[at] == at && self.new[at] != self.entries[at].number);
        for at in moved {
            let entry = &self.entries[at];
            let document = &self.handbook.chapter(entry.chapter).document;
            // Of several with one number the anchors told them apart by their order, which is no name.
            let anchor = division_anchor(document, entry.index as usize);
            let anchor = anchor.split(".r").next().unwrap_or_default().to_owned();
            let names = taken.entry(entry.chapter).or_default();
            if !names.contains(&anchor)
                && let Some(edit) = self.name(at, &anchor)
            {
                names.insert(anchor);
                edits.push(edit);
            }
        }
        // What takes a number whose anchor is a name now needs a name of its own.
        for at in (0..self.entries.len()).filter(|&at| self.bearers[at] != at) {
            let chapter = self.entries[at].chapter;
            let Some(names) = taken.get_mut(&chapter) else { continue };
            let prefix = names.iter().next().and_then(|name| name.split_once('-'));
            let prefix = prefix.map(|(prefix, _)| prefix.to_owned()).unwrap_or_default();
            let name = free(names, &format!("new-{prefix}-{}", self.new[at]));
            if names.contains(&format!("{prefix}-{}", self.new[at]))
                && let Some(edit) = self.name(at, &name)
            {
                names.insert(name);
                edits.push(edit);
            }
        }
        edits
    }

    fn name(&self, at: usize, name: &str) -> Option<Edit> {
        let entry = &self.entries[at];
        match &entry.division.attributes {
            Some(attributes) if attributes.id.is_some() => None,
            Some(attributes) => {
                let file = self.handbook.chapter(entry.chapter).file;
                let start = attributes.span.start + 1;
                Some(Edit {
                    span: Span::new(file, start..start),
                    text: format!("#{name} "),
                })
            }
            None => {
                let label = self.label(at);
                let span = end_of_heading(&self.handbook.sources.file(label.file).text, label)?;
                let text = format!(" {{#{name}}}");
                Some(Edit { span, text })
            }
        }
    }
}

/// The new numbers, and for each of them the one that its number meant before.
fn in_order(entries: &[Entry<'_>]) -> (Vec<u32>, Vec<usize>) {
    // Where one of a later division begins at 1 again, all do: the first of them may be gone.
    let again = entries.iter().skip(1).any(|entry| entry.restarts);
    let mut new = Vec::with_capacity(entries.len());
    let mut bearers: Vec<usize> = (0..entries.len()).collect();
    let mut last = 0;
    let mut run: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (at, entry) in entries.iter().enumerate() {
        if entry.restarts || (again && entry.below_new) {
            last = 0;
            run.clear();
        }
        last += 1;
        new.push(last);
        let same = run.entry(entry.number).or_default();
        same.push(at);
        for &other in &*same {
            bearers[other] = at;
        }
    }
    (new, bearers)
}
