//! The lines of a manuscript: one plain text each, with what its parts look like.

use std::borrow::Cow;
use std::ops::Range;

use super::form;
use super::heads::begins_with_head;
use super::manuscript::{Block, Label, Manuscript, Paragraph, Place, Run, Table};
use super::words::Forms;
use crate::language::{Language, is_blank};

/// A paragraph, a line of one, or a table.
#[derive(Debug, Default)]
pub struct Line<'m> {
    pub place: Place,
    /// All its text, a label first; empty for a table.
    pub text: Cow<'m, str>,
    /// The looks of parts of the text.
    pub runs: Vec<(Range<usize>, &'m Run)>,
    pub heading: Option<u8>,
    /// Whether the file itself says that this is a quotation.
    pub is_quote: bool,
    /// The number or bullet that the program of origin made, with its byte length.
    pub label: Option<(&'m Label, usize)>,
    pub table: Option<&'m Table>,
    /// Where the label ends and the value begins, if this is a field of a form.
    pub field: Option<(usize, usize)>,
    /// The attributes that `rolebook export` put there.
    pub attributes: Option<&'m str>,
}

/// A part of a line, without blanks at its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    pub line: usize,
    pub start: usize,
    pub end: usize,
}

impl Slice {
    /// The part between two offsets, which become those of its text.
    pub fn new(lines: &[Line<'_>], line: usize, start: usize, end: usize) -> Self {
        let part = &lines[line].text[start..end];
        let start = start + (part.len() - part.trim_start_matches(is_gap).len());
        let end = start + part.trim_matches(is_gap).len();
        Self { line, start, end }
    }

    pub fn text<'a>(&self, lines: &'a [Line<'_>]) -> &'a str {
        &lines[self.line].text[self.start..self.end]
    }

    /// The part between two offsets of its own text.
    pub fn part(&self, lines: &[Line<'_>], range: Range<usize>) -> Self {
        Self::new(lines, self.line, self.start + range.start, self.start + range.end)
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self, lines: &[Line<'_>]) -> bool {
        self.start == self.end
            && lines[self.line].table.is_none()
            && lines[self.line].runs.iter().all(|(_, run)| run.image.is_none())
    }
}

/// Blanks and what else nobody sees.
pub fn is_gap(character: char) -> bool {
    is_blank(character) || character.is_whitespace() || character.is_control()
}

/// The lines of a manuscript, in order. Lines that the program of origin broke off are joined again.
pub fn lines<'m>(manuscript: &'m Manuscript, language: &Language, forms: &Forms) -> Vec<Line<'m>> {
    let mut lines = Vec::with_capacity(manuscript.blocks.len());
    for block in &manuscript.blocks {
        match block {
            Block::Paragraph(paragraph) => paragraph_lines(paragraph, &mut lines),
            Block::Table(table) if !form::unfold(table, language, forms, &mut lines) => lines.push(Line {
                place: table.place,
                table: Some(table),
                ..Line::default()
            }),
            Block::Table(_) => {}
        }
    }
    join_broken(lines, language, forms)
}

/// Adds a paragraph as the lines that its line breaks make.
pub fn paragraph_lines<'m>(paragraph: &'m Paragraph, lines: &mut Vec<Line<'m>>) {
    let mut line = Line {
        place: paragraph.place,
        heading: paragraph.heading,
        is_quote: paragraph.is_quote,
        attributes: paragraph.attributes.as_deref(),
        ..Line::default()
    };
    if let [run] = &paragraph.runs[..]
        && paragraph.label.is_none()
        && !run.text.contains('\n')
    {
        line.text = Cow::Borrowed(&run.text);
        line.runs.push((0..run.text.len(), run));
        lines.push(line);
        return;
    }
    let mut text = String::new();
    if let Some(label) = &paragraph.label {
        text.push_str(&label.text);
        line.label = Some((label, text.len()));
        text.push(' ');
    }
    for run in &paragraph.runs {
        let mut rest = run.text.as_str();
        while let Some((part, more)) = rest.split_once('\n') {
            line.add(&mut text, part, run);
            line.text = Cow::Owned(std::mem::take(&mut text));
            let next = Line {
                place: line.place,
                heading: line.heading,
                is_quote: line.is_quote,
                ..Line::default()
            };
            lines.push(std::mem::replace(&mut line, next));
            rest = more;
        }
        line.add(&mut text, rest, run);
    }
    line.text = Cow::Owned(text);
    lines.push(line);
}

impl<'m> Line<'m> {
    fn add(&mut self, text: &mut String, part: &str, run: &'m Run) {
        let start = text.len();
        text.push_str(part);
        self.runs.push((start..text.len(), run));
    }

    /// Appends another line, with a blank between them where the language parts words so.
    pub fn append(&mut self, other: Line<'m>, blank: bool) {
        let text = self.text.to_mut();
        if blank {
            text.push(' ');
        }
        let shift = text.len();
        text.push_str(&other.text);
        let runs = other.runs.into_iter();
        self.runs
            .extend(runs.map(|(range, run)| (range.start + shift..range.end + shift, run)));
    }
}

/// The widths of a page, in characters of half width: lines that are longer or shorter were not broken off.
const PAGE: std::ops::RangeInclusive<usize> = 40..=120;

/// Joins lines that end where the page ends and not where the sentence does, and those that end before a citation.
fn join_broken<'m>(lines: Vec<Line<'m>>, language: &Language, forms: &Forms) -> Vec<Line<'m>> {
    let full = full_width(&lines);
    let mut joined: Vec<Line<'m>> = Vec::with_capacity(lines.len());
    let mut reaches_edge = false;
    for line in lines {
        let width = width(&line.text);
        let goes_on = joined.last().is_some_and(|last| {
            let adjoins = [last, &line]
                .iter()
                .all(|line| line.table.is_none() && line.heading.is_none() && line.field.is_none());
            let is_cut = reaches_edge && is_open(&last.text, language) && !begins(&line.text, language);
            adjoins
                && last.is_quote == line.is_quote
                && line.label.is_none()
                && (is_cut || cites_next(&last.text, &line.text, language, forms))
        });
        // A line of another length than the page's ends the paragraph.
        reaches_edge = full.is_some_and(|full| width + 6 >= full && width <= full + 2);
        match joined.last_mut().filter(|_| goes_on) {
            Some(last) => last.append(line, language.pack.spaced),
            None => joined.push(line),
        }
    }
    joined
}

/// The width that many lines of a text reach and none goes far beyond; none where its lines are whole paragraphs.
fn full_width(lines: &[Line<'_>]) -> Option<usize> {
    let mut widths: Vec<usize> = lines
        .iter()
        .filter(|line| line.table.is_none() && !line.text.is_empty())
        .map(|line| width(&line.text))
        .collect();
    widths.sort_unstable();
    let longest = *widths.last()?;
    let near = widths.iter().filter(|width| **width + 6 >= longest).count();
    (PAGE.contains(&longest) && near >= 3 && near * 5 >= widths.len()).then_some(longest)
}

fn width(text: &str) -> usize {
    text.chars().map(|next| if next.is_ascii() { 1 } else { 2 }).sum()
}

fn is_open(text: &str, language: &Language) -> bool {
    let text = text.trim_end_matches(is_gap);
    let last = text.chars().next_back();
    let ends = language.pack.sentence_ends.iter().map(|end| end.trim_end());
    let colons = language.pack.roles.colons.iter().map(String::as_str);
    last.is_some() && !ends.chain(colons).any(|end| text.ends_with(end))
}

/// Whether a line ends with a word that asks for a citation, and the next one begins with it: 按照 / 第一条执行.
fn cites_next(last: &str, next: &str, language: &Language, forms: &Forms) -> bool {
    let last = last.trim_end_matches(is_gap);
    let mut words = forms.before_broken_citations.iter();
    let asks = words.any(|word| {
        let before = last.strip_suffix(word.as_str());
        before.is_some_and(|before| !(language.pack.spaced && before.ends_with(char::is_alphabetic)))
    });
    asks && begins_with_head(next.trim_start_matches(is_gap), language)
}

/// Whether a line begins something: a unit, an item, a field.
fn begins(text: &str, language: &Language) -> bool {
    let text = text.trim_start_matches(is_gap);
    let head = language
        .head(text)
        .is_some_and(|head| head.clear && !head.is_sentence());
    head || language.field(text).is_some() || language.markers(text).next().is_some() || bullet(text).is_some()
}

/// The byte length of the bullet that a line begins with, blanks included.
pub fn bullet(text: &str) -> Option<usize> {
    const BULLETS: &str = "•●○■□◆◇▪▫‣⁃➢➤►▶★☆✓√·‧∙";
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    let blanks = rest.len() - rest.trim_start_matches(is_gap).len();
    let is_bullet = BULLETS.contains(first) || (matches!(first, '-' | '*' | '–' | '—') && blanks > 0);
    (is_bullet && blanks < rest.len()).then_some(first.len_utf8() + blanks)
}
