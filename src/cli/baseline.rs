//! `--baseline` and `--update-baseline`: the file of findings that are known.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::console::Console;
use super::words::Words;
use crate::check::Baseline;
use crate::diagnostic::Diagnostic;
use crate::output;
use crate::source::Sources;

/// The baseline of a run.
pub(super) struct Known {
    path: Option<PathBuf>,
    baseline: Baseline,
    /// Whether the file is to be written anew.
    update: bool,
    /// Findings that the baseline has taken out.
    taken: usize,
    /// Whether all handbooks were checked: else nothing can be said of what is no longer there.
    pub(super) is_complete: bool,
}

impl Known {
    /// Reads the file, where there is to be one.
    ///
    /// # Errors
    /// It is not there or cannot be read, unless it is to be written anyway: then, that it is no baseline.
    pub(super) fn read(path: Option<&Path>, update: bool, words: &Words) -> anyhow::Result<Self> {
        let mut known = Self {
            path: path.map(Path::to_path_buf),
            baseline: Baseline::default(),
            update,
            taken: 0,
            is_complete: true,
        };
        let Some(path) = path else {
            return Ok(known);
        };
        let shown = path.display().to_string();
        let fault = |key: &str, reason: String| {
            let parameters = [("path", shown.clone()), ("reason", reason)];
            anyhow::Error::msg(words.error(key, &parameters))
        };
        let text = match std::fs::read_to_string(path) {
            Err(error) if error.kind() == ErrorKind::NotFound && update => return Ok(known),
            // Something else is not written over because of a typing error; a baseline that a merge has damaged is.
            Ok(text) if update && (text.trim().is_empty() || Baseline::may_be(&text)) => return Ok(known),
            _ if update => return Err(fault("baseline-other", String::new())),
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(fault("baseline-missing", String::new())),
            read => read.map_err(|error| fault("baseline-unreadable", error.to_string()))?,
        };
        known.baseline = Baseline::parse(&text).map_err(|error| fault("baseline-unreadable", error.to_string()))?;
        Ok(known)
    }

    /// Takes what is known out of the findings of a handbook; when the file is to be written, all of them are.
    pub(super) fn apply(&mut self, found: &mut Vec<Diagnostic>, sources: &Sources, prefix: &str) {
        if self.update {
            self.baseline.add(found, sources, prefix);
        }
        self.taken += self.baseline.take_known(found);
    }

    /// Writes the file, or says how much it silenced and how much of it is done with.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn finish(&self, words: &Words, console: &Console) -> anyhow::Result<()> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        let shown = path.display().to_string();
        let (taken, gone) = (self.taken.to_string(), self.baseline.len() - self.taken);
        if self.update {
            output::write_file(path, &self.baseline.to_json()?).map_err(|error| {
                let message = words.error(error.key(), &error.parameters());
                anyhow::Error::msg(message)
            })?;
            console.note(&words.fill(&words.cli.baseline_written, &[("path", &shown), ("n", &taken)]));
        } else {
            if self.taken > 0 {
                console.note(&words.fill(&words.cli.baseline_known, &[("path", &shown), ("n", &taken)]));
            }
            if gone > 0 && self.is_complete {
                let gone = gone.to_string();
                console.note(&words.fill(&words.cli.baseline_gone, &[("path", &shown), ("n", &gone)]));
            }
        }
        Ok(())
    }
}
