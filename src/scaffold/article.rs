//! A new article, in every language after the same one.

use super::addition::{self, Added, ByTag, all_titled, article_id, last_of, slug};
use super::{Refusal, Words};
use crate::workspace::Workspace;

/// An article to be added.
#[derive(Debug, Default)]
pub struct NewArticle {
    /// The regulation, by id or title.
    pub regulation: String,
    /// Its name in every language; made from a title where there is none.
    pub id: Option<String>,
    /// Its titles by the tags of the languages.
    pub titles: ByTag,
    /// The chapter at whose end it stands: a file's name, a number or a label.
    pub chapter: Option<String>,
    /// The article after which it stands: an id, a number or a label. Goes before `chapter`.
    pub after: Option<String>,
}

/// Adds an article in every language and numbers what follows. Where no place is named, it is the end of the regulation
/// before its supplementary provisions.
///
/// # Errors
/// Something is missing, or is there already. Then nothing is to be written.
pub fn add_article(workspace: &Workspace, new: &NewArticle) -> Result<Added, Refusal> {
    let snapshot = workspace.snapshot();
    let handbook = snapshot.handbook();
    let regulation = handbook.regulation(addition::regulation(handbook, &new.regulation)?);
    all_titled(handbook, &new.titles)?;
    let id = article_id(handbook, regulation, new.id.as_deref(), &slug(handbook, &new.titles))?;
    let missing = || Refusal::NoArticle(new.regulation.clone());
    let (_, edition) = regulation.editions.iter().next().ok_or_else(missing)?;
    let before = match (&new.after, &new.chapter) {
        (Some(after), _) => addition::article(handbook, regulation, after)?,
        (None, Some(chapter)) => last_of(handbook, edition, chapter)?,
        (None, None) => addition::end(handbook, regulation)?,
    };
    let mut edits = Vec::new();
    for language in handbook.language_ids() {
        let tag = handbook.tag(language);
        let untranslated = || Refusal::Untranslated(tag.to_owned());
        let text = handbook.text_for(handbook.text(before).article, language);
        let text = text.ok_or_else(untranslated)?;
        let words = Words::of(handbook.language(language)).map_err(|_| untranslated())?;
        let title = addition::of(&new.titles, tag).unwrap_or_default();
        edits.push(addition::after(handbook, text, title, &id, &words.article));
    }
    Ok(Added::new(workspace, edits, Vec::new()))
}
