//! The findings that a house has decided to live with for now: a file of their identities.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// What version of the format is written, and read.
const VERSION: u32 = 1;

/// Findings that are known, by their identities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    known: BTreeMap<u64, Entry>,
}

/// What the file says of a finding besides its identity, for those who read the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    id: String,
    code: String,
    path: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    article: Option<String>,
}

#[derive(Deserialize)]
struct File {
    version: u32,
    findings: Vec<Entry>,
}

/// Why a text is no baseline.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error("version {0}")]
    Version(u32),
    #[error("id {0:?}")]
    Identity(String),
}

impl Baseline {
    /// Reads the text of a baseline.
    ///
    /// # Errors
    /// It is not JSON of that shape, or of a later version.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let file: File = serde_json::from_str(text)?;
        if file.version != VERSION {
            return Err(BaselineError::Version(file.version));
        }
        let entries = file.findings.into_iter().map(|entry| {
            let id = u64::from_str_radix(&entry.id, 16).map_err(|_| BaselineError::Identity(entry.id.clone()))?;
            Ok((id, entry))
        });
        Ok(Self {
            known: entries.collect::<Result<_, BaselineError>>()?,
        })
    }

    /// Whether `text` is a baseline, be it damaged.
    pub fn may_be(text: &str) -> bool {
        text.trim_start().starts_with('{') && text.contains("\"findings\"") && text.contains("\"version\"")
    }

    /// Adds findings. Paths are those of the handbook with `prefix` before them.
    pub fn add(&mut self, found: &[Diagnostic], sources: &Sources, prefix: &str) {
        for diagnostic in found {
            let entry = Entry {
                id: format!("{:016x}", diagnostic.identity),
                code: diagnostic.lint.code.clone(),
                path: format!("{prefix}{}", sources.file(diagnostic.span.file).path),
                article: diagnostic.article.clone(),
            };
            self.known.insert(diagnostic.identity, entry);
        }
    }

    pub fn len(&self) -> usize {
        self.known.len()
    }

    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Takes the findings that are known out of a list, and returns how many different ones there were.
    pub fn take_known(&self, found: &mut Vec<Diagnostic>) -> usize {
        let mut taken = FxHashSet::default();
        found.retain(|diagnostic| {
            let known = self.known.contains_key(&diagnostic.identity);
            if known {
                taken.insert(diagnostic.identity);
            }
            !known
        });
        taken.len()
    }

    /// The text of the file: a finding a line, by path and code, so that changes are easily seen and merged.
    ///
    /// # Errors
    /// None that is known: texts and numbers can be written.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let mut entries: Vec<&Entry> = self.known.values().collect();
        entries.sort_by(|a, b| (&a.path, &a.code, &a.id).cmp(&(&b.path, &b.code, &b.id)));
        let lines = entries.into_iter().map(serde_json::to_string);
        let lines = lines.collect::<Result<Vec<_>, _>>()?;
        let body = if lines.is_empty() {
            String::new()
        } else {
            format!("\n{}\n", lines.join(",\n"))
        };
        Ok(format!("{{\"version\": {VERSION}, \"findings\": [{body}]}}\n"))
    }
}
