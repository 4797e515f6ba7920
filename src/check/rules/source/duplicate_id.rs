//! RB004: one id for two articles of a regulation, two roles, two departments or two terms.

use rustc_hash::FxHashMap;

use crate::check::wording;
use crate::diagnostic::{Diagnostic, Findings};
use crate::model::Handbook;
use crate::source::Span;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for regulation in &handbook.regulations {
        for (_, edition) in regulation.editions.iter() {
            articles(handbook, edition, findings);
        }
    }
    settings(
        handbook.roles.iter().map(|role| (role.id.as_str(), role.span)),
        findings,
    );
    settings(
        handbook.units.iter().map(|unit| (unit.id.as_str(), unit.span)),
        findings,
    );
    settings(
        handbook.terms.iter().map(|term| (term.id.as_str(), term.span)),
        findings,
    );
}

fn articles(handbook: &Handbook, edition: &crate::model::Edition, findings: &mut Findings) {
    let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
    for &id in &edition.texts {
        let text = handbook.text(id);
        let Some(own) = handbook.node(text).id() else {
            continue;
        };
        let span = handbook.span(text, &own.span);
        match seen.get(&*own.value) {
            None => {
                seen.insert(&own.value, span);
            }
            Some(&first) => {
                let finding = wording::finding(handbook, "RB004", text, &own.span);
                findings.push(finding.param("id", &*own.value).related("first", first));
            }
        }
    }
}

/// Entries of the settings, which are in the order of their file.
fn settings<'a>(entries: impl Iterator<Item = (&'a str, Span)>, findings: &mut Findings) {
    let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
    for (id, span) in entries {
        match seen.get(id) {
            None => {
                seen.insert(id, span);
            }
            Some(&first) => {
                let finding = Diagnostic::new("RB004", span);
                findings.push(finding.param("id", id).related("first", first));
            }
        }
    }
}
