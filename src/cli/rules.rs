//! `rolebook rules`

use super::console::Console;
use super::{PageFormat, Status, rules_of_the_program};
use crate::diagnostic::Lint;
use crate::report;

#[derive(Debug, clap::Args)]
pub(super) struct Rules {
    /// For people, or one JSON object
    #[arg(long, default_value = "terminal")]
    format: PageFormat,
}

impl Rules {
    /// Prints the table of rules.
    ///
    /// # Errors
    /// A language that there is not, or a standard output that cannot be written to.
    pub(super) fn run(&self, console: &Console) -> anyhow::Result<Status> {
        let words = console.words(&[])?;
        let lints: Vec<&Lint> = rules_of_the_program().collect();
        console.print(&match self.format {
            PageFormat::Json => report::rules_json(&lints, &words.tag),
            PageFormat::Terminal => report::rules(&lints, &words.report, &words.tag, &console.style("")),
        })?;
        Ok(Status::Clean)
    }
}
