//! Whether a published site still is what was built.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::manifest::{Entry, MANIFEST, Manifest};
use super::{Error, is_absent, place};

/// What a site consists of, as its `manifest.json` says, with the manifest itself.
#[derive(Debug)]
pub struct Expected {
    files: BTreeMap<String, Entry>,
    /// SHA-256 of the manifest, in hexadecimal.
    pub hash: String,
}

/// How a site differs from what it should be: paths in it, in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Differences {
    pub missing: Vec<String>,
    pub changed: Vec<String>,
    /// Files that the manifest does not name. Those that are hidden, as `.nojekyll`, or in a hidden folder are not looked for.
    pub extra: Vec<String>,
}

/// How a file of the manifest stands.
enum Found {
    Same,
    Changed,
    Missing,
}

impl Expected {
    /// What the bytes of a `manifest.json` say; nothing if it was not written by the program.
    pub fn read(manifest: &[u8]) -> Option<Self> {
        let mut files = Manifest::parse(manifest)?.files;
        if files.keys().any(|path| place::check(path).is_err()) {
            return None;
        }
        let entry = Entry::of(manifest);
        let hash = entry.sha256.into();
        files.insert(MANIFEST.to_owned(), entry);
        Some(Self { files, hash })
    }

    /// The paths of all files, in order.
    pub fn paths(&self) -> impl ExactSizeIterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// How the site in the folder `dir` differs.
    ///
    /// # Errors
    /// Something there cannot be read.
    pub fn compare(&self, dir: &Path) -> Result<Differences, Error> {
        let files: Vec<_> = self.files.par_iter().collect();
        let found = files.into_par_iter().map(|(path, entry)| {
            let found = compare(&dir.join(path), entry)?;
            Ok((path, found))
        });
        let found: Vec<Result<(&String, Found), Error>> = found.collect();
        let mut differences = Differences {
            extra: self.extra(dir)?,
            ..Differences::default()
        };
        for found in found {
            match found? {
                (_, Found::Same) => {}
                (path, Found::Changed) => differences.changed.push(path.clone()),
                (path, Found::Missing) => differences.missing.push(path.clone()),
            }
        }
        Ok(differences)
    }

    fn extra(&self, dir: &Path) -> Result<Vec<String>, Error> {
        let entries = WalkDir::new(dir).min_depth(1).sort_by_file_name().into_iter();
        let entries = entries.filter_entry(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
        let mut extra = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(dir).to_path_buf();
                Error::io(&path)(error.into())
            })?;
            let path = place::inside(dir, entry.path());
            if !entry.file_type().is_dir() && !self.files.contains_key(&path) {
                extra.push(path);
            }
        }
        Ok(extra)
    }
}

impl Differences {
    pub fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.changed.is_empty() && self.extra.is_empty()
    }
}

fn compare(path: &Path, entry: &Entry) -> Result<Found, Error> {
    let io_error = Error::io(path);
    let found = match fs::metadata(path) {
        Ok(found) => found,
        Err(error) if is_absent(&error) => return Ok(Found::Missing),
        Err(error) => return Err(io_error(error)),
    };
    // What is no file, such as a pipe, might be waited for in vain.
    if !found.is_file() || found.len() != entry.size {
        return Ok(Found::Changed);
    }
    let bytes = fs::read(path).map_err(io_error)?;
    let same = Entry::of(&bytes) == *entry;
    Ok(if same { Found::Same } else { Found::Changed })
}
