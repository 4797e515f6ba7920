//! What a search can find in one language: roles, terms, the articles that give roles their duties, other articles, and
//! passages of pages; each with its text, line by line.

use std::ops::Range;

use rayon::prelude::*;

use super::super::Shared;
use super::super::blocks::Within;
use super::super::links::heading_id;
use super::super::outline::{Step, division_label, joined, lang, page_title, steps};
use super::super::places::{FileIndex, GLOSSARY, Location, PageId, ROLES, term_anchor, unit_heading_anchor};
use super::super::plain;
use super::super::words::Words;
use crate::model::{Chapter, LanguageId, Localized, RoleId, TermId, TextId, UnitId, division_anchor};
use crate::syntax::{BlockKind, Field, Unit};

/// Between the cells of a row, as the excerpts on duty pages have it.
const BETWEEN_CELLS: &str = " · ";
/// Longer texts are several entries, in bytes, so that a search has little to load for each result.
const LONGEST: usize = 3000;

/// What kind of thing an entry is, in the order in which results of equal rank are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Role,
    Term,
    /// An article that gives a role its duties.
    Duty,
    Article,
    Page,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Role, Self::Term, Self::Duty, Self::Article, Self::Page];
}

/// Something that a search finds.
#[derive(Debug)]
pub(super) struct Entry {
    pub kind: Kind,
    pub page: PageId,
    /// Its place on the page; empty for the page as such.
    pub anchor: String,
    /// The name that is shown.
    pub title: String,
    /// What it is called: its name or its title without the number, and aliases.
    pub names: Vec<String>,
    /// Its number as it is written and in digits, and its number with its title. Nobody says these by their sounds.
    pub numbers: Vec<String>,
    /// Its names in other languages.
    pub foreign: Vec<String>,
    /// What it belongs to: a regulation and its chapter, a department.
    pub place: String,
    pub lines: Vec<Line>,
    pub lang: Option<String>,
    /// The page of the role whose duties it states.
    pub duties: Option<PageId>,
    /// It goes on with the text of the entry before it, and is not found by its title.
    pub continues: bool,
}

/// A line of an entry's text.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// What follows the entry's anchor in that of the line.
    pub anchor: String,
    pub text: String,
    pub duty: bool,
}

impl Entry {
    fn new(kind: Kind, page: PageId, title: String) -> Self {
        Self {
            kind,
            page,
            anchor: String::new(),
            names: vec![title.clone()],
            title,
            numbers: Vec::new(),
            foreign: Vec::new(),
            place: String::new(),
            lines: Vec::new(),
            lang: None,
            duties: None,
            continues: false,
        }
    }

    fn say(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.lines.push(Line {
                text,
                ..Line::default()
            });
        }
    }

    /// Says names under the word `key`, if there are any: what an entry is called stands in its text, where a reader sees it.
    fn say_names<'n>(&mut self, words: &Words, key: &'static str, names: impl Iterator<Item = &'n str>) {
        let names: Vec<&str> = names.collect();
        if !names.is_empty() {
            let names = names.join(words.get("separator"));
            self.say(format!("{}{}{names}", words.get(key), words.get("colon")));
        }
    }

    /// The entry as entries that are short enough.
    fn parts(mut self) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut lines = std::mem::take(&mut self.lines).into_iter().peekable();
        while let Some(line) = lines.next() {
            let mut length = line.text.len();
            self.lines.push(line);
            while let Some(line) = lines.next_if(|line| length + line.text.len() <= LONGEST) {
                length += line.text.len();
                self.lines.push(line);
            }
            if lines.peek().is_some() {
                let mut next = Self::new(self.kind, self.page, self.title.clone());
                next.anchor.clone_from(&self.anchor);
                next.place.clone_from(&self.place);
                next.lang.clone_from(&self.lang);
                next.duties = self.duties;
                next.continues = true;
                parts.push(std::mem::replace(&mut self, next));
            }
        }
        parts.push(self);
        parts
    }
}

fn texts(list: Option<&Vec<String>>) -> impl Iterator<Item = &str> {
    list.into_iter().flatten().map(String::as_str)
}

/// All entries of `language`, by kind and then in the order of the handbook.
pub(super) fn entries(shared: &Shared<'_>, language: LanguageId) -> Vec<Entry> {
    let handbook = shared.handbook;
    let reader = Reader { shared, language };
    let mut found: Vec<Entry> = handbook.role_ids().map(|role| reader.role(role)).collect();
    found.extend((0..handbook.terms.len() as u32).map(|term| reader.term(TermId(term))));
    let files: Vec<FileIndex> = shared.places.files().map(|(index, _)| index).collect();
    let texts: Vec<Vec<Entry>> = files.into_par_iter().map(|file| reader.file(file)).collect();
    found.extend(texts.into_iter().flatten().flat_map(Entry::parts));
    found.extend((0..handbook.units.len() as u32).map(|unit| reader.department(UnitId(unit))));
    // Stable: within a kind everything stays in the order of the handbook.
    found.sort_by_key(|entry| entry.kind);
    found
}

struct Reader<'s, 'h> {
    shared: &'s Shared<'h>,
    language: LanguageId,
}

impl Reader<'_, '_> {
    fn role(&self, id: RoleId) -> Entry {
        let shared = self.shared;
        let role = shared.handbook.role(id);
        let words = shared.words(self.language);
        let mut entry = Entry::new(
            Kind::Role,
            shared.places.role_page(id),
            role.name(self.language).to_owned(),
        );
        let aliases = role.aliases.get(self.language).into_iter().flatten();
        entry.names.extend(aliases.cloned());
        entry.foreign = self.foreign(&role.names, Some(&role.aliases));
        entry.place = role.unit.map_or_else(String::new, |unit| {
            shared.handbook.units[unit.index()].name(self.language).to_owned()
        });
        let name = |role: &RoleId| shared.handbook.role(*role).name(self.language);
        entry.say_names(words, "superior", role.superiors.iter().map(name));
        entry.say_names(words, "subordinates", role.subordinates.iter().map(name));
        entry.say_names(words, "aliases", texts(role.aliases.get(self.language)));
        entry
    }

    fn term(&self, id: TermId) -> Entry {
        let handbook = self.shared.handbook;
        let term = &handbook.terms[id.index()];
        let mut entry = Entry::new(Kind::Term, GLOSSARY, term.name(self.language).to_owned());
        entry.anchor = term_anchor(handbook, id);
        entry
            .names
            .extend(term.variants.get(self.language).into_iter().flatten().cloned());
        entry.foreign = self.foreign(&term.names, None);
        entry.say(term.definition.best(self.language).cloned().unwrap_or_default());
        let words = self.shared.words(self.language);
        entry.say_names(words, "variants", texts(term.variants.get(self.language)));
        entry
    }

    fn department(&self, id: UnitId) -> Entry {
        let handbook = self.shared.handbook;
        let unit = &handbook.units[id.index()];
        let mut entry = Entry::new(Kind::Page, ROLES, unit.name(self.language).to_owned());
        entry.anchor = unit_heading_anchor(handbook, id);
        entry
            .names
            .extend(unit.aliases.get(self.language).into_iter().flatten().cloned());
        entry.foreign = self.foreign(&unit.names, Some(&unit.aliases));
        let words = self.shared.words(self.language);
        entry.place = words.get("roles").to_owned();
        entry.say_names(words, "aliases", texts(unit.aliases.get(self.language)));
        entry
    }

    fn foreign(&self, names: &Localized<String>, aliases: Option<&Localized<Vec<String>>>) -> Vec<String> {
        let others = names.iter().filter(|(language, _)| *language != self.language);
        let aliases = aliases.into_iter().flat_map(Localized::iter);
        let aliases = aliases.filter(|(language, _)| *language != self.language);
        let own = names.best(self.language);
        let names = others
            .map(|(_, name)| name)
            .chain(aliases.flat_map(|(_, aliases)| aliases));
        names.filter(|name| Some(*name) != own).cloned().collect()
    }

    /// The page of a file, its divisions and headings with the text that follows them, and its articles.
    fn file(&self, file: FileIndex) -> Vec<Entry> {
        let shared = self.shared;
        let Some(chapter) = shared.places.shown_chapter(shared.handbook, file, self.language) else {
            return Vec::new();
        };
        let page = shared.places.file(file).page;
        let at = Location {
            language: self.language,
            page,
        };
        let (title, divided) = page_title(shared, chapter);
        let lang = lang(shared, at, chapter);
        let regulation = chapter
            .regulation
            .and_then(|id| shared.handbook.regulation(id).editions.best(self.language));
        let mut open = Entry::new(Kind::Page, page, title.clone());
        open.lang.clone_from(&lang);
        open.place = regulation
            .filter(|edition| edition.title != title)
            .map_or_else(String::new, |edition| edition.title.clone());
        let place = match open.place.is_empty() {
            true => title,
            false => format!("{} › {title}", open.place),
        };
        let heading = |title: &str, anchor: String| {
            let mut entry = Entry::new(Kind::Page, page, title.to_owned());
            entry.anchor = anchor;
            entry.place.clone_from(&place);
            entry.lang.clone_from(&lang);
            entry
        };
        let mut found = Vec::new();
        for step in steps(shared, chapter, file) {
            match step {
                Step::Division(0) if divided => {}
                Step::Division(index) => {
                    let division = &chapter.document.divisions[index];
                    let title = joined(division_label(shared, chapter, division), &division.title);
                    found.push(std::mem::replace(
                        &mut open,
                        heading(&title, division_anchor(&chapter.document, index)),
                    ));
                }
                Step::Article(text) => found.push(self.article(text, page, &place)),
                Step::Blocks(range) => {
                    for line in self.lines(chapter, range, &[], |_| String::new()) {
                        match line {
                            Passage::Heading { text, anchor } => {
                                found.push(std::mem::replace(&mut open, heading(&text, anchor.unwrap_or_default())));
                            }
                            Passage::Line { line, .. } => open.lines.push(line),
                        }
                    }
                }
            }
        }
        found.push(open);
        found
    }

    fn article(&self, id: TextId, page: PageId, place: &str) -> Entry {
        let shared = self.shared;
        let handbook = shared.handbook;
        let text = handbook.text(id);
        let node = handbook.node(text);
        let chapter = handbook.chapter_of(text);
        let label = handbook.written_label(text);
        let title = node.title.as_ref().map_or("", |title| &title.text);
        let key = &handbook.article(text.article).key;
        let role = shared.role_texts.get(&id).copied();
        let kind = if role.is_some() { Kind::Duty } else { Kind::Article };
        let mut entry = Entry::new(kind, page, joined(&label, title));
        entry.anchor = key.to_string();
        place.clone_into(&mut entry.place);
        entry.numbers = vec![label, node.number.to_string(), entry.title.clone()];
        entry.names = Some(title.to_owned())
            .filter(|title| !title.is_empty())
            .into_iter()
            .collect();
        entry.lang = lang(
            shared,
            Location {
                language: self.language,
                page,
            },
            chapter,
        );
        entry.duties = role.map(|role| shared.places.role_page(role));
        let duties: Vec<Range<u32>> = role.map_or_else(Vec::new, |role| {
            let articles = handbook.role(role).articles.iter().filter(|article| article.text == id);
            let blocks = articles.flat_map(|article| &article.duties).map(|duty| duty.block);
            blocks
                .map(|block| block..chapter.document.blocks[block as usize].end)
                .collect()
        });
        let within = Within::new(key, node, &chapter.document);
        let anchor = |unit| {
            let anchor = within.anchor(unit).unwrap_or_default();
            anchor.strip_prefix(&entry.anchor).unwrap_or_default().to_owned()
        };
        let fields = chapter.document.fields_of(node);
        let passages = self.lines(chapter, node.blocks.clone(), fields, anchor);
        for passage in passages {
            match passage {
                Passage::Heading { text, .. } => entry.say(text),
                Passage::Line { mut line, block } => {
                    line.duty = duties.iter().any(|duty| duty.contains(&block));
                    entry.lines.push(line);
                }
            }
        }
        entry
    }

    /// The text of blocks, line by line: a paragraph, the row of a table, a field.
    fn lines(
        &self,
        chapter: &Chapter,
        range: Range<u32>,
        fields: &[Field],
        anchor: impl Fn(Unit) -> String,
    ) -> Vec<Passage> {
        let handbook = self.shared.handbook;
        let document = &chapter.document;
        let source = handbook.source(chapter);
        let mut found: Vec<Passage> = Vec::new();
        // The unit that a block in an item belongs to is that of the item.
        let mut items: Vec<(u32, Unit)> = Vec::new();
        for index in range {
            let block = &document.blocks[index as usize];
            items.retain(|&(end, _)| index < end);
            let unit = items.last().map_or(block.unit, |&(_, unit)| unit);
            let mut line = |unit, text: &str| {
                let text = text.trim().replace('\n', " ");
                if !text.is_empty() {
                    found.push(Passage::line(index, anchor(unit), text));
                }
            };
            match block.kind {
                BlockKind::Item(_) if block.unit != Unit::default() => items.push((block.end, block.unit)),
                BlockKind::Fields => {
                    plain::fields(self.shared, chapter, block, fields).for_each(|field| line(Unit::default(), &field))
                }
                BlockKind::Row { .. } => line(unit, &plain::row(self.shared, chapter, index as usize, BETWEEN_CELLS)),
                BlockKind::Heading(_) => found.push(Passage::Heading {
                    text: handbook.block_text(chapter, block).text.trim().to_owned(),
                    anchor: heading_id(&source[block.span.start as usize..block.span.end as usize]),
                }),
                BlockKind::Cell | BlockKind::Html | BlockKind::Rule => {}
                _ if block.inlines.is_empty() => {}
                _ => line(unit, &handbook.block_text(chapter, block).text),
            }
        }
        found
    }
}

enum Passage {
    Heading { text: String, anchor: Option<String> },
    Line { line: Line, block: u32 },
}

impl Passage {
    fn line(block: u32, anchor: String, text: String) -> Self {
        let line = Line {
            anchor,
            text,
            duty: false,
        };
        Self::Line { line, block }
    }
}
