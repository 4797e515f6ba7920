//! RB102: one number for several articles of a regulation.

use super::renumber::Renumbering;
use super::sequence::Sequence;
use crate::diagnostic::Findings;
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let renumbering = Renumbering::new(handbook);
    for regulation in &handbook.regulations {
        for (_, edition) in regulation.editions.iter() {
            let sequence = Sequence::of(handbook, edition);
            for (index, pair) in sequence.duplicates.iter().enumerate() {
                let mut finding = sequence
                    .finding(handbook, "RB102", edition, pair.at)
                    .related("first", sequence.span(pair.other));
                // One repair mends all of them.
                if index == 0 {
                    finding.fix = renumbering.fix(edition);
                }
                findings.push(finding);
            }
        }
    }
}
