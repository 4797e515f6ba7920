//! The rules, and what becomes of what they find: levels, selection, suppression.

mod baseline;
mod identity;
pub mod packs;
mod registry;
mod rules;
mod settings;
mod suppression;
mod wording;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::diagnostic::{self, Diagnostic, Findings, Level, Lint};
use crate::model::{Handbook, RegulationId};
use crate::source::FileId;
use settings::Setting;

pub use baseline::{Baseline, BaselineError};
pub use registry::RULES;
pub use rules::numbering::renumber::{Left, Reason, Renumbered, renumber};
pub use rules::roles::role_missing_from_roster::post_added;
pub use rules::roles::sides::name_added;

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
    /// Codes of the only rules to run, as far as they are wanted; all rules where there is none.
    pub only: &'static [&'static str],
    /// The day that dates are held against.
    pub today: Option<jiff::civil::Date>,
}

/// All findings of a handbook, sorted by path, position and code.
pub fn check(handbook: &Handbook, options: &Options) -> Vec<Diagnostic> {
    check_while(handbook, options, &|| true).unwrap_or_default()
}

/// What [`check`] finds; nothing where `go_on`, which is asked before each rule, says that nobody needs it any more.
pub fn check_while(
    handbook: &Handbook,
    options: &Options,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<Diagnostic>> {
    let wanted = |lint: &Lint| may_be_wanted(handbook, options, lint);
    let rules = RULES
        .par_iter()
        .filter(|rule| diagnostic::lint(rule.code).is_none_or(wanted));
    let run = |check: &(dyn Fn(&mut Findings) + Sync)| {
        let mut findings = Findings::on(options.today);
        go_on().then(|| check(&mut findings))?;
        Some(findings)
    };
    let (found, of_packs) = rayon::join(
        || -> Option<Vec<Findings>> {
            rules
                .map(|rule| run(&|findings| (rule.check)(handbook, findings)))
                .collect()
        },
        || run(&|findings| packs::check(handbook, wanted, findings)),
    );
    let found = found?.into_iter().chain([of_packs?]);
    let found = found.flat_map(Findings::into_vec).collect();
    let mut found = suppression::apply(handbook, options, found);
    let regulations = Regulations::new(handbook);
    found.retain_mut(|diagnostic| {
        let setting = settings::level(handbook, regulations.of(diagnostic), &diagnostic.lint);
        if let Some(Setting::At(level)) = setting {
            diagnostic.level = level;
        }
        is_wanted(options, &diagnostic.lint, setting)
    });
    diagnostic::sort(&mut found, &handbook.sources);
    identity::identify(handbook, &mut found);
    Some(found)
}

/// The regulation that each finding is about, looked up only where a regulation has settings of its own.
struct Regulations(FxHashMap<FileId, RegulationId>);

impl Regulations {
    fn new(handbook: &Handbook) -> Self {
        if handbook.config.regulations.is_empty() {
            return Self(FxHashMap::default());
        }
        let chapters = handbook.chapters.iter();
        Self(
            chapters
                .filter_map(|chapter| Some((chapter.file, chapter.regulation?)))
                .collect(),
        )
    }

    fn of(&self, diagnostic: &Diagnostic) -> Option<RegulationId> {
        self.0.get(&diagnostic.span.file).copied()
    }
}

/// Whether a rule's findings are to be reported: asked for, not ignored, not switched off; information only where it is
/// asked for.
fn is_wanted(options: &Options, lint: &Lint, setting: Option<Setting>) -> bool {
    let named = |list: &[String]| list.iter().any(|selector| diagnostic::selected(lint, selector));
    let is_left_out = !options.only.is_empty() && !options.only.contains(&&*lint.code);
    if is_left_out || named(&options.ignore) {
        return false;
    }
    if !options.select.is_empty() {
        return named(&options.select);
    }
    match setting {
        Some(setting) => setting != Setting::Off,
        None => lint.level != Level::Info,
    }
}

/// Whether any regulation, or the handbook, wants to hear of a rule: the others need not run.
fn may_be_wanted(handbook: &Handbook, options: &Options, lint: &Lint) -> bool {
    let everywhere = is_wanted(options, lint, settings::level(handbook, None, lint));
    let somewhere = || options.select.is_empty() && settings::is_on_in_some_regulation(handbook, lint);
    let ignored = |selector: &String| diagnostic::selected(lint, selector);
    let may_run = options.only.is_empty() || options.only.contains(&&*lint.code);
    everywhere || (somewhere() && may_run && !options.ignore.iter().any(ignored))
}
