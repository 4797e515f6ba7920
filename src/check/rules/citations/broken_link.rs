//! RB207: links and images whose file or anchor the handbook does not have.

use crate::diagnostic::{Diagnostic, Findings};
use crate::model::{ArticleText, Chapter, Handbook, LinkTarget};
use crate::source::Span;
use crate::syntax::{InlineKind, Link};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for (chapter, links) in links(handbook) {
        for PlacedLink { link, .. } in links {
            let target = handbook.link_target(chapter, &link.target);
            let is_missing = matches!(
                target,
                LinkTarget::MissingFile { .. } | LinkTarget::MissingAnchor { .. }
            );
            if is_missing && is_untranslated(handbook, chapter, &link.target) {
                continue;
            }
            let finding = || {
                let span = Span::new(chapter.file, link.span.clone());
                Diagnostic::new("RB207", span).param("target", &*link.target)
            };
            let finding = match target {
                LinkTarget::MissingFile { suggestion: None } => finding(),
                LinkTarget::MissingFile {
                    suggestion: Some(suggestion),
                } => finding().variant("file-did-you-mean").param("suggestion", suggestion),
                LinkTarget::MissingAnchor { suggestion, .. } => {
                    let anchor = link.target.split_once('#').map_or("", |(_, anchor)| anchor);
                    let finding = finding().param("anchor", anchor);
                    match suggestion {
                        None => finding.variant("anchor"),
                        Some(suggestion) => finding
                            .variant("did-you-mean")
                            .param("suggestion", format!("#{suggestion}")),
                    }
                }
                LinkTarget::Elsewhere | LinkTarget::Chapter { .. } | LinkTarget::Asset(_) => {
                    continue;
                }
            };
            findings.push(finding);
        }
    }
}

/// Whether the same link in the edition that prevails leads to a page or an article that the language of `chapter` does
/// not have yet: that it is missing is another rule's to say.
fn is_untranslated(handbook: &Handbook, chapter: &Chapter, href: &str) -> bool {
    let mut languages = handbook.language_ids().take_while(|&id| id != chapter.language);
    let Some(original) = languages.find_map(|id| handbook.chapter_at(id, &chapter.path)) else {
        return false;
    };
    let original = handbook.chapter(original);
    let LinkTarget::Chapter { chapter: page, anchor } = handbook.link_target(original, href) else {
        return false;
    };
    if handbook.chapter(page).language != original.language {
        return false;
    }
    let has_page = handbook
        .chapter_at(chapter.language, &handbook.chapter(page).path)
        .is_some();
    let article = anchor.and_then(|anchor| handbook.article_at(page, &anchor));
    let has_article = |text: &ArticleText| handbook.text_for(text.article, chapter.language).is_some();
    match article {
        Some(article) => !has_article(article),
        None => !has_page,
    }
}

/// The links and images of each chapter, each once.
pub(in crate::check::rules) fn links(handbook: &Handbook) -> impl Iterator<Item = (&Chapter, Vec<PlacedLink<'_>>)> {
    let chapters = handbook.chapters.iter();
    let with_links = chapters.filter(|chapter| !chapter.document.links.is_empty());
    with_links.map(|chapter| {
        let document = &*chapter.document;
        // The table holds what stands for entities too, and the text of a run-in article is there twice.
        let mut found: Vec<Option<PlacedLink<'_>>> = vec![None; document.links.len()];
        for inline in &document.inlines {
            let (index, image) = match inline.kind {
                InlineKind::LinkStart(index) => (index as usize, false),
                InlineKind::ImageStart(index) => (index as usize, true),
                _ => continue,
            };
            if let (Some(place), Some(link)) = (found.get_mut(index), document.links.get(index)) {
                *place = Some(PlacedLink { link, image });
            }
        }
        (chapter, found.into_iter().flatten().collect())
    })
}

/// A link or an image in the text.
#[derive(Clone, Copy)]
pub(in crate::check::rules) struct PlacedLink<'a> {
    pub link: &'a Link,
    pub image: bool,
}
