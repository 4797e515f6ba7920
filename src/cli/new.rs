//! `rolebook new`

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::ask::{Named, Questions, Wanted, given};
use super::check::prefix;
use super::console::Console;
use super::diff::{unified, unified_new};
use super::fix::rewrites;
use super::init::scaffold_words;
use super::renumber::line;
use super::words::Words;
use super::{Status, open};
use crate::language::Language;
use crate::output;
use crate::scaffold::{
    self, Added, ByTag, NewArticle, NewChapter, NewRegulation, NewRole, Refusal, add_article, add_chapter,
    add_regulation, add_role,
};
use crate::workspace::Workspace;

#[derive(Debug, clap::Args)]
pub(super) struct New {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Add a role: its entry, its article in every language, both sides of the reporting line
    Role(Role),
    /// Add an article in every language, and number what follows
    Article(Article),
    /// Add a chapter with a first article: a file in every language
    Chapter(Chapter),
    /// Add a regulation: a folder in every language
    Regulation(Regulation),
}

#[derive(Debug, clap::Args)]
struct Common {
    /// Folder of the handbook
    #[arg(value_name = "DIR", default_value = "handbook")]
    dir: PathBuf,
    /// Show what would change, and write nothing
    #[arg(long)]
    diff: bool,
    /// Ask also where the standard input is no terminal
    #[arg(long)]
    ask: bool,
}

#[derive(Debug, clap::Args)]
struct Role {
    #[command(flatten)]
    common: Common,
    /// Id of the role: ASCII letters, digits and hyphens
    #[arg(long)]
    id: Option<String>,
    /// Name of the role in a language, as zh=…; repeated for each language
    #[arg(long, value_name = "NAME")]
    name: Vec<Named>,
    /// Its direct superior, by name or id
    #[arg(long, value_name = "ROLE", conflicts_with = "top")]
    superior: Option<String>,
    /// Nobody stands above it within the handbook
    #[arg(long)]
    top: bool,
    /// Regulation that its article goes into, by title or id [default: that of the superior's article, else of the last
    /// role article]
    #[arg(long, value_name = "REGULATION")]
    regulation: Option<String>,
    /// Article that its own stands after: its number or id [default: the superior's, else the last role article]
    #[arg(long, value_name = "ARTICLE")]
    after: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Article {
    #[command(flatten)]
    common: Common,
    /// The regulation, by title or id, which is the name of its folder
    #[arg(long, value_name = "REGULATION")]
    regulation: Option<String>,
    /// Title of the article in a language, as zh=…; repeated for each language
    #[arg(long, value_name = "TITLE")]
    title: Vec<Named>,
    /// Article that it stands after: its number or id
    #[arg(long, value_name = "ARTICLE")]
    after: Option<String>,
    /// Chapter at whose end it stands: its number or file
    #[arg(long, value_name = "CHAPTER", conflicts_with = "after")]
    chapter: Option<String>,
    /// Id of the article [default: made from its title]
    #[arg(long)]
    id: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Chapter {
    #[command(flatten)]
    common: Common,
    /// The regulation, by title or id, which is the name of its folder
    #[arg(long, value_name = "REGULATION")]
    regulation: Option<String>,
    /// Title of the chapter in a language, as zh=…; repeated for each language
    #[arg(long, value_name = "TITLE")]
    title: Vec<Named>,
    /// Chapter that it stands after: its number or file
    #[arg(long, value_name = "CHAPTER")]
    after: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Regulation {
    #[command(flatten)]
    common: Common,
    /// Id of the regulation, which names its folder: ASCII letters, digits and hyphens
    #[arg(long)]
    id: Option<String>,
    /// Title of the regulation in a language, as zh=…; repeated for each language
    #[arg(long, value_name = "TITLE")]
    title: Vec<Named>,
}

impl New {
    /// Adds something to a handbook, in all files or none.
    ///
    /// # Errors
    /// The handbook cannot be opened or written to, or what is to be added does not fit into it.
    pub(super) fn run(&self, console: &Console) -> anyhow::Result<Status> {
        match &self.what {
            What::Role(role) => role.run(&mut Place::open(&role.common, console)?),
            What::Article(article) => article.run(&mut Place::open(&article.common, console)?),
            What::Chapter(chapter) => chapter.run(&mut Place::open(&chapter.common, console)?),
            What::Regulation(regulation) => regulation.run(&mut Place::open(&regulation.common, console)?),
        }
    }
}

impl Role {
    fn run(&self, place: &mut Place<'_>) -> anyhow::Result<Status> {
        let id = place.wanted.text(self.id.as_deref(), "--id", &place.own.ask_id)?;
        let names = place.by_tag(&self.name, "--name", |own| &own.ask_name)?;
        let superior = match self.top {
            true => None,
            false => {
                let superior = self.superior.as_deref();
                Some(place.wanted.text(superior, "--superior", &place.own.ask_superior_id)?)
            }
        };
        place.must_be_whole()?;
        let new = NewRole {
            id,
            names,
            superior,
            regulation: self.regulation.clone(),
            after: self.after.clone(),
        };
        let added = add_role(&place.workspace, &new);
        place.take(added, &place.own.role_added, ("role", &new.names))
    }
}

impl Article {
    fn run(&self, place: &mut Place<'_>) -> anyhow::Result<Status> {
        let regulation = place.regulation(self.regulation.as_deref())?;
        let titles = place.by_tag(&self.title, "--title", |own| &own.ask_text_title)?;
        let after = match &self.chapter {
            Some(_) => None,
            None => place.wanted.choice(self.after.as_deref(), &place.own.ask_after)?,
        };
        place.must_be_whole()?;
        let new = NewArticle {
            regulation,
            id: self.id.clone(),
            titles,
            chapter: self.chapter.clone(),
            after,
        };
        let added = add_article(&place.workspace, &new);
        place.take(added, &place.own.text_added, ("title", &new.titles))
    }
}

impl Chapter {
    fn run(&self, place: &mut Place<'_>) -> anyhow::Result<Status> {
        let regulation = place.regulation(self.regulation.as_deref())?;
        let titles = place.by_tag(&self.title, "--title", |own| &own.ask_text_title)?;
        let after = place
            .wanted
            .choice(self.after.as_deref(), &place.own.ask_after_chapter)?;
        place.must_be_whole()?;
        let new = NewChapter {
            regulation,
            titles,
            after,
        };
        let added = add_chapter(&place.workspace, &new);
        place.take(added, &place.own.text_added, ("title", &new.titles))
    }
}

impl Regulation {
    fn run(&self, place: &mut Place<'_>) -> anyhow::Result<Status> {
        let id = place
            .wanted
            .text(self.id.as_deref(), "--id", &place.own.ask_regulation_id)?;
        let titles = place.by_tag(&self.title, "--title", |own| &own.ask_text_title)?;
        place.must_be_whole()?;
        let new = NewRegulation { id, titles };
        let added = add_regulation(&place.workspace, &new);
        place.take(added, &place.own.text_added, ("title", &new.titles))
    }
}

/// The handbook that something is added to, and the one who adds it.
struct Place<'a> {
    dir: &'a Path,
    diff: bool,
    console: &'a Console,
    workspace: Workspace,
    languages: Vec<String>,
    words: Words,
    own: scaffold::Words,
    wanted: Wanted,
}

impl<'a> Place<'a> {
    fn open(common: &'a Common, console: &'a Console) -> anyhow::Result<Self> {
        let workspace = open(&common.dir, console)?;
        let languages = workspace.snapshot().languages();
        let words = console.words(&languages)?;
        Ok(Self {
            own: scaffold_words(Language::nearest(&words.tag))?,
            dir: &common.dir,
            diff: common.diff,
            console,
            workspace,
            languages,
            words,
            wanted: Wanted::new(Questions::new(common.ask, false)),
        })
    }

    fn regulation(&mut self, given: Option<&str>) -> anyhow::Result<String> {
        Ok(self.wanted.text(given, "--regulation", &self.own.ask_regulation)?)
    }

    /// A text for each language of the handbook.
    fn by_tag(
        &mut self,
        named: &[Named],
        flag: &str,
        question: impl Fn(&scaffold::Words) -> &String,
    ) -> anyhow::Result<ByTag> {
        let mut texts = Vec::new();
        for tag in &self.languages {
            let question = self.words.fill(question(&self.own), &[("language", tag)]);
            let flag = format!("{flag} {tag}=…");
            let text = given(named, tag, (&self.own, &self.words))?;
            texts.push((tag.clone(), self.wanted.text(text, &flag, &question)?));
        }
        Ok(texts)
    }

    /// Refuses where something was neither given nor answered.
    fn must_be_whole(&self) -> anyhow::Result<()> {
        let missing = self.wanted.missing();
        if !missing.is_empty() {
            let flags = missing.join(&self.words.report.separator);
            anyhow::bail!(self.words.fill(&self.own.flags_missing, &[("flags", &flags)]));
        }
        Ok(())
    }

    /// Shows or writes what was added, and says so with `template`, which has the files and the first text of `what`.
    fn take(&self, added: Result<Added, Refusal>, template: &str, what: (&str, &ByTag)) -> anyhow::Result<Status> {
        let added = added.map_err(|refusal| anyhow::Error::msg(refusal.message(&self.own)))?;
        let name = what.1.first().map_or("", |(_, text)| text.as_str());
        let prefix = prefix(self.dir);
        let unnumbered = added.unnumbered.snapshot();
        for left in &added.left {
            let line = line(left, unnumbered.sources(), &prefix, &self.words);
            self.console.warn(&line);
        }
        if !added.is_numbered() {
            anyhow::bail!(self.own.number_open.clone());
        }
        let changes = added.workspace.changes(&self.workspace);
        let files = added.workspace.additions(&self.workspace);
        if self.diff {
            self.console
                .print(&(unified_new(&files, &prefix) + &unified(&changes, &prefix)))?;
            return Ok(Status::Clean);
        }
        let written = output::add(self.dir, &files, &rewrites(&changes));
        written.map_err(|error| anyhow::Error::msg(self.words.error(error.key(), &error.parameters())))?;
        let files = self.words.report.files.format(changes.len() + files.len());
        let values = [(what.0, name), ("files", files.as_str())];
        self.console.note(&self.words.fill(template, &values));
        Ok(if added.left.is_empty() {
            Status::Clean
        } else {
            Status::Findings
        })
    }
}
