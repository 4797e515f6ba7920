//! The words and the looks of exported documents: the table `[export]` of a language pack.

use serde::Deserialize;

use super::document::Locale;
use crate::language::Language;

/// Size and height of a line where two languages stand side by side.
const NARROW_SIZE: u32 = 20;
const NARROW_LINE: u32 = 288;

/// What a language pack says of exported documents.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Words {
    pub locale: Locale,
    pub layout: Layout,
    /// Numerals by their names in the pack, with what Word calls each and the last number that it writes so.
    pub formats: Vec<(String, String, u32)>,
    /// Between the number of a part, chapter, section or article and what follows.
    pub gap: String,
    pub bullet: String,
    /// With `{page}` and `{pages}`.
    pub footer: String,
    /// Between facts in one line.
    pub separator: String,
    /// Around the title of a regulation, with `{title}`.
    pub cited_title: String,
    /// With the `{version}`.
    pub version_is: String,
    /// With the `{date}`.
    pub in_force_from: String,
    /// The title of a role's duties, with `{role}`.
    pub duties_of: String,
    /// Where a role's duties come from, with the `{regulation}` and the `{article}`.
    pub taken_from: String,
    /// Behind the title of an article that is no longer in force.
    pub repealed: String,
    /// In place of what one of two languages lacks.
    pub nothing: String,
    /// Which text holds where they differ, with the `{language}`.
    pub prevails: String,
    pub role: String,
    pub duties: String,
    /// Over the other articles that speak of a role.
    pub mentions: String,
    /// What is signed.
    pub statement: String,
    pub name: String,
    pub staff_number: String,
    pub signature: String,
    pub date: String,
    pub issuer: String,
    pub version: String,
    pub status: String,
    pub effective: String,
    pub drafted: String,
    pub reviewed: String,
    pub approved: String,
}

/// How a document looks.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Layout {
    /// Size of the text in half points.
    pub size: u32,
    /// Height of a line in 240ths of its text.
    pub line: u32,
    /// Whether headings are bold besides their font.
    pub bold: bool,
    /// Blanks before the first line of a paragraph, in characters.
    pub first_line: u32,
    /// Whether the lines of an item stand below its text instead of below its number.
    pub hanging: bool,
    pub text: Fonts,
    pub heading: Fonts,
    pub note: Fonts,
    pub code: Fonts,
    /// Whether it is for columns of half the width.
    #[serde(skip)]
    pub narrow: bool,
}

/// Fonts by the script that they are for.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Fonts {
    pub latin: String,
    pub east_asian: String,
}

impl Layout {
    /// The same for columns of half the width.
    pub fn narrow(self) -> Self {
        Self {
            size: self.size.min(NARROW_SIZE),
            line: self.line.min(NARROW_LINE),
            first_line: 0,
            hanging: true,
            narrow: true,
            ..self
        }
    }
}

impl Words {
    /// # Errors
    /// The pack lacks a word. A test shows that none does.
    pub fn of(language: &Language) -> Result<Self, toml::de::Error> {
        language.pack.export.clone().try_into()
    }
}

/// `template` with its `{names}` filled.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    crate::diagnostic::fill(template, |name| {
        values.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pack_has_all_words_and_names_numerals_that_it_has() {
        for language in Language::builtin() {
            let words = Words::of(language).expect("the pack has all words");
            for (name, ..) in &words.formats {
                assert!(
                    language.pack.numeral.iter().any(|numeral| numeral.name == *name),
                    "{name}"
                );
            }
        }
    }
}
