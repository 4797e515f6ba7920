//! The feed of a language (Atom, RFC 4287): the regulations with the version and the day that their sources state.
//!
//! Its days are those of the sources, never those of a build: a regulation without a day is left out, and where none has
//! a day there is no feed. Entries are known by UUIDs that are made from what the sources say, so that they stay the same
//! when the site moves.

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::Shared;
use super::html::{escape, relative};
use super::places::{Location, WELCOME};
use crate::hash::hex;
use crate::model::{LanguageId, Regulation, RegulationId};

const FILE: &str = "feed.xml";

/// An edition of a regulation.
struct Entry<'h> {
    regulation: RegulationId,
    found: &'h Regulation,
    day: Date,
}

/// Path in the site of the feed in `language`; nothing where it would be empty.
pub(super) fn path(shared: &Shared<'_>, language: LanguageId) -> Option<String> {
    let dated = |regulation: &Regulation| regulation.stated(|said| said.effective.as_ref()).is_some();
    let any = shared.handbook.regulations.iter().any(dated);
    any.then(|| format!("{}/{FILE}", shared.handbook.tag(language)))
}

/// The feed in `language`; nothing where it would be empty.
pub(super) fn feed(shared: &Shared<'_>, language: LanguageId) -> Option<String> {
    let handbook = shared.handbook;
    let path = path(shared, language)?;
    let ids = (0..).map(RegulationId).zip(&handbook.regulations);
    let mut entries: Vec<Entry<'_>> = ids
        .filter_map(|(regulation, found)| {
            let day = found.stated(|said| said.effective.as_ref())?.value;
            found.editions.best(language)?;
            Some(Entry { regulation, found, day })
        })
        .collect();
    entries.sort_by(|one, other| other.day.cmp(&one.day).then_with(|| one.found.id.cmp(&other.found.id)));
    let newest = entries.first()?.day;
    let words = shared.words(language);
    let title = shared.title(language);
    let home = Location {
        language,
        page: WELCOME,
    };
    let author = handbook.organisation.best(language).map_or(title, String::as_str);
    let mut out = Xml(String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    out.raw("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
    out.text(handbook.tag(language));
    out.raw("\">\n");
    out.element("title", &words.fill("machine.feed", &[("title", title)]));
    out.element("id", &uuid(shared, &[handbook.tag(language)]));
    out.element("updated", &instant(newest));
    out.raw("<author>");
    out.element("name", author);
    out.raw("</author>\n<generator>Rolebook</generator>\n");
    if let Some(own) = shared.absolute(&path) {
        out.link("self", "application/atom+xml", &own);
    }
    out.link("alternate", "text/html", &address(shared, &path, home));
    for entry in &entries {
        write_entry(shared, &mut out, language, &path, entry);
    }
    out.raw("</feed>\n");
    Some(out.0)
}

fn write_entry(shared: &Shared<'_>, out: &mut Xml, language: LanguageId, feed: &str, entry: &Entry<'_>) {
    let handbook = shared.handbook;
    let Some(edition) = entry.found.editions.best(language) else {
        return;
    };
    let at = Location {
        language,
        page: shared.places.regulation_page(entry.regulation),
    };
    let status = shared.status_view(at, entry.regulation);
    let separator = shared.words(language).get("separator");
    let standing = entry.found.standing();
    let version = standing.version.map_or_else(|| entry.day.to_string(), str::to_owned);
    out.raw("<entry");
    if edition.language != language {
        out.raw(" xml:lang=\"");
        out.text(handbook.tag(edition.language));
        out.raw("\"");
    }
    out.raw(">\n");
    out.element("title", &edition.title);
    out.element(
        "id",
        &uuid(shared, &[handbook.tag(language), &entry.found.id, &version]),
    );
    out.element("updated", &instant(entry.day));
    out.link("alternate", "text/html", &address(shared, feed, at));
    out.element("summary", &status.facts.join(separator));
    for badge in &status.badges {
        out.raw("<category term=\"");
        out.text(badge.key);
        out.raw("\" label=\"");
        out.text(&badge.text);
        out.raw("\"/>\n");
    }
    out.raw("</entry>\n");
}

fn address(shared: &Shared<'_>, feed: &str, to: Location) -> String {
    let to = shared.places.path(shared.handbook, to);
    shared.absolute(&to).unwrap_or_else(|| relative(feed, &to))
}

/// The beginning of a day. Sources state no time and no zone.
fn instant(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

/// A name-based UUID (RFC 9562, version 8) of something in this handbook. The handbook is known by its title and its
/// organisation, not by its address.
fn uuid(shared: &Shared<'_>, names: &[&str]) -> String {
    let handbook = shared.handbook;
    let organisation = handbook.organisation.best(LanguageId::AUTHORITATIVE);
    let mut digest = Sha256::new();
    let own = [
        "rolebook",
        organisation.map_or("", String::as_str),
        shared.title(LanguageId::AUTHORITATIVE),
    ];
    for name in own.iter().chain(names) {
        digest.update(name.as_bytes());
        digest.update([0]);
    }
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest.finalize()[..16]);
    bytes[6] = bytes[6] & 0x0F | 0x80;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let [a, b, c, d, e] = [0..4, 4..6, 6..8, 8..10, 10..16].map(|part| hex(&bytes[part]));
    format!("urn:uuid:{a}-{b}-{c}-{d}-{e}")
}

/// XML while it is written.
struct Xml(String);

impl Xml {
    fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Text without the characters that XML has no way to write.
    fn text(&mut self, text: &str) {
        let known = |next: char| !next.is_control() || matches!(next, '\t' | '\n');
        let text: String = text.chars().filter(|&next| known(next)).collect();
        escape(&mut self.0, &text);
    }

    fn element(&mut self, name: &str, text: &str) {
        self.raw("<");
        self.raw(name);
        self.raw(">");
        self.text(text);
        self.raw("</");
        self.raw(name);
        self.raw(">\n");
    }

    fn link(&mut self, relation: &str, kind: &str, href: &str) {
        self.raw("<link rel=\"");
        self.raw(relation);
        self.raw("\" type=\"");
        self.raw(kind);
        self.raw("\" href=\"");
        self.text(href);
        self.raw("\"/>\n");
    }
}
