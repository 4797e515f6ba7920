//! RB703: a regulation whose review is overdue on the day of the check.

use super::{finding, regulations};
use crate::diagnostic::Findings;
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let Some(today) = findings.today() else { return };
    for (id, regulation) in regulations(handbook) {
        let due = regulation.stated(|front_matter| front_matter.review_by.as_ref());
        if let Some(due) = due.filter(|due| due.value < today) {
            let finding = finding(handbook, "RB703", id, due.span);
            findings.push(
                finding
                    .param("due", due.value.to_string())
                    .param("today", today.to_string()),
            );
        }
    }
}
