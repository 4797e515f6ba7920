//! RB002: settings and front matter that cannot be understood.

use crate::check::wording;
use crate::config::{Problem, ProblemKind};
use crate::diagnostic::{Diagnostic, Findings, Value, fill};
use crate::language::Language;
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for problem in &handbook.config_problems {
        if !matches!(problem.kind, ProblemKind::UnknownKey { .. }) {
            let path = &*handbook.sources.file(problem.span.file).path;
            let finding = Diagnostic::new("RB002", problem.span).param("path", path);
            findings.push(finding.param("reason", reason(problem)));
        }
    }
}

fn reason(problem: &Problem) -> Value {
    let mut parameters = problem.kind.parameters();
    // A parser's sentence may have several lines; a message is one.
    for (_, value) in &mut parameters {
        *value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    wording::in_each_language(|language| {
        let words = &language.pack.config;
        fill(language.phrase(words, problem.kind.key()), |name| {
            match (name, &problem.kind) {
                ("expected", ProblemKind::WrongType { expected, .. }) => {
                    Some(expected_phrase(language, expected.key()))
                }
                _ => parameters
                    .iter()
                    .find(|(key, _)| *key == name)
                    .map(|(_, value)| value.as_str()),
            }
        })
    })
}

fn expected_phrase(language: &'static Language, key: &'static str) -> &'static str {
    let table = language.pack.config.get("expected").and_then(toml::Value::as_table);
    table.map_or(key, |table| language.phrase(table, key))
}
