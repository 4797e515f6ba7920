//! A document as Word has it, before it is XML: paragraphs with a style and a number, runs of text, tables.

use std::collections::HashMap;

use super::image::Image;
use super::numbering::{NumberRef, Numbering};
use super::words::Layout;

/// All that goes into a file.
#[derive(Debug)]
pub(super) struct Document {
    pub layout: Layout,
    /// Its languages.
    pub locales: Vec<Locale>,
    pub properties: Properties,
    /// What stands at the head of every page.
    pub header: String,
    /// What counts the pages in each language, with `{page}` and `{pages}`.
    pub footer: Vec<String>,
    pub blocks: Vec<Block>,
    /// The footnotes, by the numbers of their runs.
    pub notes: Vec<Vec<Paragraph>>,
    pub images: Vec<Image>,
    pub numbering: Numbering,
    pub carried: Carried,
}

/// What a file says of itself.
#[derive(Debug, Default)]
pub(super) struct Properties {
    pub title: String,
    pub author: String,
    /// Further ones by their names.
    pub custom: Vec<(String, String)>,
}

/// What Word has no place for, and `rolebook import` takes up again.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// The regulation's id.
    pub id: Option<String>,
    /// The TOML of the regulation's front matter, empty where it has none.
    pub front_matter: Option<String>,
    /// The attributes of headings, `{#id role=…}` or nothing, by the bookmark at the heading.
    pub attributes: Vec<(String, String)>,
}

/// The looks of paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Style {
    Title,
    Subtitle,
    /// A part, chapter or section, from 1 for the outermost.
    Heading(u8),
    /// The number and title of an article.
    Article,
    /// A heading that groups text and has no number.
    Group,
    Paragraph,
    Item,
    /// A further paragraph of an item.
    ItemText,
    Subitem,
    /// A further paragraph of a sub-item.
    SubitemText,
    Quote,
    Code,
    /// What is no part of the regulation's own text.
    Note,
    /// The text of a table's cell.
    Cell,
    /// The head of a column, or the label of a field.
    CellHead,
    Footnote,
}

#[derive(Debug)]
pub(super) enum Block {
    Paragraph(Paragraph),
    Table(Table),
    /// What the program put there: no part of the regulation.
    Furniture(Vec<Block>),
}

#[derive(Debug)]
pub(super) struct Paragraph {
    pub style: Style,
    /// The language of its text: index into [`Document::locales`].
    pub column: usize,
    pub number: Option<NumberRef>,
    /// How many levels deeper it stands than its style says.
    pub deeper: u8,
    pub bookmarks: Vec<String>,
    pub runs: Vec<Run>,
}

/// How Word is told a language.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Locale {
    /// Its tag with a region: `zh-CN`.
    pub tag: String,
    /// Whether its marks are as wide as its characters (“ in Chinese).
    pub wide: bool,
}

/// Text of one look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Run {
    /// A line break is `\n`.
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    pub strike: bool,
    pub code: bool,
    pub link: Option<Link>,
    /// Whether it is what the export says of the text, and `rolebook import` leaves out.
    pub is_furniture: bool,
    /// Index of the footnote that is marked after the text.
    pub note: Option<usize>,
    /// Index of the image that stands after the text.
    pub image: Option<usize>,
}

impl Run {
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Link {
    /// An address.
    Address(String),
    /// A bookmark of the document.
    Bookmark(String),
}

/// What a table is for, which makes its look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TableKind {
    /// A table of the text.
    Grid,
    /// Labels and values.
    Fields,
    /// Two languages side by side.
    Beside,
}

#[derive(Debug)]
pub(super) struct Table {
    pub kind: TableKind,
    /// Relative widths of the columns.
    pub columns: Vec<u32>,
    pub rows: Vec<Row>,
}

#[derive(Debug)]
pub(super) struct Row {
    /// Repeated on each page that the table goes on to.
    pub head: bool,
    /// Of at least the height that a signature needs.
    pub tall: bool,
    pub cells: Vec<Cell>,
}

#[derive(Debug)]
pub(super) struct Cell {
    pub blocks: Vec<Block>,
    /// How many columns it takes up, from 1.
    pub columns: u32,
    /// Set off, as labels and heads are.
    pub shaded: bool,
}

impl Row {
    pub fn of(cells: Vec<Cell>) -> Self {
        Self {
            head: false,
            tall: false,
            cells,
        }
    }
}

impl Cell {
    pub fn of(blocks: Vec<Block>) -> Self {
        Self {
            blocks,
            columns: 1,
            shaded: false,
        }
    }
}

/// The longest name that Word gives a bookmark.
const LONGEST_BOOKMARK: usize = 40;

/// The names of bookmarks, each once whatever its case.
#[derive(Debug, Default)]
pub(super) struct Bookmarks {
    names: HashMap<(usize, String), String>,
    used: HashMap<String, u32>,
}

impl Bookmarks {
    /// The bookmark of a place: its column, the file that its anchor is unique in, if it is so in a file only, and the
    /// anchor.
    pub fn name(&mut self, column: usize, file: &str, anchor: &str) -> String {
        let place = (column, format!("{file}#{anchor}"));
        if let Some(name) = self.names.get(&place) {
            return name.clone();
        }
        let plain = anchor
            .chars()
            .map(|next| if next.is_alphanumeric() { next } else { '_' });
        let mut name: String = plain.take(LONGEST_BOOKMARK - 8).collect();
        if !name.starts_with(char::is_alphabetic) {
            name.insert_str(0, "a_");
        }
        let times = self.used.entry(name.to_lowercase()).or_default();
        *times += 1;
        if *times > 1 {
            // No anchor of ours is written so: two underscores in a row come from no id.
            name = format!("{name}__{times}");
        }
        self.names.insert(place, name.clone());
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bookmarks_are_names_that_word_takes() {
        let mut bookmarks = Bookmarks::default();
        assert_eq!(bookmarks.name(0, "", "art-5.p2"), "art_5_p2");
        assert_eq!(bookmarks.name(0, "", "art-5.p2"), "art_5_p2");
        assert_eq!(bookmarks.name(1, "", "art-5.p2"), "art_5_p2__2");
        assert_eq!(bookmarks.name(0, "", "Art_5.p2"), "Art_5_p2__3");
        let long = bookmarks.name(0, "", &"1".repeat(90));
        assert!(
            long.chars().count() <= LONGEST_BOOKMARK && long.starts_with('a'),
            "{long}"
        );
    }
}
