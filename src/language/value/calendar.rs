//! Dates and times of day.

use std::ops::Range;

use super::amount::Amount;
use super::forms::{Meaning, TimeUnit};
use super::lexer::Word;
use super::measure::duration;
use super::number::{self, Number};
use super::reader::Reader;
use super::{Certainty, Date, Value};

/// Years of a calendar; smaller numbers before a year's mark are lengths of time.
pub(super) const YEARS: Range<u64> = 1800..2200;

impl Reader<'_> {
    /// Digits with a sign between them: 18:00, 2020-07-01, 1/3.
    pub(super) fn clock(&mut self, at: usize, number: &Number) -> Option<usize> {
        let (parts, end) = self.joined(at, &[":", "："]);
        if let [hours @ 0..=24, minutes @ 0..=59, ..] = parts[..]
            && parts.len() <= 3
        {
            return Some(self.time_of_day(at, end, hours, minutes, false));
        }
        if let Some(end) = self
            .clock_in_one(at, number)
            .or_else(|| self.clock_with_point(at, number))
        {
            return Some(end);
        }
        for sign in [["-", "－"], ["/", "／"]] {
            let (parts, end) = self.joined(at, &sign);
            match parts[..] {
                [year, month @ 1..=12, day @ 1..=31] if YEARS.contains(&year) => {
                    let date = date(Some(year), Some(month), Some(day));
                    return Some(self.push(at..end, vec![Value::Date(date)], None, Certainty::Measured));
                }
                // The month first or the day first, as the house has it.
                [one @ 1..=31, two @ 1..=31, year] if YEARS.contains(&year) && one.min(two) <= 12 => {
                    let months = [(one, two), (two, one)].into_iter().filter(|(month, _)| *month <= 12);
                    let dates = months.map(|(month, day)| Value::Date(date(Some(year), Some(month), Some(day))));
                    let readings = dates.collect();
                    return Some(self.push(at..end, readings, None, Certainty::Measured));
                }
                [above, below @ 2..=1000] if sign[0] == "/" && above < below => {
                    let share = Amount::fraction(number.amount, Amount::whole(below))?;
                    return Some(self.push(at..end, vec![Value::Share(share)], None, Certainty::Measured));
                }
                _ => {}
            }
        }
        None
    }

    /// 0200: hours and minutes in four digits.
    fn clock_in_one(&mut self, at: usize, number: &Number) -> Option<usize> {
        let token = self.tokens.get(at)?;
        let clock = matches!(token.word, Word::Digits(_, false)) && token.end - token.start == 4;
        let digits = number
            .amount
            .to_whole()
            .filter(|_| clock && self.text[token.start..].starts_with('0'))?;
        let (hours, minutes) = (digits / 100, digits % 100);
        (minutes < 60).then(|| self.time_of_day(at, number.next, hours, minutes, false))
    }

    /// 8.30 a.m.: hours and minutes with a point between them, where half of the day follows.
    fn clock_with_point(&mut self, at: usize, number: &Number) -> Option<usize> {
        let token = self.tokens.get(at)?;
        let (hours, minutes) = self.text[token.start..token.end].split_once('.')?;
        let (hours, minutes): (u64, u64) = (
            hours.parse().ok()?,
            minutes.parse().ok().filter(|_| minutes.len() == 2)?,
        );
        let next = number.next;
        (self.is_before_half(next) && hours <= 12 && minutes < 60)
            .then(|| self.time_of_day(at, next, hours, minutes, false))
    }

    /// Whole numbers in digits that one of `signs` joins, and the index after them.
    fn joined(&self, at: usize, signs: &[&str]) -> (Vec<u64>, usize) {
        let mut parts: Vec<u64> = Vec::new();
        let (mut next, mut end) = (at, at);
        while let Some(token) = self.tokens.get(next) {
            let joined = match parts.len() {
                0 => true,
                _ => signs.contains(&&self.text[self.tokens[end - 1].end..token.start]),
            };
            match token.word {
                Word::Digits(amount, _) if joined => {
                    let Some(value) = amount.to_whole() else { break };
                    parts.push(value);
                    (next, end) = (next + 1, next + 1);
                }
                // The sign may be a word too: a range.
                Word::Known(_) if next == end && signs.contains(&&self.text[token.start..token.end]) => next += 1,
                _ => break,
            }
        }
        (parts, end)
    }
    /// 2020年7月1日, 7月1日, 4月, 1 July 2020; what it may be besides (四月: four months) as well.
    pub(super) fn date(&mut self, at: usize, number: &Number) -> Option<usize> {
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
    pub(super) fn month_name(&self, at: usize) -> Option<u8> {
        let capital = self.text[self.tokens.get(at)?.start..].starts_with(|first: char| !first.is_lowercase());
        self.find(at, |meaning| match meaning {
            Meaning::MonthName(month) if capital => Some(*month),
            _ => None,
        })
    }

    /// The date of a day before the name of its month, where there is one: gives the index after it.
    pub(super) fn month_after(&mut self, next: usize, day: u64) -> Option<usize> {
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
    pub(super) fn named_date(&mut self, start: usize, mut next: usize, mut date: Date) -> usize {
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

    /// 下午六时, 6 p.m., 八时三十分
    pub(super) fn time(&mut self, at: usize, number: &Number) -> Option<usize> {
        let hours = number.amount.to_whole().filter(|&hours| hours <= 24)?;
        let mut end = number.next;
        if !self.follows(end, Meaning::HourMark) {
            return self
                .is_before_half(end)
                .then(|| self.time_of_day(at, end, hours, 0, false));
        }
        end += 1;
        let mut minutes = 0;
        let after = Some(end)
            .filter(|&end| self.close(end))
            .and_then(|end| number::read(self, end));
        if self.follows(end, Meaning::Half) {
            (minutes, end) = (30, end + 1);
        } else if let Some(after) = after
            && self.follows(after.next, Meaning::QuarterMark)
        {
            let quarters = after.amount.to_whole().filter(|&quarters| quarters < 4)?;
            (minutes, end) = (15 * quarters, after.next + 1);
        } else if let Some(after) = after
            && self.follows(after.next, Meaning::MinuteMark)
        {
            (minutes, end) = (after.amount.to_whole().filter(|&minutes| minutes < 60)?, after.next + 1);
            // Seconds do not count.
            if let Some(seconds) = Some(end)
                .filter(|&end| self.close(end))
                .and_then(|end| number::read(self, end))
                && self.follows(seconds.next, Meaning::Unit(TimeUnit::Seconds))
            {
                end = seconds.next + 1;
            }
        }
        Some(self.time_of_day(at, end, hours, minutes, minutes == 0))
    }

    /// Whether half of the day follows: 6 *p.m.* In languages without blanks it stands first: 周一上午 is no one o'clock.
    fn is_before_half(&self, at: usize) -> bool {
        self.values.spaced && (self.follows(at, Meaning::Morning) || self.follows(at, Meaning::Afternoon))
    }

    /// A time of day whose numbers end before `end`; without half of the day before noon and after it, and, where
    /// `length` says so, a number of hours.
    fn time_of_day(&mut self, at: usize, mut end: usize, hours: u64, minutes: u64, length: bool) -> usize {
        let mut start = at;
        let mut half = None;
        for (meaning, afternoon) in [(Meaning::Morning, false), (Meaning::Afternoon, true)] {
            if self.precedes(at, meaning) {
                (half, start) = (Some(afternoon), at - 1);
            } else if self.values.spaced && self.follows(end, meaning) {
                (half, end) = (Some(afternoon), end + 1);
            }
        }
        let time = |hours: u64| Value::Time(((hours * 60 + minutes) % (24 * 60)) as u16);
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
}

pub(super) fn date(year: Option<u64>, month: Option<u64>, day: Option<u64>) -> Date {
    Date {
        year: year.and_then(|year| u32::try_from(year).ok()),
        month: month.and_then(|month| u8::try_from(month).ok()),
        day: day.and_then(|day| u8::try_from(day).ok()),
    }
}
