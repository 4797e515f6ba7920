//! RB511: roles that a translation calls otherwise than `roles.toml`.

use super::misnamed::misnamed;
use crate::check::wording;
use crate::diagnostic::{Diagnostic, Edit, Findings, Fix, Safety};
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for found in misnamed(handbook) {
        let text = handbook.text(found.text);
        // The names that a language lacks are no names to put here.
        let Some(name) = handbook.role(found.role).names.get(text.language) else {
            continue;
        };
        let article = handbook.article_name(handbook.article(text.article));
        findings.push(
            Diagnostic::new("RB511", found.span)
                .article(article)
                .param("name", found.name)
                .param("role", name.as_str())
                .param("language", wording::language(handbook, text.language))
                .related("source", found.source)
                .fix(Fix {
                    safety: Safety::Safe,
                    edits: vec![Edit {
                        span: found.span,
                        text: name.clone(),
                    }],
                }),
        );
    }
}
