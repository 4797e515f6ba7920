//! What two texts say differently, as values.

use crate::language::value::{Amount, Certainty, Quantity};

/// A value with the piece of the text that it stands in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'a> {
    /// Index of the piece.
    pub piece: usize,
    pub quantity: &'a Quantity,
}

/// A difference between an original and its translation.
#[derive(Debug)]
pub(super) enum Difference<'a> {
    /// The original says the first, the translation the second in its place.
    Differs(Found<'a>, Found<'a>),
    /// Only the original says it.
    Missing(Found<'a>),
    /// Only the translation says it.
    Added(Found<'a>),
}

/// A value that the other language has no counterpart for.
#[derive(Debug, Clone, Copy)]
struct Left<'a> {
    found: Found<'a>,
    /// Whether the other side says it elsewhere, only less often.
    repeated: bool,
}

/// Compares the values of the pieces of two texts: piece by piece where they are aligned, else all of them together.
pub(super) fn differences<'a>(
    original: &'a [Vec<Quantity>],
    translation: &'a [Vec<Quantity>],
    aligned: bool,
) -> Vec<Difference<'a>> {
    let all = |pieces: &'a [Vec<Quantity>]| -> Vec<Found<'a>> {
        let pieces = pieces.iter().enumerate();
        let found =
            |(piece, list): (usize, &'a Vec<Quantity>)| list.iter().map(move |quantity| Found { piece, quantity });
        pieces.flat_map(found).collect()
    };
    let (own, theirs) = (all(original), all(translation));
    let (mut left, mut right) = leave(&own, &theirs, aligned);
    if aligned {
        drop_moved(&mut left, &mut right);
    }
    let mut found = Vec::new();
    for left in left {
        let counterpart = counterpart(aligned, &left, &right).filter(|&at| {
            let bare = |left: &Left<'_>| left.found.quantity.certainty == Certainty::Count;
            !(bare(&left) && bare(&right[at])) || count(&own, left.found.piece) == count(&theirs, left.found.piece)
        });
        match counterpart.map(|at| right.remove(at)) {
            Some(other) => found.push(Difference::Differs(left.found, other.found)),
            None if aligned && is_lacking(&left, &theirs) => found.push(Difference::Missing(left.found)),
            None => {}
        }
    }
    let added = right.iter().filter(|left| aligned && is_lacking(left, &own));
    found.extend(added.map(|left| Difference::Added(left.found)));
    found
}

/// What each side says and the other does not.
fn leave<'a>(own: &[Found<'a>], theirs: &[Found<'a>], aligned: bool) -> (Vec<Left<'a>>, Vec<Left<'a>>) {
    let mut taken = vec![false; theirs.len()];
    let mut open: Vec<Found<'a>> = own.to_vec();
    let together = |one: &Found<'_>, other: &Found<'_>| !aligned || one.piece == other.piece;
    // What is exactly the same goes together first, then what may be the same.
    let exact = |one: &Quantity, other: &Quantity| one.readings == other.readings;
    for same in [exact, Quantity::agrees as fn(&Quantity, &Quantity) -> bool] {
        open.retain(|found| {
            let mut places = 0..theirs.len();
            let fits =
                |&at: &usize| !taken[at] && together(found, &theirs[at]) && same(found.quantity, theirs[at].quantity);
            let at = places.find(fits);
            if let Some(at) = at {
                taken[at] = true;
            }
            at.is_none()
        });
    }
    let mark = |found: Found<'a>, others: &[Found<'a>]| Left {
        found,
        repeated: others
            .iter()
            .any(|other| together(&found, other) && found.quantity.agrees(other.quantity)),
    };
    let rest = theirs.iter().zip(taken).filter(|(_, taken)| !taken);
    let right = rest.map(|(found, _)| mark(*found, own)).collect();
    (open.into_iter().map(|found| mark(found, theirs)).collect(), right)
}

/// Drops what the other language says in another piece of the article.
fn drop_moved(own: &mut Vec<Left<'_>>, theirs: &mut Vec<Left<'_>>) {
    own.retain(|left| {
        let moved = |other: &Left<'_>| {
            other.found.piece != left.found.piece && left.found.quantity.agrees(other.found.quantity)
        };
        let at = theirs.iter().position(moved);
        if let Some(at) = at {
            theirs.remove(at);
        }
        at.is_none()
    });
}

/// The value of the other language that stands where this one should. One of the two has to be lacking for certain.
fn counterpart(aligned: bool, left: &Left<'_>, theirs: &[Left<'_>]) -> Option<usize> {
    let least = if aligned { Certainty::Count } else { Certainty::Measured };
    let sure = |left: &Left<'_>| left.found.quantity.certainty >= least;
    let fits = |other: &Left<'_>| {
        (!aligned || left.found.piece == other.found.piece)
            && !(left.repeated && other.repeated)
            && sure(left)
            && sure(other)
            && left.found.quantity.resembles(other.found.quantity)
    };
    let fitting = theirs.iter().enumerate().filter(|(_, other)| fits(other));
    fitting
        .min_by_key(|(at, other)| (other.repeated, *at))
        .map(|(at, _)| at)
}

/// How many values for certain a piece has. Bare numbers are held against each other only where both languages have as
/// many: else one of them is said in other words.
fn count(found: &[Found<'_>], piece: usize) -> usize {
    let sure = |found: &&Found<'_>| found.piece == piece && found.quantity.certainty > Certainty::Possible;
    found.iter().filter(sure).count()
}

/// Whether a value is wanting in the other language, with nothing in its place and nowhere else in the article. One day may
/// be “a day”, and a bare number may be said in other words.
fn is_lacking(left: &Left<'_>, others: &[Found<'_>]) -> bool {
    let quantity = left.found.quantity;
    let small = [Some(Amount::ONE), Some(Amount::whole(0))].contains(&quantity.number);
    quantity.certainty == Certainty::Measured
        && !small
        && !others.iter().any(|other| {
            quantity.agrees(other.quantity) || (other.piece == left.found.piece && other.quantity.is_half())
        })
}
