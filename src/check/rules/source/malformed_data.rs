//! RB002: settings and front matter that cannot be understood.

use crate::check::wording;
use crate::config::{Problem, ProblemKind};
use crate::diagnostic::{Diagnostic, Findings, Value, fill};
use crate::language::Language;
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for problem in &handbook.config_problems {
        if !matches!(
            problem.kind,
            ProblemKind::UnknownKey { .. } | ProblemKind::UnknownUnit { .. } | ProblemKind::DeadPattern { .. }
        ) {
            let path = &*handbook.sources.file(problem.span.file).path;
            let finding = Diagnostic::new("RB002", problem.span).param("path", path);
            let finding = finding.param("reason", reason(problem));
            findings.push(match problem.kind {
                ProblemKind::Syntax {
                    full_width: Some(_), ..
                } => finding.variant("full-width"),
                ProblemKind::Syntax { .. } => finding,
                _ => finding.variant("value"),
            });
        }
    }
}

/// Quotation marks that a keyboard or a word processor makes of the ASCII ones.
const QUOTES: [char; 8] = ['“', '”', '‘', '’', '＂', '＇', '„', '‟'];

fn reason(problem: &Problem) -> Value {
    let mut parameters = problem.kind.parameters();
    // A parser's sentence may have several lines; a message is one.
    for (_, value) in &mut parameters {
        *value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let key = match problem.kind {
        ProblemKind::Syntax {
            full_width: Some(mark), ..
        } if QUOTES.contains(&mark) => "full-width-quote",
        _ => problem.kind.key(),
    };
    wording::in_each_language(|language| {
        let words = &language.pack.config;
        fill(language.phrase(words, key), |name| match (name, &problem.kind) {
            ("expected", ProblemKind::WrongType { expected, .. }) => Some(expected_phrase(language, expected.key())),
            _ => parameters
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value.as_str()),
        })
    })
}

fn expected_phrase(language: &'static Language, key: &'static str) -> &'static str {
    let table = language.pack.config.get("expected").and_then(toml::Value::as_table);
    table.map_or(key, |table| language.phrase(table, key))
}
