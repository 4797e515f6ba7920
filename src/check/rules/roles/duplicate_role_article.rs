//! RB312: a second article, in the same language, that gives a role its duties.

use super::finding;
use crate::diagnostic::Findings;
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for id in handbook.role_ids() {
        let role = handbook.role(id);
        for article in &role.articles {
            let Some(first) = role
                .article(article.language)
                .filter(|first| first.text != article.text)
            else {
                continue;
            };
            findings.push(
                finding::new(handbook, "RB312", article.text, finding::head(handbook, article.text))
                    .param("role", finding::role(handbook, id))
                    .param("first", finding::label(handbook, first.text))
                    .param("article", finding::label(handbook, article.text))
                    .related("first", finding::head(handbook, first.text)),
            );
        }
    }
}
