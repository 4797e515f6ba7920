//! `rolebook translations`

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::check::prefix;
use super::console::Console;
use super::words::Words;
use super::{Status, open};
use crate::model::ArticleId;
use crate::output;
use crate::report;
use crate::workspace::{LOCK, Snapshot};

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Translations {
    #[command(subcommand)]
    action: Option<Action>,
    /// Folder of the handbook
    #[arg(default_value = "handbook")]
    dir: PathBuf,
    /// For people, one JSON object, or for a spreadsheet
    #[arg(long, default_value = "table")]
    format: Format,
    /// Translations into this language only
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Exit with 1 where there is work
    #[arg(long)]
    check: bool,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Record that translations were reviewed against the source as it is now
    Accept(Accept),
}

#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("which").required(true).args(["names", "all"])))]
struct Accept {
    /// Articles (customer-service#complaints), or regulations with all of their articles
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Every translation of the handbook
    #[arg(long)]
    all: bool,
    /// Translations into this language only
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Folder of the handbook
    #[arg(long, value_name = "DIR", default_value = "handbook")]
    dir: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
}

impl Translations {
    /// Lists what there is to translate and to review, or records a review.
    ///
    /// # Errors
    /// The handbook cannot be opened, it has no such language or article, its lock is faulty or cannot be written.
    pub(super) fn run(&self, console: &Console) -> anyhow::Result<Status> {
        if let Some(Action::Accept(accept)) = &self.action {
            return accept.run(console);
        }
        let snapshot = open(&self.dir, console)?.snapshot();
        let words = console.words(&snapshot.languages())?;
        known_language(&snapshot, self.language.as_deref(), &words)?;
        let work = snapshot.translations(self.language.as_deref());
        console.print(&match self.format {
            Format::Json => report::translations_json(&work),
            Format::Csv => report::translations_csv(&work),
            Format::Table => {
                let prefix = prefix(&self.dir);
                report::translations(&work, &words.report, &console.style(&prefix))
            }
        })?;
        let found = self.check && !work.work.is_empty();
        Ok(if found { Status::Findings } else { Status::Clean })
    }
}

impl Accept {
    fn run(&self, console: &Console) -> anyhow::Result<Status> {
        let snapshot = open(&self.dir, console)?.snapshot();
        let words = console.words(&snapshot.languages())?;
        known_language(&snapshot, self.language.as_deref(), &words)?;
        let path = self.dir.join(LOCK);
        let shown = format!("{}{LOCK}", prefix(&self.dir));
        if !snapshot.lock_is_sound() {
            anyhow::bail!(words.fill(&words.cli.faulty_lock, &[("path", &shown)]));
        }
        let articles = self.articles(&snapshot, &words)?;
        let done = snapshot.accept(&articles, self.language.as_deref(), &note(&snapshot, &words));
        let former = snapshot.sources().find(LOCK).map(|file| snapshot.sources().file(file));
        if former.is_none_or(|former| *former.text != *done.lock) {
            output::write_file(&path, &done.lock)
                .map_err(|error| anyhow::Error::msg(words.error(error.key(), &error.parameters())))?;
        }
        let lines: String = done
            .recorded
            .iter()
            .map(|(name, tag)| format!("{name} {tag}\n"))
            .collect();
        console.print(&lines)?;
        let count = words.report.translation_count.format(done.recorded.len());
        console.note(&match done.recorded.is_empty() {
            true => words.cli.nothing_recorded.clone(),
            false => words.fill(&words.cli.recorded, &[("translations", &count), ("path", &shown)]),
        });
        if done.stale_citations > 0 {
            console.note(&words.cli.numbers_kept);
        }
        Ok(Status::Clean)
    }

    /// What the names stand for. A name whose articles have no translation is an error: nothing would come of it.
    fn articles(&self, snapshot: &Snapshot, words: &Words) -> anyhow::Result<Vec<ArticleId>> {
        let handbook = snapshot.handbook();
        if self.all {
            return Ok(handbook.article_ids().collect());
        }
        let mut articles = Vec::new();
        for name in &self.names {
            let found = snapshot.articles_called(name).map_err(|suggestion| {
                let text = match &suggestion {
                    Some(suggestion) => words.fill(
                        &words.cli.unknown_article_suggestion,
                        &[("name", name), ("suggestion", suggestion)],
                    ),
                    None => words.fill(&words.cli.unknown_article, &[("name", name)]),
                };
                anyhow::Error::msg(text)
            })?;
            if !found
                .iter()
                .any(|&id| handbook.article(id).texts.iter().nth(1).is_some())
            {
                anyhow::bail!(words.fill(&words.cli.not_translated, &[("name", name)]));
            }
            articles.extend(found);
        }
        articles.sort_unstable();
        articles.dedup();
        Ok(articles)
    }
}

/// # Errors
/// The handbook is not translated into the language asked for.
fn known_language(snapshot: &Snapshot, asked: Option<&str>, words: &Words) -> anyhow::Result<()> {
    let languages = snapshot.languages();
    let translated = languages.get(1..).unwrap_or_default();
    match asked {
        Some(tag) if !translated.iter().any(|known| known.eq_ignore_ascii_case(tag)) => {
            let tags = translated.join(&words.report.separator);
            anyhow::bail!(words.fill(&words.cli.unknown_language, &[("tag", tag), ("tags", &tags)]))
        }
        _ => Ok(()),
    }
}

/// The comment at the top of the lock, in the handbook's language whoever runs the program.
fn note(snapshot: &Snapshot, words: &Words) -> String {
    let languages = snapshot.languages();
    let own = languages.first().and_then(|tag| Words::choose(Some(tag), &[]).ok());
    own.map_or_else(|| words.cli.lock_note.clone(), |own| own.cli.lock_note)
}
