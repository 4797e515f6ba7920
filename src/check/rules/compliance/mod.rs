//! Band 7: what a regulation has to say of itself.

pub mod expired_trial;
pub mod incomplete_front_matter;
pub mod missing_element;
pub mod overdue_review;

use crate::diagnostic::Diagnostic;
use crate::model::{Handbook, Regulation, RegulationId};
use crate::source::Span;

/// The regulations with their ids.
fn regulations(handbook: &Handbook) -> impl Iterator<Item = (RegulationId, &Regulation)> {
    (0..).map(RegulationId).zip(&handbook.regulations)
}

/// A finding about a regulation as a whole, at the place of a value of its front matter.
fn finding(handbook: &Handbook, code: &'static str, id: RegulationId, span: Span) -> Diagnostic {
    let first = handbook
        .regulation(id)
        .editions
        .iter()
        .map(|(language, _)| language)
        .next();
    let source = first.unwrap_or(crate::model::LanguageId::AUTHORITATIVE);
    Diagnostic::new(code, span).param("regulation", crate::check::wording::regulation(handbook, id, source))
}
