//! A manuscript understood as a regulation, and written as chapters.

use std::collections::BTreeSet;

use super::File;
use super::account::{Account, account};
use super::body::{self, Piece};
use super::carried;
use super::draft::{self, Draft};
use super::front::{self, Front, Given, squeeze};
use super::heads::heads;
use super::line::{self, Line, Slice};
use super::manuscript::{Block, Manuscript, Place, Remark};
use super::markdown::Markdown;
use super::misread::misread;
use super::original::Original;
use super::posts::lists_of_posts;
use super::roles::Roster;
use super::section;
use super::words::{Forms, Knowledge};
use super::write::{self, Chapter};
use crate::language::name;
use crate::language::script::Script;
use crate::language::{Language, Level};

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
    /// The regulation that it is a translation of.
    pub original: Option<&'a Original>,
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
    /// Which character of its line it begins with, from 1, where the line is long.
    pub character: Option<usize>,
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
    let mut best = Language::first();
    let mut most = None;
    for language in Language::builtin().filter(|language| language.pack.script == script) {
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
        original,
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
    if let Some(original) = original {
        front.version = front.version.or_else(|| original.version.clone());
        front.status = front.status.or_else(|| original.status.clone());
        front.effective = front.effective.or_else(|| original.effective.clone());
    }
    if let Some(text) = &manuscript.front_matter {
        carried::front_matter(&mut front, text, title.is_some(), &mut remarks);
    }
    remarks.extend(lines.iter().filter_map(merged_cells));
    let draft = Draft {
        preamble: body::pieces(&lines, &preamble, language, false, false),
        units: draft::units(
            &lines,
            &sections,
            draft::Known {
                language,
                forms,
                original,
            },
        ),
        front,
    };

    let lists = lists_of_posts(&draft, &lines, language, forms);
    let mut markdown = Markdown {
        lines: &lines,
        manuscript,
        language,
        notes: Vec::new(),
    };
    roster.add_posts(&draft, &lines, &lists, original, language);
    let attributes = carried::attributes(&draft, &lines, &lists, roster, language, &mut remarks);
    let (preamble, chapters) = write::write(&mut markdown, &draft, &|index| attributes[index].clone());
    roster.add_named_in(&chapters, original, language, forms);
    let guessed = || slug(&manuscript.name, &draft.front.title, language);
    let slug = match original {
        Some(original) => original.id.clone(),
        None => name::free(&manuscript.id.clone().unwrap_or_else(guessed), |name| {
            taken.contains(name)
        }),
    };
    taken.insert(slug.clone());
    let whole = draft.units.iter().filter(|unit| unit.is_article()).count();
    let is_large = chapters.len() > 1 && whole >= SEVERAL;
    let as_folder = original.map_or(is_large, |original| original.is_folder) || !manuscript.images.is_empty();
    let written = Written {
        front: front_matter(&draft.front),
        preamble,
        chapters,
        original: original.filter(|original| original.is_folder),
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
            character: character(&lines, found.slice),
            kind: found.kind.to_owned(),
            text: found.slice.text(&lines).to_owned(),
        })
        .filter(|found| !found.text.is_empty())
        .collect();
    left_out.sort_by_key(|found| (found.place, found.character));
    let misread = misread(&draft, &lines, (&written.preamble, &written.chapters), language);
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

/// The most characters of a line in which a text is found without counting.
const LONG_LINE: usize = 200;

/// Which character of its line a part begins with, where the line is long.
fn character(lines: &[Line<'_>], slice: Slice) -> Option<usize> {
    let text = &lines[slice.line].text;
    let is_long = text.chars().nth(LONG_LINE).is_some();
    is_long.then(|| text[..slice.start].chars().count() + 1)
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
    // The file `index.md` of a language is its welcome page.
    let names_one = |name: &String| !name.is_empty() && name != "index";
    let of_title = || Some(name::slug(bare, language)).filter(names_one);
    let wanted = own.filter(names_one).or_else(of_title);
    wanted.unwrap_or_else(|| "regulation".to_owned())
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
    /// The folder of chapters whose file names are to be taken.
    original: Option<&'f Original>,
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
            let own = format!("{path}/{number:0width$}-{slug}.md");
            let paired = || Some(format!("{path}/{}.md", self.original?.chapter(chapter.first?)?));
            let is_free = |path: &String| files.iter().all(|file| file.path != *path);
            let path = paired().filter(is_free).unwrap_or(own);
            files.push(file(path, chapter.text()));
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
