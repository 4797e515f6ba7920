//! RB313: a role article that does not say who the superior or who the subordinates are.

use super::finding;
use super::sides::says_something;
use crate::diagnostic::Findings;
use crate::model::{Handbook, RoleArticle, RoleId};
use crate::syntax::FieldKey;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for id in handbook.role_ids() {
        let role = handbook.role(id);
        if role.external {
            continue;
        }
        // Several articles in one language are read together.
        let firsts = role.articles.iter().filter(|article| {
            role.article(article.language)
                .is_some_and(|first| first.text == article.text)
        });
        for first in firsts {
            for key in [FieldKey::Superior, FieldKey::Subordinates] {
                if !role
                    .articles
                    .iter()
                    .any(|article| article.language == first.language && states(handbook, article, key))
                {
                    report(handbook, findings, id, first, key);
                }
            }
        }
    }
}

fn states(handbook: &Handbook, article: &RoleArticle, key: FieldKey) -> bool {
    finding::fields(handbook, article.text, key).any(says_something)
}

/// The finding stands at the label without a value, else at the head of the article.
fn report(handbook: &Handbook, findings: &mut Findings, role: RoleId, article: &RoleArticle, key: FieldKey) {
    let text = handbook.text(article.text);
    let label = finding::fields(handbook, article.text, key)
        .next()
        .map(|field| handbook.span(text, &field.label));
    let span = label.unwrap_or_else(|| finding::head(handbook, article.text));
    findings.push(
        finding::new(handbook, "RB313", article.text, span)
            .param("role", finding::role(handbook, role))
            .param("field", finding::field(handbook, key)),
    );
}
