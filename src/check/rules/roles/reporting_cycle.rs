//! RB305: reporting lines that lead from a role back to itself.

use super::finding;
use super::graph::ReportingGraph;
use crate::diagnostic::Findings;
use crate::model::{Handbook, LanguageId, ReportingLine, RoleId};
use crate::source::Span;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let graph = ReportingGraph::new(handbook);
    for group in graph.circles() {
        let roles = group.iter().copied();
        let first = roles.min_by_key(|&role| (first_place(handbook, role), role));
        let Some(circle) = first.and_then(|first| graph.shortest_circle(first, &group)) else {
            continue;
        };
        report(handbook, findings, &circle);
    }
}

/// Where a role comes in the handbook: by its article, those without one last.
fn first_place(handbook: &Handbook, role: RoleId) -> u32 {
    let article = handbook.role(role).article(LanguageId::AUTHORITATIVE);
    article.map_or(u32::MAX, |article| article.text.0)
}

/// Where a line is declared: by its subordinate, else by its superior.
fn declared<'a>(handbook: &'a Handbook, line: &ReportingLine) -> Option<&'a crate::model::Declaration> {
    let index = line.by_subordinate.or(line.by_superior)?;
    handbook.declarations.get(index as usize)
}

fn report(handbook: &Handbook, findings: &mut Findings, circle: &[&ReportingLine]) {
    let Some((first, rest)) = circle.split_first() else {
        return;
    };
    let Some(declaration) = declared(handbook, first) else {
        return;
    };
    let path: Vec<RoleId> = circle
        .iter()
        .map(|line| line.subordinate)
        .chain([first.subordinate])
        .collect();
    let mut found = finding::new(handbook, "RB305", declaration.text, declaration.span)
        .param("cycle", finding::path(handbook, &path))
        .param("role", finding::role(handbook, first.subordinate));
    for line in rest {
        let place: Option<Span> = declared(handbook, line).map(|declaration| declaration.span);
        if let Some(span) = place {
            let params = vec![
                ("subordinate", finding::role(handbook, line.subordinate)),
                ("superior", finding::role(handbook, line.superior)),
            ];
            found = found.related_with("link", span, params);
        }
    }
    findings.push(found);
}
