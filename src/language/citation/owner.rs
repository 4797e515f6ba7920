//! The work that a citation belongs to, read from the words beside it.

use std::ops::Range;

use super::super::pack::OwnerSide;
use super::super::pattern::{is_blank, literal};
use super::{Grammar, Owner, inside_word};

/// How far, in bytes, a title is looked for.
const REACH: usize = 300;

impl Grammar {
    /// The owner of the citation at `range`; nothing before `done` belongs to it. Also how far the citation reaches once
    /// an owner that follows it is counted in.
    pub(super) fn owner(&self, text: &str, range: &Range<usize>, done: usize) -> Owner {
        match self.forms.owner {
            OwnerSide::Before => self.owner_before(text, range.start, done),
            OwnerSide::After => match self.owner_after(text, range.end) {
                // “Labour Act Article 9” names its work first all the same.
                Owner::Unnamed => self.owner_before(text, range.start, done),
                owner => owner,
            },
        }
    }

    fn owner_before(&self, text: &str, start: usize, done: usize) -> Owner {
        let mut head = &text[floor(text, start.saturating_sub(REACH)).max(done)..start];
        let base = start - head.len();
        head = head.trim_end_matches(is_blank);
        if let Some(shorter) = self
            .forms
            .of
            .iter()
            .find_map(|joiner| head.strip_suffix(joiner.as_str()))
        {
            head = shorter;
        }
        if let Some(title) = self.quoted_at_end(head) {
            return Owner::Title(base + title.start..base + title.end);
        }
        if let Some(at) = self.annex_at_end(head) {
            return Owner::Title(base + at..base + head.len());
        }
        let head = self.without_remark(head);
        let Some(work) = self.ends_with_work(head) else {
            return Owner::Unnamed;
        };
        let name = head[..head.len() - work.len()].trim_end_matches(is_blank);
        if self.forms.this_work.iter().any(|this| ends_with_folded(name, this)) {
            return Owner::This(base + this_start(head, name, &self.forms.this_work)..base + head.len());
        }
        let breaks = |character: char| !(character.is_alphanumeric() || (self.spaced && is_blank(character)));
        let words = head
            .rfind(breaks)
            .map_or(0, |at| at + head[at..].chars().next().map_or(0, char::len_utf8));
        Owner::Words(base + words..base + head.len())
    }

    /// `head` without a remark in brackets that it ends with: 劳动合同法（以下简称本法）.
    pub(super) fn without_remark<'t>(&self, head: &'t str) -> &'t str {
        let remark =
            |(open, close): &(String, String)| head.ends_with(close.as_str()).then(|| head.rfind(open.as_str()))?;
        let at = self.forms.brackets.iter().find_map(remark);
        at.map_or(head, |at| head[..at].trim_end_matches(is_blank))
    }

    /// Where the annex begins that `head` ends with, its number aside: 附件3.
    fn annex_at_end(&self, head: &str) -> Option<usize> {
        let places = self.forms.annexes.iter().filter_map(|word| {
            let at = head.to_ascii_lowercase().rfind(word.as_str())?;
            (at + self.annex(&head[at..])? == head.len() && !(self.spaced && inside_word(head, at))).then_some(at)
        });
        places.min()
    }

    /// The length of an annex with its number at the start of `text`; without a number where no word follows.
    fn annex(&self, text: &str) -> Option<usize> {
        let words = self.forms.annexes.iter();
        let length = words.filter_map(|word| literal_word(word, text)).max()?;
        let rest = &text[length..];
        let blank = rest.len() - rest.trim_start_matches(is_blank).len();
        // 附录A; where blanks part words, letters beside it may be another word
        let letters = || {
            let letters = rest[blank..].trim_start_matches(|next: char| next.is_ascii_alphanumeric());
            Some(rest[blank..].len() - letters.len()).filter(|&length| length > 0 && !self.spaced)
        };
        let number = self.number(&rest[blank..], true).map(|number| number.length);
        match number.or_else(letters) {
            Some(number) => Some(length + blank + number),
            None => (!rest[blank..].starts_with(char::is_alphanumeric)).then_some(length),
        }
    }

    /// The title in quotation marks that `head` ends with, a remark in brackets after it aside.
    fn quoted_at_end(&self, head: &str) -> Option<Range<usize>> {
        let head = self.without_remark(head);
        self.forms.quotes.iter().find_map(|(open, close)| {
            let inner = head.strip_suffix(close.as_str())?;
            let mut depth = 0usize;
            // Titles hold titles: the opening mark that balances the closing one is the right one.
            for (at, character) in inner.char_indices().rev() {
                if open != close && close.starts_with(character) {
                    depth += 1;
                } else if open.starts_with(character) {
                    if depth == 0 {
                        return Some(at + open.len()..inner.len());
                    }
                    depth -= 1;
                }
            }
            None
        })
    }

    fn owner_after(&self, text: &str, end: usize) -> Owner {
        let tail = &text[end..ceil(text, end + REACH)];
        let Some(after) = self.forms.of.iter().filter_map(|of| literal_word(of, tail)).max() else {
            return Owner::Unnamed;
        };
        let rest = &tail[after..];
        for this in &self.forms.this_work {
            if let Some(length) = literal_word(this, rest) {
                let name = rest[length..].trim_start_matches(is_blank);
                let works = self.forms.works.iter().filter_map(|work| literal_word(work, name));
                if let Some(work) = works.max() {
                    let start = end + after;
                    return Owner::This(start..start + rest.len() - name.len() + work);
                }
            }
        }
        let at = end + after;
        for (open, close) in &self.forms.quotes {
            if let Some(inner) = rest.strip_prefix(open.as_str())
                && let Some(length) = inner.find(close.as_str())
            {
                return Owner::Title(at + open.len()..at + open.len() + length);
            }
        }
        if let Some(length) = self.annex(rest) {
            return Owner::Title(at..at + length);
        }
        let words = rest.find(['.', ';', ',', '(', '\n']).unwrap_or(rest.len());
        match rest[..words].trim_end().is_empty() {
            true => Owner::Unnamed,
            false => Owner::Words(at..at + words),
        }
    }
}

/// Where the words for this work begin that `head` ends with; `name` is `head` without the word for its kind.
fn this_start(head: &str, name: &str, this_work: &[String]) -> usize {
    let this = this_work.iter().filter(|this| ends_with_folded(name, this));
    let longest = this.map(String::len).max().unwrap_or(0);
    debug_assert!(name.len() <= head.len());
    name.len() - longest
}

/// The length of `expected` at the start of `text`, where no word is cut in two.
pub(super) fn literal_word(expected: &str, text: &str) -> Option<usize> {
    let length = literal(expected, text)?;
    let needs_blank = expected.starts_with(is_blank) && !text.starts_with(is_blank);
    // “of the” is no part of “of these”: the blank after a word is not to be left out.
    let word = expected.trim_end_matches(is_blank);
    let cuts = word.ends_with(|last: char| last.is_ascii_alphabetic())
        && !text[..length].ends_with(is_blank)
        && text[length..].starts_with(|next: char| next.is_ascii_alphabetic());
    (!needs_blank && !cuts && length > 0).then_some(length)
}

/// Whether `text` ends with `word`, whatever the case.
pub(super) fn ends_with_folded(text: &str, word: &str) -> bool {
    text.len()
        .checked_sub(word.len())
        .and_then(|at| text.get(at..))
        .is_some_and(|tail| tail.eq_ignore_ascii_case(word))
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

/// The first character boundary at or after `at`.
fn ceil(text: &str, at: usize) -> usize {
    (at..text.len())
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(text.len())
}
