//! The fields of a role article in a text that may hold several of them, with or without colons.

use super::heads::{Edge, edge};
use super::line::is_gap;
use crate::language::Language;

/// A known label in a text.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    pub start: usize,
    pub end: usize,
    /// Where the value begins.
    pub value: usize,
    pub names_roles: bool,
}

/// The known labels in a text, in order.
pub fn labels(text: &str, language: &Language) -> Vec<Label> {
    let spaced = language.pack.spaced;
    let colons = &language.pack.roles.colons;
    let mut found: Vec<Label> = Vec::new();
    let mut until = 0;
    for (at, _) in text.char_indices() {
        if at < until {
            continue;
        }
        let rest = &text[at..];
        let Some((key, length, _)) = language.field(rest) else {
            continue;
        };
        let after = &rest[length..];
        let blank = after.len() - after.trim_start_matches(is_gap).len();
        let colon = colons.iter().find(|colon| after[blank..].starts_with(colon.as_str()));
        let edge = edge(text, at, language);
        let is_label = if spaced {
            let as_written = rest.starts_with(|next: char| next.is_uppercase());
            let begins = at == 0 || text[..at].ends_with(is_gap);
            let after_roles = edge == Edge::Start || found.last().is_some_and(|last| last.names_roles);
            let bare = blank > 0 && after_roles && as_written && rest[..length].contains(' ');
            begins && (bare || (colon.is_some() && (edge == Edge::Start || as_written)))
        } else {
            let strong = rest[..length].chars().count() >= 4;
            let after_roles = found.last().is_some_and(|last| last.names_roles);
            match edge {
                Edge::None => strong && (colon.is_some() || after_roles),
                _ => colon.is_some() || blank > 0 || strong || after.is_empty(),
            }
        };
        if is_label {
            until = at + length;
            found.push(Label {
                start: at,
                end: at + length,
                value: at + length + colon.map_or(0, |colon| blank + colon.len()),
                names_roles: matches!(key, "superior" | "subordinates" | "dotted-line"),
            });
        }
    }
    found
}

/// Whether a label is known to be one without a colon where blanks part words: one of several words, written as the pack
/// has it, as no post is called: `Direct superior`.
pub fn needs_no_colon(label: &str, language: &Language) -> bool {
    let mut known = language.pack.roles.fields.values().flatten();
    label.contains(' ') && known.any(|known| known == label)
}

/// Where a field's value ends: before a sentence of its own, or before a blank and a label that no pack knows.
pub fn value_end(value: &str, names_roles: bool, language: &Language) -> usize {
    let mut at = 0;
    while let Some((offset, next)) = value[at..].char_indices().next() {
        let here = at + offset;
        let after = here + next.len_utf8();
        if names_roles && next == '。' && !value[after..].trim_matches(is_gap).is_empty() {
            return after;
        }
        if here > 0 && is_gap(next) && !is_gap(value[..here].chars().next_back().unwrap_or(' ')) {
            let rest = value[after..].trim_start_matches(is_gap);
            if !language.pack.spaced && unknown_label(rest, language).is_some() {
                return here;
            }
        }
        at = after;
    }
    value.len()
}

/// The end of a short label with a colon at the start of a text, and where its value begins.
pub fn unknown_label(text: &str, language: &Language) -> Option<(usize, usize)> {
    let longest = if language.pack.spaced { 30 } else { 10 };
    let (count, (end, _)) = text
        .char_indices()
        .enumerate()
        .take(longest + 1)
        .find(|(_, (_, next))| !(next.is_alphanumeric() || (language.pack.spaced && *next == ' ')))?;
    let colon = language
        .pack
        .roles
        .colons
        .iter()
        .find(|colon| text[end..].starts_with(colon.as_str()))?;
    (count > 0).then_some((end, end + colon.len()))
}
