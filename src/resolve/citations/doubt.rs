//! What is not certain enough to be called missing.

use std::ops::Range;

use crate::language::citation::{Owner, RawCitation};
use crate::language::{Level, OwnerSide};
use crate::model::{Citation, CitedMember, Citing, Target};
use crate::syntax::Text;

use super::Reader;

/// The longest text, in bytes, between two members of a list that the citation of neither takes in.
const JOINT: usize = 24;

impl Reader<'_> {
    /// Where works are named after what is cited of them, the name after a list is that of all its members:
    /// Article 7, Article 9 and paragraph 2 of Article 12 of the Labour Act.
    pub(super) fn share_owners(&self, text: &Text<'_>, raw: &mut [RawCitation]) {
        if self.side() == OwnerSide::Before {
            return;
        }
        for index in (1..raw.len()).rev() {
            let between = text.text.get(raw[index - 1].range.end..raw[index].range.start);
            let joined = between.is_some_and(|between| between.len() <= JOINT && !self.ends_sentence(between));
            let owner = match &raw[index].owner {
                Owner::Unnamed => continue,
                owner => owner.clone(),
            };
            let before = &mut raw[index - 1];
            if joined && before.relative.is_none() && !names_own(before) {
                before.owner = owner;
            }
        }
    }

    /// Opens again what seemed to be missing from the own text, but may well be another work's.
    pub(super) fn leave_open(&self, text: &Text<'_>, places: &[Range<usize>], citations: &mut [Citation]) {
        let missing = |citation: &Citation| {
            let mut members = citation.members.iter();
            members.any(|member| matches!(member.target, Target::Missing(_)))
        };
        // Whether the sentence goes on to cite another work.
        let mut foreign = false;
        for index in (0..citations.len().min(places.len())).rev() {
            if let Some(next) = places.get(index + 1) {
                let between = text.text.get(places[index].end..next.start).unwrap_or("");
                foreign &= !self.ends_sentence(between);
            }
            let citation = &mut citations[index];
            if matches!(citation.citing, Citing::External(_) | Citing::Other(_)) {
                foreign = self.side() == OwnerSide::After;
            } else if citation.citing == Citing::Unnamed && missing(citation) {
                let label = self.is_label(text, &places[index]);
                let of_another = || {
                    let own = self.chapter.regulation.zip(self.edition);
                    own.is_some_and(|own| self.short.any(self.handbook, self.works, own))
                };
                let of_something = || self.of_something(text, places[index].end);
                let counts = self.counts_things(text, places[index].end, citation);
                if label || foreign || counts || of_something() || of_another() {
                    open(citation);
                }
            }
        }
    }

    /// Whether a citation begins its block as the label of an article that is quoted does: nothing goes on with it.
    fn is_label(&self, text: &Text<'_>, place: &Range<usize>) -> bool {
        let after = &text.text[place.end..];
        let next = after.trim_start().chars().next();
        let parted = match self.handbook.language(self.chapter.language).pack.spaced {
            true => next.is_none_or(|next| next.is_uppercase() || !next.is_alphanumeric()),
            false => after.starts_with(char::is_whitespace) || next.is_none_or(|next| !next.is_alphanumeric()),
        };
        parted && text.text[..place.start].trim().is_empty()
    }

    /// Whether what looks like a bare paragraph or item may count things, since their name follows at once: 第一项工作.
    fn counts_things(&self, text: &Text<'_>, end: usize, citation: &Citation) -> bool {
        let followers = &self.handbook.language(self.chapter.language).pack.citation.followers;
        let bare = |member: &CitedMember| member.path.first().is_some_and(|level| level > Level::Article);
        let after = &text.text[end..];
        !followers.is_empty()
            && citation.members.iter().all(bare)
            && after.starts_with(char::is_alphanumeric)
            && !followers.iter().any(|word| after.starts_with(word.as_str()))
    }

    /// Whether the words after a citation say whose it is, though no work that is known: paragraph 24 of IAS 8.
    fn of_something(&self, text: &Text<'_>, end: usize) -> bool {
        let language = self.handbook.language(self.chapter.language);
        let words = &language.pack.citation.of;
        self.side() == OwnerSide::After && words.iter().any(|of| text.text[end..].starts_with(of.as_str()))
    }

    fn side(&self) -> OwnerSide {
        self.handbook.language(self.chapter.language).pack.citation.owner
    }

    fn ends_sentence(&self, text: &str) -> bool {
        let ends = &self.handbook.language(self.chapter.language).pack.sentence_ends;
        ends.iter().any(|end| text.contains(end.as_str()))
    }
}

fn names_own(raw: &RawCitation) -> bool {
    !matches!(raw.owner, Owner::Unnamed)
}

fn open(citation: &mut Citation) {
    for member in &mut citation.members {
        if matches!(member.target, Target::Missing(_)) {
            member.target = Target::Unclear;
        }
    }
}
