//! RB505: numbers, dates, times, amounts, durations and shares that differ between languages.

use std::ops::Range;

use super::pieces::{self, Pair, Piece, Side};
use crate::diagnostic::Findings;
use crate::language::sentence::sentences;
use crate::language::value::{Amount, Certainty, Quantity};
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    pieces::compare(handbook, findings, compare);
}

/// A value that the other language has no counterpart for.
#[derive(Debug, Clone)]
struct Left {
    /// Index of its piece.
    piece: usize,
    quantity: Quantity,
    /// Whether the other side says it elsewhere, only less often.
    repeated: bool,
}

fn compare(pair: &Pair<'_>, findings: &mut Findings) {
    let aligned = pair.is_aligned();
    let read = |side: &Side<'_>| -> Vec<Vec<Quantity>> {
        let values = &pair.handbook.language(side.language).values;
        side.pieces
            .iter()
            .map(|piece| values.read(&piece.text.text, &piece.names))
            .collect()
    };
    let (original, translation) = (read(&pair.original), read(&pair.translation));
    if original.iter().chain(&translation).all(Vec::is_empty) {
        return;
    }
    let (mut own, mut theirs) = (Vec::new(), Vec::new());
    if aligned {
        for (piece, (original, translation)) in original.iter().zip(&translation).enumerate() {
            let flat = |list: &[Quantity]| list.iter().map(|quantity| (piece, quantity.clone())).collect();
            leave(flat(original), flat(translation), &mut own, &mut theirs);
        }
        drop_moved(&mut own, &mut theirs);
    } else {
        let flat = |list: &[Vec<Quantity>]| {
            let pieces = list.iter().enumerate();
            pieces
                .flat_map(|(piece, list)| list.iter().map(move |quantity| (piece, quantity.clone())))
                .collect()
        };
        leave(flat(&original), flat(&translation), &mut own, &mut theirs);
    }
    report(pair, aligned, own, theirs, findings);
}

/// Appends what each side says and the other does not.
fn leave(
    original: Vec<(usize, Quantity)>,
    translation: Vec<(usize, Quantity)>,
    own: &mut Vec<Left>,
    theirs: &mut Vec<Left>,
) {
    let mut taken = vec![false; translation.len()];
    let mut left = Vec::new();
    // What is exactly the same goes together first, then what may be the same.
    let exact = |one: &Quantity, other: &Quantity| one.readings == other.readings;
    let mut open: Vec<&(usize, Quantity)> = original.iter().collect();
    for same in [exact, Quantity::agrees as fn(&Quantity, &Quantity) -> bool] {
        open.retain(|(_, quantity)| {
            let found = (0..translation.len()).find(|&at| !taken[at] && same(quantity, &translation[at].1));
            if let Some(at) = found {
                taken[at] = true;
            }
            found.is_none()
        });
    }
    left.extend(open);
    let says = |list: &[(usize, Quantity)], quantity: &Quantity| list.iter().any(|(_, other)| quantity.agrees(other));
    own.extend(left.into_iter().map(|(piece, quantity)| Left {
        piece: *piece,
        quantity: quantity.clone(),
        repeated: says(&translation, quantity),
    }));
    let rest = translation.iter().zip(taken).filter(|(_, taken)| !taken);
    theirs.extend(rest.map(|((piece, quantity), _)| Left {
        piece: *piece,
        quantity: quantity.clone(),
        repeated: says(&original, quantity),
    }));
}

/// Drops what the other language says in another piece of the article.
fn drop_moved(own: &mut Vec<Left>, theirs: &mut Vec<Left>) {
    own.retain(|left| {
        let moved = theirs
            .iter()
            .position(|other| other.piece != left.piece && left.quantity.agrees(&other.quantity));
        if let Some(at) = moved {
            theirs.remove(at);
        }
        moved.is_none()
    });
}

fn report(pair: &Pair<'_>, aligned: bool, own: Vec<Left>, mut theirs: Vec<Left>, findings: &mut Findings) {
    for left in own {
        let counterpart = counterpart(aligned, &left, &theirs);
        match counterpart.map(|at| theirs.remove(at)) {
            Some(other) => differing(pair, &left, &other, findings),
            None if aligned && is_lacking(&left) => {
                lacking(pair, (&pair.original, &pair.translation), &left, "missing", findings);
            }
            None => {}
        }
    }
    for left in theirs.iter().filter(|left| aligned && is_lacking(left)) {
        lacking(pair, (&pair.translation, &pair.original), left, "added", findings);
    }
}

/// The value of the other language that stands where this one should. One of the two has to be lacking for certain.
fn counterpart(aligned: bool, left: &Left, theirs: &[Left]) -> Option<usize> {
    let fits = |other: &&Left| {
        let sure = |left: &Left| left.quantity.certainty > Certainty::Possible;
        (!aligned || left.piece == other.piece)
            && !(left.repeated && other.repeated)
            && sure(left)
            && sure(other)
            && left.quantity.resembles(&other.quantity)
    };
    let fitting = theirs.iter().enumerate().filter(|(_, other)| fits(other));
    let mut fitting = fitting.map(|(at, other)| (other.repeated, at));
    fitting
        .clone()
        .find(|(repeated, _)| !repeated)
        .or_else(|| fitting.next())
        .map(|(_, at)| at)
}

/// Whether a value is wanting in the other language, with nothing in its place. One day may be “a day”, and a bare number
/// may be said in other words.
fn is_lacking(left: &Left) -> bool {
    let one = left.quantity.number == Some(Amount::ONE);
    left.quantity.certainty == Certainty::Measured && !left.repeated && !one
}

fn differing(pair: &Pair<'_>, original: &Left, translation: &Left, findings: &mut Findings) {
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
    left: &Left,
    variant: &'static str,
    findings: &mut Findings,
) {
    let (piece, counterpart) = (&side.pieces[left.piece], &other.pieces[left.piece]);
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
    let ends = &pair.handbook.language(side.language).pack.sentence_ends;
    let all = sentences(&piece.text.text, ends).into_iter();
    let mut around = all.filter(|sentence| sentence.start <= range.start && range.start < sentence.end);
    around.next().unwrap_or_else(|| range.clone())
}

/// The sentence of the other language that stands for the one around a value, else the whole piece.
fn aligned_sentence(pair: &Pair<'_>, side: &Side<'_>, other: &Side<'_>, left: &Left) -> Range<usize> {
    let (piece, counterpart) = (&side.pieces[left.piece], &other.pieces[left.piece]);
    let split = |side: &Side<'_>, piece: &Piece<'_>| {
        sentences(
            &piece.text.text,
            &pair.handbook.language(side.language).pack.sentence_ends,
        )
    };
    let (own, theirs) = (split(side, piece), split(other, counterpart));
    let at = own.iter().position(|sentence| left.quantity.range.start < sentence.end);
    let place = at
        .filter(|_| own.len() == theirs.len())
        .and_then(|at| theirs.get(at).cloned());
    place.unwrap_or(0..counterpart.text.text.len())
}
