//! The words that an editor shows, in the language of the one who edits.

use serde::Deserialize;

use crate::diagnostic::{Plural, fill};
use crate::language::Language;
use crate::model::{Handbook, LanguageId};

/// The table `[editor]` of a language pack.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Words {
    /// What is asked for. It may be finer than the pack's own tag.
    #[serde(skip)]
    pub tag: String,
    /// What to do about a finding, with `{text}`.
    pub help: String,
    /// The title of a fix that an editor must agree to, with its own `{title}`.
    pub unsafe_fix: String,
    pub fix_all: String,
    /// With `{code}`.
    pub allow: String,
    /// With `{code}`.
    pub explain: String,
    /// Of an article.
    pub cited: Plural,
    /// With `{names}`.
    pub reports_to: String,
    pub duties: Plural,
    /// A role that is governed elsewhere.
    pub external: String,
    /// Nobody stands above it.
    pub top: String,
    /// The words not to be used for a term, with `{words}`.
    pub variants: String,
    /// Why a place cannot be renamed.
    pub not_a_name: String,
    /// An article without an id, with its `{label}`.
    pub no_id: String,
    pub no_name: String,
    /// With `{mark}`.
    pub separator_in_name: String,
    /// With the `{name}` and the `{owner}`'s id.
    pub name_taken: String,
    pub not_an_id: String,
    /// With the `{id}`.
    pub id_taken: String,
    /// A file that holds what is to be renamed and cannot be written, with its `{path}`.
    pub not_writable: String,
    /// What the server says where it fails, with `{reason}`.
    pub failed: String,
}

impl Words {
    /// The words for a language tag: those of the nearest language, else of the first.
    ///
    /// # Errors
    /// The pack lacks some; a test shows that none does.
    pub fn new(tag: &str) -> Result<Self, String> {
        let table = Language::nearest(tag).pack.editor.clone();
        let words: Self = table.try_into().map_err(|error: toml::de::Error| error.to_string())?;
        Ok(Self {
            tag: tag.to_owned(),
            ..words
        })
    }

    /// The language of the words themselves.
    pub fn language(&self) -> &'static Language {
        Language::nearest(&self.tag)
    }

    /// The language of a handbook that the words are nearest to.
    pub fn in_handbook(&self, handbook: &Handbook) -> LanguageId {
        let own = &self.language().pack.tag;
        let mut languages = handbook.language_ids();
        let found = languages.find(|&id| handbook.language(id).pack.tag == *own);
        found.unwrap_or(LanguageId::AUTHORITATIVE)
    }
}

/// `template` with its `{parameters}` filled.
pub(super) fn filled(template: &str, values: &[(&str, &str)]) -> String {
    fill(template, |name| {
        values.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    })
}
