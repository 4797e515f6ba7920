//! The packs that a handbook names, and the paths that their rules name.

use std::sync::Arc;

use crate::config::pack::{self, Pack};
use crate::config::{HandbookConfig, Problem, ProblemKind, Spanned, ValueFault};
use crate::model::Handbook;
use crate::source::Sources;

/// The packs of `handbook.toml`, each once. What cannot be found or read goes to `problems`.
pub(super) fn read(config: &HandbookConfig, sources: &Sources, problems: &mut Vec<Problem>) -> Vec<Arc<Pack>> {
    let mut packs: Vec<Arc<Pack>> = Vec::new();
    for name in &config.packs {
        let reject = |reason| Problem {
            kind: ProblemKind::Value {
                key: name.value.clone(),
                reason,
            },
            span: name.span,
        };
        let path = name.value.trim_start_matches("./");
        if packs.iter().any(|pack| pack.name == path) {
            let key = name.value.clone();
            let (kind, span) = (ProblemKind::Duplicate { key }, name.span);
            problems.push(Problem { kind, span });
        } else if !is_path(path) {
            match pack::builtin_packs().iter().find(|pack| pack.name == path) {
                Some(pack) => packs.push(pack.clone()),
                None => problems.push(reject(ValueFault::UnknownPack {
                    suggestion: pack::suggest(path),
                })),
            }
        } else if let Some(file) = sources.find(path) {
            let (mut found, faults) = pack::read_pack(path, &sources.file(file).text, file);
            problems.extend(faults);
            problems.extend(drop_known(&mut found, &packs));
            packs.push(Arc::new(found));
        } else {
            problems.push(reject(ValueFault::MissingPack));
        }
    }
    packs
}

fn is_path(name: &str) -> bool {
    let extension = std::path::Path::new(name).extension();
    extension.is_some_and(|extension| extension == "toml")
}

/// Leaves out the rules whose code another pack has.
fn drop_known(pack: &mut Pack, others: &[Arc<Pack>]) -> Vec<Problem> {
    let others = others.iter().flat_map(|pack| &pack.rules);
    let taken: Vec<&str> = others.map(|rule| rule.lint.code.as_str()).collect();
    let mut problems = Vec::new();
    pack.rules.retain(|rule| {
        let is_taken = taken.contains(&rule.lint.code.as_str());
        if is_taken {
            let key = rule.lint.code.clone();
            let (kind, span) = (ProblemKind::Duplicate { key }, rule.span);
            problems.push(Problem { kind, span });
        }
        !is_taken
    });
    problems
}

/// Regulations and chapters that the rules of the house name and the handbook lacks.
pub(super) fn unknown_paths(handbook: &Handbook) -> Vec<Problem> {
    let missing = |path: &Spanned<String>, is_there: bool| {
        let (key, reason) = (path.value.clone(), ValueFault::UnknownPath);
        let kind = ProblemKind::Value { key, reason };
        let span = path.span;
        (!is_there).then_some(Problem { kind, span })
    };
    let regulation = |path: &Spanned<String>| {
        let known = handbook.regulations.iter().any(|known| *known.id == *path.value);
        missing(path, known)
    };
    let chapter = |path: &Spanned<String>| {
        let known = handbook.chapters.iter().any(|known| *known.path == *path.value);
        missing(path, known)
    };
    let rules = handbook.house_packs().flat_map(|pack| &pack.rules);
    rules
        .flat_map(|rule| {
            let regulations = rule.scope.regulations.iter().filter_map(regulation);
            regulations.chain(rule.scope.chapters.iter().filter_map(chapter))
        })
        .collect()
}
