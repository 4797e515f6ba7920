//! The fields of a role article: 直接上级：…, Supervises: …, in any of their shapes.

use super::{Bytes, Text};
use crate::language::{Language, is_blank};

/// A label with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Nothing for a label that the language pack does not know; it is kept and shown.
    pub key: Option<FieldKey>,
    pub label_text: Box<str>,
    pub label: Bytes,
    /// The label is the pack's first choice for this field.
    pub canonical: bool,
    pub value_text: Box<str>,
    /// Where the value stands; empty at the end of the label where there is none.
    pub value: Bytes,
    /// The names that the value lists; none where it says that there is nobody.
    pub names: Vec<Name>,
    /// It says that there is nobody (无).
    pub nobody: bool,
}

/// A name in a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub text: Box<str>,
    pub span: Bytes,
}

/// The fields that mean something to the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FieldKey {
    Superior,
    Subordinates,
    DottedLine,
    Unit,
    Headcount,
    Summary,
    Authority,
    Qualifications,
}

impl FieldKey {
    /// All of them, in the order in which a page shows them.
    pub const ALL: [Self; 8] = [
        Self::Superior,
        Self::Subordinates,
        Self::DottedLine,
        Self::Unit,
        Self::Headcount,
        Self::Summary,
        Self::Authority,
        Self::Qualifications,
    ];

    /// The key in language packs and in the theme.
    pub fn key(self) -> &'static str {
        match self {
            Self::Superior => "superior",
            Self::Subordinates => "subordinates",
            Self::DottedLine => "dotted-line",
            Self::Unit => "unit",
            Self::Headcount => "headcount",
            Self::Summary => "summary",
            Self::Authority => "authority",
            Self::Qualifications => "qualifications",
        }
    }

    fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
    }

    /// Whether its value is a list of roles.
    pub fn names_roles(self) -> bool {
        matches!(self, Self::Superior | Self::Subordinates | Self::DottedLine)
    }
}

/// Characters of a label that no pack knows, at most.
const LONGEST_UNKNOWN_LABEL: usize = 10;

/// Reads `text` as one field, or as several glued together. `open` allows labels that no pack knows.
pub fn read(text: &Text<'_>, language: &Language, open: bool) -> Vec<Field> {
    let plain = &*text.text;
    let skip = plain.len() - plain.trim_start_matches(is_blank).len();
    if let Some(first) = known(plain, skip, language) {
        let mut starts = vec![first];
        let mut at = first.value;
        // 直接上级营运总监直接下级襄理: a long label later in the text begins the next field, where it has a colon or
        // the field before it lists roles; in a sentence it is a word like any other.
        while let Some((offset, _)) = plain[at..].char_indices().find(|&(offset, _)| {
            let lists_roles = starts
                .last()
                .and_then(|label| label.key)
                .is_some_and(FieldKey::names_roles);
            known(plain, at + offset, language).is_some_and(|label| label.strong && (label.colon || lists_roles))
        }) {
            let Some(next) = known(plain, at + offset, language) else {
                break;
            };
            starts.push(next);
            at = next.value;
        }
        let ends = starts.iter().skip(1).map(|label| label.start).chain([plain.len()]);
        return starts
            .iter()
            .zip(ends.collect::<Vec<_>>())
            .map(|(label, end)| label.field(text, end, language))
            .collect();
    }
    let label = unknown(plain, skip, language).filter(|_| open);
    label
        .map(|label| label.field(text, plain.len(), language))
        .into_iter()
        .collect()
}

/// Whether `text` begins with a label, known or not.
pub fn begins_field(text: &str, language: &Language) -> bool {
    known(text, 0, language).is_some() || unknown(text, 0, language).is_some()
}

/// A short label with a colon that no pack knows.
fn unknown(text: &str, start: usize, language: &Language) -> Option<Label> {
    let colons = &language.pack.roles.colons;
    let line = text.lines().next().unwrap_or_default();
    let (end, length) = colons
        .iter()
        .filter_map(|colon| line.find(colon.as_str()).map(|at| (at, colon.len())))
        .min()?;
    let label = text.get(start..end).filter(|label| !label.is_empty())?;
    // What leads in to a list is no field.
    text[end + length..]
        .chars()
        .find(|next| !is_blank(*next))
        .filter(|next| !matches!(next, '\n' | '\r'))?;
    let longest = LONGEST_UNKNOWN_LABEL * if language.pack.spaced { 3 } else { 1 };
    let short = label.chars().count() <= longest && label.chars().all(|next| next.is_alphanumeric() || is_blank(next));
    short.then_some(Label {
        key: None,
        canonical: true,
        strong: false,
        colon: true,
        start,
        end,
        value: end + length,
    })
}

/// Reads a row of a two-column table; its label need not be known.
pub fn read_row(label: &Text<'_>, value: &Text<'_>, language: &Language) -> Field {
    let plain = label.text.trim();
    let length = plain.trim_end_matches(['：', ':']).len();
    let (key, canonical) = match language.field(plain) {
        Some((key, known, canonical)) if known == length => (FieldKey::find(key), canonical),
        _ => (None, true),
    };
    let start = label.text.len() - label.text.trim_start().len();
    Field {
        key,
        label_text: plain[..length].into(),
        label: label.source(&(start..start + length)),
        canonical,
        ..values(value, 0, value.text.len(), language)
    }
}

#[derive(Debug, Clone, Copy)]
struct Label {
    key: Option<FieldKey>,
    canonical: bool,
    /// Long enough to be seen in the middle of a text.
    strong: bool,
    /// A colon follows.
    colon: bool,
    start: usize,
    end: usize,
    value: usize,
}

/// The known label at `start`.
fn known(text: &str, start: usize, language: &Language) -> Option<Label> {
    let rest = &text[start..];
    let (key, length, canonical) = language.field(rest)?;
    let after = &rest[length..];
    let blank = after.len() - after.trim_start_matches(is_blank).len();
    let colons = &language.pack.roles.colons;
    let colon = colons.iter().find(|colon| after[blank..].starts_with(colon.as_str()));
    let characters = rest[..length].chars().count();
    let strong = !language.pack.spaced && characters >= 4;
    // A short label without a colon or a blank may be part of a word.
    let bound = colon.is_some() || blank > 0 || strong || after.is_empty();
    let cut = language.pack.spaced && after.starts_with(|next: char| next.is_alphanumeric());
    (bound && !cut && !(language.pack.spaced && colon.is_none())).then(|| Label {
        key: FieldKey::find(key),
        canonical,
        strong,
        colon: colon.is_some(),
        start,
        end: start + length,
        value: start + length + colon.map_or(blank, |colon| blank + colon.len()),
    })
}

impl Label {
    fn field(&self, text: &Text<'_>, end: usize, language: &Language) -> Field {
        Field {
            key: self.key,
            label_text: text.text[self.start..self.end].trim().into(),
            label: text.source(&(self.start..self.end)),
            canonical: self.canonical,
            ..values(text, self.value.min(end), end, language)
        }
    }
}

/// The value between two offsets of a text, split into names.
fn values(text: &Text<'_>, start: usize, end: usize, language: &Language) -> Field {
    // A list of names may end with a stop; a sentence keeps its own.
    let loose = |next: char| is_blank(next) || matches!(next, '；' | ';');
    let stops = |next: char| loose(next) || matches!(next, '。' | '，' | '、' | ',');
    let raw = &text.text[start..end];
    let value = raw.trim_matches(loose);
    let trimmed = value.trim_matches(stops);
    let trimmed = trimmed
        .strip_suffix('.')
        .filter(|_| language.pack.spaced)
        .unwrap_or(trimmed);
    let offset = |part: &str| start + (part.as_ptr() as usize - raw.as_ptr() as usize);
    let at = offset(trimmed);
    let roles = &language.pack.roles;
    let nobody = roles.none.iter().any(|none| none.eq_ignore_ascii_case(trimmed));
    let mut names = Vec::new();
    if !nobody && !trimmed.is_empty() {
        let mut from = 0;
        let mut push = |from: usize, to: usize| {
            let part = &trimmed[from..to];
            let name = part.trim_matches(is_blank);
            if !name.is_empty() {
                let offset = at + from + (name.as_ptr() as usize - part.as_ptr() as usize);
                names.push(Name {
                    text: name.into(),
                    span: text.source(&(offset..offset + name.len())),
                });
            }
        };
        let mut at = 0;
        while at < trimmed.len() {
            let separator = roles
                .separators
                .iter()
                .filter(|word| trimmed[at..].starts_with(word.as_str()))
                .max_by_key(|word| word.len());
            match separator {
                Some(word) => {
                    push(from, at);
                    at += word.len();
                    from = at;
                }
                None => at += trimmed[at..].chars().next().map_or(1, char::len_utf8),
            }
        }
        push(from, trimmed.len());
    }
    Field {
        key: None,
        label_text: "".into(),
        label: 0..0,
        canonical: true,
        value_text: value.into(),
        value: text.source(&(offset(value)..offset(value) + value.len())),
        names,
        nobody,
    }
}
