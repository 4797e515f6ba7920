//! RB503: articles whose languages differ in the number of their paragraphs, items, sub-items or table rows.

use crate::check::wording;
use crate::diagnostic::{Diagnostic, Findings, Value};
use crate::language::{Language, Level};
use crate::model::{Article, ArticleText, Handbook};
use crate::syntax::{Block, BlockKind};

/// What an article consists of.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Counts {
    paragraphs: usize,
    items: usize,
    subitems: usize,
    rows: usize,
}

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    if handbook.languages.len() < 2 {
        return;
    }
    for article in &handbook.articles {
        let mut texts = article.texts.iter().map(|(_, &id)| handbook.text(id));
        let Some(original) = texts.next() else {
            continue;
        };
        let mut expected = None;
        for text in texts {
            let expected = *expected.get_or_insert_with(|| count(handbook, original));
            let found = count(handbook, text);
            if found != expected {
                compare(handbook, (original, expected), (text, found), findings);
            }
        }
    }
}

/// Whether the languages of an article differ in the number of its units.
pub(in crate::check::rules) fn differs(handbook: &Handbook, article: &Article) -> bool {
    let mut counts = article.texts.iter().map(|(_, &id)| count(handbook, handbook.text(id)));
    let first = counts.next();
    counts.any(|other| Some(other) != first)
}

fn count(handbook: &Handbook, text: &ArticleText) -> Counts {
    let document = &handbook.chapter_of(text).document;
    let mut counts = Counts::default();
    // The ends of the items that are open.
    let mut open: Vec<u32> = Vec::new();
    for (index, block) in document.blocks_of(handbook.node(text)) {
        open.retain(|&end| end > index as u32);
        match block.kind {
            BlockKind::Item(_) => {
                match open.len() {
                    0 => counts.items += 1,
                    1 => counts.subitems += 1,
                    _ => {}
                }
                open.push(block.end);
            }
            BlockKind::Paragraph if is_natural(block) => counts.paragraphs += 1,
            BlockKind::Row { head: false } => counts.rows += 1,
            _ => {}
        }
    }
    counts
}

/// Whether a paragraph is one of the article, not of an item, a quotation or a note.
fn is_natural(block: &Block) -> bool {
    block.unit.paragraph > 0 && block.unit.item == 0
}

fn compare(
    handbook: &Handbook,
    (original, expected): (&ArticleText, Counts),
    (text, found): (&ArticleText, Counts),
    findings: &mut Findings,
) {
    let units = [
        (Some(Level::Paragraph), found.paragraphs, expected.paragraphs),
        (Some(Level::Item), found.items, expected.items),
        (Some(Level::Subitem), found.subitems, expected.subitems),
        (None, found.rows, expected.rows),
    ];
    for (level, count, other) in units.into_iter().filter(|(_, count, other)| count != other) {
        let finding = finding(handbook, original, text)
            .param("count", count)
            .param("other_count", other);
        findings.push(match level {
            Some(level) => finding.param("unit", plural(level)),
            None => finding.variant("rows"),
        });
    }
}

fn finding(handbook: &Handbook, original: &ArticleText, text: &ArticleText) -> Diagnostic {
    let head = |text: &ArticleText| handbook.node(text).head.clone();
    wording::finding(handbook, "RB503", text, &head(text))
        .param("article", wording::article(handbook, text))
        .param("language", wording::language(handbook, text.language))
        .param("other_language", wording::language(handbook, original.language))
        .related("counterpart", handbook.span(original, &head(original)))
}

/// 款, paragraphs: a pack names the unit first, then more than one of them.
fn plural(level: Level) -> Value {
    wording::in_each_language(|language: &'static Language| {
        let units = &language.pack.units;
        let unit = match level {
            Level::Paragraph => &units.paragraph,
            Level::Item => &units.item,
            _ => &units.subitem,
        };
        let plural = unit.word.get(1).filter(|_| language.pack.citation.unit_first);
        plural.or(unit.word.first()).cloned().unwrap_or_default()
    })
}
