//! The resolved handbook: regulations, articles paired over languages, roles, reporting lines, duties, citations.
//!
//! Everything that a rule, a page or an editor asks of a handbook is here. Things refer to each other by index, so that
//! the model is built once and never changes.

/// Newtypes around the position of a thing in one of the handbook's lists.
macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}
use index;

mod citation;
mod link;
mod localized;
mod meaning;
mod name;
mod normal;
mod place;
mod review;
mod role;
mod status;
mod subject;

use std::sync::Arc;

use rustc_hash::FxHashMap;

pub use citation::{Citation, CitedMember, Citing, Target};
pub use link::{LinkTarget, leads_out};
pub use localized::{LanguageId, Localized};
pub use meaning::{Aspect, Meaning};
pub use name::{NameFault, Named, is_id, separator_in};
pub use normal::{NormalLine, NormalText, fold, hash, rename_citations};
pub use place::{anchor, anchor_after, division_anchor};
pub use review::{Review, Reviews, source_of};
pub use role::{
    Declaration, DeclarationKind, Duty, NameMatch, ReportingLine, Role, RoleArticle, RoleId, RosterEntry, Term, TermId,
    Unit as OrganisationUnit, UnitId,
};
pub use status::{Sign, Standing, Status};
pub use subject::{NotFound, Subject, find};

use crate::config::pack::{self, Pack};
use crate::config::{FrontMatter, HandbookConfig, TranslationsLock};
use crate::diagnostic::{self, Lint};
use crate::language::{Language, Level, Number};
use crate::source::{FileId, Sources, Span};
use crate::syntax::{self, Block, Bytes, Document};

index!(
    /// Index into [`Handbook::chapters`].
    ChapterId,
    /// Index into [`Handbook::regulations`].
    RegulationId,
    /// Index into [`Handbook::articles`].
    ArticleId,
    /// Index into [`Handbook::texts`].
    TextId
);

/// A handbook as a whole.
#[derive(Debug)]
pub struct Handbook {
    pub sources: Arc<Sources>,
    pub config: HandbookConfig,
    pub lock: TranslationsLock,
    /// The packs that `handbook.toml` names, in its order.
    pub packs: Vec<Arc<Pack>>,
    /// The languages in the order of `handbook.toml`; the first is authoritative.
    pub languages: Vec<HandbookLanguage>,
    pub title: Localized<String>,
    pub organisation: Localized<String>,
    /// Every Markdown file, in the order of the paths.
    pub chapters: Vec<Chapter>,
    pub regulations: Vec<Regulation>,
    /// Articles, each once, whatever the number of languages; those of a regulation stand together, in order.
    pub articles: Vec<Article>,
    /// Articles as they stand in one language; those of a chapter stand together, in order.
    pub texts: Vec<ArticleText>,
    pub roles: Vec<Role>,
    pub units: Vec<OrganisationUnit>,
    pub terms: Vec<Term>,
    /// What each side of a reporting line says, in every language.
    pub declarations: Vec<Declaration>,
    /// What the declarations of the authoritative language come to.
    pub lines: Vec<ReportingLine>,
    pub rosters: Vec<RosterEntry>,
    /// Files of the handbook that are copied to the site as they are: paths from its folder.
    pub assets: Vec<String>,
    /// What is wrong with files as such.
    pub file_problems: Vec<FileProblem>,
    /// What is wrong with the theme.
    pub theme_problems: Vec<ThemeProblem>,
    /// What is wrong with settings and front matter.
    pub config_problems: Vec<crate::config::Problem>,
    pub(crate) roles_by_id: FxHashMap<String, RoleId>,
    pub(crate) chapters_by_path: FxHashMap<(LanguageId, Arc<str>), ChapterId>,
}

/// A file that could not be read as it should be.
#[derive(Debug, Clone)]
pub struct FileProblem {
    /// The first bad place, else the beginning of a file.
    pub span: Span,
    /// The path, which need not be a file that was read.
    pub path: String,
    /// The encoding that it seems to be in.
    pub encoding: Option<&'static str>,
    /// Names the reason in the language packs' `[disk]` table.
    pub reason: &'static str,
    pub parameters: Vec<(&'static str, String)>,
}

/// A theme that cannot be used as it is.
#[derive(Debug, Clone)]
pub struct ThemeProblem {
    /// The fault in the template, else the setting that names the theme.
    pub span: Span,
    pub fault: ThemeFault,
}

#[derive(Debug, Clone)]
pub enum ThemeFault {
    /// The theme chosen does not exist.
    Missing { name: String },
    /// A template that cannot be read, and the template engine's own English.
    Template { path: String, reason: String },
}

/// A language of the handbook.
#[derive(Debug, Clone)]
pub struct HandbookLanguage {
    /// The tag as `handbook.toml` writes it, which names the folder.
    pub tag: String,
    pub language: &'static Language,
}

impl From<&'static Language> for HandbookLanguage {
    fn from(language: &'static Language) -> Self {
        let tag = language.pack.tag.clone();
        Self { tag, language }
    }
}

/// What a Markdown file is within its handbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChapterKind {
    /// The page at the root of a language.
    Welcome,
    /// A free page.
    Page,
    /// The `index.md` of a regulation's folder.
    Index,
    /// A chapter in a regulation's folder.
    Chapter,
    /// A file that is a whole regulation.
    Whole,
}

/// A Markdown file.
#[derive(Debug)]
pub struct Chapter {
    pub file: FileId,
    pub language: LanguageId,
    /// Path within the language's folder, without `.md`: `customer-service/01-positions`. Pairs files over languages.
    pub path: Arc<str>,
    pub kind: ChapterKind,
    pub regulation: Option<RegulationId>,
    pub document: Arc<Document>,
    /// Its articles in [`Handbook::texts`].
    pub texts: std::ops::Range<u32>,
    /// Citations, role mentions and links outside articles.
    pub marks: Vec<Mark>,
    pub citations: Vec<Citation>,
}

/// A regulation: a scope of numbering.
#[derive(Debug)]
pub struct Regulation {
    /// Its path: `customer-service`, `attendance`.
    pub id: Arc<str>,
    pub editions: Localized<Edition>,
    /// Its articles in [`Handbook::articles`].
    pub articles: std::ops::Range<u32>,
}

/// A regulation in one language.
#[derive(Debug)]
pub struct Edition {
    pub language: LanguageId,
    /// Folder or file, from the handbook's folder.
    pub path: String,
    pub title: String,
    pub title_span: Option<Span>,
    pub front_matter: FrontMatter,
    /// In order; the index page first where there is one.
    pub chapters: Vec<ChapterId>,
    /// Article heads in the order of the text, repeated numbers included.
    pub texts: Vec<TextId>,
    /// The first article text of each number.
    pub numbers: FxHashMap<Number, TextId>,
}

/// How an article is named, in every language alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ArticleKey {
    /// By its `{#id}`.
    Named(Box<str>),
    /// By its number.
    Numbered(Number),
    /// By its number and how often the number came before.
    Repeated(Number, u32),
}

impl std::fmt::Display for ArticleKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Named(id) => out.write_str(id),
            Self::Numbered(number) => write!(out, "art-{number}"),
            Self::Repeated(number, times) => write!(out, "art-{number}.r{times}"),
        }
    }
}

/// An article, whatever the language.
#[derive(Debug)]
pub struct Article {
    pub regulation: RegulationId,
    pub key: ArticleKey,
    pub texts: Localized<TextId>,
}

/// An article as it stands in one language.
#[derive(Debug)]
pub struct ArticleText {
    pub article: ArticleId,
    pub regulation: RegulationId,
    pub language: LanguageId,
    pub chapter: ChapterId,
    /// Index into the document's articles.
    pub node: u32,
    pub citations: Vec<Citation>,
    /// Role names and glossary terms in its text, in order, not overlapping each other or the citations.
    pub marks: Vec<Mark>,
}

/// A name in a text that becomes a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Index into the document's blocks.
    pub block: u32,
    pub span: Bytes,
    pub to: MarkTarget,
}

/// What stands in a block of a document. Lists of such things are in the order of their blocks.
pub trait InBlock {
    /// Index into the document's blocks.
    fn block(&self) -> u32;
}

impl InBlock for Mark {
    fn block(&self) -> u32 {
        self.block
    }
}

impl InBlock for Citation {
    fn block(&self) -> u32 {
        self.block
    }
}

/// Those of `all` that stand in the blocks of a range.
pub fn in_blocks<T: InBlock>(all: &[T], blocks: std::ops::Range<u32>) -> &[T] {
    let start = all.partition_point(|one| one.block() < blocks.start);
    let length = all[start..].partition_point(|one| one.block() < blocks.end);
    &all[start..start + length]
}

/// Those of `all` that stand in one block, by its index.
pub fn in_block<T: InBlock>(all: &[T], block: usize) -> &[T] {
    let block = block as u32;
    in_blocks(all, block..block + 1)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkTarget {
    Role(RoleId),
    Term(TermId),
    /// A department.
    Unit(UnitId),
}

impl Handbook {
    pub fn language(&self, id: LanguageId) -> &'static Language {
        self.languages[id.index()].language
    }

    pub fn tag(&self, id: LanguageId) -> &str {
        &self.languages[id.index()].tag
    }

    /// All languages' ids, the authoritative one first.
    pub fn language_ids(&self) -> impl Iterator<Item = LanguageId> + use<> {
        (0..self.languages.len()).map(|index| LanguageId(index as u8))
    }

    pub fn chapter(&self, id: ChapterId) -> &Chapter {
        &self.chapters[id.index()]
    }

    pub fn regulation(&self, id: RegulationId) -> &Regulation {
        &self.regulations[id.index()]
    }

    pub fn article(&self, id: ArticleId) -> &Article {
        &self.articles[id.index()]
    }

    pub fn text(&self, id: TextId) -> &ArticleText {
        &self.texts[id.index()]
    }

    pub fn role(&self, id: RoleId) -> &Role {
        &self.roles[id.index()]
    }

    pub fn role_by_id(&self, id: &str) -> Option<RoleId> {
        self.roles_by_id.get(id).copied()
    }

    /// The chapter of a language at a path without `.md`.
    pub fn chapter_at(&self, language: LanguageId, path: &str) -> Option<ChapterId> {
        self.chapters_by_path.get(&(language, Arc::from(path))).copied()
    }

    pub fn role_ids(&self) -> impl Iterator<Item = RoleId> + use<> {
        (0..self.roles.len() as u32).map(RoleId)
    }

    pub fn article_ids(&self) -> impl Iterator<Item = ArticleId> + use<> {
        (0..self.articles.len() as u32).map(ArticleId)
    }

    pub fn text_ids(&self) -> impl Iterator<Item = TextId> + use<> {
        (0..self.texts.len() as u32).map(TextId)
    }

    /// The packs that are the house's own.
    pub fn house_packs(&self) -> impl Iterator<Item = &Pack> {
        let is_builtin = |pack: &Pack| pack::builtin_pack_names().any(|name| name == pack.name);
        let packs = self.packs.iter().map(|pack| &**pack);
        packs.filter(move |pack| !is_builtin(pack))
    }

    /// Every lint that the handbook can speak of: the program's own, those of the packs built in, named or not, and
    /// those of the house's own packs.
    pub fn lints(&self) -> impl Iterator<Item = &Lint> {
        let builtin = pack::builtin_packs().iter().map(|pack| &**pack);
        let packs = builtin.chain(self.house_packs()).flat_map(|pack| &pack.rules);
        diagnostic::lints().iter().chain(packs.map(|rule| &*rule.lint))
    }

    /// The lint with this code or name, in any case.
    pub fn lint(&self, code_or_name: &str) -> Option<&Lint> {
        let is_meant =
            |lint: &&Lint| lint.code.eq_ignore_ascii_case(code_or_name) || lint.name.eq_ignore_ascii_case(code_or_name);
        diagnostic::lint(code_or_name).or_else(|| self.lints().find(is_meant))
    }

    /// The chapter an article text stands in.
    pub fn chapter_of(&self, text: &ArticleText) -> &Chapter {
        self.chapter(text.chapter)
    }

    /// The article as its file says it.
    pub fn node(&self, text: &ArticleText) -> &syntax::Article {
        &self.chapter_of(text).document.articles[text.node as usize]
    }

    /// The whole text of the file that a chapter is.
    pub fn source(&self, chapter: &Chapter) -> &str {
        &self.sources.file(chapter.file).text
    }

    /// The plain text of a block of a chapter.
    pub fn block_text<'a>(&'a self, chapter: &'a Chapter, block: &Block) -> syntax::Text<'a> {
        let spaced = self.language(chapter.language).pack.spaced;
        chapter.document.text(self.source(chapter), block, spaced)
    }

    /// A span in the file of an article text.
    pub fn span(&self, text: &ArticleText, bytes: &Bytes) -> Span {
        Span::new(self.chapter_of(text).file, bytes.clone())
    }

    /// The article's label in its language: 第五条.
    pub fn label(&self, text: &ArticleText) -> String {
        self.language(text.language)
            .label(Level::Article, self.node(text).number)
    }

    /// The same as its file writes it, without marks.
    pub fn written_label(&self, text: &ArticleText) -> String {
        let node = self.node(text);
        let source = self.source(self.chapter_of(text));
        let written = &source[node.label.start as usize..node.label.end as usize];
        if written.is_empty() || written.contains(['*', '_', '\\', '&', '<', '`']) {
            self.label(text)
        } else {
            written.to_owned()
        }
    }

    /// The edition that an article text belongs to.
    pub fn edition_of(&self, text: &ArticleText) -> &Edition {
        let editions = &self.regulation(text.regulation).editions;
        // Every text was put into the edition of its language when the model was built.
        editions
            .get(text.language)
            .unwrap_or_else(|| unreachable!("a text without its edition"))
    }

    /// `customer-service#marketing-associate`, the name of an article in findings.
    pub fn article_name(&self, article: &Article) -> String {
        format!("{}#{}", self.regulation(article.regulation).id, article.key)
    }

    /// The name of an article for a finding, with the label in each language that has it.
    pub fn text_for(&self, article: ArticleId, language: LanguageId) -> Option<&ArticleText> {
        self.article(article).texts.get(language).map(|&id| self.text(id))
    }
}
