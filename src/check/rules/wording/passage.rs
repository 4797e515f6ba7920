//! The passages of a handbook: each paragraph, cell, heading and field that holds prose, as plain text with its places.

use std::ops::Range;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Edit, Findings, Fix, Safety};
use crate::language::Language;
use crate::model::{ArticleText, Chapter, Citation, Handbook, in_block};
use crate::source::Span;
use crate::syntax::{self, BlockKind, Bytes, FieldKey, InlineKind, Text};

/// Bytes of a paragraph in which names of works are looked for.
const LONGEST_PROSE: usize = 1 << 16;

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A paragraph, a cell of a table or a heading within an article: index into the document's blocks.
    Block(u32),
    /// The title of a unit or of a page.
    Title,
    /// The value of a field that is no list of roles.
    Field,
}

/// A text of a chapter that is read as one.
#[derive(Debug)]
pub(super) struct Passage<'a> {
    pub handbook: &'a Handbook,
    pub chapter: &'a Chapter,
    /// The article that it stands in, if any.
    pub article: Option<&'a ArticleText>,
    pub kind: Kind,
    pub text: Text<'a>,
}

/// What `look` makes of each chapter, in the order of the chapters.
pub(super) fn of_chapters<'a, T: Send>(
    handbook: &'a Handbook,
    look: impl Fn(&'a Chapter) -> T + Sync + Send,
) -> Vec<T> {
    handbook.chapters.par_iter().map(look).collect()
}

/// Adds what `look` finds in the passages of all chapters.
pub(super) fn check(
    handbook: &Handbook,
    findings: &mut Findings,
    look: impl Fn(&Passage<'_>, &mut Vec<Diagnostic>) + Sync + Send,
) {
    let found = of_chapters(handbook, |chapter| {
        let mut found = Vec::new();
        each(handbook, chapter, |passage| look(passage, &mut found));
        found
    });
    let found = found.into_iter().flatten();
    found.for_each(|diagnostic| findings.push(diagnostic));
}

/// Shows `look` the passages of a chapter. Articles that are repealed keep their words.
pub(super) fn each<'a>(handbook: &'a Handbook, chapter: &'a Chapter, mut look: impl FnMut(&Passage<'a>)) {
    let document = &*chapter.document;
    let source = handbook.source(chapter);
    let mut show = |article, kind, text| {
        look(&Passage {
            handbook,
            chapter,
            article,
            kind,
            text,
        });
    };
    let title = document.title.as_ref().map(|title| (&title.span, &*title.text));
    let divisions = document.divisions.iter();
    let divisions = divisions.map(|division| (&division.head, &*division.title));
    for (head, title) in title.into_iter().chain(divisions) {
        if let Some(text) = within(source, head, title) {
            show(None, Kind::Title, text);
        }
    }
    let texts = &handbook.texts[chapter.texts.start as usize..chapter.texts.end as usize];
    for article in texts {
        let node = handbook.node(article);
        if node.is_repealed() {
            continue;
        }
        let title = node.title.as_ref();
        if let Some(text) = title.and_then(|title| within(source, &title.span, &title.text)) {
            show(Some(article), Kind::Title, text);
        }
        let fields = document.fields_of(node).iter();
        for field in fields.filter(|field| !field.key.is_some_and(FieldKey::names_roles)) {
            if let Some(text) = within(source, &field.value, &field.value_text) {
                show(Some(article), Kind::Field, text);
            }
        }
        for index in node.blocks.clone() {
            if let Some(text) = of_block(handbook, chapter, index) {
                show(Some(article), Kind::Block(index), text);
            }
        }
    }
    for index in document.blocks_outside_articles().flatten() {
        if let Some(text) = of_block(handbook, chapter, index) {
            show(None, Kind::Block(index), text);
        }
    }
}

fn of_block<'a>(handbook: &'a Handbook, chapter: &'a Chapter, index: u32) -> Option<Text<'a>> {
    let block = &chapter.document.blocks[index as usize];
    let holds_text = matches!(
        block.kind,
        BlockKind::Paragraph | BlockKind::Cell | BlockKind::Heading(_)
    );
    holds_text.then(|| handbook.block_text(chapter, block))
}

/// A text where it stands in a range of the source; nothing where markup cuts it up.
fn within<'a>(source: &'a str, range: &Bytes, text: &str) -> Option<Text<'a>> {
    let start = range.start as usize;
    let at = start + source.get(start..range.end as usize)?.find(text)?;
    Some(Text::plain(source, &(at as u32..(at + text.len()) as u32)))
}

impl<'a> Passage<'a> {
    pub fn language(&self) -> &'static Language {
        self.handbook.language(self.chapter.language)
    }

    pub fn source(&self) -> &'a str {
        self.handbook.source(self.chapter)
    }

    pub fn plain(&self) -> &str {
        &self.text.text
    }

    /// Whether it is the title of a unit or a page, or a heading within an article.
    pub fn is_heading(&self) -> bool {
        match self.kind {
            Kind::Title => true,
            Kind::Field => false,
            Kind::Block(index) => matches!(self.chapter.document.blocks[index as usize].kind, BlockKind::Heading(_)),
        }
    }

    pub fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.chapter.file, self.text.source(range))
    }

    /// A finding at a range of the text.
    pub fn finding(&self, code: &'static str, range: &Range<usize>) -> Diagnostic {
        let finding = Diagnostic::new(code, self.span(range));
        match self.article {
            Some(text) => finding.article(self.handbook.article_name(self.handbook.article(text.article))),
            None => finding,
        }
    }

    /// A fix that leaves the meaning; nothing where markup, an entity or a line break stands within one of the ranges.
    pub fn fix(&self, edits: &[(Range<usize>, String)]) -> Option<Fix> {
        let edit = |(range, text): &(Range<usize>, String)| {
            let bytes = self.text.source(range);
            let written = self.source().get(bytes.start as usize..bytes.end as usize);
            (written == self.plain().get(range.clone())).then(|| Edit {
                span: Span::new(self.chapter.file, bytes),
                text: text.clone(),
            })
        };
        let edits = edits.iter().map(edit).collect::<Option<Vec<_>>>()?;
        Some(Fix {
            safety: Safety::Safe,
            edits,
        })
    }

    /// Whether a range of the text is free prose: no code, no citation, and not in the name of a work or in what is
    /// quoted as such a name is.
    pub fn is_free(&self, range: &Range<usize>) -> bool {
        !self.is_code_or_citation(range) && !self.is_in_work_name(range)
    }

    /// Whether a range of the text meets code, HTML or a citation.
    pub fn is_code_or_citation(&self, range: &Range<usize>) -> bool {
        let bytes = self.text.source(range);
        let meets = |other: &Bytes| other.start < bytes.end && bytes.start < other.end;
        let Kind::Block(index) = self.kind else {
            return false;
        };
        let document = &self.chapter.document;
        let inlines = document.inlines_of(&document.blocks[index as usize]);
        let after = inlines.partition_point(|inline| inline.start < bytes.end);
        // Runs follow each other, so that nothing before one that ends too early can reach the range.
        let mut near = inlines[..after]
            .iter()
            .rev()
            .take_while(|inline| inline.kind != InlineKind::Text || inline.end > bytes.start);
        let code = |inline: &syntax::Inline| {
            matches!(inline.kind, InlineKind::Code | InlineKind::Html) && meets(&(inline.start..inline.end))
        };
        let citations: &[Citation] = match self.article {
            Some(article) => &article.citations,
            None => &self.chapter.citations,
        };
        let mut cited = in_block(citations, index as usize)
            .iter()
            .take_while(|citation| citation.span.start < bytes.end);
        near.any(code) || cited.any(|citation| meets(&citation.span))
    }

    fn is_in_work_name(&self, range: &Range<usize>) -> bool {
        // What is longer than any chapter is data; to look through it for every word would take too long.
        if self.plain().len() > LONGEST_PROSE {
            return false;
        }
        let quotes = &self.language().pack.citation.quotes;
        let (before, after) = (&self.plain()[..range.start], &self.plain()[range.end..]);
        quotes.iter().any(|(open, close)| {
            if open == close {
                return before.matches(open.as_str()).count() % 2 == 1 && after.contains(close.as_str());
            }
            let opened = before.rfind(open.as_str());
            let closed = before.rfind(close.as_str());
            opened.is_some_and(|at| closed.is_none_or(|closed| closed < at)) && after.contains(close.as_str())
        })
    }

    /// Whether quotation marks stand right around a range, so that the words are spoken about and not used.
    pub fn is_mentioned(&self, range: &Range<usize>) -> bool {
        let (before, after) = (&self.plain()[..range.start], &self.plain()[range.end..]);
        let marks = &self.language().pack.wording.mentions;
        marks
            .iter()
            .any(|(open, close)| before.ends_with(open.as_str()) && after.starts_with(close.as_str()))
    }
}

/// Whether a range begins or ends inside a word, in a language with blanks between words.
pub(super) fn cuts_a_word(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    before.is_some_and(char::is_alphanumeric) || after.is_some_and(char::is_alphanumeric)
}

/// Whether a character is written in a script without blanks between words, as far as CJK goes.
pub(super) fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '\u{3005}' | '\u{3007}')
}
