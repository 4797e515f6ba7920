//! Comments to the checker, and HTML that cannot be shown.

use super::super::{BlockKind, Bytes, InlineKind, Problem, ProblemKind, comment, html};
use super::Builder;

impl<'a> Builder<'a> {
    /// Comments to the checker, and HTML that cannot be shown.
    pub(super) fn comments(&mut self) {
        let mut runs: Vec<Bytes> = Vec::new();
        for inline in self
            .document
            .inlines
            .iter()
            .filter(|inline| inline.kind == InlineKind::Html)
        {
            match runs.last_mut() {
                Some(last) if last.end == inline.start => last.end = inline.end,
                _ => runs.push(inline.start..inline.end),
            }
        }
        runs.sort_by_key(|run| run.start);
        runs.dedup();
        for run in runs {
            let text = &self.source[run.start as usize..run.end as usize];
            if text.starts_with("<!--") {
                if let Some(mut found) = comment::suppression(text, run.start) {
                    found.target = self.target(found.span.end);
                    self.document.suppressions.push(found);
                }
            } else if let Some((tag, range)) = html::dropped(text) {
                let span = run.start + range.start as u32..run.start + range.end as u32;
                self.document.problems.push(Problem {
                    kind: ProblemKind::DroppedHtml { tag },
                    span,
                });
            }
        }
    }

    /// The article, or else the block, that begins next after `offset`.
    pub(super) fn target(&self, offset: u32) -> Bytes {
        let rest = &self.source[offset as usize..];
        let next = offset + (rest.len() - rest.trim_start().len()) as u32;
        let document = &self.document;
        let article = document.articles.iter().find(|article| article.head.start >= offset);
        if let Some(article) = article.filter(|article| article.head.start <= next || article.span.start <= next) {
            return article.span.clone();
        }
        let division = document.divisions.iter().find(|division| division.head.start == next);
        if let Some(division) = division {
            return division.head.clone();
        }
        document
            .blocks
            .iter()
            .filter(|block| block.kind != BlockKind::Html && !matches!(block.kind, BlockKind::List { .. }))
            .find(|block| block.span.end > next)
            .map_or(next..next, |block| block.span.start.min(next)..block.span.end)
    }
}
