//! How a regulation stands: what its sources say of it, and what follows from that on a day.

use jiff::civil::Date;

use super::Regulation;
use crate::config::{FrontMatter, Spanned};
use crate::language::Language;

/// What `status` in the front matter says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Draft,
    Trial,
    InForce,
    Suspended,
    Repealed,
}

impl Status {
    const NAMES: [(&'static str, Self); 6] = [
        ("draft", Self::Draft),
        ("trial", Self::Trial),
        ("in-force", Self::InForce),
        ("active", Self::InForce),
        ("suspended", Self::Suspended),
        ("repealed", Self::Repealed),
    ];

    /// The status that `written` means, by its name or by the word that a language has for it.
    pub fn read(written: &str) -> Option<Self> {
        let is_written = |word: &str| written.eq_ignore_ascii_case(word);
        let means = |name: &str| {
            let mut words = Language::builtin().filter_map(|language| {
                let statuses = language.pack.interface.get("statuses")?;
                statuses.get(name)?.as_str()
            });
            words.any(is_written)
        };
        let mut names = Self::NAMES.iter();
        let by_name = names.clone().find(|(name, _)| is_written(name));
        let found = by_name.or_else(|| names.find(|(name, _)| means(name)));
        found.map(|&(_, status)| status)
    }
}

/// Something that readers have to know of how a regulation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Draft,
    /// The day from which it holds has not come.
    NotYetInForce,
    Trial,
    /// On trial after the last day of its trial period.
    TrialEnded,
    InForce,
    Suspended,
    Repealed,
    /// The day by which it had to be reviewed has passed.
    ReviewOverdue,
}

impl Sign {
    /// Its name, the same in every language: `not-yet-in-force`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::NotYetInForce => "not-yet-in-force",
            Self::Trial => "trial",
            Self::TrialEnded => "trial-ended",
            Self::InForce => "in-force",
            Self::Suspended => "suspended",
            Self::Repealed => "repealed",
            Self::ReviewOverdue => "review-overdue",
        }
    }
}

/// What the front matter of a regulation says of how it stands, each in the first language that says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing<'h> {
    pub status: Option<Status>,
    /// The status as it is written, which may be none that the program knows.
    pub written: Option<&'h str>,
    pub version: Option<&'h str>,
    pub effective: Option<Date>,
    pub review_by: Option<Date>,
    pub trial_until: Option<Date>,
}

impl Standing<'_> {
    /// What there is to know on `day`, the weightiest first. Without a day only what the sources say themselves:
    /// nothing then depends on when somebody asks.
    pub fn signs(&self, day: Option<Date>) -> Vec<Sign> {
        let passed = |last: Option<Date>| matches!((last, day), (Some(last), Some(day)) if last < day);
        let mut signs = Vec::new();
        match self.status {
            Some(Status::Repealed) => return vec![Sign::Repealed],
            Some(Status::Draft) => return vec![Sign::Draft],
            Some(Status::Suspended) => signs.push(Sign::Suspended),
            status => {
                let begun = self.effective.zip(day).map(|(effective, day)| effective <= day);
                if begun == Some(false) {
                    signs.push(Sign::NotYetInForce);
                }
                match status {
                    Some(Status::Trial) if passed(self.trial_until) => signs.push(Sign::TrialEnded),
                    Some(Status::Trial) => signs.push(Sign::Trial),
                    Some(_) if begun != Some(false) => signs.push(Sign::InForce),
                    None if begun == Some(true) && self.written.is_none() => signs.push(Sign::InForce),
                    _ => {}
                }
            }
        }
        if passed(self.review_by) {
            signs.push(Sign::ReviewOverdue);
        }
        signs
    }
}

impl Regulation {
    /// What the front matter says in the first language that says it.
    pub fn stated<'a, T>(&'a self, get: impl Fn(&'a FrontMatter) -> Option<&'a Spanned<T>>) -> Option<&'a Spanned<T>> {
        let mut editions = self.editions.iter();
        editions.find_map(|(_, edition)| get(&edition.front_matter))
    }

    /// How it stands by its sources.
    pub fn standing(&self) -> Standing<'_> {
        let day = |get: fn(&FrontMatter) -> Option<&Spanned<Date>>| self.stated(get).map(|day| day.value);
        let written = self.stated(|front_matter| front_matter.status.as_ref());
        let version = self.stated(|front_matter| front_matter.version.as_ref());
        Standing {
            status: written.and_then(|written| Status::read(&written.value)),
            written: written.map(|written| written.value.as_str()),
            version: version.map(|version| version.value.as_str()),
            effective: day(|front_matter| front_matter.effective.as_ref()),
            review_by: day(|front_matter| front_matter.review_by.as_ref()),
            trial_until: day(|front_matter| front_matter.trial_until.as_ref()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_read_by_its_name_or_in_the_words_of_a_language() {
        for written in ["trial", "Trial", "试行", "試行"] {
            assert_eq!(Status::read(written), Some(Status::Trial), "{written}");
        }
        assert_eq!(Status::read("active"), Status::read("现行有效"));
        assert_eq!(Status::read("已廢止"), Some(Status::Repealed));
        assert_eq!(Status::read("待定"), None);
    }

    #[test]
    fn only_a_given_day_lets_days_pass() {
        let day = |month| Some(Date::constant(2024, month, 1));
        let regulation = |status| Standing {
            status,
            effective: day(3),
            trial_until: day(6),
            review_by: day(9),
            ..Standing::default()
        };
        let (trial, plain) = (regulation(Some(Status::Trial)), regulation(None));
        assert_eq!(trial.signs(None), [Sign::Trial]);
        assert_eq!(plain.signs(None), []);
        assert_eq!(trial.signs(day(2)), [Sign::NotYetInForce, Sign::Trial]);
        assert_eq!(plain.signs(day(3)), [Sign::InForce], "the day itself counts");
        assert_eq!(trial.signs(day(6)), [Sign::Trial], "the last day counts");
        assert_eq!(trial.signs(day(7)), [Sign::TrialEnded]);
        assert_eq!(plain.signs(day(10)), [Sign::InForce, Sign::ReviewOverdue]);
        assert_eq!(regulation(Some(Status::Repealed)).signs(day(10)), [Sign::Repealed]);
        assert_eq!(regulation(Some(Status::Draft)).signs(day(2)), [Sign::Draft]);
        let suspended = regulation(Some(Status::Suspended)).signs(day(10));
        assert_eq!(suspended, [Sign::Suspended, Sign::ReviewOverdue]);
    }
}
