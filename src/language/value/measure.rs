//! Shares, amounts of money, physical quantities and lengths of time.

use super::amount::Amount;
use super::calendar::{YEARS, date};
use super::forms::{Dimension, Meaning, TimeUnit};
use super::number::{self, Number};
use super::reader::Reader;
use super::{Base, Certainty, Value};

impl Reader<'_> {
    /// 百分之二十, 20%, two-thirds
    pub(super) fn share(&mut self, at: usize, number: &Number) -> Option<usize> {
        let next = number.next;
        if self.follows(next, Meaning::Fraction) && self.close(next + 1) {
            let above = number::read(self, next + 1)?;
            let share = Amount::fraction(above.amount, number.amount)?;
            return Some(self.push(
                at..above.next,
                vec![Value::Share(share)],
                Some(above.amount),
                Certainty::Measured,
            ));
        }
        if self.follows(next, Meaning::Percent) {
            let share = Amount::fraction(number.amount, Amount::whole(100))?;
            let end = next + 1;
            return Some(self.push(
                at..end,
                vec![Value::Share(share)],
                Some(number.amount),
                Certainty::Measured,
            ));
        }
        if self.follows(next, Meaning::Tenths) {
            // 九折, and 九五折, which has two digits
            let parts = if Amount::whole(10).is_less(number.amount) {
                100
            } else {
                10
            };
            let share = Amount::fraction(number.amount, Amount::whole(parts))?;
            let less = Amount::ONE.minus(share);
            let readings = [Some(share), less].into_iter().flatten().map(Value::Share).collect();
            let end = next + 1;
            return Some(self.push(at..end, readings, Some(number.amount), Certainty::Measured));
        }
        let parts = self.find(next, |meaning| match meaning {
            Meaning::Denominator(parts) => Some(*parts),
            _ => None,
        });
        let parts = parts.filter(|&parts| self.close(next) && number.amount.is_less(Amount::whole(parts)))?;
        let mut share = Amount::fraction(number.amount, Amount::whole(parts))?;
        let mut start = at;
        let mut end = next + 1;
        if parts >= 100 && self.precedes(at, Meaning::Number(1)) {
            // one four-thousandth
            share = Amount::fraction(Amount::ONE, number.amount.times(Amount::whole(parts))?)?;
            start -= 1;
        } else if let Some(percent) = self.of_percent(end) {
            share = Amount::fraction(share, Amount::whole(100))?;
            end = percent;
        }
        let mut readings = vec![Value::Share(share)];
        // three quarters of a year, or of anything
        if let Some((base, Some(length))) = self.unit(next).map(|unit| duration(unit, number.amount)) {
            readings.push(Value::Duration(base, length));
        }
        Some(self.push(start..end, readings, None, Certainty::Measured))
    }

    /// The index after the words for one hundredth: one-half *of one per cent*.
    fn of_percent(&self, at: usize) -> Option<usize> {
        let gap = &self.text[self.tokens.get(at.checked_sub(1)?)?.end..self.tokens.get(at)?.start];
        let one = number::read(self, at).filter(|one| gap.trim() == "of" && one.amount == Amount::ONE)?;
        self.follows(one.next, Meaning::Percent).then_some(one.next + 1)
    }

    fn currency(&self, at: usize) -> Option<[u8; 3]> {
        self.find(at, |meaning| match meaning {
            Meaning::Currency(code) => Some(*code),
            _ => None,
        })
    }

    pub(super) fn money(&mut self, at: usize, number: &Number) -> Option<usize> {
        // 五百圓一千圓: the first mark belongs to the first amount
        let free = |&before: &usize| {
            let taken = self
                .found
                .last()
                .is_some_and(|last| last.range.end > self.tokens[before].start);
            self.close(at) && !taken
        };
        let before = at.checked_sub(1).filter(free).and_then(|before| self.currency(before));
        let after = self.currency(number.next).filter(|_| self.close(number.next));
        let known = |code: Option<[u8; 3]>| code.filter(|code| *code != [b' '; 3]);
        if before.is_none() && after.is_none() {
            return None;
        }
        let currency = known(before).or(known(after));
        let start = at - usize::from(before.is_some());
        let end = number.next + usize::from(after.is_some());
        let value = Value::Money(currency, number.amount);
        let certainty = self.measured(at, number);
        Some(self.push(start..end, vec![value], Some(number.amount), certainty))
    }

    /// 1.5米, 4 °C, 60 km/h
    pub(super) fn physical(&mut self, at: usize, number: &Number) -> Option<usize> {
        let unit = self.find(number.next, |meaning| match meaning {
            Meaning::Physical(dimension, size) => Some((*dimension, *size)),
            _ => None,
        });
        let (mut dimension, size) = unit.filter(|_| self.close(number.next) && self.is_own_letter(number.next))?;
        let mut amount = number.amount;
        let mut end = number.next + 1;
        // 两公斤半, 一米二
        if self.follows(end, Meaning::Half) {
            amount = amount.plus(half())?;
            end += 1;
        } else if let Some(tenths) = self
            .tenths(end)
            .filter(|_| size == 1000 && dimension == Dimension::Length)
        {
            amount = amount.plus(tenths)?;
            end += 1;
        }
        let range = self.tokens[at].start..self.tokens[end - 1].end;
        if dimension == Dimension::Temperature && self.values.is_below_zero(self.text, range) {
            dimension = Dimension::BelowZero;
        }
        let value = Value::Physical(dimension, amount.times(Amount::whole(size))?);
        let certainty = self.measured(at, number);
        Some(self.push(at..end, vec![value], Some(amount), certainty))
    }

    /// The digit after a unit, in tenths of it, where nothing follows that it may count: 一米二, but not 三米六齿.
    fn tenths(&self, at: usize) -> Option<Amount> {
        let number = number::read(self, at).filter(|_| !self.values.spaced && self.close(at))?;
        let after = &self.text[self.tokens[at].end..];
        let alone = number.next == at + 1 && !after.starts_with(char::is_alphanumeric);
        let digit = number
            .amount
            .to_whole()
            .filter(|digit| alone && (1..10).contains(digit))?;
        Amount::fraction(Amount::whole(digit), Amount::whole(10))
    }

    /// Whether a unit of one letter stands alone and in its own case: 5 g, but neither 5G nor 5mA.
    fn is_own_letter(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| {
            let goes_on = self.text[token.end..].starts_with(|next: char| next.is_ascii_alphabetic());
            let word = &self.text[token.start..token.end];
            word.len() > 1 || (self.values.letters.iter().any(|letter| letter == word) && !goes_on)
        })
    }

    /// How sure a number with a unit is: 千元 and 百米 are so many thousands or hundreds.
    fn measured(&self, at: usize, number: &Number) -> Certainty {
        match self.is_round(at, number) {
            true => Certainty::Possible,
            false => Certainty::Measured,
        }
    }

    /// 三十日, thirty calendar days, 一年半, 一个半月
    pub(super) fn length(&mut self, at: usize, number: &Number) -> Option<usize> {
        let mut amount = number.amount;
        let mut next = number.next;
        // 一个半月
        let measure = self.follows(next, Meaning::Measure) && self.follows(next + 1, Meaning::Half);
        if measure && self.unit(next + 2).is_some() && self.close(next + 2) {
            amount = amount.plus(half())?;
            next += 2;
        } else if self.follows(next, Meaning::Half) && self.unit(next + 1).is_some() {
            amount = amount.plus(half())?;
            next += 1;
        } else {
            next = self.skip_between(next);
        }
        let unit = self.unit(next).filter(|_| self.close(next))?;
        let gap = &self.text[self.tokens[next - 1].end..self.tokens[next].start];
        // 24-hour may be said in other words: 全天.
        let certainty = match gap == "-" && !number.words {
            true => Certainty::Possible,
            false => Certainty::Measured,
        };
        next += 1;
        if !measure && self.follows(next, Meaning::Half) {
            amount = amount.plus(half())?;
            next += 1;
        }
        let (base, length) = duration(unit, amount);
        let mut readings = vec![Value::Duration(base, length?)];
        // 一百零四年, 一百零四年度: a year of the era, or so many years
        let year = self.values.era.zip(amount.to_whole()).map(|(era, year)| era + year);
        if let Some(year) = year.filter(|year| unit == TimeUnit::Years && YEARS.contains(year)) {
            readings.push(Value::Date(date(Some(year), None, None)));
        }
        Some(self.push(at..next, readings, Some(amount), certainty))
    }
}

pub(super) fn half() -> Amount {
    Amount::fraction(Amount::ONE, Amount::whole(2)).unwrap_or(Amount::ONE)
}

/// A length of time in its base unit.
pub(super) fn duration(unit: TimeUnit, amount: Amount) -> (Base, Option<Amount>) {
    let times = |factor: u64| amount.times(Amount::whole(factor));
    match unit {
        TimeUnit::Seconds => (Base::Minutes, Amount::fraction(amount, Amount::whole(60))),
        TimeUnit::Minutes => (Base::Minutes, Some(amount)),
        TimeUnit::Hours => (Base::Minutes, times(60)),
        TimeUnit::Days => (Base::Minutes, times(24 * 60)),
        TimeUnit::WorkingDays => (Base::WorkingDays, Some(amount)),
        TimeUnit::Weeks => (Base::Minutes, times(7 * 24 * 60)),
        TimeUnit::Months => (Base::Months, Some(amount)),
        TimeUnit::Quarters => (Base::Months, times(3)),
        TimeUnit::Years => (Base::Months, times(12)),
        TimeUnit::Decades => (Base::Months, times(120)),
    }
}
