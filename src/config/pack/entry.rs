//! One `[[rule]]` of a pack.

use std::sync::Arc;

use super::super::problem::nearest;
use super::super::table::{Field, Reader, Table};
use super::super::{Expected, LocalizedText, LocalizedTexts, ProblemKind, Spanned, ValueFault};
use super::pattern::{self, Fault};
use super::{Demand, Each, PackPattern, PackRule, Part, RESERVED, Scope};
use crate::diagnostic::{Entry, Example, ExampleFile, Level, Lint, Origin, Safety, Texts};
use crate::source::Span;

/// What holds for all rules of a pack.
pub(super) struct Head {
    pub pack: String,
    pub description: LocalizedText,
    pub builtin: bool,
}

const LEVELS: &[&str] = &["info", "warning", "error"];
const DEMANDS: &[&str] = &["forbid", "require", "replace", "limit"];
const PARTS: &[&str] = &["text", "role-articles", "duties", "headings", "front-matter"];
const EACH: &[&str] = &["handbook", "regulation", "article"];
const FIXES: &[&str] = &["safe", "unsafe"];

/// Reads a rule and its code, or reports why there is none.
pub(super) fn rule(reader: &mut Reader, mut table: Table, head: &Head) -> Option<(PackRule, Spanned<String>)> {
    let (span, code, name) = (table.span, reader.id(&mut table, "code"), reader.id(&mut table, "name"));
    let level = one_of(reader, &mut table, "level", LEVELS);
    let message = reader.localized_text(&mut table, "message");
    let texts = Wording::read(reader, &mut table);
    let scope = table
        .take("where")
        .and_then(|field| scope(reader, field))
        .unwrap_or_default();
    let unless = plain_patterns(reader, &mut table, "unless", code.as_ref());
    let (bad, good) = (
        reader.localized_texts(&mut table, "bad"),
        reader.localized_texts(&mut table, "good"),
    );
    let (demand, patterns) = demand(reader, &mut table, code.as_ref());
    for (key, is_there) in [
        ("code", code.is_some()),
        ("name", name.is_some()),
        ("message", !message.is_empty()),
    ] {
        if !is_there {
            reader.missing(&table, key);
        }
    }
    reader.close(table);
    let (code, name) = (code?, name?);
    if !is_code(&code.value, head.builtin) {
        reader.reject("code", code.span, ValueFault::NotACode);
        return None;
    }
    let demand = demand.filter(|_| !patterns.is_empty() && !message.is_empty())?;
    let entry = Entry {
        code: code.value.clone(),
        name: name.value,
        level: match level {
            Some("error") => Level::Error,
            Some("info") => Level::Info,
            _ => Level::Warning,
        },
        fix: match demand {
            Demand::Replace(safety) => Some(safety),
            _ => None,
        },
        title: optional(&texts.title).unwrap_or_else(|| texts_of(&message)),
        message: texts_of(&message),
        help: optional(&texts.help),
        fix_title: optional(&texts.fix_title),
        why: texts_of(&texts.why),
        examples: examples(&bad, &good),
        origin: Origin {
            pack: head.pack.clone(),
            description: texts_of(&head.description),
            source: texts_of(&texts.source),
        },
    };
    let rule = PackRule {
        lint: Arc::new(Lint::from(entry)),
        demand,
        patterns,
        unless,
        scope,
        bad,
        good,
        span,
    };
    Some((rule, code))
}

/// The texts that a rule may do without.
struct Wording {
    title: LocalizedText,
    help: LocalizedText,
    why: LocalizedText,
    source: LocalizedText,
    fix_title: LocalizedText,
}

impl Wording {
    fn read(reader: &mut Reader, table: &mut Table) -> Self {
        Self {
            title: reader.localized_text(table, "title"),
            help: reader.localized_text(table, "help"),
            why: reader.localized_text(table, "why"),
            source: reader.localized_text(table, "source"),
            fix_title: reader.localized_text(table, "fix-title"),
        }
    }
}

/// Letters, then digits: HR1, HOUSE-12. Those that begin with RB are the program's own.
fn is_code(code: &str, builtin: bool) -> bool {
    let digits = code.trim_start_matches(|next: char| next.is_ascii_uppercase() || next == '-');
    let letters = code.starts_with(|next: char| next.is_ascii_uppercase());
    let number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    letters && number && code.starts_with(RESERVED) == builtin
}

fn texts_of(text: &LocalizedText) -> Texts {
    let by_tag = text
        .by_tag
        .iter()
        .map(|(tag, text)| (tag.value.as_str(), text.value.as_str()));
    let plain = text.plain.iter().map(|text| ("", text.value.as_str()));
    by_tag.chain(plain).collect()
}

fn optional(text: &LocalizedText) -> Option<Texts> {
    (!text.is_empty()).then(|| texts_of(text))
}

/// The examples as the rule's page shows them: one for each language.
fn examples(bad: &LocalizedTexts, good: &LocalizedTexts) -> Vec<Example> {
    let file = |tag: &str, texts: &[Spanned<String>]| ExampleFile {
        path: tag.to_owned(),
        text: texts.iter().map(|text| format!("{}\n", text.value)).collect(),
        encoding: None,
    };
    let tags = bad.by_tag.iter().map(|(tag, _)| tag.value.as_str());
    let tags = tags.chain(bad.plain.iter().map(|_| ""));
    tags.map(|tag| Example {
        bad: bad.get(tag).into_iter().map(|texts| file(tag, texts)).collect(),
        good: good.get(tag).into_iter().map(|texts| file(tag, texts)).collect(),
    })
    .collect()
}

fn one_of(
    reader: &mut Reader,
    table: &mut Table,
    key: &'static str,
    allowed: &'static [&'static str],
) -> Option<&'static str> {
    let written = reader.text(table, key)?;
    let found = allowed.iter().find(|word| **word == written.value);
    if found.is_none() {
        let suggestion = nearest(&written.value, allowed.iter().copied());
        reader.reject(key, written.span, ValueFault::NotOneOf { allowed, suggestion });
    }
    found.copied()
}

fn scope(reader: &mut Reader, field: Field) -> Option<Scope> {
    let mut table = reader.expect_table(field)?;
    let part = match one_of(reader, &mut table, "part", PARTS) {
        Some("role-articles") => Part::RoleArticles,
        Some("duties") => Part::Duties,
        Some("headings") => Part::Headings,
        Some("front-matter") => Part::FrontMatter,
        _ => Part::Text,
    };
    let scope = Scope {
        part,
        regulations: reader.texts(&mut table, "regulation"),
        chapters: reader.texts(&mut table, "chapter"),
    };
    reader.close(table);
    Some(scope)
}

/// What the rule asks for: exactly one of the four.
fn demand(
    reader: &mut Reader,
    table: &mut Table,
    code: Option<&Spanned<String>>,
) -> (Option<Demand>, Vec<PackPattern>) {
    let each = match one_of(reader, table, "each", EACH) {
        Some("regulation") => Each::Regulation,
        Some("article") => Each::Article,
        _ => Each::Handbook,
    };
    let with = reader.localized_text(table, "with");
    let safety = match one_of(reader, table, "fix", FIXES) {
        Some("safe") => Safety::Safe,
        _ => Safety::Unsafe,
    };
    let given: Vec<&'static str> = DEMANDS.iter().copied().filter(|key| table.has(key)).collect();
    let mut patterns = Vec::new();
    for key in &given {
        match *key {
            "limit" => patterns.extend(limits(reader, table, code)),
            key => patterns.extend(plain_patterns(reader, table, key, code)),
        }
    }
    let demand = match given[..] {
        ["forbid"] => Demand::Forbid,
        ["require"] => Demand::Require(each),
        ["limit"] => Demand::Limit,
        ["replace"] => {
            for pattern in &mut patterns {
                let with = with.get(pattern.tag.as_deref().unwrap_or_default());
                pattern.with = with.map(|with| with.value.clone());
            }
            if with.is_empty() {
                reader.missing(table, "with");
            }
            Demand::Replace(safety)
        }
        _ => {
            reader.reject(
                "rule",
                code.map_or(table.span, |code| code.span),
                ValueFault::NotOneDemand,
            );
            return (None, patterns);
        }
    };
    (Some(demand), patterns)
}

fn limits(reader: &mut Reader, table: &mut Table, code: Option<&Spanned<String>>) -> Vec<PackPattern> {
    let mut found = Vec::new();
    for mut table in reader.tables(table, "limit") {
        let (min, max) = (reader.number(&mut table, "min"), reader.number(&mut table, "max"));
        if min.is_none() && max.is_none() {
            reader.missing(&table, "max");
        }
        let mut patterns = plain_patterns(reader, &mut table, "pattern", code);
        patterns.retain_mut(|pattern| {
            (pattern.min, pattern.max) = (min, max);
            let has_value = pattern
                .regex
                .capture_names()
                .flatten()
                .any(|name| name == PackPattern::VALUE);
            if !has_value {
                reader.reject("pattern", pattern.written.span, ValueFault::NoValueGroup);
            }
            has_value
        });
        reader.close(table);
        found.extend(patterns);
    }
    found
}

/// The patterns at `key`, those that are of no use reported and left out.
fn plain_patterns(
    reader: &mut Reader,
    table: &mut Table,
    key: &'static str,
    code: Option<&Spanned<String>>,
) -> Vec<PackPattern> {
    let texts = reader.localized_texts(table, key);
    let plain = texts.plain.into_iter().flatten().map(|text| (None, text));
    let by_tag = texts.by_tag.into_iter();
    let by_tag = by_tag.flat_map(|(tag, texts)| texts.into_iter().map(move |text| (Some(tag.value.clone()), text)));
    let all: Vec<(Option<String>, Spanned<String>)> = plain.chain(by_tag).collect();
    let mut patterns = Vec::with_capacity(all.len());
    for (tag, written) in all {
        match pattern::compile(&written.value) {
            Ok(regex) => patterns.push(PackPattern {
                tag,
                written,
                regex,
                with: None,
                min: None,
                max: None,
            }),
            Err(fault) => report(reader, key, &written, fault, code),
        }
    }
    patterns
}

fn report(
    reader: &mut Reader,
    key: &'static str,
    written: &Spanned<String>,
    fault: Fault,
    code: Option<&Spanned<String>>,
) {
    let span: Span = written.span;
    match fault {
        Fault::Invalid(reason) => reader.reject(key, span, ValueFault::Pattern { reason }),
        Fault::Empty => reader.reject(key, span, ValueFault::EmptyPattern),
        Fault::Dead => reader.report(
            span,
            ProblemKind::DeadPattern {
                rule: code.map_or_else(String::new, |code| code.value.clone()),
                pattern: written.value.clone(),
            },
        ),
    }
}

impl Reader {
    /// The number at `key`, with or without decimals.
    fn number(&mut self, table: &mut Table, key: &'static str) -> Option<f64> {
        let written = self.text_or_number(table, key)?;
        let number = written
            .value
            .replace('_', "")
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite());
        if number.is_none() {
            self.expected(key, written.span, Expected::Number);
        }
        number
    }
}
