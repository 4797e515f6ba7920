//! RB103: articles whose number is lower than that of the article before them.

use super::renumber::Renumbering;
use super::sequence::Sequence;
use crate::diagnostic::Findings;
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let renumbering = Renumbering::new(handbook);
    for regulation in &handbook.regulations {
        for (_, edition) in regulation.editions.iter() {
            let sequence = Sequence::of(handbook, edition);
            for (index, pair) in sequence.steps_back.iter().enumerate() {
                let mut finding = sequence
                    .finding(handbook, "RB103", edition, pair.at)
                    .param("previous", sequence.label(pair.other))
                    .related("previous", sequence.span(pair.other));
                // One repair mends all of them.
                if index == 0 {
                    finding.fix = renumbering.fix(edition);
                }
                findings.push(finding);
            }
        }
    }
}
