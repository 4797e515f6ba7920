//! The grammar of values over tokens.

use std::ops::Range;

use super::amount::Amount;
use super::forms::{Meaning, TimeUnit};
use super::lexer::{Token, Word, is_close};
use super::measure::{duration, half};
use super::number::{self, Number};
use super::series;
use super::{Certainty, Date, Quantity, Value, Values};

pub(super) struct Reader<'a> {
    pub values: &'a Values,
    pub text: &'a str,
    pub tokens: Vec<Token>,
    pub found: Vec<Quantity>,
    names: &'a [Range<usize>],
}

pub(super) fn read<'a>(values: &'a Values, text: &'a str, names: &'a [Range<usize>]) -> Vec<Quantity> {
    let tokens = values.lexer.read(text);
    let outside = |token: &Token| {
        !names
            .iter()
            .any(|name| name.start < token.end && token.start < name.end)
    };
    let mut reader = Reader {
        values,
        text,
        tokens: tokens.into_iter().filter(outside).collect(),
        found: Vec::new(),
        names,
    };
    let mut at = 0;
    while at < reader.tokens.len() {
        at = reader.quantity(at).max(at + 1);
    }
    series::share_units(&mut reader.found, text, values);
    series::add_up(reader.found, text, values)
}

impl Reader<'_> {
    pub fn meanings(&self, at: usize) -> &[Meaning] {
        self.tokens
            .get(at)
            .map_or(&[], |token| self.values.lexer.meanings(token))
    }

    pub(super) fn means(&self, at: usize, meaning: Meaning) -> bool {
        self.meanings(at).contains(&meaning)
    }

    pub(super) fn find<T>(&self, at: usize, pick: impl Fn(&Meaning) -> Option<T>) -> Option<T> {
        self.meanings(at).iter().find_map(pick)
    }

    pub fn ordinal(&self, at: usize) -> Option<u64> {
        self.find(at, |meaning| match meaning {
            Meaning::Ordinal(value) => Some(*value),
            _ => None,
        })
    }

    /// Whether a token is an “and” within a number that goes on after it.
    pub fn joins(&self, at: usize) -> bool {
        let number = |meaning: &Meaning| matches!(meaning, Meaning::Number(_));
        // twenty thousand and one hundred thousand are two
        let multiplier = |at: usize| {
            self.find(at, |meaning| match meaning {
                Meaning::Multiplier(by) => Some(*by),
                _ => None,
            })
        };
        let before = at.checked_sub(1).and_then(multiplier).unwrap_or(0);
        let rest =
            (at + 2..at + 5).take_while(|&next| self.close(next) && !self.meanings(next).contains(&Meaning::Joint));
        let larger = rest.filter_map(multiplier).any(|by| before >= 1000 && by >= before);
        let follows = self.close(at + 1) && self.meanings(at + 1).iter().any(number);
        self.means(at, Meaning::Joint) && follows && !larger
    }

    /// Whether a token multiplies the one before it.
    pub fn multiplies(&self, at: usize) -> bool {
        self.close(at)
            && self
                .meanings(at)
                .iter()
                .any(|meaning| matches!(meaning, Meaning::Multiplier(_)))
    }

    /// Whether a token follows right after the one before it.
    pub fn close(&self, at: usize) -> bool {
        let ends = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        match (ends, self.tokens.get(at)) {
            (Some(before), Some(token)) => is_close(&self.text[before.end..token.start], self.values.spaced),
            _ => false,
        }
    }

    /// Whether `meaning` stands right at the place after a number.
    pub(super) fn follows(&self, at: usize, meaning: Meaning) -> bool {
        self.close(at) && self.means(at, meaning)
    }

    /// Whether `meaning` stands right before a token.
    pub(super) fn precedes(&self, at: usize, meaning: Meaning) -> bool {
        at > 0 && self.close(at) && self.means(at - 1, meaning)
    }

    pub(super) fn push(
        &mut self,
        tokens: Range<usize>,
        readings: Vec<Value>,
        number: Option<Amount>,
        certainty: Certainty,
    ) -> usize {
        let ends = self
            .tokens
            .get(tokens.start)
            .zip(self.tokens.get(tokens.end.saturating_sub(1)));
        if let Some((first, last)) = ends {
            self.found.push(Quantity {
                range: first.start..last.end,
                readings,
                number,
                certainty,
                bound: self.precedes(tokens.start, Meaning::Bound),
            });
        }
        tokens.end
    }

    /// Reads what begins at a token; gives the index after it.
    fn quantity(&mut self, at: usize) -> usize {
        if let Some(month) = self.month_name(at) {
            return self.named_date(
                at,
                at + 1,
                Date {
                    month: Some(month),
                    ..Date::default()
                },
            );
        }
        if self.means(at, Meaning::Half) {
            return self.half(at);
        }
        if self.means(at, Meaning::Article) {
            return self.single(at);
        }
        if self.is_weekday(at) {
            return at + 2;
        }
        if self.means(at, Meaning::OrdinalBefore) && self.close(at + 1) {
            return match number::read(self, at + 1) {
                Some(number) => self.ordinal_number(at, number),
                None => at + 1,
            };
        }
        if let Some(value) = self.ordinal(at) {
            return self.ordinal_word(at, value);
        }
        if let Some(number) = number::read(self, at) {
            return self.numbered(at, number);
        }
        let perhaps = self.meanings(at).iter().filter_map(|meaning| match meaning {
            Meaning::Perhaps(value) => Some(Value::Number(Amount::whole(*value))),
            _ => None,
        });
        let perhaps: Vec<Value> = perhaps.collect();
        if !perhaps.is_empty() {
            return self.push(at..at + 1, perhaps, None, Certainty::Possible);
        }
        at + 1
    }

    fn possible(&mut self, tokens: Range<usize>, amount: Amount) -> usize {
        self.push(tokens, vec![Value::Number(amount)], Some(amount), Certainty::Possible)
    }

    /// 第三十日, 第三級
    fn ordinal_number(&mut self, at: usize, number: Number) -> usize {
        let name = self.close(number.next) && self.means(number.next, Meaning::NameAfter);
        if name {
            return number.next + 1;
        }
        self.possible(at..number.next, number.amount)
    }

    /// fifth, and the fifth of July
    fn ordinal_word(&mut self, at: usize, value: u64) -> usize {
        if let Some(next) = self.month_after(at + 1, value) {
            return next;
        }
        self.possible(at..at + 1, Amount::whole(value))
    }

    /// 半年, half a year; the word alone is a share that may be said otherwise.
    fn half(&mut self, at: usize) -> usize {
        let half = half();
        let next = self.skip_between(at + 1);
        if let Some(unit) = self.unit(next).filter(|_| self.close(next)) {
            let (base, amount) = duration(unit, half);
            let readings = amount.map(|amount| Value::Duration(base, amount)).into_iter().collect();
            return self.push(at..next + 1, readings, Some(half), Certainty::Measured);
        }
        self.push(at..at + 1, vec![Value::Share(half)], Some(half), Certainty::Possible)
    }

    /// An hour, a full day: perhaps one.
    fn single(&mut self, at: usize) -> usize {
        let next = self.skip_between(at + 1);
        // A quarter is a share, or a number of months or minutes.
        let other = self
            .meanings(next)
            .iter()
            .any(|meaning| matches!(meaning, Meaning::Perhaps(_)));
        let unit = self.unit(next).filter(|_| self.close(next) && !other);
        let length = unit.map(|unit| duration(unit, Amount::ONE));
        let Some((base, Some(length))) = length else {
            return at + 1;
        };
        let readings = vec![Value::Duration(base, length)];
        self.push(at..next + 1, readings, None, Certainty::Possible)
    }

    /// Whether a day of the week begins, whose number counts nothing: 周一, but neither 每周三次 nor 每周二十小时.
    fn is_weekday(&self, at: usize) -> bool {
        let day = |meaning: &Meaning| matches!(meaning, Meaning::Number(1..=6));
        let counted = |meaning: &Meaning| {
            matches!(
                meaning,
                Meaning::Measure | Meaning::Unit(_) | Meaning::Multiplier(_) | Meaning::Range
            )
        };
        !self.values.spaced
            && self.unit(at) == Some(TimeUnit::Weeks)
            && self.close(at + 1)
            && self.meanings(at + 1).iter().any(day)
            && !(self.close(at + 2) && self.meanings(at + 2).iter().any(counted))
    }

    pub(super) fn unit(&self, at: usize) -> Option<TimeUnit> {
        self.find(at, |meaning| match meaning {
            Meaning::Unit(unit) => Some(*unit),
            _ => None,
        })
    }

    /// The index after words that may stand between a number and its unit.
    pub(super) fn skip_between(&self, mut at: usize) -> usize {
        while self.close(at) && self.means(at, Meaning::Between) {
            at += 1;
        }
        at
    }

    /// A number, with what stands before it and after it.
    fn numbered(&mut self, at: usize, number: Number) -> usize {
        let next = number.next;
        if self.close(next) && self.means(next, Meaning::NameAfter) {
            return next + 1;
        }
        if number.ordinal || self.follows(next, Meaning::OrdinalAfter) {
            let end = next + usize::from(!number.ordinal);
            let day = number.amount.to_whole().and_then(|day| self.month_after(end, day));
            return day.unwrap_or_else(|| self.possible(at..end, number.amount));
        }
        let read = [
            Self::clock,
            Self::date,
            Self::share,
            Self::money,
            Self::physical,
            Self::time,
            Self::length,
        ];
        for read in read {
            if let Some(end) = read(self, at, &number) {
                return end;
            }
        }
        if self.precedes(at, Meaning::NameBefore) {
            return self.names(next);
        }
        self.count(at, number)
    }

    /// The index after numbers that are names: Tables 3, 5 and 7.
    fn names(&self, mut next: usize) -> usize {
        while let Some(token) = self.tokens.get(next) {
            let gap = &self.text[self.tokens[next - 1].end..token.start];
            let listed = matches!(gap.trim(), "" | "," | "and" | "or" | "to" | "、") && gap.len() < 8;
            let number = matches!(token.word, Word::Digits(..));
            let joint = self.means(next, Meaning::Range) || self.means(next, Meaning::Joint);
            if !(listed && (number || joint)) {
                break;
            }
            next += 1;
        }
        next
    }

    /// A bare number.
    fn count(&mut self, at: usize, number: Number) -> usize {
        let small = number.amount == Amount::ONE || number.amount == Amount::whole(0);
        let measured = self.follows(number.next, Meaning::Measure);
        let counted = !self.values.measured || measured;
        let bracketed = self.is_bracketed(at, number.next) || self.continues_a_name(at);
        let sure = !small && !self.is_round(at, &number) && !number.named && !bracketed && (counted || !number.words);
        let certainty = if sure { Certainty::Count } else { Certainty::Possible };
        let amount = number.amount;
        self.push(at..number.next, vec![Value::Number(amount)], Some(amount), certainty)
    }

    /// Whether a number is a multiplier alone, so many of which may be meant: 千元, 百人.
    pub(super) fn is_round(&self, at: usize, number: &Number) -> bool {
        number.next == at + 1 && matches!(self.meanings(at), [Meaning::Multiplier(100..), ..])
    }

    /// Whether a number goes on with a citation that was read without it: Paragraph 1 or 3.
    fn continues_a_name(&self, at: usize) -> bool {
        let Some(joint) = at.checked_sub(1).and_then(|before| self.tokens.get(before)) else {
            return false;
        };
        let joined = self.close(at) && (self.means(at - 1, Meaning::Range) || self.means(at - 1, Meaning::Joint));
        joined
            && self.names.iter().any(|name| {
                self.text
                    .get(name.end..joint.start)
                    .is_some_and(|gap| gap.trim().is_empty())
            })
    }

    /// Whether brackets hold nothing else: an inline marker, or the digits after a number word.
    fn is_bracketed(&self, at: usize, next: usize) -> bool {
        let (Some(first), Some(last)) = (self.tokens.get(at), self.tokens.get(next - 1)) else {
            return false;
        };
        self.text[..first.start].trim_end().ends_with(['(', '（'])
            && self.text[last.end..].trim_start().starts_with([')', '）'])
    }
}
