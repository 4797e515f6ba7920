//! A regulation as the Markdown of its chapters.

use super::body::Piece;
use super::draft::{Draft, Unit};
use super::line::Slice;
use super::markdown::{Markdown, Position};
use crate::language::{Level, Number, fold};

/// A chapter as it is written.
#[derive(Clone, Debug, Default)]
pub struct Chapter {
    /// What it is called in file names: its title; nothing for what stands before the first chapter.
    pub title: Option<String>,
    pub has_number: bool,
    pub body: String,
    /// The footnotes, which come last.
    pub notes: String,
    pub articles: usize,
    /// The number of its first article.
    pub first: Option<Number>,
}

impl Chapter {
    pub fn text(&self) -> String {
        format!("{}{}", self.body, self.notes)
    }
}

/// The attributes of an article's heading, braces included, or nothing.
pub type Attributes<'a> = &'a dyn Fn(usize) -> Option<String>;

/// How deep the headings of a regulation lie.
#[derive(Clone, Copy)]
struct Depths {
    article: usize,
}

/// Writes the preamble, and each chapter with the unit's `attributes` by its index in the draft.
pub fn write(markdown: &mut Markdown<'_, '_>, draft: &Draft, attributes: Attributes<'_>) -> (Chapter, Vec<Chapter>) {
    let has_sections = draft.units.iter().any(|unit| unit.found.head.level == Level::Section);
    let depths = Depths {
        article: if has_sections { 3 } else { 2 },
    };
    let mut preamble = Chapter::default();
    blocks(markdown, &draft.preamble, depths.article, false, &mut preamble.body);
    preamble.notes = markdown.take_notes();
    // Chapters divide the files; where there are none, the outermost divisions do.
    let divisions = || {
        draft
            .units
            .iter()
            .map(|unit| unit.found.head.level)
            .filter(|level| level.is_division())
    };
    let dividing = divisions()
        .filter(|level| *level >= Level::Chapter)
        .min()
        .or_else(|| divisions().min());
    let mut chapters: Vec<Chapter> = Vec::new();
    // A part's heading goes with its first chapter.
    let mut waiting = false;
    for (index, unit) in draft.units.iter().enumerate() {
        let level = unit.found.head.level;
        let begins = dividing.is_some_and(|dividing| level <= dividing);
        if chapters.is_empty() || (begins && !waiting) {
            if let Some(last) = chapters.last_mut() {
                last.notes = markdown.take_notes();
            }
            chapters.push(Chapter::default());
        }
        waiting = begins && dividing.is_some_and(|dividing| level < dividing);
        let Some(chapter) = chapters.last_mut() else { continue };
        if begins {
            let title = unit.title.map(|title| title.text(markdown.lines).to_owned());
            chapter.title = title.or_else(|| Some(unit.label().text(markdown.lines).to_owned()));
            chapter.has_number = unit.found.head.number.is_some();
        }
        chapter.articles += usize::from(unit.is_article());
        let number = unit.found.head.number.filter(|_| unit.is_article());
        chapter.first = chapter.first.or(number);
        if !chapter.body.is_empty() {
            chapter.body.push('\n');
        }
        write_unit(markdown, unit, attributes(index), depths, &mut chapter.body);
    }
    if let Some(last) = chapters.last_mut() {
        last.notes = markdown.take_notes();
    }
    (preamble, chapters)
}

fn write_unit(
    markdown: &mut Markdown<'_, '_>,
    unit: &Unit,
    attributes: Option<String>,
    depths: Depths,
    out: &mut String,
) {
    let label = label(markdown, unit.label());
    let depth = match unit.found.head.level {
        Level::Article => depths.article,
        Level::Section => 2,
        _ => 1,
    };
    let mut pieces = &unit.pieces[..];
    let begins_with_text = matches!(pieces.first(), Some(Piece::Text(_)));
    if unit.is_article() && unit.title.is_none() && attributes.is_none() && begins_with_text {
        // An article without a title runs on after its label.
        let gap = if markdown.language.pack.spaced { " " } else { "\u{3000}" };
        if let Some((Piece::Text(text), rest)) = pieces.split_first() {
            let text = markdown.inline(*text, Position::Inside);
            out.push_str(&format!("{label}{gap}{text}\n"));
            pieces = rest;
        }
    } else {
        let title = unit.title.map(|title| markdown.inline(title, Position::Heading));
        let parts = [Some("#".repeat(depth)), Some(label), title, attributes];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        out.push_str(&parts.join(" "));
        out.push('\n');
    }
    if !pieces.is_empty() {
        out.push('\n');
    }
    blocks(markdown, pieces, depth + 1, unit.is_role_article(), out);
}

/// A label or marker without blanks where no words are parted by them.
fn label(markdown: &Markdown<'_, '_>, slice: Slice) -> String {
    let text = slice.text(markdown.lines);
    super::front::squeeze(text, markdown.language)
}

/// What a piece is to the one after it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Block,
    Field,
    /// An item of a Markdown list.
    Number,
    Bullet,
    Quote,
}

fn blocks(markdown: &mut Markdown<'_, '_>, pieces: &[Piece], depth: usize, is_role_article: bool, out: &mut String) {
    let mut last = None;
    let mut lists = Lists::default();
    for piece in pieces {
        let (kind, text) = block(markdown, piece, depth, is_role_article);
        let before = lists.indent();
        match list_depth(piece, kind, markdown) {
            Some(depth) => lists.begin(depth, &text),
            None => lists = Lists::default(),
        }
        let indent = lists.indent();
        // Within a paragraph Markdown lets only a list begin that begins with 1.
        let nests = indent > before && (kind == Kind::Bullet || text.starts_with("1."));
        let goes_on = nests || indent < before && lists.is_open() || last == Some(kind) && indent == before;
        // A line of a Markdown list stands right below the one before, a quotation goes on, all else is parted by an empty
        // line.
        match (last, kind) {
            (None, _) => {}
            (Some(Kind::Quote), Kind::Quote) => out.push_str(">\n"),
            (Some(_), kind) if kind != Kind::Block && goes_on => {}
            _ => out.push('\n'),
        }
        out.push_str(&" ".repeat(indent));
        out.push_str(text.trim_end());
        out.push('\n');
        last = Some(kind);
    }
}

/// The Markdown lists that a line stands in, outermost first: how deep the file says that it lies, and the width of the
/// marker of its last item.
#[derive(Default)]
struct Lists(Vec<(u8, usize)>);

impl Lists {
    fn begin(&mut self, depth: u8, item: &str) {
        self.0.retain(|(outer, _)| *outer < depth);
        let marker = item.find(' ').map_or(0, |blank| blank + 1);
        self.0.push((depth, marker));
    }

    /// How far the last item is indented.
    fn indent(&self) -> usize {
        self.0.iter().rev().skip(1).map(|(_, marker)| marker).sum()
    }

    fn is_open(&self) -> bool {
        !self.0.is_empty()
    }
}

/// How deep the file says that an item of a Markdown list lies; nothing for other text, and where the number was typed.
fn list_depth(piece: &Piece, kind: Kind, markdown: &Markdown<'_, '_>) -> Option<u8> {
    let (Piece::Item { text, .. } | Piece::Bullet(text)) = piece else {
        return None;
    };
    let (label, _) = markdown.lines[text.line].label.filter(|_| kind != Kind::Block)?;
    Some(label.depth)
}

fn block(markdown: &mut Markdown<'_, '_>, piece: &Piece, depth: usize, is_role_article: bool) -> (Kind, String) {
    match piece {
        Piece::Heading(slice) => {
            let text = markdown.inline(*slice, Position::Heading);
            (Kind::Block, format!("{} {text}", "#".repeat(depth.min(6))))
        }
        Piece::Field { label, value } => {
            // The label of a field, like a heading, is told by its place.
            let label = markdown.inline(*label, Position::Heading);
            let value = value.map(|value| markdown.inline(value, Position::Inside));
            let colon = markdown.language.pack.roles.colons.first().map_or(":", String::as_str);
            let gap = if markdown.language.pack.spaced { " " } else { "" };
            (
                Kind::Field,
                format!("- {label}{colon}{gap}{}", value.unwrap_or_default()),
            )
        }
        Piece::Item { marker, number, text } => {
            let marker = label(markdown, *marker);
            if is_number(&marker) {
                return (
                    Kind::Number,
                    format!("{number}. {}", markdown.inline(*text, Position::Block)),
                );
            }
            let text = markdown.inline(*text, Position::Inside);
            let apart = markdown.language.pack.spaced
                || text.starts_with(|next: char| next.is_alphanumeric() && next.is_numeric());
            (Kind::Block, format!("{marker}{}{text}", if apart { " " } else { "" }))
        }
        // In a role article a list of bullets is told from that of the fields.
        Piece::Bullet(slice) => {
            let mark = if is_role_article { '*' } else { '-' };
            (
                Kind::Bullet,
                format!("{mark} {}", markdown.inline(*slice, Position::Block)),
            )
        }
        Piece::Quote(slice) => (Kind::Quote, format!("> {}", markdown.inline(*slice, Position::Block))),
        Piece::Text(slice) => (Kind::Block, markdown.inline(*slice, Position::Block)),
        Piece::Table(line) => {
            let table = markdown.lines[*line].table;
            (
                Kind::Block,
                table.map(|table| markdown.table(table)).unwrap_or_default(),
            )
        }
    }
}

/// Whether a marker is a plain number with a stop: what Markdown numbers lists with.
pub fn is_number(marker: &str) -> bool {
    let stop = |next: char| matches!(next, '.' | '、' | '．');
    let digits = marker.trim_end_matches(stop);
    digits.len() < marker.len()
        && !digits.is_empty()
        && digits.len() <= 9
        && digits.chars().all(|next| fold(next).is_ascii_digit())
}
