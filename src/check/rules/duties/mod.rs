//! Rules of duties: what role articles give each role to do.

mod likeness;
mod matter;
mod texts;
mod unit_names;

pub mod duty_without_verb;
pub mod incomplete_percentages;
pub mod misplaced_catch_all;
pub mod mixed_list_punctuation;
pub mod repeated_duty;
pub mod role_without_duties;
pub mod shared_duty_without_lead;
pub mod undeclared_unit;

use crate::diagnostic::Value;
use crate::model::{Handbook, RoleId};

/// The name of a role, in every language.
fn role_name(handbook: &Handbook, id: RoleId) -> Value {
    let role = handbook.role(id);
    let languages = handbook.language_ids();
    Value::localized(languages.map(|language| (handbook.tag(language), role.name(language))))
}
