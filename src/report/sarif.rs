//! The report for code scanning: SARIF 2.1.0, an OASIS standard.

use std::collections::BTreeMap;

use serde::Serialize;

use super::explain::plain;
use super::json::line;
use super::{Checked, identity};
use crate::diagnostic::{Diagnostic, Edit, Level, Lint, Safety};
use crate::html;
use crate::source::{FileId, Span};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name that SARIF has for the folder that paths are relative to: here the one the program was started in.
const WORKING_FOLDER: &str = "%SRCROOT%";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    invocations: [Invocation; 1],
    language: String,
    original_uri_base_ids: BTreeMap<&'static str, Base>,
    column_kind: &'static str,
    results: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    language: String,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    name: &'a str,
    short_description: Text,
    full_description: Text,
    help: Text,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    tags: [&'static str; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
}

#[derive(Serialize)]
struct Base {
    description: Text,
}

#[derive(Serialize)]
struct Text {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
}

impl Text {
    fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            markdown: None,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Repair>,
    partial_fingerprints: Fingerprints,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "rolebookIdentity/v1")]
    identity: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<&'a str>,
    /// Whether the fix may be applied without asking.
    #[serde(skip_serializing_if = "Option::is_none")]
    safe_fix: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Place,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalPlace<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalPlace<'a> {
    fully_qualified_name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

/// Lines and columns from 1, columns in characters; the end is the place after the last character.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Repair {
    description: Text,
    artifact_changes: Vec<Change>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    #[serde(skip_serializing_if = "Option::is_none")]
    inserted_content: Option<Text>,
}

/// The findings of all handbooks as one document with one run: code scanning refuses several runs of one tool. The
/// rules have the language of the first handbook's messages.
pub fn sarif(checked: &[Checked<'_>]) -> String {
    let tag = checked.first().map_or("", |first| first.tag);
    let found = checked.iter().flat_map(|handbook| handbook.findings);
    let mut lints: Vec<&Lint> = found.map(|finding| &*finding.lint).collect();
    lints.sort_by(|a, b| a.code.cmp(&b.code));
    lints.dedup();
    let results = checked.iter().flat_map(|handbook| {
        let lints = &lints;
        let findings = handbook.findings.iter();
        findings.map(move |finding| result(handbook, finding, lints))
    });
    let base = Base {
        description: Text::new("The folder that rolebook was started in."),
    };
    line(&Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "rolebook",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    language: language(tag),
                    rules: lints.iter().map(|lint| rule(lint, tag)).collect(),
                },
            },
            invocations: [Invocation {
                execution_successful: true,
            }],
            language: language(tag),
            original_uri_base_ids: BTreeMap::from([(WORKING_FOLDER, base)]),
            column_kind: "unicodeCodePoints",
            results: results.collect(),
        }],
    })
}

/// A tag as SARIF takes it: a language of two letters, with a country of two letters or with nothing.
fn language(tag: &str) -> String {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let country = parts.find(|part| part.len() == 2);
    country.map_or_else(|| language.to_owned(), |country| format!("{language}-{country}"))
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

fn rule<'a>(lint: &'a Lint, tag: &str) -> Rule<'a> {
    let (title, why) = (lint.title.get(tag), lint.why.get(tag));
    let first = why.split("\n\n").next().unwrap_or_default();
    Rule {
        id: &lint.code,
        name: &lint.name,
        short_description: Text::new(title),
        full_description: Text::new(plain(first).trim()),
        help: Text {
            text: plain(why).trim().to_owned(),
            markdown: Some(why.to_owned()),
        },
        default_configuration: Configuration {
            level: level(lint.level),
        },
        properties: RuleProperties { tags: ["handbook"] },
    }
}

fn result<'a>(handbook: &'a Checked<'_>, finding: &'a Diagnostic, lints: &[&Lint]) -> Finding<'a> {
    let tag = handbook.tag;
    let code = &finding.lint.code;
    let related = finding.related.iter().enumerate().map(|(index, related)| Location {
        id: Some(index + 1),
        physical_location: place(handbook, related.span),
        logical_locations: Vec::new(),
        message: finding.related_label(index, tag).map(Text::new),
    });
    let article = finding.article.as_deref();
    Finding {
        rule_id: code,
        rule_index: lints.partition_point(|lint| lint.code < *code),
        level: level(finding.level),
        message: Text::new(super::advice(finding, tag)),
        locations: [Location {
            id: None,
            physical_location: place(handbook, finding.span),
            logical_locations: article
                .map(|fully_qualified_name| LogicalPlace { fully_qualified_name })
                .into_iter()
                .collect(),
            message: None,
        }],
        related_locations: related.collect(),
        fixes: repair(handbook, finding).into_iter().collect(),
        partial_fingerprints: Fingerprints {
            identity: identity(finding),
        },
        properties: Properties {
            article,
            safe_fix: finding.fix.as_ref().map(|fix| fix.safety == Safety::Safe),
        },
    }
}

fn repair(handbook: &Checked<'_>, finding: &Diagnostic) -> Option<Repair> {
    let fix = finding.fix.as_ref()?;
    let mut by_file: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    for edit in &fix.edits {
        by_file.entry(edit.span.file).or_default().push(edit);
    }
    let changes = by_file.into_iter().map(|(file, edits)| Change {
        artifact_location: artifact(handbook, file),
        replacements: edits
            .into_iter()
            .map(|edit| Replacement {
                deleted_region: region(handbook, edit.span),
                inserted_content: (!edit.text.is_empty()).then(|| Text::new(edit.text.as_str())),
            })
            .collect(),
    });
    Some(Repair {
        description: Text::new(finding.fix_title(handbook.tag).unwrap_or_default()),
        artifact_changes: changes.collect(),
    })
}

fn place(handbook: &Checked<'_>, span: Span) -> Place {
    Place {
        artifact_location: artifact(handbook, span.file),
        region: region(handbook, span),
    }
}

fn artifact(handbook: &Checked<'_>, file: FileId) -> Artifact {
    let path = handbook.path(file);
    let absolute = path.starts_with('/');
    let mut uri = if absolute { "file://".to_owned() } else { String::new() };
    html::encode(&mut uri, &path);
    Artifact {
        uri,
        uri_base_id: (!absolute).then_some(WORKING_FOLDER),
    }
}

fn region(handbook: &Checked<'_>, span: Span) -> Region {
    let file = handbook.sources.file(span.file);
    let (start, end) = (file.position(span.start), file.position(span.end));
    Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}
