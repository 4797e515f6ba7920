//! RB507: sentences that oblige, allow or forbid in one language and say otherwise in another.

use std::ops::Range;

use super::pieces::{self, Pair, Piece, Side};
use crate::diagnostic::Findings;
use crate::language::modality::Modes;
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    pieces::compare(handbook, findings, compare);
}

fn compare(pair: &Pair<'_>, findings: &mut Findings) {
    if !pair.is_aligned() {
        return;
    }
    for (original, translation) in pair.original.pieces.iter().zip(&pair.translation.pieces) {
        let whole = |side: &Side<'_>, piece: &Piece<'_>| modes(pair, side, &piece.text.text);
        // Without such words nothing can be contradicted.
        if whole(&pair.original, original).is_empty() || whole(&pair.translation, translation).is_empty() {
            continue;
        }
        // What one language parts by a semicolon may be one clause of the other. Sentences that do not correspond cannot
        // contradict each other for certain.
        for semicolons in [true, false] {
            let own = split(pair, &pair.original, original, semicolons);
            let theirs = split(pair, &pair.translation, translation, semicolons);
            if own.len() == theirs.len() {
                for (own, theirs) in own.into_iter().zip(theirs) {
                    sentence(pair, (original, own), (translation, theirs), findings);
                }
                break;
            }
        }
    }
}

fn split(pair: &Pair<'_>, side: &Side<'_>, piece: &Piece<'_>, semicolons: bool) -> Vec<Range<usize>> {
    let sentences = &pair.handbook.language(side.language).sentences;
    match semicolons {
        true => sentences.of(&piece.text.text),
        false => sentences.whole(&piece.text.text),
    }
}

fn modes(pair: &Pair<'_>, side: &Side<'_>, text: &str) -> Modes {
    pair.handbook.language(side.language).modals.read(text)
}

fn sentence(
    pair: &Pair<'_>,
    (original, original_range): (&Piece<'_>, Range<usize>),
    (translation, translation_range): (&Piece<'_>, Range<usize>),
    findings: &mut Findings,
) {
    let expected = modes(pair, &pair.original, &original.text.text[original_range.clone()]);
    let found = modes(
        pair,
        &pair.translation,
        &translation.text.text[translation_range.clone()],
    );
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
    let plain = |modes: Modes| modes.prohibitions == 0 && modes.negations == 0;
    // More of these words stand in clauses that the other language puts otherwise.
    let obliges = |modes: Modes| plain(modes) && (1..=2).contains(&modes.obligations) && modes.permissions == 0;
    let allows = |modes: Modes| plain(modes) && modes.permissions == 1 && modes.obligations == 0;
    let forbids =
        |modes: Modes| modes.prohibitions == 1 && modes.negations + modes.obligations + modes.permissions == 0;
    // Where nothing is denied at all, what the other language denies besides makes no difference.
    let only_forbids = |modes: Modes| modes.prohibitions > 0 && modes.obligations + modes.permissions == 0;
    let must = |modes: Modes| plain(modes) && modes.obligations == 1 && modes.permissions == 0;
    let frees = |one: Modes, other: Modes| (only_forbids(one) && allows(other)) || (forbids(one) && must(other));
    if obliges(original) && allows(translation) {
        Some("weaker")
    } else if allows(original) && obliges(translation) {
        Some("stronger")
    } else if frees(original, translation) {
        Some("allowed")
    } else if frees(translation, original) {
        Some("forbidden")
    } else {
        None
    }
}
