//! The order of what a file's page shows, and the list of contents made from it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Shared;
use super::places::{FileIndex, Location};
use super::view::{ContentView, LinkView};
use crate::model::{ArticleId, Chapter, ChapterKind, TextId, division_anchor};
use crate::syntax::{Article, Division, Part};

/// A part of a file's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Index into the document's divisions.
    Division(usize),
    Article(TextId),
    /// Blocks outside articles.
    Blocks(std::ops::Range<u32>),
}

/// What the page of `file` shows, in order, where its text is that of `chapter`. Articles that only the file's other
/// languages have stand after the article that they follow there.
pub(super) fn steps(shared: &Shared<'_>, chapter: &Chapter, file: FileIndex) -> Vec<Step> {
    let mut missing = missing_articles(shared, chapter, file);
    let mut steps = Vec::new();
    steps.extend(missing.remove(&None).into_iter().flatten().map(Step::Article));
    for part in chapter.document.parts() {
        match part {
            Part::Division(index) => steps.push(Step::Division(index)),
            Part::Blocks(range) => steps.push(Step::Blocks(range)),
            Part::Article(index) => {
                let text = TextId(chapter.texts.start + index as u32);
                steps.push(Step::Article(text));
                steps.extend(missing.remove(&Some(text)).into_iter().flatten().map(Step::Article));
            }
        }
    }
    steps
}

/// The articles that `chapter` lacks, by the article of `chapter` that they follow in another language.
fn missing_articles(shared: &Shared<'_>, chapter: &Chapter, file: FileIndex) -> FxHashMap<Option<TextId>, Vec<TextId>> {
    let handbook = shared.handbook;
    let mut found: FxHashMap<Option<TextId>, Vec<TextId>> = FxHashMap::default();
    let mut seen: FxHashSet<ArticleId> = FxHashSet::default();
    for (language, &other) in shared.places.file(file).chapters.iter() {
        if language == chapter.language {
            continue;
        }
        let mut after = None;
        for text in handbook.chapter(other).texts.clone().map(TextId) {
            let article = handbook.text(text).article;
            match handbook.article(article).texts.get(chapter.language) {
                Some(own) if chapter.texts.contains(&own.0) => after = Some(*own),
                Some(_) => {}
                None if seen.insert(article) => found.entry(after).or_default().push(text),
                None => {}
            }
        }
    }
    found
}

/// The label of a division as its file writes it; empty where it has none.
pub(super) fn division_label<'a>(shared: &Shared<'a>, chapter: &'a Chapter, division: &Division) -> &'a str {
    &shared.handbook.source(chapter)[division.label.start as usize..division.label.end as usize]
}

/// The title of a file's page, and whether it is that of the file's first division.
pub(super) fn page_title(shared: &Shared<'_>, chapter: &Chapter) -> (String, bool) {
    if let Some(title) = &chapter.document.title {
        return (title.text.to_string(), false);
    }
    if matches!(chapter.kind, ChapterKind::Index | ChapterKind::Whole)
        && let Some(edition) = chapter
            .regulation
            .and_then(|id| shared.handbook.regulation(id).editions.get(chapter.language))
    {
        return (edition.title.clone(), false);
    }
    let first = chapter.document.divisions.first();
    match first.filter(|first| first.first_block == 0 && first.first_article == 0) {
        Some(first) => (joined(division_label(shared, chapter, first), &first.title), true),
        None => (articles_title(shared, chapter), false),
    }
}

/// What a file without a heading is called: by its articles, else by its name.
fn articles_title(shared: &Shared<'_>, chapter: &Chapter) -> String {
    let source = shared.handbook.source(chapter);
    let label = |article: &Article| &source[article.label.start as usize..article.label.end as usize];
    match &*chapter.document.articles {
        [] => chapter.path.rsplit('/').next().unwrap_or(&chapter.path).to_owned(),
        [only] => joined(label(only), only.title.as_ref().map_or("", |title| &*title.text)),
        [first, .., last] => format!("{} – {}", label(first), label(last)),
    }
}

/// The anchor of the heading that a page has its title from.
pub(super) fn title_anchor(shared: &Shared<'_>, chapter: &Chapter) -> Option<String> {
    let title = chapter.document.title.as_ref();
    let id = title.and_then(|title| title.attributes.as_ref()?.id.as_ref());
    match id {
        Some(id) => Some(id.value.to_string()),
        None => page_title(shared, chapter)
            .1
            .then(|| division_anchor(&chapter.document, 0)),
    }
}

/// A label and a title as one text.
pub(super) fn joined(label: &str, title: &str) -> String {
    match (label.is_empty(), title.is_empty()) {
        (false, false) => [label, " ", title].concat(),
        (false, true) => label.to_owned(),
        _ => title.to_owned(),
    }
}

/// The contents of a file's page, with links as seen from `from`. The division that gives the page its title is left out.
pub(super) fn contents(shared: &Shared<'_>, from: Location, chapter: &Chapter, file: FileIndex) -> Vec<ContentView> {
    let handbook = shared.handbook;
    let page = Location {
        language: from.language,
        page: shared.places.file(file).page,
    };
    let (_, divided) = page_title(shared, chapter);
    let document = &chapter.document;
    // Where articles have no titles, a list of their numbers helps nobody if there are divisions.
    let titled = document.articles.iter().any(|article| article.title.is_some()) || document.divisions.len() < 2;
    let mut open = Vec::new();
    let mut entries = Vec::new();
    for step in steps(shared, chapter, file) {
        match step {
            Step::Division(index) => {
                let division = &document.divisions[index];
                open.retain(|&level| level < division.level);
                let depth = open.len();
                open.push(division.level);
                if index == 0 && divided {
                    open.clear();
                    continue;
                }
                let anchor = division_anchor(document, index);
                entries.push(ContentView {
                    href: shared.places.href(handbook, from, page, Some(&anchor)),
                    label: division_label(shared, chapter, division).to_owned(),
                    title: division.title.to_string(),
                    depth,
                    division: true,
                    lang: lang(shared, from, chapter),
                });
            }
            Step::Article(id) if titled => {
                let text = handbook.text(id);
                let anchor = handbook.article(text.article).key.to_string();
                let title = handbook.node(text).title.as_ref();
                entries.push(ContentView {
                    href: shared.places.href(handbook, from, page, Some(&anchor)),
                    label: handbook.written_label(text),
                    title: title.map(|title| title.text.to_string()).unwrap_or_default(),
                    depth: open.len(),
                    division: false,
                    lang: lang(shared, from, handbook.chapter_of(text)),
                });
            }
            Step::Article(_) | Step::Blocks(_) => {}
        }
    }
    entries
}

/// The language tag of `chapter` where the page is in another one.
pub(super) fn lang(shared: &Shared<'_>, from: Location, chapter: &Chapter) -> Option<String> {
    (chapter.language != from.language).then(|| shared.handbook.tag(chapter.language).to_owned())
}

/// A link to the page of a file, by its title.
pub(super) fn file_link(shared: &Shared<'_>, from: Location, file: FileIndex) -> Option<LinkView> {
    let chapter = shared.places.shown_chapter(shared.handbook, file, from.language)?;
    let to = Location {
        language: from.language,
        page: shared.places.file(file).page,
    };
    Some(LinkView {
        href: shared.places.href(shared.handbook, from, to, None),
        title: page_title(shared, chapter).0,
        lang: lang(shared, from, chapter),
    })
}

/// A link to the article of `text`, if the pages in the language of `at` show that text.
pub(super) fn article_link(shared: &Shared<'_>, at: Location, id: TextId) -> Option<LinkView> {
    let handbook = shared.handbook;
    let text = handbook.text(id);
    let shown = shared.places.shown_text(handbook, text.article, at.language)?;
    if shown != id {
        return None;
    }
    let page = shared.places.article_page(handbook, text.article, at.language)?;
    let to = Location {
        language: at.language,
        page,
    };
    let anchor = handbook.article(text.article).key.to_string();
    let title = handbook.node(text).title.as_ref().map_or("", |title| &title.text);
    Some(LinkView {
        href: shared.places.href(handbook, at, to, Some(&anchor)),
        title: joined(&handbook.written_label(text), title),
        lang: lang(shared, at, handbook.chapter_of(text)),
    })
}
