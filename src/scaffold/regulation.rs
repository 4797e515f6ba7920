//! A new regulation: a folder in every language.

use toml_edit::DocumentMut;

use super::addition::{self, Added, ByTag, all_titled};
use super::{Refusal, Words};
use crate::diagnostic::fill;
use crate::model::{self, Subject, is_id};
use crate::workspace::Workspace;

/// A regulation to be added.
#[derive(Debug, Default)]
pub struct NewRegulation {
    /// Its id, which is the name of its folder.
    pub id: String,
    /// Its titles by the tags of the languages.
    pub titles: ByTag,
}

/// Adds a regulation with a first and a last article in every language.
///
/// # Errors
/// A title is missing, or something is called so already. Then nothing is to be written.
pub fn add_regulation(workspace: &Workspace, new: &NewRegulation) -> Result<Added, Refusal> {
    if !is_id(&new.id) || new.id == "pages" || new.id == "index" {
        return Err(Refusal::Malformed(new.id.clone()));
    }
    let snapshot = workspace.snapshot();
    let handbook = snapshot.handbook();
    all_titled(handbook, &new.titles)?;
    let folder = format!("{}/", new.id);
    let is_taken = handbook
        .chapters
        .iter()
        .any(|chapter| *chapter.path == *new.id || chapter.path.starts_with(&folder));
    if is_taken {
        return Err(Refusal::Taken(new.id.clone()));
    }
    let is_regulation = |subject: &Subject| matches!(subject, Subject::Regulation(_));
    for (_, title) in &new.titles {
        if let Ok(known) = model::find(handbook, title, is_regulation) {
            return Err(Refusal::NameTaken(title.clone(), known.id(handbook).to_owned()));
        }
    }
    let mut files = Vec::new();
    for language in handbook.language_ids() {
        let tag = handbook.tag(language);
        let words = Words::of(handbook.language(language)).map_err(|_| Refusal::Untranslated(tag.to_owned()))?;
        let organisation = handbook.organisation.get(language);
        let organisation = organisation.map_or(words.organisation.as_str(), String::as_str);
        let filled = |template: &str| fill(template, |name| (name == "organisation").then_some(organisation));
        let title = addition::of(&new.titles, tag).unwrap_or_default();
        let texts = [
            ("index", front_matter(title)),
            ("00-general", filled(&words.regulation_general)),
            ("09-supplementary", filled(&words.regulation_supplementary)),
        ];
        files.extend(texts.map(|(name, text)| (format!("{tag}/{folder}{name}.md"), text)));
    }
    Ok(Added::new(workspace, Vec::new(), files))
}

/// The front matter of a regulation of which nothing but the title is known.
pub(super) fn front_matter(title: &str) -> String {
    let mut front = DocumentMut::new();
    front["title"] = toml_edit::value(title);
    format!("+++\n{front}+++\n")
}
