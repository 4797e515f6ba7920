//! Where the findings of a check go: the log, what a CI service shows of it, and files besides.

use std::io;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::console::Console;
use super::format::{Format, Outcome};
use super::usage::BadValue;
use super::words::Words;
use crate::diagnostic::Level;
use crate::output;

/// Where GitLab's documentation has jobs put their code quality report.
const CODE_QUALITY: &str = "gl-code-quality-report.json";

/// A report beside the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReportFile {
    format: Format,
    path: PathBuf,
}

impl ReportFile {
    /// `sarif=rolebook.sarif`.
    ///
    /// # Errors
    /// The form is none of ours, or the file is missing.
    pub(super) fn parse(argument: &str) -> Result<Self, BadValue> {
        let parts = argument.split_once('=').filter(|(_, path)| !path.is_empty());
        let read = parts.and_then(|(format, path)| {
            let format = Format::from_str(format, false).ok()?;
            let path = path.into();
            Some(Self { format, path })
        });
        read.ok_or_else(|| {
            let formats = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
            let formats = formats.map(|value| value.get_name().to_owned()).collect();
            BadValue::ReportFile { formats }
        })
    }
}

/// The CI service that a run is part of, by the variables that it sets for each job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Service {
    Github,
    Gitlab,
}

impl Service {
    fn here() -> Option<Self> {
        let names = [("GITHUB_ACTIONS", Self::Github), ("GITLAB_CI", Self::Gitlab)];
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| value == "true");
        names
            .into_iter()
            .find(|(name, _)| is_set(name))
            .map(|(_, service)| service)
    }
}

/// Everything that one run reports.
pub(super) struct Reports {
    /// What goes to the standard output, one after the other.
    log: Vec<Format>,
    files: Vec<ReportFile>,
    /// Whether the file of the service would stand where another one is.
    is_taken: bool,
}

impl Reports {
    /// What was asked for. Where no form was, people can read the log, and the service gets what it shows besides.
    pub(super) fn new(format: Option<Format>, files: &[ReportFile]) -> Self {
        let mut reports = Self {
            log: vec![format.unwrap_or(Format::Terminal)],
            files: files.to_vec(),
            is_taken: false,
        };
        match Service::here().filter(|_| format.is_none()) {
            Some(Service::Github) => reports.log.push(Format::Github),
            Some(Service::Gitlab) if files.iter().all(|file| file.format != Format::Gitlab) => {
                let path = PathBuf::from(CODE_QUALITY);
                // Another step of the job may have left its own there.
                reports.is_taken = path.exists();
                if !reports.is_taken {
                    let format = Format::Gitlab;
                    reports.files.push(ReportFile { format, path });
                }
            }
            Some(Service::Gitlab) | None => {}
        }
        reports
    }

    /// Prints what the log says of one handbook.
    ///
    /// # Errors
    /// The standard output cannot be written to.
    pub(super) fn print_each(&self, outcome: &Outcome, console: &Console) -> io::Result<()> {
        let style = console.style(&outcome.prefix);
        let summary = !console.is_quiet();
        let texts = self.log.iter().map(|format| format.each(outcome, &style, summary));
        console.print(&texts.collect::<String>())
    }

    /// Prints what the log says of all handbooks, and writes the files. Findings from level `least` on make the check
    /// fail. Where nothing could be checked there is nothing to report: an empty report would say that all is well.
    ///
    /// # Errors
    /// A file would replace one of a handbook's own, or the system refuses.
    pub(super) fn finish(
        &self,
        outcomes: &[Outcome],
        words: &Words,
        least: Level,
        console: &Console,
    ) -> anyhow::Result<()> {
        let texts = self.log.iter().map(|format| format.all(outcomes, words, least));
        console.print(&texts.collect::<String>())?;
        if outcomes.is_empty() {
            return Ok(());
        }
        let told = |error: &output::Error| anyhow::Error::msg(words.error(error.key(), &error.parameters()));
        let is_source = |file: &&ReportFile| outcomes.iter().any(|outcome| is_source(&file.path, outcome));
        if let Some(file) = self.files.iter().find(is_source) {
            let path = file.path.display().to_string();
            anyhow::bail!(words.error("report-over-source", &[("path", path)]));
        }
        for ReportFile { format, path } in &self.files {
            let shown = path.display().to_string();
            let each = outcomes.iter().map(|outcome| {
                let style = Console::style_of_files(&outcome.prefix);
                format.each(outcome, &style, true)
            });
            let text = each.collect::<String>() + &format.all(outcomes, words, least);
            output::write_file(path, &text).map_err(|error| told(&error))?;
            console.note(&words.fill(&words.cli.report_written, &[("path", &shown)]));
        }
        if self.is_taken {
            console.warn(&words.fill(&words.cli.report_kept, &[("path", CODE_QUALITY)]));
        }
        Ok(())
    }
}

/// Whether `path` is a file that the handbook was read from.
fn is_source(path: &Path, outcome: &Outcome) -> bool {
    let Ok(path) = path.canonicalize() else {
        return false;
    };
    let root = Path::new(if outcome.prefix.is_empty() {
        "."
    } else {
        &outcome.prefix
    });
    let files = outcome.snapshot.sources().iter();
    let mut paths = files.map(|(_, file)| root.join(&*file.path));
    paths.any(|source| source.canonicalize().is_ok_and(|source| source == path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_names_its_form_and_its_file() {
        let report = ReportFile::parse("sarif=reports/a=b.sarif");
        let (format, path) = (Format::Sarif, PathBuf::from("reports/a=b.sarif"));
        assert_eq!(report, Ok(ReportFile { format, path }));
        for argument in ["sarif", "sarif=", "csv=a.csv"] {
            let error = ReportFile::parse(argument).expect_err("it is no report");
            let error = error.to_string();
            assert!(
                error.starts_with("write FORMAT=FILE, with one of terminal, short, json"),
                "{error}"
            );
        }
    }
}
