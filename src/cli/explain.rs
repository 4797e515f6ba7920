//! `rolebook explain`

use std::path::PathBuf;

use super::console::Console;
use super::{PageFormat, Status, find_rule, rules_of_the_program};
use crate::diagnostic::Lint;
use crate::report;
use crate::workspace::Workspace;

#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// A rule's code or name
    code: String,
    /// Folder of the handbook, for the rules of its own packs
    #[arg(default_value = "handbook")]
    dir: PathBuf,
    /// For people, or one JSON object
    #[arg(long, default_value = "terminal")]
    format: PageFormat,
}

impl Explain {
    /// Prints the rule's page.
    ///
    /// # Errors
    /// A rule or language that there is not, or a standard output that cannot be written to.
    pub(super) fn run(&self, console: &Console) -> anyhow::Result<Status> {
        let words = console.words(&[])?;
        let mut lints: Vec<&Lint> = rules_of_the_program().collect();
        let snapshot = match find_rule(&lints, &self.code, &words) {
            Ok(_) => None,
            Err(_) => Workspace::open(&self.dir).ok().map(|workspace| workspace.snapshot()),
        };
        if snapshot.is_some() {
            lints.extend(snapshot.iter().flat_map(|snapshot| snapshot.handbook().lints()));
        }
        let lint = find_rule(&lints, &self.code, &words)?;
        console.print(&match self.format {
            PageFormat::Json => report::explain_json(lint, &words.tag),
            PageFormat::Terminal => report::explain(lint, &words.report, &words.tag, &console.style("")),
        })?;
        Ok(Status::Clean)
    }
}
