//! What is known while a document is made: its languages, numbers, notes, images and bookmarks.

use std::collections::{HashMap, HashSet};

use super::Error;
use super::document::{Block, Bookmarks, Carried, Cell, Document, Link, Paragraph, Properties, Run, Style};
use super::image::Image;
use super::numbering::{NumberRef, Numbering, Scheme, Sequence};
use super::words::Words;
use crate::language::{Language, Level};
use crate::model::{
    Chapter, ChapterId, Handbook, LanguageId, LinkTarget, Target, TextId, anchor, division_anchor, leads_out,
};
use crate::syntax::{Unit, html};
use crate::workspace::Snapshot;

/// A part of the text in one language, and the place that it stands for, the same in every language.
#[derive(Debug)]
pub(super) struct Piece {
    pub place: String,
    pub kind: PieceKind,
    pub block: Block,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// A heading that takes up both columns.
    Heading,
    /// The beginning of an article.
    Article,
    Text,
}

/// One of the languages of a document.
pub(super) struct Column {
    pub id: LanguageId,
    pub language: &'static Language,
    pub words: Words,
    articles: Sequence,
    divisions: HashMap<Level, Sequence>,
}

pub(super) struct Writer<'a> {
    pub snapshot: &'a Snapshot,
    pub handbook: &'a Handbook,
    pub columns: Vec<Column>,
    pub numbering: Numbering,
    pub notes: Vec<Vec<Paragraph>>,
    pub images: Vec<Image>,
    pub attributes: Vec<(String, String)>,
    bookmarks: Bookmarks,
    /// The articles that the document holds, and the files whose divisions it holds.
    texts: HashSet<TextId>,
    chapters: HashSet<ChapterId>,
    /// Units of articles that something in it cites.
    cited: HashSet<(TextId, Unit)>,
}

/// The number of something: counted by Word, or as text.
#[derive(Debug, Clone, Default)]
pub(super) struct Label {
    pub number: Option<NumberRef>,
    pub text: String,
}

/// Between a word and the same word in the other language.
const BETWEEN_LANGUAGES: &str = " / ";

impl<'a> Writer<'a> {
    pub fn new(snapshot: &'a Snapshot, languages: &[LanguageId]) -> Result<Self, Error> {
        let handbook = snapshot.handbook();
        let column = |&id: &LanguageId| {
            let language = handbook.language(id);
            Ok(Column {
                id,
                language,
                words: Words::of(language)?,
                articles: Sequence::default(),
                divisions: HashMap::new(),
            })
        };
        Ok(Self {
            snapshot,
            handbook,
            columns: languages.iter().map(column).collect::<Result<_, Error>>()?,
            numbering: Numbering::default(),
            notes: Vec::new(),
            images: Vec::new(),
            attributes: Vec::new(),
            bookmarks: Bookmarks::default(),
            texts: HashSet::new(),
            chapters: HashSet::new(),
            cited: HashSet::new(),
        })
    }

    /// Says what the document will hold, so that citations of it become links.
    pub fn hold(&mut self, chapters: &[ChapterId], texts: &[TextId]) {
        self.chapters.extend(chapters);
        self.texts.extend(texts);
        let inside = texts.iter().flat_map(|&text| &self.handbook.text(text).citations);
        let outside = chapters.iter().flat_map(|&id| &self.handbook.chapter(id).citations);
        let members = inside.chain(outside).flat_map(|citation| &citation.members);
        self.cited.extend(members.filter_map(|member| match member.target {
            Target::Article { text, unit, .. } => Some((text, unit)),
            _ => None,
        }));
    }

    pub fn is_beside(&self) -> bool {
        self.columns.len() > 1
    }

    /// The place of a text of the document that a citation points at.
    pub fn cited_link(&mut self, column: usize, target: Target) -> Option<Link> {
        match target {
            Target::Article { text, unit, .. } => self.article_link(column, text, unit),
            Target::Division { chapter, division } => self.division_link(column, chapter, division as usize),
            Target::External | Target::Missing(_) | Target::Unclear => None,
        }
    }

    /// Where a link of an author leads: out of the handbook, or to a place in the document.
    pub fn author_link(&mut self, column: usize, chapter: &Chapter, href: &str) -> Option<Link> {
        match self.handbook.link_target(chapter, href) {
            LinkTarget::Elsewhere => {
                let may_be_followed = leads_out(href) && html::is_safe_link(href);
                may_be_followed.then(|| Link::Address(href.to_owned()))
            }
            LinkTarget::Chapter {
                chapter,
                anchor: Some(wanted),
            } => match self.handbook.article_at(chapter, &wanted) {
                Some(text) => {
                    let id = self.handbook.article(text.article).texts.get(text.language).copied()?;
                    self.article_link(column, id, Unit::default())
                }
                None => {
                    let document = &self.handbook.chapter(chapter).document;
                    let mut divisions = 0..document.divisions.len();
                    let division = divisions.find(|&index| division_anchor(document, index) == wanted)?;
                    self.division_link(column, chapter, division)
                }
            },
            _ => None,
        }
    }

    fn article_link(&mut self, column: usize, text: TextId, unit: Unit) -> Option<Link> {
        let here = self.texts.contains(&text) && self.handbook.text(text).language == self.columns[column].id;
        here.then(|| Link::Bookmark(self.unit_bookmark(column, text, unit)))
    }

    fn division_link(&mut self, column: usize, chapter: ChapterId, division: usize) -> Option<Link> {
        let here = self.chapters.contains(&chapter);
        here.then(|| Link::Bookmark(self.division_bookmark(column, self.handbook.chapter(chapter), division)))
    }

    pub fn division_bookmark(&mut self, column: usize, chapter: &Chapter, division: usize) -> String {
        let anchor = division_anchor(&chapter.document, division);
        self.bookmarks.name(column, &chapter.path, &anchor)
    }

    /// The bookmark of a unit, if something cites it; that of an article in any case.
    pub fn bookmark(&mut self, column: usize, text: TextId, unit: Unit) -> Option<String> {
        let wanted = unit == Unit::default() || self.cited.contains(&(text, unit));
        wanted.then(|| self.unit_bookmark(column, text, unit))
    }

    fn unit_bookmark(&mut self, column: usize, id: TextId, unit: Unit) -> String {
        let text = self.handbook.text(id);
        let key = &self.handbook.article(text.article).key;
        let document = &self.handbook.chapter_of(text).document;
        let anchor = anchor(key, document, self.handbook.node(text), unit);
        self.bookmarks.name(column, "", &anchor)
    }

    /// The number of a part, chapter, section or article, whose label is `written`.
    pub fn head_label(
        &mut self,
        column: usize,
        level: Level,
        written: &str,
        number: Option<crate::language::Number>,
    ) -> Label {
        let own = &mut self.columns[column];
        let plain = number.filter(|number| number.branch == 0);
        let scheme = plain.and_then(|number| {
            Some((
                Scheme::read(written, number.value, own.language, &own.words)?,
                number.value,
            ))
        });
        let Some((scheme, number)) = scheme else {
            return Label {
                number: None,
                text: written.to_owned(),
            };
        };
        let scheme = Scheme {
            strong: level == Level::Article,
            ..scheme.before_title(&own.words.gap)
        };
        let sequence = match level {
            Level::Article => &mut own.articles,
            level => own.divisions.entry(level).or_default(),
        };
        Label {
            number: Some(sequence.number(&mut self.numbering, column, scheme, number)),
            text: String::new(),
        }
    }

    /// The paragraph of a heading: its number, then its title.
    pub fn heading(&self, column: usize, style: Style, label: Label, title: Vec<Run>, bookmarks: Vec<String>) -> Block {
        let mut runs = title;
        if !label.text.is_empty() {
            let gap = if runs.is_empty() {
                ""
            } else {
                &self.columns[column].words.gap
            };
            runs.insert(0, Run::text(format!("{}{gap}", label.text)));
        }
        Block::Paragraph(Paragraph {
            style,
            column,
            number: label.number,
            deeper: 0,
            bookmarks,
            runs,
        })
    }

    /// A paragraph of the program's own.
    pub fn line(&self, column: usize, style: Style, text: impl Into<String>) -> Block {
        self.heading(column, style, Label::default(), vec![Run::text(text)], Vec::new())
    }

    /// A cell of a table with a text.
    pub fn cell(&self, column: usize, text: impl Into<String>) -> Cell {
        Cell::of(vec![self.line(column, Style::Cell, text)])
    }

    /// The cell of a label.
    pub fn label_cell(&self, text: impl Into<String>) -> Cell {
        Cell {
            shaded: true,
            ..Cell::of(vec![self.line(0, Style::CellHead, text)])
        }
    }

    /// A word of the program's own in all languages of the document.
    pub fn word(&self, word: fn(&Words) -> &String) -> String {
        self.in_all(|column| word(&column.words).clone())
    }

    /// What is said in each language of the document, once where they say the same.
    pub fn in_all(&self, say: impl Fn(&Column) -> String) -> String {
        let mut said: Vec<String> = self.columns.iter().map(say).collect();
        said.dedup();
        said.join(BETWEEN_LANGUAGES)
    }

    /// What a language is called in another one's words.
    pub fn language_name(&self, column: usize, other: LanguageId) -> &'a str {
        let pack = &self.handbook.language(other).pack;
        let name = self
            .handbook
            .language(self.columns[column].id)
            .interface(&format!("languages.{}", pack.tag));
        name.unwrap_or(&pack.name)
    }

    pub fn finish(self, header: String, properties: Properties, blocks: Vec<Block>, carried: Carried) -> Document {
        let mut layout = self.columns[0].words.layout.clone();
        if self.is_beside() {
            layout = layout.narrow();
        }
        Document {
            layout,
            locales: self.columns.iter().map(|column| column.words.locale.clone()).collect(),
            properties,
            header,
            footer: self.columns.iter().map(|column| column.words.footer.clone()).collect(),
            blocks,
            notes: self.notes,
            images: self.images,
            numbering: self.numbering,
            carried: Carried {
                attributes: self.attributes,
                ..carried
            },
        }
    }
}
