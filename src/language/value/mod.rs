//! Values in a text: what its numbers mean, whatever the language. 三十日, 30天 and thirty days are one value.

mod amount;
mod calendar;
mod forms;
mod lexer;
mod measure;
mod number;
mod reader;
mod series;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use amount::Amount;
pub use forms::{Dimension, TimeUnit, ValueForms};
use lexer::Lexer;

use super::unit::Level;

/// Reads the values of a language.
#[derive(Debug)]
pub struct Values {
    lexer: Lexer,
    spaced: bool,
    /// Whether a number word counts only what the pack names.
    measured: bool,
    /// The years before the language's own era, where it has one.
    era: Option<u64>,
    /// Units of one letter as they are written: 5 g is a weight, 5G is none.
    letters: Vec<String>,
    /// Words beside degrees that are below zero.
    below_zero: Vec<String>,
}

/// How sure it is that something is a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Perhaps: a number in a word or a name, an ordinal, “both”. It may stand for a value of the other language.
    Possible,
    /// A bare number: it may be said in other words (both parties, 双方).
    Count,
    /// A number with its unit, an amount of money, a share, a date or a time of day.
    Measured,
}

/// A value in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    pub range: Range<usize>,
    /// What it may mean: 四月 is April or four months.
    pub readings: Vec<Value>,
    /// The number as it is written, whatever its unit.
    pub number: Option<Amount>,
    pub certainty: Certainty,
    /// A number after “more than” or “less than”, which may stand for the one next to it.
    pub bound: bool,
}

/// What a quantity means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    Number(Amount),
    /// A length, a weight, a temperature, in the unit of its dimension.
    Physical(Dimension, Amount),
    /// Time in a common unit, so that half a year is six months.
    Duration(Base, Amount),
    Date(Date),
    /// Minutes from midnight.
    Time(u16),
    /// An amount with the code of its currency, where that is named.
    Money(Option<[u8; 3]>, Amount),
    /// Percentages and fractions.
    Share(Amount),
}

/// Units of time that cannot be turned into each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    Minutes,
    WorkingDays,
    Months,
}

/// A date, as far as it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Date {
    pub year: Option<u32>,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

impl Quantity {
    /// Whether two quantities may mean the same.
    pub fn agrees(&self, other: &Self) -> bool {
        let pairs = self
            .readings
            .iter()
            .flat_map(|own| other.readings.iter().map(move |theirs| (own, theirs)));
        pairs.clone().any(|(own, theirs)| own.agrees(*theirs))
            || self.is_bare_number_of(other)
            || self.is_next_to(other)
            || other.is_bare_number_of(self)
    }

    /// Whether both are of one kind, so that one may stand where the other should.
    pub fn resembles(&self, other: &Self) -> bool {
        let kinds = |own: &Value| {
            other
                .readings
                .iter()
                .any(|theirs| std::mem::discriminant(own) == std::mem::discriminant(theirs))
        };
        self.readings.iter().any(kinds)
    }

    /// Whether this is a number without unit that `other` has too.
    fn is_bare_number_of(&self, other: &Self) -> bool {
        let numbers = self.readings.iter().filter_map(|value| match value {
            Value::Number(number) => Some(*number),
            _ => None,
        });
        let mut numbers = numbers.chain(self.number.filter(|_| self.certainty == Certainty::Possible));
        // 三七五 names 37.5 per cent by its digits.
        let digits =
            |number: Amount| Amount::fraction(number, Amount::whole(10)).filter(|_| Amount::whole(99).is_less(number));
        let possible = self.certainty == Certainty::Possible;
        numbers
            .any(|number| other.holds(number) || (possible && digits(number).is_some_and(|number| other.holds(number))))
    }

    /// Whether both count and one says the other in words: more than 30, 31 or more.
    fn is_next_to(&self, other: &Self) -> bool {
        let counted = self.certainty == Certainty::Count && other.certainty == Certainty::Count;
        let numbers = self
            .number
            .and_then(Amount::to_whole)
            .zip(other.number.and_then(Amount::to_whole));
        counted && self.bound != other.bound && numbers.is_some_and(|(own, theirs)| own.abs_diff(theirs) == 1)
    }

    /// Whether it is a half without a unit, which may stand for any amount: half of it.
    pub fn is_half(&self) -> bool {
        self.certainty == Certainty::Possible && matches!(self.readings[..], [Value::Share(_)])
    }

    fn holds(&self, number: Amount) -> bool {
        let whole = number.to_whole();
        self.number == Some(number)
            || self.readings.iter().any(|value| match value {
                Value::Number(own) | Value::Share(own) | Value::Money(_, own) | Value::Duration(_, own) => {
                    *own == number
                }
                // Its number is the one that is written, whatever its unit.
                Value::Physical(..) => false,
                Value::Date(date) => whole.is_some_and(|whole| date.has(whole)),
                Value::Time(minutes) => whole == Some(u64::from(minutes / 60)),
            })
    }
}

impl Value {
    fn agrees(self, other: Self) -> bool {
        match (self, other) {
            (Self::Money(own, amount), Self::Money(theirs, other)) => {
                amount == other && (own == theirs || own.is_none() || theirs.is_none())
            }
            (Self::Date(own), Self::Date(theirs)) => own.agrees(theirs),
            _ => self == other,
        }
    }
}

impl Date {
    /// Whether the parts that both give are the same, and there is one.
    fn agrees(self, other: Self) -> bool {
        let year = self.year.zip(other.year).map(|(own, theirs)| own == theirs);
        let month = self.month.zip(other.month).map(|(own, theirs)| own == theirs);
        let day = self.day.zip(other.day).map(|(own, theirs)| own == theirs);
        let mut shared = [year, month, day].into_iter().flatten().peekable();
        shared.peek().is_some() && shared.all(|same| same)
    }

    fn has(self, number: u64) -> bool {
        let small = [self.month, self.day].into_iter().flatten();
        self.year.is_some_and(|year| u64::from(year) == number) || small.map(u64::from).any(|part| part == number)
    }
}

impl Values {
    /// Reads the words of a pack.
    pub(super) fn new(forms: &ValueForms, units: &[(Level, Vec<String>)], unit_first: bool, spaced: bool) -> Self {
        let names = forms.physical.values().flatten().map(|(name, _)| name);
        let letters = names.filter(|name| name.len() == 1);
        Self {
            lexer: Lexer::new(forms::words(forms, units, unit_first), spaced),
            spaced,
            measured: !forms.measures.is_empty(),
            era: forms.eras.first().map(|(_, years)| *years),
            letters: letters.cloned().collect(),
            below_zero: forms.below_zero.clone(),
        }
    }

    /// Whether a sign before degrees or a word beside them says that they are below zero. Between two numbers the sign is
    /// that of a range.
    fn is_below_zero(&self, text: &str, range: Range<usize>) -> bool {
        let Range { start, end } = range;
        let (before, after) = (text[..start].trim_end(), text[end..].trim_start());
        let is_beside = |word: &String| {
            let last = before.len().checked_sub(word.len()).and_then(|at| before.get(at..));
            let sides = [last, after.get(..word.len())];
            sides.into_iter().flatten().any(|side| side.eq_ignore_ascii_case(word))
        };
        if self.below_zero.iter().any(is_beside) {
            return true;
        }
        let bare = text[..start].strip_suffix(['-', '－', '−', '–']);
        bare.is_some_and(|bare| {
            !bare
                .trim_end()
                .ends_with(|side: char| side.is_numeric() || matches!(side, '℃' | 'C'))
        })
    }

    /// The values of a text in order, those in `names` left out: citations.
    pub fn read(&self, text: &str, names: &[Range<usize>]) -> Vec<Quantity> {
        reader::read(self, text, names)
    }
}
