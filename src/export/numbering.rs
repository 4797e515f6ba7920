//! Numbers that Word counts itself, and the same as the handbook has them.
//!
//! A [`Tree`] is what Word calls an abstract numbering: a look for each level. A list that counts in it anew is a
//! numbering of its own with the number that it starts at. Word counts all numberings of a tree together, LibreOffice each
//! for itself; what is written here comes to the same numbers in both. A number that neither can make is text.

use super::words::Words;
use crate::language::Language;

/// The levels that Word has.
pub(super) const LEVELS: u8 = 9;

/// How the numbers of one level look.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Scheme {
    pub before: String,
    pub after: String,
    /// Word's name of the numeral; `bullet` numbers nothing.
    pub format: String,
    pub gap: Gap,
    /// Whether it stands out from the text that runs on after it.
    pub strong: bool,
}

/// What follows a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Gap {
    Nothing,
    Space,
    Tab,
}

/// Index into [`Numbering::trees`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TreeId(usize);

/// Index into [`Numbering::lists`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ListId(pub usize);

/// The number of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NumberRef {
    pub list: ListId,
    pub level: u8,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Tree {
    /// Columns of two languages count apart.
    pub column: usize,
    pub levels: Vec<Option<Scheme>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct List {
    pub tree: TreeId,
    /// The level that it starts at, and its first number there.
    pub start: (u8, u32),
}

/// All numberings of a document.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    trees: Vec<Tree>,
    pub lists: Vec<List>,
}

impl Numbering {
    pub fn tree(&mut self, column: usize) -> TreeId {
        self.trees.push(Tree {
            column,
            levels: Vec::new(),
        });
        TreeId(self.trees.len() - 1)
    }

    /// A tree with the levels of `tree` above `level`.
    fn branch(&mut self, tree: TreeId, level: u8) -> TreeId {
        let mut copy = self.trees[tree.0].clone();
        copy.levels.truncate(usize::from(level));
        self.trees.push(copy);
        TreeId(self.trees.len() - 1)
    }

    /// Gives a level its look; says whether it has that look now.
    fn claim(&mut self, tree: TreeId, level: u8, scheme: &Scheme) -> bool {
        let levels = &mut self.trees[tree.0].levels;
        if levels.len() <= usize::from(level) {
            levels.resize(usize::from(level) + 1, None);
        }
        levels[usize::from(level)].get_or_insert_with(|| scheme.clone()) == scheme
    }

    fn list(&mut self, tree: TreeId, level: u8, number: u32) -> ListId {
        self.lists.push(List {
            tree,
            start: (level, number),
        });
        ListId(self.lists.len() - 1)
    }

    /// The different trees, and for each list the index of its tree among them.
    pub fn distinct(&self) -> (Vec<&Tree>, Vec<usize>) {
        let mut trees: Vec<&Tree> = Vec::new();
        let mut known = std::collections::HashMap::new();
        let indices = self.lists.iter().map(|list| {
            let tree = &self.trees[list.tree.0];
            *known.entry(tree).or_insert_with(|| {
                trees.push(tree);
                trees.len() - 1
            })
        });
        let indices = indices.collect();
        (trees, indices)
    }
}

/// Numbers of one kind that run through the document: those of articles, of chapters.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    last: Option<(Scheme, TreeId, ListId, u32)>,
}

impl Sequence {
    /// The next number of the sequence, whatever it is.
    pub fn number(&mut self, numbering: &mut Numbering, column: usize, scheme: Scheme, number: u32) -> NumberRef {
        let same = self.last.take().filter(|(last, ..)| *last == scheme);
        let (tree, list) = match same {
            Some((_, tree, list, last)) if last.checked_add(1) == Some(number) => (tree, list),
            same => {
                let tree = same.map_or_else(|| numbering.tree(column), |(_, tree, ..)| tree);
                numbering.claim(tree, 0, &scheme);
                (tree, numbering.list(tree, 0, number))
            }
        };
        self.last = Some((scheme, tree, list, number));
        NumberRef { list, level: 0 }
    }
}

/// A list of items while it is written.
#[derive(Debug)]
pub(super) struct Items {
    tree: TreeId,
    level: u8,
    list: Option<ListId>,
    last: Option<(Scheme, u32)>,
    /// The list around it, if the item that it stands in is counted by Word.
    outer: Option<ListId>,
}

impl Items {
    /// A list below those of `outer`.
    pub fn new(numbering: &mut Numbering, column: usize, outer: Option<&Self>) -> Self {
        Self {
            tree: outer.map_or_else(|| numbering.tree(column), |outer| outer.tree),
            level: outer.map_or(0, |outer| outer.level + 1),
            list: None,
            last: None,
            outer: outer.and_then(|outer| outer.list.filter(|_| outer.last.is_some())),
        }
    }

    /// The number of the next item; nothing where it has to be text.
    pub fn number(&mut self, numbering: &mut Numbering, scheme: Option<(Scheme, u32)>) -> Option<NumberRef> {
        let Some((scheme, number)) = scheme.filter(|_| self.level < LEVELS) else {
            self.last = None;
            return None;
        };
        let follows = |(last, before): &(Scheme, u32)| {
            *last == scheme && (before.checked_add(1) == Some(number) || scheme.format == BULLET)
        };
        let list = match (self.list, &self.last) {
            (Some(list), Some(last)) if follows(last) => list,
            (first, _) => {
                if !numbering.claim(self.tree, self.level, &scheme) {
                    self.tree = numbering.branch(self.tree, self.level);
                    self.outer = None;
                    numbering.claim(self.tree, self.level, &scheme);
                }
                // Word begins at one below each item by itself.
                let by_itself = self.outer.filter(|_| first.is_none() && number == 1);
                by_itself.unwrap_or_else(|| numbering.list(self.tree, self.level, number))
            }
        };
        self.list = Some(list);
        self.last = Some((scheme, number));
        Some(NumberRef {
            list,
            level: self.level,
        })
    }

    pub fn level(&self) -> u8 {
        self.level
    }
}

pub(super) const BULLET: &str = "bullet";

impl Scheme {
    /// How the label `written` of `number` is made; nothing where Word does not make it.
    pub fn read(written: &str, number: u32, language: &Language, words: &Words) -> Option<Self> {
        let numerals = language.numerals();
        let (format, at, length) = numerals.zip(&language.pack.numeral).find_map(|(numeral, named)| {
            let (_, format, _) = words
                .formats
                .iter()
                .find(|(name, _, last)| *name == named.name && number <= *last)?;
            let digits = numeral.format(number)?;
            let at = written.rfind(&digits)?;
            Some((format, at, digits.len()))
        })?;
        let (before, after) = (&written[..at], &written[at + length..]);
        // A percent sign is how Word marks the place of the number; a line has no breaks in it.
        let plain = |text: &str| !text.contains(|next: char| next == '%' || next.is_control());
        (plain(before) && plain(after)).then(|| Self {
            before: before.to_owned(),
            after: after.to_owned(),
            format: format.clone(),
            gap: Gap::Space,
            strong: false,
        })
    }

    /// The same before a title. Word itself knows a narrow gap only; another one belongs to the number.
    pub fn before_title(mut self, gap: &str) -> Self {
        if gap != " " {
            self.after.push_str(gap);
            self.gap = Gap::Nothing;
        }
        self
    }

    /// The same before the text of an item: a bracket or a stop that is as wide as a character parts them already.
    pub fn of_item(mut self, hanging: bool) -> Self {
        let is_wide = |mark: char| matches!(mark, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff5e}');
        self.gap = match self.after.chars().next_back() {
            _ if hanging => Gap::Tab,
            Some(mark) if is_wide(mark) => Gap::Nothing,
            _ => Gap::Space,
        };
        self
    }

    pub fn bullet(words: &Words) -> Self {
        Self {
            before: words.bullet.clone(),
            after: String::new(),
            format: BULLET.to_owned(),
            gap: Gap::Space,
            strong: false,
        }
    }
}
