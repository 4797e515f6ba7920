//! RB004: one id for two places of a regulation, two roles, two departments or two terms.

use rustc_hash::FxHashMap;

use crate::check::wording;
use crate::diagnostic::{Diagnostic, Findings, Value};
use crate::language::{Level, Number};
use crate::model::{ArticleKey, ArticleText, Edition, Handbook, division_anchor};
use crate::source::{FileId, Span};
use crate::syntax::Attribute;

/// An id that an editor wrote.
struct Written<'a> {
    id: &'a Attribute,
    span: Span,
    /// The article that bears it; nothing for a division.
    text: Option<&'a ArticleText>,
}

/// A place that bears a name made from its number.
struct Numbered<'a> {
    label: Label<'a>,
    span: Span,
}

/// What a place is called in a message.
enum Label<'a> {
    Number(Level, Number),
    Title(&'a str),
}

impl Label<'_> {
    fn value(&self) -> Value {
        match *self {
            Self::Number(level, number) => wording::label(level, number),
            Self::Title(title) => Value::from(title),
        }
    }
}

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for regulation in &handbook.regulations {
        for (_, edition) in regulation.editions.iter() {
            places(handbook, edition, findings);
        }
    }
    settings(
        handbook.roles.iter().map(|role| (role.id.as_str(), role.span)),
        findings,
    );
    settings(
        handbook.units.iter().map(|unit| (unit.id.as_str(), unit.span)),
        findings,
    );
    settings(
        handbook.terms.iter().map(|term| (term.id.as_str(), term.span)),
        findings,
    );
}

/// The articles of an edition share their names, the divisions those of their page.
fn places(handbook: &Handbook, edition: &Edition, findings: &mut Findings) {
    let written = written(handbook, edition);
    if written.is_empty() {
        return;
    }
    let numbered = numbered(handbook, edition);
    let mut seen: FxHashMap<&str, Vec<&Written<'_>>> = FxHashMap::default();
    for place in &written {
        let id = &*place.id.value;
        let finding = || match place.text {
            Some(text) => wording::finding(handbook, "RB004", text, &place.id.span).param("id", id),
            None => Diagnostic::new("RB004", place.span).param("id", id),
        };
        let shares = |other: &Written<'_>| {
            let articles = place.text.is_some() && other.text.is_some();
            articles || other.span.file == place.span.file
        };
        let earlier = seen.entry(id).or_default();
        if let Some(first) = earlier.iter().find(|other| shares(other)) {
            findings.push(finding().related("first", first.span));
            continue;
        }
        let by_number = numbered.get(id).into_iter().flatten();
        let mut by_number = by_number.filter(|(page, _)| page.is_none_or(|page| page == place.span.file));
        if let Some((_, other)) = by_number.next() {
            let finding = finding().variant("by-number").param("other", other.label.value());
            findings.push(finding.related("other", other.span));
        }
        earlier.push(place);
    }
}

fn written<'a>(handbook: &'a Handbook, edition: &Edition) -> Vec<Written<'a>> {
    let mut found = Vec::new();
    for &id in &edition.chapters {
        let chapter = handbook.chapter(id);
        let divisions = chapter.document.divisions.iter();
        let divisions = divisions.filter_map(|division| division.attributes.as_ref()?.id.as_ref());
        found.extend(divisions.map(|id| Written {
            id,
            span: Span::new(chapter.file, id.span.clone()),
            text: None,
        }));
        let texts = &handbook.texts[chapter.texts.start as usize..chapter.texts.end as usize];
        found.extend(texts.iter().filter_map(|text| {
            let id = handbook.node(text).id()?;
            let span = handbook.span(text, &id.span);
            let text = Some(text);
            Some(Written { id, span, text })
        }));
    }
    found
}

/// The names made from numbers, with the page that they hold on; nothing for articles, whose names hold everywhere.
fn numbered<'a>(handbook: &'a Handbook, edition: &Edition) -> FxHashMap<String, Vec<(Option<FileId>, Numbered<'a>)>> {
    let mut found: FxHashMap<String, Vec<_>> = FxHashMap::default();
    for &id in &edition.texts {
        let text = handbook.text(id);
        let node = handbook.node(text);
        if node.id().is_none() {
            // The article may have given way to the id already; what it is called without one is what readers know.
            let name = ArticleKey::Numbered(node.number).to_string();
            let label = Label::Number(Level::Article, node.number);
            let span = handbook.span(text, &node.head);
            found.entry(name).or_default().push((None, Numbered { label, span }));
        }
    }
    for &id in &edition.chapters {
        let chapter = handbook.chapter(id);
        for (index, division) in chapter.document.divisions.iter().enumerate() {
            let attributes = division.attributes.as_ref();
            if attributes.is_some_and(|attributes| attributes.id.is_some()) {
                continue;
            }
            let name = division_anchor(&chapter.document, index);
            let label = match division.number {
                Some(number) => Label::Number(division.level, number),
                None => Label::Title(&division.title),
            };
            let span = Span::new(chapter.file, division.head.clone());
            let place = (Some(chapter.file), Numbered { label, span });
            found.entry(name).or_default().push(place);
        }
    }
    found
}

/// Entries of the settings, which are in the order of their file.
fn settings<'a>(entries: impl Iterator<Item = (&'a str, Span)>, findings: &mut Findings) {
    let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
    for (id, span) in entries {
        match seen.get(id) {
            None => {
                seen.insert(id, span);
            }
            Some(&first) => {
                let finding = Diagnostic::new("RB004", span);
                findings.push(finding.param("id", id).related("first", first));
            }
        }
    }
}
