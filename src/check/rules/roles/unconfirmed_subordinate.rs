//! RB302: a role lists a subordinate, and the subordinate does not name it as superior.

use super::finding;
use super::sides::Sides;
use crate::diagnostic::Findings;
use crate::model::{Handbook, LanguageId};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let sides = Sides::new(handbook);
    for line in &handbook.lines {
        let (None, Some(index)) = (line.by_subordinate, line.by_superior) else {
            continue;
        };
        let declaration = &handbook.declarations[index as usize];
        if line.superior == line.subordinate || declaration.language != LanguageId::AUTHORITATIVE {
            continue;
        }
        let side = sides.superior(line.subordinate);
        let Some(other) = side.clear(handbook) else {
            continue;
        };
        let mut found = finding::new(handbook, "RB302", declaration.text, declaration.span)
            .param("superior", finding::role(handbook, line.superior))
            .param("subordinate", finding::role(handbook, line.subordinate))
            .related("other-side", other);
        // Beside another superior it would make two, so an editor decides.
        if side.field.is_some_and(|(_, field)| field.nobody) {
            found.fix = side.adding(handbook, line.superior);
        }
        findings.push(found);
    }
}
