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

impl InlineKind {
    /// Whether it ends a mark.
    pub fn is_closing(self) -> bool {
        matches!(
            self,
            Self::StrongEnd | Self::EmphasisEnd | Self::StrikeEnd | Self::LinkEnd | Self::ImageEnd
        )
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
    /// The text of a place without marks.
    pub fn plain(source: &'a str, bytes: &Bytes) -> Self {
        let text = source.get(bytes.start as usize..bytes.end as usize).unwrap_or_default();
        Self {
            text: Cow::Borrowed(text),
            runs: Vec::new(),
            base: bytes.start,
        }
    }

    /// Joins the runs. Line breaks become a blank where the language puts blanks between words, else nothing.
    pub fn new(source: &'a str, inlines: &[Inline], links: &'a [Link], spaced: bool) -> Self {
        let mut runs = Vec::new();
        let mut parts = inlines.iter().filter(|inline| {
            matches!(
                inline.kind,
                InlineKind::Text
                    | InlineKind::Entity(_)
                    | InlineKind::SoftBreak
                    | InlineKind::HardBreak
                    | InlineKind::Code
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

    /// The range of the text that a range of the source makes up, as far as it does.
    pub fn range(&self, bytes: &Bytes) -> std::ops::Range<usize> {
        let place = |source: u32| match self.runs.partition_point(|&(_, start)| start <= source) {
            0 => source.saturating_sub(self.base) as usize,
            index => {
                let (start, from) = self.runs[index - 1];
                (start + (source - from)) as usize
            }
        };
        place(bytes.start).min(self.text.len())..place(bytes.end).min(self.text.len())
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
pub fn slice_inlines(
    inlines: &mut Vec<Inline>,
    range: std::ops::Range<u32>,
    start: u32,
    end: u32,
) -> std::ops::Range<u32> {
    let old = &inlines[range.start as usize..range.end as usize];
    if old.iter().all(|inline| inline.start >= start && inline.end <= end) {
        return range;
    }
    let span = start..end;
    slices(inlines, range, std::slice::from_ref(&span))
        .pop()
        .unwrap_or(0..0)
}

/// The same for several spans that follow each other, in one pass.
pub fn slices(inlines: &mut Vec<Inline>, range: std::ops::Range<u32>, spans: &[Bytes]) -> Vec<std::ops::Range<u32>> {
    let old = inlines[range.start as usize..range.end as usize].to_vec();
    let mut open: Vec<Inline> = Vec::new();
    let mut at = 0;
    let mut ranges = Vec::with_capacity(spans.len());
    for span in spans {
        while let Some(inline) = old.get(at).filter(|inline| inline.start < span.start) {
            if inline.kind.closing().is_some() {
                open.push(*inline);
            } else if inline.kind.is_closing() {
                open.pop();
            } else if inline.end > span.start {
                break;
            }
            at += 1;
        }
        let mut out: Vec<Inline> = open
            .iter()
            .map(|mark| Inline {
                start: mark.start.max(span.start),
                ..*mark
            })
            .collect();
        while let Some(inline) = old.get(at) {
            let closing = inline.kind.is_closing();
            if inline.start > span.end || (inline.start == span.end && !closing) {
                break;
            }
            if inline.kind.closing().is_some() {
                open.push(*inline);
                out.push(*inline);
            } else if closing {
                if open.pop().is_some() {
                    out.push(*inline);
                }
            } else {
                let (from, to) = (inline.start.max(span.start), inline.end.min(span.end));
                // Only text can be cut; anything else belongs to the line in which it begins.
                if inline.kind == InlineKind::Text {
                    if from < to {
                        out.push(Inline {
                            start: from,
                            end: to,
                            ..*inline
                        });
                    }
                    if inline.end > span.end {
                        break;
                    }
                } else if inline.start >= span.start {
                    out.push(*inline);
                }
            }
            at += 1;
        }
        let end = |mark: &Inline| {
            mark.kind.closing().map(|kind| Inline {
                kind,
                start: span.end,
                end: span.end,
            })
        };
        out.extend(open.iter().rev().filter_map(end));
        // A break at the very end belongs to no line.
        while out
            .last()
            .is_some_and(|last| matches!(last.kind, InlineKind::SoftBreak | InlineKind::HardBreak))
        {
            out.pop();
        }
        drop_empty_marks(&mut out);
        let first = inlines.len() as u32;
        inlines.append(&mut out);
        ranges.push(first..inlines.len() as u32);
    }
    ranges
}

/// Removes marks that hold nothing.
fn drop_empty_marks(inlines: &mut Vec<Inline>) {
    let mut kept: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines.drain(..) {
        let empty = kept.last().is_some_and(|last| {
            last.kind.closing() == Some(inline.kind) && !matches!(last.kind, InlineKind::ImageStart(_))
        });
        if empty {
            kept.pop();
        } else {
            kept.push(inline);
        }
    }
    *inlines = kept;
}
