//! How texts stand, as readers are told: whether a regulation holds, and which translations lag behind their source.
//!
//! Without a day to build for, only what the sources say is told: a status and days as they are. That a day has come or
//! has passed is told of the day given with `--as-of` alone, so that the same sources make the same site.

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::Shared;
use super::body::Writer;
use super::places::Location;
use super::view::{BadgeView, FactView, LinkView, StatusView};
use crate::model::{Edition, Handbook, LanguageId, RegulationId, Review, Reviews, Sign, Standing, TextId, source_of};

/// The translations whose source has changed since they were reviewed.
pub(super) fn stale(handbook: &Handbook) -> FxHashSet<TextId> {
    if handbook.lock.articles.iter().all(|entry| entry.reviewed.is_empty()) {
        return FxHashSet::default();
    }
    let reviews = Reviews::new(handbook);
    let ids: Vec<_> = handbook.article_ids().collect();
    let found = ids.into_par_iter().flat_map_iter(|id| {
        let known = reviews.entry(id).is_some_and(|entry| !entry.reviewed.is_empty());
        let now = known.then(|| source_of(handbook, id)).flatten();
        let texts = handbook.article(id).texts.iter();
        let translations = texts.filter(|(language, _)| *language != LanguageId::AUTHORITATIVE);
        let stale = translations.filter(|(language, _)| {
            let review = now.as_ref().map(|now| reviews.of(id, *language, now));
            matches!(review, Some(Review::Stale { .. }))
        });
        stale.map(|(_, &text)| text).collect::<Vec<_>>()
    });
    found.collect()
}

impl Shared<'_> {
    /// How a regulation stands, for a page at `at`.
    pub(super) fn status_view(&self, at: Location, regulation: RegulationId) -> StatusView {
        let found = self.handbook.regulation(regulation);
        let words = self.words(at.language);
        let standing = found.standing();
        let edition = found.editions.best(at.language);
        let day = |key: &str, day: Option<Date>| day.map(|day| words.fill(key, &[("date", &words.date(day))]));
        let version = self
            .version(&standing, edition)
            .map(|version| words.fill("version-is", &[("version", version)]));
        let facts = [
            version,
            day("effective-from", standing.effective),
            day("status.trial-until", standing.trial_until),
            day("status.review-by", standing.review_by),
        ];
        let title = edition.map_or_else(|| found.id.to_string(), |edition| edition.title.clone());
        let foreign = edition
            .map(|edition| edition.language)
            .filter(|&own| own != at.language);
        StatusView {
            regulation: LinkView {
                lang: foreign.map(|language| self.handbook.tag(language).to_owned()),
                ..self.link(at, self.places.regulation_page(regulation), title)
            },
            badges: self.badges(at.language, &standing),
            facts: facts.into_iter().flatten().collect(),
        }
    }

    /// The short words on how a regulation stands.
    pub(super) fn badges(&self, language: LanguageId, standing: &Standing<'_>) -> Vec<BadgeView> {
        let words = self.words(language);
        let unknown = standing.written.filter(|_| standing.status.is_none());
        let written = unknown.map(|written| BadgeView {
            key: "other",
            text: written.to_owned(),
        });
        let signs = standing.signs(self.options.as_of).into_iter().map(|sign| BadgeView {
            key: sign.key(),
            text: words.status(sign.key()).to_owned(),
        });
        signs.chain(written).collect()
    }

    /// What readers of a regulation are warned of at the top of its pages.
    pub(super) fn status_notices(&self, language: LanguageId, regulation: RegulationId) -> Vec<String> {
        let found = self.handbook.regulation(regulation);
        let words = self.words(language);
        let standing = found.standing();
        let notice = |sign: Sign| {
            let (key, day) = match sign {
                Sign::Draft => ("status.notice-draft", None),
                Sign::NotYetInForce => ("status.notice-not-yet-in-force", standing.effective),
                Sign::TrialEnded => ("status.notice-trial-ended", standing.trial_until),
                Sign::Suspended => ("status.notice-suspended", None),
                Sign::Repealed => ("status.notice-repealed", None),
                Sign::ReviewOverdue => ("status.notice-review-overdue", standing.review_by),
                Sign::Trial | Sign::InForce => return None,
            };
            let day = day.map(|day| words.date(day)).unwrap_or_default();
            Some(words.fill(key, &[("date", &day)]))
        };
        let signs = standing.signs(self.options.as_of).into_iter().filter_map(notice);
        let edition = found.editions.best(language);
        signs
            .chain(edition.and_then(|edition| self.older_version(language, &standing, edition)))
            .collect()
    }

    /// Says that a translation is of another version than the text that prevails.
    fn older_version(&self, language: LanguageId, standing: &Standing<'_>, edition: &Edition) -> Option<String> {
        let own = &edition.front_matter.version.as_ref()?.value;
        let version = standing.version.filter(|version| version != own)?;
        let words = self.words(language);
        let authoritative = words.language_name(self.handbook.language(LanguageId::AUTHORITATIVE));
        let values = [("own", own.as_str()), ("version", version), ("language", authoritative)];
        Some(words.fill("status.notice-version", &values))
    }

    /// The version of the text that is shown, else that of the regulation.
    fn version<'v>(&self, standing: &Standing<'v>, edition: Option<&'v Edition>) -> Option<&'v str> {
        let own = edition.and_then(|edition| edition.front_matter.version.as_ref());
        own.map(|version| version.value.as_str()).or(standing.version)
    }

    /// What the front matter says of a regulation, for a page in `language`.
    pub(super) fn facts(&self, language: LanguageId, regulation: RegulationId) -> Vec<FactView> {
        let found = self.handbook.regulation(regulation);
        let words = self.words(language);
        let standing = found.standing();
        let edition = found.editions.best(language);
        let badges = self.badges(language, &standing);
        let status: Vec<&str> = badges.iter().map(|badge| badge.text.as_str()).collect();
        let status = (!status.is_empty()).then(|| status.join(words.get("separator")));
        let own = edition.and_then(|edition| edition.front_matter.issuer.as_ref());
        let issuer = own.or_else(|| found.stated(|front_matter| front_matter.issuer.as_ref()));
        let day = |day: Option<Date>| day.map(|day| words.date(day));
        let facts = [
            (
                "version",
                "version",
                self.version(&standing, edition).map(str::to_owned),
            ),
            ("status", "status.label", status),
            ("effective", "effective", day(standing.effective)),
            ("trial-until", "status.trial-until-label", day(standing.trial_until)),
            ("issuer", "issuer", issuer.map(|issuer| issuer.value.clone())),
            ("review-by", "review-by", day(standing.review_by)),
        ];
        let fact = |(key, label, value): (&'static str, &'static str, Option<String>)| {
            Some(FactView {
                key,
                label: words.get(label),
                value: value?,
            })
        };
        facts.into_iter().filter_map(fact).collect()
    }

    /// Version and day of a regulation, in one line; nothing where neither is known.
    pub(super) fn edition_line(&self, language: LanguageId, regulation: RegulationId) -> Option<String> {
        let found = self.handbook.regulation(regulation);
        let words = self.words(language);
        let standing = found.standing();
        let version = self
            .version(&standing, found.editions.best(language))
            .map(|version| words.fill("version-is", &[("version", version)]));
        let effective = standing
            .effective
            .map(|day| words.fill("effective-from", &[("date", &words.date(day))]));
        let parts: Vec<String> = version.into_iter().chain(effective).collect();
        (!parts.is_empty()).then(|| parts.join(words.get("separator")))
    }
}

impl Writer<'_> {
    /// The notice at a translation whose source has changed since, with the way to the text that prevails.
    pub(super) fn stale_notice(&mut self, id: TextId) {
        let shared = self.shared;
        if !shared.stale.contains(&id) {
            return;
        }
        let handbook = shared.handbook;
        let article = handbook.text(id).article;
        let language = LanguageId::AUTHORITATIVE;
        let words = shared.words(self.at.language);
        let name = [("language", words.language_name(handbook.language(language)))];
        self.push("<p class=\"notice stale\" role=\"note\" lang=\"");
        self.escape(handbook.tag(self.at.language));
        self.push("\">");
        self.escape(&words.fill("status.stale", &name));
        if let Some(page) = shared.places.article_page(handbook, article, language) {
            let anchor = handbook.article(article).key.to_string();
            let to = Location { language, page };
            let href = shared.places.href(handbook, self.at, to, Some(&anchor));
            self.push(" <a hreflang=\"");
            self.escape(handbook.tag(language));
            self.push("\" href=\"");
            self.escape(&href);
            self.push("\">");
            self.escape(&words.fill("status.stale-link", &name));
            self.push("</a>");
        }
        self.push("</p>\n");
    }
}
