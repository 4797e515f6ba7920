//! A chapter's text, as what is exported of it is read from it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::model::{Chapter, Citation, Handbook, Target};
use crate::syntax::{Block, BlockKind, Bytes, Document, Inline, InlineKind};

/// A chapter's text, and what in it becomes a link.
#[derive(Clone)]
pub(super) struct Passage<'a> {
    pub chapter: &'a Chapter,
    pub document: &'a Document,
    /// The footnotes of the file that something refers to, by their names.
    pub notes: HashMap<&'a str, Range<u32>>,
    /// Whether it is the text of a footnote.
    pub in_note: bool,
    /// Whether the fields of role articles stand elsewhere.
    pub without_fields: bool,
    /// Whether it is no longer in force.
    pub struck: bool,
    /// Whether its language puts blanks between words.
    pub spaced: bool,
    source: &'a str,
    /// Sorted by block and place.
    citations: Vec<(u32, Bytes, Target)>,
}

impl<'a> Passage<'a> {
    pub fn new(handbook: &'a Handbook, chapter: &'a Chapter, citations: &[Citation]) -> Self {
        let document = &*chapter.document;
        let members = citations.iter().flat_map(|citation| {
            let members = citation.members.iter();
            members.map(|member| (citation.block, member.span.clone(), member.target))
        });
        let mut citations: Vec<_> = members.collect();
        citations.sort_by_key(|(block, span, _)| (*block, span.start));
        let referred = document.inlines.iter().filter_map(|inline| match inline.kind {
            InlineKind::FootnoteRef(link) => document.links.get(link as usize).map(|link| &*link.target),
            _ => None,
        });
        let referred: HashSet<&str> = referred.collect();
        let mut notes = HashMap::new();
        for (block, index) in document.blocks.iter().zip(0..) {
            if block.kind == BlockKind::Footnote
                && let Some(name) = note_name(document, block).filter(|name| referred.contains(name))
            {
                notes.entry(name).or_insert(index..block.end);
            }
        }
        Self {
            chapter,
            document,
            notes,
            in_note: false,
            without_fields: false,
            struck: false,
            source: handbook.source(chapter),
            spaced: handbook.language(chapter.language).pack.spaced,
            citations,
        }
    }

    /// The same for the text of its footnotes.
    pub fn note_text(&self) -> Self {
        Self {
            in_note: true,
            ..self.clone()
        }
    }

    pub fn text(&self, bytes: &Bytes) -> &'a str {
        &self.source[bytes.start as usize..bytes.end as usize]
    }

    /// The citations in a block.
    pub fn citations_of(&self, block: u32) -> &[(u32, Bytes, Target)] {
        let start = self.citations.partition_point(|(own, ..)| *own < block);
        let length = self.citations[start..].partition_point(|(own, ..)| *own == block);
        &self.citations[start..start + length]
    }

    /// The text of code or HTML as it stands.
    pub fn raw(&self, block: &Block) -> String {
        let inlines = self.document.inlines_of(block).iter();
        inlines.map(|inline| self.text(&(inline.start..inline.end))).collect()
    }

    /// A line break of the source: a blank between words, nothing between characters that need none.
    pub fn soft_break(&self, inline: &Inline) -> &'static str {
        let before = self.source[..inline.start as usize].chars().next_back();
        let after = self.source[inline.end as usize..].trim_start().chars().next();
        let latin = |next: Option<char>| next.is_some_and(|next| next.is_ascii_alphanumeric());
        if self.spaced || (latin(before) && latin(after)) {
            " "
        } else {
            ""
        }
    }
}

/// The name of a note is kept as a link that begins where the note begins.
pub(super) fn note_name<'a>(document: &'a Document, block: &Block) -> Option<&'a str> {
    let link = document.links.iter().find(|link| link.span.start == block.span.start)?;
    Some(&link.target)
}

/// The columns that a text takes up on a terminal or in a table: two for each wide character.
pub(super) fn width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}
