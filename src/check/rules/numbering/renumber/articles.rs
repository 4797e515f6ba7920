//! The articles of a regulation: which of them bore which number, and which number each of them gets.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Left, Reason, words};
use crate::check::rules::numbering::{buried_heads, rewrite, written, written_end};
use crate::check::rules::source::malformed_heads;
use crate::diagnostic::Edit;
use crate::language::{Language, Level, Number};
use crate::model::{Edition, Handbook, LanguageId, Regulation, TextId};
use crate::source::Span;

/// The articles of a regulation with their old numbers and their new ones.
pub(super) struct Articles<'a> {
    pub handbook: &'a Handbook,
    pub regulation: &'a Regulation,
    /// The article that a number meant before, in each language.
    bearers: FxHashMap<(LanguageId, Number), TextId>,
    /// Numbers that several articles of one language bear.
    repeated: FxHashSet<Number>,
    /// Articles that never bore the number they are written with.
    fresh: FxHashSet<TextId>,
    /// The texts of one article, whatever their language.
    pub groups: Vec<Vec<TextId>>,
    group_of: FxHashMap<TextId, usize>,
    new: Vec<Option<Number>>,
}

impl<'a> Articles<'a> {
    /// Numbers the articles in the order of `order`, one of the regulation's editions.
    pub fn new(handbook: &'a Handbook, regulation: &'a Regulation, order: &Edition) -> Self {
        let mut articles = Self {
            handbook,
            regulation,
            bearers: FxHashMap::default(),
            repeated: FxHashSet::default(),
            fresh: FxHashSet::default(),
            groups: Vec::new(),
            group_of: FxHashMap::default(),
            new: Vec::new(),
        };
        articles.find_bearers();
        articles.pair();
        articles.new = vec![None; articles.groups.len()];
        let mut last = Number::default();
        for text in &order.texts {
            last = next(last, articles.written(*text));
            if let Some(group) = articles.group_of.get(text) {
                articles.new[*group] = Some(last);
            }
        }
        articles
    }

    /// The number that an article is written with.
    pub fn written(&self, text: TextId) -> Number {
        self.handbook.node(self.handbook.text(text)).number
    }

    /// The number that an article gets.
    pub fn number(&self, text: TextId) -> Option<Number> {
        self.new[*self.group_of.get(&text)?]
    }

    /// The index of an article among [`Self::groups`].
    pub fn group(&self, text: TextId) -> Option<usize> {
        self.group_of.get(&text).copied()
    }

    pub fn texts(&self) -> impl Iterator<Item = TextId> + '_ {
        let editions = self.regulation.editions.iter();
        editions.flat_map(|(_, edition)| edition.texts.iter().copied())
    }

    pub fn is_fresh(&self, text: TextId) -> bool {
        self.fresh.contains(&text)
    }

    pub fn is_repeated(&self, number: Number) -> bool {
        self.repeated.contains(&number)
    }

    /// The article that a number meant before, as an edition has it.
    pub fn bearer(&self, language: LanguageId, number: Number) -> Option<TextId> {
        let own = self.bearers.get(&(language, number));
        own.or_else(|| self.bearers.get(&(LanguageId::AUTHORITATIVE, number)))
            .copied()
    }

    /// Whether some article gets this number.
    pub fn is_given(&self, number: Number) -> bool {
        self.new.contains(&Some(number))
    }

    /// Whether any article gets another number.
    pub fn changes(&self) -> bool {
        self.texts()
            .any(|text| self.number(text).is_some_and(|new| new != self.written(text)))
    }

    /// Of articles that share a number the one that the lock knows by it, else the last: an article that was put in
    /// took the number of the one that it came before.
    fn find_bearers(&mut self) {
        let locked = self.locked();
        for (language, edition) in self.regulation.editions.iter() {
            for &text in &edition.texts {
                let number = self.written(text);
                if number.value == 0 {
                    self.fresh.insert(text);
                    continue;
                }
                let key = (language, number);
                let Some(&other) = self.bearers.get(&key) else {
                    self.bearers.insert(key, text);
                    continue;
                };
                self.repeated.insert(number);
                let knows = |text: TextId| {
                    let known = match self.id(text) {
                        Some(id) => locked.get(id),
                        None => locked.get(format!("art-{number}").as_str()),
                    };
                    known == Some(&number)
                };
                let is_other = knows(other) && !knows(text);
                let (old, fresh) = if is_other { (other, text) } else { (text, other) };
                self.fresh.insert(fresh);
                self.bearers.insert(key, old);
            }
        }
    }

    /// The numbers that the lock knows of articles, by their ids or `art-` and the number.
    fn locked(&self) -> FxHashMap<&'a str, Number> {
        let entries = self.handbook.lock.articles.iter();
        let own = entries.filter_map(|entry| {
            let (regulation, id) = entry.article.value.split_once('#')?;
            let number = Number::read(&entry.number.as_ref()?.value)?;
            (*regulation == *self.regulation.id).then_some((id, number))
        });
        own.collect()
    }

    pub fn id(&self, text: TextId) -> Option<&'a str> {
        let id = self.handbook.node(self.handbook.text(text)).id()?;
        Some(&id.value)
    }

    /// Finds the texts of one article: by id, else by the number that they bore; new ones by the number they share.
    fn pair(&mut self) {
        let mut by_id: FxHashMap<&str, usize> = FxHashMap::default();
        let mut by_number: FxHashMap<(Number, Option<u32>), usize> = FxHashMap::default();
        for (language, edition) in self.regulation.editions.iter() {
            let mut times: FxHashMap<Number, u32> = FxHashMap::default();
            for &text in &edition.texts {
                let number = self.written(text);
                let time = self.fresh.contains(&text).then(|| {
                    let time = times.entry(number).or_default();
                    *time += 1;
                    *time
                });
                let key = (number, time);
                let has_language = |group: &usize| {
                    let texts: &Vec<TextId> = &self.groups[*group];
                    texts.iter().any(|&text| self.handbook.text(text).language == language)
                };
                let id = self.id(text);
                let named = id.and_then(|id| by_id.get(id).copied());
                // An id that another article has in the other language says that they are two.
                let same_id = |group: &usize| {
                    let mut ids = self.groups[*group].iter().filter_map(|&text| self.id(text));
                    id.is_none() || ids.next().is_none()
                };
                let numbered = by_number.get(&key).copied().filter(same_id);
                let found = named.or(numbered).filter(|group| !has_language(group));
                let group = found.unwrap_or_else(|| {
                    self.groups.push(Vec::new());
                    self.groups.len() - 1
                });
                self.groups[group].push(text);
                self.group_of.insert(text, group);
                if let Some(id) = id {
                    by_id.entry(id).or_insert(group);
                }
                by_number.entry(key).or_insert(group);
            }
        }
    }

    /// What has to be settled before the numbers can change.
    pub fn obstacles(&self) -> Vec<Left> {
        let handbook = self.handbook;
        let mut left = Vec::new();
        for (_, edition) in self.regulation.editions.iter() {
            let chapters = edition.chapters.iter().map(|&id| handbook.chapter(id));
            let malformed = chapters.flat_map(|chapter| malformed_heads(handbook, chapter));
            left.extend(malformed.map(|head| Left::stop(head.span, Reason::Head)));
            // Of two articles with one id it is open which one the other languages mean.
            let mut ids: FxHashSet<&str> = FxHashSet::default();
            let again = edition
                .texts
                .iter()
                .filter(|text| self.id(**text).is_some_and(|id| !ids.insert(id)));
            left.extend(again.map(|&text| Left::stop(self.label(text), Reason::Head)));
            for &text in &edition.texts {
                let buried = buried_heads(handbook, text);
                let text = handbook.text(text);
                left.extend(buried.map(|head| Left::stop(handbook.span(text, &head.citation.span), Reason::Head)));
            }
        }
        for text in self.texts().filter(|&text| self.number(text).is_none()) {
            left.push(Left::stop(self.label(text), Reason::Untranslated));
        }
        left
    }

    /// Headings and words of links that name an article by its old number.
    pub fn words(&self) -> Vec<Left> {
        let of = |language: LanguageId| {
            move |number: Number| {
                let new = self.bearer(language, number).and_then(|text| self.number(text));
                new.is_some_and(|new| new != number)
            }
        };
        let editions = self.regulation.editions.iter();
        editions
            .flat_map(|(language, edition)| words::left(self.handbook, edition, Level::Article, of(language)))
            .collect()
    }

    /// The place of an article's label.
    pub fn label(&self, text: TextId) -> Span {
        let text = self.handbook.text(text);
        self.handbook.span(text, &self.handbook.node(text).label)
    }

    /// The new numbers in the heads.
    pub fn heads(&self, left: &mut Vec<Left>) -> Vec<Edit> {
        let mut edits = Vec::new();
        for text in self.texts() {
            let (Some(new), old) = (self.number(text), self.written(text)) else {
                continue;
            };
            let span = self.label(text);
            let language = self.handbook.language(self.handbook.text(text).language);
            match relabel(language, self.handbook.sources.text(span), span, old, new) {
                Some(changed) => edits.extend(changed),
                None => left.push(Left::stop(span, Reason::Head)),
            }
        }
        edits
    }

    /// The new numbers in the lock, so that no citation looks left behind. An article without a name is known by its
    /// number there, unless it `gets_a_name`, which is the same word.
    pub fn lock(&self, gets_a_name: impl Fn(TextId) -> bool, left: &mut Vec<Left>) -> Vec<Edit> {
        let handbook = self.handbook;
        let mut edits = Vec::new();
        if handbook.lock.articles.is_empty() {
            return edits;
        }
        let texts = self.texts().filter_map(|text| Some((self.id(text)?, text)));
        let named: FxHashMap<&str, TextId> = texts.collect();
        for entry in &handbook.lock.articles {
            let own = entry.article.value.split_once('#');
            let Some((_, name)) = own.filter(|(regulation, _)| **regulation == *self.regulation.id) else {
                continue;
            };
            let numbered = || self.bearer(LanguageId::AUTHORITATIVE, Number::read(name.strip_prefix("art-")?)?);
            let Some(text) = named.get(name).copied().or_else(numbered) else {
                continue;
            };
            let (old, new) = (self.written(text), self.number(text).unwrap_or_default());
            if self.id(text).is_none() && !gets_a_name(text) && new != old {
                let key = handbook.sources.text(entry.article.span);
                edits.push(Edit {
                    span: entry.article.span,
                    text: key.replace(name, &format!("art-{new}")),
                });
            }
            let Some(locked) = &entry.number else {
                continue;
            };
            // A number that the lock has not followed yet is another rule's to settle first.
            if old.to_string() != locked.value {
                left.push(Left::stop(self.label(text), Reason::Lock));
            } else if new != old {
                edits.push(Edit {
                    span: locked.span,
                    text: format!("\"{new}\""),
                });
            }
        }
        edits
    }
}

/// The number after `last` for an article written with `own`. Inserted ones such as 5-1 follow the article before them.
fn next(last: Number, own: Number) -> Number {
    match own.branch {
        branch if branch > 0 && last.value > 0 => Number {
            branch: branch.max(last.branch + 1),
            ..last
        },
        _ => Number::new(last.value + 1),
    }
}

/// The edits that turn the number in a label or a citation at `span` into another one; nothing where it is not found.
pub(super) fn relabel(language: &Language, text: &str, span: Span, old: Number, new: Number) -> Option<Vec<Edit>> {
    if old == new {
        return Some(Vec::new());
    }
    let numeral = written(language, text, Level::Article, old.value, true)?;
    let mut edits = Vec::new();
    let mut put = |found: &crate::check::rules::numbering::Written, number: u32| {
        let start = span.start + found.range.start as u32;
        edits.push(Edit {
            span: Span::new(span.file, start..start + found.range.len() as u32),
            text: rewrite(language, found, number),
        });
    };
    if old.value != new.value {
        put(&numeral, new.value);
    }
    if old.branch != new.branch {
        let branch = written_end(language, text, &numeral, old.branch)?;
        put(&branch, new.branch);
    }
    Some(edits)
}
