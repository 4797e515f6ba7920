//! RB210: citations by a number that the article meant no longer bears, as the lock remembers it.

use super::recorded::{Moved, Recorded};
use super::{Cited, all};
use crate::check::rules::numbering::rewrite;
use crate::check::wording;
use crate::diagnostic::{Edit, Findings, Fix, Safety, Value};
use crate::language::Level;
use crate::model::{CitedMember, Handbook};

/// Findings that each carry the repair of all of them; beyond it only the first does.
const WITH_FIX: usize = 50;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let recorded = Recorded::new(handbook);
    if recorded.is_empty() {
        return;
    }
    let stale: Vec<(Cited<'_>, &CitedMember, Moved)> = all(handbook)
        .flat_map(|cited| cited.citation.members.iter().map(move |member| (cited, member)))
        .filter_map(|(cited, member)| Some((cited, member, recorded.left_behind(&cited, member)?)))
        .collect();
    let mut edits: Vec<Edit> = stale
        .iter()
        .filter_map(|(cited, member, moved)| edit(cited, member, moved))
        .collect();
    let mut lock: Vec<Edit> = recorded
        .all()
        .map(|moved| Edit {
            span: moved.locked,
            text: format!("\"{}\"", moved.now),
        })
        .collect();
    lock.sort_by_key(|edit| edit.span);
    edits.append(&mut lock);
    // Ranges have an end that may have been left behind as well: a person has to look.
    let certain = stale.iter().all(|(_, member, _)| member.through.is_none());
    for (index, (cited, member, moved)) in stale.iter().enumerate() {
        let mut finding = finding(handbook, cited, member, moved);
        if certain && (index == 0 || stale.len() <= WITH_FIX) {
            finding.fix = Some(Fix {
                safety: Safety::Safe,
                edits: edits.clone(),
            });
        }
        findings.push(finding);
    }
}

fn edit(cited: &Cited<'_>, member: &CitedMember, moved: &Moved) -> Option<Edit> {
    let numeral = cited.numeral(member, Level::Article)?;
    Some(Edit {
        span: cited.place(member, &numeral),
        text: rewrite(cited.language(), &numeral, moved.now.value),
    })
}

fn finding(
    handbook: &Handbook,
    cited: &Cited<'_>,
    member: &CitedMember,
    moved: &Moved,
) -> crate::diagnostic::Diagnostic {
    let texts = &handbook.article(moved.article).texts;
    let old = member.path.get(Level::Article).unwrap_or_default();
    let titles = texts.iter().filter_map(|(language, &text)| {
        let title = handbook.node(handbook.text(text)).title.as_ref()?;
        Some((handbook.tag(language), &*title.text))
    });
    let titles: Vec<(&str, &str)> = titles.collect();
    let target = match titles.is_empty() {
        true => Value::from(handbook.article(moved.article).key.to_string()),
        false => Value::localized(titles),
    };
    let mut finding = cited
        .finding("RB210", &member.span)
        .param("target", target)
        .param("new", wording::label(Level::Article, moved.now))
        .param("old", wording::label(Level::Article, old));
    if let Some(&text) = texts.best(cited.chapter.language) {
        let text = handbook.text(text);
        finding = finding.related("target", handbook.span(text, &handbook.node(text).head));
    }
    match cited.edition().and_then(|edition| edition.numbers.get(&old)) {
        Some(&text) => {
            let text = handbook.text(text);
            finding.related("now", handbook.span(text, &handbook.node(text).head))
        }
        None => finding.variant("gone"),
    }
}
