//! Roles, their duties and their reporting lines; departments; glossary terms.

use super::{ArticleId, LanguageId, Localized, TextId};
use crate::source::Span;
use crate::syntax::FieldKey;

super::index!(
    /// Index into [`super::Handbook::roles`].
    RoleId,
    /// Index into [`super::Handbook::units`].
    UnitId,
    /// Index into [`super::Handbook::terms`].
    TermId
);

/// A role of `roles.toml`.
#[derive(Debug)]
pub struct Role {
    pub id: String,
    pub names: Localized<String>,
    /// Other names; findings point at `span`.
    pub aliases: Localized<Vec<String>>,
    /// Its department.
    pub unit: Option<UnitId>,
    /// Named in the handbook, governed elsewhere.
    pub external: bool,
    /// Nobody stands above it.
    pub top: bool,
    /// Its entry in `roles.toml`.
    pub span: Span,
    pub sort_key: Localized<String>,
    /// The articles that give it its duties, in the order of the texts; more than one is a finding.
    pub articles: Vec<RoleArticle>,
    /// Direct superiors, subordinates and dotted-line superiors as the reporting lines have them.
    pub superiors: Vec<RoleId>,
    pub subordinates: Vec<RoleId>,
    pub dotted: Vec<RoleId>,
    /// Articles that mention it: the texts, each once, in order. Its own articles are not among them.
    pub mentions: Vec<TextId>,
}

/// An article that gives a role its duties, in one language.
#[derive(Debug)]
pub struct RoleArticle {
    pub text: TextId,
    pub article: ArticleId,
    pub language: LanguageId,
    pub duties: Vec<Duty>,
}

/// A duty: an item of a role article.
#[derive(Debug)]
pub struct Duty {
    /// Index of the item's block in the document.
    pub block: u32,
    /// Index of the heading block that groups it, if any.
    pub group: Option<u32>,
    /// It stands under another duty.
    pub nested: bool,
}

/// What one side says about a reporting line.
#[derive(Debug)]
pub struct Declaration {
    /// The role whose article says it.
    pub role: RoleId,
    pub kind: DeclarationKind,
    /// The name as it is written.
    pub name: String,
    pub names: NameMatch,
    pub text: TextId,
    pub language: LanguageId,
    /// Where the name stands.
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeclarationKind {
    Superior,
    Subordinate,
    DottedLine,
}

impl DeclarationKind {
    /// The kind of declaration that a field makes.
    pub fn of(key: FieldKey) -> Option<Self> {
        match key {
            FieldKey::Superior => Some(Self::Superior),
            FieldKey::Subordinates => Some(Self::Subordinate),
            FieldKey::DottedLine => Some(Self::DottedLine),
            _ => None,
        }
    }
}

/// Which role a written name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameMatch {
    Role(RoleId),
    /// The end or the beginning of several roles' names: 协理.
    Ambiguous(Vec<RoleId>),
    /// No role's, with the nearest name there is.
    Unknown(Option<RoleId>),
}

impl NameMatch {
    pub fn role(&self) -> Option<RoleId> {
        match self {
            Self::Role(role) => Some(*role),
            _ => None,
        }
    }
}

/// A reporting line, by what the authoritative language declares.
#[derive(Debug)]
pub struct ReportingLine {
    pub superior: RoleId,
    pub subordinate: RoleId,
    /// The subordinate's article names its superior: index into the declarations.
    pub by_subordinate: Option<u32>,
    /// The superior's article lists its subordinate: index into the declarations.
    pub by_superior: Option<u32>,
}

/// A post on a list of posts.
#[derive(Debug)]
pub struct RosterEntry {
    pub text: TextId,
    pub name: String,
    pub names: NameMatch,
    pub span: Span,
    /// The headcount that the list gives, with its place.
    pub headcount: Option<(u32, Span)>,
}

/// A department.
#[derive(Debug)]
pub struct Unit {
    pub id: String,
    pub names: Localized<String>,
    pub aliases: Localized<Vec<String>>,
    pub span: Span,
}

/// A glossary term.
#[derive(Debug)]
pub struct Term {
    pub id: String,
    pub names: Localized<String>,
    /// Forms that are not to be used.
    pub variants: Localized<Vec<String>>,
    pub definition: Localized<String>,
    pub sort_key: Localized<String>,
    pub span: Span,
    /// The articles that use it.
    pub uses: Vec<TextId>,
}

impl Role {
    /// Its name in `language`, else in the first language that names it, else its id.
    pub fn name(&self, language: LanguageId) -> &str {
        self.names.best(language).map_or(&self.id, String::as_str)
    }

    /// Its article in `language`: the first where there are several.
    pub fn article(&self, language: LanguageId) -> Option<&RoleArticle> {
        self.articles.iter().find(|article| article.language == language)
    }
}

impl Unit {
    pub fn name(&self, language: LanguageId) -> &str {
        self.names.best(language).map_or(&self.id, String::as_str)
    }
}

impl Term {
    pub fn name(&self, language: LanguageId) -> &str {
        self.names.best(language).map_or(&self.id, String::as_str)
    }
}
