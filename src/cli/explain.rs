//! `rolebook explain`

use super::console::Console;
use super::{PageFormat, Status, find_rule};
use crate::report;

#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// A rule's code or name
    code: String,
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
        let lint = find_rule(&self.code, &words)?;
        console.print(&match self.format {
            PageFormat::Json => report::explain_json(lint, &words.tag),
            PageFormat::Terminal => report::explain(lint, &words.report, &words.tag, &console.style("")),
        })?;
        Ok(Status::Clean)
    }
}
