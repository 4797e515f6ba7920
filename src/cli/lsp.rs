//! `rolebook lsp`

use super::Status;
use super::console::Console;
use crate::lsp;

#[derive(Debug, clap::Args)]
pub(super) struct Lsp {
    /// Accepted for editors that say how they speak; there is no other way
    #[arg(long, hide = true)]
    stdio: bool,
}

impl Lsp {
    /// Serves an editor at the standard input and output until it goes.
    ///
    /// # Errors
    /// The language asked for is not known, or the streams fail.
    pub(super) fn run(&self, console: &Console) -> anyhow::Result<Status> {
        let _ = self.stdio;
        let lang = console.lang();
        if lang.is_some() {
            console.words(&[])?;
        }
        Ok(match lsp::run(lang)? {
            lsp::End::Asked => Status::Clean,
            // The protocol has 1 for an end without `shutdown`.
            lsp::End::Broken => Status::Findings,
        })
    }
}
