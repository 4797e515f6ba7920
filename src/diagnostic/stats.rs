//! What a check went over, in numbers.

use serde::Serialize;

/// The size of what was checked. Serialised into the JSON report as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Files read.
    pub files: usize,
    /// Their size in bytes.
    pub bytes: u64,
    /// One entry for each regulation and language.
    pub regulations: Vec<RegulationStats>,
    /// Roles that the handbook knows.
    pub roles: usize,
}

impl Stats {
    /// Article heads in all regulations and languages.
    pub fn articles(&self) -> usize {
        self.regulations.iter().map(|regulation| regulation.articles).sum()
    }
}

/// One regulation in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RegulationStats {
    pub id: String,
    /// BCP 47 tag.
    pub language: String,
    /// From the handbook's folder, with `/`.
    pub path: String,
    /// Article heads.
    pub articles: usize,
    pub citations: CitationStats,
}

/// What became of a regulation's citations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CitationStats {
    /// Found their target in the handbook.
    pub resolved: usize,
    /// Name a text that the handbook does not hold.
    pub external: usize,
    /// Have no target where there should be one.
    pub unresolved: usize,
}
