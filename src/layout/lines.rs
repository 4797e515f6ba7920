//! Lines: blanks at their ends, empty lines between blocks, and which of them nobody may touch.

use std::ops::Range;

use super::{Change, Page};
use crate::language::is_blank;
use crate::syntax::{BlockKind, InlineKind};

/// A line of the file, its line end left out.
pub(super) struct Line {
    pub start: usize,
    pub end: usize,
    /// The block that its text belongs to byte by byte: code, raw HTML, front matter.
    pub literal: Option<usize>,
    /// How it ends is part of the text.
    ending: Ending,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// Blanks at the end mean nothing.
    Loose,
    /// Two blanks break the line.
    Break,
    /// It ends within code or HTML.
    Literal,
}

/// All lines of a file.
pub(super) struct Lines(pub Vec<Line>);

/// Stands for the front matter among the blocks.
const FRONT_MATTER: usize = usize::MAX;

impl Lines {
    pub fn of(text: &str) -> Self {
        let mut start = 0;
        let lines = text.split_inclusive('\n').map(|whole| {
            let line = whole.strip_suffix('\n').unwrap_or(whole);
            let line = line.strip_suffix('\r').unwrap_or(line);
            let found = Line {
                start,
                end: start + line.len(),
                literal: None,
                ending: Ending::Loose,
            };
            start += whole.len();
            found
        });
        Self(lines.collect())
    }

    /// Index of the line that an offset stands in.
    pub fn at(&self, offset: usize) -> usize {
        self.0.partition_point(|line| line.start <= offset).saturating_sub(1)
    }

    /// Indices of the lines that some bytes touch.
    pub fn touched(&self, bytes: &Range<usize>) -> Range<usize> {
        let last = bytes.end.saturating_sub(1).max(bytes.start);
        self.at(bytes.start)..(self.at(last) + 1).min(self.0.len())
    }

    /// Leaves the lines of `bytes` as they are, as parts of the block `block`.
    pub fn keep(&mut self, bytes: &Range<usize>, block: usize) {
        for line in self.touched(bytes) {
            self.0[line].literal = Some(block);
        }
    }
}

/// Marks the lines whose bytes, or whose ends, are part of what they say.
pub(super) fn keep_what_is_literal(page: &mut Page<'_>) {
    if let Some(front) = &page.document.front_matter {
        let end = page.text[front.end as usize..].lines().next();
        let closed = end.is_some_and(|line| line.trim_end() == "+++");
        let end = front.end as usize + if closed { "+++".len() } else { 0 };
        page.lines.keep(&(0..end.max(1)), FRONT_MATTER);
    }
    for at in 0..page.markdown.blocks.len() {
        if matches!(page.markdown.blocks[at].kind, BlockKind::Code | BlockKind::Html) {
            page.lines.keep(&page.bytes(at), at);
        }
    }
    for inline in &page.markdown.inlines {
        let bytes = inline.start as usize..inline.end as usize;
        let ending = match inline.kind {
            InlineKind::HardBreak if page.text[bytes.clone()].starts_with(' ') => Ending::Break,
            InlineKind::Code | InlineKind::Html => Ending::Literal,
            _ => continue,
        };
        let lines = page.lines.touched(&bytes);
        let last = match ending {
            Ending::Break => lines.start + 1,
            // The last line of it ends outside.
            _ => lines.end.saturating_sub(1),
        };
        for line in lines.start..last {
            page.lines.0[line].ending = ending;
        }
    }
}

/// One empty line between blocks, none at the beginning, one line end at the end, no blanks at the ends of lines.
pub(super) fn changes(page: &Page<'_>) -> Vec<Change> {
    let (text, lines) = (page.text, &page.lines.0);
    let new_line = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let full = |line: &Line| line.literal.is_some() || !is_empty(&text[line.start..line.end]);
    let full: Vec<usize> = (0..lines.len()).filter(|&line| full(&lines[line])).collect();
    let (Some(&first), Some(&last)) = (full.first(), full.last()) else {
        return Vec::new();
    };
    let blocks = Blocks::of(page);
    let mut changes = vec![(0..lines[first].start, String::new())];
    for (&line, &next) in full.iter().zip(&full[1..]) {
        let same = lines[line].literal.filter(|own| lines[next].literal == Some(*own));
        if same.is_some() {
            continue;
        }
        let parted = next > line + 1 || blocks.part(page, line, next);
        let ending = if lines[line].ending == Ending::Break { "  " } else { "" };
        let breaks = new_line.repeat(if parted { 2 } else { 1 });
        changes.push((end(text, &lines[line])..lines[next].start, format!("{ending}{breaks}")));
    }
    changes.push((end(text, &lines[last])..text.len(), new_line.to_owned()));
    changes.extend(indentations(page));
    changes
}

/// Where the text of a line ends.
fn end(text: &str, line: &Line) -> usize {
    let written = &text[line.start..line.end];
    let trimmed = written.trim_end_matches(is_blank);
    // A line of full-width blanks is no empty line to Markdown.
    let is_kept = line.literal.is_some() || line.ending == Ending::Literal || trimmed.is_empty();
    if is_kept { line.end } else { line.start + trimmed.len() }
}

/// Whether a line is empty to Markdown.
fn is_empty(line: &str) -> bool {
    line.bytes().all(|byte| matches!(byte, b' ' | b'\t'))
}

/// The first and the last top-level block that each line belongs to.
struct Blocks(Vec<Option<(usize, usize)>>);

impl Blocks {
    fn of(page: &Page<'_>) -> Self {
        let mut blocks: Vec<Option<(usize, usize)>> = vec![None; page.lines.0.len()];
        for at in page.top_level() {
            for line in page.lines.touched(&page.bytes(at)) {
                let first = blocks[line].map_or(at, |(first, _)| first);
                blocks[line] = Some((first, at));
            }
        }
        let front = page.lines.0.iter().zip(&mut blocks);
        for (line, block) in front.filter(|(line, _)| line.literal == Some(FRONT_MATTER)) {
            *block = line.literal.map(|front| (front, front));
        }
        Self(blocks)
    }

    /// Whether an empty line belongs between two lines that follow each other. A comment stays with what it stands
    /// before.
    fn part(&self, page: &Page<'_>, line: usize, next: usize) -> bool {
        let (Some((_, before)), Some((after, _))) = (self.0[line], self.0[next]) else {
            return false;
        };
        let kind = |at: usize| page.markdown.blocks.get(at).map(|block| block.kind);
        let stays = match (kind(before), kind(after)) {
            (Some(BlockKind::Html), _) => true,
            (Some(one), Some(other)) => one == BlockKind::Footnote && other == BlockKind::Footnote,
            _ => false,
        };
        before != after && !stays
    }
}

/// Paragraphs that are indented by full-width blanks, as word processors have it: the site has its own way.
fn indentations(page: &Page<'_>) -> Vec<Change> {
    let paragraphs = page
        .top_level()
        .filter(|&at| page.markdown.blocks[at].kind == BlockKind::Paragraph);
    let indented = paragraphs.filter_map(|at| {
        let line = &page.lines.0[page.lines.at(page.bytes(at).start)];
        let written = &page.text[line.start..line.end];
        let text = written.trim_start_matches(is_blank);
        let indentation = &written[..written.len() - text.len()];
        let is_full_width = indentation.contains('\u{3000}') && !text.is_empty();
        is_full_width.then(|| (line.start..line.start + indentation.len(), String::new()))
    });
    indented.collect()
}
