//! What the client can do, and the language that its user reads.

use lsp_types::{ClientCapabilities, InitializeParams};
use serde_json::Value;

use super::encoding::Encoding;
use crate::editor::Words;
use crate::language::Language;

/// What the client said of itself.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// The language asked for.
    tag: Option<String>,
    /// Edits may name the versions of the texts that they are for.
    pub(super) takes_versions: bool,
    /// It tells of files that change on disk if it is asked to.
    pub(super) watches: bool,
    /// The commands of ours that it knows how to run.
    commands: Vec<String>,
}

impl Client {
    /// `lang` is the language that the command line asks for; `raw` holds what the types leave out.
    pub(super) fn new(params: &InitializeParams, raw: &Value, lang: Option<&str>) -> Self {
        let options = params.initialization_options.as_ref();
        let option = |name: &str| options.and_then(|options| options.get(name));
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let asked = [lang.map(str::to_owned), text(option("lang")), text(raw.get("locale"))];
        let commands = option("commands").and_then(Value::as_array).into_iter().flatten();
        let ClientCapabilities { workspace, .. } = &params.capabilities;
        let edits = workspace
            .as_ref()
            .and_then(|workspace| workspace.workspace_edit.as_ref());
        let watching = workspace
            .as_ref()
            .and_then(|workspace| workspace.did_change_watched_files);
        Self {
            encoding: Encoding::agreed(&params.capabilities),
            tag: asked.into_iter().flatten().find(|tag| Language::find(tag).is_some()),
            takes_versions: edits.and_then(|edits| edits.document_changes).unwrap_or_default(),
            watches: watching
                .and_then(|watching| watching.dynamic_registration)
                .unwrap_or_default(),
            commands: commands.filter_map(|name| text(Some(name))).collect(),
        }
    }

    /// The words for a handbook in `languages`: those asked for, else its own.
    pub(super) fn words(&self, languages: &[String]) -> Words {
        let mut tags = self.tag.iter().chain(languages);
        let known = tags.find(|tag| Language::find(tag).is_some());
        // Tests show that every pack has all of them.
        Words::new(known.map_or("", String::as_str)).unwrap_or_default()
    }

    /// The language asked for; empty where none is.
    pub(super) fn tag(&self) -> &str {
        self.tag.as_deref().unwrap_or_default()
    }

    /// Whether the client itself runs the command `name`.
    pub(super) fn runs(&self, name: &str) -> bool {
        self.commands.iter().any(|own| own == name)
    }
}
