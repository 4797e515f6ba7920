//! Findings of this band: their article, and the names that fill their texts in every language.

use crate::diagnostic::{Diagnostic, Value};
use crate::language::{Language, Level};
use crate::model::{Handbook, RoleId, TextId, UnitId};
use crate::source::Span;
use crate::syntax::{Field, FieldKey};

/// A finding within an article.
pub fn new(handbook: &Handbook, code: &'static str, text: TextId, span: Span) -> Diagnostic {
    let article = handbook.article(handbook.text(text).article);
    Diagnostic::new(code, span).article(handbook.article_name(article))
}

/// The name of a role.
pub fn role(handbook: &Handbook, id: RoleId) -> Value {
    let role = handbook.role(id);
    Value::localized(
        handbook
            .language_ids()
            .map(|language| (handbook.tag(language), role.name(language))),
    )
}

/// The names of several roles, joined as each language joins a list.
pub fn roles(handbook: &Handbook, ids: &[RoleId]) -> Value {
    Value::localized(handbook.language_ids().map(|language| {
        let names: Vec<&str> = ids.iter().map(|&id| handbook.role(id).name(language)).collect();
        (
            handbook.tag(language),
            names.join(&handbook.language(language).pack.list_separator),
        )
    }))
}

/// The names of roles one after the other, with arrows between them.
pub fn path(handbook: &Handbook, ids: &[RoleId]) -> Value {
    Value::localized(handbook.language_ids().map(|language| {
        let names: Vec<&str> = ids.iter().map(|&id| handbook.role(id).name(language)).collect();
        (handbook.tag(language), names.join(" → "))
    }))
}

/// The name of a department.
pub fn unit(handbook: &Handbook, id: UnitId) -> Value {
    let unit = &handbook.units[id.index()];
    Value::localized(
        handbook
            .language_ids()
            .map(|language| (handbook.tag(language), unit.name(language))),
    )
}

/// The label of an article, as every language writes it.
pub fn label(handbook: &Handbook, text: TextId) -> Value {
    let number = handbook.node(handbook.text(text)).number;
    in_words(handbook, |language| language.label(Level::Article, number))
}

/// The canonical label of a field.
pub fn field(handbook: &Handbook, key: FieldKey) -> Value {
    in_words(handbook, |language| language.field_label(key.key()).to_owned())
}

/// A text that a language pack makes: in the handbook's languages first, and in all others that a report can have.
fn in_words(handbook: &Handbook, make: impl Fn(&'static Language) -> String) -> Value {
    let own = handbook
        .language_ids()
        .map(|id| (handbook.tag(id), handbook.language(id)));
    let all = Language::builtin().map(|language| (language.pack.tag.as_str(), language));
    Value::localized(own.chain(all).map(|(tag, language)| (tag, make(language))))
}

/// Where an article says what it is: its title, else its label.
pub fn head(handbook: &Handbook, text: TextId) -> Span {
    let text = handbook.text(text);
    let node = handbook.node(text);
    let bytes = node.title.as_ref().map_or(&node.label, |title| &title.span);
    handbook.span(text, bytes)
}

/// The fields of an article with this meaning, in order.
pub fn fields(handbook: &Handbook, text: TextId, key: FieldKey) -> impl Iterator<Item = &Field> {
    let text = handbook.text(text);
    let document = &handbook.chapter_of(text).document;
    document
        .fields_of(handbook.node(text))
        .iter()
        .filter(move |field| field.key == Some(key))
}
