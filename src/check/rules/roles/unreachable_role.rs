//! RB308: a role that no reporting line connects with a top role.

use super::finding;
use super::graph::ReportingGraph;
use super::sides::{Sides, says_something};
use crate::diagnostic::Findings;
use crate::model::{Handbook, RoleId, TextId};
use crate::source::Span;
use crate::syntax::FieldKey;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let sides = Sides::new(handbook);
    let reached = ReportingGraph::new(handbook).reached_from(&tops(handbook, &sides));
    // Roles that another role of this handbook stands above: what is missing is missing further up.
    let mut led = vec![false; handbook.roles.len()];
    for line in handbook.lines.iter().filter(|line| line.superior != line.subordinate) {
        led[line.subordinate.index()] |= !handbook.role(line.superior).external;
    }
    let mut listed = vec![None; handbook.roles.len()];
    for entry in &handbook.rosters {
        if let Some(role) = entry.names.role() {
            listed[role.index()].get_or_insert((entry.text, entry.span));
        }
    }
    for id in handbook.role_ids() {
        let role = handbook.role(id);
        if role.external || reached[id.index()] || led[id.index()] || sides.superior(id).unclear {
            continue;
        }
        let Some((text, span)) = place(handbook, id).or(listed[id.index()]) else {
            continue;
        };
        findings.push(finding::new(handbook, "RB308", text, span).param("role", finding::role(handbook, id)));
    }
}

/// The roles marked as top; where there is none, those that say that nobody, or somebody external, is their superior.
fn tops(handbook: &Handbook, sides: &Sides<'_>) -> Vec<RoleId> {
    let marked: Vec<RoleId> = handbook.role_ids().filter(|&id| handbook.role(id).top).collect();
    if !marked.is_empty() {
        return marked;
    }
    let external = |id: &RoleId| handbook.role(*id).external;
    handbook
        .role_ids()
        .filter(|&id| {
            let nobody = sides.superior(id).field.is_some_and(|(_, field)| field.nobody);
            nobody || handbook.role(id).superiors.iter().any(external)
        })
        .collect()
}

/// The superior field of a role's article, else the head of the article.
fn place(handbook: &Handbook, id: RoleId) -> Option<(TextId, Span)> {
    let article = handbook
        .role(id)
        .articles
        .iter()
        .min_by_key(|article| (article.language, article.text))?;
    let text = handbook.text(article.text);
    let mut fields = finding::fields(handbook, article.text, FieldKey::Superior);
    let span = fields
        .find(|field| says_something(field))
        .map(|field| handbook.span(text, &field.value));
    Some((
        article.text,
        span.unwrap_or_else(|| finding::head(handbook, article.text)),
    ))
}
