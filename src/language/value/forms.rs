//! The words of values, as a pack writes them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::unit::Level;

/// The table `[values]` of a language pack. Words are matched whole, whatever their case; the longest one wins.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ValueForms {
    pub numbers: Vec<(String, u64)>,
    pub multipliers: Vec<(String, u64)>,
    /// Within a number, after a multiplier: one hundred *and* twenty.
    pub joints: Vec<String>,
    /// Before decimals in words: 二点五.
    pub point: Vec<String>,
    /// Tenths: 二成, and 八折, which is 80% or 20% less.
    pub tenths: Vec<String>,
    pub ordinals: Vec<(String, u64)>,
    pub ordinal_before: Vec<String>,
    pub ordinal_after: Vec<String>,
    /// Between a denominator and its numerator: 三分之二.
    pub fraction: Vec<String>,
    /// After a numerator: two *thirds*.
    pub denominators: Vec<(String, u64)>,
    /// Before a unit, or after one.
    pub half: Vec<String>,
    pub percent: Vec<String>,
    /// Before a unit, where it may stand for one: *an* hour.
    pub articles: Vec<String>,
    pub units: BTreeMap<TimeUnit, Vec<String>>,
    /// Units of other things than time, each with how many of its dimension's own it is.
    pub physical: BTreeMap<Dimension, Vec<(String, u64)>>,
    /// What may stand between a number and its unit: 30 *consecutive* days.
    pub between: Vec<String>,
    /// Marks after the parts of a date (2020年7月1日), and names of months.
    pub year: Vec<String>,
    pub month: Vec<String>,
    pub day: Vec<String>,
    pub months: Vec<Vec<String>>,
    /// Before a year, with the year before its first.
    pub eras: Vec<(String, u64)>,
    pub hour: Vec<String>,
    pub minute: Vec<String>,
    /// After a number of quarters of an hour: 三点一刻.
    pub quarter: Vec<String>,
    pub morning: Vec<String>,
    pub afternoon: Vec<String>,
    /// Marks of money, before the amount or after it, with the code of the currency; none where it may be any.
    pub currencies: Vec<(String, String)>,
    /// What a number word has to stand before to count something; any word where there is none.
    pub measures: Vec<String>,
    /// A number after these, or before those, is a name and no value: Table 3.
    pub names_before: Vec<String>,
    pub names_after: Vec<String>,
    pub ranges: Vec<String>,
    /// Beside degrees that are below zero, as the sign: minus 18 °C.
    pub below_zero: Vec<String>,
    /// Before a number that does not count itself: more than 30 is 31.
    pub bounds: Vec<String>,
    /// Words that may mean an amount and need not: both, twice, quarterly.
    pub perhaps: Vec<(String, u64)>,
    /// Words that begin like a value and are none.
    pub idioms: Vec<String>,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeUnit {
    Seconds,
    Minutes,
    Hours,
    Days,
    WorkingDays,
    Weeks,
    Months,
    Quarters,
    Years,
    Decades,
}

/// What is measured, and the unit that its units are told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dimension {
    /// Millimetres.
    Length,
    /// Square centimetres.
    Area,
    /// Millilitres.
    Volume,
    /// Milligrams.
    Mass,
    /// Degrees Celsius, and degrees below zero: amounts have no sign.
    Temperature,
    BelowZero,
    /// Watts.
    Power,
    /// Watt hours.
    Energy,
    /// Volts.
    Voltage,
    /// Decibels.
    Loudness,
}

/// What a word may mean within a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Number(u64),
    Multiplier(u64),
    Joint,
    Point,
    Tenths,
    Ordinal(u64),
    OrdinalBefore,
    OrdinalAfter,
    Fraction,
    Denominator(u64),
    Half,
    Percent,
    Article,
    Unit(TimeUnit),
    Physical(Dimension, u64),
    Between,
    YearMark,
    MonthMark,
    DayMark,
    MonthName(u8),
    Era(u64),
    HourMark,
    MinuteMark,
    QuarterMark,
    Morning,
    Afternoon,
    /// The code of a currency; blanks where it may be any.
    Currency([u8; 3]),
    Measure,
    NameBefore,
    NameAfter,
    Range,
    Bound,
    Perhaps(u64),
    Idiom,
}

/// Every word with one of its meanings. The units of the handbook are names: a number with one of them is a citation.
pub(super) fn words(forms: &ValueForms, units: &[(Level, Vec<String>)], unit_first: bool) -> Vec<(String, Meaning)> {
    let mut words = Vec::new();
    valued(&mut words, &forms.numbers, Meaning::Number);
    valued(&mut words, &forms.multipliers, Meaning::Multiplier);
    valued(&mut words, &forms.ordinals, Meaning::Ordinal);
    valued(&mut words, &forms.denominators, Meaning::Denominator);
    valued(&mut words, &forms.eras, Meaning::Era);
    valued(&mut words, &forms.perhaps, Meaning::Perhaps);
    for (list, meaning) in [
        (&forms.joints, Meaning::Joint),
        (&forms.point, Meaning::Point),
        (&forms.tenths, Meaning::Tenths),
        (&forms.ordinal_before, Meaning::OrdinalBefore),
        (&forms.ordinal_after, Meaning::OrdinalAfter),
        (&forms.fraction, Meaning::Fraction),
        (&forms.half, Meaning::Half),
        (&forms.percent, Meaning::Percent),
        (&forms.articles, Meaning::Article),
        (&forms.between, Meaning::Between),
        (&forms.year, Meaning::YearMark),
        (&forms.month, Meaning::MonthMark),
        (&forms.day, Meaning::DayMark),
        (&forms.hour, Meaning::HourMark),
        (&forms.minute, Meaning::MinuteMark),
        (&forms.quarter, Meaning::QuarterMark),
        (&forms.morning, Meaning::Morning),
        (&forms.afternoon, Meaning::Afternoon),
        (&forms.measures, Meaning::Measure),
        (&forms.names_before, Meaning::NameBefore),
        (&forms.names_after, Meaning::NameAfter),
        (&forms.ranges, Meaning::Range),
        (&forms.bounds, Meaning::Bound),
        (&forms.below_zero, Meaning::Idiom),
        (&forms.idioms, Meaning::Idiom),
    ] {
        words.extend(list.iter().map(|word| (word.clone(), meaning)));
    }
    for (unit, names) in &forms.units {
        words.extend(names.iter().map(|word| (word.clone(), Meaning::Unit(*unit))));
    }
    for (dimension, names) in &forms.physical {
        let meaning = |(word, size): &(String, u64)| (word.clone(), Meaning::Physical(*dimension, *size));
        words.extend(names.iter().map(meaning));
    }
    for (number, names) in (1..).zip(&forms.months) {
        words.extend(names.iter().map(|word| (word.clone(), Meaning::MonthName(number))));
    }
    for (word, code) in &forms.currencies {
        words.push((word.clone(), Meaning::Currency(currency(code))));
    }
    let name = if unit_first {
        Meaning::NameBefore
    } else {
        Meaning::NameAfter
    };
    let units = units.iter().flat_map(|(_, names)| names);
    words.extend(units.map(|word| (word.clone(), name)));
    words
}

fn valued(words: &mut Vec<(String, Meaning)>, list: &[(String, u64)], meaning: fn(u64) -> Meaning) {
    words.extend(list.iter().map(|(word, value)| (word.clone(), meaning(*value))));
}

/// The code as bytes; blanks where there is none.
fn currency(code: &str) -> [u8; 3] {
    let mut bytes = [b' '; 3];
    for (own, given) in bytes.iter_mut().zip(code.bytes()) {
        *own = given;
    }
    bytes
}
