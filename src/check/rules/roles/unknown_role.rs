//! RB303: a name in a reporting field, a `role=` or a list of posts that is no role's.

use super::finding;
use crate::diagnostic::{Diagnostic, Findings, Value};
use crate::model::{Handbook, NameMatch, TextId};
use crate::source::Span;

/// How alike two ids must be for the one to be suggested for the other (Jaro–Winkler similarity).
const ALIKE: f64 = 0.8;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    // Without any role all names would be unknown; RB012 says so once.
    if handbook.roles.is_empty() {
        return;
    }
    let declared = handbook
        .declarations
        .iter()
        .map(|found| (found.text, found.span, &found.name, &found.names));
    let listed = handbook
        .rosters
        .iter()
        .map(|found| (found.text, found.span, &found.name, &found.names));
    for (text, span, name, names) in declared.chain(listed) {
        if let NameMatch::Unknown(nearest) = names {
            let suggestion = nearest.map(|role| finding::role(handbook, role));
            findings.push(unknown(handbook, text, span, name, suggestion));
        }
    }
    for id in handbook.text_ids() {
        let text = handbook.text(id);
        if let Some(role) = handbook.node(text).attribute("role")
            && handbook.role_by_id(&role.value).is_none()
        {
            let span = handbook.span(text, &role.span);
            findings.push(unknown(
                handbook,
                id,
                span,
                &role.value,
                nearest_id(handbook, &role.value).map(Value::from),
            ));
        }
    }
}

fn unknown(handbook: &Handbook, text: TextId, span: Span, name: &str, suggestion: Option<Value>) -> Diagnostic {
    let found = finding::new(handbook, "RB303", text, span)
        .param("article", finding::label(handbook, text))
        .param("name", name);
    match suggestion {
        Some(suggestion) => found.variant("did-you-mean").param("suggestion", suggestion),
        None => found,
    }
}

fn nearest_id<'a>(handbook: &'a Handbook, wanted: &str) -> Option<&'a str> {
    let ids = handbook
        .roles
        .iter()
        .map(|role| (strsim::jaro_winkler(&role.id, wanted), role.id.as_str()));
    let best = ids.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= ALIKE).then_some(best.1)
}
