//! The sheet on which people in a role confirm that its duties were presented to them, bound to the very text by a hash.

use sha2::{Digest, Sha256};

use super::super::outline::lang;
use super::super::places::{Location, ROLES, WELCOME};
use super::super::view::{AcknowledgementView, PresentedView};
use super::super::{Shared, ThemeError, plain};
use super::Frames;
use super::role::article_texts;
use crate::hash::hex;
use crate::model::{LanguageId, Role, RoleId};

/// Bytes of the digest in a group: four digits.
const GROUP: usize = 2;

pub(super) fn acknowledgement(
    shared: &Shared<'_>,
    frames: &Frames,
    at: Location,
    id: RoleId,
) -> Result<Vec<u8>, ThemeError> {
    let handbook = shared.handbook;
    let role = handbook.role(id);
    let words = shared.words(at.language);
    let name = role.name(at.language);
    let title = words.fill("acknowledgement.title", &[("role", name)]);
    let mut page = shared.page_view(at, "acknowledgement", title);
    let own = shared.link(at, shared.places.role_page(id), name);
    page.breadcrumbs.push(shared.link(at, WELCOME, words.get("home")));
    page.breadcrumbs.push(shared.link(at, ROLES, words.get("roles")));
    page.breadcrumbs.push(own.clone());
    let texts = article_texts(role, at.language);
    let mut regulations = Vec::new();
    for text in texts.iter().map(|&text| handbook.text(text)) {
        if !regulations.contains(&text.regulation) {
            regulations.push(text.regulation);
            page.notices.extend(shared.status_notices(at.language, text.regulation));
        }
    }
    let presented = regulations.into_iter().map(|regulation| {
        let status = shared.status_view(at, regulation);
        PresentedView {
            title: status.regulation.title,
            lang: status.regulation.lang,
            edition: shared.edition_line(at.language, regulation),
            badges: status.badges,
        }
    });
    let chapter = texts.first().map(|&text| handbook.chapter_of(handbook.text(text)));
    let several = handbook.languages.len() > 1;
    let language = chapter.map(|chapter| words.language_name(handbook.language(chapter.language)));
    let text = text(shared, role, at.language).unwrap_or_default();
    let own_path = shared.places.path(handbook, at);
    let view = AcknowledgementView {
        role: own,
        department: role
            .unit
            .map(|unit| handbook.units[unit.index()].name(at.language).to_owned()),
        regulations: presented.collect(),
        language: language.filter(|_| several).map(str::to_owned),
        lang: chapter.and_then(|chapter| lang(shared, at, chapter)),
        digest: digest(&text),
        file: super::super::html::relative(&own_path, &text_path(&own_path)),
        text,
    };
    frames.fill(shared, at, &page, &view, "")
}

/// What is presented to the people in a role by the pages in `language`: its articles as plain text, with an empty line
/// between them. Nothing where no article states its duties.
pub(in super::super) fn text(shared: &Shared<'_>, role: &Role, language: LanguageId) -> Option<String> {
    let articles = article_texts(role, language).into_iter();
    let articles: Vec<String> = articles.map(|text| plain::article(shared, text)).collect();
    (!articles.is_empty()).then(|| articles.join("\n"))
}

/// The SHA-256 of a text in UTF-8, in groups of four digits.
fn digest(text: &str) -> Vec<String> {
    let digest = Sha256::digest(text.as_bytes());
    digest.chunks(GROUP).map(hex).collect()
}

/// Where the text of a role's sheet stands in the site, if the role has one.
pub(in super::super) fn text_file(shared: &Shared<'_>, language: LanguageId, role: RoleId) -> Option<String> {
    let page = shared.places.role_pages(role).acknowledgement?;
    let is_empty = article_texts(shared.handbook.role(role), language).is_empty();
    (!is_empty).then(|| text_path(&shared.places.path(shared.handbook, Location { language, page })))
}

/// Where the text of a sheet stands: beside its page.
fn text_path(page: &str) -> String {
    format!("{}.txt", page.trim_end_matches(".html"))
}
