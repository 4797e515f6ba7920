//! `rolebook init`

use std::path::PathBuf;

use super::ask::{Named, Questions, given};
use super::console::Console;
use super::words::Words;
use super::{Status, as_argument};
use crate::language::Language;
use crate::output;
use crate::scaffold::{self, Beginning, Edition};
use crate::workspace::{CheckOptions, Workspace};

#[derive(Debug, clap::Args)]
pub(super) struct Init {
    /// Folder of the new handbook
    #[arg(value_name = "DIR", default_value = "handbook")]
    dir: PathBuf,
    /// Languages, the authoritative one first, as zh,en [default: that of the messages]
    #[arg(long, value_name = "TAGS", value_delimiter = ',')]
    languages: Vec<String>,
    /// Title of the handbook: for all languages, or as zh=…, which may be repeated
    #[arg(long, value_name = "TITLE")]
    title: Vec<Named>,
    /// Name of the organisation, likewise
    #[arg(long, value_name = "NAME")]
    organisation: Vec<Named>,
    /// Name of the first role, which nobody stands above, likewise
    #[arg(long, value_name = "NAME")]
    superior: Vec<Named>,
    /// Name of the role below it, likewise
    #[arg(long, value_name = "NAME")]
    subordinate: Vec<Named>,
    /// Ask nothing: take what is usual for what is not given
    #[arg(short, long)]
    yes: bool,
    /// Ask also where the standard input is no terminal
    #[arg(long, conflicts_with = "yes")]
    ask: bool,
}

impl Init {
    /// Writes the files of a new handbook.
    ///
    /// # Errors
    /// The folder holds something, a language is not known, or the system refuses.
    pub(super) fn run(&self, console: &Console) -> anyhow::Result<Status> {
        let words = console.words(&[])?;
        let failed = |error: output::Error| anyhow::Error::msg(words.error(error.key(), &error.parameters()));
        output::must_be_empty(&self.dir).map_err(failed)?;
        let language = Language::nearest(&words.tag);
        let own = scaffold_words(language)?;
        let questions = Questions::new(self.ask, self.yes);
        let tags = if self.languages.is_empty() {
            let answer = questions.ask(&own.ask_languages, &language.pack.tag)?;
            let tags = answer.split([',', '，', '、', ' ']);
            tags.map(str::to_owned).collect()
        } else {
            self.languages.clone()
        };
        let mut editions: Vec<Edition> = Vec::new();
        for tag in tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty()) {
            // An unknown language is told by its words.
            Words::choose(Some(tag), std::slice::from_ref(&words.tag))?;
            if let Some(language) = Language::find(tag).filter(|_| editions.iter().all(|known| known.tag != tag)) {
                editions.push(self.edition(tag, language, &own, &questions, &words)?);
            }
        }
        if editions.is_empty() {
            editions.push(self.edition(&language.pack.tag, language, &own, &questions, &words)?);
        }
        let files = scaffold::begin(&Beginning { editions });
        must_check_clean(&files, &own, &words)?;
        output::add(&self.dir, &files, &[]).map_err(failed)?;
        let path = self.dir.display().to_string();
        let argument = as_argument(&self.dir);
        console.note(&words.fill(&own.begun, &[("path", &path), ("argument", &argument)]));
        Ok(Status::Clean)
    }

    fn edition(
        &self,
        tag: &str,
        language: &Language,
        own: &scaffold::Words,
        questions: &Questions,
        words: &Words,
    ) -> anyhow::Result<Edition> {
        let usual = scaffold_words(language)?;
        let ask = |named: &[Named], question: &str, usual: &str| -> anyhow::Result<String> {
            match given(named, tag, (own, words))? {
                Some(text) => Ok(text.to_owned()),
                None => Ok(questions.ask(&words.fill(question, &[("language", tag)]), usual)?),
            }
        };
        Ok(Edition {
            tag: tag.to_owned(),
            title: ask(&self.title, &own.ask_title, &usual.title)?,
            organisation: ask(&self.organisation, &own.ask_organisation, &usual.organisation)?,
            superior: ask(&self.superior, &own.ask_superior, &usual.superior)?,
            subordinate: ask(&self.subordinate, &own.ask_subordinate, &usual.subordinate)?,
            words: usual,
        })
    }
}

/// Refuses what names with marks that mean something else in a text would make of a new handbook.
fn must_check_clean(files: &[(String, String)], own: &scaffold::Words, words: &Words) -> anyhow::Result<()> {
    let files = files.iter();
    let workspace = Workspace::from_files(files.map(|(path, text)| (path.clone(), text.clone().into_bytes())));
    let snapshot = workspace.snapshot();
    let findings = snapshot.diagnostics(&CheckOptions::default());
    let Some(finding) = findings.first() else {
        return Ok(());
    };
    let path = &*snapshot.sources().file(finding.span.file).path;
    let message = finding.message(&words.tag);
    let values = [("path", path), ("message", message.as_str())];
    anyhow::bail!(words.fill(&own.faulty_beginning, &values))
}

/// The words of new texts in a language.
///
/// # Errors
/// The pack lacks some.
pub(super) fn scaffold_words(language: &Language) -> anyhow::Result<scaffold::Words> {
    scaffold::Words::of(language).map_err(anyhow::Error::msg)
}
