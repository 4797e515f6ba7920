//! RB702: front matter that says something of a regulation's standing, but not its version, effective date or issuer.

use super::{finding, regulations};
use crate::check::wording;
use crate::config::{FrontMatter, ProblemKind};
use crate::diagnostic::Findings;
use crate::model::{Handbook, Regulation};
use crate::source::{FileId, Span};

const KEYS: [&str; 3] = ["version", "effective", "issuer"];

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for (id, regulation) in regulations(handbook) {
        let editions = || regulation.editions.iter().map(|(_, edition)| &edition.front_matter);
        // One without any of this is no regulation that somebody has put into force.
        let Some(first) = editions().find_map(standing) else {
            continue;
        };
        let lacks = |key: usize| {
            !editions().any(|front_matter| places(front_matter)[key].is_some())
                && !is_misread(handbook, regulation, KEYS[key])
        };
        let missing: Vec<&str> = (0..KEYS.len()).filter(|&key| lacks(key)).map(|key| KEYS[key]).collect();
        if !missing.is_empty() {
            findings.push(finding(handbook, "RB702", id, first).param("keys", wording::list(&missing)));
        }
    }
}

/// Whether a key stands there with a value that cannot be used, which RB002 tells.
fn is_misread(handbook: &Handbook, regulation: &Regulation, key: &str) -> bool {
    let chapters = regulation.editions.iter().flat_map(|(_, edition)| &edition.chapters);
    let files: Vec<FileId> = chapters.map(|&id| handbook.chapter(id).file).collect();
    handbook.config_problems.iter().any(|problem| match &problem.kind {
        ProblemKind::Value { key: found, .. } | ProblemKind::WrongType { key: found, .. } => {
            found == key && files.contains(&problem.span.file)
        }
        ProblemKind::Syntax { .. } => files.contains(&problem.span.file),
        _ => false,
    })
}

/// Where each of the three stands.
fn places(front_matter: &FrontMatter) -> [Option<Span>; 3] {
    [
        front_matter.version.as_ref().map(|value| value.span),
        front_matter.effective.as_ref().map(|value| value.span),
        front_matter.issuer.as_ref().map(|value| value.span),
    ]
}

/// Where the front matter first says something of the regulation's standing.
fn standing(front_matter: &FrontMatter) -> Option<Span> {
    let status = front_matter.status.as_ref().map(|value| value.span);
    let days = [&front_matter.review_by, &front_matter.trial_until];
    let days = days.map(|day| day.as_ref().map(|day| day.span));
    let all = places(front_matter).into_iter().chain([status]).chain(days);
    all.flatten().min()
}
