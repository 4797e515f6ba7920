//! Items of lists whose numbers skip or repeat, with the citations of them.

use rustc_hash::FxHashMap;

use super::{Left, Reason};
use crate::check::rules::citations::{Cited, Index};
use crate::check::rules::numbering::rewrite;
use crate::check::rules::source::{Lists, MarkedList};
use crate::diagnostic::Edit;
use crate::language::Level;
use crate::model::{CitedMember, Handbook, RegulationId, TextId};

/// Citations of items and sub-items, by the article that they stand in.
type ByArticle<'i, 'a> = FxHashMap<TextId, Vec<(&'i Cited<'a>, &'i CitedMember)>>;

/// The edits of each list that is out of order, with what was left there.
pub(super) fn all(handbook: &Handbook, index: &Index<'_>) -> Vec<(Vec<Edit>, Vec<Left>)> {
    let mut cited: Option<ByArticle<'_, '_>> = None;
    let mut done = Vec::new();
    for id in handbook.text_ids() {
        let lists = Lists::of(handbook, handbook.text(id));
        let mut count = 0;
        let mut found = Vec::new();
        lists.each(|list| {
            count += 1;
            if list.disorder().is_some_and(|disorder| disorder.is_of_numbers())
                && !list.items().any(|item| item.mixed)
                && let Some(fix) = list.renumber()
            {
                found.push((fix.edits, moves(list)));
            }
        });
        for (mut edits, moves) in found {
            let cited = cited.get_or_insert_with(|| by_article(handbook, index));
            let mut left = Vec::new();
            for (cited, member) in cited.get(&id).into_iter().flatten() {
                match follow(cited, member, &moves, count) {
                    Ok(edit) => edits.extend(edit),
                    Err(reason) => left.push(Left::stop(cited.span(&member.span), reason)),
                }
            }
            done.push((edits, left));
        }
    }
    done
}

/// What each number of a list becomes. Of items that share one the last bore it: the others came in later.
fn moves(list: &MarkedList<'_>) -> FxHashMap<u32, u32> {
    let first = list.items().next().map_or(1, |item| item.number);
    let start = if list.goes_on() { first } else { 1 };
    list.items().map(|item| item.number).zip(start..).collect()
}

fn by_article<'i, 'a>(handbook: &Handbook, index: &'i Index<'a>) -> ByArticle<'i, 'a> {
    let mut found = ByArticle::default();
    let regulations = (0..handbook.regulations.len() as u32).map(RegulationId);
    for (cited, member) in regulations.flat_map(|id| index.of(id)) {
        let names_item = member.path.last().is_some_and(|level| level >= Level::Item);
        let Some(text) = cited.article(member).filter(|_| names_item) else {
            continue;
        };
        let edition = handbook.edition_of(text);
        let same = |id: &&TextId| std::ptr::eq(handbook.text(**id), text);
        if let Some(&id) = edition.texts.iter().find(same) {
            found.entry(id).or_default().push((cited, member));
        }
    }
    found
}

/// The edit that a citation of an item needs.
fn follow(
    cited: &Cited<'_>,
    member: &CitedMember,
    moves: &FxHashMap<u32, u32>,
    lists: usize,
) -> Result<Vec<Edit>, Reason> {
    // With several lists in one article it takes a person to see which one is meant.
    if lists > 1 || member.path.last() != Some(Level::Item) {
        return Err(Reason::Item);
    }
    let Some(numeral) = cited.numeral(member, Level::Item) else {
        return Err(Reason::Item);
    };
    let old = member.path.get(Level::Item).unwrap_or_default().value;
    let new = |old: u32| moves.get(&old).copied();
    let given = |number: u32| moves.values().any(|new| *new == number);
    let mut edits = Vec::new();
    let mut put = |old: u32, numeral: Option<&crate::check::rules::numbering::Written>| match (new(old), numeral) {
        (Some(new), Some(numeral)) => {
            if new != old {
                edits.push(Edit {
                    span: cited.place(member, numeral),
                    text: rewrite(cited.language(), numeral, new),
                });
            }
            Ok(())
        }
        (Some(_), None) => Err(Reason::Item),
        (None, _) if given(old) => Err(Reason::Gone),
        (None, _) => Ok(()),
    };
    put(old, Some(&numeral))?;
    if let Some(through) = member.through {
        put(through.value, cited.numeral_end(member, &numeral).as_ref())?;
    }
    Ok(edits)
}
