//! Reads one citation: numbers and unit words, lists, ranges, levels going down or up.

use std::ops::Range;

use super::super::pack::Elision;
use super::super::unit::{Level, Number};
use super::lexer::{FoundUnit, blanks};
use super::owner::literal_word;
use super::{Fault, Grammar, RawCitation, Relative};

/// One number of a citation, with its unit where it names one.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub range: Range<usize>,
    pub level: Option<Level>,
    pub number: Number,
    /// How it is bound to the step before it.
    pub link: Link,
    /// It has no ordinal prefix (第) where the language uses one.
    pub bare: bool,
    pub bracketed: bool,
    /// Its unit word is a plural.
    pub plural: bool,
    /// Below another name of its level its unit word means the next one.
    pub nested: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// First of all, or next in a list.
    List,
    /// One level further down: 第五条第二款.
    Down,
    /// One level further up: paragraph 2 of Article 5.
    Up,
    /// The end of a range.
    Through,
}

impl Grammar {
    /// The citation that begins at `start`; owners are not looked for before `done`.
    pub(super) fn read(&self, text: &str, start: usize, done: usize) -> Option<RawCitation> {
        let mut faults = Vec::new();
        let (mut relative, mut at, mut owner_at) = (None, start, start);
        match self.this_work(&text[start..]) {
            Some(length) if self.article_follows(&text[start + length..]) => {
                at += length;
                owner_at = at;
            }
            // 本条例 begins like 本条.
            Some(_) => return None,
            None => {
                if let Some((found, end)) = self.relative(text, start) {
                    relative = Some(found);
                    at = end;
                }
            }
        }
        let steps = self.steps(text, at, relative.is_some(), owner_at > start, &mut faults);
        if steps.is_empty() && relative.is_none() {
            return None;
        }
        if owner_at > start {
            // 本条例六十条: the prefix of the first unit is missing.
            let first = steps.first()?;
            let ordinal = self.forms.ordinal.first()?;
            if self.is_counted(text, first) {
                return None;
            }
            let rest = &text[first.range.end..];
            faults.push(Fault {
                range: first.range.clone(),
                replacement: format!("{ordinal}{}", &text[first.range.clone()]),
                is_doubtful: self.forms.of.iter().any(|word| rest.starts_with(word.as_str())),
            });
        }
        let mut end = steps.last().map_or(at, |step| step.range.end);
        if relative.is_none()
            && let Some((found, after)) = self.relative_above(text, end, &steps)
        {
            relative = Some(found);
            end = after;
        }
        let range = owner_at..end;
        let members = self.members(&steps);
        let owner = self.owner(text, &range, done);
        Some(RawCitation {
            owner,
            relative,
            members,
            title: self.title_after(text, end),
            range,
            faults,
        })
    }

    /// 前款, 前两款, 本条; the preceding paragraph, the preceding two paragraphs, this Article.
    fn relative(&self, text: &str, start: usize) -> Option<(Relative, usize)> {
        let rest = &text[start..];
        for (words, back) in [(&self.forms.preceding, 1), (&self.forms.this, 0)] {
            for (index, word) in words.iter().enumerate() {
                let Some(length) = literal_word(word, rest) else {
                    continue;
                };
                let mut at = start + length + blanks(&rest[length..]);
                let mut count = back;
                if back > 0
                    && let Some(digits) = self.number(&text[at..], false)
                {
                    count = digits.number.value;
                    at += digits.length + blanks(&text[at + digits.length..]);
                }
                if let Some(FoundUnit { level, length, .. }) = self.unit(&text[at..]) {
                    let end = at + length;
                    // A number after the unit makes it an ordinary citation: this Article 5 is none of these.
                    return Some((
                        Relative {
                            level,
                            back: count,
                            said: back == 0 && index > 0,
                        },
                        end,
                    ));
                }
            }
        }
        None
    }

    /// Of the preceding Article: a relative unit above those that were named.
    fn relative_above(&self, text: &str, end: usize, steps: &[Step]) -> Option<(Relative, usize)> {
        let top = steps.iter().filter_map(|step| step.level).min()?;
        self.forms.ascend.iter().find_map(|word| {
            let length = literal_word(word, &text[end..])?;
            let (relative, after) = self.relative(text, end + length)?;
            (relative.level < top).then_some((relative, after))
        })
    }

    /// The length of this work's name at the start of `text`.
    fn this_work(&self, text: &str) -> Option<usize> {
        let this = self
            .forms
            .this_work
            .iter()
            .find(|this| text.starts_with(this.as_str()))?;
        let work = self
            .forms
            .works
            .iter()
            .filter(|work| text[this.len()..].starts_with(work.as_str()))
            .max_by_key(|work| work.len())?;
        (!self.forms.unit_first).then_some(this.len() + work.len())
    }

    /// Whether `text` begins with a number and the unit word of articles, without the ordinal prefix.
    fn article_follows(&self, text: &str) -> bool {
        self.number(text, false)
            .and_then(|digits| self.unit(&text[digits.length..]))
            .is_some_and(|unit| unit.level == Level::Article)
    }

    fn steps(
        &self,
        text: &str,
        start: usize,
        descending: bool,
        bare_first: bool,
        faults: &mut Vec<Fault>,
    ) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        let mut at = start;
        if descending {
            if let Some(step) = self.next_down(text, at, None, faults) {
                at = step.range.end;
                steps.push(step);
            }
        } else if let Some(step) = self.step(text, at, Link::List, bare_first, faults) {
            at = step.range.end;
            steps.push(step);
        }
        while let Some(last) = steps.last() {
            // What names its innermost unit first goes up once and never down again.
            let rose = last.link == Link::Up;
            let next = (!rose)
                .then(|| self.next_down(text, at, Some(last), faults))
                .flatten()
                .or_else(|| self.next_up(text, at, &steps, faults))
                .or_else(|| self.next_beside(text, at, last, faults));
            let Some(step) = next else { break };
            at = step.range.end;
            steps.push(step);
        }
        self.complete(text, &mut steps, faults);
        steps
    }

    /// Whether a step says how many units, not which: 两条以上.
    fn is_counted(&self, text: &str, step: &Step) -> bool {
        let rest = &text[step.range.end..];
        step.bare && self.forms.counted.iter().any(|word| rest.starts_with(word.as_str()))
    }

    /// A deeper unit directly after, or after a joiner.
    fn next_down(&self, text: &str, at: usize, last: Option<&Step>, faults: &mut Vec<Fault>) -> Option<Step> {
        let deeper = |step: &Step| match (last.and_then(|last| last.level), step.level) {
            (Some(above), Some(level)) => level > above || last.is_some_and(|last| goes_below(last, step)),
            (_, _) => !self.forms.unit_first || step.level.is_some() || step.bracketed,
        };
        if self
            .forms
            .tails
            .iter()
            .any(|tail| text[at..].starts_with(tail.as_str()))
        {
            return None;
        }
        let direct = self.step(text, at, Link::Down, true, faults).filter(|step| {
            // 第六条三款 is a fault, but only where the units fit and nothing is between them.
            (!step.bare || self.forms.unit_first || (step.level.is_some() && last.is_some()) || step.bracketed)
                && deeper(step)
                && !self.is_counted(text, step)
        });
        if let Some(mut step) = direct {
            if step.bracketed && step.bare && last.is_some_and(|last| last.level.is_none() && last.bracketed) {
                step.link = Link::List;
            } else if step.bare && !self.forms.unit_first && !step.bracketed {
                let ordinal = self.forms.ordinal.first()?;
                faults.push(Fault {
                    range: step.range.clone(),
                    replacement: format!("{ordinal}{}", &text[step.range.clone()]),
                    is_doubtful: false,
                });
            } else if step.bracketed && step.bare && step.level.is_none() {
                // Article 12(2): the bracket is the next level.
                if !self.forms.unit_first {
                    return None;
                }
                step.level = last?.level?.below();
            }
            return Some(step);
        }
        self.forms.joiners.iter().find_map(|joiner| {
            let length = literal_word(joiner, &text[at..])?;
            let mut step = self.step(text, at + length, Link::Down, false, faults)?;
            // Article 5, paragraph 3 of Article 7: the paragraph is that of the article after it.
            if !deeper(&step) || self.rises_after(text, &step) {
                return None;
            }
            if last.is_some_and(|last| goes_below(last, &step)) {
                step.level = step.level?.below();
            }
            step.level.is_some().then_some(step)
        })
    }

    /// A higher unit after “of” or a comma, where the language names the innermost unit first.
    fn next_up(&self, text: &str, at: usize, steps: &[Step], faults: &mut Vec<Fault>) -> Option<Step> {
        let group = steps.iter().rposition(|step| step.link == Link::List)?;
        let top = steps[group..].iter().filter_map(|step| step.level).min()?;
        let nested = steps[group..].iter().all(|step| step.nested);
        self.forms.ascend.iter().find_map(|word| {
            let length = literal_word(word, &text[at..])?;
            let step = self.step(text, at + length, Link::Up, false, faults)?;
            (step.level? < top || (nested && !step.nested && step.level? == top)).then_some(step)
        })
    }

    /// The next member of a list, or the end of a range.
    fn next_beside(&self, text: &str, at: usize, last: &Step, faults: &mut Vec<Fault>) -> Option<Step> {
        let ranges = self.forms.ranges.iter().map(|word| (word, Link::Through));
        let separators = self.forms.separators.iter().map(|word| (word, Link::List));
        ranges.chain(separators).find_map(|(word, link)| {
            let length = literal_word(word, &text[at..])?;
            let step = self.step(text, at + length, link, true, faults)?;
            match self.forms.elision {
                // A number alone continues the list only where its unit still comes.
                Elision::Next => {
                    let has_unit = step.level.is_some() || !step.bare || self.unit_comes(text, step.range.end);
                    let fits = step.level.is_none()
                        || !step.bare
                        || last.level.is_none_or(|level| Some(level) <= step.level || !step.bare);
                    (has_unit && fits).then_some(step)
                }
                Elision::Previous => {
                    let level = last.level;
                    let continues =
                        step.level.is_some() || self.may_continue(last, &step, link) || self.rises_after(text, &step);
                    continues.then(|| Step {
                        level: step.level.or(level),
                        ..step
                    })
                }
            }
        })
    }

    /// Whether a higher unit is named after a step and the members that go on with it: 2 or 3 of Article 5.
    fn rises_after(&self, text: &str, step: &Step) -> bool {
        let mut at = step.range.end;
        for _ in 0..12 {
            let rises = self
                .forms
                .ascend
                .iter()
                .filter(|word| !self.forms.joiners.contains(word));
            let mut higher = rises.filter_map(|word| {
                let start = at + literal_word(word, &text[at..])?;
                let mut faults = Vec::new();
                let above = self.step(text, start, Link::Up, false, &mut faults)?.level;
                Some(step.level.is_none_or(|level| above.is_some_and(|above| above < level)))
            });
            if let Some(rises) = higher.next_back() {
                return rises;
            }
            let words = self.forms.separators.iter().chain(&self.forms.ranges);
            let mut next = words.filter_map(|word| {
                let start = at + literal_word(word, &text[at..])?;
                self.step(text, start, Link::List, true, &mut Vec::new())
            });
            let Some(next) = next.next_back().filter(|next| {
                next.level
                    .is_none_or(|next| step.level.is_some_and(|level| next >= level))
            }) else {
                return false;
            };
            at = next.range.end;
        }
        false
    }

    /// Whether a unit word follows after further numbers and separators only.
    fn unit_comes(&self, text: &str, at: usize) -> bool {
        let mut at = at;
        for _ in 0..40 {
            if self.unit(&text[at..]).is_some() {
                return true;
            }
            let words = self.forms.separators.iter().chain(&self.forms.ranges);
            let after = words
                .filter_map(|word| literal_word(word, &text[at..]))
                .max()
                .unwrap_or(0);
            let start = at + after;
            let ordinal = self.ordinal(&text[start..]).map_or(0, |(length, _)| length);
            let Some(digits) = self.number(&text[start + ordinal..], true) else {
                return false;
            };
            if after == 0 && !digits.bracketed {
                return false;
            }
            at = start + ordinal + digits.length;
        }
        false
    }

    /// Whether a number without a unit continues the list: only after a plural, or in brackets like its neighbour.
    fn may_continue(&self, last: &Step, step: &Step, link: Link) -> bool {
        let continued = last.bare && last.link != Link::Down;
        let same_brackets = last.bracketed && step.bracketed;
        last.plural || continued || same_brackets || (link == Link::Through && step.number.value > last.number.value)
    }

    /// Gives numbers without a unit the unit that comes next, and drops what never gets one.
    fn complete(&self, text: &str, steps: &mut Vec<Step>, faults: &mut Vec<Fault>) {
        let named = steps.iter().rposition(|step| step.level.is_some());
        steps.truncate(named.map_or(0, |at| at + 1));
        for index in (0..steps.len()).rev() {
            if steps[index].level.is_some() {
                continue;
            }
            let Some(next) = steps.get(index + 1) else {
                continue;
            };
            let (next_link, next_level) = (next.link, next.level);
            if next_link == Link::Down && !steps[index].bracketed {
                // 第二十八第一款: the unit word of the first number is missing.
                steps[index].level = Some(Level::Article);
                let range = steps[index].range.clone();
                if let Some(word) = self.words.iter().find(|word| word.level == Level::Article) {
                    faults.push(Fault {
                        replacement: format!("{}{}", &text[range.clone()], word.text),
                        range,
                        is_doubtful: false,
                    });
                }
            } else {
                steps[index].level = next_level;
            }
        }
        let end = steps.last().map_or(0, |step| step.range.end);
        faults.retain(|fault| fault.range.end <= end);
        faults.sort_by_key(|fault| fault.range.start);
        faults.dedup();
    }

    /// The title in brackets or quotation marks right after a citation.
    fn title_after(&self, text: &str, end: usize) -> Option<Range<usize>> {
        let start = end + blanks(&text[end..]);
        self.forms.title_brackets.iter().find_map(|(open, close)| {
            let inner = text[start..].strip_prefix(open.as_str())?;
            let length = inner.find(close.as_str())?;
            Some(start + open.len()..start + open.len() + length)
        })
    }
}

/// Whether a step whose unit word may mean the next level stands below another one of its level.
fn goes_below(last: &Step, step: &Step) -> bool {
    step.nested && !last.nested && step.level.is_some() && last.level == step.level
}
