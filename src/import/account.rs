//! The account of an import: every character of the file is written, left out with a note, or found here to be missing.
//!
//! It looks at the texts that were written, not at how they came about: what is read wrong elsewhere is told all the same.

use std::collections::BTreeMap;
use std::ops::Range;

use super::body::Piece;
use super::draft::Draft;
use super::line::{Line, Slice, is_gap};
use super::manuscript::{Manuscript, Place};
use super::write::is_number;
use crate::language::{Language, fold};

/// What the account comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Text that is nowhere in what was written, with its place.
    pub lost: Vec<(Place, String)>,
    /// Markers of items that Markdown writes in its own way: `1、` as `1.`, `●` as `-`.
    pub markers: usize,
    /// Marks between a label and its title or text that nothing stands for.
    pub separators: usize,
}

/// How far ahead the text that was written is searched, in characters: more than a heading's attributes take up.
const WINDOW: usize = 300;
/// How much of Markdown may stand between two characters of a text.
const NEAR: usize = 12;
/// So many characters in a row show that a place in the text is the right one, and not one that happens to begin alike.
const RUN: usize = 5;

/// A text that was written, read on from where the last character was found.
struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    /// Reads on to the first of `wanted`, where the others follow closely. Whether it is there.
    fn find(&mut self, wanted: &[(Place, char)]) -> bool {
        let Some((_, first)) = wanted.first() else { return true };
        for (count, (at, next)) in self.rest.char_indices().enumerate().take(WINDOW) {
            if fold(next) != fold(*first) {
                continue;
            }
            let after = &self.rest[at + next.len_utf8()..];
            if count == 0 || follow(after, &wanted[1..]) {
                self.rest = after;
                return true;
            }
        }
        false
    }
}

/// Whether `wanted` comes closely one after the other, with one address or set of attributes among them at most.
fn follow(mut text: &str, wanted: &[(Place, char)]) -> bool {
    let mut longest = WINDOW;
    wanted.iter().all(|(_, wanted)| {
        let mut ahead = text.char_indices().enumerate().take(longest);
        let found = ahead.find(|(_, (_, next))| fold(*next) == fold(*wanted));
        found.is_some_and(|(count, (at, next))| {
            text = &text[at + next.len_utf8()..];
            if count > NEAR {
                longest = NEAR;
            }
            true
        })
    })
}

/// Holds the lines against what was written of them: the front matter, the body in the order of its chapters, and the
/// notes. `left_out` is what the report tells.
pub fn account(
    manuscript: &Manuscript,
    lines: &[Line<'_>],
    draft: &Draft,
    left_out: impl Iterator<Item = Slice>,
    written: (&str, &str, &str),
    language: &Language,
) -> Account {
    let (front, body, notes) = written;
    let mut account = Account::default();
    let mut passed: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
    let mut pass = |slice: Slice| passed.entry(slice.line).or_default().push(slice.start..slice.end);
    left_out.for_each(&mut pass);
    for slice in draft.front.title_from.iter().copied().chain(draft.front.issuer_from) {
        pass(slice);
        let text: Vec<(Place, char)> = characters(&lines[slice.line], slice.start..slice.end, &[]).collect();
        account.check(&text, front);
    }
    account.changed_marks(lines, draft, language, &mut pass);
    let mut text: Vec<(Place, char)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let skipped = passed.get_mut(&index).map(|ranges| {
            ranges.sort_unstable_by_key(|range| range.start);
            &ranges[..]
        });
        text.extend(characters(line, 0..line.text.len(), skipped.unwrap_or_default()));
    }
    account.check(&text, body);
    let notes_text: Vec<(Place, char)> = manuscript
        .notes
        .iter()
        .flatten()
        .flat_map(|paragraph| {
            let text = paragraph
                .label
                .iter()
                .map(|label| label.text.as_str())
                .chain(paragraph.runs.iter().map(|run| run.text.as_str()));
            let place = paragraph.place;
            text.flat_map(str::chars)
                .filter(|next| !is_gap(*next))
                .map(move |next| (place, next))
                .collect::<Vec<_>>()
        })
        .collect();
    account.check(&notes_text, notes);
    account
}

/// The characters of a part of a line that are no blanks, but for those in `skipped`, which is in order.
fn characters<'a>(
    line: &'a Line<'_>,
    range: Range<usize>,
    skipped: &'a [Range<usize>],
) -> impl Iterator<Item = (Place, char)> + 'a {
    let cells = line.table.into_iter().flat_map(|table| table.rows.iter().flatten());
    let paragraphs = cells.flat_map(|cell| &cell.paragraphs);
    let texts = paragraphs.flat_map(|paragraph| {
        let label = paragraph.label.iter().map(|label| label.text.as_str());
        label.chain(paragraph.runs.iter().map(|run| run.text.as_str()))
    });
    let mut next_skipped = 0;
    let own = line.text[range.clone()].char_indices().filter(move |(at, _)| {
        let at = range.start + at;
        while skipped.get(next_skipped).is_some_and(|range| range.end <= at) {
            next_skipped += 1;
        }
        !skipped.get(next_skipped).is_some_and(|range| range.contains(&at))
    });
    let own = own.map(|(_, next)| next);
    own.chain(texts.flat_map(str::chars))
        .filter(|next| !is_gap(*next))
        .map(|next| (line.place, next))
}

impl Account {
    /// Puts what of `text` is not in `written`, in this order, among what is lost.
    fn check(&mut self, text: &[(Place, char)], written: &str) {
        let mut reader = Reader { rest: written };
        let mut last_lost = None;
        for (index, (place, next)) in text.iter().enumerate() {
            if reader.find(&text[index..text.len().min(index + RUN)]) {
                continue;
            }
            match self.lost.last_mut() {
                Some((at, lost)) if at == place && last_lost.is_some_and(|last| last + 1 == index) => lost.push(*next),
                _ => self.lost.push((*place, next.to_string())),
            }
            last_lost = Some(index);
        }
    }

    /// Counts the marks that are written otherwise or not at all, and passes over them.
    fn changed_marks(&mut self, lines: &[Line<'_>], draft: &Draft, language: &Language, pass: &mut impl FnMut(Slice)) {
        let mut used: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
        let mut touch = |slice: Slice| used.entry(slice.line).or_default().push(slice.start..slice.end);
        let pieces = draft.units.iter().flat_map(|unit| &unit.pieces).chain(&draft.preamble);
        for unit in &draft.units {
            touch(Slice {
                line: unit.found.line,
                start: unit.found.at,
                end: unit.found.at + unit.found.head.length,
            });
            unit.title.into_iter().for_each(&mut touch);
        }
        for piece in pieces {
            match piece {
                Piece::Item { marker, text, .. } => {
                    touch(*marker);
                    touch(*text);
                    if is_number(&super::front::squeeze(marker.text(lines), language)) {
                        self.markers += 1;
                        pass(*marker);
                    }
                }
                Piece::Bullet(text) => {
                    let before = &lines[text.line].text[..text.start];
                    let start = before
                        .trim_end_matches(is_gap)
                        .char_indices()
                        .next_back()
                        .map_or(0, |(at, _)| at);
                    let bullet = Slice {
                        line: text.line,
                        start,
                        end: text.start,
                    };
                    self.markers += 1;
                    touch(bullet);
                    touch(*text);
                    pass(bullet);
                }
                Piece::Field { label, value } => {
                    touch(*label);
                    value.iter().for_each(|value| touch(*value));
                }
                Piece::Heading(text) | Piece::Quote(text) | Piece::Text(text) => touch(*text),
                Piece::Table(_) => {}
            }
        }
        for ranges in used.values_mut() {
            ranges.sort_unstable_by_key(|range| range.start);
        }
        // Between a label and its title or text stands a mark, or nothing.
        for unit in &draft.units {
            let label = (unit.found.line, unit.found.at + unit.found.head.length);
            let title = unit.title.map(|title| (title.line, title.end));
            for (line, start) in std::iter::once(label).chain(title) {
                let ranges = used.get(&line).map_or(&[][..], |ranges| ranges);
                let text = &lines[line].text;
                let next = ranges.get(ranges.partition_point(|range| range.start < start));
                let gap = &text[start..next.map_or(text.len(), |next| next.start)];
                self.separator(line, start, gap, language, pass);
            }
        }
    }

    fn separator(&mut self, line: usize, start: usize, gap: &str, language: &Language, pass: &mut impl FnMut(Slice)) {
        let bare = gap.trim_matches(is_gap);
        let marks = language.pack.heads.separators.iter().chain(&language.pack.roles.colons);
        if !bare.is_empty() && marks.into_iter().any(|mark| mark == bare) {
            self.separators += 1;
            pass(Slice {
                line,
                start,
                end: start + gap.len(),
            });
        }
    }
}
