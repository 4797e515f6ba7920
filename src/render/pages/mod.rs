//! The pages: what each kind of page shows, put into its template.

pub(super) mod acknowledgement;
pub(super) mod compare;
mod everyone;
mod first_days;
mod handbook;
mod lists;
mod regulation;
mod role;
mod root;
mod side_by_side;

pub(super) use root::{chooser, not_found};
use rustc_hash::FxHashMap;
pub(super) use side_by_side::other_language;
use tera::{Context, Value};

use super::chart::Tree;
use super::outline::{lang, title_anchor};
use super::places::{GLOSSARY, Location, ORGANISATION, PageId, PageKind, ROLES, SEARCH, WELCOME};
use super::theme::{Theme, ThemeError};
use super::view::{FooterView, LanguageView, LinkView, NameView, PageView, RoleLinkView, SiteView};
use super::{Shared, html};
use crate::model::{Chapter, LanguageId, Localized, RegulationId, RoleId};

/// Entries of the main navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Section {
    Regulations,
    Roles,
    Organisation,
    Glossary,
    Other,
}

impl Section {
    const ALL: [Self; 5] = [
        Self::Regulations,
        Self::Roles,
        Self::Organisation,
        Self::Glossary,
        Self::Other,
    ];

    fn of(kind: PageKind) -> Self {
        match kind {
            PageKind::Regulation(_) | PageKind::Chapter(_) | PageKind::Print(_) | PageKind::SideBySide(_) => {
                Self::Regulations
            }
            PageKind::Roles
            | PageKind::Role(_)
            | PageKind::FirstDays(_)
            | PageKind::Acknowledgement(_)
            | PageKind::Compare => Self::Roles,
            PageKind::Organisation => Self::Organisation,
            PageKind::Glossary => Self::Glossary,
            PageKind::Welcome | PageKind::Everyone | PageKind::Search | PageKind::Free(_) => Self::Other,
        }
    }
}

/// The theme and what is the same on many pages, made once.
pub(super) struct Frames {
    pub theme: Theme,
    site: Vec<Value>,
    words: Vec<Value>,
    nav: FxHashMap<(LanguageId, usize, Section), Value>,
    pub tree: Tree,
}

impl Frames {
    /// # Errors
    /// The template of the navigation fails.
    pub fn new(shared: &Shared<'_>, theme: Theme) -> Result<Self, ThemeError> {
        let handbook = shared.handbook;
        let site = handbook
            .language_ids()
            .map(|language| site_view(shared, &theme, language));
        let mut frames = Self {
            site: site.map(|view| Value::from_serializable(&view)).collect(),
            theme,
            words: shared.words.iter().map(super::words::Words::view).collect(),
            nav: FxHashMap::default(),
            tree: Tree::new(handbook),
        };
        let mut depths: Vec<usize> = shared.places.ids().map(|page| depth(shared, page)).collect();
        depths.sort_unstable();
        depths.dedup();
        for language in handbook.language_ids() {
            for &depth in &depths {
                for section in Section::ALL {
                    let nav = frames.nav(shared, language, depth, section)?;
                    frames.nav.insert((language, depth, section), nav);
                }
            }
        }
        Ok(frames)
    }

    fn nav(
        &self,
        shared: &Shared<'_>,
        language: LanguageId,
        depth: usize,
        section: Section,
    ) -> Result<Value, ThemeError> {
        #[derive(serde::Serialize)]
        struct Entry {
            href: String,
            title: &'static str,
            current: bool,
        }
        let words = shared.words(language);
        let up = "../".repeat(depth);
        let to = |page: PageId| {
            let mut href = up.clone();
            html::encode(&mut href, shared.places.neutral_path(page));
            href
        };
        let regulations = match shared.handbook.regulations.len() {
            1 => to(shared.places.regulation_page(RegulationId(0))),
            _ => to(WELCOME) + "#page-regulations",
        };
        let entries = [
            (regulations, "regulations", Section::Regulations),
            (to(ROLES), "roles", Section::Roles),
            (to(ORGANISATION), "organisation", Section::Organisation),
            (to(GLOSSARY), "glossary", Section::Glossary),
        ]
        .map(|(href, key, own)| Entry {
            href,
            title: words.get(key),
            current: own == section,
        });
        let mut context = self.context(language);
        context.insert("entries", &entries);
        context.insert("home", &to(WELCOME));
        context.insert("search", &to(SEARCH));
        context.insert("root", &format!("../{up}"));
        let html = self.theme.render("nav.html", &context)?;
        Ok(Value::safe_string(&String::from_utf8_lossy(&html)))
    }

    fn context(&self, language: LanguageId) -> Context {
        let mut context = Context::new();
        context.insert_value("site", self.site[language.index()].clone());
        context.insert_value("words", self.words[language.index()].clone());
        context
    }

    /// Fills the template of a page.
    fn fill<V: serde::Serialize>(
        &self,
        shared: &Shared<'_>,
        at: Location,
        page: &PageView,
        view: &V,
        body: &str,
    ) -> Result<Vec<u8>, ThemeError> {
        let section = Section::of(shared.places.kind(at.page));
        let mut context = self.context(at.language);
        let nav = self.nav.get(&(at.language, depth(shared, at.page), section));
        context.insert_value("nav", nav.cloned().unwrap_or_else(|| Value::safe_string("")));
        context.insert("page", page);
        context.insert(page.kind.replace('-', "_"), view);
        context.insert_value("body", Value::safe_string(body));
        self.theme.render(&format!("{}.html", page.kind), &context)
    }
}

/// How many folders a page stands below the folder of its language.
fn depth(shared: &Shared<'_>, page: PageId) -> usize {
    shared.places.neutral_path(page).matches('/').count()
}

fn site_view(shared: &Shared<'_>, theme: &Theme, language: LanguageId) -> SiteView {
    let handbook = shared.handbook;
    let words = shared.words(language);
    let findings = shared.options.findings;
    let count = findings.to_string();
    let authoritative = words.language_name(handbook.language(LanguageId::AUTHORITATIVE));
    SiteView {
        title: shared.title(language).to_owned(),
        organisation: handbook.organisation.best(language).cloned(),
        language: handbook.tag(language).to_owned(),
        findings: (findings > 0).then(|| words.fill("findings", &[("count", &count)])),
        prevails: (language != LanguageId::AUTHORITATIVE)
            .then(|| words.fill("prevails", &[("language", authoritative)])),
        stylesheets: theme.stylesheets().to_vec(),
        page_stylesheets: theme.page_stylesheets().clone(),
        scripts: theme.scripts().clone(),
        public: handbook.config.site.public,
        as_of: words.as_of(shared.options.as_of),
        logo: shared.logo.as_ref().map(|path| {
            let mut href = String::new();
            html::encode(&mut href, path);
            href
        }),
        footer: footer(shared, language),
    }
}

/// The house's text for the foot of pages in `language`; where it has none, that of the first language that has one.
fn footer(shared: &Shared<'_>, language: LanguageId) -> Option<FooterView> {
    let handbook = shared.handbook;
    let texts = &handbook.config.site.footer;
    let own = texts.get(handbook.tag(language)).map(|text| FooterView {
        text: text.value.clone(),
        lang: None,
    });
    own.or_else(|| {
        handbook.language_ids().find_map(|other| {
            let tag = handbook.tag(other);
            Some(FooterView {
                text: texts.get(tag)?.value.clone(),
                lang: Some(tag.to_owned()),
            })
        })
    })
}

/// One page of the site as HTML.
///
/// # Errors
/// Its template fails.
pub(super) fn page(shared: &Shared<'_>, frames: &Frames, at: Location) -> Result<Vec<u8>, ThemeError> {
    match shared.places.kind(at.page) {
        PageKind::Welcome => handbook::welcome(shared, frames, at),
        PageKind::Free(file) => handbook::free(shared, frames, at, file),
        PageKind::Organisation => handbook::organisation(shared, frames, at),
        PageKind::Roles => lists::roles(shared, frames, at),
        PageKind::Glossary => lists::glossary(shared, frames, at),
        PageKind::Search => handbook::search(shared, frames, at),
        PageKind::Role(role) => role::role(shared, frames, at, role),
        PageKind::FirstDays(role) => first_days::first_days(shared, frames, at, role),
        PageKind::Acknowledgement(role) => acknowledgement::acknowledgement(shared, frames, at, role),
        PageKind::Compare => compare::compare(shared, frames, at),
        PageKind::Everyone => everyone::everyone(shared, frames, at),
        PageKind::Regulation(regulation) => regulation::regulation(shared, frames, at, regulation),
        PageKind::Chapter(file) => regulation::chapter(shared, frames, at, file),
        PageKind::SideBySide(file) => side_by_side::side_by_side(shared, frames, at, file),
        PageKind::Print(regulation) => regulation::print(shared, frames, at, regulation),
    }
}

impl Shared<'_> {
    /// The frame of a page, with nothing in it yet but where it stands.
    fn page_view(&self, at: Location, kind: &'static str, title: String) -> PageView {
        let handbook = self.handbook;
        let languages = handbook.language_ids().map(|language| {
            let to = Location {
                language,
                page: at.page,
            };
            LanguageView {
                tag: handbook.tag(language).to_owned(),
                name: handbook.language(language).pack.name.clone(),
                href: self.places.href(handbook, at, to, None),
                current: language == at.language,
            }
        });
        PageView {
            kind,
            meta: self.meta(at, &title),
            title,
            anchor: None,
            root: "../".repeat(depth(self, at.page) + 1),
            languages: languages.collect(),
            breadcrumbs: Vec::new(),
            status: None,
            notices: Vec::new(),
            lang: None,
            edition: None,
            edit: self.edit_settings(at.page),
        }
    }

    /// Notes that a page shows the text of `chapter`.
    fn shows(&self, at: Location, page: &mut PageView, chapter: &Chapter) {
        let handbook = self.handbook;
        page.lang = lang(self, at, chapter);
        page.anchor = title_anchor(self, chapter);
        if page.lang.is_some() {
            let words = self.words(at.language);
            let wanted = words.language_name(handbook.language(at.language));
            let shown = words.language_name(handbook.language(chapter.language));
            page.notices
                .push(words.fill("untranslated-page", &[("wanted", wanted), ("shown", shown)]));
        }
        page.edit = self.edit_address(&handbook.sources.file(chapter.file).path);
        if let Some(description) = self.description(chapter).filter(|_| page.kind != "role") {
            page.meta.description = description;
        }
    }

    pub(super) fn link(&self, from: Location, page: PageId, title: impl Into<String>) -> LinkView {
        let to = Location {
            language: from.language,
            page,
        };
        LinkView {
            href: self.places.href(self.handbook, from, to, None),
            title: title.into(),
            lang: None,
        }
    }

    fn role_link(&self, from: Location, role: RoleId) -> RoleLinkView {
        let found = self.handbook.role(role);
        let unit = found
            .unit
            .map(|unit| self.handbook.units[unit.index()].name(from.language));
        RoleLinkView {
            href: self.link(from, self.places.role_page(role), "").href,
            name: found.name(from.language).to_owned(),
            department: unit.map(str::to_owned),
        }
    }

    /// The names in other languages than `language`.
    fn other_names(&self, names: &Localized<String>, language: LanguageId) -> Vec<NameView> {
        let shown = names.best(language);
        let others = names
            .iter()
            .filter(|(other, name)| *other != language && Some(*name) != shown);
        others
            .map(|(other, name)| NameView {
                lang: self.handbook.tag(other).to_owned(),
                name: name.clone(),
            })
            .collect()
    }
}
