//! What an editor asks of a handbook: what a place speaks of, where else it is spoken of, what it may be called instead,
//! what may be written next. In bytes and in the handbook's own terms; what a protocol makes of it is `lsp`'s business.

mod article;
mod completion;
mod edits;
mod folding;
mod hover;
mod lens;
mod occurrence;
mod outline;
mod rename;
mod suppression;
mod target;
mod words;

pub use completion::{Completion, CompletionKind, completions};
pub use edits::between;
pub use folding::{Fold, FoldKind, folds};
pub use hover::{explain, hover};
pub use lens::{Lens, lenses};
pub use occurrence::{Form, Occurrence, Occurrences, Symbol};
pub use outline::{Entry, EntryKind, Found, find, outline};
pub use rename::{RenameFault, Renaming, prepare_rename, rename};
pub use suppression::suppression;
pub use target::definitions;
pub use words::Words;

#[cfg(test)]
mod tests;
