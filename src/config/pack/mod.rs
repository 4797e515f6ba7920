//! Packs: rules as data. A pack is a TOML file of patterns that a house or a law requires or forbids; the ones built in
//! lie beside this file.

mod entry;
mod pattern;
mod schema;

use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::problem::nearest;
use super::table::{Reader, Table};
use super::{LocalizedTexts, Problem, Spanned};
use crate::diagnostic::{Lint, Safety};
use crate::source::{FileId, Span};

pub use schema::schema;

/// A pack, read.
#[derive(Debug)]
pub struct Pack {
    /// What `handbook.toml` calls it: the name of one built in, or a path.
    pub name: String,
    pub rules: Vec<PackRule>,
}

/// One `[[rule]]`.
#[derive(Debug)]
pub struct PackRule {
    pub lint: Arc<Lint>,
    pub demand: Demand,
    pub patterns: Vec<PackPattern>,
    /// Silence a match in whose sentence they are found.
    pub unless: Vec<PackPattern>,
    pub scope: Scope,
    pub bad: LocalizedTexts,
    pub good: LocalizedTexts,
    /// The entry's header.
    pub span: Span,
}

/// What is asked of the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// No pattern matches.
    Forbid,
    /// Some pattern matches in each of these.
    Require(Each),
    /// No pattern matches; what does is to be replaced.
    Replace(Safety),
    /// The number that a pattern takes out of a text stays within bounds.
    Limit,
}

/// What has to contain a required text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Each {
    Handbook,
    Regulation,
    Article,
}

/// What is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    pub part: Part,
    /// Ids of regulations; all where there is none.
    pub regulations: Vec<Spanned<String>>,
    /// Paths of chapters without language and `.md`; all where there is none.
    pub chapters: Vec<Spanned<String>>,
}

/// A part of the texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Headings and everything under them.
    #[default]
    Text,
    RoleArticles,
    Duties,
    Headings,
    FrontMatter,
}

/// One pattern.
#[derive(Debug)]
pub struct PackPattern {
    /// The language it is for; every language where there is none.
    pub tag: Option<String>,
    /// With its place.
    pub written: Spanned<String>,
    /// Minds no letter case.
    pub regex: Regex,
    /// What replaces it, with `$1` or `${name}` for a group.
    pub with: Option<String>,
    pub min: Option<f64>,
    pub max: Option<f64>,
}

impl PackPattern {
    /// The name of the group that holds the number of a limit.
    pub const VALUE: &str = "value";
}

/// The patterns for the language with this tag; where none names it, those for its language pack `fallback`.
pub fn in_language<'a>(
    patterns: &'a [PackPattern],
    tag: &str,
    fallback: &str,
) -> impl Iterator<Item = &'a PackPattern> {
    let names =
        |pattern: &PackPattern, tag: &str| pattern.tag.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(tag));
    let own = patterns.iter().any(|pattern| names(pattern, tag));
    let tag = if own { tag } else { fallback }.to_owned();
    patterns
        .iter()
        .filter(move |pattern| pattern.tag.is_none() || names(pattern, &tag))
}

const BUILTIN: [(&str, &str); 1] = [("prc-labour", include_str!("prc-labour.toml"))];

/// The letters with which only the codes of the packs built in begin.
const RESERVED: &str = "RB";

static PACKS: LazyLock<Vec<Arc<Pack>>> = LazyLock::new(|| {
    let packs = BUILTIN.into_iter();
    packs
        .map(|(name, text)| Arc::new(read(name, text, FileId(0), true).0))
        .collect()
});

/// The packs that the program brings along.
pub fn builtin_packs() -> &'static [Arc<Pack>] {
    &PACKS
}

/// The names of the packs that the program brings along.
pub fn builtin_pack_names() -> impl Iterator<Item = &'static str> {
    BUILTIN.into_iter().map(|(name, _)| name)
}

/// The pack built in that someone who wrote `name` most likely meant.
pub fn suggest(name: &str) -> Option<&'static str> {
    nearest(name, builtin_pack_names())
}

/// Reads the text of a house's own pack. A rule that could not do anything is reported and left out.
pub fn read_pack(name: &str, text: &str, file: FileId) -> (Pack, Vec<Problem>) {
    read(name, text, file, false)
}

fn read(name: &str, text: &str, file: FileId, builtin: bool) -> (Pack, Vec<Problem>) {
    let (mut reader, mut root) = Reader::open(text, file, 0);
    let head = entry::Head {
        pack: name.to_owned(),
        description: reader.localized_text(&mut root, "description"),
        builtin,
    };
    // What the pack is called stands there for its readers.
    reader.localized_text(&mut root, "title");
    let tables: Vec<Table> = reader.tables(&mut root, "rule");
    if tables.is_empty() {
        reader.missing(&root, "rule");
    }
    let mut rules: Vec<PackRule> = Vec::with_capacity(tables.len());
    for table in tables {
        let Some((rule, code)) = entry::rule(&mut reader, table, &head) else {
            continue;
        };
        if rules.iter().any(|known| known.lint.code == rule.lint.code) {
            reader.twice(&code.value, code.span);
        } else {
            rules.push(rule);
        }
    }
    reader.close(root);
    let name = name.to_owned();
    (Pack { name, rules }, reader.finish())
}

#[cfg(test)]
mod tests;
