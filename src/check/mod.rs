//! The rules, and what becomes of what they find: levels, selection, suppression.

mod registry;
mod rules;
mod suppression;

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
    let mut found = suppression::apply(handbook, found);
    for diagnostic in &mut found {
        if let Some(level) = level(handbook, diagnostic) {
            diagnostic.level = level;
        }
    }
    found.retain(|diagnostic| is_wanted(handbook, options, diagnostic));
    diagnostic::sort(&mut found, &handbook.sources);
    found
}
