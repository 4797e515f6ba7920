//! RB101: numbers that no article of a regulation bears.

use std::ops::RangeInclusive;

use super::renumber::Renumbering;
use super::sequence::Sequence;
use crate::check::wording;
use crate::diagnostic::{Findings, Value};
use crate::language::{Language, Level, Number};
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let renumbering = Renumbering::new(handbook);
    for regulation in &handbook.regulations {
        for (_, edition) in regulation.editions.iter() {
            let sequence = Sequence::of(handbook, edition);
            for (index, gap) in sequence.gaps.iter().enumerate() {
                let mut finding = sequence
                    .finding(handbook, "RB101", edition, gap.at)
                    .param("missing", missing(&gap.missing));
                finding = match gap.previous {
                    Some(previous) => finding
                        .param("previous", sequence.label(previous))
                        .related("previous", sequence.span(previous)),
                    None => finding.variant("first"),
                };
                // One repair mends all of them.
                if index == 0 {
                    finding.fix = renumbering.fix(edition);
                }
                findings.push(finding);
            }
        }
    }
}

/// 第三条、第五条至第七条
fn missing(ranges: &[RangeInclusive<u32>]) -> Value {
    wording::in_each_language(|language: &'static Language| {
        let label = |number: &u32| language.label(Level::Article, Number::new(*number));
        let through = language.pack.citation.ranges.first().map_or("–", String::as_str);
        let part = |range: &RangeInclusive<u32>| match range.end() - range.start() {
            0 => label(range.start()),
            1 => [label(range.start()), label(range.end())].join(&language.pack.list_separator),
            _ => format!("{}{through}{}", label(range.start()), label(range.end())),
        };
        let parts: Vec<String> = ranges.iter().map(part).collect();
        parts.join(&language.pack.list_separator)
    })
}
