//! The duty page of a role: its place, its duties as written, and where else it is spoken of.

use super::super::blocks::Within;
use super::super::body::{Passage, Purpose, Writer};
use super::super::places::{GLOSSARY, Location, ROLES, WELCOME, term_anchor, unit_heading_anchor};
use super::super::view::{
    CountedLinkView, FieldView, LinkView, MentionView, RoleLinkView, RoleTermView, RoleView, SentenceView,
};
use super::super::{Shared, ThemeError};
use super::{Frames, compare, everyone, lists};
use crate::model::{
    ArticleText, Chapter, LanguageId, Mark, MarkTarget, Role, RoleArticle, RoleId, TermId, TextId, UnitId,
};
use crate::syntax::{BlockKind, Field, FieldKey, Text};

/// Sentences shown of one article.
const SENTENCES: usize = 3;
/// Articles on the department shown at most, links to the rules for everyone, and comparisons: whatever the handbook's
/// size, a page stays as long as what is said of its role.
const DEPARTMENT_ARTICLES: usize = 12;
const RULES: usize = 12;
const COMPARISONS: usize = 4;

pub(super) fn role(shared: &Shared<'_>, frames: &Frames, at: Location, id: RoleId) -> Result<Vec<u8>, ThemeError> {
    let handbook = shared.handbook;
    let role = handbook.role(id);
    let words = shared.words(at.language);
    let mut page = shared.page_view(at, "role", role.name(at.language).to_owned());
    page.breadcrumbs.push(shared.link(at, WELCOME, words.get("home")));
    page.breadcrumbs.push(shared.link(at, ROLES, words.get("roles")));
    let articles = shown_articles(role, at.language);
    let pages = shared.places.role_pages(id);
    let mut view = RoleView {
        id: role.id.clone(),
        name: role.name(at.language).to_owned(),
        names: shared.other_names(&role.names, at.language),
        aliases: role.aliases.get(at.language).cloned().unwrap_or_default(),
        department: role.unit.map(|unit| department(shared, at, unit)),
        external: role.external,
        top: role.top,
        superiors: links(shared, at, &role.superiors),
        superior_text: None,
        subordinates: links(shared, at, &role.subordinates),
        subordinate_text: None,
        dotted: links(shared, at, &role.dotted),
        chain: links(shared, at, &chain(shared, id)),
        peers: links(shared, at, &peers(shared, id)),
        fields: Vec::new(),
        sources: Vec::new(),
        regulations: Vec::new(),
        duties: articles
            .iter()
            .flat_map(|article| &article.duties)
            .filter(|duty| !duty.nested)
            .count(),
        mentions: mentions(shared, at, id),
        department_articles: Vec::new(),
        more_department_articles: None,
        rules: everyone::links(shared, at, &shared.concerns.binding(handbook, id), RULES),
        terms: terms(shared, at, role),
        first_days: pages.first_days.map(|page| shared.link(at, page, "").href),
        acknowledgement: pages.acknowledgement.map(|page| shared.link(at, page, "").href),
        compare: compare::link(shared, at, id, None).href,
        comparisons: neighbours(shared, id)
            .take(COMPARISONS)
            .map(|other| compare::link(shared, at, id, Some(other)))
            .collect(),
    };
    department_articles(shared, at, id, &mut view);
    let mut writer = Writer::new(shared, at, Purpose::Duties(id));
    let mut regulations = Vec::new();
    for (index, article) in articles.iter().enumerate() {
        let text = handbook.text(article.text);
        if index == 0 {
            shared.shows(at, &mut page, handbook.chapter_of(text));
        }
        view.sources.extend(lists::article_link(shared, at, article.text));
        let regulation = text.regulation;
        if !regulations.contains(&regulation) {
            regulations.push(regulation);
            view.regulations.push(shared.status_view(at, regulation));
        }
        writer.stale_notice(article.text);
        write_article(shared, at, &mut writer, &mut view, text, articles.len() > 1);
    }
    page.lang = None;
    page.anchor = None;
    frames.fill(shared, at, &page, &view, &writer.out)
}

/// The role's articles in `language`, else in the first language that has one.
pub(super) fn shown_articles(role: &Role, language: LanguageId) -> Vec<&RoleArticle> {
    let best = role.article(language).or_else(|| role.articles.first());
    let shown = best.map(|article| article.language);
    let articles = role.articles.iter();
    articles.filter(|article| Some(article.language) == shown).collect()
}

/// The texts of [`shown_articles`].
pub(super) fn article_texts(role: &Role, language: LanguageId) -> Vec<TextId> {
    let articles = shown_articles(role, language).into_iter();
    articles.map(|article| article.text).collect()
}

/// The terms in the role's articles, each once, in the order of the text.
pub(super) fn shown_terms(shared: &Shared<'_>, role: &Role, language: LanguageId) -> Vec<TermId> {
    let mut terms = Vec::new();
    for text in article_texts(role, language) {
        for mark in &shared.handbook.text(text).marks {
            if let MarkTarget::Term(term) = mark.to
                && !terms.contains(&term)
            {
                terms.push(term);
            }
        }
    }
    terms
}

fn terms(shared: &Shared<'_>, at: Location, role: &Role) -> Vec<RoleTermView> {
    let handbook = shared.handbook;
    let terms = shown_terms(shared, role, at.language).into_iter();
    let view = |id: TermId| {
        let to = Location { page: GLOSSARY, ..at };
        let (definition, lang) = lists::definition(shared, at, id);
        RoleTermView {
            href: shared.places.href(handbook, at, to, Some(&term_anchor(handbook, id))),
            name: handbook.terms[id.index()].name(at.language).to_owned(),
            definition,
            lang,
        }
    };
    terms.map(view).collect()
}

fn department(shared: &Shared<'_>, at: Location, unit: UnitId) -> LinkView {
    let handbook = shared.handbook;
    let to = Location { page: ROLES, ..at };
    LinkView {
        href: shared
            .places
            .href(handbook, at, to, Some(&unit_heading_anchor(handbook, unit))),
        title: handbook.units[unit.index()].name(at.language).to_owned(),
        lang: None,
    }
}

/// The articles on the role's department into the view.
fn department_articles(shared: &Shared<'_>, at: Location, id: RoleId, view: &mut RoleView) {
    let articles = shared.concerns.of_own_department(shared.handbook, id);
    let count = articles.len();
    let links = articles
        .into_iter()
        .filter_map(|article| everyone::rule_link(shared, at, article));
    view.department_articles = links.take(DEPARTMENT_ARTICLES).collect();
    view.more_department_articles =
        view.department
            .as_ref()
            .filter(|_| count > DEPARTMENT_ARTICLES)
            .map(|department| CountedLinkView {
                href: department.href.clone(),
                title: department.title.clone(),
                lang: None,
                count,
            });
}

/// The roles that one is compared with first: its superiors, those beside it, those below it.
fn neighbours<'s>(shared: &'s Shared<'_>, id: RoleId) -> impl Iterator<Item = RoleId> + 's {
    let role = shared.handbook.role(id);
    let superiors = role.superiors.iter().copied();
    superiors
        .chain(peers(shared, id))
        .chain(role.subordinates.iter().copied())
}

fn links(shared: &Shared<'_>, at: Location, roles: &[RoleId]) -> Vec<RoleLinkView> {
    roles.iter().map(|&role| shared.role_link(at, role)).collect()
}

/// The roles above, from the top down, by the first superior of each.
fn chain(shared: &Shared<'_>, role: RoleId) -> Vec<RoleId> {
    let mut chain = Vec::new();
    let mut at = role;
    while let Some(&superior) = shared.handbook.role(at).superiors.first() {
        if superior == role || chain.contains(&superior) {
            break;
        }
        chain.push(superior);
        at = superior;
    }
    chain.reverse();
    chain
}

/// Other roles that have one of the role's superiors.
fn peers(shared: &Shared<'_>, role: RoleId) -> Vec<RoleId> {
    let mut peers = Vec::new();
    for &superior in &shared.handbook.role(role).superiors {
        for &other in &shared.handbook.role(superior).subordinates {
            if other != role && !peers.contains(&other) {
                peers.push(other);
            }
        }
    }
    peers
}

/// Writes what an article says of a role: its fields into the view, its text into the writer.
fn write_article(
    shared: &Shared<'_>,
    at: Location,
    writer: &mut Writer<'_>,
    view: &mut RoleView,
    text: &ArticleText,
    several: bool,
) {
    let handbook = shared.handbook;
    let chapter = handbook.chapter_of(text);
    let node = handbook.node(text);
    let passage = Passage::new(shared, chapter, &text.marks, &text.citations);
    for field in chapter.document.fields_of(node) {
        match field.key {
            Some(FieldKey::Superior) => fill_text(&mut view.superior_text, view.superiors.is_empty(), field),
            Some(FieldKey::Subordinates) => fill_text(&mut view.subordinate_text, view.subordinates.is_empty(), field),
            Some(FieldKey::DottedLine) if !view.dotted.is_empty() => {}
            Some(FieldKey::Unit) if view.department.is_some() => {}
            key => {
                let mut value = Writer::new(shared, at, writer.purpose);
                value.field_value(&passage, field);
                view.fields.push(FieldView {
                    key: key.map(FieldKey::key),
                    label: field.label_text.to_string(),
                    value: value.out,
                });
            }
        }
    }
    let article = handbook.article(text.article);
    let mut within = Within::new(&article.key, node, &chapter.document);
    if let Some(page) = shared.places.article_page(handbook, text.article, at.language) {
        within.source = Some(writer.href(page, None));
    }
    writer.push("<div class=\"duties\"");
    writer.lang(chapter);
    writer.push(">\n");
    if several {
        writer.push("<h3>");
        writer.escape(&handbook.written_label(text));
        writer.push("</h3>\n");
    }
    writer.blocks(
        &passage,
        node.blocks.clone(),
        Some(&within),
        if several { 4 } else { 3 },
    );
    writer.push("</div>\n");
}

fn fill_text(slot: &mut Option<String>, unresolved: bool, field: &Field) {
    if unresolved && !field.nobody && !field.value_text.is_empty() {
        *slot = Some(field.value_text.to_string());
    }
}

/// The articles that speak of the role, as the pages in the language of `at` show them.
fn mentions(shared: &Shared<'_>, at: Location, role: RoleId) -> Vec<MentionView> {
    let handbook = shared.handbook;
    let mention = |&id: &TextId| {
        let text = handbook.text(id);
        let link = lists::article_link(shared, at, id)?;
        let chapter = handbook.chapter_of(text);
        let title = handbook.node(text).title.as_ref().map(|title| title.text.to_string());
        let mut sentences: Vec<SentenceView> = Vec::new();
        let mut last = None;
        for mark in text.marks.iter().filter(|mark| mark.to == MarkTarget::Role(role)) {
            if sentences.len() == SENTENCES {
                break;
            }
            let (sentence, place) = sentence(shared, chapter, mark);
            if last.as_ref() != Some(&place) {
                sentences.push(sentence);
                last = Some(place);
            }
        }
        Some(MentionView {
            href: link.href,
            label: handbook.written_label(text),
            title: title.unwrap_or_default(),
            regulation: handbook.edition_of(text).title.clone(),
            sentences,
            lang: link.lang,
        })
    };
    handbook.role(role).mentions.iter().filter_map(mention).collect()
}

/// The sentence around a name, and its block and beginning there.
fn sentence(shared: &Shared<'_>, chapter: &Chapter, mark: &Mark) -> (SentenceView, (u32, usize)) {
    let handbook = shared.handbook;
    let block = &chapter.document.blocks[mark.block as usize];
    let text = handbook.block_text(chapter, block);
    let start = offset(&text, mark.span.start);
    let end = offset(&text, mark.span.end).max(start);
    let plain = &*text.text;
    let ends = &handbook.language(chapter.language).pack.sentence_ends;
    let before = ends
        .iter()
        .filter_map(|mark| plain[..start].rfind(mark.as_str()).map(|at| at + mark.len()));
    let first = before.max().unwrap_or(0);
    let after = ends
        .iter()
        .filter_map(|mark| plain[end..].find(mark.as_str()).map(|at| end + at + mark.len()));
    let last = after.min().unwrap_or(plain.len());
    let (mut lead, mut tail) = (
        plain[first..start].trim_start().to_owned(),
        plain[end..last].trim_end().to_owned(),
    );
    if block.kind == BlockKind::Cell {
        let (before, after) = other_cells(shared, chapter, mark.block);
        lead = before + &lead;
        tail += &after;
    }
    let sentence = SentenceView {
        before: lead,
        name: plain[start..end].to_owned(),
        after: tail,
    };
    (sentence, (mark.block, first))
}

/// The texts of the cells before and after one in its row.
fn other_cells(shared: &Shared<'_>, chapter: &Chapter, cell: u32) -> (String, String) {
    const BETWEEN: &str = " · ";
    let blocks = &chapter.document.blocks;
    let row = (0..cell)
        .rev()
        .find(|&index| matches!(blocks[index as usize].kind, BlockKind::Row { .. }));
    let (mut before, mut after) = (String::new(), String::new());
    let Some(row) = row else {
        return (before, after);
    };
    for index in row + 1..blocks[row as usize].end {
        let text = shared.handbook.block_text(chapter, &blocks[index as usize]);
        let text = text.text.trim();
        if index == cell || text.is_empty() {
            continue;
        }
        if index < cell {
            before = before + text + BETWEEN;
        } else {
            after = after + BETWEEN + text;
        }
    }
    (before, after)
}

/// The offset in the plain text of a source offset.
fn offset(text: &Text<'_>, source: u32) -> usize {
    let (mut low, mut high) = (0, text.text.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        if text.source_start(middle) < source {
            low = middle + 1
        } else {
            high = middle
        }
    }
    while !text.text.is_char_boundary(low) {
        low += 1;
    }
    low
}
