//! Numerals: written forms of whole numbers, read and written from a language pack's data.

use serde::Deserialize;

/// One way of writing whole numbers. `parse(format(n)) == n` for every `n` that it can write.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Numeral {
    /// Digits by position: `120`.
    Decimal { digits: Vec<char> },
    /// Digits with multipliers, as Chinese writes numbers: 一百二十.
    Multiplicative(Multiplicative),
    /// Letters a to z, then aa, ab …
    Letters { first: char },
    /// Roman numerals up to 3999, with the symbols for 1, 5, 10, 50, 100, 500, 1000.
    Roman { symbols: Vec<char> },
    /// One symbol or word for each number from 1: ①②③, first second third. Letter case is not minded.
    List { words: Vec<String> },
}

/// The symbols of a multiplicative numeral.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "MultiplicativeForms")]
pub struct Multiplicative {
    digits: Vec<char>,
    multipliers: Vec<(char, u32)>,
    ones: Ones,
    /// All of them, sorted, with what they stand for.
    symbols: Vec<(char, Symbol)>,
}

#[derive(Debug, Clone, Copy)]
enum Symbol {
    Digit(u32),
    Multiplier(u32),
}

/// A multiplicative numeral as a pack writes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MultiplicativeForms {
    /// The digits 0 to 9.
    digits: Vec<char>,
    /// Other forms with their values, read but never written: 〇, 两, 廿.
    #[serde(default)]
    also: Vec<(char, u32)>,
    /// Multipliers in rising order: (十, 10), (百, 100) … The last one multiplies all that stands before it.
    multipliers: Vec<(char, u32)>,
    #[serde(default)]
    ones: Ones,
}

/// Which ones are written before a multiplier. All are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Ones {
    /// All but that of a ten at the beginning: 十一, 一百一十.
    #[default]
    Spoken,
    /// All: 壹拾壹.
    All,
    /// None, nor a zero where a place is empty: 百一.
    None,
}

impl From<MultiplicativeForms> for Multiplicative {
    fn from(forms: MultiplicativeForms) -> Self {
        let digits = forms.digits.iter().copied().zip(0..);
        let digits = digits
            .chain(forms.also)
            .map(|(symbol, value)| (symbol, Symbol::Digit(value)));
        let multipliers = forms
            .multipliers
            .iter()
            .map(|&(symbol, value)| (symbol, Symbol::Multiplier(value)));
        let mut symbols: Vec<(char, Symbol)> = digits.chain(multipliers).collect();
        symbols.sort_by_key(|(symbol, _)| *symbol);
        Self {
            symbols,
            digits: forms.digits,
            multipliers: forms.multipliers,
            ones: forms.ones,
        }
    }
}

impl Multiplicative {
    fn symbol(&self, character: char) -> Option<Symbol> {
        let found = self.symbols.binary_search_by_key(&character, |(symbol, _)| *symbol);
        found.ok().map(|at| self.symbols[at].1)
    }
}

/// The largest number that is read; beyond it digits are no numeral of a unit.
const LIMIT: u64 = 99_999_999;

impl Numeral {
    /// Reads a numeral at the start of `text`: its value and its length in bytes.
    pub fn parse(&self, text: &str) -> Option<(u32, usize)> {
        // Most texts begin with no numeral at all.
        if !self.starts_with(text.chars().next()?) {
            return None;
        }
        match self {
            Self::Decimal { digits } => parse_decimal(digits, text),
            Self::Multiplicative(numeral) => parse_multiplicative(numeral, text),
            Self::Letters { first } => parse_letters(*first, text),
            Self::Roman { symbols } => parse_roman(symbols, text),
            Self::List { words } => parse_word(words, text),
        }
    }

    /// Writes `number`; nothing where this numeral has no form for it.
    pub fn format(&self, number: u32) -> Option<String> {
        match self {
            Self::Decimal { digits } => number
                .to_string()
                .bytes()
                .map(|byte| digits.get(usize::from(byte - b'0')).copied())
                .collect(),
            Self::Multiplicative(numeral) => format_multiplicative(numeral, number),
            Self::Letters { first } => format_letters(*first, number),
            Self::Roman { symbols } => format_roman(symbols, number),
            Self::List { words } => words.get(number.checked_sub(1)? as usize).cloned(),
        }
    }

    /// What numerals of this kind begin with: characters, or whole words.
    pub fn initials(&self) -> impl Iterator<Item = String> + '_ {
        let symbols: Vec<String> = match self {
            Self::Multiplicative(numeral) => numeral.symbols.iter().map(|(symbol, _)| symbol.to_string()).collect(),
            _ => (1..10).filter_map(|number| self.format(number)).collect(),
        };
        symbols.into_iter()
    }

    /// Whether a character may begin a numeral of this kind.
    pub fn starts_with(&self, character: char) -> bool {
        match self {
            Self::Decimal { digits } => digits.contains(&character),
            Self::Multiplicative(numeral) => numeral.symbol(character).is_some(),
            Self::Letters { first } => letter(*first, character).is_some(),
            Self::Roman { symbols } => symbols.contains(&character),
            Self::List { words } => words.iter().any(|word| {
                let first = word.chars().next();
                first.is_some_and(|first| first.eq_ignore_ascii_case(&character))
            }),
        }
    }
}

fn parse_decimal(digits: &[char], text: &str) -> Option<(u32, usize)> {
    let mut value = 0u64;
    let mut length = 0;
    for character in text.chars() {
        let Some(digit) = digits.iter().position(|&digit| digit == character) else {
            break;
        };
        value = value * 10 + digit as u64;
        length += character.len_utf8();
        if value > LIMIT {
            return None;
        }
    }
    (length > 0).then_some((value as u32, length))
}

fn parse_multiplicative(numeral: &Multiplicative, text: &str) -> Option<(u32, usize)> {
    let (mut total, mut section, mut pending) = (0u64, 0u64, None::<u64>);
    let mut positional = 0u64;
    let mut plain = true;
    let mut length = 0;
    let high = numeral.multipliers.last().map_or(0, |&(_, value)| value);
    for character in text.chars() {
        match numeral.symbol(character) {
            Some(Symbol::Digit(value @ 10..)) => {
                section += u64::from(value);
                plain = false;
            }
            Some(Symbol::Digit(value)) => {
                pending = Some(u64::from(value));
                positional = positional * 10 + u64::from(value);
            }
            Some(Symbol::Multiplier(value)) => {
                plain = false;
                if value == high {
                    total = (total + section + pending.unwrap_or(0)).max(1) * u64::from(high);
                    section = 0;
                } else {
                    section += pending.filter(|&digit| digit > 0).unwrap_or(1) * u64::from(value);
                }
                pending = None;
            }
            None => break,
        }
        length += character.len_utf8();
        if total + section > LIMIT || positional > LIMIT {
            return None;
        }
    }
    let value = if plain {
        positional
    } else {
        total + section + pending.unwrap_or(0)
    };
    (length > 0).then_some((value as u32, length))
}

fn format_multiplicative(numeral: &Multiplicative, number: u32) -> Option<String> {
    if number == 0 {
        return numeral.digits.first().map(char::to_string);
    }
    let mut text = String::new();
    write_multiplicative(numeral, &numeral.multipliers, number, &mut text)?;
    Some(text)
}

fn write_multiplicative(
    numeral: &Multiplicative,
    multipliers: &[(char, u32)],
    number: u32,
    text: &mut String,
) -> Option<()> {
    let zero = Some(*numeral.digits.first()?).filter(|_| numeral.ones != Ones::None);
    let mut rest = number;
    let mut started = false;
    let mut gap = false;
    for (index, &(symbol, value)) in multipliers.iter().enumerate().rev() {
        let count = rest / value;
        rest %= value;
        if count == 0 {
            gap |= started;
            continue;
        }
        if gap {
            text.extend(zero);
            gap = false;
        }
        let silent = match numeral.ones {
            Ones::Spoken => value == 10 && !started,
            Ones::All => false,
            Ones::None => value <= 1000,
        };
        if count >= 10 {
            write_multiplicative(numeral, &multipliers[..index], count, text)?;
        } else if !(count == 1 && silent) {
            text.push(*numeral.digits.get(count as usize)?);
        }
        text.push(symbol);
        started = true;
    }
    if rest > 0 {
        let lowest = multipliers.first()?.1;
        if started && (gap || number % (lowest * lowest) < lowest) {
            text.extend(zero);
        }
        text.push(*numeral.digits.get(rest as usize)?);
    }
    Some(())
}

fn letter(first: char, character: char) -> Option<u32> {
    let offset = (character as u32).checked_sub(first as u32)?;
    (offset < 26).then_some(offset + 1)
}

fn parse_letters(first: char, text: &str) -> Option<(u32, usize)> {
    let mut value = 0u32;
    let mut length = 0;
    for character in text.chars() {
        let Some(letter) = letter(first, character) else {
            break;
        };
        value = value * 26 + letter;
        length += character.len_utf8();
        if length > 2 {
            return None;
        }
    }
    (length > 0).then_some((value, length))
}

fn format_letters(first: char, number: u32) -> Option<String> {
    let symbol = |value: u32| char::from_u32(first as u32 + value - 1);
    match number {
        1..=26 => symbol(number).map(String::from),
        27..=702 => {
            let (high, low) = ((number - 1) / 26, (number - 1) % 26 + 1);
            Some([symbol(high)?, symbol(low)?].iter().collect())
        }
        _ => None,
    }
}

const ROMAN: [u32; 7] = [1, 5, 10, 50, 100, 500, 1000];

fn parse_roman(symbols: &[char], text: &str) -> Option<(u32, usize)> {
    let values: Vec<u32> = text
        .chars()
        .map_while(|character| symbols.iter().position(|&symbol| symbol == character))
        .map_while(|index| ROMAN.get(index).copied())
        .take(16)
        .collect();
    let (mut plus, mut minus) = (0u32, 0u32);
    for (index, &value) in values.iter().enumerate() {
        match values.get(index + 1) {
            Some(&next) if next > value => minus += value,
            _ => plus += value,
        }
    }
    let total = plus.checked_sub(minus)?;
    // Only the canonical form counts, so that a word of these letters is no number.
    let written = format_roman(symbols, total)?;
    text.starts_with(&written)
        .then_some((total, written.len()))
        .filter(|_| written.chars().count() == values.len())
}

fn format_roman(symbols: &[char], number: u32) -> Option<String> {
    if number == 0 || number > 3999 {
        return None;
    }
    let mut text = String::new();
    let mut rest = number;
    for power in (0..4).rev() {
        let unit = 10u32.pow(power);
        let digit = rest / unit;
        rest %= unit;
        let at = power as usize * 2;
        let one = *symbols.get(at)?;
        let mut push = |symbol: char, count: u32| (0..count).for_each(|_| text.push(symbol));
        match digit {
            0..=3 => push(one, digit),
            4 => {
                push(one, 1);
                push(*symbols.get(at + 1)?, 1);
            }
            5..=8 => {
                push(*symbols.get(at + 1)?, 1);
                push(one, digit - 5);
            }
            _ => {
                push(one, 1);
                push(*symbols.get(at + 2)?, 1);
            }
        }
    }
    Some(text)
}

fn parse_word(words: &[String], text: &str) -> Option<(u32, usize)> {
    words
        .iter()
        .enumerate()
        .filter(|(_, word)| {
            text.get(..word.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(word))
                && !(word.is_ascii() && text[word.len()..].starts_with(|next: char| next.is_ascii_alphabetic()))
        })
        .max_by_key(|(_, word)| word.len())
        .map(|(index, word)| (index as u32 + 1, word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn han() -> Numeral {
        Numeral::Multiplicative(Multiplicative::from(MultiplicativeForms {
            digits: "零一二三四五六七八九".chars().collect(),
            also: vec![('〇', 0), ('两', 2), ('廿', 20), ('卅', 30)],
            multipliers: vec![('十', 10), ('百', 100), ('千', 1000), ('万', 10000)],
            ones: Ones::Spoken,
        }))
    }

    #[test]
    fn han_numerals_are_written_as_statutes_write_them() {
        for (number, text) in [
            (0, "零"),
            (1, "一"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (101, "一百零一"),
            (110, "一百一十"),
            (120, "一百二十"),
            (1005, "一千零五"),
            (1050, "一千零五十"),
            (1762, "一千七百六十二"),
            (10_001, "一万零一"),
            (101_000, "十万一千"),
        ] {
            assert_eq!(han().format(number).as_deref(), Some(text));
        }
    }

    #[test]
    fn han_numerals_are_read_in_every_form() {
        for (text, number) in [
            ("二〇一四年", 2014),
            ("廿三条", 23),
            ("两款", 2),
            ("一百二十条", 120),
            ("十条", 10),
        ] {
            assert_eq!(han().parse(text).map(|found| found.0), Some(number), "{text}");
        }
    }

    #[test]
    fn every_number_reads_back() {
        let numerals = [
            han(),
            Numeral::Decimal {
                digits: "0123456789".chars().collect(),
            },
            Numeral::Letters { first: 'a' },
            Numeral::Roman {
                symbols: "IVXLCDM".chars().collect(),
            },
        ];
        for numeral in &numerals {
            for number in (1..=5000).chain([9_999, 10_000, 10_010, 123_456, 1_000_001]) {
                if let Some(text) = numeral.format(number) {
                    assert_eq!(numeral.parse(&text), Some((number, text.len())), "{text}");
                }
            }
        }
    }
}
