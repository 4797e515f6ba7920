//! RB201: citations of articles, chapters and sections that are not there.

use rustc_hash::FxHashMap;

use super::recorded::Recorded;
use super::{Cited, all};
use crate::check::rules::numbering::buried_heads;
use crate::check::rules::source::malformed_heads;
use crate::check::wording;
use crate::diagnostic::{Findings, Value};
use crate::language::{Level, Number};
use crate::model::{CitedMember, Edition, Handbook, RegulationId, Target};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let recorded = Recorded::new(handbook);
    let mut lost: FxHashMap<(RegulationId, u8), Vec<Number>> = FxHashMap::default();
    for cited in all(handbook) {
        for member in &cited.citation.members {
            let Target::Missing(level) = member.target else {
                continue;
            };
            let (Some(id), Some(edition)) = (cited.regulation(), cited.edition()) else {
                continue;
            };
            // Without any article there is nothing that a number could be held against.
            if level > Level::Article || edition.texts.is_empty() {
                continue;
            }
            let regulation = wording::regulation(handbook, id, cited.chapter.language);
            if level < Level::Article {
                let finding = cited.finding("RB201", &member.span);
                findings.push(match member.path.get(level) {
                    Some(number) => finding
                        .variant("division")
                        .param("regulation", regulation)
                        .param("division", wording::label(level, number)),
                    None => finding.variant("relative").param("unit", wording::unit(level)),
                });
                continue;
            }
            if recorded.left_behind(&cited, member).is_some() {
                continue;
            }
            let lost = lost
                .entry((id, edition.language.0))
                .or_insert_with(|| lost_heads(handbook, edition));
            for number in missing(member, edition) {
                if number.is_some_and(|number| lost.contains(&number)) {
                    continue;
                }
                let finding = cited.finding("RB201", &member.span);
                findings.push(match number {
                    Some(number) => finding
                        .param("regulation", regulation.clone())
                        .param("article", wording::label(Level::Article, number))
                        .param("last", last(handbook, edition, &cited)),
                    None => finding.variant("relative").param("unit", wording::unit(level)),
                });
            }
        }
    }
}

/// The ends of a member that no article bears; nothing in place of a number where it names none.
fn missing(member: &CitedMember, edition: &Edition) -> Vec<Option<Number>> {
    let Some(first) = member.path.get(Level::Article) else {
        return vec![None];
    };
    let through = member.through.filter(|_| member.path.last() == Some(Level::Article));
    let ends = std::iter::once(first).chain(through.filter(|through| *through != first));
    ends.filter(|number| !edition.numbers.contains_key(number))
        .map(Some)
        .collect()
}

/// The numbers of heads that are ill-formed or stand inside a paragraph: they are there, and reported as what they are.
fn lost_heads(handbook: &Handbook, edition: &Edition) -> Vec<Number> {
    let chapters = edition.chapters.iter().map(|&id| handbook.chapter(id));
    let malformed = chapters
        .flat_map(|chapter| malformed_heads(handbook, chapter))
        .map(|head| head.number);
    let buried = edition
        .texts
        .iter()
        .flat_map(|&text| buried_heads(handbook, text))
        .map(|head| head.number);
    malformed.chain(buried).collect()
}

fn last(handbook: &Handbook, edition: &Edition, cited: &Cited<'_>) -> Value {
    let numbers = edition
        .texts
        .iter()
        .map(|&text| handbook.node(handbook.text(text)).number);
    let last = numbers.max();
    last.map_or_else(
        || cited.written().into(),
        |number| wording::label(Level::Article, number),
    )
}
