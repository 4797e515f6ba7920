//! Puts a site into a folder: writes what changed, removes what is gone, and touches nothing else.
//!
//! `manifest.json` in that folder names every file that is the program's own. What it does not name belongs to
//! somebody else. The handbook's own files are rewritten by [`rewrite`] and joined by others with [`add`] alone, all at once.

mod addition;
mod error;
mod manifest;
mod place;
mod sources;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

pub use addition::{add, must_be_empty};
pub use error::Error;
use manifest::{Entry, MANIFEST, Manifest};
pub use sources::{Rewrite, rewrite};

/// What [`write`] did. `manifest.json` is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
}

/// Makes the folder `dir` hold `files`, and no file that an earlier call left there. A file is its path within `dir`,
/// with `/`, and its bytes.
///
/// Each file is replaced in one step. A run that was interrupted leaves a manifest that names everything the next
/// run may replace.
///
/// # Errors
/// Before anything is written: when a path leads out of `dir`, when `dir` overlaps the sources in `handbook`, or when
/// a file of somebody else stands where another one is to go. Later: when the system refuses.
pub fn write<P, B>(dir: &Path, handbook: &Path, files: &[(P, B)]) -> Result<Written, Error>
where
    P: AsRef<str>,
    B: AsRef<[u8]>,
{
    let dir = &place::beside_sources(dir, handbook)?;
    let site = Site::new(dir, files)?;
    let former = Manifest::read(dir)?;
    let states = site.compare(&former)?;

    let hashes = site.hashes();
    fs::create_dir_all(dir).map_err(Error::io(dir))?;
    if states.contains(&State::New) {
        claim(dir, &former, &hashes)?;
    }
    let written = site.write_changed(&states)?;
    let removed = remove_gone(dir, &former, &hashes)?;
    hashes.write(dir)?;
    Ok(Written {
        written,
        unchanged: states.len() - written,
        removed,
    })
}

/// Puts `contents` into the file at `path` in one step, whatever stood there. Nothing is written where it says this already,
/// so that a run which follows changes does not follow its own.
///
/// # Errors
/// The system refuses.
pub fn write_file(path: &Path, contents: impl AsRef<[u8]>) -> Result<(), Error> {
    let contents = contents.as_ref();
    if fs::read(path).is_ok_and(|found| found == contents) {
        return Ok(());
    }
    replace(path, contents, 0)
}

/// Names in the manifest what is about to be written. If that is interrupted, the next run has to know these files
/// for its own.
fn claim(dir: &Path, former: &Manifest, now: &Manifest) -> Result<(), Error> {
    let mut files = former.files.clone();
    files.extend(now.files.clone());
    Manifest::new(files).write(dir)
}

/// The files to be, in the order of their paths.
struct Site<'s> {
    dir: &'s Path,
    files: Vec<Planned<'s>>,
    /// Every folder that a file lies in, outer ones included.
    folders: BTreeSet<&'s str>,
}

struct Planned<'s> {
    path: &'s str,
    bytes: &'s [u8],
}

/// What stands at the path of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Same,
    /// Another version of it.
    Changed,
    /// Nothing.
    New,
}

impl<'s> Site<'s> {
    fn new<P, B>(dir: &'s Path, files: &'s [(P, B)]) -> Result<Self, Error>
    where
        P: AsRef<str>,
        B: AsRef<[u8]>,
    {
        let mut planned = BTreeMap::new();
        let mut folders = BTreeSet::new();
        for (path, bytes) in files {
            let path = path.as_ref();
            place::check(path)?;
            if path == MANIFEST || planned.insert(path, bytes.as_ref()).is_some() {
                let path = path.to_owned();
                return Err(Error::Twice { path });
            }
            folders.extend(place::folders_around(path));
        }
        if let Some(path) = folders.iter().find(|path| planned.contains_key(**path)) {
            let path = (*path).to_owned();
            return Err(Error::Twice { path });
        }
        let files = planned.into_iter();
        let files = files.map(|(path, bytes)| Planned { path, bytes }).collect();
        Ok(Self { dir, files, folders })
    }

    /// What stands at the path of each file now, in the order of the files.
    fn compare(&self, former: &Manifest) -> Result<Vec<State>, Error> {
        for folder in &self.folders {
            let path = self.dir.join(folder);
            match fs::symlink_metadata(&path) {
                // Through a link one would write into a folder that is not the output.
                Ok(found) if !found.is_dir() => return Err(Error::Foreign { path }),
                Err(error) if !is_absent(&error) => return Err(Error::io(&path)(error)),
                _ => {}
            }
        }
        let states = self.files.par_iter();
        let states = states.map(|file| file.compare(&self.dir.join(file.path), former));
        // Not collected into a Result at once: of several errors the first in the order of paths is to be told.
        let states: Vec<Result<State, Error>> = states.collect();
        states.into_iter().collect()
    }

    fn hashes(&self) -> Manifest {
        let files = self.files.par_iter();
        let files = files.map(|file| (file.path.to_owned(), Entry::of(file.bytes)));
        Manifest::new(files.collect())
    }

    /// Writes what is not there yet. Returns how many files that were.
    fn write_changed(&self, states: &[State]) -> Result<usize, Error> {
        for folder in &self.folders {
            let path = self.dir.join(folder);
            fs::create_dir_all(&path).map_err(Error::io(&path))?;
        }
        let files = self.files.par_iter().zip(states).enumerate();
        let written = files.map(|(number, (file, state))| match state {
            State::Same => Ok(0),
            _ => replace(&self.dir.join(file.path), file.bytes, number).map(|()| 1),
        });
        written.sum()
    }
}

impl Planned<'_> {
    fn compare(&self, path: &Path, former: &Manifest) -> Result<State, Error> {
        let io_error = Error::io(path);
        let found = match fs::metadata(path) {
            Ok(found) => found,
            // A link to nothing is somebody's all the same.
            Err(error) if is_absent(&error) && fs::symlink_metadata(path).is_err() => {
                return Ok(State::New);
            }
            Err(error) if is_absent(&error) => {
                let path = path.to_path_buf();
                return Err(Error::Foreign { path });
            }
            Err(error) => return Err(io_error(error)),
        };
        let same = found.is_file()
            && found.len() == self.bytes.len() as u64
            && fs::read(path).map_err(io_error)? == self.bytes;
        let is_own = former.files.contains_key(self.path);
        match (same, is_own) {
            (true, _) => Ok(State::Same),
            (false, true) if !found.is_dir() => Ok(State::Changed),
            (false, _) => Err(Error::Foreign {
                path: path.to_path_buf(),
            }),
        }
    }
}

/// Puts `bytes` at `path` in one step. `number` differs between files that are written at the same time.
fn replace(path: &Path, bytes: &[u8], number: usize) -> Result<(), Error> {
    // The name is short and of its own kind: the file's own name may be as long as the system allows.
    let name = format!(".rolebook-{}-{number}.tmp", std::process::id());
    let draft = path.with_file_name(name);
    let done = fs::write(&draft, bytes).and_then(|()| fs::rename(&draft, path));
    done.map_err(|error| {
        // It may not even exist; the error to tell is the first one.
        let _ = fs::remove_file(&draft);
        Error::io(path)(error)
    })
}

/// Removes what `former` names and `now` does not, and the folders that this leaves empty.
fn remove_gone(dir: &Path, former: &Manifest, now: &Manifest) -> Result<usize, Error> {
    let gone: Vec<&String> = former
        .files
        .keys()
        .filter(|path| !now.files.contains_key(*path))
        .collect();
    if gone.is_empty() {
        return Ok(0);
    }
    let names = now.files.keys().map(|path| (path.to_lowercase(), path.as_str()));
    let names: BTreeMap<String, &str> = names.collect();
    let mut removed = 0;
    let mut left = BTreeSet::new();
    for path in gone {
        // The manifest is a file like any other: it may have been edited.
        if place::check(path).is_err() || !lies_within(dir, path) {
            continue;
        }
        let renamed = names.get(&path.to_lowercase());
        if renamed.is_some_and(|renamed| is_one_file(&dir.join(path), &dir.join(renamed))) {
            continue;
        }
        let file = dir.join(path);
        match fs::remove_file(&file) {
            Ok(()) => removed += 1,
            Err(error) if is_absent(&error) => {}
            Err(_) if file.is_dir() => continue,
            Err(error) => return Err(Error::io(&file)(error)),
        }
        left.extend(place::folders_around(path));
    }
    // Inner folders come after outer ones. One that is not empty refuses, and stays.
    for folder in left.into_iter().rev() {
        let _ = fs::remove_dir(dir.join(folder));
    }
    Ok(removed)
}

/// Whether no folder on the way to `path` is a link to somewhere else.
fn lies_within(dir: &Path, path: &str) -> bool {
    let mut folders = place::folders_around(path);
    folders.all(|folder| fs::symlink_metadata(dir.join(folder)).is_ok_and(|found| found.is_dir()))
}

/// Whether two names that differ by case only are one file, on a disk that does not tell them apart.
fn is_one_file(old: &Path, new: &Path) -> bool {
    match (old.canonicalize(), new.canonicalize()) {
        (Ok(old), Ok(new)) => old == new,
        _ => false,
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

#[cfg(test)]
mod tests;
