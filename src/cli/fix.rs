//! `rolebook check --fix`, `--unsafe-fixes` and `--diff`

use std::collections::BTreeSet;
use std::path::Path;

use super::check::prefix;
use super::console::Console;
use super::diff::unified;
use super::words::Words;
use super::{Status, as_argument};
use crate::diagnostic::{Diagnostic, Safety};
use crate::output::{self, Rewrite};
use crate::workspace::{Change, CheckOptions, Repair, Workspace, repair};

#[derive(Debug, Default, clap::Args)]
pub(super) struct Fixing {
    /// Make the fixes that leave the meaning untouched, then report what is left
    #[arg(long)]
    fix: bool,
    /// Make the fixes that an editor must agree to as well
    #[arg(long)]
    unsafe_fixes: bool,
    /// Show what the fixes would change, and write nothing
    #[arg(long)]
    diff: bool,
}

/// What became of a handbook.
pub(super) enum Fixed {
    /// To be checked as it is now.
    Checkable(Workspace),
    Done(Status),
}

impl Fixing {
    /// Makes or shows the fixes that were asked for.
    ///
    /// # Errors
    /// The standard output cannot be written to.
    pub(super) fn run(
        &self,
        workspace: Workspace,
        dir: &Path,
        options: &CheckOptions,
        console: &Console,
    ) -> anyhow::Result<Fixed> {
        if !(self.fix || self.unsafe_fixes || self.diff) {
            return Ok(Fixed::Checkable(workspace));
        }
        let words = console.words(&workspace.snapshot().languages())?;
        let safety = if self.unsafe_fixes {
            Safety::Unsafe
        } else {
            Safety::Safe
        };
        let repair = repair(&workspace, options, safety);
        say_what_failed(&repair, &words, console);
        let changes = repair.workspace.changes(&workspace);
        let values = [
            ("fixes", words.cli.fixes.format(repair.fixes)),
            ("files", words.report.files.format(changes.len())),
        ];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        if self.diff {
            console.print(&unified(&changes, &prefix(dir)))?;
            console.note(&match changes.is_empty() {
                true => words.cli.nothing_to_fix.clone(),
                false => words.fill(&words.cli.would_fix, &values),
            });
            let status = if changes.is_empty() {
                Status::Clean
            } else {
                Status::Findings
            };
            return Ok(Fixed::Done(status));
        }
        if let Err(error) = write(dir, &changes) {
            console.error(&words.error(error.key(), &error.parameters()));
            return Ok(Fixed::Done(Status::Failed));
        }
        if !changes.is_empty() {
            console.note(&words.fill(&words.cli.fixed, &values));
        }
        Ok(Fixed::Checkable(repair.workspace))
    }

    /// Says how many of the findings could be mended with an editor's agreement, where fixes were asked for.
    pub(super) fn say_what_is_left(&self, found: &[Diagnostic], dir: &Path, words: &Words, console: &Console) {
        if !self.fix || self.unsafe_fixes {
            return;
        }
        let fixes = found.iter().filter_map(|finding| finding.fix.as_ref());
        let left = fixes.filter(|fix| fix.safety == Safety::Unsafe).count();
        if left > 0 {
            let (fixes, argument) = (words.cli.fixes.format(left), as_argument(dir));
            let values = [("fixes", fixes.as_str()), ("argument", argument.as_str())];
            console.note(&words.fill(&words.cli.needs_agreement, &values));
        }
    }
}

/// Writes the new texts into the handbook's folder, all of them or none.
pub(super) fn write(dir: &Path, changes: &[Change<'_>]) -> Result<(), output::Error> {
    output::rewrite(dir, &rewrites(changes))
}

/// The changes as what is to be written.
pub(super) fn rewrites<'a>(changes: &[Change<'a>]) -> Vec<Rewrite<'a>> {
    let changes = changes.iter();
    changes
        .map(|&Change { path, old, new }| Rewrite { path, old, new })
        .collect()
}

fn say_what_failed(repair: &Repair, words: &Words, console: &Console) {
    let say = |codes: &BTreeSet<String>, text: &str| {
        if !codes.is_empty() {
            let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
            let codes = codes.join(&words.report.separator);
            console.error(&words.fill(text, &[("codes", &codes)]));
        }
    };
    say(&repair.refused, &words.cli.fix_refused);
    say(&repair.unsettled, &words.cli.fix_unsettled);
}
