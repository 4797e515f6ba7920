//! RB007: list markers whose brackets do not match, lists that do not begin at the first number, repeated numbers.

use std::cell::OnceCell;

use super::{Disorder, Lists, MarkedList};
use crate::check::rules::citations::articles_with_cited_items;
use crate::check::wording;
use crate::diagnostic::{Diagnostic, Edit, Findings, Fix, Safety};
use crate::model::{ArticleText, Handbook};
use crate::syntax::ItemMarker;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let cited = OnceCell::new();
    for text in &handbook.texts {
        let lists = Lists::of(handbook, text);
        lists.each(|list| {
            for marker in list.items().filter(|marker| marker.mixed) {
                findings.push(brackets(handbook, text, &lists, list, &marker));
            }
            let (marker, expected, variant) = match list.disorder() {
                Some(Disorder::Start { first }) => (first, 1, "start"),
                Some(Disorder::Duplicate { again, due }) => (again, due, "duplicate"),
                _ => return,
            };
            let expected = lists.like(&marker, expected);
            let mut finding = finding(handbook, text, &lists, &marker, expected).variant(variant);
            let cited = cited.get_or_init(|| articles_with_cited_items(handbook));
            // Items that lost their markers may stand before a list that nothing leads in to.
            let certain = variant != "start" || list.has_lead_in();
            let mixed = list.items().any(|marker| marker.mixed);
            if certain && !mixed && !cited.contains(&text.article) {
                finding.fix = list.renumber();
            }
            findings.push(finding);
        });
    }
}

fn brackets(
    handbook: &Handbook,
    text: &ArticleText,
    lists: &Lists<'_>,
    list: &MarkedList<'_>,
    marker: &ItemMarker,
) -> Diagnostic {
    let expected = list.mended(marker);
    let edit = Edit {
        span: lists.span(marker),
        text: expected.clone(),
    };
    finding(handbook, text, lists, marker, expected).fix(Fix {
        safety: Safety::Safe,
        edits: vec![edit],
    })
}

fn finding(
    handbook: &Handbook,
    text: &ArticleText,
    lists: &Lists<'_>,
    marker: &ItemMarker,
    expected: String,
) -> Diagnostic {
    let span = lists.span(marker);
    wording::finding(handbook, "RB007", text, &(span.start..span.end))
        .param("article", wording::article(handbook, text))
        .param("marker", lists.written(marker))
        .param("expected", expected)
}
