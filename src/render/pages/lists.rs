//! The list of roles and the glossary.

pub(super) use super::super::outline::article_link;
use super::super::places::{GLOSSARY, Location, ROLES, WELCOME, term_anchor, unit_heading_anchor};
use super::super::view::{DepartmentView, GlossaryView, RoleEntryView, RolesView, TermView};
use super::super::{Shared, ThemeError, chart};
use super::{Frames, everyone};
use crate::model::{LanguageId, RoleId, TermId, UnitId};
use crate::syntax::FieldKey;

/// Depth in the list of roles, at most.
const DEEPEST: usize = 6;

pub(super) fn roles(shared: &Shared<'_>, frames: &Frames, at: Location) -> Result<Vec<u8>, ThemeError> {
    debug_assert_eq!(at.page, ROLES);
    let words = shared.words(at.language);
    let mut page = shared.page_view(at, "roles", words.get("roles").to_owned());
    page.breadcrumbs.push(shared.link(at, WELCOME, words.get("home")));
    let mut departments = departments(shared, frames, at);
    let units = (0..shared.handbook.units.len() as u32).map(UnitId);
    for unit in units {
        let anchor = unit_heading_anchor(shared.handbook, unit);
        let articles = shared.concerns.of_department(unit).iter();
        let links = articles.filter_map(|&article| everyone::rule_link(shared, at, article));
        if let Some(department) = departments
            .iter_mut()
            .find(|found| found.anchor.as_ref() == Some(&anchor))
        {
            department.articles = links.collect();
        }
    }
    let tree = chart::Charts::new(shared, &frames.tree, at).whole_list();
    frames.fill(shared, at, &page, &RolesView { departments }, &tree)
}

/// The roles by department, in the order of the reporting lines.
pub(super) fn departments(shared: &Shared<'_>, frames: &Frames, at: Location) -> Vec<DepartmentView> {
    let handbook = shared.handbook;
    let nodes = &frames.tree.nodes;
    let unit_of = |position: usize| handbook.role(nodes[position].role).unit;
    let mut by_unit: Vec<Vec<RoleEntryView>> = vec![Vec::new(); handbook.units.len() + 1];
    let slot = |unit: Option<UnitId>| unit.map_or(handbook.units.len(), UnitId::index);
    // How many of the roles above it are in its own department: what its superior there has, and one.
    let mut depths = vec![0_usize; nodes.len()];
    for (position, node) in nodes.iter().enumerate() {
        let mut above = node.parent;
        while let Some(superior) = above.filter(|&superior| unit_of(superior) != unit_of(position)) {
            above = nodes[superior].parent;
        }
        depths[position] = above.map_or(0, |superior| (depths[superior] + 1).min(DEEPEST));
        by_unit[slot(unit_of(position))].push(entry(shared, at, node.role, depths[position]));
    }
    let placed: rustc_hash::FxHashSet<RoleId> = nodes.iter().map(|node| node.role).collect();
    for role in handbook.role_ids().filter(|role| !placed.contains(role)) {
        by_unit[slot(handbook.role(role).unit)].push(entry(shared, at, role, 0));
    }
    let units = handbook.units.iter().map(Some).chain([None]);
    units
        .zip(by_unit)
        .enumerate()
        // A department without roles is still named: the text links to it.
        .filter(|(_, (unit, roles))| unit.is_some() || !roles.is_empty())
        .map(|(index, (unit, roles))| DepartmentView {
            anchor: unit.map(|_| unit_heading_anchor(handbook, UnitId(index as u32))),
            name: unit.map(|unit| unit.name(at.language).to_owned()).unwrap_or_default(),
            names: unit.map(|unit| shared.other_names(&unit.names, at.language)).unwrap_or_default(),
            roles,
            articles: Vec::new(),
        })
        .collect()
}

fn entry(shared: &Shared<'_>, at: Location, role: RoleId, depth: usize) -> RoleEntryView {
    let found = shared.handbook.role(role);
    RoleEntryView {
        href: shared.role_link(at, role).href,
        name: found.name(at.language).to_owned(),
        names: shared.other_names(&found.names, at.language),
        depth,
        superiors: found
            .superiors
            .iter()
            .map(|&superior| shared.role_link(at, superior))
            .collect(),
        headcount: field(shared, at.language, role, FieldKey::Headcount),
        external: found.external,
    }
}

/// What the article of a role says in one of its fields, in `language` or else in the first language that has one.
pub(super) fn field(shared: &Shared<'_>, language: LanguageId, role: RoleId, key: FieldKey) -> Option<String> {
    let handbook = shared.handbook;
    let found = handbook.role(role);
    let text = handbook.text(found.article(language).or_else(|| found.articles.first())?.text);
    let mut fields = handbook.chapter_of(text).document.fields_of(handbook.node(text)).iter();
    Some(fields.find(|field| field.key == Some(key))?.value_text.to_string())
}

pub(super) fn glossary(shared: &Shared<'_>, frames: &Frames, at: Location) -> Result<Vec<u8>, ThemeError> {
    debug_assert_eq!(at.page, GLOSSARY);
    let handbook = shared.handbook;
    let words = shared.words(at.language);
    let mut page = shared.page_view(at, "glossary", words.get("glossary").to_owned());
    page.breadcrumbs.push(shared.link(at, WELCOME, words.get("home")));
    let mut order: Vec<(Vec<u8>, TermId)> = (0..handbook.terms.len() as u32)
        .map(TermId)
        .map(|id| {
            let term = &handbook.terms[id.index()];
            let key = term
                .sort_key
                .get(at.language)
                .map_or_else(|| term.name(at.language), String::as_str);
            (sort_key(key), id)
        })
        .collect();
    order.sort();
    let terms = order.into_iter().map(|(_, id)| term(shared, at, id)).collect();
    frames.fill(shared, at, &page, &GlossaryView { terms }, "")
}

/// Bytes that sort as readers expect: case aside, and for the common Chinese characters by their sounds, since that is
/// the order of that encoding's table.
fn sort_key(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(&text.to_lowercase()).0.into_owned()
}

fn term(shared: &Shared<'_>, at: Location, id: TermId) -> TermView {
    let handbook = shared.handbook;
    let term = &handbook.terms[id.index()];
    let (definition, lang) = definition(shared, at, id);
    let uses = term.uses.iter().filter_map(|&text| article_link(shared, at, text));
    TermView {
        anchor: term_anchor(handbook, id),
        name: term.name(at.language).to_owned(),
        names: shared.other_names(&term.names, at.language),
        definition,
        lang,
        variants: term.variants.get(at.language).cloned().unwrap_or_default(),
        uses: uses.collect(),
    }
}

/// What a term means, and the language that says so where it is not that of the page.
pub(super) fn definition(shared: &Shared<'_>, at: Location, id: TermId) -> (Option<String>, Option<String>) {
    let handbook = shared.handbook;
    let definition = &handbook.terms[id.index()].definition;
    let own = definition.get(at.language).map(|text| (at.language, text));
    let shown = own.or_else(|| definition.iter().next());
    let other = shown.filter(|(language, _)| *language != at.language);
    let lang = other.map(|(language, _)| handbook.tag(language).to_owned());
    (shown.map(|(_, text)| text.clone()), lang)
}
