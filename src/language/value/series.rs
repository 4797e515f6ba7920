//! Values that belong together: ranges, and years with months.

use super::amount::Amount;
use super::calendar::date;
use super::forms::{Dimension, Meaning};
use super::{Base, Certainty, Date, Quantity, Value, Values};

/// Gives the first number of a range the unit of the second: 三至五日, 10 to 20 percent.
pub(super) fn share_units(found: &mut [Quantity], text: &str, values: &Values) {
    for index in 1..found.len() {
        let (before, after) = found.split_at_mut(index);
        let (Some(first), Some(second)) = (before.last_mut(), after.first()) else {
            continue;
        };
        let bare = matches!(first.readings[..], [Value::Number(_)]) && second.certainty > Certainty::Possible;
        let Some(own) = first.number.filter(|_| bare) else {
            continue;
        };
        // ISO9001、5人: digits that a letter touches are a name.
        let named = text[..first.range.start].ends_with(|side: char| side.is_ascii_alphabetic());
        let counted = second.certainty == Certainty::Count && Amount::whole(0).is_less(own) && !named;
        let gap = text.get(first.range.end..second.range.start).unwrap_or_default();
        let mark = values.lexer.read(gap);
        let range = matches!(&mark[..], [mark] if values.lexer.meanings(mark).contains(&Meaning::Range));
        if !range || gap.len() > 12 {
            continue;
        }
        if counted {
            first.certainty = Certainty::Count;
        }
        let scale = |amount: Amount| Amount::fraction(amount, second.number?).and_then(|unit| unit.times(own));
        let times = second.readings.iter().flat_map(|value| match *value {
            Value::Time(end) => earlier(end, own),
            _ => Vec::new(),
        });
        let times: Vec<Value> = times.collect();
        let readings = second.readings.iter().filter_map(|value| {
            Some(match *value {
                Value::Duration(base, amount) => Value::Duration(base, scale(amount)?),
                Value::Physical(Dimension::Temperature | Dimension::BelowZero, _) => {
                    let below = values.is_below_zero(text, first.range.clone());
                    let dimension = if below {
                        Dimension::BelowZero
                    } else {
                        Dimension::Temperature
                    };
                    Value::Physical(dimension, own)
                }
                Value::Physical(dimension, amount) => Value::Physical(dimension, scale(amount)?),
                Value::Share(amount) => Value::Share(scale(amount)?),
                Value::Money(currency, amount) => Value::Money(currency, scale(amount)?),
                Value::Date(date) => Value::Date(same_part(date, own)?),
                _ => return None,
            })
        });
        let readings: Vec<Value> = times.into_iter().chain(readings).collect();
        if !readings.is_empty() {
            first.readings = readings;
            first.certainty = Certainty::Measured;
        }
    }
}

/// The times of day before `end`, in minutes, that a number of hours may mean: the 2 of 2–5 p.m.
fn earlier(end: u16, hours: Amount) -> Vec<Value> {
    let hours = hours.to_whole().and_then(|hours| u16::try_from(hours).ok());
    let hours = hours.filter(|&hours| hours <= 24).into_iter();
    let times = hours.flat_map(|hours| [hours * 60, (hours + 12) * 60]);
    times.filter(|&time| time < end).map(Value::Time).collect()
}

/// A date that gives the same single part, month or day, as another number: 七、十月.
fn same_part(other: Date, number: Amount) -> Option<Date> {
    let number = number.to_whole().filter(|number| (1..=31).contains(number));
    match other {
        Date {
            year: None,
            month: Some(_),
            day: None,
        } => Some(date(None, number, None)),
        Date {
            year: None,
            month: None,
            day: Some(_),
        } => Some(date(None, None, number)),
        _ => None,
    }
}

/// Joins years and the months after them: 一年六个月, one year and six months.
pub(super) fn add_up(found: Vec<Quantity>, text: &str, values: &Values) -> Vec<Quantity> {
    let mut joined: Vec<Quantity> = Vec::with_capacity(found.len());
    for quantity in found {
        let before = joined
            .last_mut()
            .filter(|before| goes_on(before, &quantity, text, values));
        let sum = before
            .as_ref()
            .and_then(|before| months(before)?.plus(months(&quantity)?));
        match before.zip(sum) {
            Some((before, sum)) => {
                before.range.end = quantity.range.end;
                before.readings = vec![Value::Duration(Base::Months, sum)];
                before.number = None;
            }
            None => joined.push(quantity),
        }
    }
    joined
}

fn months(quantity: &Quantity) -> Option<Amount> {
    let sure = quantity.certainty == Certainty::Measured;
    quantity.readings.iter().filter(|_| sure).find_map(|value| match value {
        Value::Duration(Base::Months, amount) => Some(*amount),
        _ => None,
    })
}

/// Whether `after` gives the months beyond the years of `before`.
fn goes_on(before: &Quantity, after: &Quantity, text: &str, values: &Values) -> bool {
    let year = Amount::whole(12);
    let years = months(before).is_some_and(|amount| before.number.is_some() && before.number != Some(amount));
    let rest = months(after).is_some_and(|amount| amount.is_less(year) && after.number == Some(amount));
    let gap = text.get(before.range.end..after.range.start).unwrap_or_default();
    let joint = |gap: &str| matches!(&values.lexer.read(gap)[..], [one] if values.lexer.meanings(one).contains(&Meaning::Joint));
    years && rest && gap.len() < 6 && (gap.trim().is_empty() || joint(gap))
}
