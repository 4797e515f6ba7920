//! The report of an import: what was made, what was left out, what to look at. A Markdown page for the editor.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Deserialize;

use super::manuscript::Place;
use super::markdown::{Position, escape};
use super::regulation::{Counted, Regulation};
use super::roles::{DoubtKind, Roster};
use crate::diagnostic;

/// The words of an import in one language: the table `[import]` of a language pack, but for `[import.forms]`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Strings {
    pub report: String,
    /// With `{file}` and `{path}`.
    pub origin: String,
    pub chapters: String,
    pub articles: String,
    pub role_articles: String,
    pub duties: String,
    pub look_at: String,
    pub nothing_to_look_at: String,
    pub left_out: String,
    pub nothing_left_out: String,
    pub understood: String,
    pub roles: String,
    pub no_roles: String,
    pub changed: String,
    /// Where a text stands, with `{n}`.
    pub line: String,
    pub paragraph: String,
    /// A text in its place, with `{place}`, `{kind}` and `{text}`.
    pub entry: String,
    /// With `{text}`.
    pub said_title: String,
    pub said_status: String,
    pub said_effective: String,
    pub said_issuer: String,
    /// A role article, with its `{label}`, `{role}` and the number `{n}` of its duties.
    pub said_duties: String,
    /// With `{label}`.
    pub said_list: String,
    /// With `{place}` and `{text}`.
    pub lost: String,
    /// With `{place}` and `{label}`.
    pub misread: String,
    pub no_articles: String,
    /// With `{label}` and `{role}`.
    pub no_duties: String,
    /// With `{name}`, and the `{roles}` that it may mean.
    pub shortened: String,
    /// With `{name}`.
    pub description: String,
    /// With `{name}` and `{role}`.
    pub alias: String,
    /// A role or department, with `{name}` and `{id}`.
    pub role: String,
    /// What changed, with a number `{n}`.
    pub markers: String,
    pub separators: String,
    pub blanks: String,
    pub list_separator: String,
    /// On the terminal, with `{file}`, `{path}` and the numbers `{chapters}`, `{articles}`, `{roles}` and `{duties}`.
    pub done: String,
    /// On the terminal, with the numbers `{left-out}` and `{look-at}`, and the `{report}`.
    pub see: String,
    /// On the terminal, with the number `{n}` of roles and departments that are new and the `{path}`.
    pub new_roles: String,
    /// The same of those that got a name in the language.
    pub new_names: String,
    /// On the terminal, with the `{tag}` of a language that is new and the `{path}` of the settings.
    pub new_language: String,
    /// A place in a long line, with the line's `{place}` and the number `{n}` of the character.
    pub character: String,
    /// Kinds of what was left out.
    pub kinds: BTreeMap<String, String>,
    /// A sentence about the file, with the `{text}` that it is about.
    pub remark: String,
    /// Sentences about the file.
    pub remarks: BTreeMap<String, String>,
    /// Why a file cannot be imported, with `{path}` and what else it names.
    pub errors: BTreeMap<String, String>,
    /// Not words: what the language looks like in which a text is written.
    #[serde(rename = "forms")]
    _forms: serde::de::IgnoredAny,
}

impl Strings {
    fn place(&self, counted: Counted, place: Place) -> String {
        let template = match counted {
            Counted::Lines => &self.line,
            Counted::Paragraphs => &self.paragraph,
        };
        fill(template, &[("n", &place.0.to_string())])
    }
}

/// `template` with its `{parameters}` filled.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    diagnostic::fill(template, |name| {
        values.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    })
}

/// What an editor has to look at in a regulation, a sentence each.
pub fn concerns(regulation: &Regulation, strings: &Strings) -> Vec<String> {
    let place = |place: Place| strings.place(regulation.counted, place);
    let remarks = regulation.remarks.iter().map(|remark| {
        let sentence = strings.remarks.get(remark.key).map_or(remark.key, String::as_str);
        let sentence = match remark.text.is_empty() {
            true => sentence.to_owned(),
            false => fill(
                &strings.remark,
                &[("sentence", sentence), ("text", &shown(&remark.text))],
            ),
        };
        match remark.place {
            Place(0) => sentence,
            at => fill(
                &strings.entry,
                &[("place", &place(at)), ("kind", ""), ("text", &sentence)],
            ),
        }
    });
    let lost = regulation.account.lost.iter();
    let lost = lost.map(|(at, text)| fill(&strings.lost, &[("place", &place(*at)), ("text", &shown(text))]));
    let misread = regulation.misread.iter();
    let misread =
        misread.map(|(at, label)| fill(&strings.misread, &[("place", &place(*at)), ("label", &shown(label))]));
    let idle = regulation.duties.iter().filter(|(_, _, duties)| *duties == 0);
    let idle = idle.map(|(label, role, _)| fill(&strings.no_duties, &[("label", label), ("role", role)]));
    let bare = (regulation.articles == 0).then(|| strings.no_articles.clone());
    bare.into_iter()
        .chain(lost)
        .chain(misread)
        .chain(remarks)
        .chain(idle)
        .collect()
}

/// What an editor has to look at in the names of the roles, a sentence each.
pub fn doubts(roster: &Roster, strings: &Strings) -> Vec<String> {
    let doubts = roster.doubts.iter();
    doubts
        .map(|doubt| {
            let name = ("name", doubt.name.as_str());
            match &doubt.kind {
                DoubtKind::Shortened(roles) => fill(
                    &strings.shortened,
                    &[name, ("roles", &roles.join(&strings.list_separator))],
                ),
                DoubtKind::Description => fill(&strings.description, &[name]),
                DoubtKind::Alias(role) => fill(&strings.alias, &[name, ("role", role)]),
            }
        })
        .collect()
}

/// The whole report.
pub fn report(regulations: &[Regulation], roster: &Roster, strings: &Strings) -> String {
    let mut out = format!("# {}\n", strings.report);
    let concerns: Vec<String> = regulations
        .iter()
        .flat_map(|regulation| {
            let named = |concern: String| match regulations.len() {
                1 => concern,
                _ => fill(
                    &strings.entry,
                    &[("place", &regulation.source), ("kind", ""), ("text", &concern)],
                ),
            };
            concerns(regulation, strings).into_iter().map(named)
        })
        .chain(doubts(roster, strings))
        .collect();
    section(&mut out, 2, &strings.look_at, concerns, &strings.nothing_to_look_at);
    for regulation in regulations {
        one(&mut out, regulation, strings);
    }
    let all = roster.units.iter().chain(&roster.roles);
    let new = all.filter(|entry| !entry.known || entry.translated);
    let new = new.map(|entry| fill(&strings.role, &[("name", &entry.name), ("id", &entry.id)]));
    section(&mut out, 2, &strings.roles, new.collect(), &strings.no_roles);
    out
}

fn one(out: &mut String, regulation: &Regulation, strings: &Strings) {
    let duties: usize = regulation.duties.iter().map(|(_, _, duties)| duties).sum();
    let origin = fill(
        &strings.origin,
        &[("file", &regulation.source), ("path", &regulation.path)],
    );
    let heads = [
        &strings.chapters,
        &strings.articles,
        &strings.role_articles,
        &strings.duties,
    ];
    let numbers = [
        regulation.chapters,
        regulation.articles,
        regulation.duties.len(),
        duties,
    ];
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let _ = write!(
        out,
        "\n## {}\n\n{}\n\n",
        escape(&regulation.title, Position::Heading),
        origin
    );
    out.push_str(&row(heads.iter().map(|head| (*head).clone()).collect()));
    out.push_str(&row(vec!["---:".to_owned(); heads.len()]));
    out.push_str(&row(numbers.iter().map(usize::to_string).collect()));
    let left_out = regulation.left_out.iter().map(|found| {
        let kind = strings
            .kinds
            .get(&found.kind)
            .map_or(found.kind.as_str(), String::as_str);
        let mut place = strings.place(regulation.counted, found.place);
        if let Some(character) = found.character {
            place = fill(&strings.character, &[("place", &place), ("n", &character.to_string())]);
        }
        fill(
            &strings.entry,
            &[("place", &place), ("kind", kind), ("text", &shown(&found.text))],
        )
    });
    section(out, 3, &strings.left_out, left_out.collect(), &strings.nothing_left_out);
    let said = [
        (&strings.said_title, Some(&regulation.title)),
        (&strings.said_status, regulation.status.as_ref()),
        (&strings.said_effective, regulation.effective.as_ref()),
        (&strings.said_issuer, regulation.issuer.as_ref()),
    ];
    let said = said
        .into_iter()
        .filter_map(|(template, text)| Some(fill(template, &[("text", &shown(text?))])));
    let lists = regulation
        .lists
        .iter()
        .map(|label| fill(&strings.said_list, &[("label", label)]));
    let duties = regulation.duties.iter().map(|(label, role, duties)| {
        fill(
            &strings.said_duties,
            &[("label", label), ("role", role), ("n", &duties.to_string())],
        )
    });
    section(
        out,
        3,
        &strings.understood,
        said.chain(lists).chain(duties).collect(),
        "",
    );
    let account = &regulation.account;
    let changed = [
        (&strings.markers, account.markers),
        (&strings.separators, account.separators),
    ];
    let changed = changed.into_iter().filter(|(_, count)| *count > 0);
    let changed = changed.map(|(template, count)| fill(template, &[("n", &count.to_string())]));
    section(
        out,
        3,
        &strings.changed,
        changed.chain([strings.blanks.clone()]).collect(),
        "",
    );
}

/// A text of the file, as Markdown shows it as it is.
fn shown(text: &str) -> String {
    escape(text, Position::Inside)
}

/// A heading and a list, or the sentence that there is nothing.
fn section(out: &mut String, level: usize, title: &str, entries: Vec<String>, nothing: &str) {
    let _ = write!(out, "\n{} {title}\n\n", "#".repeat(level));
    if entries.is_empty() {
        let _ = writeln!(out, "{nothing}");
    }
    for entry in entries {
        let _ = writeln!(out, "- {entry}");
    }
}
