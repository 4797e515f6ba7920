//! Names of files and ids of roles: Latin letters, whatever the language of the text.

use super::{Language, fold, sound};

/// Letters of a name at most.
const LONGEST: usize = 48;
/// Chinese characters that make one word of a name.
const WORD: usize = 2;

/// `text` in small letters, digits and hyphens: Chinese in pinyin, two characters to a word, but for words that join
/// others. Empty where nothing of it can be written so.
pub fn slug(text: &str, language: &Language) -> String {
    let joins = |character: char| {
        let mut joiners = language.pack.roles.separators.iter();
        joiners.any(|word| word.strip_prefix(character).is_some_and(str::is_empty))
    };
    let mut words: Vec<String> = Vec::new();
    let mut characters = 0;
    let mut open = false;
    for character in text.chars() {
        let plain = fold(character);
        if plain.is_ascii_alphanumeric() {
            let goes_on = open && characters == 0;
            match words.last_mut().filter(|_| goes_on) {
                Some(word) => word.push(plain),
                None => words.push(plain.to_string()),
            }
            (open, characters) = (true, 0);
            continue;
        }
        let Some(reading) = sound::readings(character).into_iter().next() else {
            // An apostrophe parts no words.
            if !matches!(character, '\'' | '’') {
                (open, characters) = (false, 0);
            }
            continue;
        };
        if joins(character) {
            words.push(reading);
            (open, characters) = (false, 0);
            continue;
        }
        match words.last_mut().filter(|_| open && characters > 0 && characters < WORD) {
            Some(word) => {
                word.push_str(&reading);
                characters += 1;
            }
            None => {
                words.push(reading);
                characters = 1;
            }
        }
        open = true;
    }
    let mut out = String::new();
    for word in words {
        if !out.is_empty() && out.len() + word.len() + 1 > LONGEST {
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(&word[..word.len().min(LONGEST)]);
    }
    out
}

/// `name` with the first number from 2 on that makes it new.
pub fn free(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(name) {
        return name.to_owned();
    }
    let numbered = (2..).map(|number: u32| format!("{name}-{number}"));
    numbered.into_iter().find(|name| !is_taken(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_in_latin_letters() {
        let language = Language::first();
        for (text, expected) in [
            ("营销协理", "yingxiao-xieli"),
            ("行政协理", "xingzheng-xieli"),
            ("PA助理", "pa-zhuli"),
            ("楼面服务员", "loumian-fuwu-yuan"),
            ("Marketing Associate", "marketing-associate"),
            ("Manager’s Aide (2)", "managers-aide-2"),
            ("客服：总监", "kefu-zongjian"),
            ("部门设置及岗位职责", "bumen-shezhi-ji-gangwei-zhize"),
            ("——", ""),
        ] {
            assert_eq!(slug(text, language), expected, "{text}");
        }
        assert_eq!(free("host", |name| name == "host"), "host-2");
    }
}
