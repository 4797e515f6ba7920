//! Where output goes: findings and data to the standard output, everything else to the standard error.

use std::io::{self, ErrorKind, IsTerminal, Write};

use super::words::Words;
use super::{Color, Global};
use crate::report::Style;
use crate::source::visible;

/// Columns where the output is no terminal: wide enough for logs to be searched line by line.
const LOG_WIDTH: usize = 120;

/// The standard streams, and what the user wants of them.
pub(super) struct Console {
    lang: Option<String>,
    color: bool,
    width: usize,
    quiet: bool,
}

impl Console {
    pub(super) fn new(global: &Global) -> Self {
        let terminal = io::stdout().is_terminal();
        let color = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && colours_are_welcome(),
        };
        let size = terminal_size::terminal_size().filter(|_| terminal);
        Self {
            lang: global.lang.clone(),
            color,
            width: size.map_or(LOG_WIDTH, |(width, _)| width.0.into()),
            quiet: global.quiet,
        }
    }

    /// The words to use for a handbook in `languages`, its authoritative one first.
    ///
    /// # Errors
    /// The language asked for is not known.
    pub(super) fn words(&self, languages: &[String]) -> anyhow::Result<Words> {
        Words::choose(self.lang.as_deref(), languages)
    }

    /// How reports look, with `prefix` before their paths.
    pub(super) fn style<'a>(&self, prefix: &'a str) -> Style<'a> {
        Style {
            width: self.width,
            color: self.color,
            prefix,
        }
    }

    /// How reports in files look.
    pub(super) fn style_of_files(prefix: &str) -> Style<'_> {
        Style {
            width: LOG_WIDTH,
            color: false,
            prefix,
        }
    }

    /// The language asked for.
    pub(super) fn lang(&self) -> Option<&str> {
        self.lang.as_deref()
    }

    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Prints findings or data. A reader that went away, such as `head`, is no error.
    ///
    /// # Errors
    /// The standard output cannot be written to.
    pub(super) fn print(&self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(self.stdout_failed(error)),
            Ok(()) => Ok(()),
        }
    }

    /// The error with what it is about: the system says only why.
    fn stdout_failed(&self, error: io::Error) -> io::Error {
        let reason = error.to_string();
        match self.words(&[]) {
            Ok(words) => io::Error::new(error.kind(), words.error("stdout-failed", &[("reason", reason)])),
            Err(_) => error,
        }
    }

    /// Makes room for what is printed next, on a terminal.
    ///
    /// # Errors
    /// The standard output cannot be written to.
    pub(super) fn clear(&self) -> io::Result<()> {
        let is_terminal = io::stdout().is_terminal();
        self.print(if is_terminal { "\x1b[2J\x1b[3J\x1b[H" } else { "" })
    }

    /// Says how it went, unless asked to be quiet.
    pub(super) fn note(&self, text: &str) {
        if !self.quiet {
            say(text);
        }
    }

    /// Says what a person has to look at.
    pub(super) fn warn(&self, text: &str) {
        // Even those who asked for quiet want to know this.
        say(text);
    }

    /// Says why something could not be done.
    pub(super) fn error(&self, message: &str) {
        // Where the language is what is wrong, another one has to do.
        let words = self.words(&[]).or_else(|_| Words::choose(None, &[]));
        match words {
            Ok(words) => say(&format!("{}{}{message}", words.report.error, words.report.colon)),
            Err(_) => say(message),
        }
    }
}

fn say(text: &str) {
    // Where the standard error is closed there is nobody left to tell.
    let _ = writeln!(io::stderr().lock(), "{}", visible(text));
}

/// See no-color.org; a dumb terminal would show the codes as text.
fn colours_are_welcome() -> bool {
    let unset = |name| std::env::var_os(name).is_none_or(|value| value.is_empty());
    unset("NO_COLOR") && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb")
}
