//! What people have before they have a handbook: plain text and Word files, turned into chapters.
//!
//! A format's reader makes a [`Manuscript`] of a file; `understand` makes a [`Regulation`] of that, with an account of
//! every character; an [`Import`] makes files of one or several.

mod account;
mod body;
mod carried;
pub mod docx;
mod draft;
mod field;
mod form;
mod front;
mod furniture;
mod heads;
pub mod kind;
mod line;
pub mod manuscript;
mod markdown;
mod misread;
mod original;
mod posts;
mod regulation;
mod report;
mod roles;
mod section;
mod settings;
pub mod text;
mod words;
mod write;

use std::collections::BTreeSet;

pub use account::Account;
use manuscript::Manuscript;
pub use original::Original;
use regulation::Request;
pub use regulation::{Counted, LeftOut, Regulation, language_of};
pub use report::{Strings, concerns, doubts, fill, report};
pub use roles::{Doubt, DoubtKind, Named, Roster};

use crate::language::Language;

/// Several files on their way into one handbook.
#[derive(Debug)]
pub struct Import {
    language: &'static Language,
    tag: String,
    /// Names of the regulations so far.
    taken: BTreeSet<String>,
    roles_before: Option<String>,
    original: Option<Original>,
    pub roster: Roster,
    pub regulations: Vec<Regulation>,
}

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// From the handbook's folder, with `/`.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// Path of the roles in a handbook's folder.
pub const ROLES: &str = "roles.toml";
/// Path of the settings in a handbook's folder.
pub const SETTINGS: &str = "handbook.toml";

impl Import {
    /// An import into a handbook with the text of its `roles.toml`, if it has one. `tag` names the language of the texts.
    pub fn new(language: &'static Language, tag: &str, roles: Option<String>) -> Self {
        Self {
            language,
            tag: tag.to_owned(),
            taken: BTreeSet::new(),
            roster: Roster::read(roles.as_deref().unwrap_or_default(), tag),
            roles_before: roles,
            original: None,
            regulations: Vec::new(),
        }
    }

    /// Takes what is added for the text of `original` in another language.
    #[must_use]
    pub fn into(self, original: Original) -> Self {
        Self {
            original: Some(original),
            ..self
        }
    }

    /// Understands a file and adds it as a regulation, named by `title` or by what it says itself.
    ///
    /// # Errors
    /// A language pack is broken; tests show that none is.
    pub fn add(&mut self, manuscript: &Manuscript, counted: Counted, title: Option<&str>) -> Result<(), String> {
        let request = Request {
            manuscript,
            counted,
            title,
            language: self.language,
            tag: &self.tag,
            original: self.original.as_ref(),
        };
        let regulation = regulation::understand(&request, &mut self.roster, &mut self.taken)?;
        self.regulations.push(regulation);
        Ok(())
    }

    /// All files of the regulations, and the settings of a handbook that is new.
    ///
    /// # Errors
    /// A language pack is broken; tests show that none is.
    pub fn files(&self, is_new: bool) -> Result<Vec<File>, String> {
        let mut files: Vec<File> = self
            .regulations
            .iter()
            .flat_map(|regulation| regulation.files.clone())
            .collect();
        if is_new {
            files.push(File {
                path: SETTINGS.to_owned(),
                bytes: self.settings()?.into_bytes(),
            });
        }
        if self.roles_before.is_none() {
            files.push(File {
                path: ROLES.to_owned(),
                bytes: self.roster.new_entries(&self.tag).trim_start().to_owned().into_bytes(),
            });
        }
        Ok(files)
    }

    /// The text of `roles.toml` before and with what is new, where the handbook has one and something is new. Its own text
    /// stays as it is.
    pub fn roles(&self) -> Option<(&str, String)> {
        let before = self.roles_before.as_deref()?;
        let entries = self.roster.new_entries(&self.tag);
        let named = self.roster.translated(before, &self.tag);
        let gap = if named.is_empty() || named.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        let text = format!("{named}{gap}{entries}");
        (text != before).then_some((before, text))
    }

    /// `before`, the text of `handbook.toml`, with the language of the import among its languages, and a title in it.
    ///
    /// # Errors
    /// The language pack is broken; tests show that none is.
    pub fn settings_with_language(&self, before: &str) -> Result<Option<String>, String> {
        let forms = &words::Knowledge::of(self.language)?.forms;
        Ok(settings::with_language(before, &self.tag, &forms.handbook))
    }

    /// Whether every role and department of the import is in `roles`, a text of `roles.toml`.
    pub fn reads_back(&self, roles: &str) -> bool {
        let found = Roster::read(roles, &self.tag);
        let ids = |all: &[Named]| -> Vec<String> { all.iter().map(|entry| entry.id.clone()).collect() };
        ids(&found.roles) == ids(&self.roster.roles) && ids(&found.units) == ids(&self.roster.units)
    }

    fn settings(&self) -> Result<String, String> {
        let forms = &words::Knowledge::of(self.language)?.forms;
        let text = |text: &str| toml_edit::value(text).to_string();
        let tag = &self.tag;
        let mut out = format!(
            "title = {{ {tag} = {} }}\nlanguages = [{}]\n",
            text(&forms.handbook),
            text(tag)
        );
        let issuer = self
            .regulations
            .iter()
            .find_map(|regulation| regulation.issuer.as_deref());
        if let Some(issuer) = issuer {
            out.push_str(&format!("\n[organisation]\nname = {{ {tag} = {} }}\n", text(issuer)));
        }
        Ok(out)
    }
}
