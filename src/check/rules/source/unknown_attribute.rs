//! RB008: attributes of headings and fields of front matter that nothing reads.

use crate::check::wording;
use crate::config::ProblemKind;
use crate::diagnostic::{Diagnostic, Findings};
use crate::model::{Chapter, Handbook};
use crate::source::Span;
use crate::syntax::{self, Attributes, Bytes};

const ID: &str = "#id";
const ROLE: &str = "role";
const STATUS: &str = "status";
const WAS: &str = syntax::FORMER;
const ROSTER: &str = "roster";
const REPEALED: &str = "repealed";

/// Two spellings within this distance are taken for one word.
const SLIPS: usize = 2;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for chapter in &handbook.chapters {
        let document = &chapter.document;
        let title = document.title.iter().filter_map(|title| title.attributes.as_ref());
        let divisions = document
            .divisions
            .iter()
            .filter_map(|division| division.attributes.as_ref());
        let articles = document
            .articles
            .iter()
            .filter_map(|article| article.attributes.as_ref());
        for attributes in title.chain(divisions).chain(articles) {
            heading(chapter, attributes, findings);
        }
    }
    for problem in &handbook.config_problems {
        let ProblemKind::UnknownKey { key, suggestion, known } = &problem.kind else {
            continue;
        };
        // Those of the settings are RB801's.
        if !handbook.sources.file(problem.span.file).path.ends_with(".md") {
            continue;
        }
        let finding = Diagnostic::new("RB008", problem.span).param("key", key);
        findings.push(finish(finding, known, suggestion.as_deref()));
    }
}

fn heading(chapter: &Chapter, attributes: &Attributes, findings: &mut Findings) {
    let at = |place: &Bytes| Diagnostic::new("RB008", Span::new(chapter.file, place.clone()));
    let class = format!(".{ROSTER}");
    let known = [ID, ROLE, STATUS, WAS, class.as_str()];
    for found in attributes.classes.iter().filter(|found| &*found.value != ROSTER) {
        let suggestion = is_near(&found.value, ROSTER).then_some(class.as_str());
        let finding = at(&found.whole).param("key", format!(".{}", found.value));
        findings.push(finish(finding, &known, suggestion));
    }
    for (key, value) in &attributes.pairs {
        if &**key == STATUS && &*value.value != REPEALED {
            let finding = at(&value.whole).variant("unknown-value").param("key", STATUS);
            findings.push(finding.param("value", &*value.value).param("known", REPEALED));
        } else if ![STATUS, ROLE, WAS].contains(&&**key) {
            let suggestion = known
                .into_iter()
                .find(|known| is_near(key, known.trim_start_matches(['#', '.'])));
            let finding = at(&value.whole).param("key", &**key);
            findings.push(finish(finding, &known, suggestion));
        }
    }
}

fn finish(finding: Diagnostic, known: &[&str], suggestion: Option<&str>) -> Diagnostic {
    let finding = finding.param("known", wording::list(known));
    match suggestion {
        Some(suggestion) => finding.variant("did-you-mean").param("suggestion", suggestion),
        None => finding,
    }
}

fn is_near(word: &str, known: &str) -> bool {
    let distance = strsim::damerau_levenshtein(&word.to_lowercase(), known);
    distance <= SLIPS.min(known.len() / 2)
}
