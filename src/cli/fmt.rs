//! `rolebook fmt`

use std::path::PathBuf;

use super::check::prefix;
use super::console::Console;
use super::diff::unified;
use super::fix::write;
use super::{Status, open};
use crate::workspace::format;

#[derive(Debug, clap::Args)]
pub(super) struct Fmt {
    /// Folder of the handbook
    #[arg(value_name = "DIR", default_value = "handbook")]
    dir: PathBuf,
    /// Write nothing; name the files that would change, and exit with 1 if there are any
    #[arg(long)]
    check: bool,
    /// Show what would change, and write nothing
    #[arg(long)]
    diff: bool,
}

impl Fmt {
    /// Tidies the chapters of the handbook, all files or none. The status is that of findings where something would
    /// change and nothing was to be written.
    ///
    /// # Errors
    /// The handbook cannot be opened or written to.
    pub(super) fn run(&self, console: &Console) -> anyhow::Result<Status> {
        let workspace = open(&self.dir, console)?;
        let words = console.words(&workspace.snapshot().languages())?;
        let done = format(&workspace, None);
        let changes = done.workspace.changes(&workspace);
        let prefix = prefix(&self.dir);
        for path in &done.left {
            let path = format!("{prefix}{path}");
            console.warn(&words.fill(&words.cli.not_formatted, &[("path", &path)]));
        }
        if self.diff {
            console.print(&unified(&changes, &prefix))?;
        } else if self.check {
            let paths = changes.iter().map(|change| format!("{prefix}{}\n", change.path));
            console.print(&paths.collect::<String>())?;
        }
        let keeps = self.check || self.diff;
        if !keeps {
            let written = write(&self.dir, &changes);
            written.map_err(|error| anyhow::Error::msg(words.error(error.key(), &error.parameters())))?;
        }
        if changes.is_empty() && !done.left.is_empty() {
            return Ok(Status::Clean);
        }
        let files = words.report.files.format(changes.len());
        let text = match (changes.is_empty(), keeps) {
            (true, _) => &words.cli.tidy,
            (false, true) => &words.cli.would_change,
            (false, false) => &words.cli.changed,
        };
        console.note(&words.fill(text, &[("files", &files)]));
        Ok(match keeps && !changes.is_empty() {
            true => Status::Findings,
            false => Status::Clean,
        })
    }
}
