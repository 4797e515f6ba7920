//! The site: the handbook as pages for people, and as data for programs.
//!
//! Every page exists in every language of the handbook at the same path below the language's folder, so that the
//! language switch always leads to the same place. What is missing in a language is shown in the one that has it. All
//! links are relative and end in `.html`: a site works below any address and straight from a folder.

mod accent;
mod aliases;
mod article;
mod blocks;
mod body;
mod chart;
mod cited;
mod concerns;
mod feed;
mod inline;
mod links;
mod llms;
mod meta;
mod outline;
mod pages;
mod places;
mod plain;
mod public;
mod search;
mod sitemap;
mod status;
mod theme;
pub mod view;
mod words;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::html;
use crate::model::{Handbook, LanguageId, NameMatch, RoleId, TextId};
use crate::source::FileId;
use places::Places;
use theme::Theme;
pub use theme::ThemeError;
use words::Words;

/// How a site is built.
#[derive(Debug, Clone, Default)]
pub struct SiteOptions {
    /// The address that the site will have. It overrides that of `handbook.toml`.
    pub base_url: Option<String>,
    /// The day whose state is shown: what is not yet in force by then, or overdue for review, says so.
    pub as_of: Option<Date>,
    /// Name of the theme. It overrides that of `handbook.toml`.
    pub theme: Option<String>,
    /// Number of findings that readers should know of; 0 for none.
    pub findings: usize,
}

/// The files of a site.
#[derive(Debug, Default)]
pub struct Site {
    files: BTreeMap<String, Vec<u8>>,
}

impl Site {
    /// Each file's path with `/` and its bytes, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// The bytes of one file.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }
}

/// What all pages are made from.
struct Shared<'a> {
    handbook: &'a Handbook,
    options: &'a SiteOptions,
    places: Places,
    /// The interface words of each language.
    words: Vec<Words>,
    /// The roles that fields name, by the place of the name.
    declared: FxHashMap<(FileId, u32), RoleId>,
    /// The roles whose duties texts state.
    role_texts: FxHashMap<TextId, RoleId>,
    cited_by: cited::CitedBy,
    concerns: concerns::Concerns,
    /// The translations whose source has changed since they were reviewed.
    stale: FxHashSet<TextId>,
    base_url: Option<String>,
    /// Path of the logo in the site, where there is one.
    logo: Option<String>,
}

impl<'a> Shared<'a> {
    fn new(handbook: &'a Handbook, options: &'a SiteOptions) -> Self {
        let declared = handbook
            .declarations
            .iter()
            .filter_map(|declaration| match declaration.names {
                NameMatch::Role(role) => Some(((declaration.span.file, declaration.span.start), role)),
                _ => None,
            });
        let role_texts = handbook.role_ids().flat_map(|role| {
            handbook
                .role(role)
                .articles
                .iter()
                .map(move |article| (article.text, role))
        });
        let role_texts = role_texts.collect();
        let places = Places::new(handbook);
        let configured = || handbook.config.base_url.as_ref().map(|url| url.value.clone());
        let base_url = options.base_url.clone().or_else(configured);
        Self {
            handbook,
            options,
            words: handbook
                .languages
                .iter()
                .map(|language| Words::new(language.language))
                .collect(),
            concerns: concerns::Concerns::new(handbook, &places, &role_texts),
            places,
            declared: declared.collect(),
            role_texts,
            cited_by: cited::CitedBy::new(handbook),
            stale: status::stale(handbook),
            base_url: base_url.map(|url| format!("{}/", url.trim_end_matches('/'))),
            logo: None,
        }
    }

    fn words(&self, language: LanguageId) -> &Words {
        &self.words[language.index()]
    }

    /// The handbook's title in `language`.
    fn title(&self, language: LanguageId) -> &str {
        let title = self.handbook.title.best(language).map(String::as_str);
        title
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| self.words(language).get("untitled"))
    }
}

/// Renders the whole site.
///
/// `theme_files` are the handbook's own theme files by path below `themes/`. `assets` are files to be copied, by path
/// from the handbook's folder; those below `themes/` belong to a theme and go where its stylesheets go.
///
/// # Errors
/// A template does not read or cannot be filled, or the theme does not exist.
pub fn site(
    handbook: &Handbook,
    options: &SiteOptions,
    theme_files: &[(String, String)],
    assets: Vec<(String, Vec<u8>)>,
) -> Result<Site, ThemeError> {
    let configured = || handbook.config.theme.as_ref().map(|theme| theme.value.as_str());
    let chosen = options.theme.as_deref().or_else(configured);
    let theme = Theme::new(chosen, theme_files, &handbook.config.site)?;
    let assets = assets.into_iter();
    let mut files: BTreeMap<String, Vec<u8>> = assets
        .filter_map(|(path, bytes)| Some((theme.asset_path(&path)?, bytes)))
        .collect();
    let mut shared = Shared::new(handbook, options);
    let logo = handbook.config.site.logo.as_ref();
    shared.logo = logo
        .and_then(|path| theme.asset_path(&path.value))
        .filter(|path| files.contains_key(path) || theme.has_asset(path));
    let frames = pages::Frames::new(&shared, &theme)?;

    let mut jobs: Vec<(LanguageId, places::PageId)> = Vec::new();
    for language in handbook.language_ids() {
        jobs.extend(shared.places.ids().map(|page| (language, page)));
    }
    let pages: Vec<(String, String)> = jobs
        .into_par_iter()
        .map(|(language, page)| {
            let at = places::Location { language, page };
            Ok((shared.places.path(handbook, at), pages::page(&shared, &frames, at)?))
        })
        .collect::<Result<_, ThemeError>>()?;

    files.extend(pages.into_iter().map(|(path, html)| (path, html.into_bytes())));
    files.extend(pages::files(&shared).map(|(path, text)| (path, text.into_bytes())));
    files.insert("index.html".to_owned(), pages::chooser(&shared, &frames)?.into_bytes());
    files.insert("404.html".to_owned(), pages::not_found(&shared, &frames)?.into_bytes());
    files.insert("handbook.json".to_owned(), public::handbook_json(&shared).into_bytes());
    files.insert(public::SCHEMA_PATH.to_owned(), public::schema().into_bytes());
    files.insert("sitemap.xml".to_owned(), sitemap::sitemap(&shared).into_bytes());
    files.insert("robots.txt".to_owned(), sitemap::robots(&shared).into_bytes());
    files.insert("llms.txt".to_owned(), llms::llms(&shared).into_bytes());
    for language in handbook.language_ids() {
        let index = search::index(&shared, language).into_iter();
        files.extend(index.map(|(path, text)| (path, text.into_bytes())));
    }
    let feeds = handbook
        .language_ids()
        .filter_map(|language| feed::feed(&shared, language));
    files.extend(feeds.map(|(path, text)| (path, text.into_bytes())));
    files.extend(theme.into_assets().map(|(path, text)| (path, text.into_bytes())));
    Ok(Site { files })
}

/// What is wrong with the theme that the settings choose and with the handbook's own templates, as far as it shows
/// before they are filled. `theme_files` are those of [`site`].
pub fn theme_faults(handbook: &Handbook, theme_files: &[(String, String)]) -> Vec<ThemeError> {
    let chosen = handbook.config.theme.as_ref().map(|theme| theme.value.as_str());
    if chosen.is_none() && theme_files.is_empty() {
        return Vec::new();
    }
    theme::faults(chosen, theme_files)
}

#[cfg(test)]
mod tests;
