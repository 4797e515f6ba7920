//! Numbers in words that are no citations, because nothing is linked there: headings and the words of links.

use super::{Left, Reason};
use crate::language::citation::Owner;
use crate::language::{Level, Number};
use crate::model::{Edition, Handbook};
use crate::source::Span;
use crate::syntax::{BlockKind, Bytes, Document, InlineKind};

/// The places of an edition that name a unit of `level` of their regulation by a number that `is_past`.
pub(super) fn left(
    handbook: &Handbook,
    edition: &Edition,
    level: Level,
    is_past: impl Fn(Number) -> bool,
) -> Vec<Left> {
    let grammar = &handbook.language(edition.language).grammar;
    let mut left = Vec::new();
    for chapter in edition.chapters.iter().map(|&id| handbook.chapter(id)) {
        let source = handbook.source(chapter);
        for words in unlinked(&chapter.document) {
            for raw in grammar.scan(&source[words.start as usize..words.end as usize]) {
                let is_own = matches!(raw.owner, Owner::Unnamed | Owner::This(_));
                let numbers = raw.members.iter().flat_map(|member| {
                    let through = member.through.filter(|_| member.path.last() == Some(level));
                    [member.path.get(level), through]
                });
                if is_own && numbers.flatten().any(&is_past) {
                    let start = words.start + raw.range.start as u32;
                    let span = Span::new(chapter.file, start..start + raw.range.len() as u32);
                    left.push(Left::note(span, Reason::Words));
                }
            }
        }
    }
    left.sort_unstable_by_key(|left| left.span.start);
    left.dedup();
    left
}

/// Headings without the labels of units, and links within the page: whose article others speak of, their address tells.
fn unlinked(document: &Document) -> impl Iterator<Item = Bytes> {
    let titles = document.articles.iter().filter_map(|article| article.title.as_ref());
    let titles = titles.map(|title| title.span.clone());
    let divisions = document.divisions.iter();
    let divisions = divisions.map(|division| division.head.start.max(division.label.end)..division.head.end);
    let is_heading = |kind: BlockKind| matches!(kind, BlockKind::Heading(_));
    let headings = document.blocks.iter().filter(move |block| is_heading(block.kind));
    let links = document.inlines.iter().filter(|inline| match inline.kind {
        InlineKind::LinkStart(link) => document.links[link as usize].target.starts_with('#'),
        _ => false,
    });
    titles
        .chain(divisions)
        .chain(headings.map(|block| block.span.clone()))
        .chain(links.map(|link| link.start..link.end))
}
