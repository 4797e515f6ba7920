//! `rolebook fmt`

use super::check::prefix;
use super::console::Console;
use super::rewriting::Rewriting;
use super::{Status, open};
use crate::workspace::format;

#[derive(Debug, clap::Args)]
pub(super) struct Fmt {
    #[command(flatten)]
    rewriting: Rewriting,
}

impl Fmt {
    /// Tidies the chapters of the handbook, all files or none. The status is that of findings where something would
    /// change and nothing was to be written.
    ///
    /// # Errors
    /// The handbook cannot be opened or written to.
    pub(super) fn run(&self, console: &Console) -> anyhow::Result<Status> {
        let dir = &self.rewriting.dir;
        let workspace = open(dir, console)?;
        let words = console.words(&workspace.snapshot().languages())?;
        let done = format(&workspace, None);
        let changes = done.workspace.changes(&workspace);
        let prefix = prefix(dir);
        for path in &done.left {
            let path = format!("{prefix}{path}");
            console.warn(&words.fill(&words.cli.not_formatted, &[("path", &path)]));
        }
        if self.rewriting.only_checks() {
            let paths = changes.iter().map(|change| format!("{prefix}{}\n", change.path));
            console.print(&paths.collect::<String>())?;
        }
        let nothing = done.left.is_empty().then_some(&words.cli.tidy);
        Ok(match self.rewriting.finish(&changes, nothing, &words, console)? {
            true => Status::Findings,
            false => Status::Clean,
        })
    }
}
