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

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::html;
use crate::model::{ChapterId, Handbook, LanguageId, NameMatch, RoleId, TextId};
use crate::source::FileId;
use pages::{Frames, acknowledgement, compare};
use places::{Location, Places};
use theme::Theme;
pub use theme::ThemeError;
use words::Words;

/// Bytes of the stack of a thread that fills templates: as they include each other the engine calls itself, which may take
/// more than the usual two million. The system gives memory only for what is used.
pub const STACK: usize = 16 << 20;

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

/// A file of the site.
#[derive(Debug)]
pub enum File<'r> {
    Made(Cow<'r, [u8]>),
    /// A copy of the file at this path in the handbook's folder.
    Asset(&'r str),
}

/// Makes each file of a site when it is asked for.
#[allow(missing_debug_implementations, reason = "templates show nothing of themselves")]
pub struct Renderer<'a> {
    shared: Shared<'a>,
    frames: Frames,
    /// The pages by their paths in the site.
    pages: BTreeMap<String, Location>,
    /// Where the files that are copied come from, by their paths in the site.
    assets: BTreeMap<String, String>,
    /// The files beside the pages, by their paths in the site.
    data: BTreeMap<String, Data>,
    /// The files of each language's search index.
    search: Vec<OnceLock<BTreeMap<String, String>>>,
}

impl<'a> Renderer<'a> {
    /// Makes ready what all pages share.
    ///
    /// `theme_files` are the handbook's own theme files by path below `themes/`. `assets` are files to be copied, by path
    /// from the handbook's folder; those below `themes/` belong to a theme and go where its stylesheets go.
    ///
    /// # Errors
    /// A template does not read, or the theme does not exist.
    pub fn new<'p>(
        handbook: &'a Handbook,
        options: &'a SiteOptions,
        theme_files: &[(String, String)],
        assets: impl Iterator<Item = &'p str>,
    ) -> Result<Self, ThemeError> {
        let configured = || handbook.config.theme.as_ref().map(|theme| theme.value.as_str());
        let chosen = options.theme.as_deref().or_else(configured);
        let (theme, mut shared) = rayon::join(
            || Theme::new(chosen, theme_files, &handbook.config.site),
            || Shared::new(handbook, options),
        );
        let theme = theme?;
        let assets: BTreeMap<String, String> = assets
            .filter_map(|path| Some((theme.asset_path(path)?, path.to_owned())))
            .collect();
        let logo = handbook.config.site.logo.as_ref();
        shared.logo = logo
            .and_then(|path| theme.asset_path(&path.value))
            .filter(|path| assets.contains_key(path) || theme.asset(path).is_some());
        let places = handbook.language_ids().flat_map(|language| {
            let pages = shared.places.ids();
            pages.map(move |page| Location { language, page })
        });
        let pages = places.map(|at| (shared.places.path(handbook, at), at)).collect();
        Ok(Self {
            frames: Frames::new(&shared, theme)?,
            pages,
            assets,
            data: Data::all(&shared).collect(),
            search: handbook.language_ids().map(|_| OnceLock::new()).collect(),
            shared,
        })
    }

    /// The file at `path` in the site, if there is one.
    ///
    /// # Errors
    /// The template of the page cannot be filled.
    pub fn file(&self, path: &str) -> Result<Option<File<'_>>, ThemeError> {
        if let Some(&at) = self.pages.get(path) {
            return Ok(Some(File::Made(pages::page(&self.shared, &self.frames, at)?.into())));
        }
        if let Some(data) = self.data.get(path) {
            return Ok(data.make(&self.shared).map(|text| File::Made(text.into_bytes().into())));
        }
        let found = match path {
            FRONT => Some(pages::chooser(&self.shared, &self.frames)?.into()),
            NOT_FOUND => Some(pages::not_found(&self.shared, &self.frames)?.into()),
            _ => self
                .frames
                .theme
                .asset(path)
                .or_else(|| self.search_file(path))
                .map(|text| text.as_bytes().into()),
        };
        let asset = || self.assets.get(path).map(|source| File::Asset(source));
        Ok(found.map(File::Made).or_else(asset))
    }

    /// Path of each chapter's file in the handbook's folder, and of the page in the site that shows it.
    pub fn chapters(&self) -> impl Iterator<Item = (&str, String)> {
        let handbook = self.shared.handbook;
        let ids = (0..).map(ChapterId).zip(&handbook.chapters);
        ids.map(move |(id, chapter)| {
            let page = self.shared.places.page_of(id);
            let language = chapter.language;
            let page = self.shared.places.path(handbook, Location { language, page });
            (&*handbook.sources.file(chapter.file).path, page)
        })
    }

    fn search_file(&self, path: &str) -> Option<&str> {
        let mut languages = self.shared.handbook.language_ids();
        let language = languages.find(|&language| path.starts_with(&search::folder(&self.shared, language)))?;
        self.search(language).get(path).map(String::as_str)
    }

    fn search(&self, language: LanguageId) -> &BTreeMap<String, String> {
        self.search[language.index()].get_or_init(|| search::index(&self.shared, language))
    }

    /// The path of every file of the site, in order.
    pub fn paths(&self) -> BTreeSet<&str> {
        // One language after the other: each takes tens of megabytes while it is made.
        let languages = self.shared.handbook.language_ids();
        let searches = languages.flat_map(|language| self.search(language).keys());
        let made = self.pages.keys().chain(self.data.keys()).chain(searches);
        let paths = made.chain(self.assets.keys());
        let theme = self.frames.theme.assets();
        paths
            .map(String::as_str)
            .chain(theme)
            .chain([FRONT, NOT_FOUND])
            .collect()
    }

    /// The bytes of the file at `path`, which is one of [`Self::paths`]. `read` gives those of a file that is copied; one
    /// that has vanished gives nothing.
    ///
    /// # Errors
    /// The template of the page cannot be filled.
    pub fn bytes(
        &self,
        path: &str,
        read: impl Fn(&str) -> Option<Vec<u8>>,
    ) -> Result<Option<Cow<'_, [u8]>>, ThemeError> {
        Ok(match self.file(path)? {
            Some(File::Made(bytes)) => Some(bytes),
            Some(File::Asset(source)) => read(source).map(Cow::from),
            None => None,
        })
    }

    /// The whole site.
    ///
    /// # Errors
    /// The template of a page cannot be filled.
    pub fn site(&self, read: impl Fn(&str) -> Option<Vec<u8>> + Sync) -> Result<Site, ThemeError> {
        let paths: Vec<&str> = self.paths().into_iter().collect();
        let files = paths.into_par_iter().filter_map(|path| {
            let bytes = self.bytes(path, &read).transpose()?;
            Some(bytes.map(|bytes| (path.to_owned(), bytes.into_owned())))
        });
        let files: Vec<(String, Vec<u8>)> = files.collect::<Result<_, ThemeError>>()?;
        Ok(Site {
            files: files.into_iter().collect(),
        })
    }
}

/// The front page, where readers choose a language.
const FRONT: &str = "index.html";
/// What servers show for an address that leads nowhere.
const NOT_FOUND: &str = "404.html";

/// A file beside the pages, for programs or for what the pages do.
#[derive(Debug, Clone, Copy)]
enum Data {
    Handbook,
    Schema,
    SiteMap,
    Robots,
    Llms,
    Feed(LanguageId),
    /// The text of an acknowledgement sheet.
    Sheet(LanguageId, RoleId),
    /// What a role is compared by.
    Compared(LanguageId, RoleId),
}

impl Data {
    /// All of them, with their paths in the site.
    fn all(shared: &Shared<'_>) -> impl Iterator<Item = (String, Self)> {
        let handbook = shared.handbook;
        let roles = move |language| handbook.role_ids().map(move |role| (language, role));
        let feeds = handbook
            .language_ids()
            .map(|language| (feed::path(shared, language), Self::Feed(language)));
        let sheets = handbook.language_ids().flat_map(roles).map(|(language, role)| {
            let path = acknowledgement::text_file(shared, language, role);
            (path, Self::Sheet(language, role))
        });
        let compared = handbook.language_ids().flat_map(roles).map(|(language, role)| {
            let path = compare::script_file(shared, language, role);
            (Some(path), Self::Compared(language, role))
        });
        let whole = [
            ("handbook.json", Self::Handbook),
            (public::SCHEMA_PATH, Self::Schema),
            ("sitemap.xml", Self::SiteMap),
            ("robots.txt", Self::Robots),
            ("llms.txt", Self::Llms),
        ];
        let whole = whole.into_iter().map(|(path, data)| (path.to_owned(), data));
        let some = feeds.chain(sheets).chain(compared);
        whole.chain(some.filter_map(|(path, data)| Some((path?, data))))
    }

    fn make(self, shared: &Shared<'_>) -> Option<String> {
        match self {
            Self::Handbook => Some(public::handbook_json(shared)),
            Self::Schema => Some(public::schema()),
            Self::SiteMap => Some(sitemap::sitemap(shared)),
            Self::Robots => Some(sitemap::robots(shared)),
            Self::Llms => Some(llms::llms(shared)),
            Self::Feed(language) => feed::feed(shared, language),
            Self::Sheet(language, role) => acknowledgement::text(shared, shared.handbook.role(role), language),
            Self::Compared(language, role) => compare::script(shared, language, role),
        }
    }
}

/// What is wrong with the theme that the settings choose and with the handbook's own templates, as far as it shows
/// before they are filled. `theme_files` are those of [`Renderer::new`].
pub fn theme_faults(handbook: &Handbook, theme_files: &[(String, String)]) -> Vec<ThemeError> {
    let chosen = handbook.config.theme.as_ref().map(|theme| theme.value.as_str());
    if chosen.is_none() && theme_files.is_empty() {
        return Vec::new();
    }
    theme::faults(chosen, theme_files)
}

#[cfg(test)]
mod tests;
