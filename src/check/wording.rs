//! What fills the texts of findings: labels, names and lists, in the language of the message.

use crate::diagnostic::{Diagnostic, Value};
use crate::language::{Language, Level, Number};
use crate::model::{ArticleText, Handbook, LanguageId, RegulationId};
use crate::syntax::Bytes;

/// A text in each language that messages are written in.
pub(super) fn in_each_language(text: impl Fn(&'static Language) -> String) -> Value {
    let languages = Language::builtin().iter();
    Value::localized(languages.map(|language| (language.pack.tag.as_str(), text(language))))
}

/// The label of a unit: 第五条, Article 5.
pub(super) fn label(level: Level, number: Number) -> Value {
    in_each_language(|language| language.label(level, number))
}

/// The label of an article.
pub(super) fn article(handbook: &Handbook, text: &ArticleText) -> Value {
    label(Level::Article, handbook.node(text).number)
}

/// The title of a regulation, in the language of the message if there is one, else as `source` has it.
pub(super) fn regulation(handbook: &Handbook, id: RegulationId, source: LanguageId) -> Value {
    let editions = &handbook.regulation(id).editions;
    let first = editions.best(source).into_iter();
    let all = first.chain(editions.iter().map(|(_, edition)| edition));
    Value::localized(all.map(|edition| (handbook.tag(edition.language), edition.title.as_str())))
}

/// The name of a language of the handbook: 英文, English.
pub(super) fn language(handbook: &Handbook, id: LanguageId) -> Value {
    let tag = handbook.tag(id);
    let own = &handbook.language(id).pack;
    in_each_language(|language| {
        let names = language.pack.interface.get("languages").and_then(toml::Value::as_table);
        let name = |tag: &str| names?.get(tag)?.as_str();
        name(tag).or_else(|| name(&own.tag)).unwrap_or(&own.name).to_owned()
    })
}

/// Texts one after the other, with the separator of the message's language between them.
pub(super) fn list(parts: &[&str]) -> Value {
    in_each_language(|language| parts.join(&language.pack.list_separator))
}

/// A finding at a place in an article.
pub(super) fn finding(handbook: &Handbook, code: &'static str, text: &ArticleText, place: &Bytes) -> Diagnostic {
    let name = handbook.article_name(handbook.article(text.article));
    Diagnostic::new(code, handbook.span(text, place)).article(name)
}
