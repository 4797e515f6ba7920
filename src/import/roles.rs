//! The roles and departments that a regulation names, with ids, for `roles.toml`.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::front::squeeze;
use super::line::{Line, is_gap};
use super::original::Original;
use super::posts::posts;
use super::settings;
use super::words::Forms;
use super::write::Chapter;
use crate::config::{LocalizedText, LocalizedTexts, RoleEntry, RolesConfig, UnitEntry, read_roles};
use crate::language::Language;
use crate::language::name;
use crate::source::FileId;
use crate::syntax::{Document, FieldKey};

/// A role or a department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub id: String,
    pub name: String,
    pub aliases: Vec<String>,
    /// Nobody stands above it.
    pub top: bool,
    /// It was in `roles.toml` before.
    pub known: bool,
    /// Its name in this language was not.
    pub translated: bool,
}

impl Named {
    fn new(id: String, name: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            aliases: Vec::new(),
            top: false,
            known: false,
            translated: false,
        }
    }

    fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.iter().any(|alias| alias == name)
    }

    /// Takes a further name, or the first one in this language.
    fn take_name(&mut self, name: &str) {
        if self.name.is_empty() {
            self.name = name.to_owned();
            self.translated = true;
        } else {
            self.aliases.push(name.to_owned());
        }
    }
}

/// All roles and departments of a handbook, those in `roles.toml` first.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    pub roles: Vec<Named>,
    pub units: Vec<Named>,
    /// Names in reporting fields that were not made roles, with what kept them from it.
    pub doubts: Vec<Doubt>,
    /// The ids of roles that a file or its original carries, by their names in it.
    carried: BTreeMap<String, String>,
    /// The same of departments.
    carried_units: BTreeMap<String, String>,
}

/// A name that an editor has to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    pub name: String,
    pub kind: DoubtKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DoubtKind {
    /// It may mean several roles, or stands for a longer name.
    Shortened(Vec<String>),
    /// It reads as a description.
    Description,
    /// It was made another name of this role.
    Alias(String),
}

impl Roster {
    /// What `roles.toml` names in the language `tag`.
    pub fn read(text: &str, tag: &str) -> Self {
        let (RolesConfig { roles, units }, _) = read_roles(text, FileId(0));
        let named = |id: &str, name: &LocalizedText, aliases: &LocalizedTexts| Named {
            id: id.to_owned(),
            name: name.get(tag).map(|name| name.value.clone()).unwrap_or_default(),
            aliases: aliases
                .get(tag)
                .into_iter()
                .flatten()
                .map(|alias| alias.value.clone())
                .collect(),
            top: false,
            known: true,
            translated: false,
        };
        let role = |entry: &RoleEntry| named(&entry.id.value, &entry.name, &entry.aliases);
        let unit = |entry: &UnitEntry| named(&entry.id.value, &entry.name, &entry.aliases);
        Self {
            roles: roles.iter().map(role).collect(),
            units: units.iter().map(unit).collect(),
            doubts: Vec::new(),
            carried: BTreeMap::new(),
            carried_units: BTreeMap::new(),
        }
    }

    /// The id of the role with this name or alias.
    pub fn id(&self, name: &str) -> Option<&str> {
        self.roles
            .iter()
            .find(|role| role.is_called(name))
            .map(|role| role.id.as_str())
    }

    /// The id of the department with this name or alias.
    pub fn unit_id(&self, name: &str) -> Option<&str> {
        self.units
            .iter()
            .find(|unit| unit.is_called(name))
            .map(|unit| unit.id.as_str())
    }

    fn add_role(&mut self, name: &str, language: &Language) {
        if name.is_empty() || self.id(name).is_some() {
            return;
        }
        let carried = self.carried.get(name);
        if let Some(role) = self.roles.iter_mut().find(|role| Some(&role.id) == carried) {
            role.take_name(name);
            return;
        }
        let is_taken = |id: &str| self.roles.iter().any(|role| role.id == id);
        let wanted = name::slug(name, language);
        let guessed = || name::free(if wanted.is_empty() { "role" } else { &wanted }, is_taken);
        let id = carried.cloned().unwrap_or_else(guessed);
        self.roles.push(Named::new(id, name));
    }

    fn add_unit(&mut self, name: &str, language: &Language) {
        if name.is_empty() || self.unit_id(name).is_some() {
            return;
        }
        let carried = self.carried_units.get(name);
        if let Some(unit) = self.units.iter_mut().find(|unit| Some(&unit.id) == carried) {
            unit.take_name(name);
            return;
        }
        let is_taken = |id: &str| self.units.iter().any(|unit| unit.id == id);
        let wanted = name::slug(name, language);
        let id = name::free(if wanted.is_empty() { "unit" } else { &wanted }, is_taken);
        self.units.push(Named::new(id, name));
    }

    /// Adds the department that a regulation is about, and the posts that its `lists` and its role articles name.
    pub fn add_posts(
        &mut self,
        draft: &Draft,
        lines: &[Line<'_>],
        lists: &[usize],
        original: Option<&Original>,
        language: &Language,
    ) {
        // A translation calls the department of its original by another name.
        if let Some(unit) = department_of(&draft.front.title, language).filter(|_| original.is_none()) {
            self.add_unit(&unit, language);
        }
        self.carried.clear();
        self.carried_units.clear();
        for unit in &draft.units {
            if let (Some(role), Some(id)) = (unit.role, unit.carried_role()) {
                let name = squeeze(role.text(lines), language);
                self.carried.entry(name).or_insert(id);
            }
        }
        // Lists of posts first: they give the order that people expect.
        for &index in lists {
            let posts = posts(&draft.units[index], lines, language);
            let number = draft.units[index].found.head.number;
            let ids = original
                .zip(number)
                .map_or(&[][..], |(original, number)| original.posts(number));
            pair(&mut self.carried, posts.iter().map(String::as_str), ids);
            for post in posts {
                self.add_role(&post, language);
            }
        }
        for unit in &draft.units {
            match (unit.role, unit.carried_role()) {
                (Some(role), _) => self.add_role(&squeeze(role.text(lines), language), language),
                // A title without a name leaves only the id to call it by.
                (None, Some(id)) if self.roles.iter().all(|role| role.id != id) => {
                    self.roles.push(Named::new(id.clone(), &id));
                }
                _ => {}
            }
        }
    }

    /// Adds what the fields of the role articles name in `chapters`, the texts of a regulation.
    pub fn add_named_in(
        &mut self,
        chapters: &[Chapter],
        original: Option<&Original>,
        language: &Language,
        forms: &Forms,
    ) {
        for chapter in chapters {
            let text = chapter.text();
            let document = Document::parse(&text, language);
            for article in document.articles.iter().filter(|article| article.is_role_article()) {
                let attributes = article.attributes.as_ref();
                let own = attributes.and_then(|attributes| Some(attributes.get("role")?.value.to_string()));
                for field in document.fields_of(article) {
                    if let Some((original, key)) = original.zip(field.key) {
                        let carried = match key {
                            FieldKey::Unit => &mut self.carried_units,
                            _ => &mut self.carried,
                        };
                        let names = field.names.iter().map(|name| &*name.text);
                        pair(carried, names, original.named(article.number, key));
                    }
                    match field.key {
                        Some(FieldKey::Unit) if !field.nobody => {
                            field.names.iter().for_each(|name| self.add_unit(&name.text, language));
                        }
                        Some(FieldKey::Superior) if field.nobody => {
                            let role = self.roles.iter_mut().find(|role| Some(&role.id) == own.as_ref());
                            role.into_iter()
                                .filter(|role| !role.known)
                                .for_each(|role| role.top = true);
                        }
                        Some(key) if key.names_roles() => {
                            field
                                .names
                                .iter()
                                .for_each(|name| self.add_named(&name.text, language, forms));
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    /// Takes in a name that a reporting field mentions: a role, another name of one, or neither for certain.
    fn add_named(&mut self, name: &str, language: &Language, forms: &Forms) {
        if self.id(name).is_some() || self.doubts.iter().any(|doubt| doubt.name == name) {
            return;
        }
        if self.carried.contains_key(name) {
            self.add_role(name, language);
            return;
        }
        let longer = self
            .roles
            .iter()
            .filter(|role| role.name.len() > name.len() && role.name.ends_with(name));
        let longer: Vec<String> = longer.map(|role| role.name.clone()).collect();
        let whole = self.roles.iter().position(|role| is_same(&role.name, name, language));
        let kind = if let Some(index) = whole {
            let role = &mut self.roles[index];
            let known = role.known;
            if !known {
                role.aliases.push(name.to_owned());
            }
            DoubtKind::Alias(role.name.clone())
        } else if !longer.is_empty() {
            DoubtKind::Shortened(longer)
        } else if !is_name(name, language, forms) {
            DoubtKind::Description
        } else {
            self.add_role(name, language);
            return;
        };
        self.doubts.push(Doubt {
            name: name.to_owned(),
            kind,
        });
    }

    /// `before`, the text of `roles.toml`, with the names that its entries got in the language `tag`.
    pub fn translated(&self, before: &str, tag: &str) -> String {
        let units = self.units.iter().map(|unit| ("unit", unit));
        let roles = self.roles.iter().map(|role| ("role", role));
        let translated = units.chain(roles).filter(|(_, entry)| entry.translated);
        let names = translated.map(|(table, entry)| (table, entry.id.as_str(), entry.name.as_str()));
        settings::with_names(before, tag, names)
    }

    /// The entries that are new, as TOML to append to `roles.toml`.
    pub fn new_entries(&self, tag: &str) -> String {
        let mut out = String::new();
        for (table, entries) in [("unit", &self.units), ("role", &self.roles)] {
            for entry in entries.iter().filter(|entry| !entry.known) {
                let text = |text: &str| toml_edit::value(text).to_string();
                out.push_str(&format!(
                    "\n[[{table}]]\nid = {}\nname = {{ {tag} = {} }}\n",
                    text(&entry.id),
                    text(&entry.name)
                ));
                if !entry.aliases.is_empty() {
                    let aliases: Vec<String> = entry.aliases.iter().map(|alias| text(alias)).collect();
                    out.push_str(&format!("aliases = {{ {tag} = [{}] }}\n", aliases.join(", ")));
                }
                if entry.top {
                    out.push_str("top = true\n");
                }
            }
        }
        out
    }
}

/// Takes the ids of names that stand in the same order in the original, where there are as many.
fn pair<'n>(
    carried: &mut BTreeMap<String, String>,
    names: impl ExactSizeIterator<Item = &'n str>,
    ids: &[Option<String>],
) {
    if names.len() == ids.len() {
        let pairs = names
            .zip(ids)
            .filter_map(|(name, id)| Some((name.to_owned(), id.clone()?)));
        pairs.for_each(|(name, id)| {
            carried.entry(name).or_insert(id);
        });
    }
}

/// Whether `name` is `full` with its department before it, or with that shortened: 客服中心襄理 is 襄理, and 客服中心总监
/// is 客户服务中心总监.
fn is_same(full: &str, name: &str, language: &Language) -> bool {
    let departments = &language.pack.departments;
    let kind = |text: &str| {
        let mut kinds = departments.kinds.iter().chain(&departments.narrow_kinds);
        kinds
            .find(|kind| text.trim_end().ends_with(kind.as_str()) && text.trim_end().len() > kind.len())
            .cloned()
    };
    if full.is_empty() {
        return false;
    }
    if let Some(before) = name.strip_suffix(full) {
        return kind(before).is_some();
    }
    let pairs = full.chars().rev().zip(name.chars().rev());
    let common: usize = pairs
        .take_while(|(one, other)| one == other)
        .map(|(next, _)| next.len_utf8())
        .sum();
    let (one, other) = (&full[..full.len() - common], &name[..name.len() - common]);
    // The department's last word is common to both, and the post's name follows it.
    let tail = &full[full.len() - common..];
    let kinds = departments.kinds.iter().chain(&departments.narrow_kinds);
    let has_kind = kinds
        .into_iter()
        .any(|kind| tail.find(kind.as_str()).is_some_and(|at| at + kind.len() < tail.len()));
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    has_kind
        && !language.pack.spaced
        && short.chars().next() == long.chars().next()
        && !short.is_empty()
        && is_within(short, long)
}

/// Whether the characters of `short` stand in `long` in the same order.
fn is_within(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|wanted| rest.any(|next| next == wanted))
}

/// Whether a text may be a role's name: short, and no description of somebody.
fn is_name(name: &str, language: &Language, forms: &Forms) -> bool {
    let length = match language.pack.spaced {
        true => name.split_whitespace().count() <= 6,
        false => name.chars().count() <= 14,
    };
    let written = name
        .chars()
        .all(|next| next.is_alphanumeric() || is_gap(next) || "（）()-·’'&".contains(next));
    length && written && forms.may_be_post(name) && name.chars().any(char::is_alphabetic)
}

/// The department that a regulation's title begins with.
fn department_of(title: &str, language: &Language) -> Option<String> {
    let departments = &language.pack.departments;
    let is_other = |name: &str| departments.others.iter().any(|other| name.ends_with(other.as_str()));
    let ends = departments
        .kinds
        .iter()
        .chain(&departments.narrow_kinds)
        .flat_map(|kind| {
            title
                .match_indices(kind.as_str())
                .map(move |(at, _)| (at, at + kind.len()))
        });
    let fits = |(at, end): &(usize, usize)| {
        let rest = &title[*end..];
        let cut = departments.not_after.iter().any(|word| rest.starts_with(word.as_str()));
        let word_ends = !language.pack.spaced || rest.starts_with(is_gap);
        title[..*at].chars().count() >= 2 && !rest.is_empty() && !cut && word_ends && !is_other(&title[..*end])
    };
    ends.filter(fits)
        .map(|(_, end)| end)
        .max()
        .map(|end| title[..end].to_owned())
}
