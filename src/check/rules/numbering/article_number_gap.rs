//! RB101: numbers that no article of a regulation bears.

use std::ops::RangeInclusive;

use super::renumber::Renumbering;
use super::sequence::Sequence;
use crate::check::wording;
use crate::diagnostic::{Findings, Value};
use crate::language::{Language, Level, Number};
use crate::model::{Edition, Handbook, Regulation};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let renumbering = Renumbering::new(handbook);
    for regulation in &handbook.regulations {
        for (_, edition) in regulation.editions.iter() {
            let sequence = Sequence::of(handbook, edition);
            if sequence.gaps.is_empty() {
                continue;
            }
            let untranslated = untranslated(handbook, regulation, edition);
            let mut first = true;
            for gap in &sequence.gaps {
                let ranges = without(&gap.missing, &untranslated);
                if ranges.is_empty() {
                    continue;
                }
                let mut finding = sequence
                    .finding(handbook, "RB101", edition, gap.at)
                    .param("missing", missing(&ranges));
                finding = match gap.previous {
                    Some(previous) => finding
                        .param("previous", sequence.label(previous))
                        .related("previous", sequence.span(previous)),
                    None => finding.variant("first"),
                };
                // One repair mends all of them.
                if std::mem::take(&mut first) {
                    finding.fix = renumbering.fix(edition);
                }
                findings.push(finding);
            }
        }
    }
}

/// The numbers that the edition which prevails has and this one has yet to translate, in order: that the articles are
/// missing is another rule's to say.
fn untranslated(handbook: &Handbook, regulation: &Regulation, edition: &Edition) -> Vec<u32> {
    let original = regulation.editions.iter().next().map(|(_, original)| original);
    let Some(original) = original.filter(|original| original.language != edition.language) else {
        return Vec::new();
    };
    let missing = original.numbers.iter().filter(|(number, text)| {
        let article = handbook.article(handbook.text(**text).article);
        number.branch == 0 && article.texts.get(edition.language).is_none()
    });
    let mut missing: Vec<u32> = missing.map(|(number, _)| number.value).collect();
    missing.sort_unstable();
    missing
}

/// `ranges` without the numbers in `others`, which are in order.
fn without(ranges: &[RangeInclusive<u32>], others: &[u32]) -> Vec<RangeInclusive<u32>> {
    let mut left = Vec::new();
    for range in ranges {
        let mut next = *range.start();
        let from = others.partition_point(|number| number < range.start());
        for &number in others[from..].iter().take_while(|number| *number <= range.end()) {
            if number > next {
                left.push(next..=number - 1);
            }
            next = number + 1;
        }
        if next <= *range.end() {
            left.push(next..=*range.end());
        }
    }
    left
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
