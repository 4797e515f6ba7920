//! Rules of wording and typography.

mod clauses;
mod passage;

pub mod faulty_spacing;
pub mod mixed_width;
pub mod non_canonical_field_label;
pub mod overlong_sentence;
pub mod undeclared_abbreviation;
pub mod vague_measure;
pub mod variant_of_term;
