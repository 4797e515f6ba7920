//! What one language says and another does not.

mod changes;
mod differences;
mod pages;
mod pieces;

pub mod differing_article_id;
pub mod differing_citations;
pub mod differing_modality;
pub mod differing_reporting_fields;
pub mod differing_structure;
pub mod differing_values;
pub mod misnamed;
pub mod misnamed_role;
pub mod missing_article;
pub mod missing_page;
pub mod stale_translation;
pub mod term_translated_otherwise;
pub mod untranslated_text;

pub(super) use differing_structure::differs;
