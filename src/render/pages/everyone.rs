//! The articles that bind everyone: their own page, and the way to them from the pages of roles.

use super::super::concerns::{RuleGroup, Rules};
use super::super::outline::{article_link, division_label, joined, lang, page_title};
use super::super::places::{EVERYONE, Location, ROLES, WELCOME, unit_heading_anchor};
use super::super::view::{CountedLinkView, EveryoneView, LinkView, RuleGroupView, RuleView, RulesView};
use super::super::{Shared, ThemeError};
use super::Frames;
use crate::model::{ArticleId, MarkTarget, RegulationId, TextId};
use crate::syntax::BlockKind;

pub(super) fn everyone(shared: &Shared<'_>, frames: &Frames, at: Location) -> Result<Vec<u8>, ThemeError> {
    let words = shared.words(at.language);
    let mut page = shared.page_view(at, "everyone", words.get("everyone.title").to_owned());
    page.breadcrumbs.push(shared.link(at, WELCOME, words.get("home")));
    let rules = |rules: &Rules| RulesView {
        regulation: regulation_link(shared, at, rules.regulation),
        scope: rules
            .scope
            .iter()
            .filter_map(|&target| scope_link(shared, at, target))
            .collect(),
        groups: rules.groups.iter().map(|group| group_view(shared, at, group)).collect(),
    };
    let view = EveryoneView {
        regulations: shared.concerns.rules().iter().map(rules).collect(),
    };
    frames.fill(shared, at, &page, &view, "")
}

fn group_view(shared: &Shared<'_>, at: Location, group: &RuleGroup) -> RuleGroupView {
    let (title, lang) = group_title(shared, at, group);
    let rule = |&article: &ArticleId| {
        Some(RuleView {
            link: rule_link(shared, at, article)?,
            sentence: sentence(shared, shared.places.shown_text(shared.handbook, article, at.language)?),
        })
    };
    RuleGroupView {
        anchor: group_anchor(shared, group),
        title,
        lang,
        articles: group.articles.iter().filter_map(rule).collect(),
    }
}

/// The first sentence of an article that speaks to everyone.
fn sentence(shared: &Shared<'_>, id: TextId) -> Option<String> {
    let handbook = shared.handbook;
    let text = handbook.text(id);
    let chapter = handbook.chapter_of(text);
    let language = handbook.language(text.language);
    let blocks = chapter.document.blocks_of(handbook.node(text));
    let paragraphs = blocks.filter(|(_, block)| block.kind == BlockKind::Paragraph);
    let mut found = paragraphs.filter_map(|(_, block)| {
        let plain = handbook.block_text(chapter, block);
        let mut sentences = language.sentences.of(&plain.text).into_iter();
        let speaks = |sentence: &str| language.audience.is_everyone(sentence) || language.audience.is_scope(sentence);
        let range = sentences.find(|range| speaks(&plain.text[range.clone()]))?;
        Some(plain.text[range].to_owned())
    });
    found.next()
}

/// The articles that bind the people in a role, as links to where they stand on their page: the chapters and sections,
/// or where there are more than `most`, the regulations, or the page as a whole.
pub(super) fn links(shared: &Shared<'_>, at: Location, rules: &[&Rules], most: usize) -> Vec<CountedLinkView> {
    let groups = || rules.iter().flat_map(|rules| &rules.groups);
    let place = |group: &RuleGroup| Some(group_anchor(shared, group));
    let link = |(title, lang), anchor: Option<String>, count| CountedLinkView {
        href: everyone_href(shared, at, anchor.as_deref()),
        title,
        lang,
        count,
    };
    if groups().count() <= most {
        let link = |group: &RuleGroup| link(group_title(shared, at, group), place(group), group.articles.len());
        return groups().map(link).collect();
    }
    if rules.len() <= most {
        let link = |rules: &&Rules| {
            let regulation = regulation_link(shared, at, rules.regulation);
            let anchor = rules.groups.first().and_then(place);
            link((regulation.title, regulation.lang), anchor, rules.articles().count())
        };
        return rules.iter().map(link).collect();
    }
    let title = shared.words(at.language).get("everyone.title").to_owned();
    let count = rules.iter().flat_map(|rules| rules.articles()).count();
    vec![link((title, None), None, count)]
}

/// The page of the articles that bind everyone, or a place on it.
pub(super) fn everyone_href(shared: &Shared<'_>, at: Location, anchor: Option<&str>) -> String {
    let to = Location { page: EVERYONE, ..at };
    shared.places.href(shared.handbook, at, to, anchor)
}

/// The anchor of a group, the same in every language.
pub(super) fn group_anchor(shared: &Shared<'_>, group: &RuleGroup) -> String {
    let handbook = shared.handbook;
    let first = group.articles.first().map(|&id| handbook.article(id));
    let name = first.map(|first| format!("{}-{}", handbook.regulation(first.regulation).id, first.key));
    format!("rules-{}", name.unwrap_or_default())
}

/// The title of the division or file that a group stands in, and its language where that is not the page's.
pub(super) fn group_title(shared: &Shared<'_>, at: Location, group: &RuleGroup) -> (String, Option<String>) {
    let handbook = shared.handbook;
    let first = group.articles.first();
    let shown = first.and_then(|&first| shared.places.shown_text(handbook, first, at.language));
    let Some(text) = shown.map(|shown| handbook.text(shown)) else {
        return Default::default();
    };
    let chapter = handbook.chapter_of(text);
    let division = handbook.node(text).division;
    let division = division.and_then(|index| chapter.document.divisions.get(index as usize));
    let title = match division {
        Some(division) => joined(division_label(shared, chapter, division), &division.title),
        None => page_title(shared, chapter).0,
    };
    (title, lang(shared, at, chapter))
}

pub(super) fn rule_link(shared: &Shared<'_>, at: Location, article: ArticleId) -> Option<LinkView> {
    let shown = shared.places.shown_text(shared.handbook, article, at.language)?;
    article_link(shared, at, shown)
}

pub(super) fn regulation_link(shared: &Shared<'_>, at: Location, regulation: RegulationId) -> LinkView {
    shared.status_view(at, regulation).regulation
}

/// The department or role that a regulation applies to.
fn scope_link(shared: &Shared<'_>, at: Location, target: MarkTarget) -> Option<LinkView> {
    let handbook = shared.handbook;
    match target {
        MarkTarget::Role(role) => {
            let name = handbook.role(role).name(at.language);
            Some(shared.link(at, shared.places.role_page(role), name))
        }
        MarkTarget::Unit(unit) => {
            let to = Location { page: ROLES, ..at };
            Some(LinkView {
                href: shared
                    .places
                    .href(handbook, at, to, Some(&unit_heading_anchor(handbook, unit))),
                title: handbook.units[unit.index()].name(at.language).to_owned(),
                lang: None,
            })
        }
        MarkTarget::Term(_) => None,
    }
}
