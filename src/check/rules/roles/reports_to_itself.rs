//! RB306: a role that names itself in a reporting field.

use super::finding;
use super::sides::authoritative;
use crate::diagnostic::Findings;
use crate::model::{DeclarationKind, Handbook};
use crate::syntax::FieldKey;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for declaration in authoritative(handbook) {
        if declaration.names.role() != Some(declaration.role) {
            continue;
        }
        let field = match declaration.kind {
            DeclarationKind::Superior => FieldKey::Superior,
            DeclarationKind::Subordinate => FieldKey::Subordinates,
            DeclarationKind::DottedLine => FieldKey::DottedLine,
        };
        findings.push(
            finding::new(handbook, "RB306", declaration.text, declaration.span)
                .param("role", finding::role(handbook, declaration.role))
                .param("field", finding::field(handbook, field)),
        );
    }
}
