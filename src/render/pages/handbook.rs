//! The welcome page, free pages, the organisation chart, and the page that searches.

use rustc_hash::FxHashMap;

use super::super::body::{Purpose, Writer};
use super::super::outline::page_title;
use super::super::places::{FileIndex, GLOSSARY, Location, PageKind, ROLES, WELCOME};
use super::super::view::{
    ChartPartView, LinkView, OrganisationView, RegulationGroupView, RegulationLinkView, SearchView, WelcomeView,
};
use super::super::{Shared, ThemeError, chart};
use super::{Frames, lists};
use crate::model::RegulationId;

pub(super) fn welcome(shared: &Shared<'_>, frames: &Frames, at: Location) -> Result<Vec<u8>, ThemeError> {
    let (handbook, places) = (shared.handbook, &shared.places);
    let mut page = shared.page_view(at, "welcome", shared.title(at.language).to_owned());
    let mut writer = Writer::new(shared, at, Purpose::Read);
    let file = places
        .files()
        .find(|(_, file)| file.page == WELCOME)
        .map(|(index, _)| index);
    let chapter = file.and_then(|file| places.shown_chapter(handbook, file, at.language));
    if let (Some(file), Some(chapter)) = (file, chapter) {
        shared.shows(at, &mut page, chapter);
        writer.reserve(page.anchor.as_deref());
        if chapter.document.title.is_some() {
            page.title = page_title(shared, chapter).0;
        }
        writer.file(chapter, file, 2);
    }
    let regulations = regulations(shared, at);
    let view = WelcomeView {
        written: chapter.is_some(),
        regulation_groups: groups(&regulations),
        regulations,
        pages: places
            .files()
            .filter(|(_, file)| matches!(places.kind(file.page), PageKind::Free(_)))
            .filter_map(|(index, _)| super::super::outline::file_link(shared, at, index))
            .collect(),
        departments: lists::departments(shared, frames, at),
    };
    frames.fill(shared, at, &page, &view, &writer.out)
}

/// The page whose script searches; where no scripts run, it says where else to look.
pub(super) fn search(shared: &Shared<'_>, frames: &Frames, at: Location) -> Result<Vec<u8>, ThemeError> {
    let words = shared.words(at.language);
    let mut page = shared.page_view(at, "search", words.get("search.title").to_owned());
    page.breadcrumbs.push(shared.link(at, WELCOME, words.get("home")));
    let view = SearchView {
        pages: [(WELCOME, "contents"), (ROLES, "roles"), (GLOSSARY, "glossary")]
            .map(|(page, key)| shared.link(at, page, words.get(key)))
            .into(),
    };
    frames.fill(shared, at, &page, &view, "")
}

fn regulations(shared: &Shared<'_>, at: Location) -> Vec<RegulationLinkView> {
    let handbook = shared.handbook;
    let links = (0..)
        .map(RegulationId)
        .zip(&handbook.regulations)
        .filter_map(|(id, regulation)| {
            let edition = regulation.editions.best(at.language)?;
            Some(RegulationLinkView {
                link: LinkView {
                    lang: (edition.language != at.language).then(|| handbook.tag(edition.language).to_owned()),
                    ..shared.link(at, shared.places.regulation_page(id), edition.title.clone())
                },
                group: regulation
                    .id
                    .rsplit_once('/')
                    .map(|(folder, _)| folder.to_owned())
                    .unwrap_or_default(),
                edition: shared.edition_line(at.language, id),
                status: shared.status_view(at, id),
            })
        });
    links.collect()
}

/// The regulations by their folders, in the order in which each folder comes first.
fn groups(regulations: &[RegulationLinkView]) -> Vec<RegulationGroupView> {
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    let mut groups: Vec<RegulationGroupView> = Vec::new();
    for regulation in regulations {
        let place = *places.entry(&regulation.group).or_insert_with(|| {
            groups.push(RegulationGroupView {
                name: regulation.group.clone(),
                regulations: Vec::new(),
            });
            groups.len() - 1
        });
        groups[place].regulations.push(regulation.clone());
    }
    groups
}

pub(super) fn free(shared: &Shared<'_>, frames: &Frames, at: Location, file: FileIndex) -> Result<Vec<u8>, ThemeError> {
    let Some(chapter) = shared.places.shown_chapter(shared.handbook, file, at.language) else {
        return Ok(Vec::new());
    };
    let mut page = shared.page_view(at, "free", page_title(shared, chapter).0);
    page.breadcrumbs
        .push(shared.link(at, WELCOME, shared.words(at.language).get("home")));
    shared.shows(at, &mut page, chapter);
    let mut writer = Writer::new(shared, at, Purpose::Read);
    writer.reserve(page.anchor.as_deref());
    writer.file(chapter, file, 2);
    frames.fill(shared, at, &page, &(), &writer.out)
}

pub(super) fn organisation(shared: &Shared<'_>, frames: &Frames, at: Location) -> Result<Vec<u8>, ThemeError> {
    let words = shared.words(at.language);
    let mut page = shared.page_view(at, "organisation", words.get("organisation").to_owned());
    page.breadcrumbs.push(shared.link(at, WELCOME, words.get("home")));
    let tree = &frames.tree;
    let charts = chart::Charts::new(shared, tree, at);
    let part = |part: usize| ChartPartView {
        anchor: charts.anchor(part),
        title: charts.title(part).to_owned(),
        roles: charts.size(part),
        chart: charts.svg(part),
        list: charts.list(part),
        ends: charts.ends(part),
    };
    let view = OrganisationView {
        chart: charts.svg(0),
        parts: charts.parts().map(part).collect(),
        several_superiors: !tree.extra.is_empty(),
        dotted: !tree.dotted.is_empty(),
    };
    frames.fill(shared, at, &page, &view, &charts.list(0))
}
