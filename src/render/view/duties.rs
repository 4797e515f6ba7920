//! What the pages beside a role's own page show: the first days, the acknowledgement sheet, the comparison, and the
//! articles that bind everyone.

use serde::Serialize;

use super::{BadgeView, LinkView};

/// A link to several things.
#[derive(Debug, Clone, Serialize)]
pub struct CountedLinkView {
    pub href: String,
    pub title: String,
    pub lang: Option<String>,
    /// How many things it leads to.
    pub count: usize,
}

/// `everyone.html`: the articles that bind everyone.
#[derive(Debug, Clone, Serialize)]
pub struct EveryoneView {
    pub regulations: Vec<RulesView>,
}

/// The articles of a regulation that bind everyone whom it applies to.
#[derive(Debug, Clone, Serialize)]
pub struct RulesView {
    pub regulation: LinkView,
    /// The departments and roles that it applies to; empty for the whole house.
    pub scope: Vec<LinkView>,
    pub groups: Vec<RuleGroupView>,
}

/// Those that stand in one chapter or section.
#[derive(Debug, Clone, Serialize)]
pub struct RuleGroupView {
    pub anchor: String,
    pub title: String,
    pub lang: Option<String>,
    pub articles: Vec<RuleView>,
}

/// An article that binds everyone.
#[derive(Debug, Clone, Serialize)]
pub struct RuleView {
    pub link: LinkView,
    /// The sentence that speaks to everyone.
    pub sentence: Option<String>,
}

/// `first-days.html`: what the people in a role read in their first days, with boxes to tick.
#[derive(Debug, Clone, Serialize)]
pub struct FirstDaysView {
    /// Id of the role, under which the browser keeps the ticks.
    pub id: String,
    pub role: LinkView,
    /// Which of the fingerprints of an item is that of the page's language, from 0.
    pub language: usize,
    pub lists: Vec<ChecklistView>,
}

/// Things to read that belong together.
#[derive(Debug, Clone, Serialize)]
pub struct ChecklistView {
    pub title: String,
    pub lang: Option<String>,
    pub items: Vec<ChecklistItemView>,
}

/// Something to read.
#[derive(Debug, Clone, Serialize)]
pub struct ChecklistItemView {
    /// Its name in what the browser keeps: the same in every language, and whatever its text.
    pub id: String,
    /// What it says in each language of the handbook, shortened so that a change shows.
    pub fingerprint: String,
    pub title: String,
    pub href: Option<String>,
    pub lang: Option<String>,
    /// What it is about, where that is more than one thing.
    pub links: Vec<LinkView>,
}

/// `acknowledgement.html`: the record that the duties of a role were presented.
#[derive(Debug, Clone, Serialize)]
pub struct AcknowledgementView {
    pub role: LinkView,
    pub department: Option<String>,
    pub regulations: Vec<PresentedView>,
    /// Name of the language of the text, where the handbook has several.
    pub language: Option<String>,
    /// The text presented: the articles of the role as plain text.
    pub text: String,
    /// The tag of its language, where it is not that of the page.
    pub lang: Option<String>,
    /// Address of a file with that text and nothing else.
    pub file: String,
    /// SHA-256 of that file, in groups of four hexadecimal digits.
    pub digest: Vec<String>,
}

/// A regulation as an acknowledgement sheet names it.
#[derive(Debug, Clone, Serialize)]
pub struct PresentedView {
    pub title: String,
    pub lang: Option<String>,
    /// Version and day, in one line.
    pub edition: Option<String>,
    pub badges: Vec<BadgeView>,
}

/// `compare.html`: the roles of which a reader chooses two. What a role is compared by stands in a script beside its
/// page, named like it with `.js`.
#[derive(Debug, Clone, Serialize)]
pub struct CompareView {
    pub departments: Vec<CompareDepartmentView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct CompareDepartmentView {
    /// Empty for roles without a department.
    pub name: String,
    pub roles: Vec<CompareRoleView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct CompareRoleView {
    pub id: String,
    pub name: String,
    pub href: String,
}

/// A glossary term in the articles of a role.
#[derive(Debug, Clone, Serialize)]
pub struct RoleTermView {
    pub href: String,
    pub name: String,
    pub definition: Option<String>,
    /// Language of the definition, where it is not that of the page.
    pub lang: Option<String>,
}
