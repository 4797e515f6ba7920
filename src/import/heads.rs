//! Where the parts, chapters and articles of a text begin, also in the middle of a line: which `第五条` is a head and
//! which a citation.

use std::ops::Range;

use super::field::needs_no_colon;
use super::furniture::Zone;
use super::line::{Line, is_gap};
use super::words::{Forms, Knowledge};
use crate::language::{Head, Language, Level, Number};

/// A head at its place.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    pub line: usize,
    /// Offset of the label in the line.
    pub at: usize,
    /// Offset after the label, and the blanks and the separator that follow it.
    pub after: usize,
    pub head: Head,
}

/// What stands before a place in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edge {
    /// A word.
    None,
    /// A mark or a blank that something may begin after.
    Loose,
    /// The end of a sentence.
    Sentence,
    /// The beginning of the line.
    Start,
}

/// What stands before the offset `at` of `text`.
pub fn edge(text: &str, at: usize, language: &Language) -> Edge {
    let before = text[..at].trim_end_matches(is_gap);
    let Some(last) = before.chars().next_back() else {
        return Edge::Start;
    };
    let blanks = at - before.len();
    let spaced = language.pack.spaced;
    let closed = before.trim_end_matches(['”', '’', '」', '』', '"', ')', '）', '】', '》', ']']);
    if ends_sentence(closed, language) && (!spaced || blanks > 0) {
        return Edge::Sentence;
    }
    let colon = language
        .pack
        .roles
        .colons
        .iter()
        .any(|colon| before.ends_with(colon.as_str()));
    let loose = match spaced {
        true => blanks > 1 || text[before.len()..at].contains('\t') || (colon && blanks > 0),
        false => blanks > 0 || colon || closed.len() < before.len() || matches!(last, '—' | '…' | '|' | '>'),
    };
    if loose { Edge::Loose } else { Edge::None }
}

/// Whether `text` ends with a mark that ends sentences, in full or half width.
pub fn ends_sentence(text: &str, language: &Language) -> bool {
    let last = text.chars().next_back();
    let marks = language.pack.sentence_ends.iter().map(|end| end.trim_end());
    let own = marks.into_iter().any(|mark| text.ends_with(mark));
    own || matches!(last, Some('。' | '；' | ';' | '！' | '!' | '？' | '?'))
}

/// How many articles may be missing between one head in the middle of a line and the next.
const LARGEST_GAP: u32 = 10;
/// The most characters of a chapter's title.
const LONGEST_TITLE: usize = 40;

/// All heads of the lines, in order.
pub fn heads(lines: &[Line<'_>], language: &Language, known: &Knowledge) -> Vec<Found> {
    let mut scan = Scan {
        language,
        known,
        last: [Number::default(); Level::ALL.len()],
        found: Vec::new(),
    };
    for (index, line) in lines.iter().enumerate() {
        scan.line(index, &line.text);
    }
    scan.found
}

struct Scan<'a> {
    language: &'a Language,
    known: &'a Knowledge,
    /// The last number of each level.
    last: [Number; Level::ALL.len()],
    found: Vec<Found>,
}

impl Scan<'_> {
    fn line(&mut self, line: usize, text: &str) {
        let mut citations: Option<Vec<Range<usize>>> = None;
        let mut furniture: Option<Vec<usize>> = None;
        let mut until = 0;
        for (at, _) in text.char_indices() {
            let rest = &text[at..];
            if at < until || !self.language.begins_like_head(rest) {
                continue;
            }
            let Some(head) = self.head(rest) else {
                continue;
            };
            let mut edge = edge(text, at, self.language);
            // What a web page put between two articles belongs to neither, and parts them.
            let furniture_ends = || {
                let found = self.known.furniture.find(text, Zone::Within, self.language);
                found.into_iter().map(|(range, _)| range.end).collect()
            };
            if edge < Edge::Sentence {
                let before = text[..at].trim_end_matches(is_gap).len();
                if furniture.get_or_insert_with(furniture_ends).contains(&before) || self.follows_work(text, at, head) {
                    edge = Edge::Sentence;
                }
            }
            let unnumbered = self.unnumbered_before(line, &text[until..at], until, head, edge);
            if unnumbered.is_some() {
                edge = edge.max(Edge::Loose);
            }
            // Within 第五条和第六条 or 本制度第六条 there is no head.
            let scanned = || {
                self.language
                    .grammar
                    .scan(text)
                    .into_iter()
                    .map(|found| found.range)
                    .collect()
            };
            let inside = edge < Edge::Sentence && {
                let ranges = citations.get_or_insert_with(scanned);
                let next = ranges.partition_point(|range| range.end <= at);
                ranges.get(next).is_some_and(|range| range.start < at)
            };
            // 第一章 总则: the title of the head just before it.
            let last = self
                .found
                .last()
                .filter(|last| last.line == line && last.head.level.is_division());
            let since = last.and_then(|last| text.get(last.after..at));
            let is_title = head.number.is_none() && since.is_some_and(|since| since.trim_matches(is_gap).is_empty());
            // 第一章部门设置第四条: what follows a division's title is a head.
            let titled = since
                .is_some_and(|since| since.chars().count() <= LONGEST_TITLE && !ends_sentence(since, self.language));
            if titled
                && head
                    .number
                    .is_some_and(|number| is_due(number, self.last[head.level as usize]))
            {
                edge = edge.max(Edge::Sentence);
            }
            // 考勤管理办法 第一条: the title of the regulation, and no citation of one.
            let opens = self.opens_text(&text[..at], head);
            if opens {
                edge = edge.max(Edge::Sentence);
            }
            if (inside && !opens) || is_title || !self.begins(text, at, head, edge) {
                continue;
            }
            if let Some(found) = unnumbered {
                self.accept(found);
            }
            let length = if head.number.is_none() {
                rest.trim_end().len()
            } else {
                head.length
            };
            self.accept(Found {
                line,
                at,
                after: at + length + head.gap,
                head,
            });
            until = at + length;
        }
    }

    /// The head at the start of `text`, also one that is due and has blanks inside it: 第 一 条.
    fn head(&self, text: &str) -> Option<Head> {
        let spread = || {
            let spread = spread_head(text, self.language)?;
            is_due(spread.number?, self.last[spread.level as usize]).then_some(spread)
        };
        self.language.head(text).or_else(spread)
    }

    /// Whether a head that is due follows the name of a work and a blank: 下载《表格》 第五条. A citation needs no blank, and
    /// has a word before the name: 依照《会计法》 第九条.
    fn follows_work(&self, text: &str, at: usize, head: Head) -> bool {
        let before = text[..at].trim_end_matches(is_gap);
        let is_due = head
            .number
            .is_some_and(|number| is_due(number, self.last[head.level as usize]));
        let mut quotes = self.language.pack.citation.quotes.iter();
        is_due
            && before.len() < at
            && quotes.any(|(open, close)| {
                let work = before.ends_with(close.as_str()).then(|| before.rfind(open.as_str()));
                work.flatten().is_some_and(|work| !self.is_cited(text, work))
            })
    }

    fn accept(&mut self, found: Found) {
        let level = found.head.level as usize;
        if let Some(number) = found.head.number {
            self.last[level] = number;
            if found.head.level.is_division() {
                // Chapters may begin again in each part; articles run on.
                self.last[level + 1..Level::Article as usize].fill(Number::default());
            }
        }
        self.found.push(found);
    }

    fn begins(&self, text: &str, at: usize, head: Head, edge: Edge) -> bool {
        let Some(number) = head.number else {
            return edge > Edge::None;
        };
        let rest = &text[at + head.length..];
        let next = rest.trim_start_matches(is_gap);
        // 第五条 ，… and (see Article 5): a mark after the label goes on with the sentence.
        let marks_on = |next: char| matches!(next, '，' | '、' | '；' | '。' | '）' | ')' | ',' | ';' | '》' | '”');
        if head.is_sentence() || next.starts_with(marks_on) {
            return false;
        }
        match head.level {
            Level::Article => self.begins_article(text, at, head, number, edge),
            _ => self.begins_division(rest, head, number, edge),
        }
    }

    fn begins_article(&self, text: &str, at: usize, head: Head, number: Number, edge: Edge) -> bool {
        let last = self.last[Level::Article as usize];
        let due = is_due(number, last);
        let near = number.value > last.value && number.value <= last.value + LARGEST_GAP;
        match edge {
            Edge::Start => head.clear || due,
            Edge::Sentence => due || (head.clear && near),
            Edge::Loose => (due && !self.is_cited(text, at)) || (head.clear && near && !self.is_cited(text, at)),
            Edge::None if self.language.pack.spaced => false,
            Edge::None => {
                let after = &text[at + head.length + head.gap..];
                due && !self.is_cited(text, at)
                    && (head.clear || duties_title(after, self.language, &self.known.forms).is_some())
            }
        }
    }

    /// Whether a head is the first article, right after a title.
    fn opens_text(&self, before: &str, head: Head) -> bool {
        let is_first = head.level == Level::Article
            && head.number == Some(Number::new(1))
            && self.last[Level::Article as usize] == Number::default();
        let is_title = |before: &str| {
            let title = before.trim_matches(is_gap);
            title.chars().count() <= LONGEST_TITLE && !title.contains(['，', '。', '；', '、'])
        };
        // No title is longer, and a text without a head must not be counted again at each of its places.
        is_first && before.len() <= LONGEST_TITLE * 4 && is_title(before)
    }

    /// Whether the words before a place lead in to a citation: 按照第五条.
    fn is_cited(&self, text: &str, at: usize) -> bool {
        let before = text[..at].trim_end_matches(is_gap);
        self.known
            .forms
            .before_citations
            .iter()
            .any(|word| before.ends_with(word.as_str()))
    }

    fn begins_division(&self, rest: &str, head: Head, number: Number, edge: Edge) -> bool {
        let due = is_due(number, self.last[head.level as usize]);
        let accepted = match edge {
            Edge::Start => head.clear || due,
            Edge::Sentence | Edge::Loose => due,
            Edge::None => false,
        };
        accepted && self.has_short_title(rest)
    }

    /// Whether what follows the label of a division is a title: short, up to a blank, the next head or the end.
    fn has_short_title(&self, rest: &str) -> bool {
        let rest = rest.trim_start_matches(is_gap);
        for (count, (at, next)) in rest.char_indices().enumerate() {
            let before_head = at > 0 && self.language.begins_like_head(&rest[at..]) && {
                let head = self.language.head(&rest[at..]);
                head.is_some_and(|head| head.number.is_some() && !head.prose)
            };
            if before_head || (is_gap(next) && !self.language.pack.spaced && count > 1) {
                return true;
            }
            if matches!(next, '。' | '；' | ';')
                || (matches!(next, '，' | ',' | '：') && !self.language.pack.spaced)
                || count > LONGEST_TITLE * if self.language.pack.spaced { 3 } else { 1 }
            {
                return false;
            }
        }
        true
    }

    /// The chapter without a number (总则) that `before`, what stands between the last head and the next one in a line,
    /// ends with.
    fn unnumbered_before(&self, line: usize, before: &str, start: usize, next: Head, edge: Edge) -> Option<Found> {
        let bare = before.trim_end_matches(is_gap);
        if edge == Edge::Start || next.number.is_none() || bare.is_empty() {
            return None;
        }
        let units = &self.language.pack.units;
        let levels = [
            (Level::Part, &units.part),
            (Level::Chapter, &units.chapter),
            (Level::Section, &units.section),
        ];
        levels.into_iter().find_map(|(level, unit)| {
            let title = unit.unnumbered.iter().find(|title| bare.ends_with(title.as_str()))?;
            let at = bare.len() - title.len();
            let is_title_of_head = bare[..at].trim_matches(is_gap).is_empty()
                && self
                    .found
                    .last()
                    .is_some_and(|last| last.line == line && last.head.level.is_division());
            let first = next.level == Level::Article && next.number == Some(Number::new(1));
            let parted = first || self::edge(bare, at, self.language) > Edge::None;
            (parted && !is_title_of_head).then_some(Found {
                line,
                at: start + at,
                after: start + bare.len(),
                head: Head {
                    runs_on: false,
                    level,
                    number: None,
                    numeral: 0,
                    length: title.len(),
                    prose: false,
                    clear: true,
                    gap: 0,
                },
            })
        })
    }
}

/// The most characters of a label that blanks are looked for in.
const LONGEST_LABEL: usize = 10;

/// The head with blanks inside that `text` begins with, where no blanks part words.
fn spread_head(text: &str, language: &Language) -> Option<Head> {
    if language.pack.spaced {
        return None;
    }
    let mut label = String::new();
    let parts = text.char_indices().filter(|(_, next)| !is_gap(*next));
    let end = parts.take(LONGEST_LABEL).find_map(|(at, next)| {
        label.push(next);
        let whole = language.head(&label).is_some_and(|head| head.number.is_some());
        whole.then_some(at + next.len_utf8())
    })?;
    let blanks = end - label.len();
    label.push_str(&text[end..]);
    let head = language.head(&label)?;
    (blanks > 0).then_some(Head {
        length: head.length + blanks,
        ..head
    })
}

/// Whether a text begins with a head, blanks inside it or not.
pub fn begins_with_head(text: &str, language: &Language) -> bool {
    language
        .head(text)
        .or_else(|| spread_head(text, language))
        .is_some_and(|head| head.number.is_some())
}

/// Whether `number` follows `last`.
fn is_due(number: Number, last: Number) -> bool {
    let next = number.value == last.value + 1 && number.branch == 0;
    next || (number.value == last.value && number.branch == last.branch + 1)
}

/// The most characters of a role article's title, and words of one where blanks part them.
const LONGEST_DUTIES_TITLE: usize = 24;

/// The byte length of the title at the start of `text` that gives a role its duties: 营销协理岗位职责.
pub fn duties_title(text: &str, language: &Language, forms: &Forms) -> Option<usize> {
    let spaced = language.pack.spaced;
    let most = LONGEST_DUTIES_TITLE * if spaced { 3 } else { 1 };
    let begins_colon = |text: &str| {
        let mut colons = language.pack.roles.colons.iter();
        colons.any(|colon| text.starts_with(colon.as_str()))
    };
    let ends = text
        .char_indices()
        .take(most)
        .map(|(at, next)| (at + next.len_utf8(), next));
    let ends = ends.take_while(|(_, next)| !matches!(next, '，' | '。' | '；' | ',' | ';' | '、' | '\n'));
    let is_end = |end: usize| {
        let rest = &text[end..];
        let bare = rest.trim_start_matches(is_gap);
        let is_word = !spaced || rest.is_empty() || rest.starts_with(is_gap) || rest.starts_with(':');
        if !is_word || duties_of(&text[..end], language, forms).is_none() {
            return false;
        }
        let field = language.field(bare).map(|(_, length, _)| bare.split_at(length));
        rest.is_empty()
            || field.is_some_and(|(label, after)| !spaced || begins_colon(after) || needs_no_colon(label, language))
            || language.markers(bare).next().is_some()
            || (!spaced && (rest.len() > bare.len() || begins_colon(rest)))
    };
    ends.map(|(end, _)| end).find(|end| is_end(*end))
}

/// The name of the role whose duties an article with this title states, as a range of the title: a single post, and no
/// description of one.
pub fn duties_of(title: &str, language: &Language, forms: &Forms) -> Option<Range<usize>> {
    let range = language.duties_of(title)?;
    let name = title[range.clone()].trim_matches(is_gap);
    let is_whole = language.pack.spaced || !name.contains(is_gap);
    (is_whole && forms.may_be_post(name)).then_some(range)
}
