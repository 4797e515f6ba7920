//! RB009: articles, parts, chapters and sections with a heading and nothing under it.

use crate::check::wording;
use crate::diagnostic::{Diagnostic, Findings};
use crate::language::{Language, Level};
use crate::model::{Chapter, ChapterId, Handbook};
use crate::source::Span;
use crate::syntax::{Article, Block, BlockKind, Division, Document};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for text in &handbook.texts {
        let article = handbook.node(text);
        let document = &handbook.chapter_of(text).document;
        let language = handbook.language(text.language);
        let bare = !document.blocks_of(article).any(|(_, block)| is_text(block));
        if bare && !is_sentence(article, language) && !article.is_repealed() {
            let finding = wording::finding(handbook, "RB009", text, &article.head);
            findings.push(finding.param("article", wording::article(handbook, text)));
        }
    }
    for (chapter, id) in handbook.chapters.iter().zip((0..).map(ChapterId)) {
        divisions(handbook, chapter, id, findings);
    }
}

fn is_text(block: &Block) -> bool {
    !matches!(block.kind, BlockKind::Heading(_) | BlockKind::Html | BlockKind::Rule)
}

/// Whether the title is itself a full sentence.
fn is_sentence(article: &Article, language: &Language) -> bool {
    let end = &language.pack.clause_end;
    article
        .title
        .as_ref()
        .is_some_and(|title| title.text.trim_end().ends_with(end.as_str()))
}

fn divisions(handbook: &Handbook, chapter: &Chapter, id: ChapterId, findings: &mut Findings) {
    let document = &*chapter.document;
    let contents = table_of_contents(document);
    // The nearest division of each level that comes after the one looked at.
    let mut next: [Option<usize>; 8] = [None; 8];
    let mut found = Vec::new();
    for (index, division) in document.divisions.iter().enumerate().skip(contents).rev() {
        let level = division.level as usize;
        let end = next[..=level].iter().flatten().min().copied();
        let after = end.map(|end| &document.divisions[end]);
        let articles = after.map_or(document.articles.len(), |after| after.first_article as usize);
        let blocks = after.map_or(document.blocks.len(), |after| after.first_block as usize);
        let has_article = division.first_article as usize != articles;
        let has_text = || {
            document.blocks[division.first_block as usize..blocks]
                .iter()
                .any(is_text)
        };
        next[level] = Some(index);
        let goes_on = || end.is_none() && goes_on(handbook, chapter, id, division.level);
        if !has_article && !has_text() && !goes_on() {
            let label = match division.number {
                Some(number) => wording::label(division.level, number),
                None => (&*division.title).into(),
            };
            let finding = Diagnostic::new("RB009", Span::new(chapter.file, division.head.clone()));
            found.push(finding.variant("chapter").param("division", label));
        }
    }
    findings.extend(found.into_iter().rev());
}

/// How many divisions at the beginning of a file are no more than a list of those that follow.
pub(in crate::check::rules) fn table_of_contents(document: &Document) -> usize {
    let divisions = &document.divisions;
    let Some(first) = divisions.first() else {
        return 0;
    };
    let same = |one: &Division, other: &Division| {
        (one.level, one.number, &one.title) == (other.level, other.number, &other.title)
    };
    let again = divisions.iter().skip(1).position(|other| same(first, other));
    let Some(length) = again.map(|at| at + 1) else {
        return 0;
    };
    let body = &divisions[length];
    let blocks = first.first_block as usize..body.first_block as usize;
    let empty = first.first_article == body.first_article && !document.blocks[blocks].iter().any(is_text);
    if empty { length } else { 0 }
}

/// Whether a division at the end of a file goes on in the next file of its regulation.
fn goes_on(handbook: &Handbook, chapter: &Chapter, id: ChapterId, level: Level) -> bool {
    let edition = chapter
        .regulation
        .and_then(|regulation| handbook.regulation(regulation).editions.get(chapter.language));
    let Some(edition) = edition else { return false };
    let after = edition.chapters.iter().skip_while(|&&other| other != id).nth(1);
    let Some(&after) = after else { return false };
    let document = &handbook.chapter(after).document;
    document
        .divisions
        .first()
        .is_none_or(|first| first.level > level || first.first_article > 0)
}
