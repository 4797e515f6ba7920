//! The words of new texts, and of the questions that lead to them: the table `[scaffold]` of a language pack.

use serde::Deserialize;

use crate::language::Language;

/// The texts have `{title}`, `{organisation}`, `{regulation}`, and the names and ids of the first two roles: `{superior}`,
/// `{superior-id}`, `{subordinate}`, `{subordinate-id}`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Words {
    /// What there is where nothing else was said.
    pub title: String,
    pub organisation: String,
    pub superior: String,
    pub subordinate: String,
    /// Title of the first regulation.
    pub regulation: String,
    pub(super) welcome: String,
    pub(super) first_day: String,
    pub(super) preamble: String,
    pub(super) general: String,
    pub(super) positions: String,
    pub(super) supplementary: String,
    /// A role article without its heading, with `{superior}`, `{subordinates}` and the word `{nobody}`.
    pub(super) duties: String,
    /// Title of a role article, with `{role}`.
    pub(super) role_title: String,
    /// The questions of `rolebook init` and `rolebook new`, those after the first with the `{language}` that they are
    /// about.
    pub ask_languages: String,
    pub ask_title: String,
    pub ask_organisation: String,
    pub ask_superior: String,
    pub ask_subordinate: String,
    pub ask_id: String,
    pub ask_name: String,
    pub ask_superior_id: String,
    /// With the handbook's `{path}`.
    pub begun: String,
    /// With the `{role}` and `{files}`.
    pub role_added: String,
    /// With `{languages}`.
    pub name_missing: String,
    /// Why a role cannot be added, with its `{id}`.
    pub role_known: String,
    pub role_unknown: String,
    pub role_malformed: String,
    pub article_missing: String,
    pub settings_faulty: String,
    pub number_open: String,
}

impl Words {
    /// The words of a language.
    ///
    /// # Errors
    /// The pack lacks some; a test shows that none does.
    pub fn of(language: &Language) -> Result<Self, String> {
        let table = language.pack.scaffold.clone();
        table.try_into().map_err(|error: toml::de::Error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pack_has_all_words() {
        for language in Language::builtin() {
            assert!(Words::of(language).is_ok(), "{}", language.pack.tag);
        }
    }
}
