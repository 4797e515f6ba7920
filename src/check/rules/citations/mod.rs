//! Citations and links: what they point at, and how they are written.

mod cited;
mod recorded;

pub mod backward_range;
pub mod broken_link;
pub mod citation_of_itself;
pub mod citation_of_missing_regulation;
pub mod citation_of_repealed_article;
pub mod dangling_article_citation;
pub mod dangling_unit_citation;
pub mod malformed_citation;
pub mod mismatched_citation_title;
pub mod stale_citation;

pub(super) use broken_link::{PlacedLink, links};
pub(super) use cited::{Cited, Index, all, articles_with_cited_items};
