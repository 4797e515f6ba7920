//! What a text is found by: pairs of Chinese characters, words of all other scripts, and how a title sounds.
//!
//! `themes/default/search.js` takes queries apart in the same way. The first character of a token says what it is:
//!
//! | token | stands for |
//! |---|---|
//! | `年休` | two Chinese characters that follow each other |
//! | `leave` | a word or a number, in small letters |
//! | `=年休假` | a whole title, cut to the length of a token |
//! | `@leave`, `@请假` | part of a name in another language |
//! | `~nian'xiu` | two syllables of a title in pinyin |
//! | `~nx` | two initials of a title in pinyin |
//! | `=nxj` | all initials of a title |

use crate::language::fold;
use crate::language::script::is_ideograph;
use crate::language::sound::readings;

/// Titles with more ways to be read than this are not found by all initials at once.
const MOST_READINGS: usize = 8;

/// A token: UTF-8, cut to whole characters and filled up with zeros, as two numbers, which compare faster than bytes: an
/// index sorts millions of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Token(u64, u64);

impl Token {
    /// In bytes. Five Chinese characters and a sign fit, and nearly every English word.
    const LENGTH: usize = 16;

    pub fn new(prefix: &str, text: &str) -> Self {
        Self::of([prefix, text])
    }

    fn of<const N: usize>(parts: [&str; N]) -> Self {
        let mut bytes = [0; Self::LENGTH];
        let mut at = 0;
        for character in parts.into_iter().flat_map(str::chars) {
            let end = at + character.len_utf8();
            if end > Self::LENGTH {
                break;
            }
            character.encode_utf8(&mut bytes[at..end]);
            at = end;
        }
        let number = u128::from_be_bytes(bytes);
        Self((number >> 64) as u64, number as u64)
    }

    pub fn text(self) -> String {
        let bytes = (u128::from(self.0) << 64 | u128::from(self.1)).to_be_bytes();
        String::from_utf8_lossy(&bytes).trim_end_matches('\0').to_owned()
    }

    /// Which of `shards` files has it, by the FNV-1a hash of its bytes.
    pub fn shard(self, shards: usize) -> usize {
        let hash = self.text().bytes().fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        hash as usize % shards
    }
}

/// Gives each pair of characters and each word of `text`, behind `prefix`.
pub(super) fn tokens(prefix: &str, text: &str, mut found: impl FnMut(Token)) {
    let mut word = String::new();
    let mut last: Option<char> = None;
    for character in text.chars().map(fold).chain([' ']) {
        let ideograph = is_ideograph(character);
        if !ideograph && character.is_alphanumeric() {
            word.push(character);
        } else if !word.is_empty() {
            found(Token::new(prefix, &word));
            word.clear();
        }
        if let (true, Some(before)) = (ideograph, last) {
            let mut pair = [0; 8];
            let middle = before.encode_utf8(&mut pair).len();
            let end = middle + character.encode_utf8(&mut pair[middle..]).len();
            found(Token::new(
                prefix,
                std::str::from_utf8(&pair[..end]).unwrap_or_default(),
            ));
        }
        last = ideograph.then_some(character);
    }
}

/// The token of a whole title: its runs of Chinese characters and its words, with a sign between them, so that 6(3) is not 63.
pub(super) fn whole(title: &str) -> Token {
    let mut letters = String::new();
    // Whether the run before is one of Chinese characters, and whether something stands between.
    let (mut last, mut apart) = (None, false);
    for character in title.chars().map(fold) {
        let ideograph = is_ideograph(character);
        if !ideograph && !character.is_alphanumeric() {
            apart = true;
            continue;
        }
        if last.is_some_and(|last| apart || last != ideograph) {
            letters.push('-');
        }
        letters.push(character);
        (last, apart) = (Some(ideograph), false);
    }
    Token::new("=", &letters)
}

/// Gives how a title sounds, where it has Chinese characters: each two syllables, each two initials, all initials.
/// Every reading of a character counts; letters and digits stand for themselves.
pub(super) fn sounds(title: &str, mut found: impl FnMut(Token)) {
    if !title.chars().any(is_ideograph) {
        return;
    }
    let syllables: Vec<Vec<String>> = title
        .chars()
        .map(fold)
        .filter_map(|character| match character.is_ascii_alphanumeric() {
            true => Some(vec![character.to_string()]),
            false => Some(readings(character)).filter(|readings| !readings.is_empty()),
        })
        .collect();
    for pair in syllables.windows(2) {
        for first in &pair[0] {
            for second in &pair[1] {
                found(Token::of(["~", first, "'", second]));
                found(Token::of(["~", &first[..1], &second[..1]]));
            }
        }
    }
    let mut initials = vec![String::new()];
    for readings in &syllables {
        let mut letters: Vec<&str> = readings.iter().map(|reading| &reading[..1]).collect();
        letters.sort_unstable();
        letters.dedup();
        if initials.len() * letters.len() > MOST_READINGS {
            return;
        }
        let longer = initials
            .iter()
            .flat_map(|start| letters.iter().map(move |letter| format!("{start}{letter}")));
        initials = longer.collect();
    }
    initials.iter().for_each(|initials| found(Token::new("=", initials)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(give: impl FnOnce(&mut dyn FnMut(Token))) -> Vec<String> {
        let mut found = Vec::new();
        give(&mut |token| found.push(token.text()));
        found
    }

    #[test]
    fn texts_are_found_by_pairs_of_characters_and_by_words() {
        let found = all(|found| tokens("", "ＰＡ助理每月30日前交Report，二〇一四年。", found));
        let expected = [
            "pa", "助理", "理每", "每月", "30", "日前", "前交", "report", "二〇", "〇一", "一四", "四年",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_long_word_is_cut_to_whole_characters() {
        assert_eq!(Token::new("@", "internationalisation").text(), "@internationalis");
        assert_eq!(whole("客户服务中心管理制度").text(), "=客户服务中");
        assert_eq!(whole("PA助理 6(3)").text(), "=pa-助理-6-3");
    }

    #[test]
    fn a_title_is_found_by_every_reading() {
        let found = all(|found| sounds("部门经理", found));
        for token in ["~bu'men", "~jing'li", "~bm", "~mj", "~jl", "=bmjl"] {
            assert!(found.iter().any(|own| own == token), "{token} is not in {found:?}");
        }
        let found = all(|found| sounds("PA行长", found));
        for token in ["=pahz", "=paxc", "~pa", "~hang'zhang", "~xing'chang"] {
            assert!(found.iter().any(|own| own == token), "{token} is not in {found:?}");
        }
        assert!(all(|found| sounds("Manager", found)).is_empty());
    }

    #[test]
    fn the_shard_is_that_of_fnv_1a() {
        // The published test vector of the empty text's and of "a"'s 32-bit FNV-1a hash.
        assert_eq!(Token::new("", "").shard(usize::MAX), 0x811c_9dc5);
        assert_eq!(Token::new("", "a").shard(usize::MAX), 0xe40c_292c);
    }
}
