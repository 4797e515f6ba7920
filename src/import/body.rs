//! What stands in an article: fields, items, headings, text, tables.

use super::field::{self, Label};
use super::heads::{Edge, edge, ends_sentence};
use super::line::{Line, Slice, bullet, is_gap};
use crate::language::{Language, Marker};

/// A piece of an article or of a preamble.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A heading that is no unit.
    Heading(Slice),
    Field {
        label: Slice,
        value: Option<Slice>,
    },
    /// An item: its marker as it is written, and its text.
    Item {
        marker: Slice,
        number: u32,
        text: Slice,
    },
    Bullet(Slice),
    Quote(Slice),
    Text(Slice),
    /// The line that holds the table.
    Table(usize),
}

/// Where items may begin in one part of a text.
struct Mark {
    at: usize,
    edge: Edge,
    readings: Vec<Marker>,
}

/// A list that is open.
struct Open {
    family: u8,
    style: u8,
    plain: bool,
    number: u32,
}

impl Open {
    /// Whether a marker is of the same kind, or counts in plain numbers as well: `10.` after `5、`.
    fn is_like(&self, marker: &Marker) -> bool {
        self.style == marker.style || (self.plain && marker.plain)
    }
}

/// How many items may be missing between one in the middle of a line and the next.
const LARGEST_GAP: u32 = 20;

struct Body<'a, 'm> {
    lines: &'a [Line<'m>],
    language: &'a Language,
    /// Fields may still come: a role article whose duties have not begun.
    fields: bool,
    /// Its lines lost their ends: a blank after a sentence is where a paragraph ended.
    is_run_on: bool,
    open: Vec<Open>,
    pieces: Vec<Piece>,
}

/// Cuts the text of an article into its pieces. Fields are looked for in role articles; paragraphs are parted at blanks
/// where `is_run_on` says that several articles stand in one line.
pub fn pieces(
    lines: &[Line<'_>],
    slices: &[Slice],
    language: &Language,
    is_role_article: bool,
    is_run_on: bool,
) -> Vec<Piece> {
    let mut body = Body {
        lines,
        language,
        fields: is_role_article,
        is_run_on,
        open: Vec::new(),
        pieces: Vec::new(),
    };
    let marks: Vec<Vec<Mark>> = slices.iter().map(|slice| body.marks(*slice)).collect();
    // A number 1 in the middle of a line begins a list only if a 2 follows.
    let twos: Vec<(Marker, (usize, usize))> = marks
        .iter()
        .enumerate()
        .flat_map(|(index, marks)| marks.iter().map(move |mark| (mark, (index, mark.at))))
        .flat_map(|(mark, place)| mark.readings.iter().map(move |reading| (*reading, place)))
        .filter(|(reading, _)| reading.number == 2)
        .collect();
    for (index, (slice, marks)) in slices.iter().zip(marks).enumerate() {
        let two_follows = |one: &Marker, at: usize| {
            let mut after = twos.iter().rev().take_while(|(_, place)| *place > (index, at));
            after.any(|(two, _)| two.family == one.family || (two.plain && one.plain))
        };
        body.slice(*slice, &marks, &two_follows);
    }
    body.pieces
}

impl Body<'_, '_> {
    /// Every place of a slice that a marker may be read at.
    fn marks(&self, slice: Slice) -> Vec<Mark> {
        let text = slice.text(self.lines);
        let mut found = Vec::new();
        let mut previous = None;
        for (at, next) in text.char_indices() {
            let before = previous.replace(next);
            let rest = &text[at..];
            let in_word = before.is_some_and(|before| {
                before.is_alphanumeric() && (before.is_numeric() || before.is_ascii()) && next.is_alphanumeric()
            });
            if in_word || before == Some('.') || !self.language.may_begin_item(rest) {
                continue;
            }
            let mut edge = edge(text, at, self.language);
            if edge == Edge::Sentence && self.is_run_on && !self.language.pack.spaced && follows_sentence(&text[..at]) {
                edge = Edge::Start;
            }
            let opens = matches!(next, '(' | '（') || next.is_numeric() && !next.is_alphabetic();
            let apart = !self.language.pack.spaced || text[..at].ends_with(is_gap);
            if edge == Edge::None && (!apart || !opens || self.is_cited(&text[..at])) {
                continue;
            }
            let bracketed = edge == Edge::None && matches!(next, '(' | '（');
            let is_unit = |marker: &Marker| bracketed && self.language.grammar.names_unit(&rest[marker.length..]);
            let readings: Vec<Marker> = self.language.markers(rest).filter(|marker| !is_unit(marker)).collect();
            if !readings.is_empty() {
                found.push(Mark { at, edge, readings });
            }
        }
        found
    }

    /// Whether a number after `before` is one of a citation: 第（一）项.
    fn is_cited(&self, before: &str) -> bool {
        let citation = &self.language.pack.citation;
        let mut words = citation
            .ordinal
            .iter()
            .chain(&citation.separators)
            .chain(&citation.ranges);
        words.any(|word| before.ends_with(word.as_str()))
    }

    fn slice(&mut self, slice: Slice, marks: &[Mark], two_follows: &dyn Fn(&Marker, usize) -> bool) {
        let line = &self.lines[slice.line];
        if line.table.is_some() {
            self.pieces.push(Piece::Table(slice.line));
            return;
        }
        if let Some((end, start)) = line.field.filter(|_| self.fields && slice.start == 0) {
            let value = slice.part(self.lines, start..slice.end);
            self.pieces.push(Piece::Field {
                label: slice.part(self.lines, 0..end),
                value: (!value.is_empty(self.lines)).then_some(value),
            });
            return;
        }
        if line.is_quote && slice.start == 0 {
            self.pieces.push(Piece::Quote(slice));
            return;
        }
        let text = slice.text(self.lines);
        let mut starts: Vec<(usize, Marker)> = Vec::new();
        for mark in marks {
            let inside = starts.last().is_some_and(|(at, marker)| mark.at < at + marker.length);
            if inside {
                continue;
            }
            if let Some(marker) = self.accept(mark, two_follows) {
                self.note(&marker);
                starts.push((mark.at, marker));
            }
        }
        let whole = slice.start == 0 && slice.end == line.text.trim_end_matches(is_gap).len();
        if line.heading.is_some() && whole && starts.is_empty() {
            self.pieces.push(Piece::Heading(slice));
            return;
        }
        let first = starts.first().map_or(text.len(), |(at, _)| *at);
        self.plain(slice.part(self.lines, 0..first));
        let ends: Vec<usize> = starts.iter().skip(1).map(|(at, _)| *at).chain([text.len()]).collect();
        for ((at, marker), end) in starts.iter().zip(ends) {
            self.fields = false;
            let mut parts = self
                .paragraphs(slice.part(self.lines, at + marker.length..end))
                .into_iter();
            self.pieces.push(Piece::Item {
                marker: slice.part(self.lines, *at..at + marker.length),
                number: marker.number,
                text: parts.next().unwrap_or(slice.part(self.lines, end..end)),
            });
            self.pieces.extend(parts.map(Piece::Text));
        }
    }

    /// The reading of a mark that is an item.
    fn accept(&self, mark: &Mark, two_follows: &dyn Fn(&Marker, usize) -> bool) -> Option<Marker> {
        let readings = || mark.readings.iter().copied();
        let continues = |marker: &Marker| {
            self.open
                .iter()
                .any(|open| open.family == marker.family && marker.number == open.number + 1)
        };
        let innermost = self.open.last();
        let same_style = |marker: &Marker| innermost.is_some_and(|open| open.style == marker.style);
        let is_like = |marker: &Marker| innermost.is_some_and(|open| open.is_like(marker));
        match mark.edge {
            Edge::Start => {
                let first = readings()
                    .find(|marker| marker.number == 1)
                    .or_else(|| readings().next());
                readings()
                    .find(continues)
                    .or(first)
                    .filter(|marker| marker.number <= 200)
            }
            Edge::Sentence | Edge::Loose => {
                let begins = |marker: &Marker| marker.number == 1 && two_follows(marker, mark.at);
                // A number that is missing or comes twice is a fault of the text, for a rule to report.
                let faulty = |marker: &Marker| {
                    let last = innermost.map_or(0, |open| open.number);
                    mark.edge == Edge::Sentence
                        && is_like(marker)
                        && (last..=last + LARGEST_GAP).contains(&marker.number)
                };
                readings()
                    .find(continues)
                    .or_else(|| readings().find(begins))
                    .or_else(|| readings().find(faulty))
            }
            Edge::None => {
                let goes_on = |marker: &Marker| !self.language.pack.spaced && same_style(marker) && continues(marker);
                let begins = |marker: &Marker| {
                    let after_fields = self.fields && matches!(self.pieces.last(), None | Some(Piece::Field { .. }));
                    marker.number == 1 && after_fields && two_follows(marker, mark.at)
                };
                readings().find(goes_on).or_else(|| readings().find(begins))
            }
        }
    }

    /// Takes note of an item: what is open after it.
    fn note(&mut self, marker: &Marker) {
        let next = |open: &Open| open.family == marker.family && marker.number == open.number + 1;
        let same = |open: &Open| open.family == marker.family;
        let depth = self
            .open
            .iter()
            .rposition(next)
            .or_else(|| self.open.iter().rposition(same));
        if let Some(depth) = depth {
            self.open.truncate(depth);
        }
        self.open.push(Open {
            family: marker.family,
            style: marker.style,
            plain: marker.plain,
            number: marker.number,
        });
    }

    /// Text without markers: a bullet, fields, or a paragraph.
    fn plain(&mut self, slice: Slice) {
        if slice.is_empty(self.lines) {
            return;
        }
        let text = slice.text(self.lines);
        let label = self.lines[slice.line]
            .label
            .filter(|(label, _)| label.is_bullet && slice.start == 0);
        let marked = label.map(|(_, length)| length).or_else(|| {
            bullet(text).filter(|_| edge(&self.lines[slice.line].text, slice.start, self.language) == Edge::Start)
        });
        let slice = match marked {
            Some(length) => slice.part(self.lines, length..text.len()),
            None => slice,
        };
        if self.fields && self.read_fields(slice) {
            return;
        }
        if marked.is_some() {
            self.pieces.push(Piece::Bullet(slice));
            return;
        }
        let paragraphs = self.paragraphs(slice);
        self.pieces.extend(paragraphs.into_iter().map(Piece::Text));
    }

    /// The paragraphs of a slice: several where their lines were run together.
    fn paragraphs(&self, slice: Slice) -> Vec<Slice> {
        let starts = std::iter::once(0).chain(self.paragraph_starts(slice));
        let ends = self
            .paragraph_starts(slice)
            .into_iter()
            .chain([slice.end - slice.start]);
        starts
            .zip(ends)
            .map(|(start, end)| slice.part(self.lines, start..end))
            .collect()
    }

    /// Where paragraphs began before their lines were run together: after a blank that follows a sentence, which is
    /// written only there where no blanks part words.
    fn paragraph_starts(&self, slice: Slice) -> Vec<usize> {
        let text = slice.text(self.lines);
        if !self.is_run_on || self.language.pack.spaced {
            return Vec::new();
        }
        let begins = |&(at, next): &(usize, char)| !is_gap(next) && follows_sentence(&text[..at]);
        text.char_indices().filter(begins).map(|(at, _)| at).collect()
    }

    /// Adds a slice as fields, if it begins with one or goes on with the last one's value.
    fn read_fields(&mut self, slice: Slice) -> bool {
        let text = slice.text(self.lines);
        let labels = field::labels(text, self.language);
        let after_field = matches!(self.pieces.last(), Some(Piece::Field { .. }));
        let Some(first) = labels.first().copied() else {
            // 直接上级： and its value on the next line.
            if let Some(Piece::Field {
                value: value @ None, ..
            }) = self.pieces.last_mut()
                && !ends_sentence(text, self.language)
            {
                *value = Some(slice);
                return true;
            }
            return after_field && self.push_unknown(slice);
        };
        let before = slice.part(self.lines, 0..first.start);
        let is_told = before.is_empty(self.lines) || (after_field && self.push_unknown(before));
        if !is_told {
            self.pieces.push(Piece::Text(before));
        }
        let ends: Vec<usize> = labels
            .iter()
            .skip(1)
            .map(|label| label.start)
            .chain([text.len()])
            .collect();
        for (label, end) in labels.iter().zip(ends) {
            self.push_field(slice, *label, end);
        }
        true
    }

    fn push_field(&mut self, slice: Slice, label: Label, end: usize) {
        let text = slice.text(self.lines);
        let value = &text[label.value..end];
        let cut = field::value_end(value, label.names_roles, self.language);
        let part = slice.part(self.lines, label.value..label.value + cut);
        self.pieces.push(Piece::Field {
            label: slice.part(self.lines, label.start..label.end),
            value: (!part.is_empty(self.lines)).then_some(part),
        });
        let rest = slice.part(self.lines, label.value + cut..end);
        if !rest.is_empty(self.lines) && !self.push_unknown(rest) {
            self.pieces.push(Piece::Text(rest));
        }
    }

    /// Adds a slice as a field whose label no pack knows, if it looks like one.
    fn push_unknown(&mut self, slice: Slice) -> bool {
        let text = slice.text(self.lines);
        let Some((label, value)) = field::unknown_label(text, self.language) else {
            return false;
        };
        let part = slice.part(self.lines, value..text.len());
        if part.is_empty(self.lines) {
            return false;
        }
        self.pieces.push(Piece::Field {
            label: slice.part(self.lines, 0..label),
            value: Some(part),
        });
        true
    }
}

/// Whether a text ends with a sentence and a blank.
fn follows_sentence(before: &str) -> bool {
    let bare = before.trim_end_matches(is_gap);
    let closed = bare.trim_end_matches(['”', '’', '」', '』', '）']);
    bare.len() < before.len() && closed.ends_with(['。', '！', '？'])
}
