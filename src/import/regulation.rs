//! A manuscript understood as a regulation, and written as chapters.

use std::collections::BTreeSet;

use super::File;
use super::account::{Account, account};
use super::body::{self, Piece};
use super::carried;
use super::draft::{self, Draft};
use super::front::{self, Front, Given, squeeze};
use super::heads::heads;
use super::line::{self, Line};
use super::manuscript::{Block, Manuscript, Place, Remark};
use super::markdown::Markdown;
use super::roles::{Roster, lists_of_posts};
use super::section;
use super::words::{Forms, Knowledge};
use super::write::{self, Chapter};
use crate::language::name;
use crate::language::script::Script;
use crate::language::{Language, Level};
use crate::syntax::{BlockKind, Document};

/// What places in a file are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    Lines,
    Paragraphs,
}

/// What is asked of an import.
#[derive(Debug)]
pub struct Request<'a> {
    pub manuscript: &'a Manuscript,
    pub counted: Counted,
    /// The title that the regulation shall have, whatever it says itself.
    pub title: Option<&'a str>,
    pub language: &'static Language,
    /// The tag of the language, which is the name of its folder.
    pub tag: &'a str,
}

/// A regulation as it was imported.
#[derive(Clone, Debug)]
pub struct Regulation {
    /// The file's name as it was given.
    pub source: String,
    pub counted: Counted,
    pub title: String,
    /// The word of the title that tells the status.
    pub status: Option<String>,
    pub effective: Option<String>,
    pub issuer: Option<String>,
    /// Folder or file from the handbook's folder.
    pub path: String,
    pub files: Vec<File>,
    pub chapters: usize,
    pub articles: usize,
    /// Role articles: label, the role's name and the number of its duties.
    pub duties: Vec<(String, String, usize)>,
    /// Labels of the lists of posts.
    pub lists: Vec<String>,
    pub left_out: Vec<LeftOut>,
    pub remarks: Vec<Remark>,
    pub account: Account,
    /// Articles, items or fields that the written text does not read as, which should be none.
    pub misread: Vec<(Place, String)>,
}

/// A text that is no part of the regulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub place: Place,
    /// Name of its kind in `[import.kinds]`.
    pub kind: String,
    pub text: String,
}

/// Articles that make a regulation large enough for a folder of chapters.
const SEVERAL: usize = 10;

/// The language that a manuscript is written in: by what it says itself, else by its letters, then by the words for its units.
pub fn language_of(manuscript: &Manuscript) -> &'static Language {
    if let Some(known) = manuscript.language.as_deref().and_then(Language::find) {
        return known;
    }
    let mut sample = String::new();
    for block in &manuscript.blocks {
        let paragraphs: Vec<_> = match block {
            Block::Paragraph(paragraph) => vec![paragraph],
            Block::Table(table) => table.rows.iter().flatten().flat_map(|cell| &cell.paragraphs).collect(),
        };
        for run in paragraphs.into_iter().flat_map(|paragraph| &paragraph.runs) {
            sample.push_str(&run.text);
        }
        sample.push('\n');
        if sample.len() > 1 << 16 {
            break;
        }
    }
    let han = Script::Han.amount(&sample);
    let script = if han > 2 * Script::Latin.amount(&sample) {
        Script::Han
    } else {
        Script::Latin
    };
    let words = |language: &&'static Language| {
        let words = &language.pack.units.article.word;
        words
            .iter()
            .map(|word| sample.matches(word.as_str()).count())
            .max()
            .unwrap_or(0)
    };
    let all = Language::builtin();
    let mut best = &all[0];
    let mut most = None;
    for language in all.iter().filter(|language| language.pack.script == script) {
        let count = words(&language);
        if most.is_none_or(|most| count > most) {
            (best, most) = (language, Some(count));
        }
    }
    best
}

/// Understands a manuscript. Its roles join `roster`, and its paths `taken`.
///
/// # Errors
/// The language pack is broken; tests show that none is.
pub fn understand(
    request: &Request<'_>,
    roster: &mut Roster,
    taken: &mut BTreeSet<String>,
) -> Result<Regulation, String> {
    let &Request {
        manuscript,
        counted,
        title,
        language,
        tag,
    } = request;
    let known = Knowledge::of(language)?;
    let Knowledge { forms, furniture } = known;
    let lines = line::lines(manuscript, language, forms);
    let found = heads(&lines, language, known);
    let mut sections = section::sections(&lines, &found);
    let mut left_out = Vec::new();
    section::drop_contents(&lines, &mut sections, forms, &mut left_out);
    let is_page = section::strip(&lines, &mut sections, furniture, language, &mut left_out);
    let given = Given {
        asked: title,
        stated: manuscript.title.as_deref(),
        is_page,
    };
    let (mut front, preamble) = front::read(&lines, &sections[0], given, language, forms, &mut left_out);
    if let Some(last) = sections.last() {
        front::complete(&mut front, &lines, &last.body, language, forms);
    }
    if front.title.is_empty() {
        front.title = stem(&manuscript.name).to_owned();
    }
    let mut remarks = manuscript.remarks.clone();
    if let Some(text) = &manuscript.front_matter {
        carried::front_matter(&mut front, text, title.is_some(), &mut remarks);
    }
    remarks.extend(lines.iter().filter_map(merged_cells));
    let draft = Draft {
        preamble: body::pieces(&lines, &preamble, language, false, false),
        units: draft::units(&lines, &sections, language, forms),
        front,
    };

    let lists = lists_of_posts(&draft, &lines, language, forms);
    let mut markdown = Markdown {
        lines: &lines,
        manuscript,
        language,
        notes: Vec::new(),
    };
    roster.add_posts(&draft, &lines, &lists, language);
    let attributes = carried::attributes(&draft, &lines, &lists, roster, language, &mut remarks);
    let (preamble, chapters) = write::write(&mut markdown, &draft, &|index| attributes[index].clone());
    roster.add_named_in(&chapters, language, forms);
    let guessed = || slug(&manuscript.name, &draft.front.title, language);
    let slug = name::free(&manuscript.id.clone().unwrap_or_else(guessed), |name| {
        taken.contains(name)
    });
    taken.insert(slug.clone());
    let whole = draft.units.iter().filter(|unit| unit.is_article()).count();
    let as_folder = (chapters.len() > 1 && whole >= SEVERAL) || !manuscript.images.is_empty();
    let written = Written {
        front: front_matter(&draft.front),
        preamble,
        chapters,
        forms,
        language,
    };
    let (path, mut files) = written.files(&format!("{tag}/{slug}"), as_folder);
    files.extend(manuscript.images.iter().map(|image| File {
        path: format!("{path}/images/{}", image.name),
        bytes: image.bytes.clone(),
    }));

    let (body, notes) = written.streams();
    let slices = left_out.iter().map(|found| found.slice);
    let account = account(
        manuscript,
        &lines,
        &draft,
        slices,
        (&written.front, &body, &notes),
        language,
    );
    let mut left_out: Vec<LeftOut> = left_out
        .iter()
        .map(|found| LeftOut {
            place: lines[found.slice.line].place,
            kind: found.kind.to_owned(),
            text: found.slice.text(&lines).to_owned(),
        })
        .filter(|found| !found.text.is_empty())
        .collect();
    left_out.sort_by_key(|found| found.place);
    let misread = misread(&draft, &lines, &written.chapters, language);
    let duties = draft.units.iter().filter_map(|unit| {
        let role = squeeze(unit.role?.text(&lines), language);
        let duties = unit
            .pieces
            .iter()
            .filter(|piece| matches!(piece, Piece::Item { .. }))
            .count();
        Some((squeeze(unit.label().text(&lines), language), role, duties))
    });
    Ok(Regulation {
        source: manuscript.name.clone(),
        counted,
        duties: duties.collect(),
        lists: lists
            .iter()
            .map(|&index| squeeze(draft.units[index].label().text(&lines), language))
            .collect(),
        articles: whole,
        chapters: draft
            .units
            .iter()
            .filter(|unit| unit.found.head.level == Level::Chapter)
            .count(),
        title: draft.front.title.clone(),
        status: draft.front.status_word.clone(),
        effective: draft.front.effective.clone(),
        issuer: draft.front.issuer.clone(),
        path,
        files,
        left_out,
        remarks,
        account,
        misread,
    })
}

/// Name in `[import.remarks]`: Markdown has no cells that are merged.
const MERGED_CELLS: &str = "merged-cells";

/// Tells of a table whose merged cells are written one by one.
fn merged_cells(line: &Line<'_>) -> Option<Remark> {
    let cells = || line.table.into_iter().flat_map(|table| table.rows.iter().flatten());
    let first = cells().find(|cell| cell.columns > 1 || cell.continues)?;
    let text = cells()
        .flat_map(|cell| &cell.paragraphs)
        .flat_map(|paragraph| &paragraph.runs);
    let text = text
        .map(|run| run.text.trim())
        .find(|text| !text.is_empty())
        .unwrap_or_default();
    let place = first
        .paragraphs
        .first()
        .map_or(line.place, |paragraph| paragraph.place.max(line.place));
    Some(Remark {
        place,
        key: MERGED_CELLS,
        text: text.to_owned(),
    })
}

/// A file's name without its ending.
fn stem(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// A name for the regulation's folder or file: the file's own if it is in Latin letters, else the title's.
fn slug(file: &str, title: &str, language: &Language) -> String {
    let stem = stem(file);
    let own =
        (stem.is_ascii() && stem.bytes().any(|byte| byte.is_ascii_alphabetic())).then(|| name::slug(stem, language));
    let bare = title.split(['（', '(']).next().unwrap_or(title);
    let wanted = own
        .filter(|own| !own.is_empty())
        .unwrap_or_else(|| name::slug(bare, language));
    if wanted.is_empty() {
        "regulation".to_owned()
    } else {
        wanted
    }
}

fn front_matter(front: &Front) -> String {
    if let Some(carried) = &front.carried {
        let gap = if carried.ends_with('\n') { "" } else { "\n" };
        return format!("+++\n{carried}{gap}+++\n");
    }
    let mut out = String::from("+++\n");
    let text = |text: &String| toml_edit::value(text).to_string();
    let entries = [
        ("title", Some(text(&front.title))),
        ("version", front.version.as_ref().map(text)),
        ("status", front.status.as_ref().map(text)),
        ("effective", front.effective.clone()),
        ("issuer", front.issuer.as_ref().map(text)),
    ];
    for (key, value) in entries.into_iter().filter_map(|(key, value)| Some((key, value?))) {
        out.push_str(&format!("{key} = {value}\n"));
    }
    out.push_str("+++\n");
    out
}

/// The texts of a regulation.
struct Written<'f> {
    front: String,
    preamble: Chapter,
    chapters: Vec<Chapter>,
    forms: &'f Forms,
    language: &'f Language,
}

impl Written<'_> {
    /// All files, and the path of the regulation: its folder, or the only file.
    fn files(&self, path: &str, as_folder: bool) -> (String, Vec<File>) {
        let file = |path: String, text: String| File {
            path,
            bytes: text.into_bytes(),
        };
        let gap = |text: &str| if text.is_empty() { "" } else { "\n" };
        if !as_folder {
            let mut text = self.front.clone();
            for chapter in std::iter::once(&self.preamble).chain(&self.chapters) {
                text.push_str(gap(&chapter.body));
                text.push_str(&chapter.body);
            }
            for chapter in std::iter::once(&self.preamble).chain(&self.chapters) {
                text.push_str(&chapter.notes);
            }
            let path = format!("{path}.md");
            return (path.clone(), vec![file(path, text)]);
        }
        let index = format!("{}{}{}", self.front, gap(&self.preamble.body), self.preamble.text());
        let mut files = vec![file(format!("{path}/index.md"), index)];
        let first = usize::from(self.chapters.first().is_some_and(|chapter| chapter.has_number));
        let width = (self.chapters.len() + first).to_string().len().max(2);
        for (index, chapter) in self.chapters.iter().enumerate() {
            let title = chapter.title.as_deref().unwrap_or_default();
            let bare: String = title.chars().filter(|next| !line::is_gap(*next)).collect();
            let known = self
                .forms
                .file_names
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(&bare));
            let slug = known.map_or_else(|| name::slug(title, self.language), |(_, name)| name.clone());
            let slug = if slug.is_empty() { "articles".to_owned() } else { slug };
            let number = index + first;
            files.push(file(format!("{path}/{number:0width$}-{slug}.md"), chapter.text()));
        }
        (path.to_owned(), files)
    }

    /// What was written of the text, and of its notes, in the order of the manuscript.
    fn streams(&self) -> (String, String) {
        let all = || std::iter::once(&self.preamble).chain(&self.chapters);
        let body: Vec<&str> = all().map(|chapter| chapter.body.as_str()).collect();
        let notes: Vec<&str> = all().map(|chapter| chapter.notes.as_str()).collect();
        (body.join("\n"), notes.join("\n"))
    }
}

/// Reads what was written, and finds the articles whose number, items or fields are not those that were meant.
fn misread(draft: &Draft, lines: &[Line<'_>], chapters: &[Chapter], language: &Language) -> Vec<(Place, String)> {
    let mut read = Vec::new();
    for chapter in chapters {
        let text = chapter.text();
        let document = Document::parse(&text, language);
        for article in &document.articles {
            let blocks = document.blocks_of(article).map(|(_, block)| block);
            let items = blocks.filter_map(|block| match block.kind {
                BlockKind::Item(Some(marker)) => Some(marker.number),
                _ => None,
            });
            read.push((
                article.number,
                items.collect::<Vec<u32>>(),
                document.fields_of(article).len(),
            ));
        }
    }
    let mut read = &read[..];
    let mut wrong: Vec<(Place, String)> = Vec::new();
    let mut last: Option<(Place, String)> = None;
    for unit in draft.units.iter().filter(|unit| unit.is_article()) {
        let label = unit.label();
        let here = (lines[unit.found.line].place, label.text(lines).to_owned());
        let count = |is: fn(&Piece) -> bool| unit.pieces.iter().filter(|piece| is(piece)).count();
        let items: Vec<u32> = unit
            .pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Item { number, .. } => Some(*number),
                _ => None,
            })
            .collect();
        let fields = count(|piece| matches!(piece, Piece::Field { .. }));
        let number = unit.found.head.number.unwrap_or_default();
        let found = read.iter().position(|(found, ..)| *found == number);
        if let Some(more) = found.filter(|more| *more > 0) {
            // Text of the article before reads as a head.
            wrong.extend(last.take());
            read = &read[more..];
        }
        let next = read.split_first().filter(|_| found.is_some());
        let is_right = next.is_some_and(|((_, found, known), rest)| {
            read = rest;
            *found == items && *known == fields
        });
        if !is_right {
            wrong.push(here.clone());
        }
        last = is_right.then_some(here);
    }
    if !read.is_empty() {
        wrong.extend(last);
    }
    wrong
}
