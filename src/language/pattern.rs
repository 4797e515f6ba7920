//! Patterns: one text with a numeral in it, used to write labels and to read them.

use super::numeral::Numeral;

/// A label with a number, such as `第{han}条` or `Article {arabic}`: text before, a numeral, text after.
///
/// A blank in the pattern stands for any number of blanks, none included, when it is read. Full-width and half-width
/// ASCII are the same to it, and so are upper and lower case.
#[derive(Debug, Clone)]
pub struct Pattern {
    pub before: String,
    pub after: String,
    /// Index of the canonical numeral in the pack's list.
    pub numeral: usize,
}

/// A number as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    pub value: u32,
    /// Index of the numeral in the pack's list.
    pub numeral: u8,
    /// Byte length of what was read.
    pub length: usize,
}

impl Pattern {
    /// Compiles `text`, whose numeral is named in braces; `names` are the pack's numerals.
    pub fn compile(text: &str, names: &[String]) -> Result<Self, String> {
        let (before, rest) = text
            .split_once('{')
            .ok_or_else(|| format!("no numeral in the pattern “{text}”"))?;
        let (name, after) = rest
            .split_once('}')
            .ok_or_else(|| format!("no closing brace in the pattern “{text}”"))?;
        let numeral = names
            .iter()
            .position(|known| known == name)
            .ok_or_else(|| format!("unknown numeral “{name}” in the pattern “{text}”"))?;
        Ok(Self {
            before: before.to_owned(),
            after: after.to_owned(),
            numeral,
        })
    }

    /// Writes the label of `number`; falls back to plain digits where the numeral has no form for it.
    pub fn format(&self, numerals: &[Numeral], number: u32) -> String {
        let written = numerals
            .get(self.numeral)
            .and_then(|numeral| numeral.format(number))
            .unwrap_or_else(|| number.to_string());
        format!("{}{written}{}", self.before, self.after)
    }

    /// Reads the label at the start of `text` with its own numeral only.
    pub fn parse_exact(&self, numerals: &[Numeral], text: &str) -> Option<Reading> {
        let start = literal(&self.before, text)?;
        let (value, length) = numerals.get(self.numeral)?.parse(&text[start..])?;
        let end = literal(&self.after, &text[start + length..])?;
        Some(Reading {
            value,
            numeral: self.numeral as u8,
            length: start + length + end,
        })
    }

    /// Reads the label at the start of `text` with a second number right after its own, which `branch` stands for.
    pub fn parse_with(&self, numerals: &[Numeral], branch: &Self, text: &str) -> Option<(Reading, u32)> {
        let start = literal(&self.before, text)?;
        (0..numerals.len()).find_map(|index| {
            let (value, length) = numerals[index].parse(&text[start..])?;
            let more = branch.parse(numerals, &text[start + length..])?;
            let end = start + length + more.length;
            let reading = Reading {
                value,
                numeral: index as u8,
                length: end + literal(&self.after, &text[end..])?,
            };
            Some((reading, more.value))
        })
    }

    /// Reads the label at the start of `text` with any of the numerals.
    pub fn parse(&self, numerals: &[Numeral], text: &str) -> Option<Reading> {
        let start = literal(&self.before, text)?;
        (0..numerals.len()).find_map(|index| {
            let (value, length) = numerals[index].parse(&text[start..])?;
            let end = literal(&self.after, &text[start + length..])?;
            Some(Reading {
                value,
                numeral: index as u8,
                length: start + length + end,
            })
        })
    }
}

/// The characters that some texts begin with, folded: a first look that spares most places of a text a closer one.
#[derive(Debug, Clone, Default)]
pub(super) struct Starts(Vec<char>);

impl<T: AsRef<str>> FromIterator<T> for Starts {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let first = |text: T| text.as_ref().chars().next().map(fold);
        let mut found: Vec<char> = texts.into_iter().filter_map(first).collect();
        found.sort_unstable();
        found.dedup();
        Self(found)
    }
}

impl Starts {
    /// Whether one of the texts may stand at the start of `text`.
    pub fn may_begin(&self, text: &str) -> bool {
        let first = text.chars().next().map(fold);
        first.is_some_and(|first| self.0.binary_search(&first).is_ok())
    }
}

/// Whether a character is a blank between a label and its text: space, tab, no-break, en, em, ideographic or zero-width space.
pub fn is_blank(character: char) -> bool {
    matches!(
        character,
        ' ' | '\t' | '\u{a0}' | '\u{2002}' | '\u{2003}' | '\u{200b}' | '\u{3000}' | '\u{feff}'
    )
}

/// Full-width ASCII as plain ASCII, upper case as lower case.
pub fn fold(character: char) -> char {
    let plain = match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        other => other,
    };
    plain.to_ascii_lowercase()
}

/// The byte length of `expected` at the start of `text`, folded; a blank matches any number of blanks.
pub fn literal(expected: &str, text: &str) -> Option<usize> {
    let mut rest = text;
    if !expected.starts_with(is_blank)
        && expected.is_ascii()
        && !text.starts_with(|next: char| next.is_ascii() || next >= '\u{ff01}')
    {
        return if expected.is_empty() { Some(0) } else { None };
    }
    for character in expected.chars() {
        if is_blank(character) {
            rest = rest.trim_start_matches(is_blank);
            continue;
        }
        let next = rest.chars().next()?;
        if fold(next) != fold(character) {
            return None;
        }
        rest = &rest[next.len_utf8()..];
    }
    Some(text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_reads_what_it_writes_and_its_variants() {
        let numerals = [Numeral::Decimal {
            digits: "0123456789".chars().collect(),
        }];
        let names = ["arabic".to_owned()];
        let pattern = Pattern::compile("Article {arabic}", &names);
        let pattern = pattern.as_ref().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(pattern.format(&numerals, 12), "Article 12");
        for text in ["Article 12", "ARTICLE\u{a0}12", "article  12", "Article12"] {
            assert_eq!(pattern.parse(&numerals, text).map(|found| found.value), Some(12));
        }
        assert_eq!(pattern.parse(&numerals, "Articles 12"), None);
        assert!(Pattern::compile("第{han}条", &names).is_err());
    }
}
