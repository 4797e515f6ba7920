//! RB319: a role article and the list of posts give different headcounts.

use rustc_hash::FxHashMap;

use super::finding;
use crate::diagnostic::Findings;
use crate::language::{Language, Numeral, is_blank};
use crate::model::{Handbook, LanguageId, RoleId, RosterEntry};
use crate::source::Span;
use crate::syntax::FieldKey;

/// A number of people, or a range, as bytes of the text that it was read from.
#[derive(Debug, PartialEq, Eq)]
struct Count {
    from: u32,
    to: u32,
    bytes: std::ops::Range<usize>,
}

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let mut listed: FxHashMap<RoleId, Vec<(&RosterEntry, Span)>> = FxHashMap::default();
    for entry in &handbook.rosters {
        let own = handbook.text(entry.text).language == LanguageId::AUTHORITATIVE;
        if let (true, Some(role), Some((_, span))) = (own, entry.names.role(), entry.headcount) {
            listed.entry(role).or_default().push((entry, span));
        }
    }
    let language = handbook.language(LanguageId::AUTHORITATIVE);
    for id in handbook.role_ids() {
        let Some(entries) = listed.get(&id) else {
            continue;
        };
        for article in &handbook.role(id).articles {
            if article.language != LanguageId::AUTHORITATIVE {
                continue;
            }
            let text = handbook.text(article.text);
            // The list of its own regulation counts before any other.
            let own = entries
                .iter()
                .find(|(entry, _)| handbook.text(entry.text).regulation == text.regulation);
            let Some(&(_, list_span)) = own.or(entries.first()) else {
                continue;
            };
            let list_text = handbook.sources.text(list_span);
            let Some(list) = count(language, list_text) else {
                continue;
            };
            let mut fields = finding::fields(handbook, article.text, FieldKey::Headcount);
            let Some(field) = fields.next() else { continue };
            let Some(own) = count(language, &field.value_text) else {
                continue;
            };
            if (own.from, own.to) == (list.from, list.to) {
                continue;
            }
            findings.push(
                finding::new(handbook, "RB319", article.text, handbook.span(text, &field.value))
                    .param("role", finding::role(handbook, id))
                    .param("headcount", &field.value_text[own.bytes])
                    .param("listed", &list_text[list.bytes])
                    .related("roster", list_span),
            );
        }
    }
}

/// The only number or range in a text; nothing where there are several, since which one counts would be a guess.
fn count(language: &Language, text: &str) -> Option<Count> {
    let mut found: Option<Count> = None;
    let mut at = 0;
    while at < text.len() {
        let Some((from, length)) = number(language, text, at) else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let start = at;
        at += length;
        let mut to = from;
        if let Some((value, end)) = range_end(language, text, at) {
            to = value;
            at = end;
        }
        if found
            .replace(Count {
                from,
                to,
                bytes: start..at,
            })
            .is_some()
        {
            return None;
        }
    }
    found
}

/// What a range that has its first number before `at` goes up to, and where it ends.
fn range_end(language: &Language, text: &str, at: usize) -> Option<(u32, usize)> {
    let blanks = |at: usize| at + text[at..].len() - text[at..].trim_start_matches(is_blank).len();
    language.pack.citation.ranges.iter().find_map(|joiner| {
        let start = blanks(at);
        let rest = text[start..].strip_prefix(joiner.trim())?;
        let second = blanks(text.len() - rest.len());
        let (value, length) = number(language, text, second)?;
        Some((value, second + length))
    })
}

/// The number that begins at `at`: digits or number words, no letters or Roman numerals.
fn number(language: &Language, text: &str, at: usize) -> Option<(u32, usize)> {
    let after_letter = text[..at]
        .chars()
        .next_back()
        .is_some_and(|last| last.is_ascii_alphanumeric());
    if after_letter {
        return None;
    }
    let numerals = language.pack.numeral.iter().map(|named| &named.numeral);
    let counting = numerals.filter(|numeral| !matches!(numeral, Numeral::Letters { .. } | Numeral::Roman { .. }));
    counting
        .filter_map(|numeral| numeral.parse(&text[at..]))
        .max_by_key(|&(_, length)| length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tag: &str, text: &str) -> Option<(u32, u32)> {
        let language = Language::find(tag).expect("a built-in language");
        count(language, text).map(|count| (count.from, count.to))
    }

    #[test]
    fn one_number_is_the_same_in_all_its_forms() {
        for text in ["2", "2人", "二人", "两名", "２ 人", "定员2人"] {
            assert_eq!(read("zh", text), Some((2, 2)), "{text}");
        }
        for text in ["2", "two", "Two posts"] {
            assert_eq!(read("en", text), Some((2, 2)), "{text}");
        }
    }

    #[test]
    fn a_range_is_one_number_and_two_numbers_are_none() {
        assert_eq!(read("zh", "2至3人"), Some((2, 3)));
        assert_eq!(read("zh", "2 - 3"), Some((2, 3)));
        assert_eq!(read("en", "2 to 3"), Some((2, 3)));
        assert_eq!(read("zh", "3人（其中领班1人）"), None);
        assert_eq!(read("zh", "若干"), None);
    }
}
