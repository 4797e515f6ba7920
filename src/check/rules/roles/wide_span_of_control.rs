//! RB316: a role with more direct subordinates than the handbook's limit.

use super::finding;
use crate::check::settings;
use crate::diagnostic::Findings;
use crate::model::{Handbook, LanguageId, ReportingLine};
use crate::syntax::FieldKey;

/// Direct subordinates of one role, where `handbook.toml` sets no limit.
const LIMIT: u32 = 8;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let limit = settings::limit(handbook, None, "RB316", LIMIT);
    let mut lines: Vec<Vec<&ReportingLine>> = vec![Vec::new(); handbook.roles.len()];
    for line in handbook.lines.iter().filter(|line| line.superior != line.subordinate) {
        lines[line.superior.index()].push(line);
    }
    for (id, lines) in handbook.role_ids().zip(&lines) {
        let count = lines.len() as u32;
        let article = handbook.role(id).article(LanguageId::AUTHORITATIVE);
        let Some(article) = article.filter(|_| count > limit) else {
            continue;
        };
        let mut fields = finding::fields(handbook, article.text, FieldKey::Subordinates);
        let field = fields.find(|field| !field.names.is_empty());
        let span = field.map(|field| handbook.span(handbook.text(article.text), &field.value));
        let span = span.unwrap_or_else(|| finding::head(handbook, article.text));
        let mut found = finding::new(handbook, "RB316", article.text, span)
            .param("role", finding::role(handbook, id))
            .param("count", count.to_string())
            .param("limit", limit.to_string());
        for line in lines.iter().filter(|line| line.by_superior.is_none()) {
            let declared = line
                .by_subordinate
                .and_then(|index| handbook.declarations.get(index as usize));
            if let Some(declaration) = declared {
                let subordinate = finding::role(handbook, line.subordinate);
                found = found.related_with("line", declaration.span, vec![("subordinate", subordinate)]);
            }
        }
        findings.push(found);
    }
}
