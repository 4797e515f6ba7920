//! A file as it was found, before anything in it is understood: paragraphs and tables in reading order.
//!
//! What reads a format (`text`, `docx`) makes a [`Manuscript`]; what understands a regulation takes one, and does not
//! know the format any more. Every character of the file is in a block or in a remark.

/// One file as a sequence of paragraphs and tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manuscript {
    /// The file's name as it was given, for the report.
    pub name: String,
    /// The title that the file's own properties state, if any.
    pub title: Option<String>,
    /// The id of the regulation that `rolebook export` made it of, which can be a path within a handbook.
    pub id: Option<String>,
    /// The language that `rolebook export` wrote it in.
    pub language: Option<String>,
    /// The front matter that `rolebook export` put into it, as TOML that can be read; empty where the regulation had none.
    pub front_matter: Option<String>,
    pub blocks: Vec<Block>,
    /// Pictures that runs show, by their [`Run::image`].
    pub images: Vec<Image>,
    /// Footnotes and endnotes, by their [`Run::note`].
    pub notes: Vec<Vec<Paragraph>>,
    /// What is no part of the text, and what was decided on the way.
    pub remarks: Vec<Remark>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Paragraph(Paragraph),
    Table(Table),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    pub place: Place,
    /// Level of the heading, from 1, where the file itself says that this is one. 0 stands for the title of the file.
    pub heading: Option<u8>,
    /// Whether the file itself says that this is a quotation.
    pub is_quote: bool,
    /// The number that the reader sees before the text and that the file does not hold as text: `第五条`, `1.`, `•`.
    pub label: Option<Label>,
    /// The attributes of the heading that `rolebook export` made of this, `{#id role=…}`; empty where it had none.
    pub attributes: Option<String>,
    pub runs: Vec<Run>,
}

/// A number that the program of origin makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// As the reader sees it, without the blank that follows.
    pub text: String,
    /// How deep the list lies that it belongs to, from 0.
    pub depth: u8,
    /// Whether it is a bullet, which numbers nothing.
    pub is_bullet: bool,
}

/// Text of one look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// A line break is `\n`.
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    /// Where a link leads.
    pub link: Option<String>,
    /// Index of the note that is marked after the text.
    pub note: Option<usize>,
    /// Index of the picture that stands after the text.
    pub image: Option<usize>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub place: Place,
    pub rows: Vec<Vec<Cell>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub paragraphs: Vec<Paragraph>,
    /// How many columns it takes up, from 1.
    pub columns: u32,
    /// Whether it goes on the cell above it, and so has no text of its own.
    pub continues: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The file's name without folders.
    pub name: String,
    pub description: String,
    pub bytes: Vec<u8>,
}

/// Where in the file something stands: the line of a text, or the paragraph of a Word file, from 1; 0 for the whole file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(pub u32);

/// Something that the report has to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub place: Place,
    /// Name of the sentence that tells it, in the language packs' table `[import.remarks]`.
    pub key: &'static str,
    /// The text that it is about, whole: a text that was left out is nowhere else.
    pub text: String,
}
