//! RB314: a superior that the handbook has no article for and that is not marked as external.

use super::finding;
use crate::diagnostic::Findings;
use crate::model::{Declaration, DeclarationKind, Handbook};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    // Superiors on a list of posts belong to RB309; others are spoken of once.
    let mut settled = vec![false; handbook.roles.len()];
    for role in handbook.rosters.iter().filter_map(|entry| entry.names.role()) {
        settled[role.index()] = true;
    }
    let mut declarations: Vec<&Declaration> = handbook
        .declarations
        .iter()
        .filter(|declaration| declaration.kind == DeclarationKind::Superior)
        .collect();
    declarations.sort_by_key(|declaration| declaration.language);
    for declaration in declarations {
        let Some(superior) = declaration.names.role() else {
            continue;
        };
        let role = handbook.role(superior);
        let told = std::mem::replace(&mut settled[superior.index()], true);
        if told || role.external || !role.articles.is_empty() {
            continue;
        }
        findings.push(
            finding::new(handbook, "RB314", declaration.text, declaration.span)
                .param("role", finding::role(handbook, declaration.role))
                .param("superior", finding::role(handbook, superior))
                .related("declaration", role.span),
        );
    }
}
