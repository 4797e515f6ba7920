//! The words of new texts, and of the questions that lead to them: the table `[scaffold]` of a language pack.

use std::collections::BTreeMap;

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
    /// The same for a role that nobody stands above.
    pub(super) top_duties: String,
    /// Title of a role article, with `{role}`.
    pub(super) role_title: String,
    /// What an article says until somebody writes it.
    pub(super) article: String,
    /// Title and text of the first article of a chapter.
    pub(super) first_title: String,
    pub(super) first_article: String,
    /// The first and the last chapter of a regulation, with `{organisation}`.
    pub(super) regulation_general: String,
    pub(super) regulation_supplementary: String,
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
    pub ask_regulation: String,
    pub ask_regulation_id: String,
    pub ask_after: String,
    pub ask_after_chapter: String,
    pub ask_text_title: String,
    /// With the `{flags}` that say what nobody could be asked.
    pub flags_missing: String,
    /// With the `{first}` and the `{second}` text for a `{language}`.
    pub given_twice: String,
    /// With the `{title}` and `{files}`.
    pub text_added: String,
    /// Why a handbook cannot begin so: with a finding's `{path}` and `{message}`.
    pub faulty_beginning: String,
    /// With the handbook's `{path}`.
    pub begun: String,
    /// With the `{role}` and `{files}`.
    pub role_added: String,
    pub number_open: String,
    /// Why something cannot be added, with what was asked for as `{value}`, and with what stands against it as `{other}`.
    pub(super) refused: BTreeMap<String, String>,
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
