//! Citations with what they point at.

use super::{ArticleId, RegulationId, TextId};
use crate::language::{Level, Path, citation::Fault};
use crate::syntax::{Bytes, Unit};

/// A citation in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Citation {
    /// Index of the block in the document.
    pub block: u32,
    /// All of it but its owner.
    pub span: Bytes,
    pub citing: Citing,
    /// Each unit or range that it names; a relative citation has one.
    pub members: Vec<CitedMember>,
    /// Drafting faults, with ranges in the file.
    pub faults: Vec<Fault>,
    /// The title in brackets or quotation marks right after it: its text and place.
    pub title: Option<(Box<str>, Bytes)>,
}

/// Which work a citation speaks of.
#[derive(Debug, Clone, PartialEq)]
pub enum Citing {
    /// The regulation that it stands in, by name (本制度第五条) or by its place (前款, 本条).
    Own,
    /// No work is named, and nothing says that it is another one.
    Unnamed,
    /// Another regulation of the handbook.
    Other(RegulationId),
    /// A work that the handbook does not hold, with its name as far as it is known.
    External(Option<Box<str>>),
}

/// One unit, or a range of units.
#[derive(Debug, Clone, PartialEq)]
pub struct CitedMember {
    pub span: Bytes,
    /// The numbers that it names, completed from the place that it stands in.
    pub path: Path,
    /// The last number of a range, at the innermost level of `path`.
    pub through: Option<crate::language::Number>,
    pub target: Target,
}

/// What a member of a citation points at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// An article or a unit in it, in the language of the citation; for ranges also its last article.
    Article {
        text: TextId,
        article: ArticleId,
        unit: Unit,
        through: Option<ArticleId>,
    },
    /// A part, chapter or section: index of the chapter file and of the division in its document.
    Division { chapter: super::ChapterId, division: u32 },
    /// A work that the handbook does not hold.
    External,
    /// There is no such unit; the outermost level that is missing.
    Missing(Level),
    /// Nothing certain can be said: a bare paragraph or item whose article is not clear.
    Unclear,
}

impl Target {
    pub fn article(self) -> Option<ArticleId> {
        match self {
            Self::Article { article, .. } => Some(article),
            _ => None,
        }
    }
}
