//! RB105: items whose numbers skip or run backwards.

use std::cell::OnceCell;

use crate::check::rules::citations::articles_with_cited_items;
use crate::check::rules::source::{Disorder, Lists};
use crate::check::wording;
use crate::diagnostic::Findings;
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let cited = OnceCell::new();
    for text in &handbook.texts {
        let lists = Lists::of(handbook, text);
        lists.each(|list| {
            let Some(Disorder::Step { previous, item, due }) = list.disorder() else {
                return;
            };
            let place = lists.span(&item);
            let mut finding = wording::finding(handbook, "RB105", text, &(place.start..place.end))
                .param("article", wording::article(handbook, text))
                .param("previous", lists.written(&previous))
                .param("marker", lists.written(&item))
                .param("expected", lists.like(&item, due))
                .related("previous", lists.span(&previous));
            let cited = cited.get_or_init(|| articles_with_cited_items(handbook));
            if !cited.contains(&text.article) && !list.items().any(|marker| marker.mixed) {
                finding.fix = list.renumber();
            }
            findings.push(finding);
        });
    }
}
