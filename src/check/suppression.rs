//! `<!-- allow CODE: reason -->`: what it silences, and what is wrong with it.

use rustc_hash::FxHashMap;

use super::{Options, settings};
use crate::diagnostic::{Diagnostic, Lint};
use crate::model::{Handbook, RegulationId};
use crate::source::{FileId, Span};
use crate::syntax::Suppression;

const WITHOUT_REASON: &str = "RB010";
const UNUSED: &str = "RB011";

/// Takes out what is silenced, and adds what is wrong with the comments that silence.
pub(super) fn apply(handbook: &Handbook, options: &Options, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut by_file: Option<FxHashMap<FileId, Vec<usize>>> = None;
    let mut silenced = vec![false; found.len()];
    let mut own = Vec::new();
    for chapter in &handbook.chapters {
        for suppression in &chapter.document.suppressions {
            let by_file = by_file.get_or_insert_with(|| index(&found));
            let here = by_file.get(&chapter.file).map_or(&[][..], Vec::as_slice);
            for (code, place) in &suppression.codes {
                let mut used = false;
                for &at in here.iter().filter(|&&at| is_meant(&found[at], code, suppression)) {
                    silenced[at] = true;
                    used = true;
                }
                let judged =
                    !used && !suppression.reason.is_empty() && was_run(handbook, options, chapter.regulation, code);
                if judged {
                    let span = Span::new(chapter.file, place.clone());
                    own.push(Diagnostic::new(UNUSED, span).param("suppressed", &**code));
                }
            }
            if suppression.codes.is_empty() {
                let span = Span::new(chapter.file, suppression.span.clone());
                own.push(Diagnostic::new(UNUSED, span).variant("no-code"));
            } else if suppression.reason.is_empty() {
                let codes: Vec<&str> = suppression.codes.iter().map(|(code, _)| &**code).collect();
                let span = Span::new(chapter.file, suppression.span.clone());
                let finding = Diagnostic::new(WITHOUT_REASON, span);
                own.push(finding.param("suppressed", codes.join(", ")));
            }
        }
    }
    let mut silenced = silenced.into_iter();
    found.retain(|_| !silenced.next().unwrap_or_default());
    found.append(&mut own);
    found
}

fn index(found: &[Diagnostic]) -> FxHashMap<FileId, Vec<usize>> {
    let mut by_file: FxHashMap<FileId, Vec<usize>> = FxHashMap::default();
    for (at, diagnostic) in found.iter().enumerate() {
        by_file.entry(diagnostic.span.file).or_default().push(at);
    }
    by_file
}

fn is_meant(diagnostic: &Diagnostic, code: &str, suppression: &Suppression) -> bool {
    let (span, target) = (diagnostic.span, &suppression.target);
    names(&diagnostic.lint, code) && span.start >= target.start && span.end <= target.end
}

fn names(lint: &Lint, code: &str) -> bool {
    lint.code.eq_ignore_ascii_case(code) || lint.name.eq_ignore_ascii_case(code)
}

/// Whether the rule that a comment names was among those asked for. A name that no rule has silences nothing for certain.
fn was_run(handbook: &Handbook, options: &Options, regulation: Option<RegulationId>, code: &str) -> bool {
    let Some(lint) = handbook.lint(code) else {
        return true;
    };
    if [WITHOUT_REASON, UNUSED].contains(&lint.code.as_str()) {
        return false;
    }
    let setting = settings::level(handbook, regulation, lint);
    let mut of_packs = handbook.packs.iter().flat_map(|pack| &pack.rules);
    let is_run = super::RULES.iter().any(|rule| rule.code == lint.code) || of_packs.any(|rule| *rule.lint == *lint);
    is_run && super::is_wanted(options, lint, setting)
}
