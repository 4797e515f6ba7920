//! RB307: a role whose own field names more than one direct superior.

use rustc_hash::FxHashMap;

use super::finding;
use super::sides::authoritative;
use crate::diagnostic::Findings;
use crate::model::{Declaration, DeclarationKind, Handbook, RoleId};
use crate::source::Span;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    // By role: its superiors, each once, in the order in which they are named.
    let mut superiors: FxHashMap<RoleId, Vec<(RoleId, &Declaration)>> = FxHashMap::default();
    for declaration in authoritative(handbook).filter(|declaration| declaration.kind == DeclarationKind::Superior) {
        let Some(superior) = declaration
            .names
            .role()
            .filter(|&superior| superior != declaration.role)
        else {
            continue;
        };
        let named = superiors.entry(declaration.role).or_default();
        if named.iter().all(|&(other, _)| other != superior) {
            named.push((superior, declaration));
        }
    }
    for (role, named) in superiors {
        let [(_, first), .., (_, last)] = named[..] else {
            continue;
        };
        // From the first name to the last; where they stand in two articles, the last one is too many.
        let span = match first.text == last.text {
            true => Span {
                end: last.span.end,
                ..first.span
            },
            false => last.span,
        };
        let ids: Vec<RoleId> = named.iter().map(|&(superior, _)| superior).collect();
        findings.push(
            finding::new(handbook, "RB307", last.text, span)
                .param("role", finding::role(handbook, role))
                .param("count", ids.len())
                .param("superiors", finding::roles(handbook, &ids)),
        );
    }
}
