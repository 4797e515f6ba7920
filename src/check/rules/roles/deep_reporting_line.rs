//! RB317: a reporting line with more levels than the handbook's limit.

use super::finding;
use super::graph::ReportingGraph;
use crate::check::settings;
use crate::diagnostic::Findings;
use crate::model::{Handbook, LanguageId};
use crate::syntax::FieldKey;

/// Roles in a line from the top down, where `handbook.toml` sets no limit.
const LIMIT: u32 = 6;

/// Reports the roles of the first level below the limit; what stands below them follows.
pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let limit = settings::limit(handbook, None, "RB317", LIMIT);
    let depths = ReportingGraph::new(handbook).depths();
    for id in handbook.role_ids() {
        let depth = depths.of(id).filter(|&depth| depth == limit.saturating_add(1));
        let article = handbook.role(id).article(LanguageId::AUTHORITATIVE);
        let Some((depth, article)) = depth.zip(article) else {
            continue;
        };
        let mut fields = finding::fields(handbook, article.text, FieldKey::Superior);
        let field = fields.find(|field| !field.names.is_empty());
        let span = field.map(|field| handbook.span(handbook.text(article.text), &field.value));
        let span = span.unwrap_or_else(|| finding::head(handbook, article.text));
        findings.push(
            finding::new(handbook, "RB317", article.text, span)
                .param("role", finding::role(handbook, id))
                .param("depth", depth.to_string())
                .param("limit", limit.to_string())
                .param("line", finding::path(handbook, &depths.line(id))),
        );
    }
}
