//! Texts of others as they are shown to people: what a terminal, a log or a reader could be deceived by becomes visible.

use std::borrow::Cow;

/// From a control character to the picture of it.
const PICTURES: u32 = 0x2400;

/// Whether a character does something instead of being seen: it steers a terminal, or turns the direction of what
/// follows it (Trojan Source, CVE-2021-42574).
pub fn is_steering(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// `text` with a picture of each character that steers, but for line breaks and tabs.
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_hidden = |character: char| is_steering(character) && !matches!(character, '\n' | '\t');
    if !text.contains(is_hidden) {
        return text.into();
    }
    let picture = |character: char| match character {
        '\0'..='\u{1F}' => char::from_u32(PICTURES + u32::from(character)),
        '\u{7F}' => Some('\u{2421}'),
        _ => None,
    };
    let shown = text.chars().map(|next| match is_hidden(next) {
        true => picture(next).unwrap_or(char::REPLACEMENT_CHARACTER),
        false => next,
    });
    shown.collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_seen_and_the_rest_stays() {
        assert!(matches!(visible("第一条\tx\n"), Cow::Borrowed(_)));
        assert_eq!(
            visible("a\u{1b}[31m\r\u{7f}\u{9b}\u{202e}b"),
            "a␛[31m␍␡\u{fffd}\u{fffd}b"
        );
    }
}
