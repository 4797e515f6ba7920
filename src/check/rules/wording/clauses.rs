//! Clauses of a text, and words within them.

use std::ops::Range;

/// The ranges between commas, colons, semicolons and stops. A mark between two digits parts nothing.
pub(super) fn clauses(text: &str) -> Vec<Range<usize>> {
    let mut clauses = Vec::new();
    let mut start = 0;
    let marks = ['，', '；', '。', '：', '！', '？', ',', ';', '.', ':', '!', '?'];
    for (at, mark) in text.match_indices(marks) {
        let digit = |next: Option<char>| next.is_some_and(|next| next.is_ascii_digit());
        let end = at + mark.len();
        if mark.is_ascii() && digit(text[..at].chars().next_back()) && digit(text[end..].chars().next()) {
            continue;
        }
        clauses.push(start..at);
        start = end;
    }
    clauses.push(start..text.len());
    clauses
}

/// Whether `word` stands in `text`, as a whole where blanks stand between words.
pub(super) fn holds(text: &str, word: &str, spaced: bool) -> bool {
    let whole = |at: usize| !spaced || !super::passage::cuts_a_word(text, &(at..at + word.len()));
    text.match_indices(word).any(|(at, _)| whole(at))
}
