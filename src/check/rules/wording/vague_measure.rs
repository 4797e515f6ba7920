//! RB604: a duty that leaves open how often, how soon, how much or who.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::clauses::{clauses, holds};
use super::passage::{self, Kind, Passage};
use crate::diagnostic::{Diagnostic, Findings};
use crate::language::{Language, Numeral, is_blank};
use crate::model::Handbook;
use crate::syntax::BlockKind;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let finder = |language: &Language| {
        AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(language.pack.spaced)
            .build(&language.pack.wording.vague)
            .ok()
    };
    let ids = handbook.language_ids();
    let finders: Vec<Option<AhoCorasick>> = ids.map(|id| finder(handbook.language(id))).collect();
    passage::check(handbook, findings, |passage, found| {
        let finder = finders[passage.chapter.language.index()].as_ref();
        if let Some(finder) =
            finder.filter(|_| passage.article.is_some() && !passage.is_heading() && !is_head_of_a_column(passage))
        {
            look(passage, finder, found);
        }
    });
}

fn look(passage: &Passage<'_>, finder: &AhoCorasick, out: &mut Vec<Diagnostic>) {
    let text = passage.plain();
    let language = passage.language();
    let mut parts: Option<Vec<Range<usize>>> = None;
    for found in finder.find_iter(text) {
        let range = found.range();
        if (language.pack.spaced && passage::cuts_a_word(text, &range)) || !passage.is_free(&range) {
            continue;
        }
        let parts = parts.get_or_insert_with(|| clauses(text));
        let at = parts.partition_point(|part| part.end < range.end);
        let clause = parts.get(at).map_or("", |part| &text[part.clone()]);
        let next = parts.get(at + 1).map_or("", |part| &text[part.clone()]);
        if !is_measured(clause, language) && !is_bound(next, language) {
            let finding = passage.finding("RB604", &range);
            out.push(finding.param("word", &text[range]));
        }
    }
}

fn is_head_of_a_column(passage: &Passage<'_>) -> bool {
    let Kind::Block(index) = passage.kind else {
        return false;
    };
    let before = &passage.chapter.document.blocks[..index as usize];
    let row = before
        .iter()
        .rev()
        .take_while(|block| block.kind == BlockKind::Cell)
        .count();
    let is_cell = passage.chapter.document.blocks[index as usize].kind == BlockKind::Cell;
    let row = before.len().checked_sub(row + 1).and_then(|row| before.get(row));
    is_cell && row.is_some_and(|row| row.kind == BlockKind::Row { head: true })
}

/// Whether a clause says how often, how soon or how much.
fn is_measured(clause: &str, language: &Language) -> bool {
    let words = &language.pack.wording;
    let clause = clause.to_lowercase();
    let named = words.measures.iter();
    named.into_iter().any(|word| holds(&clause, word, language.pack.spaced))
        || words.measure_units.iter().any(|unit| {
            let mut places = clause.match_indices(unit.as_str());
            places.any(|(at, _)| ends_with_number(&clause[..at], language))
        })
}

/// Whether a clause sets the bound of the one before it.
fn is_bound(clause: &str, language: &Language) -> bool {
    let clause = clause.trim_start_matches(is_blank).to_lowercase();
    let mut bounds = language.pack.wording.bounds.iter();
    bounds.any(|bound| clause.starts_with(bound.as_str()))
}

fn ends_with_number(text: &str, language: &Language) -> bool {
    let text = text.trim_end_matches(|next| is_blank(next) || next == '-');
    let is_digit = text.ends_with(|next: char| next.is_ascii_digit());
    let mut numerals = language.pack.numeral.iter().map(|named| &named.numeral);
    if !language.pack.spaced {
        let last = text.chars().next_back();
        return is_digit || last.is_some_and(|last| numerals.any(|numeral| numeral.starts_with(last)));
    }
    let word = text.rsplit(is_blank).next().unwrap_or_default();
    let is_word = |numeral: &Numeral| {
        matches!(numeral, Numeral::List { .. }) && numeral.parse(word).is_some_and(|(_, length)| length == word.len())
    };
    is_digit || (!word.is_empty() && numerals.any(is_word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_with_a_measure_is_not_vague() {
        let language = |tag| Language::find(tag).expect("a built-in language");
        for clause in ["每月定期检查", "及时在三日内报告", "适当延长，但不超过2小时"] {
            assert!(is_measured(clause, language("zh")), "{clause}");
        }
        for clause in ["定期检查", "开发新宾客", "及时报告日常情况"] {
            assert!(!is_measured(clause, language("zh")), "{clause}");
        }
        for clause in [
            "check it regularly every week",
            "Promptly, within two hours",
            "within 3 working days",
        ] {
            assert!(is_measured(clause, language("en")), "{clause}");
        }
        for clause in ["reach out regularly", "report promptly in due time"] {
            assert!(!is_measured(clause, language("en")), "{clause}");
        }
        assert!(is_bound("最迟不超过三日", language("zh")));
    }
}
