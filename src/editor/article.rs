//! Articles as an editor names and shows them.

use crate::model::{ArticleId, ArticleText, Handbook, LanguageId};
use crate::source::Span;
use crate::syntax::{BlockKind, Unit};

/// The article in `language`, else in the first that has it.
pub(super) fn text_in(handbook: &Handbook, article: ArticleId, language: LanguageId) -> Option<&ArticleText> {
    let texts = &handbook.article(article).texts;
    texts.best(language).map(|&id| handbook.text(id))
}

/// 第五条 营销协理岗位职责
pub(super) fn title(handbook: &Handbook, text: &ArticleText) -> String {
    let label = handbook.label(text);
    match &handbook.node(text).title {
        Some(title) if !title.text.is_empty() => format!("{label} {}", title.text),
        _ => label,
    }
}

/// Where its label stands.
pub(super) fn label_span(handbook: &Handbook, text: &ArticleText) -> Span {
    handbook.span(text, &handbook.node(text).label)
}

/// What it says without its heading, or what one of its units says, as it is written.
pub(super) fn body<'h>(handbook: &'h Handbook, text: &ArticleText, unit: Unit) -> &'h str {
    let chapter = handbook.chapter_of(text);
    let node = handbook.node(text);
    let source = handbook.source(chapter);
    let mut units = chapter.document.blocks_of(node);
    let is_unit = |kind: BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::Item(_));
    let found = units.find(|(_, block)| unit != Unit::default() && is_unit(block.kind) && block.unit == unit);
    let bytes = found.map_or(node.head.end.max(node.label.end)..node.span.end, |(_, block)| {
        block.span.clone()
    });
    source
        .get(bytes.start as usize..bytes.end as usize)
        .unwrap_or_default()
        .trim()
}
