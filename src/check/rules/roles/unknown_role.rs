//! RB303: a name in a reporting field, a `role=`, a list of posts or the title of a role article that is no role's.

use rustc_hash::FxHashSet;

use super::finding;
use crate::check::rules::translation::misnamed::misnamed;
use crate::diagnostic::{Diagnostic, Findings, Value};
use crate::model::{Handbook, LanguageId, NameMatch, RoleId, TextId};
use crate::source::Span;
use crate::syntax::{BlockKind, FieldKey};

/// How alike two ids must be for the one to be suggested for the other (Jaro–Winkler similarity).
const ALIKE: f64 = 0.8;
/// How many letters a mistyped name may differ in from the one that is suggested for it.
const SLIPS: usize = 2;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    // Without any role all names would be unknown; RB012 says so once.
    if handbook.roles.is_empty() {
        return;
    }
    // Where the source says which role is meant, RB511 names it.
    let settled: FxHashSet<Span> = misnamed(handbook).into_iter().map(|found| found.span).collect();
    let declared = handbook
        .declarations
        .iter()
        .map(|found| (found.text, found.span, &found.name, &found.names));
    let listed = handbook
        .rosters
        .iter()
        .map(|found| (found.text, found.span, &found.name, &found.names));
    for (text, span, name, names) in declared.chain(listed) {
        if let NameMatch::Unknown(nearest) = names
            && !settled.contains(&span)
        {
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
    titles(handbook, &settled, findings);
}

/// Role articles by their titles' form whose names are no role's.
fn titles(handbook: &Handbook, settled: &FxHashSet<Span>, findings: &mut Findings) {
    let articles = handbook.roles.iter().flat_map(|role| &role.articles);
    let known: FxHashSet<TextId> = articles.map(|article| article.text).collect();
    for id in handbook.text_ids().filter(|id| !known.contains(id)) {
        let text = handbook.text(id);
        let node = handbook.node(text);
        let (Some(title), Some(range)) = (&node.title, &node.duties_of) else {
            continue;
        };
        let name = title.text.get(range.clone()).unwrap_or_default().trim();
        if name.is_empty() || node.attribute("role").is_some() {
            continue;
        }
        let nearest = match nearest_name(handbook, name, text.language) {
            // Several roles of one name are another rule's to report.
            Some((0, _)) => continue,
            nearest => nearest.map(|(_, role)| role),
        };
        let document = &handbook.chapter_of(text).document;
        let names_roles = |key: Option<FieldKey>| key.is_some_and(FieldKey::names_roles);
        let reports = document.fields_of(node).iter().any(|field| names_roles(field.key));
        // Departments and staff at large have duties too: without a reporting field only a slip gives a role away.
        let has_duties = || {
            document
                .blocks_of(node)
                .any(|(_, block)| matches!(block.kind, BlockKind::Item(_)))
        };
        if reports || (nearest.is_some() && has_duties()) {
            let span = handbook.span(text, &title.span);
            // Where the title is marked up within the name, the whole title has to do.
            let at = handbook.sources.text(span).find(name).map(|at| span.start + at as u32);
            let span = at.map_or(span, |at| Span::new(span.file, at..at + name.len() as u32));
            // The other one may leave out the word before the name: “the”.
            if settled
                .iter()
                .any(|other| other.file == span.file && other.end == span.end)
            {
                continue;
            }
            let suggestion = nearest.map(|role| finding::role(handbook, role));
            findings.push(unknown(handbook, id, span, name, suggestion));
        }
    }
}

/// The role whose name in a language is nearest to `wanted`, if it is near, and in how many letters it differs.
fn nearest_name(handbook: &Handbook, wanted: &str, language: LanguageId) -> Option<(usize, RoleId)> {
    let wanted = wanted.to_lowercase();
    let articles = &handbook.language(language).pack.roles.articles;
    let plain = articles
        .iter()
        .find_map(|article| wanted.strip_prefix(article.as_str()));
    let wanted = plain.unwrap_or(&wanted);
    let length = wanted.chars().count();
    let names = handbook.role_ids().flat_map(|id| {
        let role = handbook.role(id);
        let aliases = role.aliases.get(language).into_iter().flatten();
        let names = role.names.get(language).into_iter().chain(aliases);
        names.map(move |name| (name.to_lowercase(), id))
    });
    names
        .filter(|(name, _)| name.chars().count().abs_diff(length) <= SLIPS)
        .map(|(name, id)| (strsim::osa_distance(&name, wanted), id))
        .min_by_key(|(slips, _)| *slips)
        .filter(|(slips, _)| *slips <= SLIPS && slips * 2 <= length)
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
