//! The units of a regulation, from the part down to the sub-item, and their numbers.

use serde::Deserialize;

/// The levels of a regulation's hierarchy, outermost first. What they are called is the language pack's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    Part,
    Subpart,
    Chapter,
    Section,
    Article,
    Paragraph,
    Item,
    Subitem,
}

impl Level {
    /// All levels, outermost first.
    pub const ALL: [Self; 8] = [
        Self::Part,
        Self::Subpart,
        Self::Chapter,
        Self::Section,
        Self::Article,
        Self::Paragraph,
        Self::Item,
        Self::Subitem,
    ];

    /// Whether units of this level hold articles.
    pub fn is_division(self) -> bool {
        self < Self::Article
    }

    /// The next level below.
    pub fn below(self) -> Option<Self> {
        Self::ALL.get(self as usize + 1).copied()
    }
}

/// A unit's number: `120`, or `120-1` for the first unit inserted after it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    pub value: u32,
    /// 0 where there is none.
    pub branch: u32,
}

impl Number {
    pub fn new(value: u32) -> Self {
        Self { value, branch: 0 }
    }

    /// Reads what `Display` writes: `12` or `12-1`.
    pub fn read(text: &str) -> Option<Self> {
        let (value, branch) = text.trim().split_once('-').unwrap_or((text.trim(), "0"));
        Some(Self {
            value: value.parse().ok()?,
            branch: branch.parse().ok()?,
        })
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.branch {
            0 => write!(out, "{}", self.value),
            branch => write!(out, "{}-{branch}", self.value),
        }
    }
}

/// The numbers of a unit and of those above it, as far as a text names them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Path {
    numbers: [Option<Number>; 8],
}

impl Path {
    pub fn get(&self, level: Level) -> Option<Number> {
        self.numbers[level as usize]
    }

    pub fn set(&mut self, level: Level, number: Number) {
        self.numbers[level as usize] = Some(number);
    }

    /// The path with only the levels above `level`.
    pub fn above(mut self, level: Level) -> Self {
        self.numbers[level as usize..].fill(None);
        self
    }

    /// The outermost level named.
    pub fn first(&self) -> Option<Level> {
        Level::ALL.into_iter().find(|&level| self.get(level).is_some())
    }

    /// The innermost level named.
    pub fn last(&self) -> Option<Level> {
        Level::ALL.into_iter().rev().find(|&level| self.get(level).is_some())
    }

    /// This path, with what it leaves out taken from `outer`.
    pub fn within(mut self, outer: &Self) -> Self {
        for (own, outer) in self.numbers.iter_mut().zip(outer.numbers) {
            *own = own.or(outer);
        }
        self
    }
}
