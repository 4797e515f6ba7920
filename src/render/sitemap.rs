//! What tells search engines which pages there are.

use super::Shared;
use super::html::{encode, escape};
use super::places::{Location, PageKind};

/// `sitemap.xml`: every page with its other languages. Its addresses are absolute where the site's own address is
/// known. Where it is not they are paths from the root of the site, which search engines do not take, but which tell a
/// program that reads the folder what there is.
pub(super) fn sitemap(shared: &Shared<'_>) -> String {
    let handbook = shared.handbook;
    let base = shared.base_url.as_deref().unwrap_or_default();
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    let address = |at: Location| {
        let mut address = base.to_owned();
        encode(&mut address, &shared.places.path(handbook, at));
        address
    };
    for language in handbook.language_ids() {
        // These say nothing that the regulation's own pages do not say.
        for page in shared
            .places
            .ids()
            .filter(|&page| !matches!(shared.places.kind(page), PageKind::Print(_) | PageKind::SideBySide(_)))
        {
            out.push_str("<url><loc>");
            escape(&mut out, &address(Location { language, page }));
            out.push_str("</loc>");
            for other in handbook.language_ids() {
                out.push_str("<xhtml:link rel=\"alternate\" hreflang=\"");
                escape(&mut out, handbook.tag(other));
                out.push_str("\" href=\"");
                escape(&mut out, &address(Location { language: other, page }));
                out.push_str("\"/>");
            }
            out.push_str("</url>\n");
        }
    }
    out.push_str("</urlset>\n");
    out
}

/// `robots.txt`. It can name the site map only by its whole address.
pub(super) fn robots(shared: &Shared<'_>) -> String {
    let mut out = String::from("User-agent: *\nAllow: /\n");
    if let Some(base) = &shared.base_url {
        out.push_str("\nSitemap: ");
        out.push_str(base);
        out.push_str("sitemap.xml\n");
    }
    out
}
