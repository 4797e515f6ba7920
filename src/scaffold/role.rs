//! A new role: its entry, its article in every language, and what the articles around it have to say of it.

use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

use super::addition::{self, Added, ByTag};
use super::{Refusal, Words};
use crate::check;
use crate::diagnostic::{Edit, fill};
use crate::model::{ArticleText, Handbook, LanguageId, RegulationId, RoleId, TextId, is_id};
use crate::source::Span;
use crate::syntax::{Field, FieldKey};
use crate::workspace::Workspace;

const ROLES: &str = "roles.toml";

/// A role to be added.
#[derive(Debug, Default)]
pub struct NewRole {
    pub id: String,
    /// Its names by the tags of the languages.
    pub names: ByTag,
    /// Its superior, by id or name; none for a role that nobody stands above.
    pub superior: Option<String>,
    /// The regulation that its article goes into, by id or title.
    pub regulation: Option<String>,
    /// The article after which its own stands: an id, a number or a label.
    pub after: Option<String>,
}

/// An entry of `roles.toml`.
pub(super) fn entry(id: &str, name: Item) -> Table {
    let mut entry = Table::new();
    entry["id"] = toml_edit::value(id);
    entry["name"] = name;
    entry
}

/// Adds a role to `roles.toml`, gives it an article in every language, names it in the superior's article, where there is
/// one, and on the list of posts, and numbers what follows.
///
/// # Errors
/// Something is missing, or is there already. Then nothing is to be written.
pub fn add_role(workspace: &Workspace, new: &NewRole) -> Result<Added, Refusal> {
    if !is_id(&new.id) {
        return Err(Refusal::Malformed(new.id.clone()));
    }
    let snapshot = workspace.snapshot();
    let handbook = snapshot.handbook();
    if handbook.role_by_id(&new.id).is_some() {
        return Err(Refusal::Taken(new.id.clone()));
    }
    let superior = new.superior.as_deref();
    let superior = superior
        .map(|called| addition::superior(handbook, called))
        .transpose()?;
    if let Some(tags) = addition::without(handbook, &new.names) {
        return Err(Refusal::Unnamed(tags));
    }
    for language in handbook.language_ids() {
        let (tag, name) = (handbook.tag(language), new.name(handbook, language));
        let may_be = handbook.may_be_called(name, language, None);
        may_be.map_err(|fault| Refusal::of_name(fault, name, tag))?;
    }
    let before = handbook.text(place(handbook, superior, new)?);
    let article = addition::article_id(handbook, handbook.regulation(before.regulation), None, &new.id)?;
    let mut edits = Vec::new();
    for language in handbook.language_ids() {
        let untranslated = || Refusal::Untranslated(handbook.tag(language).to_owned());
        let before = handbook.text_for(before.article, language).ok_or_else(untranslated)?;
        let words = Words::of(handbook.language(language)).map_err(|_| untranslated())?;
        edits.extend(articles(handbook, before, superior, new, &article, &words));
    }
    let roles = snapshot.sources().find(ROLES);
    let roles = roles.map_or("", |roles| &snapshot.sources().file(roles).text);
    let with_entry = listed(roles, new).ok_or_else(|| Refusal::Faulty(ROLES.to_owned()))?;
    Ok(Added::new(workspace, edits, vec![(ROLES.to_owned(), with_entry)]))
}

/// The article that the new one stands after, in the edition that prevails: the one that is named, else the superior's,
/// else the last role article, else the last one before the supplementary provisions.
fn place(handbook: &Handbook, superior: Option<RoleId>, new: &NewRole) -> Result<TextId, Refusal> {
    let regulation = new.regulation.as_deref();
    let regulation = regulation
        .map(|called| addition::regulation(handbook, called))
        .transpose()?;
    let articles = |role: RoleId| {
        let own = handbook.role(role).articles.iter();
        let own = own.filter(|article| article.language == LanguageId::AUTHORITATIVE);
        own.map(|article| article.text)
            .filter(move |text| regulation.is_none_or(|id| handbook.text(*text).regulation == id))
    };
    let of_superior = superior.and_then(|role| articles(role).next());
    let beside = of_superior.or_else(|| handbook.role_ids().flat_map(articles).max_by_key(|text| text.index()));
    let home = regulation
        .or(beside.map(|text| handbook.text(text).regulation))
        .or((handbook.regulations.len() == 1).then_some(RegulationId(0)))
        .ok_or(Refusal::NoPlace)?;
    let home = handbook.regulation(home);
    match (&new.after, beside) {
        (Some(after), _) => addition::article(handbook, home, after),
        (None, Some(text)) => Ok(text),
        (None, None) => addition::end(handbook, home),
    }
}

impl NewRole {
    fn name(&self, handbook: &Handbook, language: LanguageId) -> &str {
        addition::of(&self.names, handbook.tag(language)).unwrap_or_default()
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
    if new.superior.is_none() {
        entry["top"] = toml_edit::value(true);
    }
    if !text.trim().is_empty() {
        entry.decor_mut().set_prefix("\n");
    }
    list.push(entry);
    let listed = roles.to_string();
    // The editor of TOML knows one kind of line ends only.
    Some(addition::lines_like(text, &listed))
}

/// The new article in the language of `before`, and the role's name in the superior's and on the list of posts.
fn articles(
    handbook: &Handbook,
    before: &ArticleText,
    superior: Option<RoleId>,
    new: &NewRole,
    article: &str,
    words: &Words,
) -> Vec<Edit> {
    let language = before.language;
    let name = new.name(handbook, language);
    let title = fill(&words.role_title, |key| (key == "role").then_some(name));
    let (template, above) = match superior {
        Some(role) => (&words.duties, handbook.role(role).names.best(language)),
        None => (&words.top_duties, handbook.language(language).pack.roles.none.first()),
    };
    let above = above.map_or("", String::as_str);
    let values = [("superior", above), ("role", name)];
    let body = fill(template, |key| {
        values.iter().find(|(known, _)| *known == key).map(|(_, value)| *value)
    });
    let attributes = format!("{article} role={}", new.id);
    let mut edits = vec![addition::after(handbook, before, &title, &attributes, &body)];
    let articles = superior.map_or(&[][..], |role| &handbook.role(role).articles);
    let own = articles.iter().find(|article| article.language == language);
    edits.extend(own.map(|own| subordinate(handbook, own.text, name)));
    edits.extend(check::post_added(handbook, before.regulation, language, name));
    edits
}

/// Names the role among the subordinates that its superior's article declares.
fn subordinate(handbook: &Handbook, article: TextId, name: &str) -> Edit {
    let text = handbook.text(article);
    let fields = handbook.chapter_of(text).document.fields_of(handbook.node(text));
    let field = |key| fields.iter().find(|field| field.key == Some(key));
    match field(FieldKey::Subordinates) {
        Some(field) => check::name_added(handbook, text, field, name),
        None => with_field(handbook, text, field(FieldKey::Superior), name),
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
