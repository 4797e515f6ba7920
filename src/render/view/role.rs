//! What the pages of roles show.

use serde::Serialize;

use super::{CountedLinkView, LinkView, NameView, RoleTermView, StatusView};

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
    /// How the regulations stand that its duties are in.
    pub regulations: Vec<StatusView>,
    /// Number of its duties, nested ones not counted.
    pub duties: usize,
    pub mentions: Vec<MentionView>,
    /// Articles that speak of its department, the first ones of those that stand in no other list of the page.
    pub department_articles: Vec<LinkView>,
    /// How many such articles there are, and where the others are found; nothing where they are all here.
    pub more_department_articles: Option<CountedLinkView>,
    /// Where the articles stand that bind the people in the role as they bind everyone: the chapters, or where there are
    /// many the regulations.
    pub rules: Vec<CountedLinkView>,
    /// The terms in its articles.
    pub terms: Vec<RoleTermView>,
    /// Address of its list for the first days; nothing for roles outside the handbook.
    pub first_days: Option<String>,
    /// Address of its acknowledgement sheet; nothing where no article states its duties.
    pub acknowledgement: Option<String>,
    /// Address of the page that compares it with a role that the reader chooses.
    pub compare: String,
    /// Comparisons with roles next to it.
    pub comparisons: Vec<LinkView>,
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

/// `roles.html`; `body` is the nested list by reporting line.
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
    /// The articles that speak of it, on the list of roles only.
    pub articles: Vec<LinkView>,
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
