//! RB606: half-width marks in the sentences of a language that writes full-width ones, full-width letters and digits,
//! and full-width marks in the text of a language with blanks between words.

use std::ops::Range;

use super::passage::{self, Passage, is_ideograph};
use crate::diagnostic::{Diagnostic, Findings};
use crate::language::is_blank;
use crate::model::Handbook;

/// From a half-width character to its full-width form.
const SHIFT: u32 = 0xFEE0;

/// Characters between two brackets that belong together, at most.
const LONGEST_BRACKET: usize = 120;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    passage::check(handbook, findings, |passage, found| {
        if passage.language().pack.spaced {
            spaced(passage, found);
        } else {
            unspaced(passage, found);
        }
    });
}

/// What is replaced, by what.
type Change = (Range<usize>, String);

fn report(passage: &Passage<'_>, changes: &[Change], variant: Option<&'static str>, out: &mut Vec<Diagnostic>) {
    let (Some(first), Some(last)) = (changes.first(), changes.last()) else {
        return;
    };
    let text = passage.plain();
    let is_free = |range: &Range<usize>| !passage.is_code_or_citation(range) && !passage.is_mentioned(range);
    if !changes.iter().all(|(range, _)| is_free(range)) {
        return;
    }
    let join = |parts: Vec<&str>| parts.concat().trim().to_owned();
    let mut finding = passage
        .finding("RB606", &(first.0.start..last.0.end))
        .param(
            "found",
            join(changes.iter().map(|(range, _)| &text[range.clone()]).collect()),
        )
        .param("wanted", join(changes.iter().map(|(_, new)| new.as_str()).collect()));
    if let Some(variant) = variant {
        finding = finding.variant(variant);
    }
    out.push(match passage.fix(changes) {
        Some(fix) => finding.fix(fix),
        None => finding,
    });
}

/// The neighbours of a range: the last character before it and the first after it.
fn neighbours(text: &str, range: &Range<usize>) -> (Option<char>, Option<char>) {
    (
        text[..range.start].chars().next_back(),
        text[range.end..].chars().next(),
    )
}

fn shifted(character: char, by: i64) -> Option<char> {
    let code = u32::try_from(i64::from(u32::from(character)) + by).ok()?;
    char::from_u32(code)
}

fn is_full_width(character: char) -> bool {
    matches!(character, '\u{FF01}'..='\u{FF5D}')
}

fn is_full_width_alphanumeric(character: char) -> bool {
    matches!(character, '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}')
}

/// Signs of numbers and formulas, which are left as they are.
fn is_operator(character: char) -> bool {
    matches!(
        character,
        '＋' | '－' | '＝' | '＜' | '＞' | '／' | '×' | '÷' | '≤' | '≥' | '≦' | '≧' | '±' | '*' | '=' | '+'
    )
}

fn narrow(text: &str) -> String {
    text.chars()
        .map(|next| match is_full_width(next) {
            true => shifted(next, -i64::from(SHIFT)).unwrap_or(next),
            false => next,
        })
        .collect()
}

fn wide(mark: char) -> String {
    shifted(mark, i64::from(SHIFT)).unwrap_or(mark).to_string()
}

/// Whether a text has a half-width mark or a full-width letter or digit: most have none, and this reads bytes only.
fn may_be_mixed(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b',' | b';' | b':' | b'?' | b'!' | b'(' | b')' => true,
        // The first byte of U+F000 to U+FFFF; full-width commas and brackets begin with it as well.
        0xEF => text[at..].chars().next().is_some_and(is_full_width_alphanumeric),
        _ => false,
    })
}

fn unspaced(passage: &Passage<'_>, out: &mut Vec<Diagnostic>) {
    let text = passage.plain();
    if !may_be_mixed(text) {
        return;
    }
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut letters: Option<usize> = None;
    for (at, next) in text.char_indices() {
        if is_full_width_alphanumeric(next) {
            letters.get_or_insert(at);
            continue;
        }
        if let Some(start) = letters.take() {
            full_width_letters(passage, start..at, out);
        }
        match next {
            ',' | ';' | ':' | '?' | '!' => mark(passage, at, next, out),
            '(' | '（' => open.push((at, next)),
            ')' | '）' => {
                if let Some((start, opening)) = open.pop() {
                    brackets(passage, (start, opening), (at, next), out);
                }
            }
            _ => {}
        }
    }
    if let Some(start) = letters {
        full_width_letters(passage, start..text.len(), out);
    }
}

/// Closing marks of a language that writes full-width ones.
fn is_wide_closing(character: char) -> bool {
    matches!(character, '》' | '」' | '』' | '）' | '”' | '〉' | '】' | '〕')
}

fn is_wide_opening(character: char) -> bool {
    matches!(character, '《' | '「' | '『' | '（' | '“' | '〈' | '【' | '〔')
}

/// A mark counts between two ideographs, or between one and the end of the text.
fn mark(passage: &Passage<'_>, at: usize, mark: char, out: &mut Vec<Diagnostic>) {
    let text = passage.plain();
    let blanks = text[at + 1..].len() - text[at + 1..].trim_start_matches(' ').len();
    let range = at..at + 1 + blanks;
    let (before, after) = neighbours(text, &range);
    let numerals = &passage.language().pack.numeral;
    let is_numeral = |next: char| numerals.iter().any(|named| named.numeral.starts_with(next));
    let suits_before = |next: char| is_ideograph(next) || is_wide_closing(next) || next == ')';
    let suits_after = |next: char| is_ideograph(next) || is_wide_opening(next) || next == '(';
    let sound = before.is_some_and(suits_before) && after.is_none_or(suits_after);
    // 一:二 is a ratio.
    let ratio = mark == ':' && before.is_some_and(is_numeral) && after.is_some_and(is_numeral);
    if sound && !ratio {
        report(passage, &[(range, wide(mark))], None, out);
    }
}

/// Brackets count where one of the two is half-width, ideographs stand between them and right before them.
fn brackets(passage: &Passage<'_>, open: (usize, char), close: (usize, char), out: &mut Vec<Diagnostic>) {
    if !open.1.is_ascii() && !close.1.is_ascii() {
        return;
    }
    let text = passage.plain();
    let inside = &text[open.0 + open.1.len_utf8()..close.0];
    let (before, _) = neighbours(text, &(open.0..close.0));
    // Counted no further than it matters: brackets may stand within brackets without end.
    let is_short = inside.chars().nth(LONGEST_BRACKET).is_none();
    let sound = is_short
        && inside.chars().any(is_ideograph)
        && before.is_some_and(|next| is_ideograph(next) || is_wide_closing(next));
    if !sound {
        return;
    }
    let halves = [open, close].into_iter().filter(|(_, mark)| mark.is_ascii());
    let changes: Vec<Change> = halves.map(|(at, mark)| (at..at + 1, wide(mark))).collect();
    report(passage, &changes, Some("brackets"), out);
}

/// Letters and digits count in prose, not as the number of an item nor in a formula.
fn full_width_letters(passage: &Passage<'_>, range: Range<usize>, out: &mut Vec<Diagnostic>) {
    let text = passage.plain();
    let (before, after) = neighbours(text, &range);
    let is_operator = |next: char| {
        matches!(
            next,
            '＋' | '－' | '×' | '÷' | '＝' | '＜' | '＞' | '／' | '*' | '=' | '+'
        )
    };
    let begins = before.is_none_or(|next| !is_ideograph(next) && !next.is_alphanumeric() && next != '．');
    let is_marker = begins && after.is_some_and(|next| matches!(next, '．' | '、' | '.' | '）' | ')'));
    // Tables that are drawn with characters keep their columns.
    if is_marker || text.contains('│') || before.is_some_and(is_operator) || after.is_some_and(is_operator) {
        return;
    }
    let new = narrow(&text[range.clone()]);
    report(passage, &[(range, new)], Some("letters"), out);
}

fn spaced(passage: &Passage<'_>, out: &mut Vec<Diagnostic>) {
    let text = passage.plain();
    if text.is_ascii() {
        return;
    }
    let marks = &passage.language().pack.wording.full_width;
    let half = |next: char| {
        let listed = marks.iter().find(|(full, _)| full.starts_with(next));
        let shifted = || (is_full_width(next) && !is_operator(next)).then(|| narrow(next.encode_utf8(&mut [0; 4])));
        listed.map(|(_, half)| half.clone()).or_else(shifted)
    };
    let mut found: Option<(Range<usize>, String)> = None;
    for (at, next) in text.char_indices() {
        let here = half(next);
        match (&mut found, here) {
            (Some((range, new)), Some(half)) => {
                range.end = at + next.len_utf8();
                new.push_str(&half);
            }
            (None, Some(half)) => found = Some((at..at + next.len_utf8(), half)),
            (Some(_), None) => full_width_marks(passage, found.take(), out),
            (None, None) => {}
        }
    }
    full_width_marks(passage, found, out);
}

/// Full-width characters in a row count where no ideograph stands beside them. Half-width marks need blanks around them.
fn full_width_marks(passage: &Passage<'_>, found: Option<Change>, out: &mut Vec<Diagnostic>) {
    let Some((range, mut new)) = found else {
        return;
    };
    let text = passage.plain();
    let before = text[..range.start].trim_end_matches(is_blank).chars().next_back();
    let after = text[range.end..].trim_start_matches(is_blank).chars().next();
    if before.is_some_and(is_ideograph) || after.is_some_and(is_ideograph) {
        return;
    }
    let (left, right) = neighbours(text, &range);
    let is_word = |next: Option<char>| next.is_some_and(char::is_alphanumeric);
    if new.starts_with(['(', '[', '{']) && is_word(left) {
        new.insert(0, ' ');
    }
    if new.ends_with([',', ';', ':', '!', '?', '.', ')', ']', '}']) && is_word(right) {
        new.push(' ');
    }
    report(passage, &[(range, new)], Some("full-width"), out);
}
