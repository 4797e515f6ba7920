//! `rolebook check`

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use jiff::civil::Date;

use super::baseline::Known;
use super::console::Console;
use super::fix::{Fixed, Fixing};
use super::{Status, unknown_rule};
use crate::diagnostic::{self, Diagnostic, Level};
use crate::report;
use crate::source::Sources;
use crate::workspace::{CheckOptions, Workspace};

#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// Folders of the handbooks
    #[arg(value_name = "DIR", default_value = "handbook")]
    dirs: Vec<PathBuf>,
    /// For people, one line for each finding, or one JSON object for each handbook, on a line
    #[arg(long, default_value = "terminal")]
    format: Format,
    /// Report these rules only: codes, beginnings of codes (RB3) or names
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Vec<String>,
    /// Do not report these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Exit with 1 for warnings too
    #[arg(long, value_name = "LEVEL")]
    deny: Option<Deny>,
    /// The day that review dates and trial periods are held against, as 2026-01-31
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    /// Report only findings that this file does not name
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all findings into the file of --baseline, and report none of them
    #[arg(long, requires = "baseline")]
    update_baseline: bool,
    #[command(flatten)]
    fixing: Fixing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Terminal,
    Short,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
}

impl Check {
    /// Checks each handbook in turn. The status is that of the worst.
    ///
    /// # Errors
    /// A rule or language that there is not, or a standard output that cannot be written to.
    pub(super) fn run(&self, console: &Console) -> anyhow::Result<Status> {
        for selector in self.select.iter().chain(&self.ignore) {
            let known = |lint| diagnostic::selected(lint, selector);
            if !diagnostic::lints().iter().any(known) {
                return Err(unknown_rule(selector, &console.words(&[])?));
            }
        }
        let mut known = Known::read(self.baseline.as_deref(), self.update_baseline, &console.words(&[])?)?;
        let mut worst = Status::Clean;
        for dir in &self.dirs {
            worst = worst.max(self.check(dir, &mut known, console)?);
        }
        known.finish(&console.words(&[])?, console)?;
        Ok(worst)
    }

    fn check(&self, dir: &Path, known: &mut Known, console: &Console) -> anyhow::Result<Status> {
        let workspace = match Workspace::open(dir) {
            Ok(workspace) => workspace,
            Err(error) => {
                // The other handbooks are checked all the same.
                console.error(&error.message(&console.words(&[])?.tag));
                return Ok(Status::Failed);
            }
        };
        let options = CheckOptions {
            select: self.select.clone(),
            ignore: self.ignore.clone(),
            today: self.today,
        };
        let workspace = match self.fixing.run(workspace, dir, &options, console)? {
            Fixed::Checkable(workspace) => workspace,
            Fixed::Done(status) => return Ok(status),
        };
        // The program ends soon: giving its memory back piece by piece would only cost the editor time.
        let snapshot = std::mem::ManuallyDrop::new(workspace.snapshot());
        let words = console.words(&snapshot.languages())?;
        let mut diagnostics = snapshot.diagnostics(&options);
        let (sources, stats) = (snapshot.sources(), snapshot.stats());
        let prefix = prefix(dir);
        known.apply(&mut diagnostics, sources, &prefix);
        let shown = in_reading_order(&diagnostics, sources, &snapshot.languages());
        let (style, tag) = (console.style(&prefix), &words.tag);
        let output = match self.format {
            Format::Json => report::json(&diagnostics, sources, &stats, tag),
            Format::Short => report::short(&shown, sources, &words.report, tag, &style),
            Format::Terminal => {
                let findings = report::terminal(&shown, sources, &words.report, tag, &style);
                if console.is_quiet() {
                    findings
                } else {
                    findings + &report::summary(&shown, &stats, &words.report)
                }
            }
        };
        console.print(&output)?;
        self.fixing.say_what_is_left(&diagnostics, dir, &words, console);
        let least = match self.deny {
            Some(Deny::Warnings) => Level::Warning,
            None => Level::Error,
        };
        // The worst level comes first in their order.
        let counts = |level: Level| level <= least;
        let found = diagnostics.iter().any(|diagnostic| counts(diagnostic.level));
        Ok(if found { Status::Findings } else { Status::Clean })
    }
}

/// Findings as people read them: those of the settings first, then those of each of `languages` in its folder, the one
/// that prevails before the others.
pub(super) fn in_reading_order(diagnostics: &[Diagnostic], sources: &Sources, languages: &[String]) -> Vec<Diagnostic> {
    let place = |diagnostic: &Diagnostic| {
        let path = &sources.file(diagnostic.span.file).path;
        let folder = path.split_once('/').map(|(folder, _)| folder);
        let language = |folder| languages.iter().position(|tag| tag == folder);
        folder.map(|folder| language(folder).unwrap_or(languages.len()))
    };
    let mut shown = diagnostics.to_vec();
    // Stable: within each of them the order stays.
    shown.sort_by_key(place);
    shown
}

/// What makes a path of the handbook one that can be opened from here: the folder with a closing `/`.
pub(super) fn prefix(dir: &Path) -> String {
    let dir: PathBuf = dir.components().collect();
    let dir = dir.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    match dir.as_str() {
        "." | "" => String::new(),
        dir if dir.ends_with('/') => dir.to_owned(),
        dir => format!("{dir}/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, SourceFile, Span};

    #[test]
    fn settings_come_first_and_the_language_that_prevails_before_the_others() {
        let paths = ["en/a.md", "handbook.toml", "themes/x.html", "zh/a.md"];
        let sources = Sources::new(paths.map(|path| SourceFile::new(path, "").into()).to_vec());
        let found: Vec<Diagnostic> = (0..4)
            .map(|file| Diagnostic::new("RB002", Span::new(FileId(file), 0..0)))
            .collect();
        let shown = in_reading_order(&found, &sources, &["zh".to_owned(), "en".to_owned()]);
        let shown = shown.iter().map(|finding| paths[finding.span.file.0 as usize]);
        assert_eq!(
            shown.collect::<Vec<_>>(),
            ["handbook.toml", "zh/a.md", "en/a.md", "themes/x.html"]
        );
    }

    #[test]
    fn paths_can_be_opened_from_the_working_folder() {
        let prefixes = ["handbook", "a/b/", ".", "./", "./a", "/"].map(|dir| prefix(dir.as_ref()));
        assert_eq!(prefixes, ["handbook/", "a/b/", "", "", "./a/", "/"]);
    }
}
