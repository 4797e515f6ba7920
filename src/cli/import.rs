//! `rolebook import`

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::ValueEnum;

use super::check;
use super::console::Console;
use super::words::Words;
use super::{Status, open};
use crate::import::docx::{self, DocxError};
use crate::import::kind::Kind;
use crate::import::manuscript::Manuscript;
use crate::import::{self, Counted, Import, Original, Strings, fill};
use crate::language::Language;
use crate::model::Subject;
use crate::output::{self, Rewrite};
use crate::workspace::Snapshot;
use crate::workspace::disk;

/// The folder of a handbook, if no other is named.
const HANDBOOK: &str = "handbook";
/// The report's name without its ending.
const REPORT: &str = "import-report";

#[derive(Debug, clap::Args)]
pub(super) struct ImportFiles {
    /// Texts and Word files (.txt, .docx), each of them a regulation
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The handbook's folder, which need not exist yet
    #[arg(short, long, value_name = "DIR", default_value = HANDBOOK)]
    output: PathBuf,
    /// The regulation's title [default: what the file says]
    #[arg(long)]
    title: Option<String>,
    /// The language that the files are written in, such as zh or en [default: what it looks like]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// The regulation that FILE is a translation of: its id, or its title
    #[arg(long, value_name = "REGULATION")]
    into: Option<String>,
    /// What to do with tracked changes of Word files
    #[arg(long, value_name = "WHAT", default_value = "fail")]
    track_changes: TrackChanges,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TrackChanges {
    /// Read the text as changed
    Accept,
    /// Read the text as it was before the changes
    Reject,
    /// Import nothing, and say where they are
    Fail,
}

impl From<TrackChanges> for docx::TrackChanges {
    fn from(asked: TrackChanges) -> Self {
        match asked {
            TrackChanges::Accept => Self::Accept,
            TrackChanges::Reject => Self::Reject,
            TrackChanges::Fail => Self::Fail,
        }
    }
}

impl ImportFiles {
    /// Writes the files as regulations of a handbook, says what became of them, and checks the handbook.
    ///
    /// # Errors
    /// A file cannot be read or imported, or what it becomes cannot be written. Then nothing was written.
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Status> {
        let words = console.words(&[])?;
        let strings = words.import()?;
        if self.title.is_some() && self.files.len() > 1 {
            let n = self.files.len().to_string();
            anyhow::bail!(fill(error(&strings, "title"), &[("n", &n)]));
        }
        self.must_be_told_apart(&strings)?;
        let mut manuscripts = Vec::new();
        for path in &self.files {
            manuscripts.push(self.read(path, &words, &strings)?);
        }
        let settings = self.settings(import::SETTINGS, &strings)?;
        let is_new = settings.is_none();
        let snapshot = match is_new {
            true => None,
            false => Some(open(&self.output, console)?.snapshot()),
        };
        let (language, tag) = self.language(&manuscripts, snapshot.as_ref(), &strings, console)?;
        let roles = self.settings(import::ROLES, &strings)?;
        let original = self.original(snapshot.as_ref(), &tag, roles.as_deref(), &words, &strings)?;
        let mut import = Import::new(language, &tag, roles);
        if let Some(original) = original {
            import = import.into(original);
        }
        for (manuscript, counted) in &manuscripts {
            let added = import.add(manuscript, *counted, self.title.as_deref());
            added.map_err(anyhow::Error::msg)?;
        }
        let report = self.report_path();
        let settings = settings.filter(|_| self.into.is_some());
        let extended = match &settings {
            Some(before) => import.settings_with_language(before).map_err(anyhow::Error::msg)?,
            None => None,
        };
        let settings = settings.as_deref().zip(extended.as_deref());
        self.write(&import, is_new, settings, &report, &words, &strings)?;
        self.say(&import, is_new, &report, &strings, console);
        if settings.is_some() {
            let path = self.output.join(import::SETTINGS).display().to_string();
            console.note(&fill(&strings.new_language, &[("tag", &tag), ("path", &path)]));
        }
        check::after_import(&self.output, console)
    }

    /// Refuses a file that is named twice, and several files for one regulation.
    fn must_be_told_apart(&self, strings: &Strings) -> anyhow::Result<()> {
        let mut seen = Vec::new();
        for path in &self.files {
            let own = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
            if seen.contains(&own) {
                anyhow::bail!(fill(error(strings, "twice"), &[("path", &path.display().to_string())]));
            }
            seen.push(own);
        }
        if self.into.is_some() && seen.len() > 1 {
            anyhow::bail!(fill(error(strings, "into-several"), &[("n", &seen.len().to_string())]));
        }
        Ok(())
    }

    /// The text of a file of settings, if the handbook has it.
    fn settings(&self, name: &str, strings: &Strings) -> anyhow::Result<Option<String>> {
        let path = self.output.join(name);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(reason) => Err(anyhow::Error::msg(unreadable(&path, &reason, strings))),
        }
    }

    /// The regulation that the file is a translation of, if one is named.
    fn original(
        &self,
        snapshot: Option<&Snapshot>,
        tag: &str,
        roles: Option<&str>,
        words: &Words,
        strings: &Strings,
    ) -> anyhow::Result<Option<Original>> {
        let Some(name) = &self.into else { return Ok(None) };
        let Some(snapshot) = snapshot else {
            let path = self.output.display().to_string();
            anyhow::bail!(fill(error(strings, "into-new"), &[("path", &path)]));
        };
        let handbook = snapshot.handbook();
        let Subject::Regulation(regulation) = words.subject(handbook, name, false)? else {
            anyhow::bail!(fill(error(strings, "into-role"), &[("name", name)]));
        };
        let mut editions = handbook.regulation(regulation).editions.iter();
        if let Some((_, edition)) = editions.find(|(language, _)| handbook.tag(*language) == tag) {
            let values = [("name", name.as_str()), ("tag", tag), ("path", &edition.path)];
            anyhow::bail!(fill(error(strings, "into-taken"), &values));
        }
        Ok(Original::of(handbook, regulation, roles.unwrap_or_default()))
    }

    /// What a file holds. This is the place where a reader is chosen for it.
    fn read(&self, path: &Path, words: &Words, strings: &Strings) -> anyhow::Result<(Manuscript, Counted)> {
        let shown = path.display().to_string();
        let fails = |key: &str| anyhow::Error::msg(fill(error(strings, key), &[("path", &shown)]));
        let found = fs::metadata(path).map_err(|reason| match reason.kind() {
            ErrorKind::NotFound => fails("missing"),
            _ => anyhow::Error::msg(unreadable(path, &reason, strings)),
        })?;
        if found.is_dir() {
            return Err(fails("folder"));
        }
        let within_limit = |size: u64| {
            let (is_within, size) = (size <= disk::LARGEST_FILE, size.to_string());
            let values = [
                ("path", shown.as_str()),
                ("size", &size),
                ("limit", &disk::LARGEST_FILE.to_string()),
            ];
            anyhow::ensure!(is_within, fill(error(strings, "too-large"), &values));
            Ok(())
        };
        within_limit(found.len())?;
        let mut bytes = Vec::new();
        // A device has no length, and no end.
        let read = fs::File::open(path).and_then(|file| file.take(disk::LARGEST_FILE + 1).read_to_end(&mut bytes));
        read.map_err(|reason| anyhow::Error::msg(unreadable(path, &reason, strings)))?;
        within_limit(bytes.len() as u64)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let manuscript = match Kind::of(&bytes) {
            Kind::Text => (import::text::read(&name, bytes), Counted::Lines),
            Kind::Office => {
                let read = docx::read(&name, &bytes, self.track_changes.into());
                let said = |failed: DocxError| anyhow::Error::msg(words.error(failed.key(), &failed.parameters()));
                (read.map_err(said)?, Counted::Paragraphs)
            }
            Kind::Other(key) => return Err(fails(key)),
        };
        match manuscript.0.blocks.is_empty() {
            true => Err(fails("empty")),
            false => Ok(manuscript),
        }
    }

    /// The language of the texts, and its folder's name in the handbook.
    fn language(
        &self,
        manuscripts: &[(Manuscript, Counted)],
        snapshot: Option<&Snapshot>,
        strings: &Strings,
        console: &Console,
    ) -> anyhow::Result<(&'static Language, String)> {
        let looks = manuscripts
            .first()
            .map(|(manuscript, _)| import::language_of(manuscript));
        let looks = looks.map_or("", |language| language.pack.tag.as_str());
        let mut tag = self.language.clone().unwrap_or_else(|| looks.to_owned());
        if let Some(snapshot) = snapshot {
            let languages = snapshot.languages();
            // A handbook in zh-CN takes a text in zh.
            let pack = |tag: &str| Language::find(tag).map(|language| language.pack.tag.as_str());
            let own = languages.iter().find(|own| **own == tag);
            let near = own.or_else(|| languages.iter().find(|own| pack(own) == pack(&tag)));
            if let Some(found) = near {
                tag.clone_from(found);
            } else if self.into.is_none() {
                let (path, tags) = (
                    self.output.display().to_string(),
                    languages.join(&strings.list_separator),
                );
                anyhow::bail!(fill(
                    error(strings, "language"),
                    &[("path", &path), ("tag", &tag), ("tags", &tags)]
                ));
            }
        }
        match Language::find(&tag) {
            Some(language) => Ok((language, tag)),
            None => Err(console.words(&[])?.unknown_language(&tag)),
        }
    }

    /// Beside the handbook, under a name that is free.
    fn report_path(&self) -> PathBuf {
        let beside = std::path::absolute(&self.output).ok();
        let parent = match self.output.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            Some(parent) if self.output.file_name().is_some() => parent.to_path_buf(),
            _ if self.output.file_name().is_some() => PathBuf::new(),
            _ => beside
                .and_then(|path| path.parent().map(Path::to_path_buf))
                .unwrap_or_default(),
        };
        let name = |number: u32| match number {
            1 => parent.join(format!("{REPORT}.md")),
            number => parent.join(format!("{REPORT}-{number}.md")),
        };
        (1..)
            .map(name)
            .find(|path| fs::symlink_metadata(path).is_err())
            .unwrap_or_default()
    }

    fn write(
        &self,
        import: &Import,
        is_new: bool,
        settings: Option<(&str, &str)>,
        report: &Path,
        words: &Words,
        strings: &Strings,
    ) -> anyhow::Result<()> {
        let files = import.files(is_new).map_err(anyhow::Error::msg)?;
        let files: Vec<(String, Vec<u8>)> = files.into_iter().map(|file| (file.path, file.bytes)).collect();
        let roles = import.roles();
        if let Some((_, text)) = roles.as_ref()
            && !import.reads_back(text)
        {
            let path = self.output.join(import::ROLES).display().to_string();
            anyhow::bail!(fill(error(strings, "roles"), &[("path", &path)]));
        }
        let roles = roles.as_ref().map(|(old, new)| (import::ROLES, *old, new.as_str()));
        let settings = settings.map(|(old, new)| (import::SETTINGS, old, new));
        let rewrites = roles.into_iter().chain(settings);
        let rewrites: Vec<Rewrite<'_>> = rewrites.map(|(path, old, new)| Rewrite { path, old, new }).collect();
        let text = import::report(&import.regulations, &import.roster, strings);
        let parent = report
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let name = report.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let said = |failed: output::Error| anyhow::Error::msg(words.error(failed.key(), &failed.parameters()));
        // The report first: a report without an import does less harm than an import without a report.
        output::add(parent, &[(&name, text.as_bytes())], &[]).map_err(said)?;
        output::add(&self.output, &files, &rewrites).map_err(|failed| {
            let _ = fs::remove_file(report);
            said(failed)
        })
    }

    fn say(&self, import: &Import, is_new: bool, report: &Path, strings: &Strings, console: &Console) {
        let mut left_out = 0;
        let mut look_at = import::doubts(&import.roster, strings).len();
        for regulation in &import.regulations {
            let duties: usize = regulation.duties.iter().map(|(_, _, duties)| duties).sum();
            let path = self.output.join(&regulation.path).display().to_string();
            let numbers = [
                regulation.chapters,
                regulation.articles,
                regulation.duties.len(),
                duties,
            ];
            let [chapters, articles, roles, duties] = numbers.map(|number| number.to_string());
            console.note(&fill(
                &strings.done,
                &[
                    ("file", &regulation.source),
                    ("path", &path),
                    ("chapters", &chapters),
                    ("articles", &articles),
                    ("roles", &roles),
                    ("duties", &duties),
                ],
            ));
            left_out += regulation.left_out.len();
            look_at += import::concerns(regulation, strings).len();
        }
        let new = import
            .roster
            .units
            .iter()
            .chain(&import.roster.roles)
            .filter(|entry| !entry.known)
            .count();
        if new > 0 || is_new {
            let path = self.output.join(import::ROLES).display().to_string();
            console.note(&fill(&strings.new_roles, &[("n", &new.to_string()), ("path", &path)]));
        }
        let translated = import.roster.units.iter().chain(&import.roster.roles);
        let translated = translated.filter(|entry| entry.translated).count();
        if translated > 0 {
            let path = self.output.join(import::ROLES).display().to_string();
            let values = [("n", translated.to_string()), ("path", path)];
            console.note(&fill(
                &strings.new_names,
                &values.each_ref().map(|(key, value)| (*key, value.as_str())),
            ));
        }
        let (left_out, look_at) = (left_out.to_string(), look_at.to_string());
        let report = report.display().to_string();
        let values = [
            ("left-out", left_out.as_str()),
            ("look-at", &look_at),
            ("report", &report),
        ];
        console.note(&fill(&strings.see, &values));
    }
}

/// The sentence that says why a file cannot be imported.
fn error<'s>(strings: &'s Strings, key: &'s str) -> &'s str {
    strings.errors.get(key).map_or(key, String::as_str)
}

fn unreadable(path: &Path, reason: &std::io::Error, strings: &Strings) -> String {
    let (path, reason) = (path.display().to_string(), reason.to_string());
    fill(error(strings, "unreadable"), &[("path", &path), ("reason", &reason)])
}

impl Words {
    /// The words of an import.
    ///
    /// # Errors
    /// The language pack is broken; tests show that none is.
    fn import(&self) -> anyhow::Result<Strings> {
        let language = Language::nearest(&self.tag);
        let broken = || format!("language pack {}", language.pack.tag);
        language.pack.import.clone().try_into().with_context(broken)
    }
}
