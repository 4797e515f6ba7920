//! What fills the texts of findings: labels, names and lists, in the language of the message.

use crate::diagnostic::{Diagnostic, Value};
use crate::language::{Language, Level, Number};
use crate::model::{ArticleText, Handbook, LanguageId, RegulationId};
use crate::syntax::Bytes;

/// A text in each language that messages are written in.
pub(super) fn in_each_language(text: impl Fn(&'static Language) -> String) -> Value {
    let languages = Language::builtin();
    Value::localized(languages.map(|language| (language.pack.tag.as_str(), text(language))))
}

/// The label of a unit within a sentence: 第五条, Article 5, paragraph 2.
pub(super) fn label(level: Level, number: Number) -> Value {
    in_each_language(|language| label_in(language, level, number))
}

/// The label of a unit within a sentence of a language. Those within an article begin with a small letter, as the
/// articles cite them.
pub(super) fn label_in(language: &Language, level: Level, number: Number) -> String {
    let label = language.label(level, number);
    let mut letters = label.chars();
    match letters.next().filter(|_| level > Level::Article) {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => label,
    }
}

/// What units of a level are called: 款, paragraph.
pub(super) fn unit(level: Level) -> Value {
    in_each_language(|language| {
        let unit = language.pack.units.get(level);
        unit.word.first().cloned().unwrap_or_default()
    })
}

/// The label of an article with its title, where it has one: 第二十六条“换休”.
pub(super) fn titled_article(handbook: &Handbook, text: &ArticleText) -> Value {
    let node = handbook.node(text);
    in_each_language(|language| {
        let label = language.label(Level::Article, node.number);
        let texts = handbook.article(text.article).texts.iter();
        let own = texts.filter(|(id, _)| handbook.language(*id).pack.tag == language.pack.tag);
        let own = own.filter_map(|(_, &id)| handbook.node(handbook.text(id)).title.as_ref());
        match own.chain(&node.title).find(|title| !title.text.trim().is_empty()) {
            Some(title) if language.pack.spaced => format!("{label} “{}”", title.text.trim()),
            Some(title) => format!("{label}“{}”", title.text.trim()),
            None => label,
        }
    })
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

/// The name of a language of the handbook: 英文, English; its tag where there is no word for it.
pub(super) fn language(handbook: &Handbook, id: LanguageId) -> Value {
    let tag = handbook.tag(id);
    // The language may borrow a pack, and so may another one: then the pack's name would not tell which is meant.
    let pack = &handbook.language(id).pack;
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    let mut others = handbook.language_ids().filter(|&other| other != id);
    let alone = !others.any(|other| handbook.language(other).pack.tag == pack.tag);
    let own = pack.tag.eq_ignore_ascii_case(tag) || (alone && pack.tag.eq_ignore_ascii_case(primary));
    in_each_language(|language| {
        let names = language.pack.interface.get("languages").and_then(toml::Value::as_table);
        let name = |tag: &str| names?.get(tag)?.as_str();
        let of_pack = || own.then(|| name(&pack.tag).unwrap_or(&pack.name));
        name(tag).or_else(of_pack).unwrap_or(tag).to_owned()
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
