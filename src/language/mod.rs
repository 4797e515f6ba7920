//! Languages as data: what a pack says about units, numerals, citations, roles and words, in both directions.
//!
//! Nothing outside this module knows a language; a third one is a file beside `zh.toml`.

pub mod audience;
mod builtin;
pub mod citation;
mod dictionary;
mod head;
pub mod modality;
pub mod name;
mod numeral;
mod pack;
mod pattern;
pub mod script;
pub mod sentence;
pub mod sound;
mod unit;
pub mod value;
mod words;

use std::collections::BTreeMap;

use audience::Audience;
use citation::Grammar;
pub use head::Head;
use modality::Modals;
pub use numeral::Numeral;
pub use pack::{Authority, Element, Instruction, Modality, OwnerSide, Pack, Wording};
use pattern::Starts;
pub use pattern::{Pattern, Reading, fold, is_blank};
use regex::RegexSet;
use sentence::Sentences;
pub use unit::{Level, Number, Path};
use value::Values;
pub use words::WordList;

/// A language as the program uses it.
#[derive(Debug)]
pub struct Language {
    pub pack: Pack,
    pub grammar: Grammar,
    pub modals: Modals,
    pub audience: Audience,
    pub sentences: Sentences,
    pub values: Values,
    numerals: Vec<Numeral>,
    labels: Vec<(Level, Pattern)>,
    /// Forms of labels that are read but never written, those of divisions and articles.
    other_labels: Vec<(Level, Pattern)>,
    branch: Option<Pattern>,
    inner_branch: Option<Pattern>,
    markers: Vec<Pattern>,
    malformed: Vec<(Level, Pattern)>,
    mistyped: Vec<(Level, Pattern)>,
    unfinished: Vec<Pattern>,
    catch_all: RegexSet,
    duties: Vec<(String, String)>,
    head_starts: Starts,
    marker_starts: Starts,
    field_starts: Starts,
}

/// The marker of a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marker {
    /// Index of the pack's marker pattern.
    pub style: u8,
    /// Index of the first pattern that differs in punctuation only: `1.` and `1、` number one list.
    pub family: u8,
    pub number: u32,
    /// Byte length, blanks after it included.
    pub length: usize,
    /// A number in digits without a bracket before it: `10.`, `10、`, `10)`.
    pub plain: bool,
    /// Its brackets do not match: `（一)`.
    pub mixed: bool,
    /// The number after its own follows at once: 一、二线城市 may be no item but the first words of a sentence.
    pub enumerates: bool,
}

/// The numeral that word processors know by a name of `ST_NumberFormat`, where some language has it.
pub fn counting(format: &str) -> Option<&'static Numeral> {
    let packs = Language::builtin().map(|language| &language.pack);
    let mut all = packs.flat_map(|pack| pack.numeral.iter().chain(&pack.counting));
    let found = all.find(|named| named.formats.iter().any(|name| name == format));
    found.map(|named| &named.numeral)
}

impl Language {
    /// Reads a pack. The error says what is wrong with it.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        let pack: Pack = toml::from_str(text).map_err(|error| error.to_string())?;
        Self::new(pack)
    }

    fn new(pack: Pack) -> Result<Self, String> {
        let names: Vec<String> = pack.numeral.iter().map(|named| named.name.clone()).collect();
        let numerals: Vec<Numeral> = pack.numeral.iter().map(|named| named.numeral.clone()).collect();
        let compile = |text: &String| Pattern::compile(text, &names);
        let units = Level::ALL.map(|level| pack.units.get(level));
        let labels = Level::ALL
            .into_iter()
            .zip(units)
            .map(|(level, unit)| Ok((level, compile(&unit.label)?)))
            .collect::<Result<Vec<_>, String>>()?;
        let heads = Level::ALL.into_iter().filter(|level| *level <= Level::Article).rev();
        let other_labels = heads
            .flat_map(|level| pack.units.get(level).also.iter().map(move |text| (level, text)))
            .map(|(level, text)| Ok((level, compile(text)?)))
            .collect::<Result<Vec<_>, String>>()?;
        let words: Vec<(Level, Vec<String>)> = Level::ALL
            .into_iter()
            .zip(units)
            .map(|(level, unit)| (level, unit.word.clone()))
            .collect();
        let branch = pack.units.article.branch.as_ref().map(compile).transpose()?;
        let inner_branch = pack.units.article.inner_branch.first().map(compile).transpose()?;
        let ordinals = pack
            .citation
            .ordinals
            .iter()
            .filter_map(|name| names.iter().position(|known| known == name))
            .collect();
        let position = |name: &String| names.iter().position(|known| known == name);
        let wrong_numerals = pack
            .citation
            .wrong_numerals
            .iter()
            .filter_map(|(wrong, good)| Some((position(wrong)?, position(good)?)))
            .collect();
        let nested: Vec<&String> = units.iter().flat_map(|unit| &unit.nested).collect();
        let read = |pattern: &Pattern| (pattern.before.clone(), pattern.numeral);
        let grammar = Grammar::new(citation::Parts {
            forms: pack.citation.clone(),
            numerals: numerals.clone(),
            ordinals,
            words: &words,
            nested: &nested,
            branch: branch.as_ref().map(read),
            inner_branch: inner_branch.as_ref().map(read),
            wrong_numerals,
            spaced: pack.spaced,
        });
        let values = Values::new(&pack.values, &words, pack.citation.unit_first, pack.spaced);
        let modals = Modals::new(&pack.modality, pack.spaced);
        let all = |texts: &[String]| texts.iter().map(compile).collect::<Result<Vec<_>, _>>();
        let head_starts = labels
            .iter()
            .filter(|(level, _)| *level <= Level::Article)
            .map(|(_, label)| label.before.as_str())
            .chain(units.iter().flat_map(|unit| unit.unnumbered.iter().map(String::as_str)))
            .chain(pack.heads.malformed.values().flatten().map(String::as_str))
            .collect();
        let field_starts = pack.roles.fields.values().flatten().collect();
        let markers = all(&pack.markers.list)?;
        let marker_starts = marker_starts(&markers, &numerals);
        Ok(Self {
            markers,
            marker_starts,
            field_starts,
            malformed: labels_by_level(&pack.heads.malformed, &names)?,
            mistyped: labels_by_level(&pack.heads.mistyped, &names)?,
            unfinished: all(&pack.heads.unfinished)?,
            catch_all: RegexSet::new(&pack.duties.catch_all).map_err(|error| error.to_string())?,
            duties: pack
                .roles
                .duties
                .iter()
                .filter_map(|form| form.split_once("{role}"))
                .map(|(before, after)| (before.to_owned(), after.to_owned()))
                .collect(),
            modals,
            audience: Audience::new(&pack),
            sentences: Sentences::new(&pack.sentence_ends)?,
            values,
            labels,
            other_labels,
            branch,
            inner_branch,
            numerals,
            grammar,
            head_starts,
            pack,
        })
    }

    /// A phrase of one of the pack's tables; its key where the pack lacks it, so that nothing is lost in silence.
    pub fn phrase<'a>(&'a self, table: &'a toml::Table, key: &'a str) -> &'a str {
        table.get(key).and_then(toml::Value::as_str).unwrap_or(key)
    }

    /// The pack's numerals, in its order.
    pub fn numerals(&self) -> impl Iterator<Item = &Numeral> {
        self.numerals.iter()
    }

    /// Reads a number at the start of `text` in any of the pack's numerals: its value and byte length.
    pub fn number(&self, text: &str) -> Option<(u32, usize)> {
        self.numerals.iter().find_map(|numeral| numeral.parse(text))
    }

    /// Writes a unit's label: 第五条, Article 5-1.
    pub fn label(&self, level: Level, number: Number) -> String {
        let mut text = self.labels[level as usize].1.format(&self.numerals, number.value);
        if number.branch > 0
            && let Some(branch) = &self.branch
        {
            text.push_str(&branch.format(&self.numerals, number.branch));
        }
        text
    }

    /// Whether a head numbered in one numeral may be cited in another: by custom, where its label is one that is read but
    /// never written, the citation is written like the label (第 5 條, cited as 第五條). Both are indices of numerals.
    pub fn may_cite(&self, level: Level, head: usize, cited: usize) -> bool {
        let custom = || {
            let mut others = self.other_labels.iter().filter(|(other, _)| *other == level);
            self.labels[level as usize].1.numeral == cited && others.any(|(_, label)| label.numeral == head)
        };
        head == cited || custom()
    }

    /// Whether `text` begins with a character that item markers begin with.
    pub fn may_begin_item(&self, text: &str) -> bool {
        self.marker_starts.may_begin(text)
    }

    /// All readings of a list marker at the start of `text`: a letter may be a Roman numeral too.
    pub fn markers<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Marker> + 'a {
        let plausible = text.chars().next().is_some_and(|first| {
            !first.is_ascii_alphabetic() || text.bytes().take(6).any(|byte| matches!(byte, b'.' | b')'))
        });
        self.markers
            .iter()
            .enumerate()
            .filter(move |_| plausible)
            .filter_map(|(style, pattern)| {
                let reading = pattern.parse_exact(&self.numerals, text)?;
                let rest = &text[reading.length..];
                // 1.5 is a number, and 一、二款 a citation; 一、三日内 is an item.
                let number = self.numerals[pattern.numeral]
                    .parse(rest)
                    .filter(|_| pattern.before.is_empty());
                if let Some((_, length)) = number {
                    let after = &rest[length..];
                    let listed = after.starts_with(pattern.after.as_str()) || self.grammar.names_unit(after);
                    if pattern.after == "." || listed {
                        return None;
                    }
                }
                // （二）、（三）级
                let joins = &self.pack.citation.separators;
                let mut joined = joins.iter().filter_map(|join| rest.strip_prefix(join.as_str()));
                let is_listed = |next: &str| pattern.parse_exact(&self.numerals, next).is_some();
                if !pattern.before.is_empty() && joined.any(is_listed) {
                    return None;
                }
                let label = &text[..reading.length];
                // Between words a marker wants a blank; a capital letter after a full stop will do.
                let begins = rest.is_empty()
                    || rest.starts_with(is_blank)
                    || (label.ends_with('.')
                        && reading.numeral == 0
                        && rest.starts_with(|next: char| next.is_ascii_uppercase()));
                if pattern.before.is_empty() && self.pack.spaced && !begins {
                    return None;
                }
                let wide = |character: char| ('\u{ff01}'..='\u{ff5e}').contains(&character);
                let mixed = !pattern.before.is_empty()
                    && label.chars().next().is_some_and(wide) != label.chars().next_back().is_some_and(wide);
                let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
                Some(Marker {
                    style: style as u8,
                    family: self.family(style) as u8,
                    number: reading.value,
                    length: reading.length + blanks,
                    plain: pattern.before.is_empty()
                        && matches!(self.numerals[pattern.numeral], Numeral::Decimal { .. }),
                    mixed,
                    enumerates: number.is_some_and(|(value, _)| value == reading.value + 1),
                })
            })
    }

    fn family(&self, style: usize) -> usize {
        let alike = |other: &Pattern| {
            let own = &self.markers[style];
            let closed = |pattern: &Pattern| pattern.after.chars().map(pattern::fold).eq([')']);
            own.numeral == other.numeral
                && closed(own) == closed(other)
                && own
                    .before
                    .chars()
                    .map(pattern::fold)
                    .eq(other.before.chars().map(pattern::fold))
        };
        self.markers.iter().position(alike).unwrap_or(style)
    }

    /// Writes a marker in one of the pack's styles.
    pub fn marker(&self, style: u8, number: u32) -> String {
        self.markers.get(usize::from(style)).map_or_else(
            || format!("{number}."),
            |pattern| pattern.format(&self.numerals, number),
        )
    }

    /// The name of the role whose duties an article with this title states, as a range of the title.
    pub fn duties_of(&self, title: &str) -> Option<std::ops::Range<usize>> {
        let fold = |text: &str| text.to_lowercase();
        self.duties
            .iter()
            .filter(|(before, after)| {
                title.len() > before.len() + after.len()
                    && title.is_char_boundary(before.len())
                    && title.is_char_boundary(title.len() - after.len())
                    && fold(&title[..before.len()]) == fold(before)
                    && fold(&title[title.len() - after.len()..]) == fold(after)
            })
            .map(|(before, after)| before.len()..title.len() - after.len())
            .min_by_key(std::ops::Range::len)
    }

    /// The field whose label begins `text`: its key, the byte length of the label, and whether it is the canonical one.
    pub fn field<'a>(&'a self, text: &str) -> Option<(&'a str, usize, bool)> {
        if !self.field_starts.may_begin(text) {
            return None;
        }
        let fields = self.pack.roles.fields.iter();
        fields
            .flat_map(|(key, labels)| labels.iter().enumerate().map(move |(index, label)| (key, index, label)))
            .filter(|(_, _, label)| {
                text.get(..label.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(label))
            })
            .max_by_key(|(_, _, label)| label.len())
            .map(|(key, index, label)| (key.as_str(), label.len(), index == 0))
    }

    /// What stands between the label of a field and its value: the colon, and a blank where the language has one there.
    pub fn colon(&self) -> String {
        let colon = self.pack.roles.colons.first().map_or("", String::as_str);
        format!("{colon}{}", if self.pack.spaced { " " } else { "" })
    }

    /// The canonical label of a field.
    pub fn field_label(&self, key: &str) -> &str {
        let labels = self.pack.roles.fields.get(key);
        labels.and_then(|labels| labels.first()).map_or("", String::as_str)
    }
}

fn labels_by_level(texts: &BTreeMap<Level, Vec<String>>, names: &[String]) -> Result<Vec<(Level, Pattern)>, String> {
    let patterns = texts
        .iter()
        .flat_map(|(level, texts)| texts.iter().map(move |text| (*level, text)));
    patterns
        .map(|(level, text)| Ok((level, Pattern::compile(text, names)?)))
        .collect()
}

/// What markers begin with.
fn marker_starts(markers: &[Pattern], numerals: &[Numeral]) -> Starts {
    let starts = markers.iter().flat_map(|pattern| match pattern.before.is_empty() {
        false => vec![pattern.before.clone()],
        true => {
            let numbers = 0..200;
            numbers
                .filter_map(|number| numerals.get(pattern.numeral)?.format(number))
                .collect()
        }
    });
    starts.collect()
}

#[cfg(test)]
mod tests;
