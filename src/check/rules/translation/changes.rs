//! What two versions of a text say differently, cut to a few words around each change.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_width::UnicodeWidthStr;

use crate::model::fold;

/// Columns shown before and after what changed; a Chinese character takes two.
const CONTEXT: usize = 16;
/// Columns between two changes that are shown as one.
const GAP: usize = 24;
/// Columns of a change that are shown at most.
const LONGEST: usize = 96;

/// Words that were replaced, added (`was` is empty) or removed (`now` is empty).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub was: String,
    pub now: String,
    /// The line of the new text that it stands in; for what was removed, the one after it.
    pub line: usize,
}

/// The changes from the lines `was` to the lines `now`, in order.
pub(super) fn changes(was: &[&str], now: &[&str]) -> Vec<Change> {
    // An item that moved down keeps its words: its number is a change only where nothing else is.
    let found = compare(was, now, |line| words_of(line));
    if found.is_empty() {
        compare(was, now, |line| line)
    } else {
        found
    }
}

fn compare<'t>(was: &[&'t str], now: &[&'t str], part: impl Fn(&'t str) -> &'t str) -> Vec<Change> {
    let keys = |lines: &[&'t str]| -> Vec<String> { lines.iter().map(|line| fold(part(line))).collect() };
    let mut found = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &keys(was), &keys(now)) {
        let (old, new) = (op.old_range(), op.new_range());
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let both = old.len().min(new.len());
        for at in 0..both {
            let (old, new) = (part(was[old.start + at]), part(now[new.start + at]));
            within(old, new, op.new_range().start + at, &mut found);
        }
        let removed = was[old.start + both..old.end].iter().map(|line| (part(line), ""));
        let added = now[new.start + both..new.end].iter().map(|line| ("", part(line)));
        for (at, (was, now)) in removed.chain(added).enumerate() {
            let line = if now.is_empty() { new.end } else { new.start + both + at };
            found.push(Change {
                was: cut(was),
                now: cut(now),
                line,
            });
        }
    }
    found
}

/// A line without what marks it as an item or a heading.
fn words_of(line: &str) -> &str {
    let line = line.trim_start();
    let (marker, words) = line.split_once(' ').unwrap_or(("", line));
    let number = marker
        .strip_suffix('.')
        .filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    match marker {
        "-" | "#" | "##" => words,
        _ if number.is_some() => words,
        _ => line,
    }
}

/// The changes within a line.
fn within(was: &str, now: &str, line: usize, out: &mut Vec<Change>) {
    let (old, new) = (tokens(was), tokens(now));
    let keys = |tokens: &[&str]| -> Vec<String> { tokens.iter().map(|token| fold(token)).collect() };
    let ops = capture_diff_slices(Algorithm::Myers, &keys(&old), &keys(&new));
    let length = |tokens: &[&str]| tokens.iter().map(|token| token.width()).sum::<usize>();
    let same: usize = ops
        .iter()
        .filter(|op| matches!(op, DiffOp::Equal { .. }))
        .map(|op| length(&old[op.old_range()]))
        .sum();
    if same * 3 < length(&old).max(length(&new)) {
        // Hardly a word is left: what they have in common is chance.
        let (was, now) = (cut(was), cut(now));
        return out.push(Change { was, now, line });
    }
    let mut open: Option<(std::ops::Range<usize>, std::ops::Range<usize>)> = None;
    for op in ops {
        let (was, now) = (op.old_range(), op.new_range());
        match (&op, &mut open) {
            (DiffOp::Equal { .. }, Some(_)) if length(&new[now.clone()]) > GAP => {
                if let Some((was, now)) = open.take() {
                    out.push(change(&old, was, &new, now, line));
                }
            }
            (DiffOp::Equal { .. }, _) => {}
            (_, Some(open)) => (open.0.end, open.1.end) = (was.end, now.end),
            (_, None) => open = Some((was, now)),
        }
    }
    if let Some((was, now)) = open {
        out.push(change(&old, was, &new, now, line));
    }
}

fn change(old: &[&str], was: std::ops::Range<usize>, new: &[&str], now: std::ops::Range<usize>, line: usize) -> Change {
    Change {
        was: around(old, was),
        now: around(new, now),
        line,
    }
}

/// Some tokens of a line with a few before and after them.
fn around(tokens: &[&str], range: std::ops::Range<usize>) -> String {
    let before = fitting(tokens[..range.start].iter().rev(), CONTEXT);
    let after = fitting(tokens[range.end..].iter(), CONTEXT);
    let (start, end) = (range.start - before, range.end + after);
    let head = if start > 0 { "…" } else { "" };
    let tail = if end < tokens.len() { "…" } else { "" };
    let words = tokens[start..end].concat();
    format!("{head}{}{tail}", cut(words.trim()))
}

/// How many of the first tokens have no more than `room` columns together.
fn fitting<'t>(tokens: impl Iterator<Item = &'t &'t str>, room: usize) -> usize {
    let mut length = 0;
    tokens
        .take_while(|token| {
            length += token.width();
            length <= room
        })
        .count()
}

/// At most the beginning and the end of a text. A citation in braces is never cut.
fn cut(text: &str) -> String {
    let tokens = tokens(text);
    let length: usize = tokens.iter().map(|token| token.width()).sum();
    if length <= LONGEST {
        return text.to_owned();
    }
    let head = fitting(tokens.iter(), LONGEST / 2);
    let tail = fitting(tokens[head..].iter().rev(), LONGEST / 2);
    let (head, tail) = (tokens[..head].concat(), tokens[tokens.len() - tail..].concat());
    format!("{}…{}", head.trim_end(), tail.trim_start())
}

/// A text in words, single characters of a script without blanks, and citations in braces; blanks follow their word.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let word = |mark: char| mark.is_alphanumeric() && mark < '\u{2e80}';
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let mut end = match rest.find('}').filter(|_| rest.starts_with('{')) {
            Some(close) => close + 1,
            None => rest.find(|mark| !word(mark)).unwrap_or(rest.len()).max(first),
        };
        end += rest[end..].len() - rest[end..].trim_start().len();
        let (token, behind) = rest.split_at(end);
        tokens.push(token);
        rest = behind;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(was: &[&str], now: &[&str]) -> Vec<(String, String, usize)> {
        let found = changes(was, now).into_iter();
        found.map(|change| (change.was, change.now, change.line)).collect()
    }

    #[test]
    fn a_number_is_shown_with_the_words_around_it() {
        let line = |days| format!("员工对考勤记录有异议的，可以在核对后{days}日内书面提出，行政协理应当答复。");
        let (was, now) = (line("三"), line("五"));
        assert_eq!(
            found(&["# 考勤", &was], &["# 考勤", &now]),
            [(
                "…的，可以在核对后三日内书面提出，行…".into(),
                "…的，可以在核对后五日内书面提出，行…".into(),
                1
            )]
        );
    }

    #[test]
    fn an_item_that_moves_down_is_no_change() {
        let found = found(&["1. 甲", "2. 乙"], &["1. 甲", "2. 丙丙丙", "3. 乙"]);
        assert_eq!(found, [(String::new(), "丙丙丙".into(), 1)]);
    }

    #[test]
    fn a_number_that_alone_is_changed_is_shown() {
        assert_eq!(
            found(&["3. 甲乙丙丁"], &["2. 甲乙丙丁"]),
            [("3. 甲乙丙丁".into(), "2. 甲乙丙丁".into(), 0)]
        );
    }

    #[test]
    fn full_width_marks_are_no_change_and_lines_come_and_go() {
        assert_eq!(
            found(&["a（b）"], &["a(b)", "The roster is kept."]),
            [(String::new(), "The roster is kept.".into(), 1)]
        );
        assert_eq!(found(&["甲乙", "丙丁"], &["甲乙"]), [("丙丁".into(), String::new(), 1)]);
    }

    #[test]
    fn far_changes_are_told_apart_and_near_ones_are_one() {
        let was = "Staff give notice within three days, in writing and signed, and keep a copy for two years.";
        let now = "Staff give notice within five days, in writing and signed, and keep a copy for four years.";
        let found = found(&[was], &[now]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0].1, "…notice within five days, in…");
    }
}
