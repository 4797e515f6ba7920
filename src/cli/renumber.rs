//! `rolebook renumber`

use std::path::PathBuf;

use super::check::prefix;
use super::console::Console;
use super::diff::unified;
use super::fix::write;
use super::words::Words;
use super::{Status, open};
use crate::check::Left;
use crate::source::Sources;
use crate::workspace::renumber;

#[derive(Debug, clap::Args)]
pub(super) struct Renumber {
    /// Folder of the handbook
    #[arg(value_name = "DIR", default_value = "handbook")]
    dir: PathBuf,
    /// Write nothing; exit with 1 if anything would change
    #[arg(long)]
    check: bool,
    /// Show what would change, and write nothing
    #[arg(long)]
    diff: bool,
}

impl Renumber {
    /// Renumbers the handbook, all files or none. The status is that of findings where a person has to look at
    /// something, or where something would change and nothing was to be written.
    ///
    /// # Errors
    /// The handbook cannot be opened or written to.
    pub(super) fn run(&self, console: &Console) -> anyhow::Result<Status> {
        let workspace = open(&self.dir, console)?;
        let snapshot = workspace.snapshot();
        let words = console.words(&snapshot.languages())?;
        let done = renumber(&workspace);
        let changes = done.workspace.changes(&workspace);
        let prefix = prefix(&self.dir);
        for left in &done.left {
            console.warn(&line(left, snapshot.sources(), &prefix, &words));
        }
        if self.diff {
            console.print(&unified(&changes, &prefix))?;
        }
        let keeps = self.check || self.diff;
        if !keeps {
            let written = write(&self.dir, &changes);
            written.map_err(|error| anyhow::Error::msg(words.error(error.key(), &error.parameters())))?;
        }
        let text = match (changes.is_empty(), keeps) {
            (true, _) => &words.cli.in_order,
            (false, true) => &words.cli.would_change,
            (false, false) => &words.cli.changed,
        };
        if !changes.is_empty() || done.left.is_empty() {
            let files = words.report.files.format(changes.len());
            console.note(&words.fill(text, &[("files", &files)]));
        }
        let open = !done.left.is_empty() || (keeps && !changes.is_empty());
        Ok(if open { Status::Findings } else { Status::Clean })
    }
}

/// A place that was left: `handbook/zh/a.md:12:3: …`
pub(super) fn line(left: &Left, sources: &Sources, prefix: &str, words: &Words) -> String {
    let file = sources.file(left.span.file);
    let place = file.position(left.span.start);
    let template = words.cli.left.get(left.reason.key()).map_or("", String::as_str);
    let text = words.fill(template, &[("text", sources.text(left.span).trim())]);
    format!("{prefix}{}:{}:{}: {text}", file.path, place.line, place.column)
}
