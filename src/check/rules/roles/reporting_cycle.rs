//! RB305: reporting lines that lead from a role back to itself.

use std::collections::VecDeque;

use super::finding;
use crate::diagnostic::Findings;
use crate::model::{Handbook, LanguageId, ReportingLine, RoleId};
use crate::source::Span;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let up = Upwards::new(handbook);
    for group in up.groups() {
        let first = group
            .iter()
            .copied()
            .min_by_key(|&role| (first_place(handbook, RoleId(role)), role));
        let Some(circle) = first.and_then(|first| up.shortest_circle(first, &group)) else {
            continue;
        };
        report(handbook, findings, &circle);
    }
}

/// A line counts as soon as either side declares it; a role that names itself belongs to RB306.
struct Upwards<'a> {
    /// For each role the lines to its superiors.
    lines: Vec<Vec<&'a ReportingLine>>,
}

impl<'a> Upwards<'a> {
    fn new(handbook: &'a Handbook) -> Self {
        let mut lines = vec![Vec::new(); handbook.roles.len()];
        for line in handbook.lines.iter().filter(|line| line.superior != line.subordinate) {
            lines[line.subordinate.index()].push(line);
        }
        Self { lines }
    }

    /// The groups of two or more roles each of which leads to every other: Tarjan's strongly connected components, with
    /// a stack of its own in place of recursion, since a line may be as deep as there are roles.
    fn groups(&self) -> Vec<Vec<u32>> {
        const NEW: u32 = u32::MAX;
        let count = self.lines.len();
        let (mut order, mut low, mut open) = (vec![NEW; count], vec![0; count], vec![false; count]);
        let (mut next, mut waiting, mut groups) = (0, Vec::new(), Vec::new());
        for start in 0..count as u32 {
            if order[start as usize] != NEW {
                continue;
            }
            // A role, and how many of its lines have been followed.
            let mut path = vec![(start, 0)];
            while let Some((role, followed)) = path.last_mut() {
                let at = *role as usize;
                if *followed == 0 {
                    order[at] = next;
                    low[at] = next;
                    next += 1;
                    open[at] = true;
                    waiting.push(*role);
                }
                if let Some(line) = self.lines[at].get(*followed) {
                    *followed += 1;
                    let above = line.superior.index();
                    if order[above] == NEW {
                        path.push((line.superior.0, 0));
                    } else if open[above] {
                        low[at] = low[at].min(order[above]);
                    }
                    continue;
                }
                let done = *role;
                path.pop();
                if let Some(&(below, _)) = path.last() {
                    low[below as usize] = low[below as usize].min(low[at]);
                }
                if low[at] == order[at] {
                    let from = waiting.iter().rposition(|&role| role == done).unwrap_or(0);
                    let group = waiting.split_off(from);
                    group.iter().for_each(|&role| open[role as usize] = false);
                    if group.len() > 1 {
                        groups.push(group);
                    }
                }
            }
        }
        groups
    }

    /// The shortest way up from a role of a group back to itself.
    fn shortest_circle(&self, first: u32, group: &[u32]) -> Option<Vec<&'a ReportingLine>> {
        let inside: rustc_hash::FxHashSet<u32> = group.iter().copied().collect();
        let mut reached: rustc_hash::FxHashMap<u32, &ReportingLine> = rustc_hash::FxHashMap::default();
        let mut queue = VecDeque::from([first]);
        while let Some(role) = queue.pop_front() {
            for line in &self.lines[role as usize] {
                let above = line.superior.0;
                if !inside.contains(&above) || reached.contains_key(&above) {
                    continue;
                }
                reached.insert(above, line);
                if above == first {
                    let mut circle = vec![*line];
                    let mut at = role;
                    while at != first {
                        let line = reached.get(&at)?;
                        circle.push(line);
                        at = line.subordinate.0;
                    }
                    circle.reverse();
                    return Some(circle);
                }
                queue.push_back(above);
            }
        }
        None
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
