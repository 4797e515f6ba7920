//! What has to be there: which texts have it, and a finding for each that lacks it.

use rustc_hash::FxHashSet;

use super::passages::Passage;
use super::{about, covers};
use crate::config::pack::{Each, PackRule, Part};
use crate::diagnostic::Findings;
use crate::model::{Chapter, Handbook, LanguageId, RegulationId, TextId};
use crate::source::Span;

/// A rule of a language by its index, and what has its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Met {
    Handbook(usize, LanguageId),
    Regulation(usize, LanguageId, RegulationId),
    Article(usize, TextId),
}

/// What has the text of a rule, given that a passage has it.
pub(super) fn met(rule: usize, each: Each, chapter: &Chapter, passage: &Passage<'_>) -> Option<Met> {
    Some(match each {
        Each::Handbook => Met::Handbook(rule, chapter.language),
        Each::Regulation => Met::Regulation(rule, chapter.language, chapter.regulation?),
        Each::Article => Met::Article(rule, passage.text_id?),
    })
}

/// A finding for each that lacks what `rule` requires in `language`.
pub(super) fn missing(
    handbook: &Handbook,
    language: LanguageId,
    (index, rule, each): (usize, &PackRule, Each),
    met: &FxHashSet<Met>,
    findings: &mut Findings,
) {
    // A handbook without articles has nothing that a clause could be missing from.
    let mut regulations = handbook.regulations.iter().enumerate().filter_map(|(id, regulation)| {
        let edition = regulation
            .editions
            .get(language)
            .filter(|edition| !edition.texts.is_empty())?;
        let mut chapters = edition.chapters.iter().map(|&id| handbook.chapter(id));
        let chapter = chapters.find(|chapter| covers(handbook, &rule.scope, chapter))?;
        let start = Span::new(chapter.file, 0..0);
        Some((RegulationId(id as u32), edition.title_span.unwrap_or(start)))
    });
    match each {
        Each::Handbook => {
            let first = regulations
                .next()
                .filter(|_| !met.contains(&Met::Handbook(index, language)));
            findings.extend(first.map(|(_, span)| about(handbook, rule, span, None)));
        }
        Each::Regulation => {
            let lacks = |id| !met.contains(&Met::Regulation(index, language, id));
            let found = regulations.filter(|(id, _)| lacks(*id));
            findings.extend(found.map(|(_, span)| about(handbook, rule, span, None)));
        }
        Each::Article => {
            let of_language = handbook.text_ids().filter(|id| handbook.text(*id).language == language);
            for id in of_language.filter(|id| !met.contains(&Met::Article(index, *id))) {
                let (text, node) = (handbook.text(id), handbook.node(handbook.text(id)));
                let wanted = match rule.scope.part {
                    Part::RoleArticles | Part::Duties => node.is_role_article(),
                    _ => true,
                };
                if wanted && !node.is_repealed() && covers(handbook, &rule.scope, handbook.chapter_of(text)) {
                    findings.push(about(handbook, rule, handbook.span(text, &node.label), Some(text)));
                }
            }
        }
    }
}
