//! What can be wrong with settings, as data: the sentences stand in the language packs.

use crate::source::Span;

/// One thing that could not be read as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub kind: ProblemKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// Not TOML. `reason` is the parser's own English; `full_width` is the mark that a Chinese keyboard made of an
    /// ASCII one, where that is the cause.
    Syntax { reason: String, full_width: Option<char> },
    /// A key that nothing reads. `suggestion` is the one that it resembles of those `known` there.
    UnknownKey {
        key: String,
        suggestion: Option<String>,
        known: Vec<&'static str>,
    },
    /// A department that no `[[unit]]` declares. `suggestion` is the one that it resembles.
    UnknownUnit { id: String, suggestion: Option<String> },
    /// A value of another type than the key takes.
    WrongType { key: String, expected: Expected },
    /// A key that has to be there.
    Missing { key: String },
    /// A key or entry given a second time.
    Duplicate { key: String },
    /// A pattern of a pack's rule that no text can match.
    DeadPattern { rule: String, pattern: String },
    /// A value of the right type that cannot be meant.
    Value { key: String, reason: ValueFault },
}

impl ProblemKind {
    /// Name of the message, the same in every language pack.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Syntax { full_width: None, .. } => "syntax",
            Self::Syntax { .. } => "full-width",
            Self::UnknownKey { suggestion: None, .. } => "unknown-key",
            Self::UnknownKey { .. } => "unknown-key-suggestion",
            Self::UnknownUnit { .. } => "unknown-unit",
            Self::WrongType { .. } => "wrong-type",
            Self::Missing { .. } => "missing",
            Self::Duplicate { .. } => "duplicate",
            Self::DeadPattern { .. } => "dead-pattern",
            Self::Value { reason, .. } => reason.key(),
        }
    }

    /// What the message speaks of, by the names that it uses; without what a [`ProblemKind::WrongType`] expected, which
    /// is a phrase of its own.
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        let mut parameters = Vec::new();
        match self {
            Self::Syntax { reason, full_width } => {
                parameters.push(("reason", reason.clone()));
                parameters.extend(full_width.map(|mark| ("mark", mark.to_string())));
            }
            Self::UnknownKey { key, suggestion, .. } => {
                parameters.push(("key", key.clone()));
                parameters.extend(suggestion.clone().map(|known| ("suggestion", known)));
            }
            Self::UnknownUnit { id, suggestion } => {
                parameters.push(("key", id.clone()));
                parameters.extend(suggestion.clone().map(|known| ("suggestion", known)));
            }
            Self::Value { key, reason } => {
                parameters.push(("key", key.clone()));
                match reason {
                    ValueFault::NotOneOf { allowed, .. } => parameters.push(("allowed", allowed.join(", "))),
                    ValueFault::Pattern { reason } => parameters.push(("reason", reason.clone())),
                    ValueFault::UnknownPack {
                        suggestion: Some(known),
                    } => {
                        parameters.push(("suggestion", (*known).to_owned()));
                    }
                    _ => {}
                }
            }
            Self::DeadPattern { rule, pattern } => {
                parameters.extend([("rule", rule.clone()), ("pattern", pattern.clone())]);
            }
            Self::WrongType { key, .. } | Self::Missing { key } | Self::Duplicate { key } => {
                parameters.push(("key", key.clone()));
            }
        }
        parameters
    }
}

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    Text,
    /// A list of texts; one text alone will do.
    Texts,
    /// A text, or one for each language.
    LocalizedText,
    /// A list of texts, or one for each language.
    LocalizedTexts,
    Flag,
    /// A whole number that counts something.
    Count,
    /// A number, with or without decimals.
    Number,
    Date,
    /// A level, or a table with one.
    RuleSetting,
    Table,
    /// `[[key]]`, as often as wanted.
    Tables,
}

impl Expected {
    /// Name of the phrase, the same in every language pack.
    pub fn key(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Texts => "texts",
            Self::LocalizedText => "localized-text",
            Self::LocalizedTexts => "localized-texts",
            Self::Flag => "flag",
            Self::Count => "count",
            Self::Number => "number",
            Self::RuleSetting => "rule-setting",
            Self::Date => "date",
            Self::Table => "table",
            Self::Tables => "tables",
        }
    }
}

/// Why a value cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueFault {
    /// Not a day of the calendar, written year-month-day.
    NotADate,
    /// An id becomes part of addresses and file names; this one has a blank or a mark that these cannot hold. The
    /// value read has `-` in their place.
    NotAnId,
    /// Not shaped like a BCP 47 tag.
    NotALanguageTag,
    /// Neither `http://` nor `https://`.
    NotAUrl,
    /// None of the few words the key knows.
    NotOneOf {
        allowed: &'static [&'static str],
        suggestion: Option<&'static str>,
    },
    /// Not letters and digits, or letters that are kept for the program's own rules.
    NotACode,
    /// None or several of what a rule of a pack can ask for.
    NotOneDemand,
    /// Not a regular expression. `reason` is the library's own English.
    Pattern { reason: String },
    /// A pattern that matches any text.
    EmptyPattern,
    /// A limit's pattern without the group that holds the number.
    NoValueGroup,
    /// No pack of this name is built in.
    UnknownPack { suggestion: Option<&'static str> },
    /// No file at this path in the handbook's folder.
    MissingPack,
    /// No regulation or chapter at this path.
    UnknownPath,
    /// Not a colour written `#rrggbb`.
    NotAColour,
    /// Not the path of an SVG or PNG image below the handbook's folder.
    NotAnImage,
    /// No file at this path in the handbook's folder.
    MissingImage,
}

impl ValueFault {
    /// Name of the message, the same in every language pack.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NotADate => "not-a-date",
            Self::NotAnId => "not-an-id",
            Self::NotALanguageTag => "not-a-language-tag",
            Self::NotAUrl => "not-a-url",
            Self::NotOneOf { .. } => "not-one-of",
            Self::NotACode => "not-a-code",
            Self::NotOneDemand => "not-one-demand",
            Self::Pattern { .. } => "not-a-pattern",
            Self::EmptyPattern => "empty-pattern",
            Self::NoValueGroup => "no-value-group",
            Self::UnknownPack { suggestion: None } => "unknown-pack",
            Self::UnknownPack { .. } => "unknown-pack-suggestion",
            Self::MissingPack => "missing-pack",
            Self::UnknownPath => "unknown-path",
            Self::NotAColour => "not-a-colour",
            Self::NotAnImage => "not-an-image",
            Self::MissingImage => "missing-image",
        }
    }
}

/// The one of `known` that `word` was probably meant to be.
pub(super) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let plain = |text: &str| text.to_lowercase().replace(['_', ' '], "-");
    let word = plain(word);
    // One slip for each three letters, so that short words are not "corrected" into others.
    let limit = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|candidate| {
            let distance = strsim::damerau_levenshtein(&word, &plain(candidate));
            (distance, candidate)
        })
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}
