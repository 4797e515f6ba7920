//! A regulation's own page, its chapters, and all of it for paper.

use super::super::body::{Purpose, Writer};
use super::super::outline::{contents, file_link, page_title};
use super::super::places::{FileIndex, Location, PageKind, WELCOME};
use super::super::view::{
    ChapterContentView, ChapterLinkView, ChapterView, LinkView, PageView, PrintView, RegulationView,
};
use super::super::{Shared, ThemeError};
use super::Frames;
use crate::model::{ChapterKind, Edition, RegulationId};

/// Chapters listed on each side of a page's own.
const CHAPTERS_AROUND: usize = 10;

/// The edition that pages in the language of `at` show.
fn edition<'h>(shared: &Shared<'h>, at: Location, regulation: RegulationId) -> Option<&'h Edition> {
    shared.handbook.regulation(regulation).editions.best(at.language)
}

/// Adds what is said on all pages of a regulation.
pub(super) fn of_regulation(shared: &Shared<'_>, at: Location, page: &mut PageView, regulation: RegulationId) {
    let words = shared.words(at.language);
    page.breadcrumbs.push(shared.link(at, WELCOME, words.get("home")));
    let Some(edition) = edition(shared, at, regulation) else {
        return;
    };
    let main = shared.places.regulation_page(regulation);
    if at.page != main {
        page.breadcrumbs.push(LinkView {
            lang: (edition.language != at.language).then(|| shared.handbook.tag(edition.language).to_owned()),
            ..shared.link(at, main, edition.title.clone())
        });
    }
    let line = shared.edition_line(at.language, regulation);
    page.edition = Some(match line {
        Some(line) => format!("{}{}{line}", edition.title, words.get("separator")),
        None => edition.title.clone(),
    });
    page.status = Some(shared.status_view(at, regulation));
    page.notices.extend(shared.status_notices(at.language, regulation));
}

/// The title of an edition, or the regulation's id where it has none.
fn title(shared: &Shared<'_>, id: RegulationId, edition: Option<&Edition>) -> String {
    edition.map_or_else(
        || shared.handbook.regulation(id).id.to_string(),
        |edition| edition.title.clone(),
    )
}

/// Whether one file is the whole regulation.
fn is_single(shared: &Shared<'_>, id: RegulationId) -> bool {
    shared.places.regulation_files(id).len() == 1
}

pub(super) fn regulation(
    shared: &Shared<'_>,
    frames: &Frames,
    at: Location,
    id: RegulationId,
) -> Result<Vec<u8>, ThemeError> {
    let places = &shared.places;
    let edition = edition(shared, at, id);
    let title = title(shared, id, edition);
    let mut page = shared.page_view(at, "regulation", title);
    let mut writer = Writer::new(shared, at, Purpose::Read);
    let mut view = RegulationView {
        facts: shared.facts(at.language, id),
        print: shared.link(at, places.print_page(id), "").href,
        single: is_single(shared, id),
        side_by_side: None,
        chapters: Vec::new(),
        contents: Vec::new(),
    };
    for &file in places.regulation_files(id) {
        let Some(chapter) = places.shown_chapter(shared.handbook, file, at.language) else {
            continue;
        };
        if chapter.kind == ChapterKind::Chapter {
            let Some(link) = file_link(shared, at, file) else {
                continue;
            };
            let contents = contents(shared, at, chapter, file);
            view.chapters.push(ChapterContentView { link, contents });
        } else {
            shared.shows(at, &mut page, chapter);
            writer.reserve(page.anchor.as_deref());
            view.contents = contents(shared, at, chapter, file);
            view.side_by_side = side_by_side(shared, at, file);
            writer.file(chapter, file, 2);
        }
    }
    of_regulation(shared, at, &mut page, id);
    frames.fill(shared, at, &page, &view, &writer.out)
}

/// The chapters of a regulation that the page of `file` lists, and whether there are more: a list of all of them on
/// each of thousands of pages would be longer than the text.
fn chapters_around(
    shared: &Shared<'_>,
    at: Location,
    regulation: RegulationId,
    file: FileIndex,
) -> (Vec<ChapterLinkView>, bool) {
    let places = &shared.places;
    let is_chapter = |other: &FileIndex| matches!(places.kind(places.file(*other).page), PageKind::Chapter(_));
    let files = places.regulation_files(regulation);
    // The index page comes first.
    let before = files.iter().take_while(|other| !is_chapter(other)).count();
    let chapters = &files[before..];
    let own = places.file(file).order.saturating_sub(before);
    let around = own.saturating_sub(CHAPTERS_AROUND)..chapters.len().min(own + CHAPTERS_AROUND + 1);
    let more = around.len() < chapters.len();
    let links = chapters[around].iter().filter_map(|&other| {
        Some(ChapterLinkView {
            link: file_link(shared, at, other)?,
            current: other == file,
        })
    });
    (links.collect(), more)
}

/// The chapters before and after a file.
pub(super) fn neighbours(shared: &Shared<'_>, at: Location, file: FileIndex) -> [Option<FileIndex>; 2] {
    let places = &shared.places;
    let Some(regulation) = places.file(file).regulation else {
        return [None, None];
    };
    let files = places.regulation_files(regulation);
    let is_chapter = |other: FileIndex| matches!(places.kind(places.file(other).page), PageKind::Chapter(_));
    let is_shown =
        |other: &FileIndex| is_chapter(*other) && places.shown_chapter(shared.handbook, *other, at.language).is_some();
    let own = places.file(file).order;
    [
        files[..own].iter().rev().copied().find(is_shown),
        files[own + 1..].iter().copied().find(is_shown),
    ]
}

/// The address of the page that has a file in two languages.
fn side_by_side(shared: &Shared<'_>, at: Location, file: FileIndex) -> Option<String> {
    let page = shared.places.file(file).beside?;
    Some(shared.link(at, page, "").href)
}

pub(super) fn chapter(
    shared: &Shared<'_>,
    frames: &Frames,
    at: Location,
    file: FileIndex,
) -> Result<Vec<u8>, ThemeError> {
    let places = &shared.places;
    let Some(chapter) = places.shown_chapter(shared.handbook, file, at.language) else {
        return Ok(Vec::new());
    };
    let mut page = shared.page_view(at, "chapter", page_title(shared, chapter).0);
    shared.shows(at, &mut page, chapter);
    let mut writer = Writer::new(shared, at, Purpose::Read);
    writer.reserve(page.anchor.as_deref());
    writer.file(chapter, file, 2);
    let mut view = ChapterView {
        contents: contents(shared, at, chapter, file),
        regulation: None,
        chapters: Vec::new(),
        more_chapters: false,
        previous: None,
        next: None,
        side_by_side: side_by_side(shared, at, file),
    };
    if let Some(regulation) = places.file(file).regulation {
        of_regulation(shared, at, &mut page, regulation);
        let edition = edition(shared, at, regulation);
        view.regulation = page.breadcrumbs.last().cloned().filter(|_| edition.is_some());
        (view.chapters, view.more_chapters) = chapters_around(shared, at, regulation, file);
        [view.previous, view.next] = neighbours(shared, at, file).map(|other| file_link(shared, at, other?));
    }
    frames.fill(shared, at, &page, &view, &writer.out)
}

pub(super) fn print(
    shared: &Shared<'_>,
    frames: &Frames,
    at: Location,
    id: RegulationId,
) -> Result<Vec<u8>, ThemeError> {
    let places = &shared.places;
    let edition = edition(shared, at, id);
    let title = title(shared, id, edition);
    let mut page = shared.page_view(at, "print", title.clone());
    if let Some(edition) = edition
        && let Some(&first) = edition.chapters.first()
    {
        shared.shows(at, &mut page, shared.handbook.chapter(first));
        page.lang = None;
        page.anchor = None;
        page.edit = None;
    }
    of_regulation(shared, at, &mut page, id);
    let mut writer = Writer::new(shared, at, Purpose::Print);
    let single = is_single(shared, id);
    // A regulation in one file is not repeated here: its own page prints whole.
    let files = places.regulation_files(id).iter().filter(|_| !single);
    for (number, &file) in (1..).zip(files) {
        let Some(chapter) = places.shown_chapter(shared.handbook, file, at.language) else {
            continue;
        };
        writer.prefix = format!("f{number}-");
        writer.push("<section class=\"chapter\"");
        writer.lang(chapter);
        writer.push(">\n");
        let (title, divided) = page_title(shared, chapter);
        let named = chapter.kind == ChapterKind::Chapter && !divided;
        if named {
            writer.push("<h2>");
            writer.escape(&title);
            writer.push("</h2>\n");
        }
        writer.file(chapter, file, if named { 3 } else { 2 });
        writer.push("</section>\n");
    }
    let view = PrintView {
        facts: shared.facts(at.language, id),
        regulation: shared.link(at, places.regulation_page(id), title),
        single,
    };
    frames.fill(shared, at, &page, &view, &writer.out)
}
