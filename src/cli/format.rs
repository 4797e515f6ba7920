//! The forms that `rolebook check` gives its findings.

use clap::ValueEnum;

use super::check::in_reading_order;
use super::words::Words;
use crate::diagnostic::{Diagnostic, Level, Stats};
use crate::report::{self, Checked, Style};
use crate::workspace::Snapshot;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people, with the lines concerned
    Terminal,
    /// A line for each finding
    Short,
    /// A JSON object for each handbook, on a line
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of a GitHub workflow, at most ten of a kind
    Github,
    /// A code quality report for GitLab
    Gitlab,
    /// Test results in JUnit's XML
    Junit,
    /// The Reviewdog Diagnostic Format, with suggestions
    Rdjson,
    /// A page to read, print or send
    Html,
}

/// A handbook that was checked.
pub(super) struct Outcome {
    pub(super) snapshot: Snapshot,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) stats: Stats,
    /// What makes a path of the handbook one that can be opened from here.
    pub(super) prefix: String,
    pub(super) words: Words,
}

impl Format {
    /// The report of one handbook, with a `summary` in the form for people; empty in the forms that hold all handbooks in
    /// one document.
    pub(super) fn each(self, outcome: &Outcome, style: &Style<'_>, summary: bool) -> String {
        let sources = outcome.snapshot.sources();
        let (strings, tag) = (&outcome.words.report, outcome.words.tag.as_str());
        let shown = || in_reading_order(&outcome.diagnostics, sources, &outcome.snapshot.languages());
        match self {
            Self::Json => report::json(&outcome.diagnostics, sources, &outcome.stats, tag),
            Self::Short => report::short(&shown(), sources, strings, tag, style),
            Self::Terminal => {
                let shown = shown();
                let findings = report::terminal(&shown, sources, strings, tag, style);
                if summary {
                    findings + &report::summary(&shown, &outcome.stats, strings)
                } else {
                    findings
                }
            }
            _ => String::new(),
        }
    }

    /// The document that holds the findings of all handbooks; empty in the forms that have none. Findings from level
    /// `least` on make the check fail.
    pub(super) fn all(self, outcomes: &[Outcome], words: &Words, least: Level) -> String {
        let shown: Vec<Vec<Diagnostic>> = outcomes
            .iter()
            .map(|outcome| {
                let (snapshot, found) = (&outcome.snapshot, &outcome.diagnostics);
                in_reading_order(found, snapshot.sources(), &snapshot.languages())
            })
            .collect();
        let strings = outcomes.first().map_or(&words.report, |first| &first.words.report);
        let checked: Vec<Checked<'_>> = outcomes
            .iter()
            .zip(&shown)
            .map(|(outcome, findings)| Checked {
                title: outcome.snapshot.title(&outcome.words.tag),
                findings,
                sources: outcome.snapshot.sources(),
                stats: &outcome.stats,
                prefix: &outcome.prefix,
                tag: &outcome.words.tag,
            })
            .collect();
        match self {
            Self::Terminal | Self::Short | Self::Json => String::new(),
            Self::Sarif => report::sarif(&checked),
            Self::Github => report::github(&checked, strings),
            Self::Gitlab => report::gitlab(&checked),
            Self::Junit => report::junit(&checked, strings, least),
            Self::Rdjson => report::rdjson(&checked),
            Self::Html => report::html(&checked, strings),
        }
    }
}
