//! RB509: paragraphs that are left in the script of another language of the handbook.

use rayon::prelude::*;

use crate::check::wording;
use crate::diagnostic::{Diagnostic, Findings};
use crate::model::{Chapter, Handbook, LanguageId};
use crate::source::Span;
use crate::syntax::{Block, BlockKind};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    if handbook.languages.len() < 2 {
        return;
    }
    let chapters = handbook.chapters.par_iter();
    let found: Vec<Findings> = chapters.map(|chapter| chapter_findings(handbook, chapter)).collect();
    findings.extend(found.into_iter().flat_map(Findings::into_vec));
}

fn chapter_findings(handbook: &Handbook, chapter: &Chapter) -> Findings {
    let mut findings = Findings::new();
    let own = handbook.language(chapter.language).pack.script;
    let others: Vec<LanguageId> = handbook
        .language_ids()
        .filter(|&id| handbook.language(id).pack.script != own)
        .collect();
    if others.is_empty() {
        return findings;
    }
    // The finding of the run of blocks that is open: one says it of all of them.
    let mut run: Option<(u32, LanguageId)> = None;
    for (index, block) in (0u32..).zip(&chapter.document.blocks) {
        if block.inlines.is_empty() || block.kind == BlockKind::Code {
            continue;
        }
        let foreign = others
            .iter()
            .copied()
            .find(|&other| is_in(handbook, chapter, block, other));
        let article = article_of(chapter, index);
        match (foreign, run) {
            (Some(language), Some((same, before))) if same == article && before == language => {}
            (Some(language), _) => {
                findings.push(finding(handbook, chapter, block, index, language));
                run = Some((article, language));
            }
            (None, _) => run = None,
        }
    }
    findings
}

/// Index after the article that a block stands in or after, so that blocks of one article have one.
fn article_of(chapter: &Chapter, block: u32) -> u32 {
    let articles = &chapter.document.articles;
    articles.partition_point(|article| article.blocks.start <= block) as u32
}

/// Whether a block is written in the script of another language.
fn is_in(handbook: &Handbook, chapter: &Chapter, block: &Block, other: LanguageId) -> bool {
    let text = handbook.block_text(chapter, block);
    let own = handbook.language(chapter.language).pack.script;
    let script = handbook.language(other).pack.script;
    // Most blocks end here.
    script.outweighs(own, &text.text) && script.outweighs(own, &without_quotations(handbook, chapter, &text.text))
}

/// The text without what stands in quotation marks and brackets.
fn without_quotations(handbook: &Handbook, chapter: &Chapter, text: &str) -> String {
    let citation = &handbook.language(chapter.language).pack.citation;
    let marks = citation
        .quotes
        .iter()
        .chain(&citation.brackets)
        .chain(&citation.title_brackets);
    let marks: Vec<(&str, &str)> = marks.map(|(open, close)| (open.as_str(), close.as_str())).collect();
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let opened = marks.iter().find(|(open, _)| rest.starts_with(open));
        let closed = opened.and_then(|(open, close)| Some((open.len() + rest[open.len()..].find(close)?, close.len())));
        let length = match closed {
            Some((inside, close)) => inside + close,
            None => {
                plain.push(next);
                next.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    plain
}

fn finding(handbook: &Handbook, chapter: &Chapter, block: &Block, index: u32, other: LanguageId) -> Diagnostic {
    let text = handbook.block_text(chapter, block);
    let bytes = text.source(&(0..text.text.len()));
    let articles = &handbook.texts[chapter.texts.start as usize..chapter.texts.end as usize];
    let article = articles.iter().find(|text| handbook.node(text).blocks.contains(&index));
    let finding = match article {
        Some(article) => wording::finding(handbook, "RB509", article, &bytes),
        None => Diagnostic::new("RB509", Span::new(chapter.file, bytes)),
    };
    finding
        .param("language", wording::language(handbook, chapter.language))
        .param("other_language", wording::language(handbook, other))
}
