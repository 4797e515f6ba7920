//! RB801: keys of the settings that nothing reads, and departments that are not declared.

use crate::check::wording;
use crate::config::ProblemKind;
use crate::diagnostic::{Diagnostic, Findings};
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for problem in &handbook.config_problems {
        let path = &*handbook.sources.file(problem.span.file).path;
        let finding = Diagnostic::new("RB801", problem.span).param("path", path);
        match &problem.kind {
            // The fields of a regulation's front matter are RB008's.
            ProblemKind::UnknownKey { key, suggestion, known } if !path.ends_with(".md") => {
                let finding = finding.param("key", key).param("known", wording::list(known));
                findings.push(match suggestion {
                    Some(suggestion) => finding.variant("did-you-mean").param("suggestion", suggestion),
                    None => finding,
                });
            }
            ProblemKind::UnknownUnit { id, suggestion } => {
                let finding = finding.param("key", id);
                findings.push(match suggestion {
                    Some(suggestion) => finding.variant("unit-did-you-mean").param("suggestion", suggestion),
                    None => finding.variant("unit"),
                });
            }
            _ => {}
        }
    }
}
