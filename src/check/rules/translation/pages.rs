//! Which files there are in which language.

use rustc_hash::FxHashMap;

use crate::model::{ChapterId, Handbook, LanguageId, Localized};
use crate::source::Span;

/// The files of a handbook by their path within a language's folder.
pub(super) struct Pages<'a> {
    by_path: FxHashMap<&'a str, Localized<ChapterId>>,
    /// Languages that have any page at all.
    pub languages: Vec<LanguageId>,
}

impl<'a> Pages<'a> {
    pub fn new(handbook: &'a Handbook) -> Self {
        let mut by_path: FxHashMap<&str, Localized<ChapterId>> = FxHashMap::default();
        for (chapter, id) in handbook.chapters.iter().zip((0..).map(ChapterId)) {
            by_path.entry(&chapter.path).or_default().set(chapter.language, id);
        }
        let has_pages = |id: &LanguageId| handbook.chapters.iter().any(|chapter| chapter.language == *id);
        let languages = handbook.language_ids().filter(has_pages).collect();
        Self { by_path, languages }
    }

    /// The page of a language at a path.
    pub fn get(&self, path: &str, language: LanguageId) -> Option<ChapterId> {
        self.by_path.get(path)?.get(language).copied()
    }

    /// The page that prevails among those at the path of `chapter`.
    pub fn first(&self, path: &str) -> Option<ChapterId> {
        let pages = self.by_path.get(path)?;
        pages.iter().next().map(|(_, id)| *id)
    }
}

/// The title of a page, else its beginning.
pub(super) fn title(handbook: &Handbook, id: ChapterId) -> Span {
    let chapter = handbook.chapter(id);
    let title = chapter.document.title.as_ref();
    Span::new(chapter.file, title.map_or(0..0, |title| title.span.clone()))
}
