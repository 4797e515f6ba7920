//! Another name for a role, a department or a term, or another id, wherever the old one stands.

use rustc_hash::FxHashSet;

use super::article::text_in;
use super::occurrence::{Form, Occurrence, Occurrences, Symbol};
use super::words::{Words, filled};
use crate::diagnostic::Edit;
use crate::model::{ArticleId, ArticleKey, Handbook, LanguageId, NameFault, Named, is_id};
use crate::source::{FileId, Span};
use crate::syntax::FORMER;

/// What can be renamed at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renaming {
    pub span: Span,
    pub old: String,
}

/// Why something is not renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenameFault {
    NotAName,
    /// An article without an id, by its label.
    NoId(String),
    Name(NameFault),
    NotAnId,
    IdTaken(String),
}

impl RenameFault {
    /// The reason as a sentence that says what to do.
    pub fn message(&self, words: &Words) -> String {
        match self {
            Self::NotAName => words.not_a_name.clone(),
            Self::NoId(label) => filled(&words.no_id, &[("label", label)]),
            Self::Name(NameFault::Empty) => words.no_name.clone(),
            Self::Name(NameFault::Separator(mark)) => filled(&words.separator_in_name, &[("mark", mark)]),
            Self::Name(NameFault::Taken { name, owner }) => {
                filled(&words.name_taken, &[("name", name), ("owner", owner)])
            }
            Self::NotAnId => words.not_an_id.clone(),
            Self::IdTaken(id) => filled(&words.id_taken, &[("id", id)]),
        }
    }
}

/// What would be renamed from `at`.
///
/// # Errors
/// Nothing there has a name or an id of its own.
pub fn prepare_rename(handbook: &Handbook, at: Option<&Occurrence>) -> Result<Renaming, RenameFault> {
    let at = at.ok_or(RenameFault::NotAName)?;
    let named = matches!(at.symbol, Symbol::Role(_) | Symbol::Unit(_) | Symbol::Term(_));
    match (&at.symbol, at.form) {
        (Symbol::Article(article), form) => {
            let is_named = matches!(handbook.article(*article).key, ArticleKey::Named(_));
            if !is_named || !matches!(form, Form::Id | Form::Lock) {
                let text = text_in(handbook, *article, LanguageId::AUTHORITATIVE);
                let label = text.map_or_else(String::new, |text| handbook.label(text));
                return Err(match is_named {
                    true => RenameFault::NotAName,
                    false => RenameFault::NoId(label),
                });
            }
        }
        (_, Form::Name(_) | Form::Id) if named => {}
        _ => return Err(RenameFault::NotAName),
    }
    Ok(Renaming {
        span: at.span,
        old: handbook.sources.text(at.span).to_owned(),
    })
}

/// The edits that give what `at` names the name or id `new`, in all files.
///
/// A name changes in its own language, an id in all of them. An article's old id stays as one that it had, so that old
/// links still lead to it.
///
/// # Errors
/// It cannot be called so.
pub fn rename(handbook: &Handbook, at: &Occurrence, new: &str) -> Result<Vec<Edit>, RenameFault> {
    let old = prepare_rename(handbook, Some(at))?.old;
    let new = new.trim();
    if new == old {
        return Ok(Vec::new());
    }
    let all = Occurrences::new(handbook).of(&at.symbol);
    let mut edits = match at.form {
        Form::Name(language) => name_edits(handbook, &all, language, &old, new, &at.symbol)?,
        _ => id_edits(handbook, &all, &old, new.trim_start_matches('#'), &at.symbol)?,
    };
    edits.sort_by_key(|edit| edit.span);
    edits.dedup_by_key(|edit| edit.span);
    Ok(edits)
}

fn name_edits(
    handbook: &Handbook,
    all: &[Occurrence],
    language: LanguageId,
    old: &str,
    new: &str,
    symbol: &Symbol,
) -> Result<Vec<Edit>, RenameFault> {
    // One name in the settings may serve several languages.
    let is_meant = |found: &Occurrence| fold(handbook.sources.text(found.span)) == fold(old);
    let entries: FxHashSet<Span> = all
        .iter()
        .filter(|found| found.form == Form::Name(language) && is_settings(handbook, found.span.file) && is_meant(found))
        .map(|found| found.span)
        .collect();
    let serves = |own: LanguageId| {
        let mut entries_of = all.iter().filter(|found| entries.contains(&found.span));
        own == language || entries_of.any(|found| found.form == Form::Name(own))
    };
    let languages: Vec<LanguageId> = handbook.language_ids().filter(|&own| serves(own)).collect();
    let own = match symbol {
        Symbol::Role(id) => Some(Named::Role(*id)),
        Symbol::Unit(id) => Some(Named::Unit(*id)),
        Symbol::Term(id) => Some(Named::Term(*id)),
        _ => None,
    };
    for &language in &languages {
        let may_be = handbook.may_be_called(new, language, own);
        may_be.map_err(RenameFault::Name)?;
    }
    let is_capital = |span: &Span| handbook.sources.text(*span).chars().any(char::is_uppercase);
    let capitals = entries.iter().any(is_capital);
    let meant = all.iter().filter(|found| {
        let of_language = matches!(found.form, Form::Name(own) if languages.contains(&own));
        of_language && is_meant(found)
    });
    Ok(meant
        .map(|found| {
            let written = handbook.sources.text(found.span);
            let text = if is_settings(handbook, found.span.file) {
                new.replace('\\', "\\\\").replace('"', "\\\"")
            } else if capitals && !written.chars().any(char::is_uppercase) {
                // In the middle of a sentence it is written small.
                new.to_lowercase()
            } else {
                new.to_owned()
            };
            Edit { span: found.span, text }
        })
        .collect())
}

fn id_edits(
    handbook: &Handbook,
    all: &[Occurrence],
    old: &str,
    new: &str,
    symbol: &Symbol,
) -> Result<Vec<Edit>, RenameFault> {
    if !is_id(new) {
        return Err(RenameFault::NotAnId);
    }
    let taken = match symbol {
        Symbol::Role(_) => handbook.role_by_id(new).is_some(),
        Symbol::Unit(_) => handbook.units.iter().any(|unit| unit.id == new),
        Symbol::Term(_) => handbook.terms.iter().any(|term| term.id == new),
        Symbol::Article(id) => has_key(handbook, *id, new),
        _ => true,
    };
    if taken {
        return Err(RenameFault::IdTaken(new.to_owned()));
    }
    let ids = all.iter().filter(|found| matches!(found.form, Form::Id | Form::Lock));
    let mut edits: Vec<Edit> = ids
        .map(|found| Edit {
            span: found.span,
            text: new.to_owned(),
        })
        .collect();
    if let Symbol::Article(id) = symbol {
        edits.extend(former_ids(handbook, *id, old, new));
        edits.extend(recorded(handbook, *id, old, new));
    }
    Ok(edits)
}

/// Whether another article of the regulation has this anchor, or had it.
fn has_key(handbook: &Handbook, article: ArticleId, new: &str) -> bool {
    let regulation = handbook.regulation(handbook.article(article).regulation);
    let mut articles = regulation.articles.clone().map(ArticleId);
    articles.any(|other| other != article && handbook.article(other).key.to_string() == new)
}

/// What keeps the old id of an article among those that it had, in every language.
fn former_ids(handbook: &Handbook, id: ArticleId, old: &str, new: &str) -> Vec<Edit> {
    let texts = handbook.article(id).texts.iter();
    let edits = texts.filter_map(|(_, &text)| {
        let text = handbook.text(text);
        let attributes = handbook.node(text).attributes.as_ref()?;
        attributes.id.as_ref()?;
        let kept = attributes.former_ids().filter(|id| *id != new && *id != old);
        let value = kept.chain([old]).collect::<Vec<_>>().join(",");
        let written = attributes.get(FORMER);
        let bytes = written.map_or(attributes.span.end - 1..attributes.span.end - 1, |was| {
            was.whole.clone()
        });
        let blank = if written.is_some() { "" } else { " " };
        let last = handbook
            .source(handbook.chapter_of(text))
            .get(..attributes.span.end as usize)?;
        // A full-width brace is three bytes long.
        let brace = last.chars().next_back().map_or(1, char::len_utf8) as u32 - 1;
        let bytes = match written {
            Some(_) => bytes,
            None => bytes.start - brace..bytes.end - brace,
        };
        let span = handbook.span(text, &bytes);
        let text = format!("{blank}{FORMER}={value}");
        Some(Edit { span, text })
    });
    edits.collect()
}

/// Where the texts that the record of reviews keeps cite the article: `{#old}`, `{#old.i3}`, `{#a..#old}`, from other
/// regulations `{regulation#old}`.
fn recorded(handbook: &Handbook, id: ArticleId, old: &str, new: &str) -> Vec<Edit> {
    let Some(file) = handbook.sources.find(crate::workspace::LOCK) else {
        return Vec::new();
    };
    let text = &handbook.sources.file(file).text;
    let regulation = &*handbook.regulation(handbook.article(id).regulation).id;
    let mut edits = Vec::new();
    let mut owner = "";
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(name) = line.strip_prefix("[article.") {
            owner = name
                .trim_start_matches(['"', '\''])
                .split('#')
                .next()
                .unwrap_or_default();
        } else {
            for (at, _) in line.match_indices(old) {
                let before = line[..at].strip_suffix('#');
                let after = &line[at + old.len()..];
                let whole = after.starts_with(['}', '.']);
                let cited = before.is_some_and(|before| {
                    let named = before
                        .strip_suffix(regulation)
                        .is_some_and(|rest| rest.ends_with(['{', '.']));
                    named || owner == regulation && before.ends_with(['{', '.'])
                });
                if whole && cited {
                    let from = (start + at) as u32;
                    edits.push(Edit {
                        span: Span::new(file, from..from + old.len() as u32),
                        text: new.to_owned(),
                    });
                }
            }
        }
        start += line.len();
    }
    edits
}

fn is_settings(handbook: &Handbook, file: FileId) -> bool {
    handbook.sources.file(file).path.ends_with(".toml")
}

fn fold(name: &str) -> String {
    // It may stand on two lines.
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
