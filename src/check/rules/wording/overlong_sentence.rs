//! RB607: a duty or a sentence that is too long to be read in one go.

use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::passage::{self, Kind, Passage};
use crate::check::settings;
use crate::diagnostic::{Diagnostic, Findings};
use crate::language::Language;
use crate::model::{Chapter, Handbook, LanguageId};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let ids = handbook.language_ids();
    let ends = ids.map(|id| AhoCorasick::new(&handbook.language(id).pack.sentence_ends).ok());
    let ends: Vec<Option<AhoCorasick>> = ends.collect();
    let found = passage::of_chapters(handbook, |chapter| {
        let limit = limit(handbook, chapter);
        let mut found = Vec::new();
        if let Some(ends) = &ends[chapter.language.index()] {
            passage::each(handbook, chapter, |passage| look(passage, ends, limit, &mut found));
        }
        found
    });
    found
        .into_iter()
        .flatten()
        .for_each(|diagnostic| findings.push(diagnostic));
}

/// The limit that is set counts as the authoritative language does; for the others it is in proportion.
fn limit(handbook: &Handbook, chapter: &Chapter) -> usize {
    let default = |id: LanguageId| u64::from(handbook.language(id).pack.wording.sentence_limit);
    let own = default(LanguageId::AUTHORITATIVE);
    let set = settings::limit(
        handbook,
        chapter.regulation,
        "RB607",
        u32::try_from(own).unwrap_or(u32::MAX),
    );
    let limit = u64::from(set) * default(chapter.language) / own.max(1);
    usize::try_from(limit).unwrap_or(usize::MAX)
}

fn look(passage: &Passage<'_>, ends: &AhoCorasick, limit: usize, out: &mut Vec<Diagnostic>) {
    let Kind::Block(block) = passage.kind else {
        return;
    };
    let text = passage.plain();
    // A character has one byte or more, and a word has one character or more.
    if text.len() <= limit || passage.article.is_none() || passage.is_heading() {
        return;
    }
    let whole = 0..text.len();
    if is_duty(passage, block) {
        return report(passage, &whole, limit, true, out);
    }
    for sentence in sentences(text, ends) {
        report(passage, &sentence, limit, false, out);
    }
}

fn report(passage: &Passage<'_>, range: &Range<usize>, limit: usize, duty: bool, out: &mut Vec<Diagnostic>) {
    let text = &passage.plain()[range.clone()];
    if text.len() <= limit {
        return;
    }
    let length = length(text, passage.language());
    if length <= limit {
        return;
    }
    let finding = passage
        .finding("RB607", range)
        .param("length", length.to_string())
        .param("limit", limit.to_string());
    out.push(match (duty, passage.language().pack.spaced) {
        (false, false) => finding,
        (false, true) => finding.variant("words"),
        (true, false) => finding.variant("duty"),
        (true, true) => finding.variant("duty-words"),
    });
}

/// Words where blanks stand between them, else characters.
fn length(text: &str, language: &Language) -> usize {
    match language.pack.spaced {
        true => text.split_whitespace().count(),
        false => text.chars().filter(|next| !next.is_whitespace()).count(),
    }
}

/// Whether a block is a paragraph of an item of a role article.
fn is_duty(passage: &Passage<'_>, block: u32) -> bool {
    let is_role_article = passage
        .article
        .is_some_and(|article| passage.handbook.node(article).is_role_article());
    is_role_article && passage.chapter.document.blocks[block as usize].unit.item > 0
}

/// The ranges up to and with each end of a sentence, without the blanks between them.
fn sentences<'t>(text: &'t str, ends: &'t AhoCorasick) -> impl Iterator<Item = Range<usize>> + 't {
    let ends = ends.find_iter(text).map(|end| end.end()).chain([text.len()]);
    let mut start = 0;
    ends.filter_map(move |end| {
        let whole = &text[start..end];
        let first = start + (whole.len() - whole.trim_start().len());
        start = end;
        let last = first + text[first..end].trim_end().len();
        (first < last).then_some(first..last)
    })
}
