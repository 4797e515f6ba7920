//! `rolebook verify`

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::{fs, thread};

use serde::Deserialize;

use super::Status;
use super::console::Console;
use super::words::Words;
use crate::html;
use crate::output::{self, Differences, Expected, MANIFEST};
use crate::source::visible;

#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    /// Folder of a built site, or its address: https://handbook.example.com/
    #[arg(value_name = "DIR|URL", default_value = "output")]
    site: String,
    /// The manifest.json to hold the site against, such as the one that CI kept [default: the site's own]
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// Allow files in the folder that the manifest does not name
    #[arg(long)]
    allow_extra: bool,
}

/// The words of this command: the table `[cli.verify]` of a language pack.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Strings {
    /// With the `{path}` of the site, its `{files}` and the `{hash}` of the manifest.
    verified: String,
    /// With `{path}`, `{files}` and the numbers `{missing}`, `{changed}` and `{extra}`.
    differs: String,
    /// Each with the `{path}` of a file.
    missing: String,
    changed: String,
    extra: String,
    /// With the `{path}` of the site.
    interrupted: String,
    /// With `{path}` and `{reason}`.
    unreadable: String,
    /// With the `{path}` of the site.
    no_manifest: String,
    /// With the `{path}` of a manifest.
    not_a_manifest: String,
    /// With `{url}`.
    no_curl: String,
    /// With `{url}` and `{reason}`.
    not_fetched: String,
}

impl Verify {
    /// Holds a site against a manifest, and says where they differ.
    ///
    /// # Errors
    /// There is no site or no manifest, or something cannot be read or fetched.
    pub(super) fn run(&self, console: &Console) -> anyhow::Result<Status> {
        let words = console.words(&[])?;
        if is_address(&self.site) {
            let folder = Folder::new(&words)?;
            let expected = self.fetch(&folder.0, &words)?;
            return self.finish(&folder.0, &expected, &words, console);
        }
        let dir = Path::new(&self.site);
        if !dir.is_dir() {
            anyhow::bail!(words.error("folder-missing", &[("path", self.site.clone())]))
        }
        let expected = self.expected(dir, &words)?;
        let status = self.finish(dir, &expected, &words, console)?;
        if status != Status::Clean && output::was_interrupted(dir) {
            console.warn(&words.fill(&words.cli.verify.interrupted, &[("path", &self.site)]));
        }
        Ok(status)
    }

    /// What the manifest asked for says, else that of the site, which is in the folder `dir`.
    fn expected(&self, dir: &Path, words: &Words) -> anyhow::Result<Expected> {
        let own = &words.cli.verify;
        let path = self.manifest.clone().unwrap_or_else(|| dir.join(MANIFEST));
        let shown = match self.manifest {
            Some(_) => path.display().to_string(),
            None => format!("{}/{MANIFEST}", self.site.trim_end_matches('/')),
        };
        let bytes = fs::read(&path).map_err(|error| {
            anyhow::Error::msg(match (error.kind(), &self.manifest) {
                (ErrorKind::NotFound, None) => words.fill(&own.no_manifest, &[("path", &self.site)]),
                _ => unreadable(&shown, &error, words),
            })
        })?;
        let not_ours = || anyhow::Error::msg(words.fill(&own.not_a_manifest, &[("path", &shown)]));
        Expected::read(&bytes).ok_or_else(not_ours)
    }

    fn finish(&self, dir: &Path, expected: &Expected, words: &Words, console: &Console) -> anyhow::Result<Status> {
        let own = &words.cli.verify;
        let compared = expected.compare(dir);
        let mut differences = compared.map_err(|error| match error {
            output::Error::Io { path, source } => {
                anyhow::Error::msg(unreadable(&path.display().to_string(), &source, words))
            }
            error => anyhow::Error::msg(words.error(error.key(), &error.parameters())),
        })?;
        if self.allow_extra {
            differences.extra.clear();
        }
        let Differences {
            missing,
            changed,
            extra,
        } = &differences;
        let mut lines = String::new();
        for (paths, text) in [(missing, &own.missing), (changed, &own.changed), (extra, &own.extra)] {
            for path in paths {
                // A name may have a line break in it, but is a line of the report.
                let path = visible(path).replace('\n', "␊");
                lines += &words.fill(text, &[("path", &path)]);
                lines.push('\n');
            }
        }
        console.print(&lines)?;
        let files = words.report.files.format(expected.paths().len());
        let counts = [missing, changed, extra].map(|paths| paths.len().to_string());
        let [missing, changed, extra] = counts.each_ref().map(String::as_str);
        let (text, status) = match differences.is_empty() {
            true => (&own.verified, Status::Clean),
            false => (&own.differs, Status::Findings),
        };
        console.note(&words.fill(
            text,
            &[
                ("path", &self.site),
                ("files", &files),
                ("hash", &expected.hash),
                ("missing", missing),
                ("changed", changed),
                ("extra", extra),
            ],
        ));
        Ok(status)
    }

    /// Copies the site at the address into the folder `dir`: the files that the manifest names. Those that are not there
    /// are left out.
    fn fetch(&self, dir: &Path, words: &Words) -> anyhow::Result<Expected> {
        let site = self.site.trim_end_matches("index.html").trim_end_matches('/');
        let not_fetched = |url: &str, reason: &str| {
            let values = [("url", url), ("reason", reason)];
            anyhow::Error::msg(words.fill(&words.cli.verify.not_fetched, &values))
        };
        if self.manifest.is_none() {
            let (url, fetched) = self.curl(site, dir, [MANIFEST].into_iter(), words)?;
            if !fetched.status.success() {
                return Err(not_fetched(&url, &said(&fetched.stderr)));
            }
        }
        let expected = self.expected(dir, words)?;
        let (_, fetched) = self.curl(site, dir, expected.paths(), words)?;
        // A line for each file: the status of the answer, 000 where there was none, and the address.
        for line in String::from_utf8_lossy(&fetched.stdout).lines() {
            match line.split_once(' ') {
                Some(("200" | "404" | "410", _)) => {}
                Some(("000", url)) => return Err(not_fetched(url, &said(&fetched.stderr))),
                Some((status, url)) => return Err(not_fetched(url, &format!("HTTP {status}"))),
                None => return Err(not_fetched(site, &said(&fetched.stderr))),
            }
        }
        Ok(expected)
    }

    /// Has `curl` copy files into the folder `dir`: what is published is behind TLS, and a system that has it keeps its
    /// certificates and proxies. Returns the address of the first as well.
    fn curl<'p>(
        &self,
        site: &str,
        dir: &Path,
        paths: impl Iterator<Item = &'p str>,
        words: &Words,
    ) -> anyhow::Result<(String, Output)> {
        let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
        let mut first = String::new();
        let mut files = String::new();
        for path in paths {
            let mut url = format!("{site}/");
            html::encode(&mut url, path);
            let file = dir.join(path).display().to_string();
            files += &format!("url = \"{}\"\noutput = \"{}\"\n", quoted(&url), quoted(&file));
            if first.is_empty() {
                first = url;
            }
        }
        let options = [
            "--fail",
            "--no-progress-meter",
            "--show-error",
            "--location",
            "--globoff",
            "--parallel",
        ];
        let process = Command::new("curl")
            .args(options)
            .args(["--create-dirs", "--connect-timeout", "20", "--proto", "=http,https"])
            .args(["--write-out", "%{http_code} %{url_effective}\\n", "--config", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let ran = process.and_then(|mut process| {
            let input = process.stdin.take();
            let writer = thread::spawn(move || input.map(|mut input| input.write_all(files.as_bytes())));
            let output = process.wait_with_output();
            // Where it stopped reading, its own message says why.
            let _ = writer.join();
            output
        });
        let output = ran.map_err(|error| {
            anyhow::Error::msg(match error.kind() {
                ErrorKind::NotFound => words.fill(&words.cli.verify.no_curl, &[("url", &self.site)]),
                _ => unreadable("curl", &error, words),
            })
        })?;
        Ok((first, output))
    }
}

/// Whether the argument is an address and no folder.
fn is_address(site: &str) -> bool {
    let scheme = site.split_once("://").map_or("", |(scheme, _)| scheme);
    ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

/// The first line of what a program said.
fn said(stderr: &[u8]) -> String {
    String::from_utf8_lossy(stderr)
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn unreadable(path: &str, error: &io::Error, words: &Words) -> String {
    let reason = error.to_string();
    words.fill(&words.cli.verify.unreadable, &[("path", path), ("reason", &reason)])
}

/// A folder for the time of the comparison.
struct Folder(PathBuf);

impl Folder {
    fn new(words: &Words) -> anyhow::Result<Self> {
        let path = std::env::temp_dir().join(format!("rolebook-verify-{}", std::process::id()));
        // One that is there already is somebody else's.
        let made = fs::create_dir(&path);
        made.map_err(|error| {
            let parameters = [("path", path.display().to_string()), ("reason", error.to_string())];
            anyhow::Error::msg(words.error("output-io", &parameters))
        })?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
