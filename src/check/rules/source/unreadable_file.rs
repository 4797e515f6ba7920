//! RB001: files that are not UTF-8, or that could not be read at all.

use crate::check::wording;
use crate::diagnostic::{Diagnostic, Findings, fill};
use crate::model::{FileProblem, Handbook};

/// The reason of files that are text in an encoding nobody recognised.
const NOT_UTF_8: &str = "not-utf-8";

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    findings.extend(handbook.file_problems.iter().map(finding));
}

fn finding(problem: &FileProblem) -> Diagnostic {
    let finding = Diagnostic::new("RB001", problem.span).param("path", &problem.path);
    if let Some(encoding) = problem.encoding {
        return finding.variant("encoding-recognised").param("encoding", encoding);
    }
    if problem.reason == NOT_UTF_8 {
        return finding;
    }
    let reason = wording::in_each_language(|language| {
        let template = language.phrase(&language.pack.disk, problem.reason);
        let value = |name: &str| {
            let mut parameters = problem.parameters.iter();
            parameters
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value.as_str())
        };
        let sentence = fill(template, value);
        sentence.trim_end_matches(&language.pack.clause_end).to_owned()
    });
    finding.variant("left-out").param("reason", reason)
}
