//! RB301: a role names its superior, and the superior does not list it.

use rustc_hash::FxHashSet;

use super::finding;
use super::sides::Sides;
use crate::diagnostic::Findings;
use crate::model::{Handbook, LanguageId, RoleId};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let sides = Sides::new(handbook);
    let listed = handbook.lines.iter().filter(|line| line.by_superior.is_some());
    let claims: FxHashSet<RoleId> = listed.map(|line| line.subordinate).collect();
    for line in &handbook.lines {
        let (Some(index), None) = (line.by_subordinate, line.by_superior) else {
            continue;
        };
        let declaration = &handbook.declarations[index as usize];
        if line.superior == line.subordinate || declaration.language != LanguageId::AUTHORITATIVE {
            continue;
        }
        let side = sides.subordinates(line.superior);
        let Some(other) = side.clear(handbook) else {
            continue;
        };
        let mut found = finding::new(handbook, "RB301", declaration.text, declaration.span)
            .param("subordinate", finding::role(handbook, line.subordinate))
            .param("superior", finding::role(handbook, line.superior))
            .related("other-side", other);
        // Where somebody else claims the role as well, it is not certain which line holds.
        let claimed = claims.contains(&line.subordinate);
        found.fix = side.adding(handbook, line.subordinate).filter(|_| !claimed);
        findings.push(found);
    }
}
