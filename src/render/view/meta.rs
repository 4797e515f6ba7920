//! What a page tells programs of itself.

use serde::Serialize;

/// For search engines, readers of feeds and whoever shows a preview of a link. Addresses are absolute where the site's
/// own address is known.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MetaView {
    /// What the page says, in at most 80 Chinese characters or 160 others.
    pub description: String,
    /// The whole address by which the page wants to be known; nothing where the site does not know its own.
    pub canonical: Option<String>,
    /// The page in every language, and the one for readers of any other language (`x-default`).
    pub alternates: Vec<AlternateView>,
    /// `website` for the front pages, `article` for the others, as Open Graph calls them.
    pub kind: &'static str,
    /// The page's language and land, as `zh_CN`.
    pub locale: String,
    /// Those of the same page in other languages.
    pub other_locales: Vec<String>,
    /// Address of the feed in the page's language, where there is one.
    pub feed: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct AlternateView {
    /// A language tag, or `x-default`.
    pub lang: String,
    pub href: String,
}
