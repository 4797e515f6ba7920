//! How Chinese characters are read: pinyin without tones.

use pinyin::ToPinyinMulti;

/// Every reading of a character in letters from a to z, each once; none for what is no Chinese character. The vowel of
/// 女 is typed as `v` or as `u`, so that such a character has both.
pub fn readings(character: char) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |reading: String| {
        if !found.contains(&reading) {
            found.push(reading);
        }
    };
    for reading in character.to_pinyin_multi().into_iter().flatten() {
        let letters: String = reading.plain().chars().map(plain_vowel).collect();
        if !letters.bytes().all(|letter| letter.is_ascii_lowercase()) {
            continue;
        }
        if letters.contains('v') {
            add(letters.replace('v', "u"));
        }
        add(letters);
    }
    found
}

/// Some readings of interjections carry marks that no keyboard has.
fn plain_vowel(letter: char) -> char {
    match letter {
        'ü' => 'v',
        'ê' => 'e',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_has_all_its_readings() {
        for (character, expected) in [
            ('理', &["li"][..]),
            ('长', &["chang", "zhang"]),
            ('行', &["hang", "xing"]),
            ('女', &["nu", "nv"]),
        ] {
            let found = readings(character);
            assert!(
                expected.iter().all(|reading| found.iter().any(|own| own == reading)),
                "{character}: {found:?}"
            );
        }
        assert!(readings('a').is_empty() && readings('。').is_empty());
    }
}
