//! `--watch`: does a command again after each change.

use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;

use super::Status;
use super::console::Console;
use crate::workspace::{self, Means};

#[derive(Debug, Default, clap::Args)]
pub(super) struct Watching {
    /// Do it again after each change, until Ctrl-C
    #[arg(long)]
    watch: bool,
    #[command(flatten)]
    polling: Polling,
}

#[derive(Debug, Default, clap::Args)]
pub(super) struct Polling {
    /// Notice changes by looking at the folder twice a second, as is needed on a network drive
    #[arg(long)]
    poll: bool,
}

impl Polling {
    pub(super) fn means(&self) -> Means {
        if self.poll { Means::Polling } else { Means::System }
    }
}

enum Signal {
    Changed,
    Interrupted,
}

impl Watching {
    pub(super) fn is_on(&self) -> bool {
        self.watch
    }

    /// Runs `command` once, or once more after each change in `dirs` until the user interrupts it.
    ///
    /// # Errors
    /// Those of `command`, where it runs only once; a standard output that cannot be written to.
    pub(super) fn run(
        &self,
        dirs: &[PathBuf],
        console: &Console,
        mut command: impl FnMut() -> anyhow::Result<Status>,
    ) -> anyhow::Result<Status> {
        if !self.watch {
            return command();
        }
        let (sender, signals) = mpsc::channel();
        for dir in dirs {
            let sender = sender.clone();
            workspace::watch(dir, self.polling.means(), move || sender.send(Signal::Changed).is_ok());
        }
        thread::spawn(move || {
            while interrupted() {
                if sender.send(Signal::Interrupted).is_err() {
                    return;
                }
            }
        });
        let words = console.words(&[])?;
        loop {
            console.clear()?;
            if let Err(error) = command() {
                console.error(&format!("{error:#}"));
            }
            console.note(&words.cli.watching);
            if !next(&signals) {
                return Ok(Status::Clean);
            }
        }
    }
}

/// Waits for a change, and takes all that have come by then for one. No longer when the user interrupts.
fn next(signals: &mpsc::Receiver<Signal>) -> bool {
    let first = signals.recv();
    let mut all = first.into_iter().chain(signals.try_iter()).peekable();
    all.peek().is_some() && all.all(|signal| matches!(signal, Signal::Changed))
}

/// Waits until the user interrupts the program; false where that cannot be waited for.
fn interrupted() -> bool {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.is_ok_and(|runtime| runtime.block_on(tokio::signal::ctrl_c()).is_ok())
}
