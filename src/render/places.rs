//! Where everything stands in the site: one list of pages, the same for every language.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::html;
use crate::model::{
    ArticleId, ArticleText, Chapter, ChapterId, ChapterKind, Handbook, LanguageId, Localized, RegulationId, RoleId,
    TermId, TextId, UnitId, anchor,
};
use crate::syntax::Unit;

/// Index of a page; the same page in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageId(u32);

/// Index into [`Places::files`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileIndex(u32);

/// A page in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location {
    pub language: LanguageId,
    pub page: PageId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    Welcome,
    Roles,
    Role(RoleId),
    /// What the people in a role read in their first days.
    FirstDays(RoleId),
    /// The record that a role's duties were presented.
    Acknowledgement(RoleId),
    /// Two roles side by side.
    Compare,
    Organisation,
    Glossary,
    /// The articles that bind everyone.
    Everyone,
    Search,
    Regulation(RegulationId),
    Chapter(FileIndex),
    Print(RegulationId),
    /// A file in two languages.
    SideBySide(FileIndex),
    Free(FileIndex),
}

/// A source file, whatever the language.
#[derive(Debug)]
pub struct File {
    pub regulation: Option<RegulationId>,
    pub chapters: Localized<ChapterId>,
    pub page: PageId,
    /// The page that has it in two languages, where there are two.
    pub beside: Option<PageId>,
    /// Its place among the files of its regulation.
    pub order: usize,
}

/// The pages of a role.
#[derive(Debug, Clone, Copy)]
pub struct RolePages {
    pub duties: PageId,
    /// Nothing for roles outside the handbook.
    pub first_days: Option<PageId>,
    /// Nothing for roles whose duties no article states.
    pub acknowledgement: Option<PageId>,
}

/// The pages of a site and what stands on them.
pub struct Places {
    pages: Vec<(PageKind, String)>,
    files: Vec<File>,
    file_of: Vec<FileIndex>,
    /// Files of each regulation in order, its index page first.
    regulation_files: Vec<Vec<FileIndex>>,
    regulation_pages: Vec<(PageId, PageId)>,
    role_pages: Vec<RolePages>,
    articles_by_key: FxHashMap<(RegulationId, String), ArticleId>,
}

pub const WELCOME: PageId = PageId(0);
pub const ROLES: PageId = PageId(1);
pub const ORGANISATION: PageId = PageId(2);
pub const GLOSSARY: PageId = PageId(3);
pub const EVERYONE: PageId = PageId(4);
pub const COMPARE: PageId = PageId(5);
pub const SEARCH: PageId = PageId(6);

impl Places {
    pub fn new(handbook: &Handbook) -> Self {
        let mut places = Self {
            pages: Vec::new(),
            files: Vec::new(),
            file_of: vec![FileIndex(0); handbook.chapters.len()],
            regulation_files: vec![Vec::new(); handbook.regulations.len()],
            regulation_pages: Vec::new(),
            role_pages: Vec::new(),
            articles_by_key: FxHashMap::default(),
        };
        let mut taken = FxHashSet::default();
        let mut add = |pages: &mut Vec<(PageKind, String)>, kind, wanted: String| {
            // A regulation that is called like a page must not have a folder of the page's name.
            let path = free_path(&taken, wanted.replace(".html/", "-html/"));
            // Names that differ by case only are one file on some disks.
            taken.insert(path.to_lowercase());
            pages.push((kind, path));
            PageId(pages.len() as u32 - 1)
        };
        // In the order of the constants above.
        add(&mut places.pages, PageKind::Welcome, "index.html".to_owned());
        add(&mut places.pages, PageKind::Roles, "roles/index.html".to_owned());
        add(
            &mut places.pages,
            PageKind::Organisation,
            "organisation.html".to_owned(),
        );
        add(&mut places.pages, PageKind::Glossary, "glossary.html".to_owned());
        add(&mut places.pages, PageKind::Everyone, "everyone.html".to_owned());
        add(&mut places.pages, PageKind::Compare, "roles/compare.html".to_owned());
        add(&mut places.pages, PageKind::Search, "search.html".to_owned());
        for role in handbook.role_ids() {
            let found = handbook.role(role);
            let mut page = |kind, path: String| add(&mut places.pages, kind, path);
            let id = &found.id;
            places.role_pages.push(RolePages {
                duties: page(PageKind::Role(role), format!("roles/{id}.html")),
                first_days: (!found.external)
                    .then(|| page(PageKind::FirstDays(role), format!("roles/{id}/first-days.html"))),
                acknowledgement: (!found.articles.is_empty()).then(|| {
                    page(
                        PageKind::Acknowledgement(role),
                        format!("roles/{id}/acknowledgement.html"),
                    )
                }),
            });
        }
        for (regulation, index) in handbook.regulations.iter().zip(0..) {
            let id = RegulationId(index);
            let main = add(
                &mut places.pages,
                PageKind::Regulation(id),
                format!("{}/index.html", regulation.id),
            );
            let print = add(
                &mut places.pages,
                PageKind::Print(id),
                format!("{}/print.html", regulation.id),
            );
            places.regulation_pages.push((main, print));
        }
        // The chapters of a path, whatever their languages; what a file is does not depend on its language.
        let mut groups: BTreeMap<(bool, &str), Vec<ChapterId>> = BTreeMap::new();
        for (chapter, index) in handbook.chapters.iter().zip(0..) {
            let key = (chapter.kind != ChapterKind::Index, &*chapter.path);
            groups.entry(key).or_default().push(ChapterId(index));
        }
        for ((_, path), ids) in groups {
            let index = FileIndex(places.files.len() as u32);
            let mut chapters = Localized::default();
            for &id in &ids {
                chapters.set(handbook.chapter(id).language, id);
                places.file_of[id.index()] = index;
            }
            let first = handbook.chapter(ids[0]);
            let page = match (first.kind, first.regulation) {
                (ChapterKind::Welcome, _) => WELCOME,
                (ChapterKind::Index | ChapterKind::Whole, Some(regulation)) => {
                    places.regulation_pages[regulation.index()].0
                }
                (kind, _) => {
                    let kind = match kind {
                        ChapterKind::Page => PageKind::Free(index),
                        _ => PageKind::Chapter(index),
                    };
                    add(&mut places.pages, kind, format!("{path}.html"))
                }
            };
            let beside = first.regulation.filter(|_| ids.len() > 1).map(|regulation| {
                let regulation = &*handbook.regulation(regulation).id;
                let inside = path.strip_prefix(regulation).and_then(|rest| rest.strip_prefix('/'));
                let inside = inside.unwrap_or("index");
                let path = format!("{regulation}/side-by-side/{inside}.html");
                add(&mut places.pages, PageKind::SideBySide(index), path)
            });
            let mut siblings = first.regulation.map(|id| &mut places.regulation_files[id.index()]);
            let order = siblings.as_ref().map_or(0, |siblings| siblings.len());
            siblings.iter_mut().for_each(|siblings| siblings.push(index));
            places.files.push(File {
                regulation: first.regulation,
                chapters,
                page,
                beside,
                order,
            });
        }
        for article in handbook.article_ids() {
            let found = handbook.article(article);
            places
                .articles_by_key
                .entry((found.regulation, found.key.to_string()))
                .or_insert(article);
        }
        places
    }

    pub fn ids(&self) -> impl Iterator<Item = PageId> + use<> {
        (0..self.pages.len() as u32).map(PageId)
    }

    pub fn kind(&self, page: PageId) -> PageKind {
        self.pages[page.0 as usize].0
    }

    /// The path within the language's folder.
    pub fn neutral_path(&self, page: PageId) -> &str {
        &self.pages[page.0 as usize].1
    }

    /// The path within the site.
    pub fn path(&self, handbook: &Handbook, at: Location) -> String {
        [handbook.tag(at.language), "/", self.neutral_path(at.page)].concat()
    }

    pub fn file(&self, index: FileIndex) -> &File {
        &self.files[index.0 as usize]
    }

    pub fn files(&self) -> impl Iterator<Item = (FileIndex, &File)> {
        (0..).map(FileIndex).zip(&self.files)
    }

    pub fn file_of(&self, chapter: ChapterId) -> FileIndex {
        self.file_of[chapter.index()]
    }

    /// The files of a regulation in order, its index page first.
    pub fn regulation_files(&self, regulation: RegulationId) -> &[FileIndex] {
        &self.regulation_files[regulation.index()]
    }

    pub fn regulation_page(&self, regulation: RegulationId) -> PageId {
        self.regulation_pages[regulation.index()].0
    }

    pub fn print_page(&self, regulation: RegulationId) -> PageId {
        self.regulation_pages[regulation.index()].1
    }

    /// The page that has all of a regulation: its own where it is a single file, else the one for paper.
    pub fn whole_page(&self, regulation: RegulationId) -> PageId {
        match self.regulation_files(regulation) {
            [_] => self.regulation_page(regulation),
            _ => self.print_page(regulation),
        }
    }

    pub fn role_page(&self, role: RoleId) -> PageId {
        self.role_pages[role.index()].duties
    }

    pub fn role_pages(&self, role: RoleId) -> RolePages {
        self.role_pages[role.index()]
    }

    pub fn page_of(&self, chapter: ChapterId) -> PageId {
        self.file(self.file_of(chapter)).page
    }

    /// The text of an article that the pages in `language` show: its own, else that of the first language that has one.
    pub fn shown_text(&self, handbook: &Handbook, article: ArticleId, language: LanguageId) -> Option<TextId> {
        handbook.article(article).texts.best(language).copied()
    }

    /// The page on which the pages in `language` show an article.
    pub fn article_page(&self, handbook: &Handbook, article: ArticleId, language: LanguageId) -> Option<PageId> {
        let text = self.shown_text(handbook, article, language)?;
        Some(self.page_of(handbook.text(text).chapter))
    }

    /// The chapter that a page in `language` shows for a file.
    pub fn shown_chapter<'h>(
        &self,
        handbook: &'h Handbook,
        file: FileIndex,
        language: LanguageId,
    ) -> Option<&'h Chapter> {
        self.file(file).chapters.best(language).map(|&id| handbook.chapter(id))
    }

    /// The article that an anchor of a regulation belongs to, and the anchor of the article itself.
    pub fn article_at(&self, regulation: RegulationId, anchor: &str) -> Option<ArticleId> {
        let find = |anchor: &str| self.articles_by_key.get(&(regulation, anchor.to_owned())).copied();
        let mut shorter = anchor;
        loop {
            if let Some(found) = find(shorter) {
                return Some(found);
            }
            shorter = shorter.rsplit_once('.')?.0;
        }
    }

    /// The address of a page, or of a place on it, as seen from another page.
    pub fn href(&self, handbook: &Handbook, from: Location, to: Location, anchor: Option<&str>) -> String {
        let mut href = if from == to && anchor.is_some() {
            String::new()
        } else if from.language == to.language {
            html::relative(self.neutral_path(from.page), self.neutral_path(to.page))
        } else {
            // The folders of two languages have nothing in common.
            let mut href = "../".repeat(1 + self.neutral_path(from.page).matches('/').count());
            html::encode(&mut href, handbook.tag(to.language));
            href.push('/');
            html::encode(&mut href, self.neutral_path(to.page));
            href
        };
        if let Some(anchor) = anchor {
            href.push('#');
            html::encode(&mut href, anchor);
        }
        href
    }
}

/// The anchor of a unit of an article.
pub fn unit_anchor(handbook: &Handbook, text: &ArticleText, unit: Unit) -> String {
    let document = &handbook.chapter_of(text).document;
    anchor(&handbook.article(text.article).key, document, handbook.node(text), unit)
}

/// The anchor of a term in the glossary.
pub fn term_anchor(handbook: &Handbook, term: TermId) -> String {
    format!("term-{}", handbook.terms[term.index()].id)
}

/// The anchor of a department in the list of roles.
pub fn unit_heading_anchor(handbook: &Handbook, unit: UnitId) -> String {
    format!("unit-{}", handbook.units[unit.index()].id)
}

/// `wanted`, or the next path like it that no other page has.
fn free_path(taken: &FxHashSet<String>, wanted: String) -> String {
    if !taken.contains(&wanted.to_lowercase()) {
        return wanted;
    }
    let stem = wanted.strip_suffix(".html").unwrap_or(&wanted);
    let mut number = 2;
    loop {
        let path = format!("{stem}-{number}.html");
        if !taken.contains(&path.to_lowercase()) {
            return path;
        }
        number += 1;
    }
}
