//! RB311: a role of `roles.toml` that the handbook never mentions.

use super::finding;
use crate::diagnostic::{Diagnostic, Findings};
use crate::model::{Handbook, MarkTarget, NameMatch, RoleId};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let mut used = vec![false; handbook.roles.len()];
    let mut mark = |role: RoleId| used[role.index()] = true;
    let named = handbook.declarations.iter().map(|found| &found.names);
    for names in named.chain(handbook.rosters.iter().map(|entry| &entry.names)) {
        match names {
            NameMatch::Role(role) => mark(*role),
            // Whoever repairs the name mentions the role.
            NameMatch::Ambiguous(candidates) => candidates.iter().copied().for_each(&mut mark),
            NameMatch::Unknown(nearest) => nearest.iter().copied().for_each(&mut mark),
        }
    }
    let marks = handbook.texts.iter().flat_map(|text| &text.marks);
    for found in marks.chain(handbook.chapters.iter().flat_map(|chapter| &chapter.marks)) {
        if let MarkTarget::Role(role) = found.to {
            mark(role);
        }
    }
    for id in handbook.role_ids() {
        let role = handbook.role(id);
        // Without a name there is nothing to look for; RB002 asks for one.
        let unused = !used[id.index()] && !role.names.is_empty();
        if unused && role.articles.is_empty() && role.mentions.is_empty() {
            findings.push(Diagnostic::new("RB311", role.span).param("role", finding::role(handbook, id)));
        }
    }
}
