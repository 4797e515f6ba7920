//! Citations in running text: found and read by a language pack's words, resolved elsewhere.
//!
//! The grammar was measured on real statutes; `docs/format.md` gives it for editors. Ranges are bytes of the text that
//! was scanned.

mod lexer;
mod members;
mod owner;
mod reader;

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::dictionary::Dictionary;
use super::numeral::Numeral;
use super::pack::{CitationForms, Elision};
use super::unit::{Level, Number, Path};

/// A citation as it stands in a text, unresolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawCitation {
    /// All of it but its owner.
    pub range: Range<usize>,
    pub owner: Owner,
    /// Counted from where it stands: the preceding paragraph, this article.
    pub relative: Option<Relative>,
    /// What it points at; empty for a bare relative one.
    pub members: Vec<Member>,
    pub faults: Vec<Fault>,
    /// The title in brackets or quotation marks that follows at once.
    pub title: Option<Range<usize>>,
}

/// The work that a citation names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// None: the text that it stands in, or the one last spoken of.
    Unnamed,
    /// The text that it stands in, by name: 本制度, this Regulation.
    This(Range<usize>),
    /// A title in quotation marks.
    Title(Range<usize>),
    /// Words beside the citation that end or begin with a name; how much of them is for the resolver to say.
    Words(Range<usize>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relative {
    pub level: Level,
    /// How many units back; 0 is the unit that it stands in.
    pub back: u32,
    /// It points at what was cited last (该条), not at the unit that it stands in (本条).
    pub said: bool,
}

/// One unit, or a range of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub range: Range<usize>,
    pub path: Path,
    /// The last unit of a range, at the innermost level of `path`.
    pub through: Option<Number>,
}

/// A drafting fault in a citation, with what it should read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub range: Range<usize>,
    pub replacement: String,
    /// It may be none: 违反本制度三条的 names an article, or counts them.
    pub is_doubtful: bool,
}

/// What a grammar is made of.
pub(super) struct Parts<'a> {
    pub forms: CitationForms,
    pub numerals: Vec<Numeral>,
    /// Indices of the numerals that may stand before their unit only.
    pub ordinals: Vec<usize>,
    /// The names of each level.
    pub words: &'a [(Level, Vec<String>)],
    /// Those of the names that may mean the next level.
    pub nested: &'a [&'a String],
    /// The text before an inserted unit's second number, and that number's numeral.
    pub branch: Option<(String, usize)>,
    /// The same where it stands before the unit word.
    pub inner_branch: Option<(String, usize)>,
    pub wrong_numerals: FxHashMap<usize, usize>,
    pub spaced: bool,
}

/// A pack's citation grammar, compiled.
#[derive(Debug)]
pub struct Grammar {
    forms: CitationForms,
    numerals: Vec<Numeral>,
    /// Indices of the numerals that may stand before their unit only.
    ordinals: Vec<usize>,
    /// Unit words, longest first, with the first word of each level marked canonical.
    words: Vec<UnitWord>,
    branch: Option<(String, usize)>,
    /// The same before the unit word: 第 5-1 條.
    inner_branch: Option<(String, usize)>,
    /// Numerals that citations are not to be written in, with those that are to stand for them.
    wrong_numerals: FxHashMap<usize, usize>,
    spaced: bool,
    /// The words that citations begin with.
    openers: Dictionary,
}

#[derive(Debug)]
struct UnitWord {
    text: String,
    level: Level,
    /// More numbers may follow the unit without repeating it.
    plural: bool,
    /// Below another name of its level it means the next one.
    nested: bool,
}

impl Grammar {
    /// Compiles the grammar.
    pub(super) fn new(parts: Parts<'_>) -> Self {
        let Parts {
            forms,
            numerals,
            ordinals,
            words,
            nested,
            branch,
            inner_branch,
            wrong_numerals,
            spaced,
        } = parts;
        let plural = forms.elision == Elision::Previous;
        let mut unit_words: Vec<UnitWord> = words
            .iter()
            .flat_map(|(level, names)| {
                names.iter().map(move |name| UnitWord {
                    text: name.clone(),
                    level: *level,
                    nested: nested.contains(&name),
                    plural: plural && name.ends_with('s'),
                })
            })
            .collect();
        unit_words.sort_by_key(|word| std::cmp::Reverse(word.text.len()));
        let openers = Dictionary::new(openers(&forms, &numerals, &ordinals, &unit_words), spaced);
        Self {
            forms,
            numerals,
            ordinals,
            words: unit_words,
            branch,
            inner_branch,
            wrong_numerals,
            spaced,
            openers,
        }
    }

    /// All citations of `text`, in order.
    pub fn scan(&self, text: &str) -> Vec<RawCitation> {
        let mut found: Vec<RawCitation> = Vec::new();
        let mut done = 0;
        let mut from = 0;
        while let Some(opener) = self.openers.find(text, from) {
            let Range { start, end } = opener.range;
            from = end;
            if self.spaced && inside_word(text, start) {
                continue;
            }
            if let Some(citation) = self.read(text, start, done) {
                done = citation.range.end;
                from = done.max(end);
                found.push(citation);
            }
        }
        found
    }

    /// Whether a title ends with the word for a kind of work: law, regulation, measures.
    pub fn names_work(&self, title: &str) -> bool {
        self.ends_with_work(title).is_some()
    }

    /// Whether `text` begins with the name of a unit.
    pub fn names_unit(&self, text: &str) -> bool {
        self.unit(text).is_some()
    }

    /// Whether `text` goes on like a further member of a citation.
    pub fn begins_member(&self, text: &str) -> bool {
        let numbered = |text: &str| self.number(text, true).is_some();
        match self.ordinal(text) {
            Some((length, _)) => numbered(&text[length..]),
            None => self
                .unit(text)
                .is_some_and(|unit| self.forms.unit_first && numbered(text[unit.length..].trim_start())),
        }
    }

    /// Whether `text` changes another text, so that what it cites is that text's.
    pub fn is_amending(&self, text: &str) -> bool {
        self.forms.amending.iter().any(|word| text.contains(word.as_str()))
    }

    /// The kind of work that words such as 本法 and “this Act” name.
    pub fn kind_of_this<'t>(&self, words: &'t str) -> Option<&'t str> {
        let this = self.forms.this_work.iter();
        let length = this.filter_map(|this| owner::literal_word(this, words)).max()?;
        Some(words[length..].trim_matches(super::pattern::is_blank))
    }

    /// The kind of work that a title names last, a remark in brackets aside: 条例 of 劳动合同法实施条例.
    pub fn last_kind<'t>(&self, title: &'t str) -> Option<&'t str> {
        let title = self.without_remark(title.trim_end());
        let kind = self.ends_with_work(title)?.len();
        Some(&title[title.len() - kind..])
    }

    /// The kind of work that a title names first: Regulations on the Labour Act.
    pub fn first_kind<'t>(&self, title: &'t str) -> Option<&'t str> {
        let words = title.split(|next: char| !next.is_alphanumeric());
        words
            .into_iter()
            .find(|word| self.forms.works.iter().any(|work| work.eq_ignore_ascii_case(word)))
    }

    /// The kind of work that `text` begins with.
    pub fn kind_at<'t>(&self, text: &'t str) -> Option<&'t str> {
        let works = self.forms.works.iter();
        let length = works.filter_map(|work| owner::literal_word(work, text)).max()?;
        Some(&text[..length])
    }

    /// The longest work word that `text` ends with.
    fn ends_with_work(&self, text: &str) -> Option<&str> {
        let works = self.forms.works.iter().map(String::as_str);
        let ends = |work: &&str| {
            owner::ends_with_folded(text, work) && !(self.spaced && inside_word(text, text.len() - work.len()))
        };
        works.filter(ends).max_by_key(|work| work.len())
    }
}

/// The words that a citation can begin with.
fn openers(forms: &CitationForms, numerals: &[Numeral], ordinals: &[usize], words: &[UnitWord]) -> Vec<String> {
    let blank = if forms.unit_first { " " } else { "" };
    let mut openers: Vec<String> = Vec::new();
    openers.extend(forms.ordinal.iter().chain(&forms.wrong_ordinal).cloned());
    if forms.unit_first {
        openers.extend(words.iter().map(|word| word.text.clone()));
    }
    for relative in forms.preceding.iter().chain(&forms.this) {
        openers.extend(words.iter().map(|word| format!("{relative}{blank}{}", word.text)));
    }
    for relative in &forms.preceding {
        for numeral in numerals {
            openers.extend(numeral.initials().map(|symbol| format!("{relative}{blank}{symbol}")));
        }
    }
    for &ordinal in ordinals {
        let first = (1..=12).filter_map(|number| numerals.get(ordinal)?.format(number));
        for number in first {
            openers.extend(words.iter().map(|word| format!("{number}{blank}{}", word.text)));
        }
    }
    if !forms.unit_first {
        for this in &forms.this_work {
            openers.extend(forms.works.iter().map(|work| format!("{this}{work}")));
        }
    }
    openers
}

/// Whether `at` lies between two letters or digits.
fn inside_word(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    before.is_some_and(|before| before.is_alphanumeric() || before == '-')
}

#[cfg(test)]
mod tests;
