//! RB403: two duties of one role that say the same.

use rayon::prelude::*;

use super::likeness::{Likeness, candidates};
use super::role_name;
use super::texts::{DutyText, duties, role_articles};
use crate::check::wording;
use crate::diagnostic::{Diagnostic, Findings};
use crate::model::{Handbook, RoleArticle, RoleId};

/// Up to here all pairs are compared.
const FEW: usize = 40;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let articles: Vec<(RoleId, &RoleArticle)> = role_articles(handbook).collect();
    let found: Vec<Vec<Diagnostic>> = articles
        .par_iter()
        .map(|(role, article)| repeated(handbook, *role, article))
        .collect();
    for finding in found.into_iter().flatten() {
        findings.push(finding);
    }
}

/// Each duty that says what an earlier one says; the catch-all clause is RB404's.
fn repeated(handbook: &Handbook, role: RoleId, article: &RoleArticle) -> Vec<Diagnostic> {
    let text = handbook.text(article.text);
    let language = handbook.language(article.language);
    let duties: Vec<DutyText<'_>> = duties(handbook, article)
        .into_iter()
        .filter(|duty| duty.is_simple() && !duty.is_catch_all(language))
        .collect();
    let likenesses: Vec<Likeness> = duties
        .iter()
        .map(|duty| Likeness::new(duty.folded(), language))
        .collect();
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut last = None;
    for (second, first) in pairs(&likenesses) {
        let (earlier, later) = (&duties[first], &duties[second]);
        if last == Some(second) || !likenesses[first].says_the_same(&likenesses[second]) {
            continue;
        }
        last = Some(second);
        let span = later.span(handbook, text);
        found.push(
            wording::finding(handbook, "RB403", text, &(span.start..span.end))
                .param("role", role_name(handbook, role))
                .param("number", later.item.to_string())
                .param("earlier", earlier.item.to_string())
                .related("earlier", earlier.span(handbook, text)),
        );
    }
    found
}

/// The later and the earlier of each two that are to be compared, in order.
fn pairs(all: &[Likeness]) -> Vec<(usize, usize)> {
    if all.len() <= FEW {
        return (0..all.len())
            .flat_map(|later| (0..later).map(move |earlier| (later, earlier)))
            .collect();
    }
    let found = candidates(&all.iter().collect::<Vec<_>>());
    let mut pairs: Vec<(usize, usize)> = found
        .into_iter()
        .map(|(earlier, later)| (later as usize, earlier as usize))
        .collect();
    pairs.sort_unstable();
    pairs
}
