//! `rolebook new`

use std::path::PathBuf;

use clap::Subcommand;

use super::ask::{Named, Questions, given};
use super::check::prefix;
use super::console::Console;
use super::diff::unified;
use super::fix::write;
use super::init::scaffold_words;
use super::renumber::line;
use super::{Status, open};
use crate::language::Language;
use crate::scaffold::{NewRole, add_role};

#[derive(Debug, clap::Args)]
pub(super) struct New {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Add a role: its entry, its article in every language, both sides of the reporting line
    Role(Role),
}

#[derive(Debug, clap::Args)]
struct Role {
    /// Folder of the handbook
    #[arg(value_name = "DIR", default_value = "handbook")]
    dir: PathBuf,
    /// Id of the role: ASCII letters, digits and hyphens
    #[arg(long)]
    id: Option<String>,
    /// Name of the role in a language, as zh=…; repeated for each language
    #[arg(long, value_name = "NAME")]
    name: Vec<Named>,
    /// Id of its direct superior, whose article the new one stands after
    #[arg(long, value_name = "ID")]
    superior: Option<String>,
    /// Show what would change, and write nothing
    #[arg(long)]
    diff: bool,
    /// Ask also where the standard input is no terminal
    #[arg(long)]
    ask: bool,
}

impl New {
    /// Adds something to a handbook, in all files or none.
    ///
    /// # Errors
    /// The handbook cannot be opened or written to, or what is to be added does not fit into it.
    pub(super) fn run(&self, console: &Console) -> anyhow::Result<Status> {
        match &self.what {
            What::Role(role) => role.run(console),
        }
    }
}

impl Role {
    fn run(&self, console: &Console) -> anyhow::Result<Status> {
        let workspace = open(&self.dir, console)?;
        let languages = workspace.snapshot().languages();
        let words = console.words(&languages)?;
        let Some(language) = Language::find(&words.tag).or_else(|| Language::builtin().first()) else {
            anyhow::bail!("no language pack");
        };
        let own = scaffold_words(language)?;
        let questions = Questions::new(self.ask, false);
        let ask = |given: Option<&str>, question: &str| match given {
            Some(text) => Ok(text.to_owned()),
            None => questions.ask(question, ""),
        };
        let id = ask(self.id.as_deref(), &own.ask_id)?;
        let mut names = Vec::new();
        for tag in &languages {
            let question = words.fill(&own.ask_name, &[("language", tag)]);
            names.push((tag.clone(), ask(given(&self.name, tag), &question)?));
        }
        let superior = ask(self.superior.as_deref(), &own.ask_superior_id)?;
        let new = NewRole { id, names, superior };
        let added = add_role(&workspace, &new)
            .map_err(|error| anyhow::Error::msg(error.message(&own, &new, &words.report.separator)))?;
        let prefix = prefix(&self.dir);
        let unnumbered = added.unnumbered.snapshot();
        for left in &added.left {
            console.warn(&line(left, unnumbered.sources(), &prefix, &words));
        }
        let changes = added.workspace.changes(&workspace);
        if self.diff {
            console.print(&unified(&changes, &prefix))?;
            return Ok(Status::Clean);
        }
        let written = write(&self.dir, &changes);
        written.map_err(|error| anyhow::Error::msg(words.error(error.key(), &error.parameters())))?;
        let files = words.report.files.format(changes.len());
        let role = new.names.first().map_or("", |(_, name)| name.as_str());
        console.note(&words.fill(&own.role_added, &[("role", role), ("files", &files)]));
        Ok(if added.left.is_empty() {
            Status::Clean
        } else {
            Status::Findings
        })
    }
}
