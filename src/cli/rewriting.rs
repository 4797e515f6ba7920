//! What the commands have in common that rewrite the chapters of a handbook: `fmt` and `renumber`.

use std::path::PathBuf;

use super::check::prefix;
use super::console::Console;
use super::diff::unified;
use super::fix::write;
use super::words::Words;
use crate::workspace::Change;

#[derive(Debug, clap::Args)]
pub(super) struct Rewriting {
    /// Folder of the handbook
    #[arg(value_name = "DIR", default_value = "handbook")]
    pub(super) dir: PathBuf,
    /// Write nothing; exit with 1 if anything would change
    #[arg(long)]
    check: bool,
    /// Show what would change, and write nothing
    #[arg(long)]
    diff: bool,
}

impl Rewriting {
    pub(super) fn only_checks(&self) -> bool {
        self.check && !self.diff
    }

    /// Shows the changes or writes them, all files or none, and says so; with no changes it says `nothing`, if anything.
    /// Whether something would change and nothing was to be written.
    ///
    /// # Errors
    /// The handbook cannot be written to.
    pub(super) fn finish(
        &self,
        changes: &[Change<'_>],
        nothing: Option<&String>,
        words: &Words,
        console: &Console,
    ) -> anyhow::Result<bool> {
        if self.diff {
            console.print(&unified(changes, &prefix(&self.dir)))?;
        }
        let keeps = self.check || self.diff;
        if !keeps {
            let written = write(&self.dir, changes);
            written.map_err(|error| anyhow::Error::msg(words.error(error.key(), &error.parameters())))?;
        }
        let text = match (changes.is_empty(), keeps) {
            (true, _) => nothing,
            (false, true) => Some(&words.cli.would_change),
            (false, false) => Some(&words.cli.changed),
        };
        if let Some(text) = text {
            let files = words.report.files.format(changes.len());
            console.note(&words.fill(text, &[("files", &files)]));
        }
        Ok(keeps && !changes.is_empty())
    }
}
