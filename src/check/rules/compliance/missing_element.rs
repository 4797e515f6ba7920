//! RB701: a regulation in force without one of the clauses that a regulation needs.

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use super::{finding, regulations};
use crate::check::wording;
use crate::config::FrontMatter;
use crate::diagnostic::Findings;
use crate::language::{Element, Language};
use crate::model::{Edition, Handbook, Regulation};

/// The clause about the text that went before, which only a later version needs.
const REPEAL: usize = 4;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for (id, regulation) in regulations(handbook) {
        let Some(effective) = regulation.stated(|front_matter| front_matter.effective.as_ref()) else {
            continue;
        };
        let Some((_, edition)) = regulation.editions.iter().next() else {
            continue;
        };
        if edition.texts.is_empty() {
            continue;
        }
        let language = handbook.language(edition.language);
        let has = clauses_of(handbook, edition, language);
        for (at, _) in elements(language).iter().enumerate() {
            let needed = at != REPEAL || is_later_version(regulation);
            if needed && !has[at] {
                let place = edition.title_span.unwrap_or(effective.span);
                let name = wording::in_each_language(|language| elements(language)[at].name.clone());
                findings.push(finding(handbook, "RB701", id, place).param("element", name));
            }
        }
    }
}

fn elements(language: &Language) -> [&Element; 5] {
    let forms = &language.pack.elements;
    [
        &forms.purpose,
        &forms.scope,
        &forms.interpretation,
        &forms.effect,
        &forms.repeal,
    ]
}

/// Which clauses some text of an edition has.
fn clauses_of(handbook: &Handbook, edition: &Edition, language: &Language) -> [bool; 5] {
    let forms = elements(language).into_iter().enumerate();
    let (owners, forms): (Vec<usize>, Vec<&str>) = forms
        .flat_map(|(at, element)| element.forms.iter().map(move |form| (at, form.as_str())))
        .unzip();
    let Ok(words) = AhoCorasick::builder().ascii_case_insensitive(true).build(forms) else {
        return [true; 5];
    };
    let chapters = edition.chapters.par_iter().map(|&id| handbook.chapter(id));
    chapters
        .map(|chapter| {
            let mut has = [false; 5];
            let body = chapter
                .document
                .front_matter
                .as_ref()
                .map_or(0, |bytes| bytes.end as usize);
            let text = handbook.source(chapter).get(body..).unwrap_or_default();
            for found in words
                .find_overlapping_iter(text)
                .map(|found| found.pattern().as_usize())
            {
                has[owners[found]] = true;
            }
            has
        })
        .reduce(
            || [false; 5],
            |one, other| std::array::from_fn(|at| one[at] || other[at]),
        )
}

/// Whether the version says that a text went before: 2, 2.1, 3.
fn is_later_version(regulation: &Regulation) -> bool {
    let version = regulation.stated(|front_matter: &FrontMatter| front_matter.version.as_ref());
    let first = version.and_then(|version| version.value.trim_start_matches(['v', 'V']).split('.').next());
    // Larger numbers are years.
    first
        .and_then(|number| number.parse().ok())
        .is_some_and(|number: u32| (2..100).contains(&number))
}
