//! What a theme sees: the values that templates are filled with. This is the theme's API; a field may be added, but
//! none changes its meaning.
//!
//! Every template gets `site` ([`SiteView`]), `words` (the interface words of the page's language, the keys of the
//! language pack's `[interface]` table with `_` for `-`), `page` ([`PageView`]), `nav` (the main navigation as HTML)
//! and, where there is text of the handbook, `body` (that text as HTML, safe to show as it is). Beside these a page
//! has the view that is named like its template: `chapter.html` gets `chapter` ([`ChapterView`]), and so on.
//!
//! All links are relative to the page that they are for. `lang` is the language tag of a text that is not in the
//! language of its page.

use serde::Serialize;

/// The same for all pages of a language.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    /// Title of the handbook.
    pub title: String,
    pub organisation: Option<String>,
    /// Tag of the page's language.
    pub language: String,
    /// The notice that the handbook has findings.
    pub findings: Option<String>,
    /// Says which language prevails, on pages in another one.
    pub prevails: Option<String>,
    /// Paths of the theme's stylesheets, from the root of the site.
    pub stylesheets: Vec<String>,
    /// Says which day's state is shown.
    pub as_of: Option<String>,
}

/// A page as such.
#[derive(Debug, Clone, Serialize)]
pub struct PageView {
    /// Name of its template without `.html`.
    pub kind: &'static str,
    pub title: String,
    /// The anchor of the heading that the title is.
    pub anchor: Option<String>,
    /// From the page to the root of the site: empty, or `../` some times.
    pub root: String,
    /// The same page in every language, this one included, in the order of the handbook.
    pub languages: Vec<LanguageView>,
    /// The pages above this one, outermost first.
    pub breadcrumbs: Vec<LinkView>,
    /// Notices at the top: not translated, not yet in force, overdue for review.
    pub notices: Vec<String>,
    /// Tag of the language that the main text is in, where that is not the page's.
    pub lang: Option<String>,
    /// One line for the foot of the page: what it belongs to, its version and since when it holds.
    pub edition: Option<String>,
    /// Where a reader proposes a change to the page's source.
    pub edit: Option<String>,
}

/// A page in one language.
#[derive(Debug, Clone, Serialize)]
pub struct LanguageView {
    pub tag: String,
    /// The language's own name for itself.
    pub name: String,
    pub href: String,
    pub current: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct LinkView {
    pub href: String,
    pub title: String,
    pub lang: Option<String>,
}

/// An entry of a list of contents.
#[derive(Debug, Clone, Serialize)]
pub struct ContentView {
    pub href: String,
    /// The number as it is written; empty where there is none.
    pub label: String,
    /// Empty where there is none.
    pub title: String,
    /// 0 for the outermost.
    pub depth: usize,
    /// A part, chapter or section, not an article.
    pub division: bool,
    pub lang: Option<String>,
}

/// `welcome.html`; `body` is the author's page, empty where there is none.
#[derive(Debug, Clone, Serialize)]
pub struct WelcomeView {
    /// Whether an author wrote the page.
    pub written: bool,
    pub regulations: Vec<RegulationLinkView>,
    pub pages: Vec<LinkView>,
    pub departments: Vec<DepartmentView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct RegulationLinkView {
    pub link: LinkView,
    /// The folder that groups it; empty for none.
    pub group: String,
    /// Version and day, in one line.
    pub edition: Option<String>,
}

/// `regulation.html`; `body` is the preamble, or the whole text of a regulation in one file.
#[derive(Debug, Clone, Serialize)]
pub struct RegulationView {
    /// Label and value of what the front matter says.
    pub facts: Vec<FactView>,
    pub print: String,
    /// The chapters with their contents; empty for a regulation in one file.
    pub chapters: Vec<ChapterContentView>,
    /// The contents of this page, for a regulation in one file.
    pub contents: Vec<ContentView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct FactView {
    /// Key of the front matter.
    pub key: &'static str,
    pub label: &'static str,
    pub value: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct ChapterContentView {
    pub link: LinkView,
    pub contents: Vec<ContentView>,
}

/// `chapter.html`; `body` is the chapter's text.
#[derive(Debug, Clone, Serialize)]
pub struct ChapterView {
    pub contents: Vec<ContentView>,
    pub previous: Option<LinkView>,
    pub next: Option<LinkView>,
}

/// `print.html`; `body` is the text of all chapters.
#[derive(Debug, Clone, Serialize)]
pub struct PrintView {
    pub facts: Vec<FactView>,
    pub regulation: LinkView,
}

/// A role wherever it is named.
#[derive(Debug, Clone, Serialize)]
pub struct RoleLinkView {
    pub href: String,
    pub name: String,
    pub department: Option<String>,
}

/// `role.html`; `body` is the text of its article without the fields.
#[derive(Debug, Clone, Serialize)]
pub struct RoleView {
    pub id: String,
    pub name: String,
    /// Its names in the other languages.
    pub names: Vec<NameView>,
    pub aliases: Vec<String>,
    pub department: Option<LinkView>,
    pub external: bool,
    /// Nobody stands above it within the handbook.
    pub top: bool,
    pub superiors: Vec<RoleLinkView>,
    /// Superiors as the article names them, where they are no known roles.
    pub superior_text: Option<String>,
    pub subordinates: Vec<RoleLinkView>,
    pub subordinate_text: Option<String>,
    pub dotted: Vec<RoleLinkView>,
    /// From the top down to the role's first superior.
    pub chain: Vec<RoleLinkView>,
    /// Other roles with the same superior.
    pub peers: Vec<RoleLinkView>,
    /// The other fields of its article.
    pub fields: Vec<FieldView>,
    /// Where its article stands.
    pub sources: Vec<LinkView>,
    /// Number of its duties, nested ones not counted.
    pub duties: usize,
    pub mentions: Vec<MentionView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct NameView {
    pub lang: String,
    pub name: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct FieldView {
    /// Key of the field, for one that the language pack knows.
    pub key: Option<&'static str>,
    pub label: String,
    /// HTML, safe to show as it is.
    pub value: String,
}

/// An article that speaks of a role.
#[derive(Debug, Clone, Serialize)]
pub struct MentionView {
    pub href: String,
    pub label: String,
    pub title: String,
    /// Title of the regulation.
    pub regulation: String,
    /// The sentences that name the role.
    pub sentences: Vec<SentenceView>,
    pub lang: Option<String>,
}

/// A sentence around a name.
#[derive(Debug, Clone, Serialize)]
pub struct SentenceView {
    pub before: String,
    pub name: String,
    pub after: String,
}

/// `roles.html`.
#[derive(Debug, Clone, Serialize)]
pub struct RolesView {
    pub departments: Vec<DepartmentView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct DepartmentView {
    pub anchor: Option<String>,
    /// Empty for roles without a department.
    pub name: String,
    pub names: Vec<NameView>,
    pub roles: Vec<RoleEntryView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct RoleEntryView {
    pub href: String,
    pub name: String,
    pub names: Vec<NameView>,
    /// How many of the roles above it stand in the same department, at most 6.
    pub depth: usize,
    pub superiors: Vec<RoleLinkView>,
    pub headcount: Option<String>,
    pub external: bool,
}

/// `organisation.html`; `body` is the nested list.
#[derive(Debug, Clone, Serialize)]
pub struct OrganisationView {
    /// The chart as SVG, safe to show as it is; empty where there are no roles.
    pub chart: String,
    /// Whether there are lines of each kind.
    pub several_superiors: bool,
    pub dotted: bool,
}

/// `glossary.html`.
#[derive(Debug, Clone, Serialize)]
pub struct GlossaryView {
    pub terms: Vec<TermView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct TermView {
    pub anchor: String,
    pub name: String,
    pub names: Vec<NameView>,
    pub definition: Option<String>,
    /// Language of the definition, where it is not that of the page.
    pub lang: Option<String>,
    /// Forms that are not to be used.
    pub variants: Vec<String>,
    /// The articles that use it.
    pub uses: Vec<LinkView>,
}

/// `chooser.html`, the page at the root: one entry for each language.
#[derive(Debug, Clone, Serialize)]
pub struct ChooserView {
    pub languages: Vec<ChooserLanguageView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ChooserLanguageView {
    pub tag: String,
    pub name: String,
    pub title: String,
    pub organisation: Option<String>,
    pub href: String,
    /// What to say of a page that is not there, and the words of the link.
    pub not_found: &'static str,
    pub open: &'static str,
}
