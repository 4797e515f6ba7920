//! What each role's own articles say about its superiors and subordinates, in the authoritative language.

use super::finding;
use crate::diagnostic::{Edit, Fix, Safety};
use crate::model::{ArticleText, Declaration, DeclarationKind, Handbook, LanguageId, RoleId, TextId};
use crate::source::Span;
use crate::syntax::{Field, FieldKey};

/// A reporting field as its role fills it in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Side<'a> {
    /// The first field of this meaning that says something.
    pub field: Option<(TextId, &'a Field)>,
    /// A name in it is unknown, ambiguous or the role's own, so that nothing follows from what it leaves out.
    pub unclear: bool,
}

/// The fields of all roles.
#[derive(Debug)]
pub struct Sides<'a> {
    superior: Vec<Side<'a>>,
    subordinates: Vec<Side<'a>>,
}

impl<'a> Sides<'a> {
    pub fn new(handbook: &'a Handbook) -> Self {
        let read = |key| {
            handbook
                .role_ids()
                .map(|role| Side {
                    field: stated(handbook, role, key),
                    unclear: false,
                })
                .collect()
        };
        let mut sides = Self {
            superior: read(FieldKey::Superior),
            subordinates: read(FieldKey::Subordinates),
        };
        for declaration in authoritative(handbook) {
            let side = match declaration.kind {
                DeclarationKind::Superior => &mut sides.superior,
                DeclarationKind::Subordinate => &mut sides.subordinates,
                DeclarationKind::DottedLine => continue,
            };
            let clear = declaration.names.role().is_some_and(|role| role != declaration.role);
            side[declaration.role.index()].unclear |= !clear;
        }
        sides
    }

    /// What a role says of its superiors.
    pub fn superior(&self, role: RoleId) -> Side<'a> {
        self.superior[role.index()]
    }

    /// What a role says of its subordinates.
    pub fn subordinates(&self, role: RoleId) -> Side<'a> {
        self.subordinates[role.index()]
    }
}

impl Side<'_> {
    /// Where the field's value stands, if the field says something that conclusions may be drawn from.
    pub fn clear(&self, handbook: &Handbook) -> Option<Span> {
        let (text, field) = self.field.filter(|_| !self.unclear)?;
        Some(handbook.span(handbook.text(text), &field.value))
    }

    /// Adds a role to the names of the field.
    pub fn adding(&self, handbook: &Handbook, role: RoleId) -> Option<Fix> {
        let (text, field) = self.field?;
        let text = handbook.text(text);
        let name = handbook.role(role).names.get(text.language)?;
        Some(Fix {
            safety: Safety::Unsafe,
            edits: vec![name_added(handbook, text, field, name)],
        })
    }
}

/// Adds a name to those of a field, in place of “none” if that is what it says.
pub fn name_added(handbook: &Handbook, text: &ArticleText, field: &Field, name: &str) -> Edit {
    match field.names.last() {
        Some(last) => Edit {
            span: handbook.span(text, &(last.span.end..last.span.end)),
            text: format!("{}{name}", handbook.language(text.language).pack.list_separator),
        },
        None => Edit {
            span: handbook.span(text, &field.value),
            text: name.to_owned(),
        },
    }
}

/// The first field of a role's articles with this meaning that names somebody or says that there is nobody.
fn stated(handbook: &Handbook, role: RoleId, key: FieldKey) -> Option<(TextId, &Field)> {
    let articles = handbook
        .role(role)
        .articles
        .iter()
        .filter(|article| article.language == LanguageId::AUTHORITATIVE);
    articles
        .flat_map(|article| finding::fields(handbook, article.text, key).map(|field| (article.text, field)))
        .find(|(_, field)| says_something(field))
}

/// Whether a field names somebody or says that there is nobody.
pub fn says_something(field: &Field) -> bool {
    field.nobody || !field.names.is_empty()
}

/// What the articles of the authoritative language declare.
pub fn authoritative(handbook: &Handbook) -> impl Iterator<Item = &Declaration> {
    handbook
        .declarations
        .iter()
        .filter(|declaration| declaration.language == LanguageId::AUTHORITATIVE)
}
