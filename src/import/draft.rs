//! A regulation as it was understood: its title, what is said of it, its chapters and articles.

use super::body::{self, Piece};
use super::carried::carried;
use super::front::Front;
use super::heads::{Found, begins_with_head, duties_of, duties_title, ends_sentence};
use super::line::{Line, Slice, is_gap};
use super::original::Original;
use super::section::Section;
use super::words::Forms;
use crate::language::{Language, Level};

/// A regulation before it is written.
#[derive(Debug)]
pub struct Draft {
    pub front: Front,
    pub preamble: Vec<Piece>,
    pub units: Vec<Unit>,
}

/// A part, chapter, section or article.
#[derive(Debug)]
pub struct Unit {
    pub found: Found,
    pub title: Option<Slice>,
    pub pieces: Vec<Piece>,
    /// Where the role that a role article is about is named: in its title, or in a form.
    pub role: Option<Slice>,
    /// The attributes of its heading, braces included, that the file or the original text has; empty where that has none.
    pub carried: Option<String>,
}

impl Unit {
    pub fn is_article(&self) -> bool {
        self.found.head.level == Level::Article
    }

    /// Whether it gives a role its duties, by its title or by the attributes that are carried.
    pub fn is_role_article(&self) -> bool {
        self.role.is_some() || (self.is_article() && self.carried_role().is_some())
    }

    /// The label as it is written; nothing for units without a number.
    pub fn label(&self) -> Slice {
        Slice {
            line: self.found.line,
            start: self.found.at,
            end: self.found.at
                + if self.found.head.number.is_some() {
                    self.found.head.length
                } else {
                    0
                },
        }
    }
}

/// The most characters of a title that ends its line, and of one that only a blank parts from the text.
const LONGEST_TITLE: usize = 30;
const LONGEST_PARTED: usize = 12;

/// What sections are understood by.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub language: &'a Language,
    pub forms: &'a Forms,
    /// What the text is a translation of.
    pub original: Option<&'a Original>,
}

/// Understands one section.
fn unit(lines: &[Line<'_>], found: Found, body: &[Slice], known: Known<'_>, is_run_on: bool) -> Unit {
    let Known {
        language,
        forms,
        original,
    } = known;
    let is_article = found.head.level == Level::Article;
    let label = Slice {
        line: found.line,
        start: found.at,
        end: found.after,
    };
    let first = body
        .first()
        .copied()
        .filter(|first| first.line == found.line && lines[first.line].table.is_none());
    let (title, rest) = match found.head.number {
        None => (Some(label), first),
        Some(_) => match first {
            None => (None, None),
            Some(first) => {
                let end = if is_article {
                    article_title(lines, first, body.len() > 1, language, forms)
                } else {
                    Some(division_title(first.text(lines), language))
                };
                match end {
                    Some(end) => {
                        let length = first.text(lines).len();
                        (Some(first.part(lines, 0..end)), Some(first.part(lines, end..length)))
                    }
                    None => (None, Some(first)),
                }
            }
        },
    };
    let skipped = usize::from(first.is_some());
    let rest = rest.map(|rest| without_colon(lines, rest, title.is_some(), language));
    let slices: Vec<Slice> = rest
        .into_iter()
        .filter(|slice| !slice.is_empty(lines))
        .chain(body.iter().skip(skipped).copied())
        .collect();
    let role = title.filter(|_| is_article).and_then(|title| {
        let range = duties_of(title.text(lines), language, forms)?;
        Some(title.part(lines, range))
    });
    let role = role.or_else(|| {
        slices
            .iter()
            .filter(|_| is_article)
            .find_map(|slice| post(lines, *slice, forms))
    });
    let paired = || original?.attributes(found.head.number.filter(|_| is_article)?);
    let mut unit = Unit {
        found,
        title,
        pieces: Vec::new(),
        role,
        carried: carried(lines, found).or_else(paired).map(str::to_owned),
    };
    unit.pieces = body::pieces(lines, &slices, language, unit.is_role_article(), is_run_on);
    unit
}

/// The name of the post in a form.
fn post(lines: &[Line<'_>], slice: Slice, forms: &Forms) -> Option<Slice> {
    let (label, value) = lines[slice.line].field.filter(|_| slice.start == 0)?;
    let name = slice.part(lines, value..slice.end);
    let is_post = forms.names_post(slice.part(lines, 0..label).text(lines)) && forms.may_be_post(name.text(lines));
    (is_post && !name.is_empty(lines)).then_some(name)
}

/// What follows a title without the colon that parts them.
fn without_colon(lines: &[Line<'_>], slice: Slice, has_title: bool, language: &Language) -> Slice {
    let text = slice.text(lines);
    let colons = &language.pack.roles.colons;
    let colon = colons
        .iter()
        .find(|colon| has_title && text.starts_with(colon.as_str()));
    colon.map_or(slice, |colon| slice.part(lines, colon.len()..text.len()))
}

/// Where the title at the start of an article ends; nothing where the text begins at once.
fn article_title(lines: &[Line<'_>], first: Slice, more: bool, language: &Language, forms: &Forms) -> Option<usize> {
    let text = first.text(lines);
    let line = &lines[first.line];
    let spaced = language.pack.spaced;
    let scale = if spaced { 3 } else { 1 };
    if line.heading.is_some() {
        return Some(text.len());
    }
    // The export makes headings of titles, and of nothing else.
    if line.attributes.is_some() {
        return None;
    }
    if let Some(close) = ['】', ']']
        .into_iter()
        .filter(|_| text.starts_with(['【', '[']))
        .find_map(|mark| Some(text.find(mark)? + mark.len_utf8()))
        && text[..close].chars().count() <= LONGEST_TITLE
    {
        return Some(close);
    }
    if let Some(end) = duties_title(text, language, forms) {
        return Some(end);
    }
    if let Some(end) = bold_title(line, first) {
        return Some(end);
    }
    let is_phrase =
        |part: &str| !part.chars().any(|next| "，。；：,;:、！？".contains(next)) && !ends_sentence(part, language);
    let ends_line = first.end == line.text.trim_end_matches(is_gap).len();
    let short = text.chars().count() <= LONGEST_TITLE * scale
        && !ends_sentence(text, language)
        && !text.ends_with(['：', ':', '，', ',', '.']);
    if ends_line && short && more {
        let inside = text.trim_matches(is_gap);
        return (spaced || is_phrase(&inside.replace('、', ""))).then_some(text.len());
    }
    let end = text.find(is_gap).filter(|_| !spaced)?;
    let part = &text[..end];
    // 依照《印章办法》 第六条办理: the blank is one within a citation.
    if begins_with_head(text[end..].trim_start_matches(is_gap), language) {
        return None;
    }
    (part.chars().count() <= LONGEST_PARTED && is_phrase(part) && language.markers(text).next().is_none())
        .then_some(end)
}

/// The end of the bold type that an article begins with after its label, where plain type follows.
fn bold_title(line: &Line<'_>, first: Slice) -> Option<usize> {
    let (range, _) = line
        .runs
        .iter()
        .take_while(|(range, run)| run.bold || range.is_empty() || range.end <= first.start)
        .filter(|(range, run)| run.bold && range.end > first.start)
        .last()?;
    let followed = line
        .runs
        .iter()
        .any(|(other, run)| other.start >= range.end && !run.bold && !run.text.trim().is_empty());
    (followed && range.end < first.end).then(|| range.end - first.start)
}

/// The end of a division's title.
fn division_title(text: &str, language: &Language) -> usize {
    let long = text.chars().any(|next| "。；，".contains(next)) && !language.pack.spaced;
    match text.find(is_gap).filter(|_| long) {
        Some(end) => end,
        None => text.len(),
    }
}

/// Understands all sections but the first.
pub fn units(lines: &[Line<'_>], sections: &[Section], known: Known<'_>) -> Vec<Unit> {
    let heads: Vec<(Found, &Vec<Slice>)> = sections
        .iter()
        .filter_map(|section| Some((section.head?, &section.body)))
        .collect();
    let line = |index: usize| heads.get(index).map(|(found, _)| found.line);
    let units = heads.iter().enumerate().map(|(index, (found, body))| {
        let neighbours = [index.checked_sub(1).and_then(line), line(index + 1)];
        unit(lines, *found, body, known, neighbours.contains(&Some(found.line)))
    });
    units.collect()
}
