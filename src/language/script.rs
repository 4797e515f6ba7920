//! Scripts: which letters a language is written in.

use serde::Deserialize;

/// How many times more of one script than of another a text holds to be written in it.
const OUTWEIGHS: usize = 3;

/// What a language is written in, by the names of ISO 15924 as far as they are told apart here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Script {
    Han,
    Latin,
}

impl Script {
    /// How much of `text` is in this script: characters of Han, words of Latin letters with a small one in them, so that
    /// an abbreviation is none.
    pub fn amount(self, text: &str) -> usize {
        match self {
            Self::Han => text.chars().filter(|&character| is_han(character)).count(),
            Self::Latin => {
                let words = text.split(|character: char| !is_word(character));
                words.filter(|word| is_latin_word(word)).count()
            }
        }
    }

    /// Whether `text` is a sentence in this script rather than in `other`.
    pub fn outweighs(self, other: Self, text: &str) -> bool {
        let amount = self.amount(text);
        self != other
            && amount >= self.sentence()
            && other.amount(text) * self.sentence() * OUTWEIGHS < amount * other.sentence()
    }

    /// The least that is a sentence and no name.
    fn sentence(self) -> usize {
        match self {
            Self::Han => 10,
            Self::Latin => 6,
        }
    }
}

/// Whether a character is a Chinese one.
fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Whether a character stands where Chinese ones stand: also 〇 in numbers and 々 for one that is repeated, which Unicode
/// counts among the signs.
pub fn is_ideograph(character: char) -> bool {
    is_han(character) || matches!(character, '〇' | '々')
}

/// Signs of addresses keep one in one piece.
fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '@' | '.' | '/' | ':' | '_' | '-' | '\'')
}

fn is_latin_word(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ':', '/', '-']);
    word.bytes()
        .all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'\''))
        && word.bytes().any(|byte| byte.is_ascii_lowercase())
}
