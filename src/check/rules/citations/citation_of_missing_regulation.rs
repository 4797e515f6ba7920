//! RB208: a citation of another regulation of the house that the handbook does not hold.

use rustc_hash::FxHashSet;

use super::{Cited, all};
use crate::diagnostic::Findings;
use crate::language::Language;
use crate::model::{Citing, Handbook};

/// Reports each work where a regulation cites it first.
pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let mut known = FxHashSet::default();
    for cited in all(handbook) {
        let Citing::External(Some(work)) = &cited.citation.citing else {
            continue;
        };
        let place = (cited.chapter.regulation, cited.chapter.language);
        if !is_quoted(&cited, work) || is_statute(cited.language(), work) || !known.insert((place, work)) {
            continue;
        }
        findings.push(cited.finding("RB208", &cited.citation.span).param("work", &**work));
    }
}

/// Whether the title stands in quotation marks beside the citation: where bare words name a work, its title may well
/// begin elsewhere.
fn is_quoted(cited: &Cited<'_>, work: &str) -> bool {
    let block = &cited.chapter.document.blocks[cited.citation.block as usize];
    let source = cited.source(&block.span);
    let mut quotes = cited.language().pack.citation.title_marks();
    quotes.any(|(open, close)| source.contains(&format!("{open}{work}{close}")))
}

/// Whether a work is one of the law, which no house writes: its name begins or ends as theirs do.
fn is_statute(language: &Language, work: &str) -> bool {
    let name = work.to_lowercase();
    let statutes = &language.pack.statutes;
    let name = name.trim_matches(|letter: char| !letter.is_alphanumeric());
    statutes.starts.iter().any(|start| name.starts_with(start.as_str()))
        || statutes.ends.iter().any(|end| name.ends_with(end.as_str()))
}
