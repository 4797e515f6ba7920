//! A new role: its entry, its article in every language, and what the articles around it have to say of it.

use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

use super::Words;
use super::addition::{self, Added, is_id};
use crate::check;
use crate::diagnostic::{Edit, fill};
use crate::model::{ArticleText, Handbook, LanguageId, RoleId, TextId};
use crate::source::Span;
use crate::syntax::{Field, FieldKey};
use crate::workspace::Workspace;

const ROLES: &str = "roles.toml";

/// A role to be added.
#[derive(Debug)]
pub struct NewRole {
    pub id: String,
    /// Its names by the tags of the languages.
    pub names: Vec<(String, String)>,
    /// Id of its superior. The new article stands after the superior's.
    pub superior: String,
}

/// Why a role cannot be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoleError {
    /// There is one of this id.
    Known,
    /// There is no role of this id to be its superior.
    NoSuperior(String),
    /// An id has ASCII letters, digits and hyphens.
    Malformed,
    /// Names are missing in these languages.
    Unnamed(Vec<String>),
    /// The superior has no role article in a language.
    NoArticle(String),
    /// `roles.toml` cannot be read.
    Faulty,
}

impl RoleError {
    /// What to say about it.
    pub fn message(&self, words: &Words, new: &NewRole, separator: &str) -> String {
        let (template, value) = match self {
            Self::Known => (&words.role_known, new.id.clone()),
            Self::NoSuperior(id) => (&words.role_unknown, id.clone()),
            Self::Malformed => (&words.role_malformed, new.id.clone()),
            Self::Unnamed(tags) => (&words.name_missing, tags.join(separator)),
            Self::NoArticle(tag) => (&words.article_missing, format!("{} ({tag})", new.superior)),
            Self::Faulty => (&words.settings_faulty, ROLES.to_owned()),
        };
        fill(template, |name| {
            matches!(name, "id" | "languages").then_some(value.as_str())
        })
    }
}

/// An entry of `roles.toml`.
pub(super) fn entry(id: &str, name: Item) -> Table {
    let mut entry = Table::new();
    entry["id"] = toml_edit::value(id);
    entry["name"] = name;
    entry
}

/// Adds a role to `roles.toml`, gives it an article in every language, after that of its superior, names it in the
/// superior's article and on the list of posts, and numbers what follows.
///
/// # Errors
/// Something is missing, or is there already. Then nothing is to be written.
pub fn add_role(workspace: &Workspace, new: &NewRole) -> Result<Added, RoleError> {
    if !is_id(&new.id) {
        return Err(RoleError::Malformed);
    }
    let snapshot = workspace.snapshot();
    let handbook = snapshot.handbook();
    let role = |id: &str| handbook.role_ids().find(|role| handbook.role(*role).id == *id);
    if role(&new.id).is_some() {
        return Err(RoleError::Known);
    }
    let superior = role(&new.superior).ok_or_else(|| RoleError::NoSuperior(new.superior.clone()))?;
    let tags = handbook.language_ids().map(|language| handbook.tag(language));
    let unnamed: Vec<String> = tags.filter(|tag| new.name(tag).is_none()).map(str::to_owned).collect();
    if !unnamed.is_empty() {
        return Err(RoleError::Unnamed(unnamed));
    }
    let mut edits = Vec::new();
    for language in handbook.language_ids() {
        edits.extend(articles(handbook, language, superior, new)?);
    }
    let roles = snapshot.sources().find(ROLES).ok_or(RoleError::Faulty)?;
    let with_entry = listed(&snapshot.sources().file(roles).text, new).ok_or(RoleError::Faulty)?;
    Ok(Added::new(workspace, edits, vec![(ROLES.to_owned(), with_entry)]))
}

impl NewRole {
    fn name(&self, tag: &str) -> Option<&str> {
        let found = self.names.iter().find(|(known, name)| known == tag && !name.is_empty());
        found.map(|(_, name)| name.as_str())
    }
}

/// `roles.toml` with the role at its end; comments and order stay.
fn listed(text: &str, new: &NewRole) -> Option<String> {
    let mut roles: DocumentMut = text.parse().ok()?;
    let names = new.names.iter().map(|(tag, name)| (tag.as_str(), name.as_str()));
    let names: InlineTable = names.collect();
    let list = roles.entry("role").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    let list = list.as_array_of_tables_mut()?;
    let mut entry = entry(&new.id, Item::Value(Value::InlineTable(names)));
    entry.decor_mut().set_prefix("\n");
    list.push(entry);
    let listed = roles.to_string();
    // The editor of TOML knows one kind of line ends only.
    Some(addition::lines_like(text, &listed))
}

/// The new article in one language, and the role's name in the superior's and on the list of posts.
fn articles(
    handbook: &Handbook,
    language: LanguageId,
    superior: RoleId,
    new: &NewRole,
) -> Result<Vec<Edit>, RoleError> {
    let tag = handbook.tag(language);
    let missing = || RoleError::NoArticle(tag.to_owned());
    let articles = &handbook.role(superior).articles;
    let own = articles
        .iter()
        .find(|article| article.language == language)
        .ok_or_else(missing)?;
    let text = handbook.text(own.text);
    let name = new.name(tag).unwrap_or_default();
    let above = handbook.role(superior).names.get(language).map_or("", String::as_str);
    let words = Words::of(handbook.language(language)).map_err(|_| missing())?;
    let title = fill(&words.role_title, |key| (key == "role").then_some(name));
    let values = [("superior", above), ("role", name)];
    let body = fill(&words.duties, |key| {
        values.iter().find(|(known, _)| *known == key).map(|(_, value)| *value)
    });
    let attributes = format!("{0} role={0}", new.id);
    let mut edits = vec![addition::after(handbook, text, &title, &attributes, &body)];
    edits.push(subordinate(handbook, own.text, name));
    edits.extend(check::post_added(handbook, text.regulation, language, name));
    Ok(edits)
}

/// Names the role among the subordinates that its superior's article declares.
fn subordinate(handbook: &Handbook, article: TextId, name: &str) -> Edit {
    let text = handbook.text(article);
    let pack = &handbook.language(text.language).pack;
    let fields = handbook.chapter_of(text).document.fields_of(handbook.node(text));
    let field = |key| fields.iter().find(|field| field.key == Some(key));
    let Some(field) = field(FieldKey::Subordinates) else {
        return with_field(handbook, text, field(FieldKey::Superior), name);
    };
    match field.names.last() {
        Some(last) => Edit {
            span: handbook.span(text, &(last.span.end..last.span.end)),
            text: format!("{}{name}", pack.list_separator),
        },
        None => Edit {
            span: handbook.span(text, &field.value),
            text: name.to_owned(),
        },
    }
}

/// Gives an article that declares no subordinates the field for them: on a line of its own below that of the superior and
/// written like it, else above all that the article says.
fn with_field(handbook: &Handbook, text: &ArticleText, superior: Option<&Field>, name: &str) -> Edit {
    let chapter = handbook.chapter_of(text);
    let source = handbook.source(chapter);
    let line_end = |at: usize| source[at..].find('\n').map_or(source.len(), |found| at + found);
    let language = handbook.language(text.language);
    let label = language.field_label(FieldKey::Subordinates.key());
    let (end, field) = match superior {
        Some(superior) => {
            let [label_start, label_end] = [superior.label.start, superior.label.end].map(|at| at as usize);
            let [value_start, value_end] = [superior.value.start, superior.value.end].map(|at| at as usize);
            let start = source[..label_start].rfind('\n').map_or(0, |found| found + 1);
            let end = line_end(value_end);
            let (before, between) = (&source[start..label_start], &source[label_end..value_start]);
            let after = source[value_end..end].trim_end_matches('\r');
            (end, format!("\n{before}{label}{between}{name}{after}"))
        }
        None => {
            let end = line_end(handbook.node(text).head.start as usize);
            (end, format!("\n\n- {label}{}{name}", language.colon()))
        }
    };
    Edit {
        span: Span::new(chapter.file, end as u32..end as u32),
        text: addition::lines_like(source, &field),
    }
}
