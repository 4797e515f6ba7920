//! What people have before they have a handbook: plain text and Word files, turned into chapters.

pub mod docx;
pub mod manuscript;
