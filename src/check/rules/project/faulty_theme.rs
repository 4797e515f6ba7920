//! RB804: themes that cannot be used, and templates that cannot be read.

use crate::diagnostic::{Diagnostic, Findings};
use crate::model::{Handbook, ThemeFault};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for problem in &handbook.theme_problems {
        let finding = Diagnostic::new("RB804", problem.span);
        findings.push(match &problem.fault {
            ThemeFault::Missing { name } => finding.variant("missing").param("name", name),
            ThemeFault::Template { path, reason } => finding
                .param("path", path)
                // A parser's sentence may have several lines; a message is one.
                .param("reason", reason.split_whitespace().collect::<Vec<_>>().join(" ")),
        });
    }
}
