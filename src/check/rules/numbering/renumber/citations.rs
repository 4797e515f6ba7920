//! Citations of articles whose numbers change.

use rustc_hash::FxHashSet;

use super::articles::{Articles, relabel};
use super::{Left, Reason};
use crate::check::rules::citations::{Cited, Index};
use crate::check::rules::numbering::{Written, rewrite, written};
use crate::diagnostic::Edit;
use crate::language::{Level, Number};
use crate::model::{CitedMember, LanguageId, RegulationId, TextId};
use crate::source::Span;

/// The rewriting of all citations of a regulation's articles.
pub(super) struct Citations<'a> {
    articles: &'a Articles<'a>,
    pub edits: Vec<Edit>,
    pub left: Vec<Left>,
    /// Some citation names a number that several articles bear.
    pub ambiguous: bool,
    /// Some citation that counts back (前条) names its article by number from now on: as it is written it leads to another.
    pub rewords: bool,
    done: FxHashSet<(u32, u32, u32)>,
}

impl<'a> Citations<'a> {
    pub fn of(articles: &'a Articles<'a>, regulation: RegulationId, index: &Index<'_>) -> Self {
        let mut citations = Self {
            articles,
            edits: Vec::new(),
            left: Vec::new(),
            ambiguous: false,
            rewords: false,
            done: FxHashSet::default(),
        };
        for (cited, member) in index.of(regulation) {
            citations.member(cited, member);
        }
        citations
    }

    fn member(&mut self, cited: &Cited<'_>, member: &CitedMember) {
        let (Some(old), Some(edition)) = (member.path.get(Level::Article), cited.edition()) else {
            return;
        };
        let Some(numeral) = cited.numeral(member, Level::Article).or_else(|| bare(cited, member)) else {
            return self.counted(cited, member);
        };
        let through = member.through.filter(|_| member.path.last() == Some(Level::Article));
        let Some(first) = self.meant(cited, member, edition.language, old) else {
            return;
        };
        let place = cited.span(&member.span);
        if let Some(new) = self.articles.number(first) {
            match relabel(cited.language(), cited.source(&member.span), place, old, new) {
                Some(edits) => {
                    if !edits.is_empty() && cited.goes_on() {
                        self.left.push(Left::note(place, Reason::Rest));
                    }
                    self.edits.extend(edits);
                }
                None => self.left.push(Left::stop(place, Reason::Counted)),
            }
        }
        let Some(end) = through else { return };
        let Some(last) = self.meant(cited, member, edition.language, end) else {
            return;
        };
        if let (Some(new), Some(found)) = (self.articles.number(last), cited.numeral_end(member, &numeral))
            && new.value != end.value
        {
            self.edits.push(Edit {
                span: cited.place(member, &found),
                text: rewrite(cited.language(), &found, new.value),
            });
        }
        if !self.covers_the_same(edition.language, (old, end), (first, last)) {
            self.left.push(Left::note(place, Reason::Range));
        }
    }

    /// The article that a number meant. Where nothing did, and something will bear it, the numbers cannot change.
    fn meant(
        &mut self,
        cited: &Cited<'_>,
        member: &CitedMember,
        language: LanguageId,
        number: Number,
    ) -> Option<TextId> {
        self.ambiguous |= self.articles.is_repeated(number);
        let found = self.articles.bearer(language, number);
        if found.is_none() && self.articles.is_given(number) {
            self.left.push(Left::stop(cited.span(&member.span), Reason::Gone));
        }
        found
    }

    /// Whether the articles of a range, new ones aside, are those that it named.
    fn covers_the_same(&self, language: LanguageId, old: (Number, Number), ends: (TextId, TextId)) -> bool {
        let articles = self.articles;
        let (Some(from), Some(to)) = (articles.number(ends.0), articles.number(ends.1)) else {
            return true;
        };
        let editions = &articles.regulation.editions;
        let texts = editions.best(language).map_or(&[][..], |edition| &edition.texts);
        let known = texts.iter().copied().filter(|&text| !articles.is_fresh(text));
        let mut known = known.map(|text| (articles.written(text), articles.number(text).unwrap_or_default()));
        known.all(|(was, is)| (old.0..=old.1).contains(&was) == (from..=to).contains(&is))
    }

    /// 前条, the preceding article: what it meant before articles came between, moved or went.
    fn counted(&mut self, cited: &Cited<'_>, member: &CitedMember) {
        let articles = self.articles;
        let written = cited.written().to_lowercase();
        let words = &cited.language().pack.citation.preceding;
        let (Some(own), Some(target)) = (cited.text, cited.article(member)) else {
            return;
        };
        let counts_back = words.iter().any(|word| written.contains(word.as_str()));
        if !counts_back || own.article == target.article || own.language != target.language {
            return;
        }
        // Of the members of one citation the first speaks for all.
        let place = cited.span(&cited.citation.span);
        if !self.done.insert((place.file.0, place.start, place.end)) {
            return;
        }
        let edition = cited.handbook.edition_of(own);
        let at = |wanted: &crate::model::ArticleText| {
            let same = |text: &&TextId| std::ptr::eq(cited.handbook.text(**text), wanted);
            edition.texts.iter().find(same).copied()
        };
        let (Some(own), Some(target)) = (at(own), at(target)) else {
            return;
        };
        if articles.is_fresh(own) {
            return;
        }
        let back = own.0.saturating_sub(target.0) as usize;
        let mut before: Vec<TextId> = edition.texts.clone();
        before.retain(|&text| !articles.is_fresh(text) && articles.written(text) < articles.written(own));
        before.sort_by_key(|&text| std::cmp::Reverse(articles.written(text)));
        let meant = back.checked_sub(1).and_then(|nth| before.get(nth)).copied();
        // With a number missing in between, it may have meant the article that is gone.
        let gone =
            meant.is_none_or(|meant| articles.written(meant).value + (back as u32) < articles.written(own).value);
        if meant == Some(target) && !gone {
            return;
        }
        let whole = cited.citation.members.len() == 1 && member.path.last() == Some(Level::Article) && back == 1;
        let number = meant.and_then(|meant| articles.number(meant)).filter(|_| whole);
        match number.filter(|_| !gone) {
            Some(number) => {
                self.rewords = true;
                self.edits.push(Edit {
                    span: with_determiner(cited, place),
                    text: cited.language().label(Level::Article, number),
                });
            }
            None => self.left.push(Left::note(place, Reason::Counted)),
        }
    }
}

/// The numeral of an article that a member begins with, where the word for it stands further before: Articles 3 to *4*,
/// paragraph 1.
fn bare(cited: &Cited<'_>, member: &CitedMember) -> Option<Written> {
    let source = cited.source(&member.span);
    let outer = member.path.first() == Some(Level::Article) && source.starts_with(|next: char| next.is_ascii_digit());
    let number = member.path.get(Level::Article).filter(|_| outer)?;
    written(cited.language(), source, Level::Article, number.value, true)
}

/// A place with the article of grammar before it, which numbers do without: the preceding Article, Article 5.
fn with_determiner(cited: &Cited<'_>, place: Span) -> Span {
    let before = &cited.handbook.source(cited.chapter)[..place.start as usize];
    let stands = |word: &&String| {
        let (rest, end) = before.split_at(before.floor_char_boundary(before.len().saturating_sub(word.len())));
        end.eq_ignore_ascii_case(word) && !rest.ends_with(char::is_alphanumeric)
    };
    let words = &cited.language().pack.roles.articles;
    let longest = words.iter().filter(stands).map(String::len).max();
    Span {
        start: place.start - longest.unwrap_or(0) as u32,
        ..place
    }
}
