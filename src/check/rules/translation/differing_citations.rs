//! RB506: articles that cite other units in one language than in another.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::differs;
use crate::check::wording;
use crate::diagnostic::{Diagnostic, Findings};
use crate::language::sentence::sentences;
use crate::language::{Level, Path};
use crate::model::{Article, ArticleId, ArticleText, Citation, CitedMember, Citing, Handbook, RegulationId, Target};
use crate::source::Span;

/// What a citation points at, alike in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Unit {
    article: ArticleId,
    /// The paragraph, item and sub-item; 0 where none is named.
    numbers: [u16; 3],
}

/// A citation with what it points at.
#[derive(Debug)]
struct Cite<'a> {
    citation: &'a Citation,
    units: BTreeSet<Unit>,
    /// It names its article by number, or counts from its own place.
    own: bool,
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
    let mut shapes = Shapes::new(handbook);
    let mut texts = article.texts.iter().map(|(_, &id)| handbook.text(id));
    let Some(first) = texts.next() else {
        return findings;
    };
    let mut original: Option<Side<'_>> = None;
    for text in texts {
        let original = original.get_or_insert_with(|| shapes.side(first));
        let translation = shapes.side(text);
        let mut lost = left(original, &translation);
        let mut added = left(&translation, original);
        // One citation for another, in their order; what is over has no counterpart.
        while let (Some(own), Some(other)) = (next(&mut lost, &added), added.first()) {
            let other = *other;
            added.remove(0);
            findings.push(finding(handbook, (&translation, other), (original, own), None));
        }
        // That a text says “the said provisions” for 前款规定 is no other citation.
        for cite in lost.into_iter().filter(|cite| !cite.own) {
            let place = nearest(original, cite, &translation);
            findings.push(lacking(handbook, "missing", (&translation, place), (original, cite)));
        }
        for cite in added.into_iter().filter(|cite| !cite.own) {
            findings.push(extra(handbook, (&translation, cite), original));
        }
    }
    findings
}

/// The next citation that has a counterpart to be held against: both within the article, or both outside it.
fn next<'s, 'a>(lost: &mut Vec<&'s Cite<'a>>, added: &[&Cite<'_>]) -> Option<&'s Cite<'a>> {
    let other = added.first()?;
    let at = lost.iter().position(|cite| cite.own == other.own)?;
    Some(lost.remove(at))
}

/// The citations of one side that point at something which the other side neither cites nor may cite.
fn left<'s, 'a>(side: &'s Side<'a>, other: &Side<'_>) -> Vec<&'s Cite<'a>> {
    let is_left = |unit: &Unit| !other.units.contains(unit) && !other.open.iter().any(|path| may_be(path, *unit));
    side.cites
        .iter()
        .filter(|cite| cite.units.iter().any(is_left))
        .collect()
}
