//! The JSON Schema of packs, for editors that complete and check TOML. Reading does not go by it: it knows more.

#![allow(dead_code, reason = "the types only describe; a test holds them to what is read")]

use std::collections::BTreeMap;

use schemars::JsonSchema;

/// A pack: patterns that a house or a law requires or forbids.
#[derive(JsonSchema)]
#[schemars(title = "Pack", deny_unknown_fields)]
struct PackFile {
    title: Option<PerTag<String>>,
    /// What the pack is, and what it is not.
    description: Option<PerTag<String>>,
    rule: Vec<Rule>,
}

/// One text for all languages, or one for each language tag.
#[derive(JsonSchema)]
#[serde(untagged)]
enum PerTag<T> {
    Plain(T),
    ByTag(BTreeMap<String, T>),
}

/// One text, or several.
#[derive(JsonSchema)]
#[serde(untagged)]
enum Texts {
    One(String),
    Several(Vec<String>),
}

/// A rule. It has exactly one of `forbid`, `require`, `replace` and `limit`.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
struct Rule {
    /// Capital letters and digits, such as HR1; not beginning with RB.
    #[schemars(regex(pattern = "^[A-Z][A-Z-]*[0-9]+$"))]
    code: String,
    /// The fault in kebab-case.
    name: String,
    /// By default warning.
    level: Option<Level>,
    /// The fault in general, for lists; by default the message.
    title: Option<PerTag<String>>,
    /// The fault found here. May use {found}, {value}, {limit} and {source}.
    message: PerTag<String>,
    /// What to do.
    help: Option<PerTag<String>>,
    /// Why it matters, in Markdown.
    why: Option<PerTag<String>>,
    /// Statute and article.
    source: Option<PerTag<String>>,
    #[schemars(rename = "where")]
    scope: Option<Scope>,
    /// Regular expressions that silence a match in the same sentence.
    unless: Option<PerTag<Texts>>,
    /// Regular expressions that no text may match.
    forbid: Option<PerTag<Texts>>,
    /// Regular expressions of which one has to match.
    require: Option<PerTag<Texts>>,
    /// What has to contain what is required; by default handbook.
    each: Option<Each>,
    /// Regular expressions whose match is to be replaced.
    replace: Option<PerTag<Texts>>,
    /// What to replace a match with; $1 or ${name} stands for a group.
    with: Option<PerTag<String>>,
    /// Whether the replacement leaves the meaning untouched; by default unsafe.
    fix: Option<Fix>,
    fix_title: Option<PerTag<String>>,
    /// Numbers to be held against a bound.
    limit: Option<Vec<Limit>>,
    /// Sentences in which the rule must find something.
    bad: Option<PerTag<Texts>>,
    /// Sentences in which it must find nothing.
    good: Option<PerTag<Texts>>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Limit {
    min: Option<f64>,
    max: Option<f64>,
    /// Regular expressions with a group (?<value>…) that holds the number.
    pattern: PerTag<Texts>,
}

/// Where a rule looks; everywhere by default.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Scope {
    part: Option<Part>,
    /// Ids of regulations.
    regulation: Option<Texts>,
    /// Paths of chapters without language and `.md`.
    chapter: Option<Texts>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Part {
    Text,
    RoleArticles,
    Duties,
    Headings,
    FrontMatter,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Each {
    Handbook,
    Regulation,
    Article,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Level {
    Info,
    Warning,
    Error,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Fix {
    Safe,
    Unsafe,
}

/// The JSON Schema of a pack, with a line end.
pub fn schema() -> String {
    let schema = schemars::schema_for!(PackFile);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
