//! RB309: a post on a list of posts whose duties no article gives.

use super::finding;
use crate::diagnostic::Findings;
use crate::model::{Handbook, RosterEntry};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    // Each role once, where the first language that lists it does so.
    let mut entries: Vec<&RosterEntry> = handbook.rosters.iter().collect();
    entries.sort_by_key(|entry| handbook.text(entry.text).language);
    let mut seen = vec![false; handbook.roles.len()];
    for entry in entries {
        let Some(id) = entry.names.role() else {
            continue;
        };
        let role = handbook.role(id);
        let told = std::mem::replace(&mut seen[id.index()], true);
        if told || role.external || !role.articles.is_empty() {
            continue;
        }
        findings
            .push(finding::new(handbook, "RB309", entry.text, entry.span).param("role", finding::role(handbook, id)));
    }
}
