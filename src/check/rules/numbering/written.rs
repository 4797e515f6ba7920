//! The numerals with which a text writes the numbers of units: where they stand, and how another number is written in
//! their place.

use std::ops::Range;

use crate::language::{Language, Level, is_blank};

/// A numeral in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check::rules) struct Written {
    pub range: Range<usize>,
    /// Index of the pack's numeral.
    pub numeral: usize,
}

/// The numeral with which `text`, a label or a member of a citation, names the number `value` of a unit of `level`.
/// With `elided`, the unit word may be left to the next or the previous member of a list.
pub(in crate::check::rules) fn written(
    language: &Language,
    text: &str,
    level: Level,
    value: u32,
    elided: bool,
) -> Option<Written> {
    let named = if language.pack.citation.unit_first {
        after_word(language, text, level, value)
    } else {
        before_word(language, text, level, value)
    };
    named.or_else(|| {
        if !elided {
            return None;
        }
        let ordinal = ordinals(language)
            .filter(|word| text.starts_with(word))
            .map(str::len)
            .max();
        let at = ordinal.unwrap_or(0);
        let gap = text[at..].len() - text[at..].trim_start_matches(is_gap).len();
        numeral(language, text, at + gap, value)
    })
}

/// The numeral with which a range that begins with `first` ends.
pub(in crate::check::rules) fn written_end(
    language: &Language,
    text: &str,
    first: &Written,
    value: u32,
) -> Option<Written> {
    let mut places = text
        .char_indices()
        .map(|(at, _)| at)
        .filter(|&at| at >= first.range.end);
    places.find_map(|at| {
        let cuts = |next: Option<char>| next.is_some_and(|next| next.is_ascii_alphanumeric());
        let found = numeral(language, text, at, value)?;
        let whole = !cuts(text[..at].chars().next_back()) && !cuts(text[found.range.end..].chars().next());
        whole.then_some(found)
    })
}

/// `number` in the kind of numeral that `like` is.
pub(in crate::check::rules) fn rewrite(language: &Language, like: &Written, number: u32) -> String {
    let numeral = language.pack.numeral.get(like.numeral);
    let text = numeral.and_then(|numeral| numeral.numeral.format(number));
    text.unwrap_or_else(|| number.to_string())
}

/// Blanks, and the brackets in which items are cited.
fn is_gap(character: char) -> bool {
    is_blank(character) || matches!(character, '(' | ')' | '（' | '）')
}

/// The names of a level's units.
fn words(language: &Language, level: Level) -> impl Iterator<Item = &str> {
    language.pack.units.get(level).word.iter().map(String::as_str)
}

fn ordinals(language: &Language) -> impl Iterator<Item = &str> {
    let forms = &language.pack.citation;
    forms.ordinal.iter().chain(&forms.wrong_ordinal).map(String::as_str)
}

/// 第{五}条: the numeral stands at the start or after an ordinal prefix, and the unit word after it.
fn before_word(language: &Language, text: &str, level: Level, value: u32) -> Option<Written> {
    text.char_indices().find_map(|(at, _)| {
        let before = text[..at].trim_end_matches(is_gap);
        if !before.is_empty() && !ordinals(language).any(|word| before.ends_with(word)) {
            return None;
        }
        let found = numeral(language, text, at, value)?;
        let after = text[found.range.end..].trim_start_matches(is_gap);
        words(language, level)
            .any(|word| after.starts_with(word))
            .then_some(found)
    })
}

/// Article {5}: the numeral follows the unit word.
fn after_word(language: &Language, text: &str, level: Level, value: u32) -> Option<Written> {
    let mut words: Vec<&str> = words(language, level).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let (start, length) = words.iter().find_map(|word| Some((find(text, word)?, word.len())))?;
    let rest = &text[start + length..];
    let at = start + length + rest.len() - rest.trim_start_matches(is_gap).len();
    numeral(language, text, at, value)
}

/// Where `word` stands in `text`, in any case.
fn find(text: &str, word: &str) -> Option<usize> {
    let places = text.char_indices().map(|(at, _)| at);
    let mut same = places.filter(|&at| {
        text.get(at..at + word.len())
            .is_some_and(|part| part.eq_ignore_ascii_case(word))
    });
    same.next()
}

/// The numeral at `at` that means `value`, in whichever kind reads furthest.
fn numeral(language: &Language, text: &str, at: usize, value: u32) -> Option<Written> {
    let rest = text.get(at..)?;
    let numerals = language.pack.numeral.iter().enumerate();
    let read = numerals.filter_map(|(index, named)| {
        let (found, length) = named.numeral.parse(rest)?;
        (found == value && length > 0).then(|| Written {
            range: at..at + length,
            numeral: index,
        })
    });
    // The first of equals wins: the packs name their usual numerals first.
    read.reduce(|best, next| {
        if next.range.len() > best.range.len() {
            next
        } else {
            best
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(tag: &str, text: &'t str, value: u32, elided: bool) -> Option<&'t str> {
        let language = Language::find(tag)?;
        written(language, text, Level::Article, value, elided).map(|found| &text[found.range])
    }

    #[test]
    fn the_numeral_of_the_article_is_found_in_every_form() {
        for (tag, text, value, numeral) in [
            ("zh", "第三十条第三款", 30, "三十"),
            ("zh", "第三条第三款", 3, "三"),
            ("zh", "第 12 条", 12, "12"),
            ("zh", "第五条之一", 5, "五"),
            ("en", "Article 5-1", 5, "5"),
            ("en", "paragraph 3 of Article 3", 3, "3"),
            ("en", "ARTICLES 3", 3, "3"),
        ] {
            assert_eq!(found(tag, text, value, false), Some(numeral), "{text}");
        }
    }

    #[test]
    fn a_unit_that_is_not_named_by_number_is_not_found() {
        assert_eq!(found("zh", "前三条", 3, true), None);
        assert_eq!(found("zh", "第三款", 3, false), None);
        assert_eq!(found("en", "the preceding article", 3, true), None);
        assert_eq!(found("zh", "第三", 3, true), Some("三"));
        assert_eq!(found("en", "7", 7, true), Some("7"));
    }

    #[test]
    fn the_number_of_an_item_is_found_within_its_brackets() {
        for (tag, text, numeral) in [
            ("zh", "第二条第（三）项", "三"),
            ("zh", "第 ( 3 ) 项", "3"),
            ("zh", "（三）", "三"),
            ("en", "item (3)", "3"),
            ("en", "(3)", "3"),
        ] {
            let language = Language::find(tag).unwrap_or_else(|| panic!("{tag}"));
            let found = written(language, text, Level::Item, 3, true);
            assert_eq!(found.map(|found| &text[found.range]), Some(numeral), "{text}");
        }
    }

    #[test]
    fn both_ends_of_a_range_are_found() {
        for (tag, text) in [
            ("zh", "第三条至第三十条"),
            ("en", "Articles 3 to 30"),
            ("zh", "第3-30条"),
        ] {
            let language = Language::find(tag).unwrap_or_else(|| panic!("{tag}"));
            let first = written(language, text, Level::Article, 3, true).unwrap_or_else(|| panic!("{text}"));
            let end = written_end(language, text, &first, 30).unwrap_or_else(|| panic!("{text}"));
            assert!(["三十", "30"].contains(&&text[end.range]), "{text}");
        }
    }
}
