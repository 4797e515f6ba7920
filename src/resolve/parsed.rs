//! What the files of a handbook say, kept from one state of the sources to the next.

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::language::Language;
use crate::source::SourceFile;
use crate::syntax::Document;

/// The documents that were made last, by their files' paths. A file whose text is another one is parsed anew.
#[derive(Debug, Default)]
pub struct Parsed(Mutex<FxHashMap<Arc<str>, Entry>>);

#[derive(Debug)]
struct Entry {
    source: Arc<SourceFile>,
    language: &'static Language,
    document: Arc<Document>,
}

impl Parsed {
    /// The documents of `files`, in their order. Those of other files are forgotten.
    pub(super) fn documents(&self, files: Vec<(&Arc<SourceFile>, &'static Language)>) -> Vec<Arc<Document>> {
        let known = std::mem::take(&mut *self.lock());
        let documents: Vec<Arc<Document>> = files
            .par_iter()
            .map(|&(source, language)| {
                let entry = known.get(&source.path);
                let entry = entry.filter(|entry| entry.is_of(source, language));
                entry.map_or_else(
                    || Arc::new(Document::parse(&source.text, language)),
                    |entry| entry.document.clone(),
                )
            })
            .collect();
        let entries = files.into_iter().zip(&documents).map(|((source, language), document)| {
            let entry = Entry {
                source: source.clone(),
                language,
                document: document.clone(),
            };
            (source.path.clone(), entry)
        });
        *self.lock() = entries.collect();
        documents
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, FxHashMap<Arc<str>, Entry>> {
        // The map is replaced whole: one that a panic left behind is empty or complete.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    fn is_of(&self, source: &Arc<SourceFile>, language: &'static Language) -> bool {
        let same_text = Arc::ptr_eq(&self.source, source) || self.source.text == source.text;
        same_text && std::ptr::eq(self.language, language)
    }
}
