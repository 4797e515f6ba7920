//! Breaks text into lines of a terminal's width, Chinese text included.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// May not begin a line.
const CLOSING: &str = ",.;:!?)]}%，。、；：？！）》」』】〉〕”’…—％";
/// May not end a line.
const OPENING: &str = "([{（《「『【〈〔“‘";

/// The lines of `text`, each at most `width` columns wide unless a single word is wider. Blanks around a break go.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut columns = 0;
    for piece in pieces(text) {
        let size = piece.trim_end().width();
        if columns > 0 && columns + size > width {
            lines.push(line.trim_end().to_owned());
            line.clear();
            columns = 0;
        }
        line.push_str(piece);
        columns += piece.width();
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// `text` in pieces that are not broken further, each with the blanks that follow it.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, next) in text.char_indices() {
        if before.is_some_and(|before| may_break(before, next)) {
            pieces.extend(text.get(start..at));
            start = at;
        }
        before = Some(next);
    }
    pieces.extend(text.get(start..));
    pieces
}

fn may_break(before: char, next: char) -> bool {
    if next.is_whitespace() || CLOSING.contains(next) || OPENING.contains(before) {
        return false;
    }
    before.is_whitespace() || is_wide(before) || is_wide(next)
}

/// Whether a character is two columns wide, and so belongs to a script without blanks between words.
pub(super) fn is_wide(character: char) -> bool {
    character.width() == Some(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_breaks_anywhere_but_before_closing_marks() {
        assert_eq!(
            wrap("营销协理的直接上级，是总监", 6),
            ["营销协", "理的直", "接上", "级，是", "总监"]
        );
        assert_eq!(wrap("（一）营销", 4), ["（一）", "营销"]);
    }

    #[test]
    fn english_breaks_at_blanks_and_long_words_stay_whole() {
        assert_eq!(wrap("reports to the director", 10), ["reports to", "the", "director"]);
        assert_eq!(wrap("subordinate of", 4), ["subordinate", "of"]);
        assert_eq!(wrap("", 4), [""]);
    }
}
