//! What tells search engines which pages there are, and whether they are asked in.

use super::Shared;
use super::html::escape;
use super::places::Location;

/// `sitemap.xml`: every page that has an address of its own, with its other languages. Its addresses are absolute where
/// the site's own address is known. Where it is not they are paths from the root of the site, which search engines do not
/// take, but which tell a program that reads the folder what there is.
pub(super) fn sitemap(shared: &Shared<'_>) -> String {
    let handbook = shared.handbook;
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    let pages: Vec<_> = shared
        .places
        .ids()
        .filter(|&page| shared.main_page(page) == page)
        .collect();
    for language in handbook.language_ids() {
        for &page in &pages {
            out.push_str("<url><loc>");
            let path = shared.places.path(handbook, Location { language, page });
            escape(&mut out, &shared.address(&path));
            out.push_str("</loc>");
            for (tag, path) in shared.alternates(page) {
                out.push_str("<xhtml:link rel=\"alternate\" hreflang=\"");
                escape(&mut out, &tag);
                out.push_str("\" href=\"");
                escape(&mut out, &shared.address(&path));
                out.push_str("\"/>");
            }
            out.push_str("</url>\n");
        }
    }
    out.push_str("</urlset>\n");
    out
}

/// `robots.txt`. A handbook is its house's own: programs that look for pages are asked to stay away, unless it says that
/// it is public. The site map can be named only by its whole address.
pub(super) fn robots(shared: &Shared<'_>) -> String {
    let public = shared.handbook.config.site.public;
    let rule = if public { "Allow: /" } else { "Disallow: /" };
    let mut out = format!("User-agent: *\n{rule}\n");
    if let Some(map) = shared.absolute("sitemap.xml").filter(|_| public) {
        out.push_str("\nSitemap: ");
        out.push_str(&map);
        out.push('\n');
    }
    out
}
