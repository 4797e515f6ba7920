//! RB803: settings of rules that take each other's effect away.

use crate::config::RuleSetting;
use crate::diagnostic::{self, Diagnostic, Findings, Lint};
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let config = &handbook.config;
    let scopes = config.regulations.iter().map(|scope| &scope.rules);
    for rules in std::iter::once(&config.rules).chain(scopes) {
        for (index, setting) in rules.iter().enumerate() {
            overridden(handbook, setting, &rules[index + 1..], findings);
            limit(handbook, setting, findings);
        }
    }
}

/// A level or limit that a later line sets otherwise for every rule that it is meant for.
fn overridden(handbook: &Handbook, setting: &RuleSetting, later: &[RuleSetting], findings: &mut Findings) {
    let meant: Vec<&Lint> = lints(handbook, setting).collect();
    if meant.is_empty() {
        return;
    }
    let covering = later.iter().rev().filter(|later| {
        let selector = &later.code.value;
        meant.iter().all(|lint| diagnostic::selected(lint, selector))
    });
    for later in covering {
        let level = setting.level.as_ref().zip(later.level.as_ref());
        let limit = setting.limit.as_ref().zip(later.limit.as_ref());
        let values = level
            .map(|(own, other)| (own.value.clone(), other.value.clone()))
            .filter(|(own, other)| own != other)
            .or_else(|| limit.map(|(own, other)| (own.value.to_string(), other.value.to_string())))
            .filter(|(own, other)| own != other);
        if let Some((own, other)) = values {
            findings.push(
                Diagnostic::new("RB803", setting.code.span)
                    .param("key", &setting.code.value)
                    .param("value", own)
                    .param("other", &later.code.value)
                    .param("other-value", other)
                    .related("later", later.code.span),
            );
            return;
        }
    }
}

/// A limit of a rule that is off, or that counts nothing.
fn limit(handbook: &Handbook, setting: &RuleSetting, findings: &mut Findings) {
    let Some(limit) = &setting.limit else { return };
    let finding = Diagnostic::new("RB803", limit.span).param("key", &setting.code.value);
    if let Some(level) = setting.level.as_ref().filter(|level| level.value == "off") {
        findings.push(finding.variant("limit-of-rule-off").related("level", level.span));
    } else if lints(handbook, setting).next().is_some() && lints(handbook, setting).all(|lint| !lint.limit) {
        findings.push(finding.variant("no-limit"));
    }
}

/// The rules that a setting is for, those of packs among them.
fn lints<'a>(handbook: &'a Handbook, setting: &'a RuleSetting) -> impl Iterator<Item = &'a Lint> {
    handbook
        .lints()
        .filter(|lint| diagnostic::selected(lint, &setting.code.value))
}
