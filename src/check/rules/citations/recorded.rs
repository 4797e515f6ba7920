//! What the lock remembers: which article once bore a number that now is another's, or nobody's.

use rustc_hash::FxHashMap;

use crate::language::{Level, Number};
use crate::model::{ArticleId, ArticleKey, CitedMember, Handbook, RegulationId};
use crate::source::Span;

use super::Cited;

/// An article whose number has changed since the lock was written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moved {
    pub article: ArticleId,
    pub now: Number,
    /// Where the lock has the old number.
    pub locked: Span,
}

/// The articles that moved, by regulation and old number.
pub(super) struct Recorded {
    moved: FxHashMap<(RegulationId, Number), Moved>,
}

impl Recorded {
    pub fn new(handbook: &Handbook) -> Self {
        let mut moved = FxHashMap::default();
        let locked = &handbook.lock.articles;
        if locked.is_empty() {
            return Self { moved };
        }
        let named: FxHashMap<(&str, &str), ArticleId> = handbook
            .article_ids()
            .filter_map(|id| {
                let article = handbook.article(id);
                let ArticleKey::Named(name) = &article.key else {
                    return None;
                };
                Some(((&*handbook.regulation(article.regulation).id, &**name), id))
            })
            .collect();
        for entry in locked {
            let Some(name) = entry.article.value.split_once('#') else {
                continue;
            };
            let (Some(&article), Some(number)) = (named.get(&name), &entry.number) else {
                continue;
            };
            let Some(old) = Number::read(&number.value) else {
                continue;
            };
            let Some((_, &text)) = handbook.article(article).texts.iter().next() else {
                continue;
            };
            let now = handbook.node(handbook.text(text)).number;
            if now != old {
                let regulation = handbook.article(article).regulation;
                let locked = number.span;
                moved.insert((regulation, old), Moved { article, now, locked });
            }
        }
        Self { moved }
    }

    pub fn is_empty(&self) -> bool {
        self.moved.is_empty()
    }

    /// The article that a member of a citation once meant, if its number was left behind.
    pub fn left_behind(&self, cited: &Cited<'_>, member: &CitedMember) -> Option<Moved> {
        if self.moved.is_empty() {
            return None;
        }
        let number = member.path.get(Level::Article)?;
        let moved = *self.moved.get(&(cited.regulation()?, number))?;
        let followed = member.target.article() == Some(moved.article);
        let written = !followed && cited.numeral(member, Level::Article).is_some();
        written.then_some(moved)
    }

    /// The entries of the lock that are out of date.
    pub fn all(&self) -> impl Iterator<Item = &Moved> {
        self.moved.values()
    }
}
