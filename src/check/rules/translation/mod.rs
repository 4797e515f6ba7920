//! What one language says and another does not.

mod pages;

pub mod differing_reporting_fields;
pub mod differing_structure;
pub mod missing_article;
pub mod missing_page;
