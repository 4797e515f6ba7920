//! What `handbook.toml` says about single rules: for the whole handbook, or for one regulation.

use crate::config::RuleSetting;
use crate::diagnostic::{self, Level, Lint};
use crate::model::{Handbook, RegulationId};

/// Whether a rule's findings are reported, and how they weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    Off,
    At(Level),
}

/// What is set for a rule in a regulation; outside of regulations where there is none.
pub(super) fn level(handbook: &Handbook, regulation: Option<RegulationId>, lint: &Lint) -> Option<Setting> {
    let mut written = settings(handbook, regulation, lint).filter_map(|rule| rule.level.as_ref());
    match written.next()?.value.as_str() {
        "off" => Some(Setting::Off),
        "error" => Some(Setting::At(Level::Error)),
        "warning" => Some(Setting::At(Level::Warning)),
        "info" => Some(Setting::At(Level::Info)),
        _ => None,
    }
}

/// Whether a regulation sets a level for a rule that is not `off`.
pub(super) fn is_on_in_some_regulation(handbook: &Handbook, lint: &Lint) -> bool {
    let rules = handbook.config.regulations.iter().flat_map(|scope| &scope.rules);
    let mut own = rules.filter(|rule| diagnostic::selected(lint, &rule.code.value));
    own.any(|rule| rule.level.as_ref().is_some_and(|level| level.value != "off"))
}

/// The number that a rule counts up to, `default` where the handbook sets none.
pub(super) fn limit(handbook: &Handbook, regulation: Option<RegulationId>, code: &str, default: u32) -> u32 {
    let set = diagnostic::lint(code).and_then(|lint| {
        let mut limits = settings(handbook, regulation, lint).filter_map(|rule| rule.limit.as_ref());
        limits.next()
    });
    set.map_or(default, |limit| limit.value)
}

/// The settings that speak of a rule, those that count more before the others: a regulation's own before the
/// handbook's, later lines before earlier ones.
fn settings<'a>(
    handbook: &'a Handbook,
    regulation: Option<RegulationId>,
    lint: &'a Lint,
) -> impl Iterator<Item = &'a RuleSetting> {
    let config = &handbook.config;
    let id = regulation.map(|id| &*handbook.regulation(id).id);
    let scopes = config.regulations.iter().rev();
    let scopes = scopes.filter(move |scope| Some(scope.id.value.as_str()) == id);
    let own = scopes.flat_map(|scope| scope.rules.iter().rev());
    let all = own.chain(config.rules.iter().rev());
    all.filter(|rule| diagnostic::selected(lint, &rule.code.value))
}
