//! RB802: settings for rules or regulations that there are none of.

use crate::config::RuleSetting;
use crate::diagnostic::{self, Diagnostic, Findings, Lint};
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let config = &handbook.config;
    rules(handbook, &config.rules, findings);
    for scope in &config.regulations {
        let id = &scope.id;
        if !handbook.regulations.iter().any(|known| *known.id == *id.value) {
            let finding = Diagnostic::new("RB802", id.span).param("key", &id.value);
            let known = handbook.regulations.iter().map(|known| &*known.id);
            let nearest = known
                .map(|known| (strsim::jaro_winkler(known, &id.value), known))
                .reduce(|best, next| if next.0 > best.0 { next } else { best })
                .filter(|(likeness, _)| *likeness > 0.8);
            findings.push(match nearest {
                Some((_, known)) => finding.variant("regulation-did-you-mean").param("suggestion", known),
                None => finding.variant("regulation"),
            });
        }
        rules(handbook, &scope.rules, findings);
    }
}

fn rules(handbook: &Handbook, settings: &[RuleSetting], findings: &mut Findings) {
    for setting in settings {
        let code = &setting.code;
        let is_meant = |lint: &Lint| diagnostic::selected(lint, &code.value);
        if diagnostic::lints().iter().any(is_meant) || handbook.lints().any(is_meant) {
            continue;
        }
        let finding = Diagnostic::new("RB802", code.span).param("key", &code.value);
        findings.push(match diagnostic::suggest_from(handbook.lints(), &code.value) {
            Some(lint) => finding
                .variant("did-you-mean")
                .param("suggestion", format!("{} ({})", lint.code, lint.name)),
            None => finding,
        });
    }
}
