//! How a chapter is laid out: what `rolebook fmt` changes in the text of one file, without changing what it says.
//!
//! Code, raw HTML, comments and front matter stay as they are.

mod fields;
mod headings;
mod lines;
mod lists;
mod same;
mod tables;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{self, Edit, Fix, Safety};
use crate::language::Language;
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::syntax::{self, Document, Markdown};
use lines::Lines;
use same::says_the_same;

/// What is put in the place of some bytes of the file.
type Change = (Range<usize>, String);

/// A file as its layout is looked at.
struct Page<'a> {
    text: &'a str,
    document: &'a Document,
    language: &'a Language,
    /// The blocks as Markdown alone has them.
    markdown: Markdown,
    lines: Lines,
}

impl Page<'_> {
    /// The blocks that stand in no other, by their indices.
    fn top_level(&self) -> impl Iterator<Item = usize> + '_ {
        self.children(0..self.markdown.blocks.len())
    }

    /// The outermost blocks among those with these indices.
    fn children(&self, within: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        let first = Some(within.start).filter(|_| !within.is_empty());
        std::iter::successors(first, move |&at| {
            Some(self.markdown.blocks[at].end as usize).filter(|&next| next < within.end)
        })
    }

    /// The bytes of a block without the blanks and line ends after it.
    fn bytes(&self, at: usize) -> Range<usize> {
        let span = &self.markdown.blocks[at].span;
        let (start, end) = (span.start as usize, span.end as usize);
        start..start + self.text[start..end].trim_end().len()
    }
}

/// Rounds at most: an edit may make room for another one, so that two or three do.
const ROUNDS: usize = 10;

/// What becomes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// Nothing is to be changed.
    Tidy,
    /// Its new text.
    Changed(String),
    /// Another layout would change what it says, or the edits come to no end.
    Unsure,
}

/// Lays out a file of this text and document in the language of its folder.
pub fn lay_out(text: &str, document: &Document, language: &Language) -> Layout {
    let mut changed: Option<(String, Document)> = None;
    for _ in 0..ROUNDS {
        let (text, document) = match &changed {
            Some((text, document)) => (text.as_str(), document),
            None => (text, document),
        };
        let Some(new) = edited(text, document, language) else {
            return changed.map_or(Layout::Tidy, |(text, _)| Layout::Changed(text));
        };
        let read = Document::parse(&new, language);
        if !says_the_same((text, document), (&new, &read), language) {
            return Layout::Unsure;
        }
        changed = Some((new, read));
    }
    Layout::Unsure
}

/// The text after the edits of one round, if there are any.
fn edited(text: &str, document: &Document, language: &Language) -> Option<String> {
    let file = FileId(0);
    let edits = edits(text, document, language).into_iter().map(|(range, text)| Edit {
        span: Span::new(file, range.start as u32..range.end as u32),
        text,
    });
    let fix = Fix {
        safety: Safety::Safe,
        edits: edits.collect(),
    };
    if fix.edits.is_empty() {
        return None;
    }
    let sources = Sources::new(vec![Arc::new(SourceFile::new("", text))]);
    let changed = diagnostic::apply(&sources, [&fix]);
    changed.into_iter().next().map(|(_, text)| text)
}

/// What tidies a text, in order.
fn edits(text: &str, document: &Document, language: &Language) -> Vec<Change> {
    // Line ends of a kind that nobody writes any more would be taken for text.
    let is_old = |at: usize| text.as_bytes().get(at + 1) != Some(&b'\n');
    if memchr::memchr_iter(b'\r', text.as_bytes()).any(is_old) {
        return Vec::new();
    }
    let mut page = Page {
        text,
        document,
        language,
        markdown: syntax::markdown(text),
        lines: Lines::of(text),
    };
    lines::keep_what_is_literal(&mut page);
    let mut changes = headings::changes(&mut page);
    changes.extend(lines::changes(&page));
    changes.extend(lists::changes(&page));
    changes.extend(tables::changes(&page));
    changes.extend(fields::changes(&page));
    changes.retain(|(range, new)| text[range.clone()] != *new);
    changes.sort_by_key(|(range, _)| (range.start, range.end));
    changes
}
