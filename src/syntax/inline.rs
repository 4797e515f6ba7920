//! Inline text: runs of a block's text with their marks, and the plain text they make.

use std::borrow::Cow;

use super::Bytes;

/// A run of text or the beginning or end of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inline {
    pub kind: InlineKind,
    pub start: u32,
    pub end: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InlineKind {
    /// The text of the span as it stands.
    Text,
    /// A character written as an entity; its text is that of the link table's entry.
    Entity(u32),
    /// Code without its backticks.
    Code,
    Html,
    SoftBreak,
    HardBreak,
    StrongStart,
    StrongEnd,
    EmphasisStart,
    EmphasisEnd,
    StrikeStart,
    StrikeEnd,
    /// Index into the document's links.
    LinkStart(u32),
    LinkEnd,
    ImageStart(u32),
    ImageEnd,
    FootnoteRef(u32),
}

impl InlineKind {
    /// The mark that ends what this one begins.
    pub fn closing(self) -> Option<Self> {
        Some(match self {
            Self::StrongStart => Self::StrongEnd,
            Self::EmphasisStart => Self::EmphasisEnd,
            Self::StrikeStart => Self::StrikeEnd,
            Self::LinkStart(_) => Self::LinkEnd,
            Self::ImageStart(_) => Self::ImageEnd,
            _ => return None,
        })
    }
}

/// Where a link leads, or the text that an entity stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub target: Box<str>,
    pub title: Box<str>,
    pub span: Bytes,
}

/// The plain text of a block and where each byte of it comes from.
#[derive(Debug, Clone)]
pub struct Text<'a> {
    pub text: Cow<'a, str>,
    /// Start in the text and start in the source of each run, in order.
    runs: Vec<(u32, u32)>,
    base: u32,
}

impl<'a> Text<'a> {
    /// Joins the runs. Line breaks become a blank where the language puts blanks between words, else nothing.
    pub fn new(source: &'a str, inlines: &[Inline], links: &'a [Link], spaced: bool) -> Self {
        let mut runs = Vec::new();
        let mut parts = inlines.iter().filter(|inline| {
            matches!(
                inline.kind,
                InlineKind::Text | InlineKind::Entity(_) | InlineKind::SoftBreak | InlineKind::HardBreak | InlineKind::Code
            )
        });
        let slice = |inline: &Inline| &source[inline.start as usize..inline.end as usize];
        let Some(first) = parts.next() else {
            let base = inlines.first().map_or(0, |inline| inline.start);
            return Self {
                text: Cow::Borrowed(""),
                runs,
                base,
            };
        };
        let Some(second) = parts.next() else {
            if matches!(first.kind, InlineKind::Text | InlineKind::Code) {
                return Self {
                    text: Cow::Borrowed(slice(first)),
                    runs,
                    base: first.start,
                };
            }
            return Self::joined(std::iter::once(first), slice, links, spaced, runs);
        };
        runs.reserve(inlines.len());
        let all = [first, second].into_iter().chain(parts);
        Self::joined(all, slice, links, spaced, runs)
    }

    fn joined<'i>(
        inlines: impl Iterator<Item = &'i Inline>,
        slice: impl Fn(&Inline) -> &'a str,
        links: &[Link],
        spaced: bool,
        mut runs: Vec<(u32, u32)>,
    ) -> Self {
        let mut text = String::new();
        for inline in inlines {
            runs.push((text.len() as u32, inline.start));
            match inline.kind {
                InlineKind::SoftBreak | InlineKind::HardBreak => {
                    if spaced {
                        text.push(' ');
                    }
                }
                InlineKind::Entity(index) => {
                    text.push_str(links.get(index as usize).map_or("", |link| &link.target));
                }
                _ => text.push_str(slice(inline)),
            }
        }
        Self {
            text: Cow::Owned(text),
            runs,
            base: 0,
        }
    }

    /// The source offset of a byte of the text.
    pub fn source_start(&self, offset: usize) -> u32 {
        let offset = offset as u32;
        match self.runs.partition_point(|&(start, _)| start <= offset) {
            0 => self.base + offset,
            index => {
                let (start, source) = self.runs[index - 1];
                source + (offset - start)
            }
        }
    }

    /// The source offset after a byte range that ends at `offset`.
    pub fn source_end(&self, offset: usize) -> u32 {
        let offset = offset as u32;
        match self.runs.partition_point(|&(start, _)| start < offset) {
            0 => self.base + offset,
            index => {
                let (start, source) = self.runs[index - 1];
                source + (offset - start)
            }
        }
    }

    /// The source range of a range of the text.
    pub fn source(&self, range: &std::ops::Range<usize>) -> Bytes {
        let start = self.source_start(range.start);
        start..self.source_end(range.end).max(start)
    }
}

impl<'a> Text<'a> {
    /// The same text, borrowing nothing but `source`.
    pub fn detached<'s>(self, source: &'s str) -> Text<'s> {
        let text = match self.text {
            Cow::Borrowed(text) => {
                let start = self.base as usize;
                match source.get(start..start + text.len()) {
                    Some(same) => Cow::Borrowed(same),
                    None => Cow::Owned(text.to_owned()),
                }
            }
            Cow::Owned(text) => Cow::Owned(text),
        };
        Text {
            text,
            runs: self.runs,
            base: self.base,
        }
    }
}

/// Appends the part of `inlines[range]` between two source offsets to `inlines`, with the marks that are open there, and
/// gives its range. Whole ranges are not copied.
pub fn slice_inlines(inlines: &mut Vec<Inline>, range: std::ops::Range<u32>, start: u32, end: u32) -> std::ops::Range<u32> {
    let whole = |inline: &Inline| inline.start >= start && inline.end <= end;
    let old = &inlines[range.start as usize..range.end as usize];
    if old.iter().all(whole) {
        return range;
    }
    let mut out: Vec<Inline> = Vec::new();
    let mut open: Vec<Inline> = Vec::new();
    for inline in old {
        if inline.kind.closing().is_some() {
            let inside = inline.end > start && inline.start < end;
            open.push(*inline);
            if inside && inline.start >= start {
                out.push(*inline);
            } else if inside {
                // It began before: it begins again here if anything of it is left.
                out.push(Inline { start: start.max(inline.start), ..*inline });
            }
            continue;
        }
        let ends = matches!(
            inline.kind,
            InlineKind::StrongEnd | InlineKind::EmphasisEnd | InlineKind::StrikeEnd | InlineKind::LinkEnd | InlineKind::ImageEnd
        );
        if ends {
            if let Some(mark) = open.pop()
                && mark.end > start
                && mark.start < end
            {
                out.push(*inline);
            }
            continue;
        }
        let (from, to) = (inline.start.max(start), inline.end.min(end));
        let textual = matches!(inline.kind, InlineKind::Text);
        if from < to && (textual || whole(inline)) {
            out.push(Inline { kind: inline.kind, start: from, end: to });
        }
    }
    // A break at the very end or beginning belongs to no line.
    while out.last().is_some_and(|last| matches!(last.kind, InlineKind::SoftBreak | InlineKind::HardBreak)) {
        out.pop();
    }
    drop_empty_marks(&mut out);
    let first = inlines.len() as u32;
    inlines.append(&mut out);
    first..inlines.len() as u32
}

/// Removes marks that hold nothing.
fn drop_empty_marks(inlines: &mut Vec<Inline>) {
    while let Some(at) = inlines.windows(2).position(|pair| {
        pair[0].kind.closing() == Some(pair[1].kind) && !matches!(pair[0].kind, InlineKind::ImageStart(_))
    }) {
        inlines.drain(at..at + 2);
    }
}
