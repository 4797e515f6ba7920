//! `rolebook renumber`

use super::check::prefix;
use super::console::Console;
use super::rewriting::Rewriting;
use super::words::Words;
use super::{Status, open};
use crate::check::Left;
use crate::source::Sources;
use crate::workspace::renumber;

#[derive(Debug, clap::Args)]
pub(super) struct Renumber {
    #[command(flatten)]
    rewriting: Rewriting,
}

impl Renumber {
    /// Renumbers the handbook, all files or none. The status is that of findings where a person has to look at
    /// something, or where something would change and nothing was to be written.
    ///
    /// # Errors
    /// The handbook cannot be opened or written to.
    pub(super) fn run(&self, console: &Console) -> anyhow::Result<Status> {
        let dir = &self.rewriting.dir;
        let workspace = open(dir, console)?;
        let snapshot = workspace.snapshot();
        let words = console.words(&snapshot.languages())?;
        let done = renumber(&workspace);
        let changes = done.workspace.changes(&workspace);
        let prefix = prefix(dir);
        for left in &done.left {
            console.warn(&line(left, snapshot.sources(), &prefix, &words));
        }
        let nothing = done.left.is_empty().then_some(&words.cli.in_order);
        let would_change = self.rewriting.finish(&changes, nothing, &words, console)?;
        let is_open = !done.left.is_empty() || would_change;
        Ok(if is_open { Status::Findings } else { Status::Clean })
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
