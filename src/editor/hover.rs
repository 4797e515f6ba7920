//! What is shown over a place, in Markdown.

use super::article::{body, label_span, text_in, title};
use super::occurrence::{Form, Occurrence, Symbol};
use super::target::language_of;
use super::words::{Words, filled};
use crate::diagnostic::Lint;
use crate::model::{ArticleId, Handbook, LanguageId, RoleId, TermId};
use crate::source::Span;
use crate::syntax::{FieldKey, Unit};

/// Characters of an article that are shown, at most.
const MOST_TEXT: usize = 1500;

/// What `at` speaks of, in Markdown: names in the language of the file, everything else in that of `words`. `address`
/// gives the address of a place that a link can lead to.
pub fn hover(
    handbook: &Handbook,
    at: &Occurrence,
    words: &Words,
    address: &dyn Fn(Span) -> Option<String>,
) -> Option<String> {
    let language = language_of(handbook, at.span.file).unwrap_or_else(|| words.in_handbook(handbook));
    Some(match &at.symbol {
        Symbol::Role(role) => role_card(handbook, *role, language, words, address),
        Symbol::Unit(unit) => {
            let unit = &handbook.units[unit.index()];
            names(unit.names.iter().map(|(_, name)| name.as_str()), unit.name(language))
        }
        Symbol::Term(term) => definition(handbook, *term, language, words),
        Symbol::Article(article) => match at.form {
            Form::Label => counterparts(handbook, *article, words),
            Form::Citation(unit) => article_text(handbook, *article, unit, language)?,
            _ => article_text(handbook, *article, Unit::default(), language)?,
        },
        Symbol::Division(chapter, index) => {
            let chapter = handbook.chapter(*chapter);
            let division = chapter.document.divisions.get(*index as usize)?;
            let label = handbook
                .source(chapter)
                .get(division.label.start as usize..division.label.end as usize);
            format!("**{} {}**", label.unwrap_or_default(), division.title)
        }
        Symbol::Page(chapter) => {
            let chapter = handbook.chapter(*chapter);
            format!("**{}**", chapter.document.title.as_ref()?.text)
        }
        Symbol::Rule(code) => explain(handbook.lint(code)?, &words.tag),
    })
}

/// What a rule looks for and why, in the language `tag`.
pub fn explain(lint: &Lint, tag: &str) -> String {
    let mut text = format!("**{}** `{}`\n\n**{}**\n", lint.code, lint.name, lint.title.get(tag));
    let source = lint.origin.as_ref().map_or("", |origin| origin.source.get(tag));
    if !source.is_empty() {
        text += &format!("\n{source}\n");
    }
    text += &format!("\n{}\n", lint.why.get(tag).trim());
    text
}

fn role_card(
    handbook: &Handbook,
    id: RoleId,
    language: LanguageId,
    words: &Words,
    address: &dyn Fn(Span) -> Option<String>,
) -> String {
    let role = handbook.role(id);
    let mut card = names(role.names.iter().map(|(_, name)| name.as_str()), role.name(language));
    card += &format!(" `{}`\n\n", role.id);
    let list = |roles: &[RoleId]| -> String {
        let names: Vec<&str> = roles.iter().map(|&role| handbook.role(role).name(language)).collect();
        names.join(&handbook.language(language).pack.list_separator)
    };
    let own = words.language();
    let colon = own.colon();
    let mut line = |key: FieldKey, value: &str| {
        if !value.is_empty() {
            card += &format!("- {}{colon}{value}\n", own.field_label(key.key()));
        }
    };
    line(FieldKey::Superior, &list(&role.superiors));
    line(FieldKey::Subordinates, &list(&role.subordinates));
    line(FieldKey::DottedLine, &list(&role.dotted));
    let unit = role.unit.map(|unit| handbook.units[unit.index()].name(language));
    line(FieldKey::Unit, unit.unwrap_or_default());
    for (is_so, text) in [(role.top, &words.top), (role.external, &words.external)] {
        if is_so {
            card += &format!("- {text}\n");
        }
    }
    let own = role.article(language).or_else(|| role.articles.first());
    if let Some(article) = own {
        let text = handbook.text(article.text);
        let title = title(handbook, text);
        let title = match address(label_span(handbook, text)) {
            Some(address) => format!("[{title}]({address})"),
            None => title,
        };
        card += &format!("- {title}{colon}{}\n", words.duties.format(article.duties.len()));
    }
    card
}

/// All names, that of the reader's language first and in bold.
fn names<'n>(all: impl Iterator<Item = &'n str>, first: &'n str) -> String {
    let others = all.filter(|name| *name != first).map(|name| format!(" · {name}"));
    format!("**{first}**{}", others.collect::<String>())
}

fn definition(handbook: &Handbook, id: TermId, language: LanguageId, words: &Words) -> String {
    let term = &handbook.terms[id.index()];
    let mut text = names(term.names.iter().map(|(_, name)| name.as_str()), term.name(language));
    if let Some(definition) = term.definition.best(language) {
        text += &format!("\n\n{definition}");
    }
    if let Some(variants) = term.variants.get(language).filter(|variants| !variants.is_empty()) {
        let list = variants.join(&handbook.language(language).pack.list_separator);
        text += &format!("\n\n{}", filled(&words.variants, &[("words", &list)]));
    }
    text
}

/// Over an article's own label: what it is in every language, its address, and how often it is cited.
fn counterparts(handbook: &Handbook, id: ArticleId, words: &Words) -> String {
    let article = handbook.article(id);
    let titles = article
        .texts
        .iter()
        .map(|(_, &text)| title(handbook, handbook.text(text)));
    let titles: Vec<String> = titles.collect();
    let citing = super::lens::citing(handbook, LanguageId::AUTHORITATIVE);
    let count = citing.get(&id).map_or(0, |places| super::lens::articles(places));
    format!(
        "**{}**\n\n`{}`\n\n{}\n",
        titles.join("**\n\n**"),
        handbook.article_name(article),
        words.cited.format(count)
    )
}

fn article_text(handbook: &Handbook, id: ArticleId, unit: Unit, language: LanguageId) -> Option<String> {
    let text = text_in(handbook, id, language)?;
    let body = body(handbook, text, unit);
    let end = body.char_indices().nth(MOST_TEXT).map_or(body.len(), |(at, _)| at);
    let more = if end < body.len() { "…" } else { "" };
    Some(format!("**{}**\n\n{}{more}\n", title(handbook, text), &body[..end]))
}
