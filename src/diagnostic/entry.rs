//! Lints that come from a pack's entry instead of a page, and the handle on a lint of either kind.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use super::page::Wording;
use super::{Example, Level, Lint, Safety, Texts};

/// The pack that a lint comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The name by which `handbook.toml` names the pack.
    pub pack: String,
    /// What the pack is, and what it is not.
    pub description: Texts,
    /// The statute and article that the rule rests on.
    pub source: Texts,
}

/// What a pack says of one of its rules.
#[derive(Clone, Debug)]
pub struct Entry {
    pub code: String,
    pub name: String,
    pub level: Level,
    pub fix: Option<Safety>,
    pub title: Texts,
    pub message: Texts,
    pub help: Option<Texts>,
    pub fix_title: Option<Texts>,
    pub why: Texts,
    pub examples: Vec<Example>,
    pub origin: Origin,
}

impl From<Entry> for Lint {
    fn from(entry: Entry) -> Self {
        Self {
            code: entry.code,
            name: entry.name,
            level: entry.level,
            fix: entry.fix,
            title: entry.title,
            why: entry.why,
            examples: entry.examples,
            origin: Some(entry.origin),
            limit: false,
            wording: Wording {
                message: Some(entry.message),
                help: entry.help,
                fix_title: entry.fix_title,
                ..Wording::default()
            },
            variants: BTreeMap::new(),
        }
    }
}

/// The lint of a finding: one of the program's own, or one of a pack, which lives as long as its findings.
#[derive(Clone, Debug)]
pub enum LintRef {
    Own(&'static Lint),
    Pack(Arc<Lint>),
}

impl Deref for LintRef {
    type Target = Lint;

    fn deref(&self) -> &Lint {
        match self {
            Self::Own(lint) => lint,
            Self::Pack(lint) => lint,
        }
    }
}

impl From<&'static Lint> for LintRef {
    fn from(lint: &'static Lint) -> Self {
        Self::Own(lint)
    }
}

impl From<Arc<Lint>> for LintRef {
    fn from(lint: Arc<Lint>) -> Self {
        Self::Pack(lint)
    }
}

impl PartialEq for LintRef {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for LintRef {}

impl PartialEq<&Lint> for LintRef {
    fn eq(&self, other: &&Lint) -> bool {
        **self == **other
    }
}
