//! RB505: numbers, dates, times, amounts, durations and shares that differ between languages.

use std::ops::Range;

use super::differences::{Difference, Found, differences};
use super::pieces::{self, Pair, Piece, Side};
use crate::diagnostic::Findings;
use crate::language::value::Quantity;
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    pieces::compare(handbook, findings, compare);
}

fn compare(pair: &Pair<'_>, findings: &mut Findings) {
    let read = |side: &Side<'_>| -> Vec<Vec<Quantity>> {
        let values = &pair.handbook.language(side.language).values;
        let pieces = side.pieces.iter();
        pieces
            .map(|piece| values.read(&piece.text.text, &piece.names))
            .collect()
    };
    let (original, translation) = (read(&pair.original), read(&pair.translation));
    if original.iter().chain(&translation).all(Vec::is_empty) {
        return;
    }
    for difference in differences(&original, &translation, pair.is_aligned()) {
        match difference {
            Difference::Differs(original, translation) => differing(pair, &original, &translation, findings),
            Difference::Missing(found) => {
                lacking(pair, (&pair.original, &pair.translation), &found, "missing", findings);
            }
            Difference::Added(found) => lacking(pair, (&pair.translation, &pair.original), &found, "added", findings),
        }
    }
}

fn differing(pair: &Pair<'_>, original: &Found<'_>, translation: &Found<'_>, findings: &mut Findings) {
    let (own, other) = (
        &pair.translation.pieces[translation.piece],
        &pair.original.pieces[original.piece],
    );
    let finding = pair
        .translation
        .finding(pair.handbook, "RB505", own, &translation.quantity.range)
        .param("value", &own.text.text[translation.quantity.range.clone()])
        .param("other_value", &other.text.text[original.quantity.range.clone()]);
    let around = sentence(pair, &pair.original, other, &original.quantity.range);
    let finding = finding.related("counterpart", pair.original.span(pair.handbook, other, &around));
    findings.push(pair.languages(finding, pair.translation.language));
}

/// A value of one side that the other does not say.
fn lacking(
    pair: &Pair<'_>,
    (side, other): (&Side<'_>, &Side<'_>),
    left: &Found<'_>,
    variant: &'static str,
    findings: &mut Findings,
) {
    let (piece, counterpart) = (&side.pieces[left.piece], &other.pieces[left.piece]);
    let script = |side: &Side<'_>| pair.handbook.language(side.language).pack.script;
    // What is not translated at all is RB509.
    if script(side).outweighs(script(other), &counterpart.text.text) {
        return;
    }
    let place = aligned_sentence(pair, side, other, left);
    let finding = side
        .finding(pair.handbook, "RB505", piece, &left.quantity.range)
        .variant(variant)
        .param("value", &piece.text.text[left.quantity.range.clone()])
        .related("counterpart", other.span(pair.handbook, counterpart, &place));
    findings.push(pair.languages(finding, side.language));
}

/// The sentence around a range of a piece.
fn sentence(pair: &Pair<'_>, side: &Side<'_>, piece: &Piece<'_>, range: &Range<usize>) -> Range<usize> {
    let all = pair.handbook.language(side.language).sentences.of(&piece.text.text);
    let mut around = all
        .into_iter()
        .filter(|sentence| sentence.start <= range.start && range.start < sentence.end);
    around.next().unwrap_or_else(|| range.clone())
}

/// The sentence of the other language that stands for the one around a value, else the whole piece.
fn aligned_sentence(pair: &Pair<'_>, side: &Side<'_>, other: &Side<'_>, left: &Found<'_>) -> Range<usize> {
    let (piece, counterpart) = (&side.pieces[left.piece], &other.pieces[left.piece]);
    let split = |side: &Side<'_>, piece: &Piece<'_>| {
        let language = pair.handbook.language(side.language);
        language.sentences.of(&piece.text.text)
    };
    let (own, theirs) = (split(side, piece), split(other, counterpart));
    let at = own.iter().position(|sentence| left.quantity.range.start < sentence.end);
    let place = at
        .filter(|_| own.len() == theirs.len())
        .and_then(|at| theirs.get(at).cloned());
    place.unwrap_or(0..counterpart.text.text.len())
}
