//! `rolebook export`

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde::Deserialize;

use super::console::Console;
use super::words::Words;
use super::{Status, open};
use crate::export;
use crate::model::{self, Handbook, LanguageId, NotFound, Subject};
use crate::output;

#[derive(Debug, clap::Args)]
pub(super) struct Export {
    #[command(subcommand)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Format {
    /// A Word file with a regulation, or with the duties of a role to sign
    Docx(Docx),
}

#[derive(Debug, clap::Args)]
struct Docx {
    /// A regulation or a role, by its id or its name in any language: customer-service, floor-assistant
    #[arg(value_name = "NAME")]
    name: String,
    /// Folder of the handbook
    #[arg(value_name = "DIR", default_value = "handbook")]
    dir: PathBuf,
    /// The file to write [default: the id with .docx, in the working folder]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// One language, or two to stand side by side, such as zh,en [default: the handbook's first]
    #[arg(long, value_name = "TAGS", value_delimiter = ',')]
    language: Vec<String>,
    /// NAME is a role, even if a regulation is called so too
    #[arg(long)]
    role: bool,
    /// Write over FILE if it exists
    #[arg(long)]
    force: bool,
}

/// The words of this command: the table `[cli.export]` of a language pack.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Strings {
    /// With `{path}`.
    written: String,
    /// With `{path}`.
    unchanged: String,
    /// With `{path}`.
    exists: String,
    /// With `{name}`.
    unknown: String,
    /// With `{name}` and `{suggestion}`.
    unknown_suggestion: String,
    /// With `{name}` and the `{ids}` that it may mean.
    ambiguous: String,
    /// With `{tag}` and the `{tags}` of the handbook.
    unknown_language: String,
    too_many_languages: String,
    /// With `{name}` and `{tag}`.
    no_text: String,
}

impl Export {
    /// Writes one file, at once or not at all.
    ///
    /// # Errors
    /// There is no such handbook, regulation, role or language, the file exists, or it cannot be written.
    pub(super) fn run(&self, console: &Console) -> anyhow::Result<Status> {
        let Format::Docx(docx) = &self.format;
        docx.run(console)
    }
}

impl Docx {
    fn run(&self, console: &Console) -> anyhow::Result<Status> {
        let snapshot = open(&self.dir, console)?.snapshot();
        let words = console.words(&snapshot.languages())?;
        let handbook = snapshot.handbook();
        let subject = words.subject(handbook, &self.name, self.role)?;
        let languages = self.languages(handbook, &words)?;
        let made = export::docx(&snapshot, subject, &languages);
        let bytes = made.map_err(|error| match &error {
            export::Error::NoText { tag } => {
                let values = [("name", self.name.as_str()), ("tag", tag)];
                anyhow::Error::msg(words.fill(&words.cli.export.no_text, &values))
            }
            export::Error::Pack(_) | export::Error::Zip(_) => error.into(),
        })?;
        let path = self.path(handbook, subject, &languages);
        let shown = path.display().to_string();
        let text = match self.write(&path, &bytes, &words)? {
            true => &words.cli.export.written,
            false => &words.cli.export.unchanged,
        };
        console.note(&words.fill(text, &[("path", &shown)]));
        Ok(Status::Clean)
    }

    /// The languages asked for, each once.
    fn languages(&self, handbook: &Handbook, words: &Words) -> anyhow::Result<Vec<LanguageId>> {
        let mut languages: Vec<LanguageId> = Vec::new();
        for tag in self.language.iter().map(|tag| tag.trim()) {
            let mut known = handbook.language_ids();
            let Some(language) = known.find(|&id| handbook.tag(id).eq_ignore_ascii_case(tag)) else {
                let tags: Vec<&str> = handbook.language_ids().map(|id| handbook.tag(id)).collect();
                let tags = tags.join(&words.report.separator);
                anyhow::bail!(words.fill(&words.cli.export.unknown_language, &[("tag", tag), ("tags", &tags)]))
            };
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        if languages.is_empty() {
            languages.push(LanguageId::AUTHORITATIVE);
        }
        if languages.len() > 2 {
            anyhow::bail!("{}", words.cli.export.too_many_languages)
        }
        Ok(languages)
    }

    /// Where the file goes. A file in other languages than the handbook's first has their tags in its name.
    fn path(&self, handbook: &Handbook, subject: Subject, languages: &[LanguageId]) -> PathBuf {
        let tags: Vec<&str> = languages.iter().map(|&id| handbook.tag(id)).collect();
        let tags = match languages {
            [LanguageId::AUTHORITATIVE] => String::new(),
            _ => format!(".{}", tags.join("-")),
        };
        let name = format!("{}{tags}.docx", subject.id(handbook).replace('/', "-"));
        match &self.output {
            Some(path) if path.is_dir() => path.join(name),
            Some(path) => path.clone(),
            None => name.into(),
        }
    }

    /// Writes the file, and says whether it was not there as it is.
    fn write(&self, path: &Path, bytes: &[u8], words: &Words) -> anyhow::Result<bool> {
        if std::fs::read(path).is_ok_and(|found| found == bytes) {
            return Ok(false);
        }
        // A link to nothing is somebody's all the same.
        if !self.force && std::fs::symlink_metadata(path).is_ok() {
            let shown = path.display().to_string();
            anyhow::bail!(words.fill(&words.cli.export.exists, &[("path", &shown)]))
        }
        let written = output::write_file(path, bytes);
        written.map_err(|error| anyhow::Error::msg(words.error(error.key(), &error.parameters())))?;
        Ok(true)
    }
}

impl Words {
    /// The regulation or role that is called `name`; with `role`, roles only.
    ///
    /// # Errors
    /// There is none, or there are several.
    pub(super) fn subject(&self, handbook: &Handbook, name: &str, role: bool) -> anyhow::Result<Subject> {
        let own = &self.cli.export;
        let among = |subject: &Subject| !role || matches!(subject, Subject::Role(_));
        model::find(handbook, name, among).map_err(|error| {
            anyhow::Error::msg(match error {
                NotFound::Unknown(None) => self.fill(&own.unknown, &[("name", name)]),
                NotFound::Unknown(Some(suggestion)) => {
                    self.fill(&own.unknown_suggestion, &[("name", name), ("suggestion", &suggestion)])
                }
                NotFound::Ambiguous(ids) => {
                    let ids = ids.join(&self.report.separator);
                    self.fill(&own.ambiguous, &[("name", name), ("ids", &ids)])
                }
            })
        })
    }
}
