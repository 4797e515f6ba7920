//! RB506: articles that cite other units in one language than in another.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::differs;
use crate::check::rules::numbering::is_buried_head;
use crate::check::wording;
use crate::diagnostic::{Diagnostic, Findings};
use crate::language::{Language, Level, Number, Path};
use crate::model::{Article, ArticleId, ArticleText, Citation, CitedMember, Handbook, Target};
use crate::source::Span;

/// What a citation points at, alike in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Unit {
    article: ArticleId,
    /// The paragraph, item and sub-item; 0 where none is named.
    numbers: [u32; 3],
}

/// A citation with what it points at.
#[derive(Debug)]
struct Cite<'a> {
    citation: &'a Citation,
    units: BTreeSet<Unit>,
}

/// The citations of an article in one language.
#[derive(Debug)]
struct Side<'a> {
    text: &'a ArticleText,
    cites: Vec<Cite<'a>>,
    units: BTreeSet<Unit>,
    /// What members name of which nothing certain is known.
    open: Vec<Path>,
}

const LEVELS: [Level; 3] = [Level::Paragraph, Level::Item, Level::Subitem];

/// More units than this in a range are too many to be told apart.
const LONGEST: u32 = 400;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    if handbook.languages.len() < 2 {
        return;
    }
    let found: Vec<Findings> = handbook
        .articles
        .par_iter()
        .filter(|article| {
            let mut texts = article.texts.iter();
            texts.any(|(_, &id)| !handbook.text(id).citations.is_empty())
        })
        .map(|article| compare(handbook, article))
        .collect();
    findings.extend(found.into_iter().flat_map(Findings::into_vec));
}

fn compare(handbook: &Handbook, article: &Article) -> Findings {
    let mut findings = Findings::new();
    let mut shapes = Shapes {
        handbook,
        known: FxHashMap::default(),
    };
    let mut texts = article.texts.iter().map(|(_, &id)| handbook.text(id));
    let Some(first) = texts.next() else {
        return findings;
    };
    let mut original: Option<Side<'_>> = None;
    for text in texts {
        let original = original.get_or_insert_with(|| shapes.side(first));
        let translation = shapes.side(text);
        for (own, other) in otherwise(handbook, original, &translation) {
            findings.push(differing(handbook, (original, own), (&translation, other)));
        }
        let mut lost = left(handbook, original, &translation);
        let mut added = left(handbook, &translation, original);
        // One citation for another, in their order; what is over has no counterpart.
        while !lost.is_empty() && !added.is_empty() {
            let (own, other) = (lost.remove(0), added.remove(0));
            findings.push(differing(handbook, (original, own), (&translation, other)));
        }
        for cite in lost {
            findings.push(lacking(handbook, "missing", (original, cite), &translation));
        }
        for cite in added {
            findings.push(lacking(handbook, "added", (&translation, cite), original));
        }
    }
    findings
}

/// The citations of one side that name an article which the other side neither cites nor may cite, and whose number its
/// text does not hold either.
fn left<'s, 'a>(handbook: &Handbook, side: &'s Side<'a>, other: &Side<'_>) -> Vec<&'s Cite<'a>> {
    let texts = || text_of(handbook, other.text);
    let mut whole: Option<String> = None;
    let mut is_left = |cite: &Cite<'_>, unit: &Unit| {
        let cited = other.units.iter().any(|cited| cited.article == unit.article);
        if unit.article == side.text.article || cited || other.open.iter().any(|path| may_be(path, (handbook, *unit))) {
            return false;
        }
        named(handbook, side, cite, unit.article)
            && !mentions(handbook, other.text, whole.get_or_insert_with(texts), unit.article)
    };
    let cites = side.cites.iter();
    cites
        .filter(|cite| !cite.units.is_empty() && cite.units.iter().any(|unit| is_left(cite, unit)))
        .collect()
}

/// Citations of one unit of an article each, alike in form, that differ in one number.
fn otherwise<'s, 'a>(
    handbook: &Handbook,
    original: &'s Side<'a>,
    translation: &'s Side<'a>,
) -> Vec<(&'s Cite<'a>, &'s Cite<'a>)> {
    let articles: BTreeSet<ArticleId> = original.units.iter().map(|unit| unit.article).collect();
    let pair = |article: ArticleId| {
        if article == original.text.article {
            return None;
        }
        let (own, unit) = original.only(article)?;
        let (other, counterpart) = translation.only(article)?;
        let mut numbers = unit.numbers.into_iter().zip(counterpart.numbers);
        let alike = numbers.clone().all(|(one, other)| (one == 0) == (other == 0));
        let differing = numbers.clone().filter(|(one, other)| one != other).count() == 1;
        let place = numbers.position(|(one, other)| one != other)?;
        let says = |side: &Side<'_>, cite: &Cite<'_>, number: u32| {
            let around = handbook.sources.text(sentence(handbook, side, cite));
            holds(handbook, side.text, around, LEVELS[place], Number::new(number))
        };
        let certain = original.open.is_empty()
            && translation.open.is_empty()
            && named(handbook, original, own, article)
            && named(handbook, translation, other, article)
            && !says(original, own, counterpart.numbers[place])
            && !says(translation, other, unit.numbers[place]);
        (alike && differing && certain).then_some((own, other))
    };
    articles.into_iter().filter_map(pair).collect()
}

impl<'a> Side<'a> {
    /// The only citation of an article, with the one unit that it points at.
    fn only(&self, article: ArticleId) -> Option<(&Cite<'a>, Unit)> {
        let mut units = self.units.iter().filter(|unit| unit.article == article);
        let unit = units.next().filter(|_| units.next().is_none())?;
        let mut cites = self.cites.iter().filter(|cite| cite.units.contains(unit));
        let cite = cites.next().filter(|_| cites.next().is_none())?;
        Some((cite, *unit))
    }
}

/// Whether a citation names an article by its number, and does not count from its own place.
fn named(handbook: &Handbook, side: &Side<'_>, cite: &Cite<'_>, article: ArticleId) -> bool {
    mentions(handbook, side.text, written(handbook, side, cite), article)
}

/// Whether a text in the language of `text` holds the number of an article.
fn mentions(handbook: &Handbook, text: &ArticleText, words: &str, article: ArticleId) -> bool {
    let texts = &handbook.article(article).texts;
    let numbers = texts.iter().map(|(_, &id)| handbook.node(handbook.text(id)).number);
    numbers
        .into_iter()
        .any(|number| holds(handbook, text, words, Level::Article, number))
}

/// Whether `words` hold the label of a unit, or its number where numbers stand alone.
fn holds(handbook: &Handbook, text: &ArticleText, words: &str, level: Level, number: Number) -> bool {
    let language = handbook.language(text.language);
    let lower = words.to_lowercase();
    let alone = |form: &str| {
        lower.match_indices(form).any(|(at, _)| {
            let before = lower[..at].chars().next_back();
            let after = lower[at + form.len()..].chars().next();
            let cuts = |next: Option<char>| next.is_some_and(|next| next.is_ascii_alphanumeric());
            !cuts(before) && !cuts(after)
        })
    };
    let numerals = language.pack.numeral.iter();
    let forms: Vec<String> = numerals
        .filter_map(|named| named.numeral.format(number.value))
        .map(|form| form.to_lowercase())
        .collect();
    // 一百七十三條 lacks its prefix and names the article all the same; a single character may be part of any word.
    let ordinals = language.pack.values.ordinals.iter();
    let mut ordinals = ordinals.filter(|(_, value)| *value == u64::from(number.value));
    words.contains(&language.label(level, number))
        || forms.iter().any(|form| match form.is_ascii() {
            true => alone(form),
            false => form.chars().count() > 1 && uncut(language, &lower, form),
        })
        || ordinals.any(|(word, _)| alone(word))
}

/// Whether a text holds a number that is no part of a longer one.
fn uncut(language: &Language, text: &str, form: &str) -> bool {
    let numerals = &language.pack.numeral;
    let is_digit = |next: char| numerals.iter().any(|named| named.numeral.starts_with(next));
    text.match_indices(form).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + form.len()..]);
        !before.ends_with(is_digit) && !after.starts_with(is_digit)
    })
}

/// The plain text of an article.
fn text_of(handbook: &Handbook, text: &ArticleText) -> String {
    let chapter = handbook.chapter_of(text);
    let blocks = chapter.document.blocks_of(handbook.node(text));
    let texts: Vec<String> = blocks
        .map(|(_, block)| handbook.block_text(chapter, block).text.into_owned())
        .collect();
    texts.join("\n")
}

/// Whether a member that names the numbers of `path` may point at a unit.
fn may_be(path: &Path, unit: (&Handbook, Unit)) -> bool {
    let (handbook, unit) = unit;
    let texts = &handbook.article(unit.article).texts;
    let number = texts
        .iter()
        .next()
        .map(|(_, &id)| handbook.node(handbook.text(id)).number);
    let article = path.get(Level::Article).is_none_or(|named| Some(named) == number);
    let within = LEVELS.iter().zip(unit.numbers).all(|(&level, own)| {
        let named = path.get(level).map_or(0, |number| number.value);
        named == 0 || own == 0 || named == own
    });
    article && within
}

/// What is known of the articles that are cited.
struct Shapes<'a> {
    handbook: &'a Handbook,
    /// Whether a language divides them otherwise than another, and whether they have one paragraph only.
    known: FxHashMap<ArticleId, (bool, bool)>,
}

impl<'a> Shapes<'a> {
    fn side(&mut self, text: &'a ArticleText) -> Side<'a> {
        let mut side = Side {
            text,
            cites: Vec::new(),
            units: BTreeSet::new(),
            open: Vec::new(),
        };
        let citations = text.citations.iter();
        for citation in citations.filter(|citation| !is_buried_head(self.handbook, text, citation)) {
            let mut units = BTreeSet::new();
            for member in &citation.members {
                if !self.units(member, &mut units) {
                    // A range may be about any of its units.
                    side.open.push(if member.through.is_some() {
                        Path::default()
                    } else {
                        member.path
                    });
                }
            }
            side.units.extend(&units);
            // The article itself, or a unit of one that the languages divide differently, says nothing here.
            units.retain(|unit| unit.article != text.article || unit.numbers[0] > 0 || unit.numbers[1] > 0);
            side.cites.push(Cite { citation, units });
            let cite = side.cites.last();
            let relative = cite.filter(|cite| !cite.units.is_empty()).and_then(|cite| {
                let first = cite.units.iter().next()?.article;
                (first < text.article && !named(self.handbook, &side, cite, first)).then_some(first)
            });
            // 前两条, the preceding articles: all that lie between.
            if let Some(first) = relative {
                let between = (first.0..text.article.0).map(ArticleId);
                side.units.extend(between.map(|article| Unit {
                    article,
                    numbers: [0; 3],
                }));
            }
        }
        side
    }

    /// Adds the units that a member points at; `false` where that is not certain.
    fn units(&mut self, member: &CitedMember, units: &mut BTreeSet<Unit>) -> bool {
        let Target::Article {
            article, unit, through, ..
        } = member.target
        else {
            return matches!(member.target, Target::Division { .. });
        };
        if let Some(last) = through {
            let articles = article.0..=last.0;
            units.extend(articles.map(ArticleId).map(|article| Unit {
                article,
                numbers: [0; 3],
            }));
            return true;
        }
        let (differs, single) = *self
            .known
            .entry(article)
            .or_insert_with(|| shape(self.handbook, article));
        let mut numbers = [unit.paragraph, unit.item, unit.subitem].map(u32::from);
        if numbers[1] > 0 || numbers[2] > 0 {
            numbers[0] = numbers[0].max(1);
        }
        let level = numbers.iter().rposition(|&number| number > 0);
        let ends = level
            .zip(member.through)
            .map(|(level, through)| (level, numbers[level]..=through.value));
        let mut add = |mut numbers: [u32; 3]| {
            if differs {
                numbers = [0; 3];
            } else if single {
                numbers[0] = 0;
            }
            units.insert(Unit { article, numbers });
        };
        match ends {
            Some((_, ends)) if ends.end() - ends.start().min(ends.end()) > LONGEST => return false,
            Some((level, ends)) => ends.for_each(|number| {
                let mut numbers = numbers;
                numbers[level] = number;
                add(numbers);
            }),
            None => add(numbers),
        }
        true
    }
}

fn shape(handbook: &Handbook, id: ArticleId) -> (bool, bool) {
    let article = handbook.article(id);
    let single = article.texts.iter().all(|(_, &id)| {
        let text = handbook.text(id);
        let document = &handbook.chapter_of(text).document;
        document
            .blocks_of(handbook.node(text))
            .all(|(_, block)| block.unit.paragraph <= 1)
    });
    // A paragraph that another language lacks leaves nothing to compare it with.
    (article.texts.iter().count() < 2 || differs(handbook, article), single)
}

fn differing(
    handbook: &Handbook,
    (original, own): (&Side<'_>, &Cite<'_>),
    (side, cite): (&Side<'_>, &Cite<'_>),
) -> Diagnostic {
    finding(handbook, (side, cite), original)
        .param("other_citation", written(handbook, original, own))
        .related("counterpart", sentence(handbook, original, own))
}

/// A citation that the other language lacks, with the sentence of its nearest one.
fn lacking(
    handbook: &Handbook,
    variant: &'static str,
    (side, cite): (&Side<'_>, &Cite<'_>),
    other: &Side<'_>,
) -> Diagnostic {
    let index = side.cites.iter().position(|own| std::ptr::eq(own, cite)).unwrap_or(0);
    let near = other.cites.get(index.min(other.cites.len().saturating_sub(1)));
    let place = match near {
        Some(near) => sentence(handbook, other, near),
        None => handbook.span(other.text, &handbook.node(other.text).head),
    };
    finding(handbook, (side, cite), other)
        .variant(variant)
        .related("counterpart", place)
}

fn finding(handbook: &Handbook, (side, cite): (&Side<'_>, &Cite<'_>), other: &Side<'_>) -> Diagnostic {
    wording::finding(handbook, "RB506", side.text, &cite.citation.span)
        .param("citation", written(handbook, side, cite))
        .param("language", wording::language(handbook, side.text.language))
        .param("other_language", wording::language(handbook, other.text.language))
}

/// The citation as it is written.
fn written<'a>(handbook: &'a Handbook, side: &Side<'_>, cite: &Cite<'_>) -> &'a str {
    handbook.sources.text(handbook.span(side.text, &cite.citation.span))
}

/// The place of the sentence around a citation.
fn sentence(handbook: &Handbook, side: &Side<'_>, cite: &Cite<'_>) -> Span {
    let chapter = handbook.chapter_of(side.text);
    let Some(block) = chapter.document.blocks.get(cite.citation.block as usize) else {
        return handbook.span(side.text, &cite.citation.span);
    };
    let text = handbook.block_text(chapter, block);
    let own = text.range(&cite.citation.span);
    let language = handbook.language(side.text.language);
    let mut around = language
        .sentences
        .of(&text.text)
        .into_iter()
        .filter(|sentence| sentence.start <= own.start && own.start < sentence.end);
    let place = around
        .next()
        .map_or_else(|| cite.citation.span.clone(), |sentence| text.source(&sentence));
    handbook.span(side.text, &place)
}
