//! RB406: a duty that names a thing and not what is to be done.

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use super::role_name;
use super::texts::{duties, role_articles};
use crate::check::wording;
use crate::diagnostic::{Diagnostic, Findings};
use crate::language::Language;
use crate::model::{Handbook, RoleArticle, RoleId};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let verbs: Vec<Option<AhoCorasick>> = handbook
        .language_ids()
        .map(|id| AhoCorasick::new(&handbook.language(id).pack.duties.verbs).ok())
        .collect();
    let articles: Vec<(RoleId, &RoleArticle)> = role_articles(handbook).collect();
    let found: Vec<Vec<Diagnostic>> = articles
        .par_iter()
        .filter_map(|(role, article)| {
            Some(verbless(
                handbook,
                *role,
                article,
                verbs.get(article.language.index())?.as_ref()?,
            ))
        })
        .collect();
    for finding in found.into_iter().flatten() {
        findings.push(finding);
    }
}

fn verbless(handbook: &Handbook, role: RoleId, article: &RoleArticle, verbs: &AhoCorasick) -> Vec<Diagnostic> {
    let text = handbook.text(article.text);
    let language = handbook.language(article.language);
    let duties = duties(handbook, article).into_iter();
    let duties = duties.filter(|duty| duty.is_simple() && !duty.is_catch_all(language));
    let without = duties.filter(|duty| {
        let folded = duty.folded();
        !folded.is_empty() && !has_verb(folded, language, verbs)
    });
    without
        .map(|duty| {
            let span = duty.span(handbook, text);
            wording::finding(handbook, "RB406", text, &(span.start..span.end))
                .param("role", role_name(handbook, role))
                .param("number", duty.item.to_string())
        })
        .collect()
}

/// Whether a verb of the pack stands anywhere in the text, in any of its forms.
fn has_verb(folded: &str, language: &Language, verbs: &AhoCorasick) -> bool {
    let endings = &language.pack.duties.verb_endings;
    verbs.find_overlapping_iter(folded).any(|found| {
        let (before, after) = (&folded[..found.start()], &folded[found.end()..]);
        let rest = after
            .split(|letter: char| !letter.is_alphanumeric())
            .next()
            .unwrap_or_default();
        let is_form = rest.is_empty() || endings.iter().any(|ending| ending == rest);
        !language.pack.spaced || (!before.ends_with(char::is_alphanumeric) && is_form)
    })
}
