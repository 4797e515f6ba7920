//! What a handbook's settings say: `handbook.toml`, `roles.toml`, `glossary.toml`, `translations.lock`, packs and the
//! front matter of a regulation, typed and with the place of every value.
//!
//! Reading never fails. Whatever could not be read is a [`Problem`]; everything else is there. Languages are tags as
//! the author wrote them: what a tag means is not known here.

mod front_matter;
mod glossary;
mod handbook;
mod lock;
pub mod pack;
mod problem;
mod roles;
mod site;
mod table;
mod tree;

use crate::source::Span;

pub use front_matter::{FrontMatter, read_front_matter};
pub use glossary::{GlossaryConfig, TermEntry, read_glossary};
pub use handbook::{HandbookConfig, RegulationSettings, RuleSetting, read_handbook};
pub use lock::{LockedArticle, TranslationsLock, read_lock, write_lock};
pub use problem::{Expected, Problem, ProblemKind, ValueFault};
pub use roles::{RoleEntry, RolesConfig, UnitEntry, read_roles};
pub use site::{Colour, SiteConfig};
pub use table::is_web_address;

/// A value and the place where it stands.
///
/// For a text the place includes its quotation marks, for a `[[role]]` it is the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

/// A setting that may differ by language: one for all of them, or one for each tag, or (never in one file) both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PerLanguage<T> {
    /// The one that holds for every language without its own.
    pub plain: Option<T>,
    /// Language tag and setting, in the order of the file.
    pub by_tag: Vec<(Spanned<String>, T)>,
}

impl<T> PerLanguage<T> {
    /// The setting for the language `tag`. Tags differ not by the case of their letters.
    pub fn get(&self, tag: &str) -> Option<&T> {
        let own = self
            .by_tag
            .iter()
            .find(|(found, _)| found.value.eq_ignore_ascii_case(tag));
        own.map(|(_, value)| value).or(self.plain.as_ref())
    }

    /// Every setting there is, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        let own = self.by_tag.iter().map(|(_, value)| value);
        self.plain.iter().chain(own)
    }

    pub fn is_empty(&self) -> bool {
        self.plain.is_none() && self.by_tag.is_empty()
    }
}

impl<T> Default for PerLanguage<T> {
    fn default() -> Self {
        Self {
            plain: None,
            by_tag: Vec::new(),
        }
    }
}

/// One text, possibly one for each language.
pub type LocalizedText = PerLanguage<Spanned<String>>;

/// Several texts, possibly several for each language.
pub type LocalizedTexts = PerLanguage<Vec<Spanned<String>>>;

#[cfg(test)]
mod schema_tests;
