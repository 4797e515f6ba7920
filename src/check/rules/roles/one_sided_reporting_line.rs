//! RB301: a role names its superior, and the superior does not list it.

use super::finding;
use super::sides::Sides;
use crate::diagnostic::Findings;
use crate::model::{Handbook, LanguageId};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let sides = Sides::new(handbook);
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
        found.fix = side.adding(handbook, line.subordinate);
        findings.push(found);
    }
}
