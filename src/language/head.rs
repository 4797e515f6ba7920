//! Heads of units: labels at the start of headings and paragraphs, well-formed or not.

use super::{Language, Level, Number, Numeral, Reading, is_blank, pattern};

/// The head of a unit, read at the start of a heading or of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub level: Level,
    /// Nothing for units that carry no number (总则).
    pub number: Option<Number>,
    /// Which numeral wrote it: an index that only equality is asked of.
    pub numeral: u8,
    /// Byte length of the label, without the blank after it.
    pub length: usize,
    /// What follows directly reads on as prose.
    pub prose: bool,
    /// What follows is a sentence that the label is part of, unless this is a heading: “Article 2 sets out …”.
    pub runs_on: bool,
    /// A blank, a separator or the end follows.
    pub clear: bool,
    /// Bytes of blanks and of a separator between the label and the title or text.
    pub gap: usize,
}

impl Head {
    /// Whether a paragraph that begins so is a sentence and not what the label would open.
    pub fn is_sentence(&self) -> bool {
        self.prose || self.runs_on
    }
}

impl Language {
    /// Whether `text` begins with a character that heads or their mistyped forms begin with.
    pub fn begins_like_head(&self, text: &str) -> bool {
        self.head_starts.may_begin(text)
    }

    /// Reads the label of a division or an article at the start of `text`.
    pub fn head(&self, text: &str) -> Option<Head> {
        if !self.begins_like_head(text) {
            return None;
        }
        // Articles first: nearly every head is one.
        let (divisions, rest) = self.labels.split_at(Level::Article as usize);
        for (level, label) in rest.iter().take(1).chain(divisions).chain(&self.other_labels) {
            let Some((reading, mut number)) = self.read_label(*level, label, text) else {
                continue;
            };
            let mut length = reading.length;
            if *level == Level::Article
                && number.branch == 0
                && let Some(branch) = &self.branch
                && let Some(more) = branch.parse(&self.numerals, &text[length..])
            {
                number.branch = more.value;
                length += more.length;
            }
            let rest = &text[length..];
            // Article5 is mistyped, not a head: words are told apart by blanks.
            let word = label.before.trim_end_matches(is_blank);
            if self.pack.spaced && !text.get(word.len()..).is_some_and(|next| next.starts_with(is_blank)) {
                continue;
            }
            // “Article 1st” and “Articled” are no heads.
            if label.after.is_empty() && rest.starts_with(|next: char| next.is_ascii_alphanumeric()) {
                continue;
            }
            let (gap, separated) = self.gap(rest);
            let prose = self.pack.heads.prose.iter().any(|word| rest.starts_with(word.as_str()));
            return Some(Head {
                level: *level,
                number: Some(number),
                numeral: reading.numeral,
                length,
                prose: prose && !separated,
                runs_on: self.pack.spaced && !separated && runs_on(rest),
                clear: separated || rest.is_empty() || rest.starts_with(is_blank) || rest.starts_with(['\n', '\r']),
                gap,
            });
        }
        let unnumbered = [
            (Level::Part, &self.pack.units.part.unnumbered),
            (Level::Chapter, &self.pack.units.chapter.unnumbered),
            (Level::Section, &self.pack.units.section.unnumbered),
        ];
        unnumbered.into_iter().find_map(|(level, titles)| {
            titles
                .iter()
                .find(|title| text.trim_end().eq_ignore_ascii_case(title))?;
            Some(Head {
                level,
                number: None,
                numeral: 0,
                length: 0,
                prose: false,
                runs_on: false,
                clear: true,
                gap: 0,
            })
        })
    }

    /// Reads a label with the number in it, and the second number where that stands before the unit word.
    fn read_label(&self, level: Level, label: &pattern::Pattern, text: &str) -> Option<(Reading, Number)> {
        let plain = |reading: Reading| (reading, Number::new(reading.value));
        label.parse(&self.numerals, text).map(plain).or_else(|| {
            let inner = self.inner_branch.as_ref().filter(|_| level == Level::Article)?;
            let (reading, branch) = label.parse_with(&self.numerals, inner, text)?;
            Some((
                reading,
                Number {
                    value: reading.value,
                    branch,
                },
            ))
        })
    }

    /// The blanks and the separator that `rest`, which follows a label, begins with, and whether there is a separator.
    /// Before a number or another unit it is no separator but part of a citation: 第三条、第四条.
    pub fn gap(&self, rest: &str) -> (usize, bool) {
        let blanks = |text: &str| text.len() - text.trim_start_matches(is_blank).len();
        let first = blanks(rest);
        let separators = self.pack.heads.separators.iter();
        let separator = separators
            .into_iter()
            .find(|word| rest[first..].starts_with(word.as_str()));
        let Some(word) = separator else {
            return (first, false);
        };
        let after = first + word.len();
        let end = after + blanks(&rest[after..]);
        let citation = &self.pack.citation;
        let mut joins = citation.separators.iter().chain(&citation.ranges);
        let may_join = joins.any(|join| join.trim_matches(is_blank) == word);
        let goes_on = (may_join && self.grammar.begins_member(&rest[end..]))
            || (end == after && self.number(&rest[end..]).is_some());
        match goes_on {
            true => (first, false),
            false => (end, true),
        }
    }

    /// Reads what looks like a unit's label but is mistyped: its length and what it should be. `text` is a heading or,
    /// with `paragraph`, the start of one, where only sure cases count.
    pub fn malformed_head(&self, text: &str, paragraph: bool) -> Option<(usize, String)> {
        // Letters are no digits here: “Articles 1” is not Article s.
        let digits = |reading: &Reading| {
            let numeral = self.numerals.get(usize::from(reading.numeral));
            !matches!(numeral, Some(Numeral::Letters { .. } | Numeral::Roman { .. }))
        };
        for (level, pattern) in &self.malformed {
            if let Some(reading) = pattern.parse(&self.numerals, text).filter(digits) {
                return Some((reading.length, self.label(*level, Number::new(reading.value))));
            }
        }
        if paragraph {
            return None;
        }
        for (level, pattern) in &self.mistyped {
            if let Some(reading) = pattern.parse(&self.numerals, text).filter(digits) {
                let rest = &text[reading.length..];
                if rest.is_empty() || rest.starts_with(is_blank) || self.gap(rest).1 {
                    return Some((reading.length, self.label(*level, Number::new(reading.value))));
                }
            }
        }
        self.unfinished.iter().find_map(|pattern| {
            let reading = pattern.parse(&self.numerals, text)?;
            let rest = &text[reading.length..];
            (rest.is_empty() || rest.starts_with(is_blank))
                .then(|| (reading.length, self.label(Level::Article, Number::new(reading.value))))
        })
    }
}

/// Whether what follows a label, brackets aside, begins with a small letter, as no title and no sentence does.
fn runs_on(rest: &str) -> bool {
    let rest = rest.trim_start_matches(is_blank);
    let bracketed = rest.strip_prefix('(').and_then(|inside| inside.split_once(')'));
    let rest = bracketed.map_or(rest, |(_, after)| after.trim_start_matches(is_blank));
    rest.starts_with(char::is_lowercase)
}
