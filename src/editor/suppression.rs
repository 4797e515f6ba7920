//! The comment that allows a finding.

use crate::diagnostic::{Diagnostic, Edit};
use crate::model::{Chapter, Handbook};
use crate::source::Span;
use crate::syntax::{Block, BlockKind};

/// The comment that silences `finding` at the narrowest place that can have one: before the paragraph, the list item or
/// the article. Its reason is left to the editor, and as long as it is missing the checker asks for it.
pub fn suppression(handbook: &Handbook, finding: &Diagnostic) -> Option<Edit> {
    let span = finding.span;
    let chapter = handbook.chapters.iter().find(|chapter| chapter.file == span.file)?;
    let source = handbook.source(chapter);
    let start = place(chapter, span)?;
    let line = source[..start as usize].rfind('\n').map_or(0, |at| at + 1);
    let indent = source
        .get(line..start as usize)
        .filter(|indent| indent.trim().is_empty())?;
    let at = line as u32;
    Some(Edit {
        span: Span::new(chapter.file, at..at),
        text: format!("{indent}<!-- allow {}:  -->\n", finding.lint.code),
    })
}

/// Where what the comment silences begins.
fn place(chapter: &Chapter, span: Span) -> Option<u32> {
    let document = &chapter.document;
    let holds = |bytes: &crate::syntax::Bytes| bytes.start <= span.start && span.end <= bytes.end;
    let article = document.articles.iter().find(|article| holds(&article.span));
    // A block that begins with its article is the article's.
    let begins_later = |block: &&Block| article.is_none_or(|article| block.span.start > article.head.end);
    let blocks = document
        .blocks
        .iter()
        .filter(|block| holds(&block.span))
        .filter(begins_later);
    let mut found = None;
    for block in blocks {
        match block.kind {
            BlockKind::Paragraph | BlockKind::Item(_) => found = Some(block.span.start),
            BlockKind::List { .. } => {}
            // Comments within these are not read, or would break them.
            _ => return article.map(|article| article.head.start),
        }
        // A paragraph in an item is silenced with the item.
        if matches!(block.kind, BlockKind::Item(_)) {
            return found;
        }
    }
    let division = document.divisions.iter().find(|division| holds(&division.head));
    found
        .or(article.map(|article| article.head.start))
        .or(division.map(|division| division.head.start))
}
