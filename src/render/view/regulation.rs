//! What the pages of a regulation show.

use serde::Serialize;

use super::{ContentView, FactView, LinkView, NameView};

#[derive(Debug, Clone, Serialize)]
pub struct RegulationLinkView {
    pub link: LinkView,
    /// The folder that groups it; empty for none.
    pub group: String,
    /// Version and day, in one line.
    pub edition: Option<String>,
    pub status: StatusView,
}

/// How a regulation stands.
#[derive(Debug, Clone, Serialize)]
pub struct StatusView {
    /// The regulation, with its own page.
    pub regulation: LinkView,
    /// What there is to know in short words, the weightiest first; empty where the sources say nothing of it.
    pub badges: Vec<BadgeView>,
    /// Its version and its days, each as one phrase.
    pub facts: Vec<String>,
}

/// A short word on how a regulation stands.
#[derive(Debug, Clone, Serialize)]
pub struct BadgeView {
    /// `draft`, `not-yet-in-force`, `trial`, `trial-ended`, `in-force`, `suspended`, `repealed`, `review-overdue`, or
    /// `other` for a status of the editor's own.
    pub key: &'static str,
    pub text: String,
}

/// `regulation.html`; `body` is the preamble, or the whole text of a regulation in one file.
#[derive(Debug, Clone, Serialize)]
pub struct RegulationView {
    /// Label and value of what the front matter says.
    pub facts: Vec<FactView>,
    /// The page that has all of it for paper.
    pub print: String,
    /// It is one file: this page is all of it and prints as it is.
    pub single: bool,
    /// Its text in two languages side by side.
    pub side_by_side: Option<String>,
    /// The chapters with their contents; empty for a regulation in one file.
    pub chapters: Vec<ChapterContentView>,
    /// The contents of this page, for a regulation in one file.
    pub contents: Vec<ContentView>,
}

/// Regulations that stand in one folder.
#[derive(Debug, Clone, Serialize)]
pub struct RegulationGroupView {
    /// The folder; empty for regulations that stand in none.
    pub name: String,
    pub regulations: Vec<RegulationLinkView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ChapterLinkView {
    pub link: LinkView,
    /// It is the page's own chapter.
    pub current: bool,
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
    /// Its regulation; nothing for a chapter of none.
    pub regulation: Option<LinkView>,
    /// The chapters of its regulation, this one included: all of them, or in a long regulation those around it.
    pub chapters: Vec<ChapterLinkView>,
    /// The regulation has chapters that `chapters` leaves out.
    pub more_chapters: bool,
    pub previous: Option<LinkView>,
    pub next: Option<LinkView>,
    /// Its text in two languages side by side.
    pub side_by_side: Option<String>,
}

/// `side-by-side.html`; `body` is a row for each article, with a column for each of two languages.
#[derive(Debug, Clone, Serialize)]
pub struct SideBySideView {
    /// The page that has the text in one language.
    pub reading: LinkView,
    /// The title in the second column's language.
    pub other_title: Option<NameView>,
    pub previous: Option<LinkView>,
    pub next: Option<LinkView>,
}

/// `print.html`; `body` is the text of all chapters, and empty for a regulation in one file.
#[derive(Debug, Clone, Serialize)]
pub struct PrintView {
    pub facts: Vec<FactView>,
    pub regulation: LinkView,
    /// The regulation is one file: its own page is all of it.
    pub single: bool,
}
