//! RB704: a regulation that is still on trial after the last day of its trial period.

use super::{finding, regulations, stated};
use crate::diagnostic::Findings;
use crate::language::Language;
use crate::model::Handbook;

const TRIAL: &str = "trial";

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let Some(today) = findings.today() else { return };
    for (id, regulation) in regulations(handbook) {
        let status = stated(regulation, |front_matter| front_matter.status.as_ref());
        let last = stated(regulation, |front_matter| front_matter.trial_until.as_ref());
        let (Some(status), Some(last)) = (status, last) else {
            continue;
        };
        if is_trial(&status.value) && last.value < today {
            let finding = finding(handbook, "RB704", id, last.span).related("status", status.span);
            findings.push(
                finding
                    .param("last", last.value.to_string())
                    .param("today", today.to_string()),
            );
        }
    }
}

/// Whether a status says so, by its name or by the word that a language has for it.
fn is_trial(status: &str) -> bool {
    let word = |language: &'static Language| {
        let words = language.pack.interface.get("statuses").and_then(toml::Value::as_table);
        words.and_then(|words| words.get(TRIAL)?.as_str())
    };
    let words = Language::builtin().iter().filter_map(word);
    words.chain([TRIAL]).any(|word| status.eq_ignore_ascii_case(word))
}
