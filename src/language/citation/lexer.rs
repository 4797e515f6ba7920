//! The parts of a citation: ordinal prefixes, numbers in and out of brackets, unit words.

use super::super::numeral::Numeral;
use super::super::pattern::{fold, is_blank};
use super::super::unit::{Level, Number};
use super::owner::literal_word;
use super::reader::{Link, Step};
use super::{Fault, Grammar};

/// A number as it stands in a citation.
#[derive(Debug, Clone)]
pub(super) struct Digits {
    pub number: Number,
    /// Bytes, brackets included.
    pub length: usize,
    pub bracketed: bool,
    /// What it should read, where its brackets or its digits are wrong.
    pub mended: Option<String>,
}

/// A unit word as it stands in a citation.
#[derive(Debug, Clone, Copy)]
pub(super) struct FoundUnit {
    pub level: Level,
    /// More numbers may follow without repeating it.
    pub plural: bool,
    /// Below another name of its level it means the next one.
    pub nested: bool,
    pub length: usize,
}

impl Grammar {
    /// One number with its unit. `bare` allows a number without the ordinal prefix, or without its unit.
    pub(super) fn step(
        &self,
        text: &str,
        start: usize,
        link: Link,
        bare: bool,
        faults: &mut Vec<Fault>,
    ) -> Option<Step> {
        if self.forms.unit_first {
            return self.step_unit_first(text, start, link, bare);
        }
        let ordinal = self.ordinal(&text[start..]);
        if ordinal.is_none() && !bare {
            return None;
        }
        let (length, wrong) = ordinal.unwrap_or((0, false));
        let mut at = start + length;
        at += if length > 0 { blanks(&text[at..]) } else { 0 };
        let digits = self.number(&text[at..], true)?;
        let number_range = at..at + digits.length;
        let mut number = digits.number;
        at += digits.length;
        if let Some((value, length)) = self.inner_branch(&text[at..]) {
            number.branch = value;
            at += length;
        }
        let after_blank = at + blanks(&text[at..]);
        let unit = self.unit(&text[after_blank..]);
        if let Some(unit) = unit {
            at = after_blank + unit.length;
            if unit.level == Level::Article
                && number.branch == 0
                && let Some((value, length)) = self.branch_after(&text[at..], number, false)
            {
                number.branch = value;
                at += length;
            }
            if wrong {
                let first = text[start..].chars().next()?.len_utf8();
                faults.push(Fault {
                    range: start..start + first,
                    replacement: self.forms.ordinal.first()?.clone(),
                    is_doubtful: false,
                });
            }
            if let Some(replacement) = digits.mended {
                faults.push(Fault {
                    range: number_range,
                    replacement,
                    is_doubtful: false,
                });
            }
        }
        Some(Step {
            range: start..at,
            level: unit.map(|unit| unit.level),
            number,
            link,
            bare: ordinal.is_none(),
            bracketed: digits.bracketed,
            plural: false,
            nested: false,
        })
    }

    fn step_unit_first(&self, text: &str, start: usize, link: Link, bare: bool) -> Option<Step> {
        let unit = self.unit(&text[start..]);
        if unit.is_none()
            && let Some(step) = self.ordinal_step(text, start, link)
        {
            return Some(step);
        }
        if unit.is_none() && !bare {
            return None;
        }
        let after_unit = start + unit.map_or(0, |unit| unit.length);
        let at = after_unit + unit.map_or(0, |_| blanks(&text[after_unit..]));
        let digits = self.number(&text[at..], true)?;
        if unit.is_some() && at == after_unit && !digits.bracketed {
            return None;
        }
        let mut number = digits.number;
        let mut end = at + digits.length;
        // A number without its unit may be an article's too: Articles 33 and 33-1.
        if unit.is_none_or(|unit| unit.level == Level::Article)
            && let Some((value, length)) = self.branch_after(&text[end..], number, unit.is_none_or(|unit| unit.plural))
        {
            number.branch = value;
            end += length;
        }
        // Article 93.1 may be any article of that kind.
        let mut after = text[end..].chars();
        if after.next() == Some('.') && after.next().is_some_and(|next| next.is_ascii_digit()) {
            return None;
        }
        Some(Step {
            range: start..end,
            level: unit.map(|unit| unit.level),
            number,
            link,
            bare: unit.is_none(),
            bracketed: digits.bracketed,
            plural: unit.is_some_and(|unit| unit.plural),
            nested: unit.is_some_and(|unit| unit.nested),
        })
    }

    /// The first paragraph.
    fn ordinal_step(&self, text: &str, start: usize, link: Link) -> Option<Step> {
        let numerals = self.ordinals.iter().filter_map(|&index| self.numerals.get(index));
        let (value, length) = numerals.filter_map(|numeral| numeral.parse(&text[start..])).next()?;
        let at = start + length + blanks(&text[start + length..]);
        let unit = self.unit(&text[at..])?;
        Some(Step {
            range: start..at + unit.length,
            level: Some(unit.level),
            number: Number::new(value),
            link,
            bare: false,
            bracketed: false,
            plural: false,
            nested: unit.nested,
        })
    }

    /// The ordinal prefix at the start of `text`, and whether it is a wrong one.
    pub(super) fn ordinal(&self, text: &str) -> Option<(usize, bool)> {
        let found = |words: &[String]| {
            words
                .iter()
                .find(|word| text.starts_with(word.as_str()))
                .map(String::len)
        };
        found(&self.forms.ordinal)
            .map(|length| (length, false))
            .or_else(|| found(&self.forms.wrong_ordinal).map(|length| (length, true)))
    }

    /// A number at the start of `text`, in brackets or not.
    pub(super) fn number(&self, text: &str, brackets: bool) -> Option<Digits> {
        let first = text.chars().next()?;
        if brackets && let Some((open, close)) = self.forms.brackets.iter().find(|(open, _)| open.starts_with(first)) {
            let inner = &text[open.len()..];
            let digits = self.digits(inner, true)?;
            let rest = &inner[digits.length..];
            let ending = self
                .forms
                .brackets
                .iter()
                .find(|(_, close)| rest.starts_with(close.as_str()))?;
            let mended = (ending.1 != *close).then(|| format!("{open}{}{close}", &inner[..digits.length]));
            return Some(Digits {
                length: open.len() + digits.length + ending.1.len(),
                bracketed: true,
                mended: mended.or(digits.mended.map(|digits| format!("{open}{digits}{close}"))),
                ..digits
            });
        }
        self.digits(text, false)
    }

    fn digits(&self, text: &str, bracketed: bool) -> Option<Digits> {
        let first = text.chars().next()?;
        let mut best: Option<(u32, usize, usize)> = None;
        for (index, numeral) in self.numerals.iter().enumerate() {
            if self.ordinals.contains(&index) || !numeral.starts_with(first) {
                continue;
            }
            if let Some((value, length)) = numeral.parse(text) {
                let letters = matches!(numeral, Numeral::Letters { .. } | Numeral::Roman { .. });
                let cut = text[length..].starts_with(|next: char| next.is_ascii_alphanumeric() && first.is_ascii());
                let lower = first.is_ascii_lowercase() && letters && !bracketed;
                // In brackets a single letter is a letter, but for i, v and x, which begin the Roman ones.
                let letter_wins = matches!(numeral, Numeral::Letters { .. })
                    && length == 1
                    && !matches!(fold(first), 'i' | 'v' | 'x');
                if cut || lower || (value == 0 && !letters) {
                    continue;
                }
                if best.is_none() || letter_wins {
                    best = Some((value, length, index));
                }
            }
        }
        let (value, length, index) = best?;
        let mended = self
            .wrong_numerals
            .get(&index)
            .and_then(|&good| self.numerals.get(good)?.format(value));
        Some(Digits {
            number: Number::new(value),
            length,
            bracketed: false,
            mended,
        })
    }

    /// The second number of an inserted unit (之一, -1) at the start of `text`. Where a range is written alike, a
    /// number that is larger than the first one after a plural is the end of a range.
    fn branch_after(&self, text: &str, number: Number, plural: bool) -> Option<(u32, usize)> {
        let (before, numeral) = self.branch.as_ref()?;
        let rest = text.strip_prefix(before.as_str())?;
        let (value, length) = self.numerals.get(*numeral)?.parse(rest)?;
        let range = plural && value > number.value && self.forms.ranges.contains(before);
        (!range).then_some((value, before.len() + length))
    }

    /// The second number of an inserted article where it stands before the unit word.
    fn inner_branch(&self, text: &str) -> Option<(u32, usize)> {
        let (before, numeral) = self.inner_branch.as_ref()?;
        let rest = text.strip_prefix(before.as_str())?;
        let (value, length) = self.numerals.get(*numeral)?.parse(rest)?;
        let unit = self.unit(rest[length..].trim_start_matches(is_blank))?;
        (unit.level == Level::Article).then_some((value, before.len() + length))
    }

    /// A unit word at the start of `text`.
    pub(super) fn unit(&self, text: &str) -> Option<FoundUnit> {
        let first = fold(text.chars().next()?);
        let words = self.words.iter().filter(|word| word.text.starts_with(first));
        words.into_iter().find_map(|word| {
            literal_word(&word.text, text).map(|length| FoundUnit {
                level: word.level,
                plural: word.plural,
                nested: word.nested,
                length,
            })
        })
    }
}

/// The byte length of the blanks at the start of `text`.
pub(super) fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_blank).len()
}
