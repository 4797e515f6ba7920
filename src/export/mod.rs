//! Regulations and duties as Word files, in one language or in two side by side.
//!
//! `regulation` and `role` turn what the handbook holds into pieces, which are paragraphs and tables with the place in the
//! text that they stand for; two languages are laid beside each other by these places. The [`document::Document`] that
//! comes of it knows no handbook any more, and `docx` writes it as XML.

mod beside;
mod blocks;
mod document;
mod docx;
mod image;
mod inline;
mod numbering;
mod passage;
mod regulation;
mod role;
mod words;
mod writer;

use crate::model::{LanguageId, Subject};
use crate::workspace::Snapshot;

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no text of the subject in this language.
    #[error("there is no text in {tag}")]
    NoText { tag: String },
    #[error("{0}")]
    Pack(#[from] toml::de::Error),
    #[error("{0}")]
    Zip(#[from] zip::result::ZipError),
}

/// The bytes of a Word file with a regulation or with the duties of a role in `languages`: one, or two side by side. The same handbook gives the same
/// bytes.
///
/// # Errors
/// The handbook has no such text in one of the languages.
pub fn docx(snapshot: &Snapshot, subject: Subject, languages: &[LanguageId]) -> Result<Vec<u8>, Error> {
    let document = match subject {
        Subject::Regulation(regulation) => regulation::document(snapshot, regulation, languages)?,
        Subject::Role(role) => role::document(snapshot, role, languages)?,
    };
    Ok(docx::write(&document)?)
}
