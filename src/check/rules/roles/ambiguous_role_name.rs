//! RB304: a name that several roles share.

use rustc_hash::{FxHashMap, FxHashSet};

use super::finding;
use crate::diagnostic::{Diagnostic, Edit, Findings, Fix, Safety};
use crate::model::{Declaration, DeclarationKind, Handbook, LanguageId, NameMatch, RoleId, TextId};
use crate::source::Span;

/// Who declares what about whom, in which language.
type Claims = FxHashSet<(RoleId, DeclarationKey, RoleId, LanguageId)>;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum DeclarationKey {
    Superior,
    Subordinate,
}

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let claims: Claims = handbook.declarations.iter().filter_map(claim).collect();
    for declaration in &handbook.declarations {
        let NameMatch::Ambiguous(candidates) = &declaration.names else {
            continue;
        };
        let mut found = ambiguous(
            handbook,
            declaration.text,
            declaration.span,
            &declaration.name,
            candidates,
        );
        if let Some(meant) = meant(&claims, declaration, candidates)
            && let Some(name) = handbook.role(meant).names.get(declaration.language)
        {
            let edits = vec![Edit {
                span: declaration.span,
                text: name.clone(),
            }];
            let fix = Fix {
                safety: Safety::Unsafe,
                edits,
            };
            found = found.param("suggestion", finding::role(handbook, meant)).fix(fix);
        }
        findings.push(found);
    }
    same_names(handbook, findings);
    for entry in &handbook.rosters {
        if let NameMatch::Ambiguous(candidates) = &entry.names {
            findings.push(ambiguous(handbook, entry.text, entry.span, &entry.name, candidates));
        }
    }
}

/// Roles of `roles.toml` that bear the name of an earlier one, and departments that bear that of a role.
fn same_names(handbook: &Handbook, findings: &mut Findings) {
    let mut first: FxHashMap<(LanguageId, &str), RoleId> = FxHashMap::default();
    for id in handbook.role_ids() {
        let role = handbook.role(id);
        let earlier = role.names.iter().find_map(|(language, name)| {
            let other = *first.entry((language, name)).or_insert(id);
            (other != id).then_some((name, other))
        });
        // One finding for a role, whatever the number of languages.
        if let Some((name, other)) = earlier {
            findings.push(
                Diagnostic::new("RB304", role.span)
                    .variant("same-name")
                    .param("name", name.as_str())
                    .related_with(
                        "candidate",
                        handbook.role(other).span,
                        vec![("role", finding::role(handbook, other))],
                    ),
            );
        }
    }
    for unit in &handbook.units {
        let names = unit.names.iter();
        let shared = names
            .into_iter()
            .find_map(|(language, name)| Some((name, *first.get(&(language, name))?)));
        if let Some((name, role)) = shared {
            findings.push(
                Diagnostic::new("RB304", unit.span)
                    .variant("unit-name")
                    .param("name", name.as_str())
                    .related("candidate", handbook.role(role).span),
            );
        }
    }
}

fn claim(declaration: &Declaration) -> Option<(RoleId, DeclarationKey, RoleId, LanguageId)> {
    let key = match declaration.kind {
        DeclarationKind::Superior => DeclarationKey::Superior,
        DeclarationKind::Subordinate => DeclarationKey::Subordinate,
        DeclarationKind::DottedLine => return None,
    };
    Some((declaration.role, key, declaration.names.role()?, declaration.language))
}

/// The only candidate whose own field on the other side names the role in return.
fn meant(claims: &Claims, declaration: &Declaration, candidates: &[RoleId]) -> Option<RoleId> {
    let answer = match declaration.kind {
        DeclarationKind::Superior => DeclarationKey::Subordinate,
        DeclarationKind::Subordinate => DeclarationKey::Superior,
        DeclarationKind::DottedLine => return None,
    };
    let answers = |role: RoleId| claims.contains(&(role, answer, declaration.role, declaration.language));
    let mut found = candidates.iter().copied().filter(|&candidate| answers(candidate));
    found.next().filter(|_| found.next().is_none())
}

fn ambiguous(handbook: &Handbook, text: TextId, span: Span, name: &str, candidates: &[RoleId]) -> Diagnostic {
    let language = handbook.text(text).language;
    let mut found = finding::new(handbook, "RB304", text, span)
        .param("article", finding::label(handbook, text))
        .param("name", name)
        .param("candidates", finding::roles(handbook, candidates));
    for &candidate in candidates {
        let role = handbook.role(candidate);
        let place = role
            .article(language)
            .map_or(role.span, |article| finding::head(handbook, article.text));
        found = found.related_with("candidate", place, vec![("role", finding::role(handbook, candidate))]);
    }
    found
}
