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

mod duties;
mod meta;
mod regulation;
mod role;

use std::collections::BTreeMap;

use serde::Serialize;

pub use duties::{
    AcknowledgementView, ChecklistItemView, ChecklistView, CompareDepartmentView, CompareRoleView, CompareView,
    CountedLinkView, EveryoneView, FirstDaysView, PresentedView, RoleTermView, RuleGroupView, RuleView, RulesView,
};
pub use meta::{AlternateView, MetaView};
pub use regulation::{
    BadgeView, ChapterContentView, ChapterLinkView, ChapterView, PrintView, RegulationGroupView, RegulationLinkView,
    RegulationView, SideBySideView, StatusView,
};
pub use role::{
    DepartmentView, FieldView, MentionView, RoleEntryView, RoleLinkView, RoleView, RolesView, SentenceView,
};

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
    /// Path of the stylesheet of each kind of page that has one of its own, by kind.
    pub page_stylesheets: BTreeMap<String, String>,
    /// Path of each of the theme's scripts from the root of the site, by its name in the theme.
    pub scripts: BTreeMap<String, String>,
    /// Whether search engines are asked in.
    pub public: bool,
    /// Says which day's state is shown.
    pub as_of: Option<String>,
    /// Address of the house's logo from the root of the site.
    pub logo: Option<String>,
    /// What the house wants at the foot of every page.
    pub footer: Option<FooterView>,
}

/// A text at the foot of every page.
#[derive(Debug, Clone, Serialize)]
pub struct FooterView {
    pub text: String,
    pub lang: Option<String>,
}

/// A page as such.
#[derive(Debug, Clone, Serialize)]
pub struct PageView {
    /// Name of its template without `.html`.
    pub kind: &'static str,
    pub title: String,
    /// What the page tells programs.
    pub meta: MetaView,
    /// The anchor of the heading that the title is.
    pub anchor: Option<String>,
    /// From the page to the root of the site: empty, or `../` some times.
    pub root: String,
    /// The same page in every language, this one included, in the order of the handbook.
    pub languages: Vec<LanguageView>,
    /// The pages above this one, outermost first.
    pub breadcrumbs: Vec<LinkView>,
    /// How the regulation stands whose text this is.
    pub status: Option<StatusView>,
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
    /// The same by folder.
    pub regulation_groups: Vec<RegulationGroupView>,
    pub pages: Vec<LinkView>,
    pub departments: Vec<DepartmentView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct FactView {
    /// Key of the front matter.
    pub key: &'static str,
    pub label: &'static str,
    pub value: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct NameView {
    pub lang: String,
    pub name: String,
}

/// `organisation.html`; `body` is the chart as a nested list.
#[derive(Debug, Clone, Serialize)]
pub struct OrganisationView {
    /// The chart as SVG, safe to show as it is: laid out for a page (`wide`) and for a phone (`narrow`), or once where
    /// that serves both. Empty where there are no roles.
    pub chart: String,
    /// What is folded in the chart of a large organisation, each a chart of its own, before those folded in it.
    pub parts: Vec<ChartPartView>,
    /// Whether there are lines of each kind.
    pub several_superiors: bool,
    pub dotted: bool,
}

/// `search.html`.
#[derive(Debug, Clone, Serialize)]
pub struct SearchView {
    /// Where to look when no scripts run.
    pub pages: Vec<LinkView>,
}

/// A part of a large organisation: a department, or all that is below a superior.
#[derive(Debug, Clone, Serialize)]
pub struct ChartPartView {
    /// The anchor that its box leads to.
    pub anchor: String,
    pub title: String,
    /// Says how many roles it holds.
    pub roles: String,
    /// As SVG, safe to show as it is.
    pub chart: String,
    /// As a nested list: HTML, safe to show as it is.
    pub list: String,
    /// How many parts end with it. A part begins within the one that it is folded in, which ends after it.
    pub ends: usize,
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
