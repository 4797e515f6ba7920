//! RB209: ranges whose last number does not come after the first.

use super::all;
use crate::check::wording;
use crate::diagnostic::Findings;
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for cited in all(handbook) {
        for member in &cited.citation.members {
            let (Some(through), Some(level)) = (member.through, member.path.last()) else {
                continue;
            };
            let Some(first) = member.path.get(level) else {
                continue;
            };
            if through <= first {
                let finding = cited.finding("RB209", &member.span);
                findings.push(
                    finding
                        .param("from", wording::label(level, first))
                        .param("to", wording::label(level, through)),
                );
            }
        }
    }
}
