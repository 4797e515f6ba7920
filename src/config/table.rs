//! A walk over a tree of settings that reports what it does not understand and goes on.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::problem::nearest;
use super::tree::{self, Entries, Node, Value, is_full_width};
use super::{Expected, LocalizedText, LocalizedTexts, PerLanguage};
use super::{Problem, ProblemKind, Spanned, ValueFault};
use crate::source::{FileId, Span};

/// One file, or the front matter of one, being read.
pub(super) struct Reader {
    problems: Vec<Problem>,
    /// Lines that are not TOML: what stands there is taken, and not complained about again.
    broken: BTreeSet<Span>,
}

/// A table being read: what nobody has asked for yet, and what has been asked for.
pub(super) struct Table {
    entries: Entries,
    known: Vec<&'static str>,
    pub span: Span,
}

/// A value being read, and its key.
pub(super) struct Field {
    pub key: Spanned<String>,
    node: Node,
}

impl Reader {
    /// Parses `text`, which begins at byte `offset` of `file`, as far as it can be parsed.
    pub fn open(text: &str, file: FileId, offset: u32) -> (Self, Table) {
        let tree = tree::parse(text, file, offset);
        let reader = Self {
            problems: tree.problems,
            broken: tree.broken,
        };
        let start = Span::new(file, offset..offset);
        (reader, Table::new(tree.root, start))
    }

    /// The problems, in the order of their places.
    pub fn finish(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.span);
        self.problems
    }

    pub fn report(&mut self, span: Span, kind: ProblemKind) {
        self.problems.push(Problem { kind, span });
    }

    /// Records what is wrong with a value of the right type.
    pub fn reject(&mut self, key: &str, span: Span, reason: ValueFault) {
        if !self.is_broken(span) {
            let key = key.to_owned();
            self.report(span, ProblemKind::Value { key, reason });
        }
    }

    /// Records a second entry of the same name.
    pub fn twice(&mut self, name: &str, span: Span) {
        let key = name.to_owned();
        self.report(span, ProblemKind::Duplicate { key });
    }

    /// Records that `table` lacks `key`, unless a line that could not be read may have held it.
    pub fn missing(&mut self, table: &Table, key: &str) {
        if self.broken.is_empty() {
            let key = key.to_owned();
            self.report(table.span, ProblemKind::Missing { key });
        }
    }

    fn wrong_type(&mut self, field: &Field, expected: Expected) {
        self.expected(&field.key.value, field.node.span, expected);
    }

    /// Records a value of another type than the key takes.
    pub fn expected(&mut self, key: &str, span: Span, expected: Expected) {
        if !self.is_broken(span) {
            let key = key.to_owned();
            self.report(span, ProblemKind::WrongType { key, expected });
        }
    }

    fn is_broken(&self, span: Span) -> bool {
        // Lines do not overlap: the last one that begins before the end of `span` is the only candidate.
        let end = Span::new(span.file, span.end..u32::MAX);
        let last = self.broken.range(..=end).next_back();
        last.is_some_and(|line| line.end >= span.start)
    }

    /// Reports the keys of `table` that nothing asked for.
    pub fn close(&mut self, table: Table) {
        for (key, _) in table.entries {
            if !self.is_broken(key.span) {
                let known = table.known.iter().copied();
                let suggestion = nearest(&key.value, known).map(str::to_owned);
                let unknown = ProblemKind::UnknownKey {
                    key: key.value,
                    suggestion,
                    known: table.known.clone(),
                };
                self.report(key.span, unknown);
            }
        }
    }

    /// The text at `key`, without blanks around it. An empty text counts as not given.
    pub fn text(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<String>> {
        let field = table.take(key)?;
        self.expect_text(&field, Expected::Text)
    }

    /// A text that people also write without quotation marks, such as the version `2.1`.
    pub fn text_or_number(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<String>> {
        let mut field = table.take(key)?;
        if let Value::Number(written) | Value::Day(written) = field.node.value {
            field.node.value = Value::Text(written);
        }
        self.expect_text(&field, Expected::Text)
    }

    pub fn flag(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<bool>> {
        let field = table.take(key)?;
        let span = field.node.span;
        if let Value::Flag(value) = field.node.value {
            return Some(Spanned { value, span });
        }
        self.wrong_type(&field, Expected::Flag);
        None
    }

    /// The number at `key`, which counts something.
    pub fn count(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<u32>> {
        let field = table.take(key)?;
        let span = field.node.span;
        if let Value::Number(written) = &field.node.value
            && let Ok(value) = written.replace('_', "").parse()
        {
            return Some(Spanned { value, span });
        }
        self.wrong_type(&field, Expected::Count);
        None
    }

    /// The day at `key`: a TOML date, or a text of year, month and day with `-`, `/` or `.` between them.
    pub fn date(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<Date>> {
        let field = table.take(key)?;
        let (Value::Text(written) | Value::Day(written)) = &field.node.value else {
            self.wrong_type(&field, Expected::Date);
            return None;
        };
        let span = field.node.span;
        if let Some(value) = parse_day(written) {
            return Some(Spanned { value, span });
        }
        if !written.trim().is_empty() {
            self.reject(key, span, ValueFault::NotADate);
        }
        None
    }

    /// The id at `key`, with `-` in place of what an address or a file name cannot hold.
    pub fn id(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<String>> {
        let mut id = self.text(table, key)?;
        let unfit = |mark: char| mark.is_whitespace() || mark.is_control() || "/\\#?%&:*\"'<>|".contains(mark);
        if id.value.contains(unfit) || id.value.starts_with('.') {
            self.reject(key, id.span, ValueFault::NotAnId);
            id.value = id.value.replace(unfit, "-").replace('.', "-");
        }
        Some(id)
    }

    /// The web address at `key`.
    pub fn url(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<String>> {
        let url = self.text(table, key)?;
        if is_web_address(&url.value) {
            return Some(url);
        }
        self.reject(key, url.span, ValueFault::NotAUrl);
        None
    }

    /// The texts at `key`: a list, or one text alone.
    pub fn texts(&mut self, table: &mut Table, key: &'static str) -> Vec<Spanned<String>> {
        let field = table.take(key);
        field.map_or_else(Vec::new, |field| self.expect_texts(field, Expected::Texts))
    }

    pub fn localized_text(&mut self, table: &mut Table, key: &'static str) -> LocalizedText {
        self.per_language(table, key, |reader, field| {
            reader.expect_text(&field, Expected::LocalizedText)
        })
    }

    pub fn localized_texts(&mut self, table: &mut Table, key: &'static str) -> LocalizedTexts {
        self.per_language(table, key, |reader, field| {
            let texts = reader.expect_texts(field, Expected::LocalizedTexts);
            (!texts.is_empty()).then_some(texts)
        })
    }

    /// One value read by `read`, or a table of them by language tag.
    fn per_language<T>(
        &mut self,
        table: &mut Table,
        key: &'static str,
        read: impl Fn(&mut Self, Field) -> Option<T>,
    ) -> PerLanguage<T> {
        let mut found = PerLanguage::default();
        let Some(field) = table.take(key) else {
            return found;
        };
        let Value::Table(tags) = field.node.value else {
            found.plain = read(self, field);
            return found;
        };
        for (tag, node) in tags {
            if !is_language_tag(&tag.value) {
                self.reject(&tag.value, tag.span, ValueFault::NotALanguageTag);
                continue;
            }
            let key = tag.clone();
            if let Some(value) = read(self, Field { key, node }) {
                found.by_tag.push((tag, value));
            }
        }
        found
    }

    /// The table at `key`.
    pub fn table(&mut self, table: &mut Table, key: &'static str) -> Option<Table> {
        let field = table.take(key)?;
        self.expect_table(field)
    }

    /// The tables of `[[key]]`. A single `[key]` is reported and taken for one of them.
    pub fn tables(&mut self, table: &mut Table, key: &'static str) -> Vec<Table> {
        let Some(field) = table.take(key) else {
            return Vec::new();
        };
        match field.node.value {
            Value::List(nodes) => nodes
                .into_iter()
                .filter_map(|node| {
                    let key = field.key.clone();
                    self.expect_table(Field { key, node })
                })
                .collect(),
            Value::Table(_) => {
                self.wrong_type(&field, Expected::Tables);
                self.expect_table(field).into_iter().collect()
            }
            _ => {
                self.wrong_type(&field, Expected::Tables);
                Vec::new()
            }
        }
    }

    pub fn expect_table(&mut self, field: Field) -> Option<Table> {
        let span = field.node.span;
        if let Value::Table(entries) = field.node.value {
            return Some(Table::new(entries, span));
        }
        self.wrong_type(&field, Expected::Table);
        None
    }

    pub fn expect_text(&mut self, field: &Field, expected: Expected) -> Option<Spanned<String>> {
        let Value::Text(text) = &field.node.value else {
            self.wrong_type(field, expected);
            return None;
        };
        let span = field.node.span;
        let text = if self.is_broken(span) {
            text.trim_matches(|mark: char| mark.is_whitespace() || is_full_width(mark))
        } else {
            text.trim()
        };
        (!text.is_empty()).then(|| Spanned {
            value: text.to_owned(),
            span,
        })
    }

    fn expect_texts(&mut self, field: Field, expected: Expected) -> Vec<Spanned<String>> {
        let Value::List(nodes) = field.node.value else {
            return self.expect_text(&field, expected).into_iter().collect();
        };
        nodes
            .into_iter()
            .filter_map(|node| {
                let key = field.key.clone();
                self.expect_text(&Field { key, node }, Expected::Text)
            })
            .collect()
    }
}

impl Field {
    pub fn is_table(&self) -> bool {
        matches!(self.node.value, Value::Table(_))
    }
}

impl Table {
    fn new(entries: Entries, span: Span) -> Self {
        Self {
            entries,
            known: Vec::new(),
            span,
        }
    }

    /// Takes `key` out, which from now on counts as known.
    pub fn take(&mut self, key: &'static str) -> Option<Field> {
        self.known.push(key);
        let found = self.entries.iter().position(|(name, _)| name.value == key)?;
        let (key, node) = self.entries.remove(found);
        Some(Field { key, node })
    }

    /// Whether `key` is there and was not taken yet.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _)| name.value == key)
    }

    /// Everything that nothing asked for, in the order of the file.
    pub fn rest(self) -> impl Iterator<Item = Field> {
        let entries = self.entries.into_iter();
        entries.map(|(key, node)| Field { key, node })
    }
}

/// Whether `tag` is shaped like a BCP 47 tag: letters first, then groups of up to eight letters or digits.
pub(super) fn is_language_tag(tag: &str) -> bool {
    let mut groups = tag.split('-');
    let first = groups.next().unwrap_or_default();
    let letters = first.bytes().all(|byte| byte.is_ascii_alphabetic());
    let fits = |group: &str| (1..=8).contains(&group.len()) && group.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (2..=8).contains(&first.len()) && letters && groups.all(fits)
}

fn parse_day(text: &str) -> Option<Date> {
    let mut parts = text.trim().split(['-', '/', '.']);
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    if parts.next().is_some() {
        return None;
    }
    Date::new(year, month, day).ok()
}

/// Whether a text is the address of a site: `http` or `https` with a host, and no sign that none has.
pub fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_odd =
        |next: char| next.is_whitespace() || next.is_control() || matches!(next, '"' | '\'' | '<' | '>' | '\\');
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', ':', '?', '#']) && !rest.contains(is_odd))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{read_front_matter, read_glossary, read_handbook, read_lock, read_roles};
    use super::*;

    #[test]
    fn language_tags_are_known_by_their_shape() {
        for tag in ["zh", "zh-Hant", "en", "de-CH-1996", "yue"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for tag in ["", "z", "zh_CN", "zh-", "1a", "zh/..", "\u{4e2d}\u{6587}"] {
            assert!(!is_language_tag(tag), "{tag}");
        }
    }

    /// Settings taken apart and put together again without sense.
    fn scraps() -> impl Strategy<Value = String> {
        let scrap = prop::sample::select(vec![
            "title",
            "languages",
            "[role]",
            "[[role]]",
            "[[term]]",
            "[rules]",
            "id",
            "name",
            "effective",
            "article",
            " = ",
            "=",
            "{",
            "}",
            "[",
            "]",
            ",",
            "'",
            "\"",
            "\"\"\"",
            "\n",
            "\r\n",
            "\r",
            "\t",
            " ",
            ".",
            "#",
            "1",
            "2024-07-01",
            "true",
            "'x'",
            "['x']",
            "\u{5458}",
            "\u{201c}",
            "\u{ff0c}",
            "\u{1f600}",
            "\\",
            "\0",
        ]);
        prop::collection::vec(scrap, 0..40).prop_map(|scraps| scraps.concat())
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_every_span_lies_in_it(text in prop_oneof![scraps(), any::<String>()]) {
            let file = FileId(0);
            let problems = [
                read_handbook(&text, file).1,
                read_roles(&text, file).1,
                read_glossary(&text, file).1,
                read_lock(&text, file).1,
                read_front_matter(&text, file, 0).1,
            ];
            for problem in problems.concat() {
                prop_assert!(text.get(problem.span.range()).is_some(), "{problem:?}");
            }
        }
    }
}
