//! RB202: citations of paragraphs, items and sub-items that their article does not have.

use super::all;
use crate::check::rules::translation::differs;
use crate::check::wording;
use crate::diagnostic::{Findings, Value};
use crate::language::Level;
use crate::model::{CitedMember, Handbook, Target};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for cited in all(handbook) {
        for member in &cited.citation.members {
            let Target::Missing(level) = member.target else {
                continue;
            };
            if level <= Level::Article {
                continue;
            }
            let Some(article) = cited.article(member) else {
                continue;
            };
            // Where the languages divide the article differently, RB503 says so, and that is the fault.
            if differs(handbook, handbook.article(article.article)) {
                continue;
            }
            let place = handbook.span(article, &handbook.node(article).head);
            let label = wording::article(handbook, article);
            let finding = cited.finding("RB202", &member.span).param("article", label);
            let finding = match unit(member, level) {
                Some(unit) => finding.param("unit", unit),
                None => finding.variant("relative").param("unit", wording::unit(level)),
            };
            findings.push(finding.related("article", place));
        }
    }
}

/// The labels from the paragraph down to the level that is missing; of a range that of its end.
fn unit(member: &CitedMember, missing: Level) -> Option<Value> {
    let levels = [Level::Paragraph, Level::Item, Level::Subitem];
    let mut units: Vec<_> = levels
        .into_iter()
        .filter(|&level| level <= missing)
        .filter_map(|level| Some((level, member.path.get(level)?)))
        .collect();
    let last = units.last_mut().filter(|(level, _)| member.path.last() == Some(*level));
    if let (Some((_, number)), Some(through)) = (last, member.through) {
        *number = through;
    }
    (!units.is_empty()).then(|| {
        wording::in_each_language(|language| {
            let labels: Vec<String> = units
                .iter()
                .map(|&(level, number)| wording::label_in(language, level, number))
                .collect();
            labels.join(if language.pack.spaced { ", " } else { "" })
        })
    })
}
