//! The texts of two languages side by side: articles, and pages outside articles, piece by piece.

use std::ops::Range;

use rayon::prelude::*;

use super::pages::Pages;
use crate::check::wording;
use crate::diagnostic::{Diagnostic, Findings};
use crate::model::{ArticleText, Chapter, ChapterId, Citation, Handbook, LanguageId, in_block};
use crate::source::Span;
use crate::syntax::{Block, BlockKind, Field, FieldKey, Text, Unit};

/// A paragraph, an item, a cell or the value of a field.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub key: Key,
    pub text: Text<'a>,
    /// Citations, as ranges of the text.
    pub names: Vec<Range<usize>>,
}

/// What a piece is: pieces of two languages that have the same keys in the same order stand for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Text(&'static str, Unit),
    Field(Option<FieldKey>),
}

/// An article, or what stands outside the articles of a page, in one language.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    Article(&'a ArticleText),
    Page(&'a Chapter),
}

/// A text and what it was translated from.
#[derive(Debug)]
pub(super) struct Pair<'a> {
    pub handbook: &'a Handbook,
    pub original: Side<'a>,
    pub translation: Side<'a>,
}

/// One language of a pair.
#[derive(Debug)]
pub(super) struct Side<'a> {
    pub language: LanguageId,
    pub place: Place<'a>,
    pub pieces: Vec<Piece<'a>>,
}

/// Runs `check` over all pairs, in parallel over the articles; over none in a handbook of one language.
pub(super) fn compare(handbook: &Handbook, findings: &mut Findings, check: fn(&Pair<'_>, &mut Findings)) {
    if handbook.languages.len() < 2 {
        return;
    }
    let articles = handbook.articles.par_iter().map(|article| {
        let texts = article.texts.iter().map(|(_, &id)| Place::Article(handbook.text(id)));
        pairs(handbook, texts, check)
    });
    let found: Vec<Findings> = articles.collect();
    findings.extend(found.into_iter().flat_map(Findings::into_vec));
    let pages = Pages::new(handbook);
    for (chapter, id) in handbook.chapters.iter().zip((0..).map(ChapterId)) {
        if pages.first(&chapter.path) != Some(id) {
            continue;
        }
        let chapters = pages
            .languages
            .iter()
            .filter_map(|&language| pages.get(&chapter.path, language));
        let places = chapters.map(|id| Place::Page(handbook.chapter(id)));
        findings.extend(pairs(handbook, places, check).into_vec());
    }
}

fn pairs<'a>(
    handbook: &'a Handbook,
    mut places: impl Iterator<Item = Place<'a>>,
    check: fn(&Pair<'_>, &mut Findings),
) -> Findings {
    let mut findings = Findings::new();
    let (Some(first), Some(second)) = (places.next(), places.next()) else {
        return findings;
    };
    let mut original = Side::new(handbook, first);
    for place in std::iter::once(second).chain(places) {
        let pair = Pair {
            handbook,
            original,
            translation: Side::new(handbook, place),
        };
        check(&pair, &mut findings);
        original = pair.original;
    }
    findings
}

impl<'a> Side<'a> {
    fn new(handbook: &'a Handbook, place: Place<'a>) -> Self {
        let (language, pieces) = match place {
            Place::Article(text) => (text.language, article(handbook, text)),
            Place::Page(chapter) => (chapter.language, page(handbook, chapter)),
        };
        Self {
            language,
            place,
            pieces,
        }
    }

    fn chapter(&self, handbook: &'a Handbook) -> &'a Chapter {
        match self.place {
            Place::Article(text) => handbook.chapter_of(text),
            Place::Page(chapter) => chapter,
        }
    }

    /// The place of a range of a piece.
    pub fn span(&self, handbook: &Handbook, piece: &Piece<'_>, range: &Range<usize>) -> Span {
        Span::new(self.chapter(handbook).file, piece.text.source(range))
    }

    /// A finding at a range of a piece of this side.
    pub fn finding(
        &self,
        handbook: &Handbook,
        code: &'static str,
        piece: &Piece<'_>,
        range: &Range<usize>,
    ) -> Diagnostic {
        match self.place {
            Place::Article(text) => wording::finding(handbook, code, text, &piece.text.source(range)),
            Place::Page(_) => Diagnostic::new(code, self.span(handbook, piece, range)),
        }
    }
}

impl Pair<'_> {
    /// Whether each piece has its counterpart.
    pub fn is_aligned(&self) -> bool {
        let keys = |side: &Side<'_>| side.pieces.iter().map(|piece| piece.key).collect::<Vec<_>>();
        self.original.pieces.len() == self.translation.pieces.len() && keys(&self.original) == keys(&self.translation)
    }

    /// Fills in the names of both languages, `own` that of the marked text.
    pub fn languages(&self, finding: Diagnostic, own: LanguageId) -> Diagnostic {
        let (original, translation) = (self.original.language, self.translation.language);
        let other = if own == original { translation } else { original };
        finding
            .param("language", wording::language(self.handbook, own))
            .param("other_language", wording::language(self.handbook, other))
    }
}

fn article<'a>(handbook: &'a Handbook, text: &'a ArticleText) -> Vec<Piece<'a>> {
    let chapter = handbook.chapter_of(text);
    let node = handbook.node(text);
    let fields = chapter.document.fields_of(node);
    let source = handbook.source(chapter);
    let fields = fields
        .iter()
        .filter(|field| !is_compared_as_names(field))
        .map(|field| Piece {
            key: Key::Field(field.key),
            text: Text::plain(source, &field.value),
            names: Vec::new(),
        });
    let blocks = chapter.document.blocks_of(node);
    fields
        .chain(blocks.filter_map(|(index, block)| piece(handbook, chapter, &text.citations, index, block)))
        .collect()
}

fn page<'a>(handbook: &'a Handbook, chapter: &'a Chapter) -> Vec<Piece<'a>> {
    let document = &chapter.document;
    let runs = document.blocks_outside_articles().flatten();
    let blocks = runs.filter_map(|index| Some((index as usize, document.blocks.get(index as usize)?)));
    blocks
        .filter_map(|(index, block)| piece(handbook, chapter, &chapter.citations, index, block))
        .collect()
}

/// Whether RB504 compares a field by what it names.
fn is_compared_as_names(field: &Field) -> bool {
    !matches!(
        field.key,
        None | Some(FieldKey::Summary | FieldKey::Authority | FieldKey::Qualifications)
    )
}

fn piece<'a>(
    handbook: &'a Handbook,
    chapter: &'a Chapter,
    citations: &[Citation],
    index: usize,
    block: &Block,
) -> Option<Piece<'a>> {
    let kind = match block.kind {
        BlockKind::Paragraph => "paragraph",
        BlockKind::Heading(_) => "heading",
        BlockKind::Item(_) => "item",
        BlockKind::Cell => "cell",
        BlockKind::Footnote => "footnote",
        BlockKind::Quote => "quote",
        _ => return None,
    };
    let text = handbook.block_text(chapter, block);
    if text.text.trim().is_empty() && kind != "cell" {
        return None;
    }
    let cited = in_block(citations, index).iter();
    let names = cited.map(|citation| text.range(&citation.span)).collect();
    Some(Piece {
        key: Key::Text(kind, block.unit),
        text,
        names,
    })
}
