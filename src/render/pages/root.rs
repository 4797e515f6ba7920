//! The pages at the root of the site, which belong to no language: the choice of one, and the page for what is not there.

use super::super::places::{Location, WELCOME};
use super::super::theme::ThemeError;
use super::super::view::{ChooserLanguageView, ChooserView, PageView};
use super::super::{Shared, html};
use super::Frames;
use crate::model::LanguageId;

/// The page at the root, which lets a reader choose a language.
///
/// # Errors
/// Its template fails.
pub(in super::super) fn chooser(shared: &Shared<'_>, frames: &Frames) -> Result<Vec<u8>, ThemeError> {
    root_page(shared, frames, "chooser", "")
}

/// The page for addresses that there are not. It may be shown at any address, so its links are absolute where the
/// site's own address is known.
///
/// # Errors
/// Its template fails.
pub(in super::super) fn not_found(shared: &Shared<'_>, frames: &Frames) -> Result<Vec<u8>, ThemeError> {
    root_page(
        shared,
        frames,
        "not-found",
        shared.base_url.as_deref().unwrap_or_default(),
    )
}

fn root_page(shared: &Shared<'_>, frames: &Frames, kind: &'static str, root: &str) -> Result<Vec<u8>, ThemeError> {
    let handbook = shared.handbook;
    let languages = handbook.language_ids().map(|language| {
        let words = shared.words(language);
        let mut href = root.to_owned();
        html::encode(
            &mut href,
            &shared.places.path(
                handbook,
                Location {
                    language,
                    page: WELCOME,
                },
            ),
        );
        ChooserLanguageView {
            tag: handbook.tag(language).to_owned(),
            name: handbook.language(language).pack.name.clone(),
            title: shared.title(language).to_owned(),
            organisation: handbook.organisation.best(language).cloned(),
            href,
            not_found: words.get("not-found"),
            open: words.get("open"),
        }
    });
    let view = ChooserView {
        languages: languages.collect(),
    };
    let page = PageView {
        kind,
        meta: shared.root_meta(root, kind == "chooser"),
        title: shared.title(LanguageId::AUTHORITATIVE).to_owned(),
        anchor: None,
        root: root.to_owned(),
        languages: Vec::new(),
        breadcrumbs: Vec::new(),
        status: None,
        notices: Vec::new(),
        lang: None,
        edition: None,
        edit: None,
    };
    let mut context = frames.context(LanguageId::AUTHORITATIVE);
    context.insert("page", &page);
    context.insert("chooser", &view);
    frames.theme.render(&format!("{kind}.html"), &context)
}
