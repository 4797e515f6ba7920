//! RB605: blanks beside full-width marks, as the crate autocorrect sees them.

use std::ops::Range;
use std::sync::LazyLock;

use super::passage::{self, Passage, is_ideograph};
use crate::diagnostic::{Diagnostic, Findings};
use crate::model::Handbook;

/// The rules of autocorrect that take blanks away. Those that put some in go against the usage of regulations, and those
/// that change characters are RB606's.
const RULES: &str = r#"{"rules": {
    "space-word": 0, "space-punctuation": 0, "space-bracket": 0, "space-backticks": 0, "space-dash": 0,
    "space-dollar": 0, "fullwidth": 0, "halfwidth-word": 0, "halfwidth-punctuation": 0, "spellcheck": 0,
    "no-space-fullwidth": 1, "no-space-fullwidth-quote": 1
}}"#;

/// Characters of the label that a heading begins with, at most.
const LONGEST_LABEL: usize = 6;

/// Whether autocorrect goes by [`RULES`]. Its settings are those of the whole process; nothing else uses them.
static READY: LazyLock<bool> = LazyLock::new(|| autocorrect::config::load(RULES).is_ok());

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    passage::check(handbook, findings, |passage, found| {
        if !passage.language().pack.spaced && has_blank_beside_a_mark(passage.plain()) && *READY {
            look(passage, found);
        }
    });
}

/// Whether it is worth while to ask autocorrect: a blank after or before a mark that is no ASCII.
fn has_blank_beside_a_mark(text: &str) -> bool {
    memchr::memchr_iter(b' ', text.as_bytes()).any(|at| {
        let mark = |next: Option<char>| next.is_some_and(is_mark);
        mark(text[..at].chars().next_back()) || mark(text[at + 1..].chars().next())
    })
}

fn is_mark(character: char) -> bool {
    !character.is_ascii() && !character.is_alphanumeric()
}

fn look(passage: &Passage<'_>, out: &mut Vec<Diagnostic>) {
    let text = passage.plain();
    // Tables that are drawn with characters keep their columns.
    if text.contains('│') {
        return;
    }
    let corrected = autocorrect::format(text);
    for range in removed_blanks(text, &corrected).unwrap_or_default() {
        let (before, after) = (&text[..range.start], &text[range.end..]);
        let (left, right) = (before.chars().next_back(), after.chars().next());
        if parts(passage, &range, left, right) || passage.is_code_or_citation(&range) {
            continue;
        }
        let mark = match left.filter(|left| is_mark(*left)) {
            Some(mark) => Some(mark),
            None => right,
        };
        let finding = passage
            .finding("RB605", &range)
            .param("mark", mark.map(String::from).unwrap_or_default());
        out.push(match passage.fix(&[(range, String::new())]) {
            Some(fix) => finding.fix(fix),
            None => finding,
        });
    }
}

/// Whether a blank may part two things on purpose.
fn parts(passage: &Passage<'_>, range: &Range<usize>, left: Option<char>, right: Option<char>) -> bool {
    let (before, after) = (&passage.plain()[..range.start], &passage.plain()[range.end..]);
    let last_but_one = before.chars().rev().nth(1);
    let is_digit = |next: Option<char>| next.is_some_and(|next| next.is_ascii_digit());
    let brackets = &passage.language().pack.citation.brackets;
    let closes = left.is_some_and(|left| brackets.iter().any(|(_, close)| close.starts_with(left)));
    // A number after a mark may begin the next item of a list, and a head the next article.
    (left.is_some_and(is_mark) && (is_digit(right) || passage.language().head(after).is_some()))
        // 2011年1月8日 《关于修改……的决定》: a date and what happened then.
        || (left.is_some_and(is_ideograph) && is_digit(last_but_one))
        // Names in a row, each with a remark in brackets.
        || (closes && last_but_one.is_some_and(is_ideograph) && right.is_some_and(is_ideograph))
        || (before.chars().count() <= LONGEST_LABEL && (passage.is_heading() || is_numbering(passage, before)))
}

/// Whether a text is only a number with a mark: 一、
fn is_numbering(passage: &Passage<'_>, text: &str) -> bool {
    let numerals = &passage.language().pack.numeral;
    let mut characters = text.chars();
    characters.all(|next| is_mark(next) || numerals.iter().any(|named| named.numeral.starts_with(next)))
}

/// The blanks of `text` that `corrected` lacks; nothing where the two differ in anything else.
fn removed_blanks(text: &str, corrected: &str) -> Option<Vec<Range<usize>>> {
    let mut removed: Vec<Range<usize>> = Vec::new();
    let mut kept = corrected.chars().peekable();
    let mut characters = text.char_indices().peekable();
    while let Some((at, next)) = characters.next() {
        if next == ' ' {
            // Of a row of blanks, all stay or all go.
            let mut end = at + 1;
            while characters.next_if(|(_, next)| *next == ' ').is_some() {
                end += 1;
            }
            let mut left = 0;
            while kept.next_if_eq(&' ').is_some() {
                left += 1;
            }
            match left {
                0 => removed.push(at..end),
                left if left == end - at => {}
                _ => return None,
            }
        } else if kept.next() != Some(next) {
            return None;
        }
    }
    kept.next().is_none().then_some(removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with what is removed in brackets.
    fn shown(text: &str, corrected: &str) -> Option<String> {
        let mut shown = text.to_owned();
        for range in removed_blanks(text, corrected)?.into_iter().rev() {
            let blanks = format!("[{}]", &text[range.clone()]);
            shown.replace_range(range, &blanks);
        }
        Some(shown)
    }

    #[test]
    fn only_removed_blanks_are_taken_over() {
        assert_eq!(shown("一 ，二", "一，二").as_deref(), Some("一[ ]，二"));
        assert_eq!(shown("一  ，二 三", "一，二 三").as_deref(), Some("一[  ]，二 三"));
        assert_eq!(shown("一,二 ，", "一，二，"), None);
        assert_eq!(shown("一", "一 "), None);
    }
}
