//! How translations stand against `translations.lock`: which source text each was last reviewed against.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::normal::{self, NormalText};
use super::{ArticleId, ArticleKey, Handbook, LanguageId};
use crate::config::{LockedArticle, Spanned, TranslationsLock};
use crate::language::Number;
use crate::source::{FileId, Span};

/// How the translation of an article stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Review {
    /// Nobody has reviewed it.
    Never,
    /// It was reviewed against what the source says now.
    Current,
    /// The source has changed since.
    Stale {
        /// The source as it was, where the lock has it.
        was: Option<String>,
    },
}

/// What the lock says of each article, however it was renumbered since.
#[derive(Debug)]
pub struct Reviews<'h> {
    handbook: &'h Handbook,
    entries: FxHashMap<ArticleId, &'h LockedArticle>,
    /// The present key of articles that had another one when the lock was written, by regulation and old key.
    renamed: FxHashMap<&'h str, FxHashMap<&'h str, String>>,
}

impl<'h> Reviews<'h> {
    pub fn new(handbook: &'h Handbook) -> Self {
        let mut reviews = Self {
            handbook,
            entries: FxHashMap::default(),
            renamed: FxHashMap::default(),
        };
        let mut locked: FxHashMap<&str, Vec<(&str, &LockedArticle)>> = FxHashMap::default();
        for entry in &handbook.lock.articles {
            if let Some((regulation, key)) = entry.article.value.split_once('#') {
                locked.entry(regulation).or_default().push((key, entry));
            }
        }
        if !locked.is_empty() {
            for regulation in &handbook.regulations {
                if let Some(entries) = locked.remove(&*regulation.id) {
                    let articles = regulation.articles.clone().map(ArticleId);
                    reviews.align(&regulation.id, articles.collect(), entries);
                }
            }
        }
        reviews
    }

    /// The lock's entry for an article.
    pub fn entry(&self, article: ArticleId) -> Option<&'h LockedArticle> {
        self.entries.get(&article).copied()
    }

    /// How the translation of an article into a language stands, whose source now says `now`.
    pub fn of(&self, article: ArticleId, language: LanguageId, now: &NormalText) -> Review {
        let Some(entry) = self.entry(article) else {
            return Review::Never;
        };
        let Some(hash) = entry.reviewed(self.handbook.tag(language)) else {
            return Review::Never;
        };
        let current = now.hash();
        if hash == current {
            return Review::Current;
        }
        match self.source(article, entry, hash) {
            Some(was) if normal::hash(&was) == current => Review::Current,
            was => Review::Stale { was },
        }
    }

    /// A source text of the lock, with the articles that it cites called what they are called now.
    fn source(&self, article: ArticleId, entry: &LockedArticle, hash: &str) -> Option<String> {
        let text = entry.source(hash)?;
        let regulation = self.handbook.article(article).regulation;
        match self.renamed.get(&*self.handbook.regulation(regulation).id) {
            Some(renamed) => Some(normal::rename_citations(text, |key| renamed.get(key).cloned())),
            None => Some(text.to_owned()),
        }
    }

    /// Finds each article's entry: by its name; those that have no id, or have another one now, by their place among
    /// the others and by what they say.
    fn align(&mut self, regulation: &'h str, articles: Vec<ArticleId>, entries: Vec<(&'h str, &'h LockedArticle)>) {
        let handbook = self.handbook;
        let key = |id: ArticleId| handbook.article(id).key.to_string();
        let keys: FxHashSet<String> = articles.iter().map(|&id| key(id)).collect();
        let by_key: FxHashMap<&str, &LockedArticle> = entries.iter().copied().collect();
        let is_named = |id: &ArticleId| matches!(handbook.article(*id).key, ArticleKey::Named(_));
        let numbered: FxHashSet<String> = articles.iter().filter(|id| !is_named(id)).map(|&id| key(id)).collect();
        let mut loose = Vec::new();
        for &id in &articles {
            match by_key.get(&*key(id)) {
                Some(entry) if is_named(&id) => {
                    self.entries.insert(id, entry);
                }
                _ => loose.push(id),
            }
        }
        let mut left: Vec<(&str, &LockedArticle)> = entries
            .into_iter()
            .filter(|(key, _)| !keys.contains(*key) || numbered.contains(*key))
            .collect();
        if loose.is_empty() || left.is_empty() {
            return;
        }
        left.sort_by_key(|(key, entry)| (number(entry), *key));
        let old: Vec<u64> = left
            .iter()
            .map(|(_, entry)| skeleton(newest(entry).unwrap_or_default()))
            .collect();
        let new: Vec<u64> = loose
            .par_iter()
            .map(|&id| source_of(handbook, id).map_or(0, |text| skeleton(&text.text())))
            .collect();
        let mut renamed = FxHashMap::default();
        for (old, new) in pairs(&old, &new) {
            let ((was, entry), id) = (left[old], loose[new]);
            self.entries.insert(id, entry);
            if key(id) != was {
                renamed.insert(was, key(id));
            }
        }
        if !renamed.is_empty() {
            self.renamed.insert(regulation, renamed);
        }
    }

    /// The lock after the translations in `accepted` were reviewed. Entries of articles that are gone are left out.
    /// `keep_numbers` leaves the numbers of known articles as they were.
    pub fn accept(&self, accepted: &[(ArticleId, LanguageId)], keep_numbers: bool) -> TranslationsLock {
        let handbook = self.handbook;
        let accepted: FxHashSet<(ArticleId, LanguageId)> = accepted.iter().copied().collect();
        let ids: Vec<ArticleId> = handbook.article_ids().collect();
        let articles = ids.into_par_iter().filter_map(|id| {
            let entry = self.entry(id);
            let languages = handbook
                .language_ids()
                .filter(|&language| accepted.contains(&(id, language)));
            let languages: Vec<LanguageId> = languages.collect();
            if entry.is_none() && languages.is_empty() {
                return None;
            }
            Some(self.record(id, entry, &languages, keep_numbers))
        });
        TranslationsLock {
            articles: articles.collect(),
        }
    }

    fn record(
        &self,
        id: ArticleId,
        entry: Option<&LockedArticle>,
        languages: &[LanguageId],
        keep_numbers: bool,
    ) -> LockedArticle {
        let handbook = self.handbook;
        let mut record = LockedArticle {
            article: written(handbook.article_name(handbook.article(id))),
            number: entry.and_then(|entry| entry.number.clone()).filter(|_| keep_numbers),
            reviewed: Vec::new(),
            sources: Vec::new(),
        };
        if record.number.is_none() {
            let first = handbook.article(id).texts.iter().next();
            record.number = first.map(|(_, &text)| written(handbook.node(handbook.text(text)).number.to_string()));
        }
        let tags: Vec<&str> = languages.iter().map(|&language| handbook.tag(language)).collect();
        let former = entry.map_or(&[][..], |entry| &entry.reviewed);
        for (tag, hash) in former.iter().filter(|(tag, _)| !tags.contains(&tag.as_str())) {
            let text = entry.and_then(|entry| self.source(id, entry, hash));
            let hash = text.as_deref().map_or_else(|| hash.clone(), normal::hash);
            record.reviewed.push((tag.clone(), hash.clone()));
            record.sources.extend(text.map(|text| (hash, text)));
        }
        if let Some(text) = source_of(handbook, id).filter(|_| !tags.is_empty()) {
            let hash = text.hash();
            record.sources.retain(|(known, _)| *known != hash);
            record.sources.push((hash.clone(), text.text()));
            record
                .reviewed
                .extend(tags.iter().map(|&tag| (tag.to_owned(), hash.clone())));
        }
        record.sources.sort();
        record.sources.dedup();
        record
    }
}

/// The normal form of what an article's translations are made from, where the authoritative language has it.
pub fn source_of(handbook: &Handbook, article: ArticleId) -> Option<NormalText> {
    let text = handbook.text_for(article, LanguageId::AUTHORITATIVE)?;
    Some(NormalText::of(handbook, text))
}

fn written(value: String) -> Spanned<String> {
    let span = Span::new(FileId(0), 0..0);
    Spanned { value, span }
}

/// The source text that was reviewed last; which one that was cannot be told, so the one of the first language.
fn newest(entry: &LockedArticle) -> Option<&str> {
    let (_, hash) = entry.reviewed.first()?;
    entry.source(hash)
}

fn number(entry: &LockedArticle) -> Option<Number> {
    let text = &entry.number.as_ref()?.value;
    let (value, branch) = text.split_once('-').unwrap_or((text, "0"));
    Some(Number {
        value: value.parse().ok()?,
        branch: branch.parse().ok()?,
    })
}

/// What a text says but for the articles that it cites: those without an id are called by a number, which may change.
fn skeleton(text: &str) -> u64 {
    use std::hash::BuildHasher;
    let plain = normal::fold(&normal::rename_citations(text, |_| Some(String::new())));
    rustc_hash::FxBuildHasher.hash_one(plain)
}

/// Which of the old texts is which of the new ones, by index.
fn pairs(old: &[u64], new: &[u64]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        match op {
            DiffOp::Equal {
                old_index,
                new_index,
                len,
            } => {
                pairs.extend((0..len).map(|at| (old_index + at, new_index + at)));
            }
            // As many texts as before: they were changed where they stand. Else none can be told for certain.
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } if old_len == new_len => pairs.extend((0..old_len).map(|at| (old_index + at, new_index + at))),
            DiffOp::Replace { .. } | DiffOp::Insert { .. } | DiffOp::Delete { .. } => {}
        }
    }
    pairs
}
