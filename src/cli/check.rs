//! `rolebook check`

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use jiff::civil::Date;

use super::baseline::Known;
use super::console::Console;
use super::fix::{Fixed, Fixing};
use super::format::{Format, Outcome};
use super::reports::{ReportFile, Reports};
use super::watch::Watching;
use super::{Status, rules_of_the_program, self_test, unknown_rule};
use crate::diagnostic::{self, Diagnostic, Level, Lint};
use crate::source::Sources;
use crate::workspace::{CheckOptions, Workspace};

#[derive(Debug, Default, clap::Args)]
pub(super) struct Check {
    /// Folders of the handbooks
    #[arg(value_name = "DIR", default_value = "handbook")]
    dirs: Vec<PathBuf>,
    /// The form of the findings [default: terminal; in CI also what the service shows]
    #[arg(long)]
    format: Option<Format>,
    /// Write the findings into a file as well, such as sarif=rolebook.sarif
    #[arg(long, value_name = "FORMAT=FILE", value_parser = ReportFile::parse, conflicts_with_all = ["diff", "self_test"])]
    report: Vec<ReportFile>,
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
    #[arg(long, requires = "baseline", conflicts_with_all = ["select", "ignore"])]
    update_baseline: bool,
    /// Run the rules of the handbook's packs on their own examples instead
    #[arg(long, conflicts_with = "baseline")]
    self_test: bool,
    #[command(flatten)]
    fixing: Fixing,
    #[command(flatten)]
    watching: Watching,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
}

/// Checks the handbook in `dir` as `rolebook check` does without options.
///
/// # Errors
/// The standard output cannot be written to.
pub(super) fn after_import(dir: &Path, console: &Console) -> anyhow::Result<Status> {
    let check = Check {
        dirs: vec![dir.to_path_buf()],
        ..Check::default()
    };
    check.run(console)
}

impl Check {
    /// Checks each handbook in turn. The status is that of the worst.
    ///
    /// # Errors
    /// A rule or language that there is not, or a standard output or report that cannot be written to.
    pub(super) fn run(&self, console: &Console) -> anyhow::Result<Status> {
        self.watching.run(&self.dirs, console, || self.check_all(console))
    }

    fn check_all(&self, console: &Console) -> anyhow::Result<Status> {
        if self.self_test {
            return self.test_packs(console);
        }
        let reports = Reports::new(self.format, &self.report);
        let mut known = Known::read(self.baseline.as_deref(), self.update_baseline, &console.words(&[])?)?;
        let mut outcomes = Vec::new();
        let mut worst = Status::Clean;
        for dir in &self.dirs {
            match self.check(dir, &mut known, console)? {
                Ok(outcome) => {
                    worst = worst.max(self.status(&outcome.diagnostics));
                    reports.print_each(&outcome, console)?;
                    self.fixing
                        .say_what_is_left(&outcome.diagnostics, dir, &outcome.words, console);
                    outcomes.push(outcome);
                }
                Err(status) => {
                    worst = worst.max(status);
                    known.is_complete = false;
                }
            }
        }
        let words = console.words(&[])?;
        reports.finish(&outcomes, &words, self.least(), console)?;
        known.finish(&words, console)?;
        if !self.watching.is_on() {
            // The program ends: giving its memory back piece by piece would only cost the editor time.
            std::mem::forget(outcomes);
        }
        Ok(worst)
    }

    /// An error where a rule is named that neither the program nor the handbook has.
    fn refuse_unknown_rules(&self, workspace: &Workspace, console: &Console) -> anyhow::Result<()> {
        let mut snapshot = None;
        for selector in self.select.iter().chain(&self.ignore) {
            let is_meant = |lint: &Lint| diagnostic::selected(lint, selector);
            if rules_of_the_program().any(is_meant) {
                continue;
            }
            let handbook = snapshot.get_or_insert_with(|| workspace.snapshot()).handbook();
            if !handbook.lints().any(is_meant) {
                return Err(unknown_rule(handbook.lints(), selector, &console.words(&[])?));
            }
        }
        Ok(())
    }

    /// Runs the packs of each handbook on their own examples.
    fn test_packs(&self, console: &Console) -> anyhow::Result<Status> {
        let mut worst = Status::Clean;
        for dir in &self.dirs {
            let status = match Workspace::open(dir) {
                Ok(workspace) => {
                    let snapshot = workspace.snapshot();
                    let words = console.words(&snapshot.languages())?;
                    self_test::run(snapshot.handbook(), &prefix(dir), &words, console)?
                }
                Err(error) => {
                    console.error(&error.message(&console.words(&[])?.tag));
                    Status::Failed
                }
            };
            worst = worst.max(status);
        }
        Ok(worst)
    }

    /// Checks the handbook in `dir`, or says how it ended where there is nothing to report.
    fn check(&self, dir: &Path, known: &mut Known, console: &Console) -> anyhow::Result<Result<Outcome, Status>> {
        let workspace = match Workspace::open(dir) {
            Ok(workspace) => workspace,
            Err(error) => {
                // The other handbooks are checked all the same.
                console.error(&error.message(&console.words(&[])?.tag));
                return Ok(Err(Status::Failed));
            }
        };
        self.refuse_unknown_rules(&workspace, console)?;
        let options = CheckOptions {
            select: self.select.clone(),
            ignore: self.ignore.clone(),
            today: self.today,
            ..CheckOptions::default()
        };
        let workspace = match self.fixing.run(workspace, dir, &options, console)? {
            Fixed::Checkable(workspace) => workspace,
            Fixed::Done(status) => return Ok(Err(status)),
        };
        let snapshot = workspace.snapshot();
        let words = console.words(&snapshot.languages())?;
        let mut diagnostics = snapshot.diagnostics(&options);
        let prefix = prefix(dir);
        known.apply(&mut diagnostics, snapshot.sources(), &prefix);
        Ok(Ok(Outcome {
            stats: snapshot.stats(),
            snapshot,
            diagnostics,
            prefix,
            words,
        }))
    }

    /// The mildest level that makes the check fail.
    fn least(&self) -> Level {
        match self.deny {
            Some(Deny::Warnings) => Level::Warning,
            None => Level::Error,
        }
    }

    fn status(&self, diagnostics: &[Diagnostic]) -> Status {
        // The worst level comes first in their order.
        let counts = |diagnostic: &Diagnostic| diagnostic.level <= self.least();
        if diagnostics.iter().any(counts) {
            Status::Findings
        } else {
            Status::Clean
        }
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
