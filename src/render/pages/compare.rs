//! Two roles side by side. A site has no page for each pair of roles: one page takes what it compares from scripts that
//! stand beside the pages of the roles, one each, since a page that is opened from a folder may read nothing else.

use serde::Serialize;

use super::super::places::{COMPARE, Location, ROLES, WELCOME};
use super::super::view::{CompareDepartmentView, CompareRoleView, CompareView, LinkView};
use super::super::{Shared, ThemeError, html, plain};
use super::role::shown_articles;
use super::{Frames, lists};
use crate::model::{LanguageId, RoleId};
use crate::syntax::FieldKey;

pub(super) fn compare(shared: &Shared<'_>, frames: &Frames, at: Location) -> Result<Vec<u8>, ThemeError> {
    let handbook = shared.handbook;
    let words = shared.words(at.language);
    let mut page = shared.page_view(at, "compare", words.get("compare.title").to_owned());
    page.breadcrumbs.push(shared.link(at, WELCOME, words.get("home")));
    page.breadcrumbs.push(shared.link(at, ROLES, words.get("roles")));
    let mut departments: Vec<CompareDepartmentView> = handbook
        .units
        .iter()
        .map(|unit| CompareDepartmentView {
            name: unit.name(at.language).to_owned(),
            roles: Vec::new(),
        })
        .collect();
    departments.push(CompareDepartmentView {
        name: String::new(),
        roles: Vec::new(),
    });
    for id in handbook.role_ids() {
        let role = handbook.role(id);
        let department = role.unit.map_or(handbook.units.len(), crate::model::UnitId::index);
        departments[department].roles.push(CompareRoleView {
            id: role.id.clone(),
            name: role.name(at.language).to_owned(),
            href: shared.link(at, shared.places.role_page(id), "").href,
        });
    }
    departments.retain(|department| !department.roles.is_empty());
    frames.fill(shared, at, &page, &CompareView { departments }, "")
}

/// The page that compares a role with one that the reader chooses, or with `other`.
pub(super) fn link(shared: &Shared<'_>, at: Location, role: RoleId, other: Option<RoleId>) -> LinkView {
    let handbook = shared.handbook;
    let mut link = shared.link(
        at,
        COMPARE,
        other.map_or("", |other| handbook.role(other).name(at.language)),
    );
    for (key, role) in [("?a=", Some(role)), ("&b=", other)] {
        if let Some(role) = role {
            link.href.push_str(key);
            html::encode(&mut link.href, &handbook.role(role).id);
        }
    }
    link
}

/// What a role is compared by, in one language.
#[derive(Serialize)]
struct Compared<'a> {
    department: Option<&'a str>,
    superior: String,
    subordinates: String,
    headcount: Option<String>,
    duties: Vec<String>,
    /// Language of the duties, where it is not that of the page.
    lang: Option<&'a str>,
}

/// Where the script of a role stands in the site: beside its page.
pub(in super::super) fn script_file(shared: &Shared<'_>, language: LanguageId, role: RoleId) -> String {
    let page = shared.places.role_page(role);
    let path = shared.places.path(shared.handbook, Location { language, page });
    format!("{}.js", path.trim_end_matches(".html"))
}

/// The script that says what a role is compared by.
pub(in super::super) fn script(shared: &Shared<'_>, language: LanguageId, role: RoleId) -> Option<String> {
    let id = serde_json::to_string(&shared.handbook.role(role).id).ok()?;
    let compared = serde_json::to_string(&compared(shared, language, role)).ok()?;
    Some(format!("rolebook.compare({id},{compared});\n"))
}

fn compared<'a>(shared: &Shared<'a>, language: LanguageId, id: RoleId) -> Compared<'a> {
    let handbook = shared.handbook;
    let role = handbook.role(id);
    let written = |key| lists::field(shared, language, id, key);
    // The roles that are known, else what the article says.
    let people = |roles: &[RoleId], key| {
        let names: Vec<&str> = roles.iter().map(|&role| handbook.role(role).name(language)).collect();
        match names.is_empty() {
            true => written(key).unwrap_or_default(),
            false => names.join(&handbook.language(language).pack.list_separator),
        }
    };
    let articles = shown_articles(role, language);
    let duties = articles.iter().flat_map(|article| {
        let chapter = handbook.chapter_of(handbook.text(article.text));
        let duties = article.duties.iter();
        duties.filter_map(move |duty| Some(plain::duty(shared, chapter, duty.block)?.1))
    });
    let own = articles.first().map(|article| article.language);
    Compared {
        department: role.unit.map(|unit| handbook.units[unit.index()].name(language)),
        superior: people(&role.superiors, FieldKey::Superior),
        subordinates: people(&role.subordinates, FieldKey::Subordinates),
        headcount: written(FieldKey::Headcount),
        duties: duties.collect(),
        lang: own.filter(|&own| own != language).map(|own| handbook.tag(own)),
    }
}
