//! `rolebook build`

use std::path::PathBuf;

use jiff::civil::Date;

use super::check::{in_reading_order, prefix};
use super::console::Console;
use super::usage::BadValue;
use super::watch::Watching;
use super::words::Words;
use super::{Status, as_argument, open};
use crate::config::is_web_address;
use crate::output;
use crate::render::{SiteOptions, ThemeError};
use crate::report::{self, Counts};
use crate::workspace::{CheckOptions, Snapshot};

#[derive(Debug, clap::Args)]
pub(super) struct Build {
    /// Folder of the handbook
    #[arg(default_value = "handbook")]
    dir: PathBuf,
    /// Where the site goes
    #[arg(short, long, value_name = "DIR", default_value = "output")]
    output: PathBuf,
    /// The address that the site will have, for the site map
    #[arg(long, value_name = "URL", value_parser = web_address)]
    base_url: Option<String>,
    /// Build nothing while there are findings at error level
    #[arg(long)]
    strict: bool,
    /// The day whose state is shown, as 2026-01-31
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// A theme of the handbook's themes folder
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    #[command(flatten)]
    watching: Watching,
}

/// What `--base-url` may say: the same as `base-url` in `handbook.toml`.
fn web_address(text: &str) -> Result<String, BadValue> {
    let address = Some(text).filter(|text| is_web_address(text));
    address.map(str::to_owned).ok_or(BadValue::WebAddress)
}

impl Build {
    /// Builds the site. Findings do not stop it unless `--strict` is given.
    ///
    /// # Errors
    /// The handbook cannot be opened, the theme is faulty, or the site cannot be written.
    pub(super) fn run(&self, console: &Console) -> anyhow::Result<Status> {
        let dirs = std::slice::from_ref(&self.dir);
        self.watching.run(dirs, console, || self.build(console))
    }

    fn build(&self, console: &Console) -> anyhow::Result<Status> {
        let workspace = open(&self.dir, console)?;
        let snapshot = workspace.snapshot();
        let words = console.words(&snapshot.languages())?;
        let options = CheckOptions {
            today: self.as_of,
            ..CheckOptions::default()
        };
        let diagnostics = snapshot.diagnostics(&options);
        let counts = Counts::of(&diagnostics);
        let findings = counts.format(&words.report);
        if self.strict && counts.error > 0 {
            let prefix = prefix(&self.dir);
            let style = console.style(&prefix);
            let (sources, tag) = (snapshot.sources(), &words.tag);
            let shown = in_reading_order(&diagnostics, sources, &snapshot.languages());
            console.print(&report::terminal(&shown, sources, &words.report, tag, &style))?;
            console.error(&words.fill(&words.cli.refused, &[("findings", &findings)]));
            return Ok(Status::Findings);
        }
        let site = SiteOptions {
            base_url: self.base_url.clone(),
            as_of: self.as_of,
            theme: self.theme.clone(),
            findings: counts.error + counts.warning,
        };
        let written = self.write(&snapshot, &site).map_err(|error| error.in_words(&words))?;
        let path = self.output.display().to_string();
        console.note(&words.fill(
            &words.cli.built,
            &[
                ("path", &path),
                ("written", &words.report.files.format(written.written)),
                ("unchanged", &written.unchanged.to_string()),
                ("removed", &written.removed.to_string()),
            ],
        ));
        if !diagnostics.is_empty() {
            let argument = as_argument(&self.dir);
            let values = [("findings", findings.as_str()), ("argument", &argument)];
            console.note(&words.fill(&words.cli.findings_remain, &values));
        }
        Ok(Status::Clean)
    }

    fn write(&self, snapshot: &Snapshot, site: &SiteOptions) -> Result<output::Written, BuildError> {
        let renderer = snapshot.renderer(site)?;
        let paths: Vec<&str> = renderer.paths().into_iter().collect();
        output::write(&self.output, &self.dir, &paths, |path| {
            Ok(renderer.bytes(path, |asset| snapshot.asset(asset))?)
        })
    }
}

/// Why there is no new site.
#[derive(Debug, thiserror::Error)]
enum BuildError {
    #[error(transparent)]
    Theme(#[from] ThemeError),
    #[error(transparent)]
    Output(#[from] output::Error),
}

impl BuildError {
    fn in_words(self, words: &Words) -> anyhow::Error {
        let error = match self {
            Self::Output(error) => return anyhow::Error::msg(words.error(error.key(), &error.parameters())),
            Self::Theme(error) => error,
        };
        let reason = match &error.missing {
            Some(name) => words.error("theme-missing", &[("name", name.to_string())]),
            None => error.to_string(),
        };
        anyhow::Error::msg(words.fill(&words.cli.cannot_build, &[("reason", &reason)]))
    }
}
