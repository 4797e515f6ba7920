//! The numbers that Word shows before paragraphs, by ISO 29500-1, 17.9.
//!
//! What the standard leaves open is done as Word does it: all lists of one abstract list count together; a level that is
//! passed over has its first number, and counts as used.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::format;
use super::xml::{self, Node};
use crate::import::manuscript::Label;

/// A list has nine levels.
const LEVELS: usize = 9;

/// The lists that a document defines: `numbering.xml`.
#[derive(Debug, Default)]
pub(super) struct Lists {
    abstracts: HashMap<u32, AbstractList>,
    lists: HashMap<u32, List>,
}

#[derive(Debug, Default)]
struct AbstractList {
    levels: [Option<Level>; LEVELS],
    /// The numbering style whose list this is a stand-in for.
    stands_for: Option<String>,
}

/// What paragraphs refer to by their `numId`: an abstract list with changes of its own.
#[derive(Debug, Default)]
struct List {
    of: u32,
    levels: [Option<Level>; LEVELS],
    starts: [Option<u32>; LEVELS],
}

#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    format: String,
    /// The format's first numbers, where the document describes it so.
    example: Option<String>,
    /// With `%1` for the number of the first level.
    text: String,
    /// The levels, from 1, after which it begins anew; by default all above it; 0 for none.
    restart: Option<u32>,
    /// Whether all numbers in it are written in digits.
    legal: bool,
    /// The paragraph style whose paragraphs stand on this level.
    style: Option<String>,
    hidden: bool,
}

/// How far the lists have counted.
#[derive(Debug, Default)]
pub(super) struct Counters {
    /// The last number of each level, by abstract list.
    last: HashMap<u32, [Option<u32>; LEVELS]>,
    /// Lists and levels whose own start has been used.
    started: HashSet<(u32, usize)>,
    /// Formats that were not known. Their numbers are written in digits.
    pub(super) unknown: BTreeSet<String>,
}

impl Lists {
    pub(super) fn read(root: Node<'_>) -> Self {
        let mut lists = Self::default();
        for node in xml::elements(root) {
            if xml::is(node, "abstractNum")
                && let Some(id) = id(node, "abstractNumId")
            {
                let own = AbstractList {
                    levels: levels(node),
                    stands_for: xml::value(node, "numStyleLink").map(str::to_owned),
                };
                lists.abstracts.insert(id, own);
            } else if xml::is(node, "num")
                && let (Some(id), Some(of)) = (id(node, "numId"), xml::number(node, "abstractNumId"))
            {
                lists.lists.insert(id, list(node, of));
            }
        }
        lists
    }

    /// Puts in place of each stand-in the list of its numbering style; `list_of` tells it.
    pub(super) fn link(&mut self, list_of: impl Fn(&str) -> Option<u32>) {
        let meant: HashMap<u32, u32> = self
            .abstracts
            .iter()
            .filter_map(|(&id, own)| {
                let list = self.lists.get(&list_of(own.stands_for.as_deref()?)?)?;
                Some((id, list.of))
            })
            .collect();
        for list in self.lists.values_mut() {
            list.of = *meant.get(&list.of).unwrap_or(&list.of);
        }
    }

    /// The level of a paragraph that has its list from its styles: of the nearest style that a level is linked to, or that
    /// states one itself. Where a style does both, the link holds (17.9.23).
    pub(super) fn level_of(&self, list: u32, styles: &[(String, Option<u32>)]) -> usize {
        let mut levels = styles.iter().filter_map(|(style, stated)| {
            let is_linked = |level: &Level| level.style.as_deref() == Some(style);
            let linked = (0..LEVELS).find(|&depth| self.level(list, depth).is_some_and(is_linked));
            linked.or(stated.map(|depth| depth as usize))
        });
        levels.next().unwrap_or(0)
    }

    fn level(&self, list: u32, depth: usize) -> Option<&Level> {
        let list = self.lists.get(&list)?;
        let own = list.levels.get(depth)?.as_ref();
        own.or_else(|| self.abstracts.get(&list.of)?.levels[depth].as_ref())
    }

    fn start(&self, list: u32, depth: usize) -> u32 {
        let own = self.lists.get(&list).and_then(|list| list.starts[depth]);
        own.unwrap_or_else(|| self.level(list, depth).map_or(1, |level| level.start))
    }

    /// Counts a paragraph of a list: the label that stands before it, if one is seen.
    pub(super) fn next(&self, counters: &mut Counters, list: u32, depth: usize) -> Option<Label> {
        let depth = depth.min(LEVELS - 1);
        let own = self.lists.get(&list)?;
        let level = self.level(list, depth)?;
        let last = counters.last.entry(own.of).or_default();
        for (above, number) in last.iter_mut().enumerate().take(depth) {
            number.get_or_insert_with(|| self.start(list, above));
        }
        let begins = own.starts[depth].is_some() && counters.started.insert((list, depth));
        last[depth] = Some(match last[depth] {
            Some(number) if !begins => number.saturating_add(1),
            _ => self.start(list, depth),
        });
        for (below, number) in last.iter_mut().enumerate().skip(depth + 1) {
            let after = self.level(list, below).and_then(|level| level.restart);
            if begins_anew(after, below, depth) {
                *number = None;
            }
        }
        let numbers = *last;
        let text = self.text(counters, list, level, &numbers);
        let is_bullet = level.format == "bullet";
        let shown = !level.hidden && !text.is_empty();
        shown.then_some(Label {
            text,
            depth: depth as u8,
            is_bullet,
        })
    }

    fn text(&self, counters: &mut Counters, list: u32, level: &Level, numbers: &[Option<u32>; LEVELS]) -> String {
        if level.format == "bullet" {
            return bullet(&level.text);
        }
        let mut text = String::new();
        let mut rest = level.text.chars().peekable();
        while let Some(next) = rest.next() {
            let referred = rest
                .peek()
                .and_then(|digit| digit.to_digit(10))
                .filter(|digit| *digit > 0);
            let Some(digit) = referred.filter(|_| next == '%') else {
                text.push(next);
                continue;
            };
            rest.next();
            let depth = digit as usize - 1;
            if let (Some(number), Some(other)) = (numbers[depth], self.level(list, depth)) {
                text.push_str(&other.number(number, level.legal, &mut counters.unknown));
            }
        }
        text.trim().to_owned()
    }
}

impl Level {
    fn number(&self, number: u32, legal: bool, unknown: &mut BTreeSet<String>) -> String {
        let format = match self.format.as_str() {
            // Word leaves these two alone.
            format @ ("none" | "decimalZero") => format,
            _ if legal => "decimal",
            format => format,
        };
        let example = self.example.as_deref().filter(|_| !legal);
        let written = example.map_or_else(
            || format::written(format, number),
            |example| format::padded(example, number),
        );
        written.unwrap_or_else(|| {
            unknown.insert(example.unwrap_or(format).to_owned());
            number.to_string()
        })
    }
}

/// Whether a paragraph at `depth` lets the level `below` begin anew.
fn begins_anew(after: Option<u32>, below: usize, depth: usize) -> bool {
    match after {
        Some(0) => false,
        Some(level) if (level as usize) <= below => depth < level as usize,
        _ => true,
    }
}

/// Bullets of symbol fonts are letters there, or characters for private use, which mean nothing in another font.
fn bullet(text: &str) -> String {
    let is_symbol = |next: char| next.is_ascii_alphanumeric() || ('\u{E000}'..='\u{F8FF}').contains(&next);
    match text.trim() {
        "" => "•".to_owned(),
        text if text.starts_with(is_symbol) => "•".to_owned(),
        text => text.to_owned(),
    }
}

fn id(node: Node<'_>, name: &str) -> Option<u32> {
    xml::attribute(node, name)?.trim().parse().ok()
}

fn levels(node: Node<'_>) -> [Option<Level>; LEVELS] {
    let mut levels = <[Option<Level>; LEVELS]>::default();
    for level in xml::elements(node).filter(|child| xml::is(*child, "lvl")) {
        if let Some(place) = id(level, "ilvl").and_then(|depth| levels.get_mut(depth as usize)) {
            *place = Some(read_level(level));
        }
    }
    levels
}

fn list(node: Node<'_>, of: u32) -> List {
    let mut list = List { of, ..List::default() };
    for change in xml::elements(node).filter(|child| xml::is(*child, "lvlOverride")) {
        let Some(depth) = id(change, "ilvl")
            .map(|depth| depth as usize)
            .filter(|depth| *depth < LEVELS)
        else {
            continue;
        };
        list.starts[depth] = xml::number(change, "startOverride");
        list.levels[depth] = xml::child(change, "lvl").map(read_level);
    }
    list
}

fn read_level(node: Node<'_>) -> Level {
    // A format that older programs do not know stands beside one that they do.
    let alternatives = xml::elements(node).filter_map(xml::alternative);
    let mut formats = xml::child(node, "numFmt")
        .into_iter()
        .chain(alternatives.filter_map(|version| xml::child(version, "numFmt")));
    let format = formats.next();
    Level {
        start: xml::number(node, "start").unwrap_or(0),
        format: format
            .and_then(|format| xml::attribute(format, "val"))
            .unwrap_or("decimal")
            .to_owned(),
        example: format
            .and_then(|format| xml::attribute(format, "format"))
            .map(str::to_owned),
        text: xml::value(node, "lvlText").unwrap_or_default().to_owned(),
        restart: xml::number(node, "lvlRestart"),
        legal: xml::switch(node, "isLgl").unwrap_or(false),
        style: xml::value(node, "pStyle").map(str::to_owned),
        hidden: xml::child(node, "rPr")
            .and_then(|look| xml::switch(look, "vanish"))
            .unwrap_or(false),
    }
}
