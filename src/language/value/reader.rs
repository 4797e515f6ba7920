//! The grammar of values over tokens.

use std::ops::Range;

use super::amount::Amount;
use super::forms::{Meaning, TimeUnit};
use super::lexer::{Token, Word, is_close};
use super::number::{self, Number};
use super::{Base, Certainty, Date, Quantity, Value, Values};

/// Years of a calendar; smaller numbers before a year's mark are lengths of time.
const YEARS: Range<u64> = 1800..2200;

pub(super) struct Reader<'a> {
    pub values: &'a Values,
    pub text: &'a str,
    pub tokens: Vec<Token>,
    found: Vec<Quantity>,
}

pub(super) fn read(values: &Values, text: &str, names: &[Range<usize>]) -> Vec<Quantity> {
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
    };
    let mut at = 0;
    while at < reader.tokens.len() {
        at = reader.quantity(at).max(at + 1);
    }
    share_units(&mut reader.found, text, values);
    reader.found
}

impl Reader<'_> {
    pub fn meanings(&self, at: usize) -> &[Meaning] {
        self.tokens
            .get(at)
            .map_or(&[], |token| self.values.lexer.meanings(token))
    }

    fn means(&self, at: usize, meaning: Meaning) -> bool {
        self.meanings(at).contains(&meaning)
    }

    fn find<T>(&self, at: usize, pick: impl Fn(&Meaning) -> Option<T>) -> Option<T> {
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
        self.means(at, Meaning::Joint) && self.meanings(at + 1).iter().any(number) && self.close(at + 1)
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
    fn follows(&self, at: usize, meaning: Meaning) -> bool {
        self.close(at) && self.means(at, meaning)
    }

    /// Whether `meaning` stands right before a token.
    fn precedes(&self, at: usize, meaning: Meaning) -> bool {
        at > 0 && self.close(at) && self.means(at - 1, meaning)
    }

    fn push(
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
        if self.means(at, Meaning::OrdinalBefore) && self.close(at + 1) {
            return match number::read(self, at + 1) {
                Some(number) => self.ordinal_number(at, number),
                None => at + 1,
            };
        }
        if let Some(value) = self.ordinal(at) {
            return self.ordinal_word(at, value);
        }
        let perhaps = self.find(at, |meaning| match meaning {
            Meaning::Perhaps(value) => Some(*value),
            _ => None,
        });
        if let Some(number) = number::read(self, at) {
            return self.numbered(at, number);
        }
        if let Some(value) = perhaps {
            return self.possible(at..at + 1, Amount::whole(value));
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

    fn unit(&self, at: usize) -> Option<TimeUnit> {
        self.find(at, |meaning| match meaning {
            Meaning::Unit(unit) => Some(*unit),
            _ => None,
        })
    }

    /// The index after words that may stand between a number and its unit.
    fn skip_between(&self, mut at: usize) -> usize {
        while self.close(at) && self.means(at, Meaning::Between) {
            at += 1;
        }
        at
    }

    fn currency(&self, at: usize) -> Option<[u8; 3]> {
        self.find(at, |meaning| match meaning {
            Meaning::Currency(code) => Some(*code),
            _ => None,
        })
    }

    /// A number, with what stands before it and after it.
    fn numbered(&mut self, at: usize, number: Number) -> usize {
        let next = number.next;
        if self.is_name(at, next) {
            return self.names(at, next);
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
            Self::time,
            Self::length,
        ];
        for read in read {
            if let Some(end) = read(self, at, &number) {
                return end;
            }
        }
        self.count(at, number)
    }

    /// Whether a number is part of a name: Table 3, 三条.
    fn is_name(&self, at: usize, next: usize) -> bool {
        self.precedes(at, Meaning::NameBefore) || (self.close(next) && self.means(next, Meaning::NameAfter))
    }

    /// The index after numbers that are names: Tables 3, 5 and 7; 三、五款.
    fn names(&self, _at: usize, mut next: usize) -> usize {
        if self.means(next, Meaning::NameAfter) {
            return next + 1;
        }
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

    /// Digits with a sign between them: 18:00, 2020-07-01, 1/3.
    fn clock(&mut self, at: usize, number: &Number) -> Option<usize> {
        let parts: Vec<u64> = self.joined(at, &[":", "："]);
        if let [hours @ 0..=24, minutes @ 0..=59, ..] = parts[..]
            && parts.len() <= 3
        {
            let end = at + parts.len();
            return Some(self.time_of_day(at, end, hours, minutes, false));
        }
        for sign in [["-", "－"], ["/", "／"]] {
            let parts = self.joined(at, &sign);
            match parts[..] {
                [year, month @ 1..=12, day @ 1..=31] if YEARS.contains(&year) => {
                    let date = date(Some(year), Some(month), Some(day));
                    return Some(self.push(at..at + 3, vec![Value::Date(date)], None, Certainty::Measured));
                }
                [above, below @ 2..=1000] if sign[0] == "/" && above < below => {
                    let share = Amount::fraction(number.amount, Amount::whole(below))?;
                    return Some(self.push(at..at + 2, vec![Value::Share(share)], None, Certainty::Measured));
                }
                _ => {}
            }
        }
        None
    }

    /// Whole numbers in digits that one of `signs` joins.
    fn joined(&self, at: usize, signs: &[&str]) -> Vec<u64> {
        let whole = |token: &Token| match token.word {
            Word::Digits(amount, _) => amount.to_whole(),
            Word::Known(_) => None,
        };
        let mut parts: Vec<u64> = Vec::new();
        let mut end = None;
        for token in &self.tokens[at..] {
            // The sign may be a word too: a range.
            if end.is_some_and(|end| end == token.start) && signs.contains(&&self.text[token.start..token.end]) {
                return Vec::new();
            }
            let joined = end.is_none_or(|end| signs.contains(&&self.text[end..token.start]));
            let Some(value) = whole(token).filter(|_| joined) else {
                break;
            };
            parts.push(value);
            end = Some(token.end);
        }
        parts
    }

    /// 2020年7月1日, 7月1日, 4月, 1 July 2020; what it may be besides (四月: four months) as well.
    fn date(&mut self, at: usize, number: &Number) -> Option<usize> {
        if let Some(end) = number
            .amount
            .to_whole()
            .and_then(|day| self.month_after(number.next, day))
        {
            return Some(end);
        }
        let mut parts = [None; 3];
        let mut next = at;
        let mut current = Some(*number);
        for (part, mark) in [Meaning::YearMark, Meaning::MonthMark, Meaning::DayMark]
            .into_iter()
            .enumerate()
        {
            let Some(number) = current.filter(|number| self.follows(number.next, mark)) else {
                continue;
            };
            parts[part] = number.amount.to_whole();
            next = number.next + 1;
            current = Some(next)
                .filter(|&next| self.close(next))
                .and_then(|next| number::read(self, next));
        }
        let era = self.era(at);
        let [year, month, day] = parts;
        let year = year.map(|year| year + era.unwrap_or(0));
        let several = parts.iter().flatten().count() > 1;
        let calendar = year.is_none_or(|year| YEARS.contains(&year));
        let possible =
            month.is_none_or(|month| (1..=12).contains(&month)) && day.is_none_or(|day| (1..=31).contains(&day));
        if !possible
            || !(era.is_some() && year.is_some() || calendar)
            || (year.is_some() && month.is_none() && day.is_some())
        {
            return None;
        }
        let value = Value::Date(date(year, month, day));
        if several || era.is_some() || year.is_some() {
            return Some(self.push(at..next, vec![value], None, Certainty::Measured));
        }
        // 四月 and 十日 may be a length of time.
        parts.iter().any(Option::is_some).then_some(())?;
        let unit = if month.is_some() {
            TimeUnit::Months
        } else {
            TimeUnit::Days
        };
        let (base, length) = duration(unit, number.amount);
        let readings = [length.map(|length| Value::Duration(base, length)), Some(value)];
        let readings = readings.into_iter().flatten().collect();
        Some(self.push(at..next, readings, Some(number.amount), Certainty::Measured))
    }

    /// How many years the era before a year began after the calendar's.
    fn era(&self, at: usize) -> Option<u64> {
        let before = at.checked_sub(1).filter(|_| self.close(at))?;
        self.find(before, |meaning| match meaning {
            Meaning::Era(years) => Some(*years),
            _ => None,
        })
    }

    /// The month that a token names; names begin with a capital letter.
    fn month_name(&self, at: usize) -> Option<u8> {
        let capital = self.text[self.tokens.get(at)?.start..].starts_with(|first: char| !first.is_lowercase());
        self.find(at, |meaning| match meaning {
            Meaning::MonthName(month) if capital => Some(*month),
            _ => None,
        })
    }

    /// The date of a day before the name of its month, where there is one: gives the index after it.
    fn month_after(&mut self, next: usize, day: u64) -> Option<usize> {
        let before = self.tokens.get(next.checked_sub(1)?)?.end;
        let gap = &self.text[before..self.tokens.get(next)?.start];
        let month = self.month_name(next).filter(|_| matches!(gap.trim(), "" | "of"))?;
        let start = next - 1;
        let date = date(
            None,
            Some(u64::from(month)),
            Some(day).filter(|day| (1..=31).contains(day)),
        );
        Some(self.named_date(start, next + 1, date))
    }

    /// A date from the name of its month on: July 1, 2020.
    fn named_date(&mut self, start: usize, mut next: usize, mut date: Date) -> usize {
        for _ in 0..2 {
            let Some(number) = self.tokens.get(next).and_then(|token| {
                let gap = &self.text[self.tokens[next - 1].end..token.start];
                let joined = matches!(gap.trim(), "" | "," | "of" | ", of" | "st" | "th");
                number::read(self, next).filter(|number| joined && !number.words)
            }) else {
                break;
            };
            match number.amount.to_whole() {
                Some(year) if YEARS.contains(&year) => {
                    date.year = u32::try_from(year).ok();
                    next = number.next;
                    break;
                }
                Some(day @ 1..=31) if date.day.is_none() => date.day = u8::try_from(day).ok(),
                _ => break,
            }
            next = number.next + usize::from(self.follows(number.next, Meaning::OrdinalAfter));
        }
        let alone = date.day.is_none() && date.year.is_none();
        let certainty = if alone {
            Certainty::Possible
        } else {
            Certainty::Measured
        };
        self.push(start..next, vec![Value::Date(date)], None, certainty)
    }

    /// 百分之二十, 20%, two-thirds
    fn share(&mut self, at: usize, number: &Number) -> Option<usize> {
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
        let parts = self.find(next, |meaning| match meaning {
            Meaning::Denominator(parts) => Some(*parts),
            _ => None,
        });
        let parts = parts.filter(|&parts| self.close(next) && number.amount.is_less(Amount::whole(parts)))?;
        let share = Amount::fraction(number.amount, Amount::whole(parts))?;
        let end = next + 1;
        Some(self.push(at..end, vec![Value::Share(share)], None, Certainty::Measured))
    }

    fn money(&mut self, at: usize, number: &Number) -> Option<usize> {
        let before = at
            .checked_sub(1)
            .filter(|_| self.close(at))
            .and_then(|before| self.currency(before));
        let after = self.currency(number.next).filter(|_| self.close(number.next));
        let known = |code: Option<[u8; 3]>| code.filter(|code| *code != [b' '; 3]);
        if before.is_none() && after.is_none() {
            return None;
        }
        let currency = known(before).or(known(after));
        let start = at - usize::from(before.is_some());
        let end = number.next + usize::from(after.is_some());
        let value = Value::Money(currency, number.amount);
        Some(self.push(start..end, vec![value], Some(number.amount), Certainty::Measured))
    }

    /// 下午六时, 6 p.m., 八时三十分
    fn time(&mut self, at: usize, number: &Number) -> Option<usize> {
        let hours = number.amount.to_whole().filter(|&hours| hours <= 24)?;
        let mut end = number.next;
        if !self.follows(end, Meaning::HourMark) {
            let half = self.follows(end, Meaning::Morning) || self.follows(end, Meaning::Afternoon);
            return half.then(|| self.time_of_day(at, end, hours, 0, false));
        }
        end += 1;
        let mut minutes = 0;
        if self.follows(end, Meaning::Half) {
            (minutes, end) = (30, end + 1);
        } else if let Some(after) = Some(end)
            .filter(|&end| self.close(end))
            .and_then(|end| number::read(self, end))
            && self.follows(after.next, Meaning::MinuteMark)
        {
            (minutes, end) = (after.amount.to_whole().filter(|&minutes| minutes < 60)?, after.next + 1);
        }
        Some(self.time_of_day(at, end, hours, minutes, minutes == 0))
    }

    /// A time of day whose numbers end before `end`; without half of the day before noon and after it, and, where
    /// `length` says so, a number of hours.
    fn time_of_day(&mut self, at: usize, mut end: usize, hours: u64, minutes: u64, length: bool) -> usize {
        let mut start = at;
        let mut half = None;
        for (meaning, afternoon) in [(Meaning::Morning, false), (Meaning::Afternoon, true)] {
            if self.precedes(at, meaning) {
                (half, start) = (Some(afternoon), at - 1);
            } else if self.follows(end, meaning) {
                (half, end) = (Some(afternoon), end + 1);
            }
        }
        let time = |hours: u64| Value::Time((hours * 60 + minutes) as u16);
        let readings = match half {
            Some(true) if hours < 12 => vec![time(hours + 12)],
            Some(false) if hours == 12 => vec![time(0)],
            None if length => {
                let (base, amount) = duration(TimeUnit::Hours, Amount::whole(hours));
                let amount = amount.map(|amount| Value::Duration(base, amount));
                [Some(time(hours)), (hours < 12).then(|| time(hours + 12)), amount]
                    .into_iter()
                    .flatten()
                    .collect()
            }
            _ => vec![time(hours)],
        };
        let number = Some(Amount::whole(hours)).filter(|_| length);
        self.push(start..end, readings, number, Certainty::Measured)
    }

    /// 三十日, thirty calendar days, 一年半, 一个半月
    fn length(&mut self, at: usize, number: &Number) -> Option<usize> {
        let mut amount = number.amount;
        let mut next = number.next;
        // 一个半月
        let measure = self.follows(next, Meaning::Measure) && self.follows(next + 1, Meaning::Half);
        if measure && self.unit(next + 2).is_some() && self.close(next + 2) {
            amount = amount.plus(half())?;
            next += 2;
        } else {
            next = self.skip_between(next);
        }
        let unit = self.unit(next).filter(|_| self.close(next))?;
        next += 1;
        if !self.values.spaced && !measure && self.follows(next, Meaning::Half) {
            amount = amount.plus(half())?;
            next += 1;
        }
        let (base, length) = duration(unit, amount);
        let readings = vec![Value::Duration(base, length?)];
        Some(self.push(at..next, readings, Some(amount), Certainty::Measured))
    }

    /// A bare number.
    fn count(&mut self, at: usize, number: Number) -> usize {
        let small = number.amount.is_less(Amount::whole(2));
        let counted = !self.values.measured || (self.close(number.next) && self.means(number.next, Meaning::Measure));
        let bracketed = self.is_bracketed(at, number.next);
        let sure = !small && !number.named && !bracketed && (counted || !number.words);
        let certainty = if sure { Certainty::Count } else { Certainty::Possible };
        let amount = number.amount;
        self.push(at..number.next, vec![Value::Number(amount)], Some(amount), certainty)
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

fn half() -> Amount {
    Amount::fraction(Amount::ONE, Amount::whole(2)).unwrap_or(Amount::ONE)
}

fn date(year: Option<u64>, month: Option<u64>, day: Option<u64>) -> Date {
    Date {
        year: year.and_then(|year| u32::try_from(year).ok()),
        month: month.and_then(|month| u8::try_from(month).ok()),
        day: day.and_then(|day| u8::try_from(day).ok()),
    }
}

/// A length of time in its base unit.
fn duration(unit: TimeUnit, amount: Amount) -> (Base, Option<Amount>) {
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
    }
}

/// Gives the first number of a range the unit of the second: 三至五日, 10 to 20 percent.
fn share_units(found: &mut [Quantity], text: &str, values: &Values) {
    for index in 1..found.len() {
        let (before, after) = found.split_at_mut(index);
        let (Some(first), Some(second)) = (before.last_mut(), after.first()) else {
            continue;
        };
        let bare = matches!(first.readings[..], [Value::Number(_)]) && second.certainty == Certainty::Measured;
        let Some((own, theirs)) = first.number.zip(second.number).filter(|_| bare) else {
            continue;
        };
        let gap = text.get(first.range.end..second.range.start).unwrap_or_default();
        let mark = values.lexer.read(gap);
        let range = matches!(&mark[..], [mark] if values.lexer.meanings(mark).contains(&Meaning::Range));
        if !range || gap.len() > 12 {
            continue;
        }
        let scale = |amount: Amount| Amount::fraction(amount, theirs).and_then(|unit| unit.times(own));
        let readings = second.readings.iter().filter_map(|value| {
            Some(match *value {
                Value::Duration(base, amount) => Value::Duration(base, scale(amount)?),
                Value::Share(amount) => Value::Share(scale(amount)?),
                Value::Money(currency, amount) => Value::Money(currency, scale(amount)?),
                _ => return None,
            })
        });
        let readings: Vec<Value> = readings.collect();
        if !readings.is_empty() {
            first.readings = readings;
            first.certainty = Certainty::Measured;
        }
    }
}
