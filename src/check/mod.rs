//! The rules, and what becomes of what they find: levels, selection, suppression.

mod registry;
mod rules;
mod suppression;
mod wording;

use rayon::prelude::*;

use crate::diagnostic::{self, Diagnostic, Findings, Level};
use crate::model::Handbook;

pub use registry::RULES;

/// A rule: its code, which names its page in `docs/rules`, and the function that looks for the fault.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub code: &'static str,
    pub check: fn(&Handbook, &mut Findings),
}

/// What to report.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Codes, beginnings of codes or names; all rules where there is none.
    pub select: Vec<String>,
    pub ignore: Vec<String>,
    /// The day that dates are held against.
    pub today: Option<jiff::civil::Date>,
}

/// All findings of a handbook, sorted by path, position and code.
pub fn check(handbook: &Handbook, options: &Options) -> Vec<Diagnostic> {
    let found: Vec<Findings> = RULES
        .par_iter()
        .map(|rule| {
            let mut findings = Findings::new();
            (rule.check)(handbook, &mut findings);
            findings
        })
        .collect();
    let found = found.into_iter().flat_map(Findings::into_vec).collect();
    let mut found = suppression::apply(handbook, options, found);
    for diagnostic in &mut found {
        if let Some(level) = level(handbook, diagnostic) {
            diagnostic.level = level;
        }
    }
    found.retain(|diagnostic| is_wanted(handbook, options, diagnostic));
    diagnostic::sort(&mut found, &handbook.sources);
    found
}

/// The level that the handbook sets for this finding's rule; the last setting wins.
fn level(handbook: &Handbook, diagnostic: &Diagnostic) -> Option<Level> {
    let rules = handbook.config.rules.iter().rev();
    let mut set = rules.filter(|rule| diagnostic::selected(diagnostic.lint, &rule.code.value));
    match set.next()?.level.value.as_str() {
        "error" => Some(Level::Error),
        "warning" => Some(Level::Warning),
        "info" => Some(Level::Info),
        _ => None,
    }
}

/// Whether a finding is to be reported: asked for, not ignored, not switched off; information only where it is asked for.
fn is_wanted(handbook: &Handbook, options: &Options, diagnostic: &Diagnostic) -> bool {
    let lint = diagnostic.lint;
    let named = |list: &[String]| list.iter().any(|selector| diagnostic::selected(lint, selector));
    if named(&options.ignore) {
        return false;
    }
    if !options.select.is_empty() {
        return named(&options.select);
    }
    let setting = handbook
        .config
        .rules
        .iter()
        .rev()
        .find(|rule| diagnostic::selected(lint, &rule.code.value));
    match setting {
        Some(rule) => rule.level.value != "off",
        None => diagnostic.level != Level::Info,
    }
}
