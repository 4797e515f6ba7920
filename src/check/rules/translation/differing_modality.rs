//! RB507: sentences that oblige, allow or forbid in one language and say otherwise in another.

use std::ops::Range;

use super::pieces::{self, Pair, Piece, Side};
use crate::diagnostic::Findings;
use crate::language::modality::Modes;
use crate::language::sentence::sentences;
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    pieces::compare(handbook, findings, compare);
}

fn compare(pair: &Pair<'_>, findings: &mut Findings) {
    if !pair.is_aligned() {
        return;
    }
    for (original, translation) in pair.original.pieces.iter().zip(&pair.translation.pieces) {
        let (own, theirs) = (
            split(pair, &pair.original, original),
            split(pair, &pair.translation, translation),
        );
        let whole = || (0..original.text.text.len(), 0..translation.text.text.len());
        if own.len() == theirs.len() {
            for (original_range, translation_range) in own.into_iter().zip(theirs) {
                sentence(
                    pair,
                    (original, original_range),
                    (translation, translation_range),
                    findings,
                );
            }
        } else {
            let (original_range, translation_range) = whole();
            sentence(
                pair,
                (original, original_range),
                (translation, translation_range),
                findings,
            );
        }
    }
}

fn split(pair: &Pair<'_>, side: &Side<'_>, piece: &Piece<'_>) -> Vec<Range<usize>> {
    sentences(
        &piece.text.text,
        &pair.handbook.language(side.language).pack.sentence_ends,
    )
}

fn sentence(
    pair: &Pair<'_>,
    (original, original_range): (&Piece<'_>, Range<usize>),
    (translation, translation_range): (&Piece<'_>, Range<usize>),
    findings: &mut Findings,
) {
    let modes = |side: &Side<'_>, piece: &Piece<'_>, range: &Range<usize>| {
        pair.handbook
            .language(side.language)
            .modals
            .read(&piece.text.text[range.clone()])
    };
    let expected = modes(&pair.original, original, &original_range);
    let found = modes(&pair.translation, translation, &translation_range);
    let Some(variant) = contradiction(expected, found) else {
        return;
    };
    let finding = pair
        .translation
        .finding(pair.handbook, "RB507", translation, &translation_range)
        .variant(variant)
        .related(
            "counterpart",
            pair.original.span(pair.handbook, original, &original_range),
        );
    findings.push(pair.languages(finding, pair.translation.language));
}

/// The variant of the page that says how two sentences contradict each other, where they do for certain.
fn contradiction(original: Modes, translation: Modes) -> Option<&'static str> {
    let forbids = |modes: Modes| modes.prohibitions > 0;
    let denies = |modes: Modes| modes.prohibitions + modes.negations > 0;
    let only_obliges = |modes: Modes| modes.obligations > 0 && modes.permissions == 0 && !denies(modes);
    let only_allows = |modes: Modes| modes.permissions > 0 && modes.obligations == 0 && !denies(modes);
    let says = |modes: Modes| modes.obligations + modes.permissions > 0;
    if forbids(original) && !denies(translation) && says(translation) {
        Some("allowed")
    } else if forbids(translation) && !denies(original) && says(original) {
        Some("forbidden")
    } else if only_obliges(original) && only_allows(translation) {
        Some("weaker")
    } else if only_allows(original) && only_obliges(translation) {
        Some("stronger")
    } else {
        None
    }
}
