//! Whom a sentence speaks to: whether its subject is the whole staff, by the words of the pack.

use std::ops::Range;

use super::pack::{AudienceWords, Pack};
use super::words::WordList;

/// Tells sentences that speak to everyone from those that speak of somebody.
#[derive(Debug)]
pub struct Audience {
    words: AudienceWords,
    /// Words that say what a text applies to.
    scope: WordList,
    spaced: bool,
}

impl Audience {
    pub(super) fn new(pack: &Pack) -> Self {
        Self {
            words: pack.audience.clone(),
            scope: pack.elements.scope.forms.clone(),
            spaced: pack.spaced,
        }
    }

    /// Whether the whole staff is the subject of a clause of `sentence`.
    pub fn is_everyone(&self, sentence: &str) -> bool {
        let starts = || self.words.clauses.places(sentence).map(|end| end.end);
        // Most sentences have none of the words.
        self.words.everyone.is_in(sentence)
            && std::iter::once(0)
                .chain(starts())
                .any(|start| self.begins(&sentence[start..]))
    }

    /// Whether `sentence` says that a text applies to the whole staff of the house or of a part of it.
    pub fn is_scope(&self, sentence: &str) -> bool {
        let is_whole = |word: Range<usize>| self.is_whole(sentence, word.start) && self.is_whole(sentence, word.end);
        self.scope.is_in(sentence)
            && self.words.everyone.places(sentence).any(is_whole)
            && !self.words.excluded.is_in(sentence)
    }

    /// Whether a clause begins with the whole staff. The longest word wins, so that 员工大会 is no 员工.
    fn begins(&self, clause: &str) -> bool {
        let mut rest = clause.trim_start();
        while let Some(length) = self
            .longest(&self.words.leads, rest)
            .filter(|&length| length < rest.len())
        {
            rest = rest[length..].trim_start();
        }
        let everyone = self.longest(&self.words.everyone, rest);
        everyone.is_some() && everyone > self.longest(&self.words.except, rest)
    }

    /// Length of the longest of `words` that `text` begins with.
    fn longest(&self, words: &[String], text: &str) -> Option<usize> {
        let begins = |word: &&String| {
            let start = text.get(..word.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(word)) && self.is_whole(text, word.len())
        };
        words.iter().filter(begins).map(String::len).max()
    }

    /// Whether no word goes on at `at`, in languages that have blanks between words.
    fn is_whole(&self, text: &str, at: usize) -> bool {
        let inside = |side: char| side.is_alphanumeric();
        !(self.spaced && text[..at].ends_with(inside) && text[at..].starts_with(inside))
    }
}

#[cfg(test)]
mod tests {
    use crate::language::Language;

    #[test]
    fn a_sentence_speaks_to_everyone_where_the_staff_is_its_subject() {
        for (tag, sentence, expected) in [
            ("zh", "员工上岗时应当穿着工作服。", true),
            ("zh", "经批准后，员工可以调班。", true),
            ("zh", "凡员工迟到的，记入考勤记录。", true),
            ("zh", "新员工上岗前应当接受培训。", true),
            ("zh", "员工大会每月召开。", false),
            ("zh", "员工的姓名、岗位和班次；", false),
            ("zh", "行政协理组织员工培训。", false),
            ("zh", "公司录用员工不得要求其提供担保。", false),
            ("zh-Hant", "員工請假，應事先核准。", true),
            ("zh-Hant", "員工之姓名。", false),
            ("zh-Hant", "勞工名卡由人資部保管。", false),
            ("en", "Staff shall wear the uniform on duty.", true),
            ("en", "On duty, staff shall speak politely.", true),
            ("en", "When a member of staff is absent, a deputy is named.", true),
            ("en", "The staff meeting is held every month.", false),
            ("en", "Staffing is checked every month.", false),
            ("en", "The Host trains new staff.", false),
        ] {
            let language = Language::find(tag).unwrap_or_else(|| panic!("no {tag}"));
            assert_eq!(language.audience.is_everyone(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn a_scope_names_the_staff_that_a_text_is_for() {
        for (tag, sentence, expected) in [
            ("zh", "本制度适用于客户服务中心的全体员工。", true),
            ("zh", "本制度不适用于劳务派遣员工。", false),
            ("zh", "前款规定适用于调班。", false),
            ("zh-Hant", "本辦法適用於全體員工。", true),
            ("en", "This Regulation applies to all staff of the Centre.", true),
            ("en", "This Article does not apply to all staff.", false),
        ] {
            let language = Language::find(tag).unwrap_or_else(|| panic!("no {tag}"));
            assert_eq!(language.audience.is_scope(sentence), expected, "{sentence}");
        }
    }
}
