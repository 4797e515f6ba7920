//! Why a Word file could not be read.

use thiserror::Error;

/// Its words are in the language packs' table `[error]`.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DocxError {
    /// It is a file of another kind, called as people call it: `Excel (.xlsx)`.
    #[error("{name} is not a Word document but {kind}")]
    OtherKind { name: String, kind: &'static str },
    /// It is no archive, and so nothing that Word has written since 2007.
    #[error("{name} is not a Word document")]
    NotWord { name: String },
    /// It is a Word document of the kind that was usual until 2007.
    #[error("{name} is a Word document of the old kind (.doc)")]
    OldWord { name: String },
    #[error("{name} is protected with a password")]
    Encrypted { name: String },
    /// A part of it cannot be read. `reason` is the library's own sentence.
    #[error("{name} is damaged: {part}: {reason}")]
    Damaged { name: String, part: String, reason: String },
    /// It asks for more than a document of people needs.
    #[error("{name} is beyond a limit: {limit:?}")]
    Beyond { name: String, limit: Limit, most: u64 },
    /// `rolebook export` wrote it in two languages side by side, which no reader takes apart again.
    #[error("{name} has two languages side by side: {languages}")]
    Beside { name: String, languages: String },
    /// `rolebook export` wrote it of a role, whose duties stand in a regulation.
    #[error("{name} is a sheet of a role's duties")]
    Sheet { name: String },
    /// It has changes that nobody has accepted or rejected: how many, the paragraph of the first one, and its text.
    #[error("{name} has {changes} tracked changes, the first in paragraph {place}: {text}")]
    Tracked {
        name: String,
        changes: usize,
        place: u32,
        text: String,
    },
}

/// What is limited, so that no file can use up the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Files in the archive.
    Entries,
    /// Bytes of a part, or of all parts.
    Size,
    /// How much smaller a part is in the archive than outside.
    Ratio,
    /// Nodes of one part.
    Nodes,
    /// Elements within each other.
    Depth,
}

impl DocxError {
    /// Name of the message, the same in every language pack.
    pub fn key(&self) -> &'static str {
        match self {
            Self::OtherKind { .. } => "docx-other-kind",
            Self::NotWord { .. } => "docx-not-word",
            Self::OldWord { .. } => "docx-old-word",
            Self::Encrypted { .. } => "docx-encrypted",
            Self::Damaged { .. } => "docx-damaged",
            Self::Beyond { limit, .. } => match limit {
                Limit::Entries => "docx-too-many-entries",
                Limit::Size => "docx-too-large",
                Limit::Ratio => "docx-too-dense",
                Limit::Nodes => "docx-too-many-nodes",
                Limit::Depth => "docx-too-deep",
            },
            Self::Beside { .. } => "docx-beside",
            Self::Sheet { .. } => "docx-sheet",
            Self::Tracked { .. } => "docx-tracked",
        }
    }

    /// What the message speaks of, by the names that it uses.
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        let (Self::OtherKind { name, .. }
        | Self::NotWord { name }
        | Self::OldWord { name }
        | Self::Encrypted { name }
        | Self::Damaged { name, .. }
        | Self::Beyond { name, .. }
        | Self::Beside { name, .. }
        | Self::Sheet { name }
        | Self::Tracked { name, .. }) = self;
        let mut parameters = vec![("name", name.clone())];
        match self {
            Self::NotWord { .. } | Self::OldWord { .. } | Self::Encrypted { .. } | Self::Sheet { .. } => {}
            Self::OtherKind { kind, .. } => parameters.push(("kind", (*kind).to_owned())),
            Self::Damaged { part, reason, .. } => {
                parameters.extend([("part", part.clone()), ("reason", reason.clone())]);
            }
            Self::Beyond { most, .. } => parameters.push(("limit", most.to_string())),
            Self::Beside { languages, .. } => parameters.push(("languages", languages.clone())),
            Self::Tracked {
                changes, place, text, ..
            } => parameters.extend([
                ("changes", changes.to_string()),
                ("place", place.to_string()),
                ("text", text.clone()),
            ]),
        }
        parameters
    }
}
