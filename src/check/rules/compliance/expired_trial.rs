//! RB704: a regulation that is still on trial after the last day of its trial period.

use super::{finding, regulations};
use crate::diagnostic::Findings;
use crate::model::{Handbook, Status};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let Some(today) = findings.today() else { return };
    for (id, regulation) in regulations(handbook) {
        let status = regulation.stated(|front_matter| front_matter.status.as_ref());
        let last = regulation.stated(|front_matter| front_matter.trial_until.as_ref());
        let (Some(status), Some(last)) = (status, last) else {
            continue;
        };
        if Status::read(&status.value) == Some(Status::Trial) && last.value < today {
            let finding = finding(handbook, "RB704", id, last.span).related("status", status.span);
            findings.push(
                finding
                    .param("last", last.value.to_string())
                    .param("today", today.to_string()),
            );
        }
    }
}
