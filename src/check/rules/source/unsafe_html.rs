//! RB005: HTML, and links, that the site drops for safety.

use crate::check::rules::citations::{PlacedLink, links};
use crate::diagnostic::{Diagnostic, Findings};
use crate::model::{Handbook, LinkTarget, leads_out};
use crate::source::Span;
use crate::syntax::{ProblemKind, html};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for chapter in &handbook.chapters {
        let document = &chapter.document;
        for problem in &document.problems {
            let ProblemKind::DroppedHtml { tag } = &problem.kind else {
                continue;
            };
            let span = Span::new(chapter.file, problem.span.clone());
            let finding = Diagnostic::new("RB005", span).param("tag", tag);
            // The tag itself may stay where only an attribute of it goes.
            let attribute = html::dropped(&format!("<{tag}>"))
                .is_none()
                .then(|| dropped_attribute(handbook.sources.text(span)))
                .flatten();
            findings.push(match attribute {
                Some(name) => finding.variant("attribute").param("attribute", name),
                None => finding,
            });
        }
    }
    for (chapter, links) in links(handbook) {
        for PlacedLink { link, image } in links {
            let (tag, attribute) = if image { ("img", "src") } else { ("a", "href") };
            let scheme = link.target.split_once(':').map_or("", |(scheme, _)| scheme.trim());
            let runs = ["javascript", "vbscript", "data"];
            let target = &*link.target;
            let leads_nowhere = || {
                let is_place = leads_out(target) || target.starts_with('#');
                !is_place && handbook.link_target(chapter, target) == LinkTarget::Elsewhere
            };
            if html::is_safe_link(target) && !leads_nowhere() {
                continue;
            }
            let finding = Diagnostic::new("RB005", Span::new(chapter.file, link.span.clone()));
            findings.push(match runs.iter().any(|word| word.eq_ignore_ascii_case(scheme)) {
                true => finding
                    .variant("attribute")
                    .param("tag", tag)
                    .param("attribute", attribute),
                false => finding.variant("link").param("link", target),
            });
        }
    }
}

/// The name of the attribute for which a tag is stripped.
fn dropped_attribute(tag: &str) -> Option<&str> {
    let inner = tag.trim_start_matches('<').trim_end_matches(['>', '/']);
    let names = inner.split('=').filter_map(|part| {
        part.trim_end()
            .rsplit(|next: char| next.is_whitespace() || "\"'/".contains(next))
            .next()
    });
    let count = inner.matches('=').count();
    let attributes: Vec<&str> = names.take(count).filter(|name| !name.is_empty()).collect();
    let runs = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.starts_with("on") || name == "style" || name == "srcdoc"
    };
    let by_name = attributes.iter().copied().find(|name| runs(name));
    let loads = ["href", "src", "action", "data", "poster"];
    by_name.or_else(|| attributes.iter().copied().find(|name| loads.contains(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_attribute_that_goes_is_named() {
        assert_eq!(dropped_attribute("<b title=\"a\" onclick=\"x=1\">"), Some("onclick"));
        assert_eq!(dropped_attribute("<a href='javascript:x'>"), Some("href"));
        assert_eq!(dropped_attribute("<p style = \"x\">"), Some("style"));
        assert_eq!(dropped_attribute("<b>"), None);
    }
}
