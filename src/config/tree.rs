//! TOML text as a tree that keeps every place, parsed as far as it can be parsed.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned as Raw;
use toml::de::{DeTable, DeValue};

use super::{Problem, ProblemKind, Spanned};
use crate::source::{FileId, Span};

/// Marks that a Chinese keyboard or a word processor gives in place of those that TOML knows.
const FULL_WIDTH: &[char] = &[
    '\u{201C}', '\u{201D}', '\u{2018}', '\u{2019}', '\u{300C}', '\u{300D}', '\u{FF02}', '\u{FF07}', '\u{FF1D}',
    '\u{FF0C}', '\u{3001}', '\u{FF1A}', '\u{FF3B}', '\u{FF3D}', '\u{FF5B}', '\u{FF5D}', '\u{3010}', '\u{3011}',
    '\u{FF03}', '\u{FF0E}', '\u{FF0D}', '\u{3000}', '\u{A0}',
];

/// A value and its place.
pub(super) struct Node {
    pub value: Value,
    pub span: Span,
}

pub(super) enum Value {
    Text(String),
    Flag(bool),
    /// A number, as written.
    Number(String),
    /// A date or a time, as written.
    Day(String),
    List(Vec<Node>),
    Table(Entries),
}

/// Keys and values in the order of the file.
pub(super) type Entries = Vec<(Spanned<String>, Node)>;

/// A parsed text.
pub(super) struct Tree {
    pub root: Entries,
    pub problems: Vec<Problem>,
    /// Lines that are not TOML. Their values are what the parser made of them.
    pub broken: BTreeSet<Span>,
}

/// Parses `text`, which begins at byte `offset` of `file`.
pub(super) fn parse(text: &str, file: FileId, offset: u32) -> Tree {
    let mut parsing = Parsing {
        text,
        file,
        offset,
        problems: Vec::new(),
        broken: BTreeSet::new(),
    };
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut readable = text.to_owned();
    for error in &errors {
        let line = parsing.report(error);
        // The parser gives a document up at a key without a value; one bad line must not cost the rest.
        if error.message().starts_with("key with no value") {
            let blank = " ".repeat(line.len());
            readable.replace_range(line, &blank);
        }
    }
    let root = if readable == text {
        parsing.entries(root.into_inner())
    } else {
        parsing.entries(DeTable::parse_recoverable(&readable).0.into_inner())
    };
    Tree {
        root,
        broken: parsing.broken,
        problems: parsing.problems,
    }
}

struct Parsing<'t> {
    text: &'t str,
    file: FileId,
    offset: u32,
    problems: Vec<Problem>,
    broken: BTreeSet<Span>,
}

impl Parsing<'_> {
    /// Records an error of the parser. Returns the line it stands on.
    fn report(&mut self, error: &toml::de::Error) -> Range<usize> {
        let range = error.span().unwrap_or(0..0);
        let line = self.line_around(range.start);
        let line_span = self.span(line.clone());
        let kind = if error.message() == "duplicate key" {
            let key = self.text.get(range.clone()).unwrap_or_default().to_owned();
            ProblemKind::Duplicate { key }
        } else if !self.broken.insert(line_span) {
            // Further errors on the same line are nearly always the same slip.
            return line;
        } else {
            ProblemKind::Syntax {
                reason: error.message().to_owned(),
                full_width: self.full_width(&range),
            }
        };
        let span = self.span(range);
        self.problems.push(Problem { kind, span });
        line
    }

    /// The mark at the place of an error that a Chinese keyboard put there.
    fn full_width(&self, range: &Range<usize>) -> Option<char> {
        let rest = self.text.get(range.start..)?;
        let first = rest.chars().next()?;
        let end = range.len().max(first.len_utf8());
        rest.get(..end)?.chars().find(|&mark| is_full_width(mark))
    }

    /// The line around `at`, without its end.
    fn line_around(&self, at: usize) -> Range<usize> {
        let (before, after) = self.text.split_at_checked(at).unwrap_or((self.text, ""));
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let length = after.find(['\r', '\n']).unwrap_or(after.len());
        start..before.len() + length
    }

    fn span(&self, range: Range<usize>) -> Span {
        // Files above 256 MB are not read, so that offsets fit.
        let at = |offset: usize| self.offset + offset as u32;
        Span::new(self.file, at(range.start)..at(range.end))
    }

    fn entries(&self, table: DeTable<'_>) -> Entries {
        let mut entries: Entries = table
            .into_iter()
            .map(|(key, value)| {
                let span = self.span(key.span());
                let value_of_key = key.into_inner().into_owned();
                let key = Spanned {
                    value: value_of_key,
                    span,
                };
                (key, self.node(value))
            })
            .collect();
        entries.sort_by_key(|(key, _)| key.span);
        entries
    }

    fn node(&self, value: Raw<DeValue<'_>>) -> Node {
        let range = value.span();
        let written = || self.text.get(range.clone()).unwrap_or_default().to_owned();
        let value = match value.into_inner() {
            DeValue::String(text) => Value::Text(text.into_owned()),
            DeValue::Boolean(flag) => Value::Flag(flag),
            DeValue::Integer(_) | DeValue::Float(_) => Value::Number(written()),
            DeValue::Datetime(_) => Value::Day(written()),
            DeValue::Array(values) => Value::List(values.into_iter().map(|value| self.node(value)).collect()),
            DeValue::Table(table) => Value::Table(self.entries(table)),
        };
        let span = self.span(range);
        Node { value, span }
    }
}

pub(super) fn is_full_width(mark: char) -> bool {
    FULL_WIDTH.contains(&mark)
}
