//! `rolebook schema`

use clap::ValueEnum;

use super::Status;
use super::console::Console;

#[derive(Debug, clap::Args)]
pub(super) struct Schema {
    /// What the schema is of
    #[arg(value_name = "NAME", required_unless_present = "list")]
    name: Option<Name>,
    /// List the names and the files that they stand for
    #[arg(long)]
    list: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Name {
    /// handbook.toml
    Handbook,
    /// roles.toml
    Roles,
    /// glossary.toml
    Glossary,
    /// The front matter of a regulation
    FrontMatter,
    /// A pack of rules
    Pack,
    /// handbook.json, which every built site has
    HandbookJson,
}

impl Name {
    /// What people call it who write it, and its schema. The file in `docs` is the schema's one home.
    fn schema(self) -> (&'static str, &'static str) {
        match self {
            Self::Handbook => ("handbook.toml", include_str!("../../docs/handbook.toml.schema.json")),
            Self::Roles => ("roles.toml", include_str!("../../docs/roles.toml.schema.json")),
            Self::Glossary => ("glossary.toml", include_str!("../../docs/glossary.toml.schema.json")),
            Self::FrontMatter => ("+++ … +++", include_str!("../../docs/front-matter.schema.json")),
            Self::Pack => ("packs/*.toml", include_str!("../../docs/pack.schema.json")),
            Self::HandbookJson => ("handbook.json", include_str!("../../docs/handbook.schema.json")),
        }
    }
}

impl Schema {
    /// Prints a JSON Schema, or the names of all.
    ///
    /// # Errors
    /// A standard output that cannot be written to.
    pub(super) fn run(&self, console: &Console) -> anyhow::Result<Status> {
        if let Some(name) = self.name.filter(|_| !self.list) {
            console.print(name.schema().1)?;
            return Ok(Status::Clean);
        }
        for name in Name::value_variants() {
            let value = name.to_possible_value();
            let value = value.as_ref().map_or("", |value| value.get_name());
            console.print(&format!("{value:<14}{}\n", name.schema().0))?;
        }
        Ok(Status::Clean)
    }
}
