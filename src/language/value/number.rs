//! Numbers: digits, number words, and both together (3万, 1.5 million).

use super::amount::Amount;
use super::forms::Meaning;
use super::lexer::{Word, is_close};
use super::reader::Reader;

/// A number of several tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    pub amount: Amount,
    /// Index after its last token.
    pub next: usize,
    /// Written in words.
    pub words: bool,
    /// Digits that letters touch.
    pub named: bool,
    /// Ends in an ordinal word: twenty-first.
    pub ordinal: bool,
}

/// The parts of a number that are not yet multiplied: one hundred, twenty, five.
#[derive(Debug, Default)]
struct Parts {
    parts: Vec<Amount>,
    /// Whether the last part is a digit or a word that no multiplier has taken.
    open: bool,
    /// Whether that is a word for tens: 廿.
    tens: bool,
}

impl Parts {
    fn number(&mut self, value: u64, spaced: bool) -> Option<()> {
        let amount = Amount::whole(value);
        let last = self.parts.last().and_then(|last| last.to_whole());
        match last.filter(|_| self.open) {
            None => self.parts.push(amount),
            // twenty-five, but neither five six nor ten five
            Some(tens) if tens >= 20 && tens % 10 == 0 && value > 0 && value < 10 && tens < 100 && spaced => {
                *self.parts.last_mut()? = Amount::whole(tens + value);
            }
            Some(_) if spaced || value > 9 => return None,
            // 廿三, but not 二〇三
            Some(_) if self.tens => self.parts.push(amount),
            Some(digits) => *self.parts.last_mut()? = Amount::whole(digits.checked_mul(10)?.checked_add(value)?),
        }
        self.open = true;
        self.tens = value > 9;
        Some(())
    }

    fn multiply(&mut self, by: u64) -> Option<()> {
        let by = Amount::whole(by);
        let mut taken: Option<Amount> = None;
        while let Some(&last) = self.parts.last() {
            if !(last.is_less(by) || self.open && taken.is_none()) {
                break;
            }
            taken = Some(taken.map_or(Some(last), |taken| taken.plus(last))?);
            self.parts.pop();
        }
        let zero = Amount::whole(0);
        let factor = taken.filter(|&taken| taken != zero).unwrap_or(Amount::ONE);
        self.parts.push(factor.times(by)?);
        self.open = false;
        Some(())
    }

    fn sum(&self) -> Option<Amount> {
        let mut parts = self.parts.iter();
        let first = *parts.next()?;
        parts.try_fold(first, |sum, &part| sum.plus(part))
    }
}

/// Reads a number at the token with index `at`.
pub(super) fn read(reader: &Reader<'_>, at: usize) -> Option<Number> {
    let mut parts = Parts::default();
    let mut next = at;
    let mut words = true;
    let mut named = false;
    let mut ordinal = false;
    while let Some(token) = reader.tokens.get(next) {
        if next > at && !reader.close(next) {
            break;
        }
        let meanings = reader.meanings(next);
        let number = meanings.iter().find_map(|meaning| match meaning {
            Meaning::Number(value) => Some(*value),
            _ => None,
        });
        let multiplier = meanings.iter().find_map(|meaning| match meaning {
            Meaning::Multiplier(value) => Some(*value),
            _ => None,
        });
        let taken = match token.word {
            Word::Digits(amount, touched) if next == at => {
                (words, named) = (false, touched);
                parts.parts.push(amount);
                parts.open = true;
                Some(())
            }
            Word::Digits(..) => None,
            // 30 one: digits are over
            Word::Known(_) if number.is_some() && !words && parts.open => None,
            // 附表五一百零八年: another number begins
            Word::Known(_)
                if number.is_some() && parts.open && reader.multiplies(next + 1) && !reader.values.spaced =>
            {
                None
            }
            Word::Known(_) => match (number, multiplier) {
                (Some(value), _) => parts.number(value, reader.values.spaced),
                (None, Some(by)) if next > at || !reader.values.spaced => parts.multiply(by),
                _ if reader.joins(next) && !parts.open && next > at => Some(()),
                _ => None,
            },
        };
        if taken.is_none() {
            ordinal = reader.values.spaced && words && next > at && finish(reader, next, &mut parts).is_some();
            next += usize::from(ordinal);
            break;
        }
        next += 1;
    }
    (next > at).then_some(())?;
    let mut amount = parts.sum()?;
    if let Some((decimals, end)) = decimals(reader, next).filter(|_| words) {
        (amount, next) = (amount.plus(decimals)?, end);
    }
    Some(Number {
        amount,
        next: after_repetition(reader, next, amount),
        words,
        named,
        ordinal,
    })
}

/// The ordinal that ends a number: twenty-*first*.
fn finish(reader: &Reader<'_>, at: usize, parts: &mut Parts) -> Option<()> {
    let gap = &reader.text[reader.tokens.get(at.checked_sub(1)?)?.end..reader.tokens.get(at)?.start];
    let value = reader.ordinal(at).filter(|value| *value < 10)?;
    let tens = parts.parts.last()?.to_whole()?;
    let tens = parts.open && tens >= 20 && tens % 10 == 0 && tens < 100;
    (tens && !gap.is_empty() && is_close(gap, true)).then_some(())?;
    parts.number(value, true)
}

/// The index after the same number in brackets: thirty (30).
fn after_repetition(reader: &Reader<'_>, next: usize, amount: Amount) -> usize {
    let bounds = next
        .checked_sub(1)
        .and_then(|last| reader.tokens.get(last))
        .zip(reader.tokens.get(next));
    let Some((last, first)) = bounds else { return next };
    if !matches!(reader.text[last.end..first.start].trim(), "(" | "（") {
        return next;
    }
    let same = read(reader, next).filter(|again| again.amount == amount);
    let closed = |again: &Number| {
        let end = reader
            .tokens
            .get(again.next - 1)
            .map_or(reader.text.len(), |token| token.end);
        reader.text[end..].starts_with([')', '）'])
    };
    same.filter(closed).map_or(next, |again| again.next)
}

/// The decimals in words after a number, and the index after them: 二点*五*. 八点二十分 is a time.
fn decimals(reader: &Reader<'_>, at: usize) -> Option<(Amount, usize)> {
    let point = reader.close(at) && reader.meanings(at).contains(&Meaning::Point);
    let mut next = Some(at + 1).filter(|_| point)?;
    let (mut decimals, mut unit) = (Amount::whole(0), Amount::ONE);
    let tenth = Amount::fraction(Amount::ONE, Amount::whole(10))?;
    while reader.close(next) {
        let digit = reader.meanings(next).iter().find_map(|meaning| match meaning {
            Meaning::Number(value @ 0..=9) => Some(*value),
            _ => None,
        });
        let Some(digit) = digit else { break };
        unit = unit.times(tenth)?;
        decimals = decimals.plus(Amount::whole(digit).times(unit)?)?;
        next += 1;
    }
    let minutes = read(reader, at + 1).filter(|minutes| reader.close(minutes.next));
    let mark = |meaning: &Meaning| matches!(meaning, Meaning::MinuteMark | Meaning::QuarterMark);
    let time = minutes.is_some_and(|minutes| reader.meanings(minutes.next).iter().any(mark));
    (next > at + 1 && !time).then_some((decimals, next))
}
