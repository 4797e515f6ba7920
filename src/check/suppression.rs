//! `<!-- allow CODE: reason -->`: what it silences, and what is wrong with it.

use crate::diagnostic::Diagnostic;
use crate::model::Handbook;

/// Takes out what is silenced.
pub fn apply(_handbook: &Handbook, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found
}
